import { noticeCard } from '../cards/notice.ts';
import { applicationCard } from '../cards/progress.ts';
import { enterpriseApplicationsCard, openApplicationsCard } from '../cards/progress-list.ts';
import { type EnterpriseRef, isStaff } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { isOpen, statusOf } from '../src/domain/application-state.ts';
import { type ApplicationRecord, applicationLabel } from '../src/domain/applications.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { Kind } from '../src/domain/kind-spoken.ts';
import { readProgressQuestion } from '../src/domain/progress-question.ts';
import type { ProgressRequest } from '../src/domain/progress-request.ts';
import { levelLabels, statusLabels, typeFacts } from '../src/domain/qualification.ts';
import { readQuestion } from '../src/domain/qualification-question.ts';
import { findEnterprise } from './find-enterprise.ts';
import { ownEnterprise, rememberChoice } from './own-enterprise.ts';
import { denied, isTheirs, notFound, readerOf, readFact, takeStep } from './progress-moves.ts';
import { revokeQualification } from './progress-revoke.ts';

/** The answer to `/进度 …`, one-to-one. @throws UserError */
export async function answerProgress(ctx: Context, request: ProgressRequest): Promise<Answer> {
  switch (request.of) {
    case 'move':
      return takeStep(ctx, request);
    case 'revoke':
      return revokeQualification(ctx, request);
    case 'one':
      return aboutOne(ctx, request.number);
    case 'list':
      return isStaff(ctx.actor) && ctx.actor.enterprises.length === 0
        ? openList(ctx, request)
        : aboutOwn(ctx, request.kind);
    case 'enterprise':
      return aboutNamed(ctx, request);
  }
}

/**
 * The answer to a plain question about progress, one-to-one. Null if it is about something else: also where 资质 understands
 * it as well and there is nothing to say of progress, for then the certificate is meant.
 */
export async function answerProgressQuestion(ctx: Context, text: string): Promise<Answer | null> {
  const question = readProgressQuestion(text);
  if (!question) return null;
  const isAnsweredElse = readQuestion(text) !== null;
  if (question.of === 'own') {
    if (ctx.actor.enterprises.length === 0) return openList(ctx, { page: 1, ...question });
    const [only, ...others] = ctx.actor.enterprises;
    // Nothing was ever filed: then the certificate is meant.
    if (isAnsweredElse && only && others.length === 0 && (await filed(ctx, only, question.kind)).length === 0)
      return null;
    return aboutOwn(ctx, question.kind);
  }
  const { enterprises, total } = await ctx.ledger.findEnterprises(question.name);
  const [found] = enterprises;
  const isOwn = found && total === 1 && ctx.actor.enterprises.some(({ id }) => id === found.id);
  // A sentence that only looked like it; or somebody else's, of which 资质 says what is public.
  if (!found || (isAnsweredElse && !isStaff(ctx.actor) && !isOwn)) return null;
  if (isAnsweredElse && total === 1 && (await filed(ctx, found, question.kind)).length === 0) return null;
  return aboutNamed(ctx, question);
}

async function aboutOne(ctx: Context, number: number): Promise<Answer> {
  const application = await ctx.applications.find(number);
  if (!application) return notFound(applicationLabel(number));
  if (!isTheirs(ctx, application)) return denied(application);
  return { here: applicationCard(application, readerOf(ctx, application)), audit: [readFact(application)] };
}

async function aboutOwn(ctx: Context, kind: Kind | undefined): Promise<Answer> {
  const own = ownEnterprise(ctx, ({ name }) => `进度 ${name}${kindLabel(kind) && ` ${kindLabel(kind)}`}`);
  return 'ask' in own ? { here: own.ask } : aboutEnterprise(ctx, own.enterprise, kind);
}

async function aboutNamed(ctx: Context, { name, kind }: { name: string; kind?: Kind }): Promise<Answer> {
  const behind = kindLabel(kind) && ` ${kindLabel(kind)}`;
  const found = await findEnterprise(ctx, name, (full) => `进度 ${full}${behind}`);
  if ('answer' in found) return found.answer;
  const { enterprise } = found;
  if (!isStaff(ctx.actor) && !ctx.actor.enterprises.some(({ id }) => id === enterprise.id)) {
    const here = noticeCard('不对外提供', '申报进度仅向本企业和本局工作人员提供。');
    return { here, audit: [{ ...ofEnterprise(enterprise), result: 'denied' }] };
  }
  await rememberChoice(ctx, enterprise);
  return aboutEnterprise(ctx, enterprise, kind);
}

/** The one that is open (or the latest, if none is) whole; of several, which. */
async function aboutEnterprise(ctx: Context, enterprise: EnterpriseRef, kind: Kind | undefined): Promise<Answer> {
  const applications = await filed(ctx, enterprise, kind);
  const audit = [ofEnterprise(enterprise)];
  const open = applications.filter(isOpen);
  const [only, ...others] = applications.length === 1 ? applications : open;
  if (only && others.length === 0) {
    const rest = applications.length - 1;
    const more = rest > 0 ? [`另有 ${rest} 项已办结的申报：${numbers(applications, only)}。`] : [];
    return { here: applicationCard(only, readerOf(ctx, only), more), audit: [readFact(only)] };
  }
  const subject = kindLabel(kind);
  return { here: enterpriseApplicationsCard(enterprise, applications, { now: ctx.now, subject }), audit };
}

function numbers(applications: readonly ApplicationRecord[], except: ApplicationRecord): string {
  return applications
    .filter((one) => one !== except)
    .map(({ number }) => applicationLabel(number))
    .join('、');
}

async function filed(ctx: Context, enterprise: EnterpriseRef, kind: Kind | undefined) {
  const all = await ctx.applications.ofEnterprise(enterprise);
  return all.filter((one) => isOfKind(one, kind));
}

async function openList(
  ctx: Context,
  { page, kind, status }: Omit<Extract<ProgressRequest, { of: 'list' }>, 'of'>,
): Promise<Answer> {
  const all = await ctx.applications.open(dateOf(ctx.now));
  const shown = all.filter((one) => isOfKind(one, kind) && (status === undefined || statusOf(one) === status));
  const what = status ? statusLabels[status] : kindLabel(kind);
  const here = openApplicationsCard(shown, {
    title: what === '' ? '在办的申报' : `在办的申报：${what}`,
    say: what === '' ? '/进度' : `/进度 ${what}`,
    page,
    now: ctx.now,
  });
  const detail = { scope: what === '' ? '在办的申报' : what };
  return { here, audit: [{ action: 'application.read', result: 'allowed', detail }] };
}

function isOfKind(application: ApplicationRecord, kind: Kind | undefined): boolean {
  return !kind || (application.type === kind.type && (kind.level === null || application.level === kind.level));
}

export function kindLabel(kind: Kind | undefined): string {
  return kind ? `${kind.level === null ? '' : levelLabels[kind.level]}${typeFacts[kind.type].label}` : '';
}

function ofEnterprise({ id }: EnterpriseRef): AuditFact {
  return { action: 'application.read', result: 'allowed', objectType: 'enterprise', objectId: id, enterpriseId: id };
}

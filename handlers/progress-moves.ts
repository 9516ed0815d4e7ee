import { elsewhereCard, noticeCard } from '../cards/notice.ts';
import { applicationCard } from '../cards/progress.ts';
import { askEvidenceCard, confirmStepCard, stepTellings } from '../cards/progress-step.ts';
import { isStaff } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import {
  daysInOrder,
  notAllowed,
  presentStep,
  problemsOf,
  statusOf,
  warningsOf,
} from '../src/domain/application-state.ts';
import { type ApplicationRecord, applicationLabel } from '../src/domain/applications.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { readEvidence } from '../src/domain/evidence.ts';
import { type Evidence, moveRules, movesFrom, partyOf } from '../src/domain/progress.ts';
import type { MoveRequest } from '../src/domain/progress-request.ts';
import { statusLabels } from '../src/domain/qualification.ts';
import { stepHearers } from '../src/domain/step-hearers.ts';
import { hnteValidTo } from '../src/domain/validity.ts';

/** Takes a step of an application, or says what it needs, or how the application stands by now. */
export async function takeStep(ctx: Context, request: MoveRequest): Promise<Answer> {
  // Asked in a group it would be answered one-to-one; but it was read there, and is to be done where it is told.
  if (ctx.groupId !== null) return { here: elsewhereCard('进度') };
  const found = await which(ctx, request);
  if ('answer' in found) return found.answer;
  const { application } = found;
  const { move, text, seen, isConfirmed } = request;
  if (seen !== null && seen !== application.version) return outdated(ctx, application);
  const refused = notAllowed(application, move, ctx.actor.role);
  if (refused !== null) return notNow(ctx, application, { refused, move });
  const today = dateOf(ctx.now);
  const read = readEvidence(application.type, move, text, today);
  const problems = read.ok
    ? problemsOf(application, read.evidence, today)
    : [...read.problems, ...daysInOrder(application, read.attempt, today)];
  if (!read.ok || problems.length > 0) {
    // Nothing was written behind the word: that is no mistake.
    const shown = text === '' ? [] : problems;
    const page = ctx.pages.application(application.number);
    return {
      here: askEvidenceCard(application, move, { problems: shown, today, page }),
      audit: [readFact(application)],
    };
  }
  const { evidence } = read;
  if ((evidence.move === 'recognise' || evidence.move === 'reject') && !(isConfirmed && seen !== null)) {
    const warnings = warningsOf(application, evidence);
    const here = confirmStepCard(application, evidence, { warnings, until: untilOf(application, evidence) });
    return { here, audit: [readFact(application)] };
  }
  return enter(ctx, application, evidence);
}

async function enter(ctx: Context, application: ApplicationRecord, evidence: Evidence): Promise<Answer> {
  const where = { enterpriseId: application.enterprise.id, preferred: ctx.sender.platform };
  const hearers = await stepHearers(ctx.bindings, ctx.actor, where);
  const moved = await ctx.applications.move(ctx.doer, {
    id: application.id,
    version: application.version,
    evidence,
    tell: (moved) => stepTellings(moved, hearers),
  });
  if (!moved) return notFound(applicationLabel(application.number));
  if (!moved.isNew) return outdated(ctx, moved.application);
  const now = statusLabels[statusOf(moved.application)];
  const told = ctx.actor.role === 'contact' ? '已告知开发区科技局' : '已告知企业联系人';
  const remarks = [`已登记为“${now}”，${told}。`, ...warningsOf(moved.application, evidence)];
  return {
    here: applicationCard(moved.application, readerOf(ctx, moved.application), remarks),
    tapped: { state: now, forAll: true },
  };
}

/** What was seen is no longer so: how it stands now, and by whom. */
export function outdated(ctx: Context, application: ApplicationRecord): Answer {
  const remark = `${applicationLabel(application.number)} 的状态已有变化，本次未作变更。${lastDoneBy(ctx, application)}`;
  return {
    here: applicationCard(application, readerOf(ctx, application), [remark]),
    tapped: { state: '状态已变更', forAll: false },
    audit: [readFact(application)],
  };
}

function notNow(
  ctx: Context,
  application: ApplicationRecord,
  { refused, move }: { refused: string; move: MoveRequest['move'] },
): Answer {
  const isAllowedToOthers = moveRules[move].from.includes(statusOf(application));
  // Not theirs to do, as against not possible now.
  const isDenied = isAllowedToOthers || !moveRules[move].by.some((one) => partyOf(ctx.actor.role).includes(one));
  const remark = isDenied ? refused : `${refused}${lastDoneBy(ctx, application)}`;
  return {
    here: applicationCard(application, readerOf(ctx, application), [remark]),
    tapped: { state: '未办理', forAll: false },
    audit: isDenied ? [readFact(application), { ...moveFact(application), result: 'denied' }] : [readFact(application)],
  };
}

function lastDoneBy({ actor, bureau }: Context, application: ApplicationRecord): string {
  const { by, status, recordedAt } = presentStep(application);
  if (by === null) return '';
  const who = by.personId === actor.personId ? '您' : isStaff(actor) ? (by.name ?? '其他人员') : bureau.name;
  return `${who}已于${formatDate(dateOf(recordedAt))} ${timeOf(recordedAt)}登记为“${statusLabels[status]}”。`;
}

/** The application that is meant. One that is not theirs is, for a contact, not there. */
async function which(
  ctx: Context,
  { number, move }: MoveRequest,
): Promise<{ application: ApplicationRecord } | { answer: Answer }> {
  if (number !== null) {
    const application = await ctx.applications.find(number);
    if (!application) return { answer: notFound(applicationLabel(number)) };
    return isTheirs(ctx, application) ? { application } : { answer: denied(application) };
  }
  const { actor } = ctx;
  const own = (await Promise.all(actor.enterprises.map((one) => ctx.applications.ofEnterprise(one)))).flat();
  const possible = own.filter((one) => movesFrom(statusOf(one), actor.role).includes(move));
  const [application] = possible;
  if (application && possible.length === 1) return { application };
  const [word] = moveRules[move].words;
  const numbers = possible.map((one) => applicationLabel(one.number)).join('、');
  const text = application
    ? `可以办理“${word}”的申报有 ${numbers}，请写明编号，例如“/进度 ${applicationLabel(application.number)} ${word}”。`
    : isStaff(actor)
      ? `请写明申报编号，例如“/进度 S-12 ${word}”；发送“/进度”查看在办的申报。`
      : `目前没有可以办理“${word}”的申报，发送“/进度”查看本企业的申报。`;
  return { answer: { here: { ...noticeCard('请核对', text), confidential: true }, audit: own.map(readFact) } };
}

export function isTheirs({ actor }: Context, { enterprise }: ApplicationRecord): boolean {
  return isStaff(actor) || actor.enterprises.some(({ id }) => id === enterprise.id);
}

/** The same words whether it is there or somebody else's. */
export function notFound(label: string): Answer {
  const text = `没有找到编号为 ${label} 的申报，发送“/进度”查看可以查询的申报。`;
  return {
    here: { ...noticeCard('没有找到申报', text), confidential: true },
    tapped: { state: '没有找到', forAll: false },
  };
}

export function denied(application: ApplicationRecord): Answer {
  return { ...notFound(applicationLabel(application.number)), audit: [{ ...readFact(application), result: 'denied' }] };
}

export function readerOf({ actor, bureau, now, pages }: Context, { number }: ApplicationRecord) {
  return { actor, bureau, now, page: pages.application(number) };
}

export function readFact({ id, enterprise }: ApplicationRecord): AuditFact {
  return {
    action: 'application.read',
    result: 'allowed',
    objectType: 'application',
    objectId: id,
    enterpriseId: enterprise.id,
  };
}

function moveFact(application: ApplicationRecord): AuditFact {
  return { ...readFact(application), action: 'application.move' };
}

/** Until when it will be valid, as it is read back. */
function untilOf({ type }: ApplicationRecord, evidence: Evidence): string {
  if (evidence.move !== 'recognise') return '';
  if (evidence.validTo !== null) return formatDate(evidence.validTo);
  if (type === 'HNTE') return `${formatDate(hnteValidTo(evidence.on))}（发证之日起三年）`;
  return type === 'TECH_SME' ? '按本局设定的科小有效期规则' : '未设截止日';
}

import { fundBalanceCard } from '../cards/fund-balance.ts';
import { whichRateCard } from '../cards/fund-lists.ts';
import { noticeCard } from '../cards/notice.ts';
import { quoted } from '../cards/parts.ts';
import { type EnterpriseRef, isStaff } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, endOfDay, formatDate } from '../src/domain/calendar.ts';
import type { AsAt } from '../src/domain/funds/facts.ts';
import type { FundRequest } from '../src/domain/funds/request.ts';
import { batchLabel, projectLabel } from '../src/domain/funds/terms.ts';
import { clearance } from '../src/domain/visibility.ts';
import { findEnterprise } from './find-enterprise.ts';
import { acceptance, batch, chart, entries, overview, project, rates, warnings, year } from './fund-staff.ts';
import { ownEnterprise, rememberChoice } from './own-enterprise.ts';

/** The answer for whoever asks; null if a plain sentence only looked like a question about an enterprise's money. */
export async function answerFunds(ctx: Context, request: FundRequest, isCommand: boolean): Promise<Answer | null> {
  const asAt = asAtOf(ctx, request);
  const ofStaff = isStaff(ctx.actor);
  if (request.of === 'which-rate') return { here: whichRateCard() };
  if (request.of === 'enterprise') {
    // In a contact's mouth 我们 may be written out.
    const found = await findEnterprise(ctx, request.name, (full) => `资金 ${full}`);
    if ('enterprise' in found) return ofEnterprise(ctx, found.enterprise, asAt);
    if (!isCommand) return null;
    return ofStaff ? found.answer : notGiven();
  }
  if (!ofStaff || (request.of === 'own' && ctx.actor.enterprises.length > 0)) return ofOwn(ctx, request, asAt);
  switch (request.of) {
    case 'own':
      return overview(ctx, asAt);
    case 'year':
      return year(ctx, request, asAt);
    case 'batch':
      return batch(ctx, request.number, asAt);
    case 'project':
      return project(ctx, request.number, asAt);
    case 'entries':
      return entries(ctx, request, asAt);
    case 'rates':
      return rates(ctx, request, asAt);
    case 'acceptance':
      return acceptance(ctx, request.page, asAt);
    case 'warnings':
      return warnings(ctx, request.page, asAt);
    case 'chart':
      return chart(ctx, request.year, asAt);
  }
}

/** What a contact may ask of all this is the own part of it. */
async function ofOwn(ctx: Context, request: FundRequest, asAt: AsAt): Promise<Answer> {
  switch (request.of) {
    case 'project':
    case 'entries': {
      const which = request.of === 'project' ? { kind: 'P' as const, number: request.number } : request.which;
      if (which?.kind === 'B') return notGiven([deniedList]);
      const page = request.of === 'entries' ? request.page : 1;
      if (which) {
        const found = await ctx.funds.findProject(which.number);
        const theirs = found && ctx.actor.enterprises.some(({ id }) => id === found.enterprise.id);
        return found && theirs
          ? entries(ctx, { which, page }, asAt)
          : notFound(which.number, found ? [denied(found.enterprise)] : []);
      }
      const own = ownEnterprise(ctx, ({ name }) => `资金 ${name}`);
      return 'ask' in own ? { here: own.ask } : entries(ctx, { which, page }, asAt, own.enterprise);
    }
    case 'rates': {
      const own = ownEnterprise(ctx, ({ name }) => `资金 ${name}`);
      return 'ask' in own ? { here: own.ask } : rates(ctx, request, asAt, own.enterprise);
    }
    case 'batch':
      return notGiven([deniedList]);
    case 'own':
    case 'year':
    case 'acceptance':
    case 'warnings':
    case 'chart':
    case 'enterprise':
    case 'which-rate': {
      const own = ownEnterprise(ctx, ({ name }) => `资金 ${name}`);
      return 'ask' in own ? { here: own.ask } : ofEnterprise(ctx, own.enterprise, asAt);
    }
  }
}

/** “专项资金还剩多少” of one enterprise: its own people, and staff. */
async function ofEnterprise(ctx: Context, enterprise: EnterpriseRef, asAt: AsAt): Promise<Answer> {
  const { actor, funds, pages, now } = ctx;
  if (clearance(actor, 'direct', enterprise.id) !== 'full') return notGiven([denied(enterprise)]);
  await rememberChoice(ctx, enterprise);
  const [projects, claims] = await Promise.all([
    funds.projects({ enterpriseId: enterprise.id }, asAt),
    // What waits, waits now: it is no part of a day that is past.
    asAt.on === dateOf(now) ? funds.claims({ enterpriseId: enterprise.id, state: 'PENDING' }) : [],
  ]);
  const isOwn = actor.enterprises.some(({ id }) => id === enterprise.id);
  const page = isOwn ? pages.ownFunds(enterprise.id) : pages.funds;
  return {
    here: fundBalanceCard({ enterprise, projects, claims, actor, asAt, now, page }),
    audit: [looked(enterprise)],
  };
}

/** The same whether or not there is anything: who may not see it does not learn of it. */
function notGiven(audit: readonly AuditFact[] = []): Answer {
  const text = '专项资金的余额和使用情况只提供给本企业和本局工作人员，请发送“资金”查询贵公司的专项资金。';
  return { here: { ...noticeCard('不对外提供', text), confidential: true }, audit };
}

const deniedList: AuditFact = { action: 'fund.list', result: 'denied', objectType: 'fund-batch' };

export function notFound(number: number, audit: readonly AuditFact[] = [], kind: 'P' | 'B' = 'P'): Answer {
  const label = kind === 'P' ? projectLabel(number) : batchLabel(number);
  const text = `没有找到编号为${quoted(label)}的${kind === 'P' ? '项目' : '批次'}，发送“/资金”查看可以查询的内容。`;
  return { here: { ...noticeCard('没有找到', text), confidential: true }, audit };
}

export function looked({ id }: Pick<EnterpriseRef, 'id'>): AuditFact {
  return { action: 'fund.read', result: 'allowed', objectType: 'enterprise', objectId: id, enterpriseId: id };
}

function denied({ id }: Pick<EnterpriseRef, 'id'>): AuditFact {
  return { action: 'fund.read', result: 'denied', objectType: 'enterprise', objectId: id, enterpriseId: id };
}

/** @throws UserError for a day to come: what is not entered yet cannot be said */
function asAtOf({ now }: Context, { on, known }: FundRequest): AsAt {
  const today = dateOf(now);
  const ahead = [on, known].find((day) => day !== undefined && day > today);
  if (ahead !== undefined && ahead.slice(0, 4) > today.slice(0, 4)) {
    throw new UserError(`${formatDate(ahead)}还没有到，资金只能查询到今天。`);
  }
  // The end of this month or year, as far as it has come.
  const day = on === undefined || on > today ? today : on;
  return known === undefined || known >= today ? { on: day } : { on: day, knownBy: endOfDay(known) };
}

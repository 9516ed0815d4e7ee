import { claimDecidedCard, claimNews, claimToDecideCard, pendingClaimsCard } from '../cards/fund-claim.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer, Card } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../src/domain/calendar.ts';
import type { Claim, Funds } from '../src/domain/funds/funds.ts';
import { type Look, lookAt, lookedAt, sumsWith } from '../src/domain/funds/look.ts';
import type { ClaimOrder } from '../src/domain/funds/order.ts';
import type { Proposal } from '../src/domain/funds/proposal.ts';
import { judge } from '../src/domain/funds/verdict.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';
import { proposalOf } from './fund-entering.ts';
import { refusal } from './fund-refusal.ts';

/** What staff do with the reports of enterprises. */
export async function decideClaims(ctx: Context, order: Exclude<ClaimOrder, { do: 'withdraw' }>): Promise<Answer> {
  if (order.do === 'list') {
    const here = pendingClaimsCard(await ctx.funds.claims({ state: 'PENDING' }));
    return { here, audit: [{ action: 'fund.list', result: 'allowed', objectType: 'fund-claim' }] };
  }
  const claim = order.id === '' ? null : await ctx.funds.findClaim(order.id);
  if (!claim) {
    const text =
      order.id === ''
        ? '请写明自报编号，发送“/资金 自报”查看等待确认的自报。'
        : `没有编号为 ${order.id.slice(0, 20)} 的自报，发送“/资金 自报”查看等待确认的自报。`;
    return refusal('没有找到自报', text);
  }
  if (claim.state !== 'PENDING') return decidedBefore(ctx, claim);
  const look = await placeOf(ctx.funds, claim);
  switch (order.do) {
    case 'show':
      return { here: await decisionCard(ctx.funds, claim, dateOf(ctx.now)), audit: [read(claim)] };
    case 'reject': {
      if (order.reason === '') {
        return refusal('请写明原因', `请写明退回的原因，例如“/资金 退回自报 ${claim.id} 金额与凭证不符”。`);
      }
      return decide(ctx, claim, { confirm: false, reason: order.reason, isAdvance: false });
    }
    case 'confirm': {
      const advance = order.advance?.trim() ?? null;
      const isAdvance = advance !== null;
      if (isAdvance && claim.type !== 'SPEND') return refusal('未确认', '只有支出可以注明垫支。', [read(claim)]);
      const note = advance === null || advance === '' ? claim.note : advance;
      const verdict = judge(look, proposalOfClaim(claim, { isAdvance, note }), dateOf(ctx.now));
      if (verdict.is === 'fine')
        return decide(ctx, claim, { confirm: true, reason: isAdvance ? note : null, isAdvance });
      const here = claimToDecideCard(claim, { after: look.sums, verdict });
      return { here, tapped: { state: '未确认', forAll: false }, audit: [read(claim)] };
    }
  }
}

/** A report with its buttons and what the balance will be; told to staff when it comes in, and shown when they ask. */
export async function decisionCard(funds: Funds, claim: Claim, today: CalendarDate): Promise<Card> {
  return cardFor(claim, await placeOf(funds, claim), today);
}

export function cardFor(claim: Claim, look: Look, today: CalendarDate): Card {
  const proposal = proposalOfClaim(claim, { isAdvance: false, note: claim.note });
  return claimToDecideCard(claim, { after: sumsWith(look, proposal), verdict: judge(look, proposal, today) });
}

async function placeOf(funds: Funds, { project }: Claim): Promise<Look> {
  const look = await lookAt(funds, { kind: 'P', number: project.number });
  if (!look) throw new Error(`no project ${project.number}`);
  return look;
}

function proposalOfClaim(
  { type, fen, effectiveOn, period, docNo }: Claim,
  { isAdvance, note }: { isAdvance: boolean; note: string | null },
): Proposal {
  return proposalOf({ type, fen, effectiveOn, period, docNo, note, isAdvance });
}

async function decide(
  ctx: Context,
  { id, project }: Claim,
  decision: { confirm: boolean; reason: string | null; isAdvance: boolean },
): Promise<Answer> {
  const contacts = await reachableContacts(ctx.bindings, project.enterprise.id);
  const decided = await ctx.funds.decideClaim(ctx.doer, {
    claimId: id,
    ...decision,
    tell: (claim) => [claimNews(claim, contacts, ctx.bureau)],
  });
  if (!decided) throw new Error(`no claim ${id}`);
  if (!decided.isNew) return decidedBefore(ctx, decided.claim);
  return {
    here: await decidedCard(ctx, decided.claim, true),
    tapped: { state: decision.confirm ? '已确认' : '已退回', forAll: true },
  };
}

/** The first decided; whoever comes later sees what was decided, and by whom. */
async function decidedBefore(ctx: Context, claim: Claim): Promise<Answer> {
  return {
    here: await decidedCard(ctx, claim, false),
    tapped: { state: '已处理', forAll: false },
    audit: [read(claim)],
  };
}

async function decidedCard({ funds, actor }: Context, claim: Claim, isNew: boolean): Promise<Card> {
  const isMine = claim.decidedBy !== null && claim.decidedBy.personId === actor.personId;
  const { sums } = await placeOf(funds, claim);
  return claimDecidedCard(claim, { isNew, isMine, sums });
}

function read({ id, project }: Claim): AuditFact {
  return { ...lookedAt({ batch: project.batch, project }), objectType: 'fund-claim', objectId: id };
}

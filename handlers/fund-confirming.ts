import { advanceCard, discardedDraftCard, entryReceiptCard, noDraftCard } from '../cards/fund-entry.ts';
import { batchReceiptCard, statusReceiptCard } from '../cards/fund-entry-status.ts';
import type { Answer, Card } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { type Draft, type DraftOf, readDraft } from '../src/domain/funds/draft.ts';
import type { Entered } from '../src/domain/funds/funds.ts';
import { type Look, lookAt, lookAtEntry, lookedAt } from '../src/domain/funds/look.ts';
import type { DraftDecision } from '../src/domain/funds/order.ts';
import { judge } from '../src/domain/funds/verdict.ts';
import { notThere, proposalOf } from './fund-entering.ts';
import { refusal } from './fund-refusal.ts';

/** A draft of this person, as long as it waits. Anybody else's is not there. */
export async function findDraft(ctx: Context, id: string): Promise<Draft | null> {
  const { personId } = ctx.actor;
  if (personId === null || id === '') return null;
  return readDraft(await ctx.funds.findDraft(id, personId, ctx.now));
}

export function noDraft(): Answer {
  return { here: noDraftCard(), tapped: { state: '已失效', forAll: false } };
}

/** 放弃: it cannot be confirmed any more. What was confirmed before is only taken back by a 冲销. */
export async function discardDraft(ctx: Context, id: string): Promise<Answer> {
  await ctx.funds.dropDraft(id, ctx.actor.personId ?? '');
  return { here: discardedDraftCard(), tapped: { state: '已放弃', forAll: true } };
}

/** What staff confirm is entered under the draft's id, so that however often it is confirmed, it is entered once. */
export async function decideStaffDraft(ctx: Context, { do: what, id, advance }: DraftDecision): Promise<Answer> {
  const draft = await findDraft(ctx, id);
  if (!draft || draft.kind === 'claim') return noDraft();
  if (what === 'discard') {
    const known = draft.kind === 'status' ? await receiptOfStatus(ctx, draft) : await receiptOfKnown(ctx, id);
    return known ?? discardDraft(ctx, id);
  }
  if (advance !== null && !(draft.kind === 'entry' && draft.type === 'SPEND')) {
    return refusal('不能登记', '只有支出可以注明垫支。本次未登记。');
  }
  switch (draft.kind) {
    case 'entry':
      return (await receiptOfKnown(ctx, id)) ?? enter(ctx, { id, draft, advance });
    case 'reversal':
      return again(await ctx.funds.reverse(ctx.doer, id, draft));
    case 'status':
      return setStatus(ctx, { id, draft });
    case 'batch': {
      const { kind: _kind, ...batch } = draft;
      const { batch: made } = await ctx.funds.addBatch(ctx.doer, id, batch);
      const link = { text: '登记项目', url: ctx.pages.fundForm('project', { batch: made.number }) };
      return done(batchReceiptCard(made, batch, link));
    }
  }
}

async function enter(
  ctx: Context,
  { id, draft, advance }: { id: string; draft: DraftOf<'entry'>; advance: string | null },
): Promise<Answer> {
  const { kind: _kind, of, ...line } = draft;
  const look = await lookAt(ctx.funds, of);
  if (!look) return refusal('没有找到', notThere(of));
  const said = (advance ?? '').trim();
  const isAdvance = line.isAdvance || advance !== null;
  const note = said === '' ? line.note : said;
  const proposal = proposalOf({ ...line, note, isAdvance });
  if (isAdvance && note === null) {
    return refusal('请写明说明', `垫支须写明说明，请发送“/资金 确认 ${id} 垫支 说明”。本次未登记。`);
  }
  const verdict = judge(look, proposal, dateOf(ctx.now));
  if (verdict.is === 'advance') {
    return {
      here: advanceCard(look, line, { id, why: verdict.why }),
      tapped: { state: '请核实', forAll: false },
      audit: [lookedAt(look)],
    };
  }
  // What else is against it, the store says: it looks while nobody else enters anything.
  const { type, fen, effectiveOn, period, docNo } = line;
  const where = look.project ? { projectId: look.project.id } : { batchId: look.batch.id };
  const wanted = { of: where, type, fen, effectiveOn, docNo, period, note, isAdvance };
  return again(await ctx.funds.enter(ctx.doer, id, wanted));
}

async function setStatus(ctx: Context, { id, draft }: { id: string; draft: DraftOf<'status'> }): Promise<Answer> {
  const { number, status, on, docNo, note } = draft;
  const of = { kind: 'P', number } as const;
  const look = await lookAt(ctx.funds, of);
  if (!look?.project) return refusal('没有找到', notThere(of));
  const change = { projectId: look.project.id, status, on, docNo, note };
  const { project, isNew } = await ctx.funds.setStatus(ctx.doer, id, change);
  const answer = done(statusReceiptCard(project, change, { sums: look.sums, today: dateOf(ctx.now) }));
  return isNew ? answer : { ...answer, audit: [lookedAt(look)] };
}

/** Confirmed before: its receipt again. */
async function receiptOfKnown(ctx: Context, id: string): Promise<Answer | null> {
  const entry = await ctx.funds.findEntry(id);
  const look: Look | null = entry && (await lookAtEntry(ctx.funds, entry));
  if (!entry || !look) return null;
  return { ...receipt({ ...look, entry }), audit: [lookedAt(look)] };
}

/** The status that was confirmed before: its receipt again. */
async function receiptOfStatus(ctx: Context, draft: DraftOf<'status'>): Promise<Answer | null> {
  const { number, status, on, docNo, note } = draft;
  const look = await lookAt(ctx.funds, { kind: 'P', number });
  if (!look?.project) return null;
  const isSet = look.project.statuses.some((one) => one.status === status && one.effectiveOn === on);
  const change = { status, on, docNo, note };
  const card = isSet && statusReceiptCard(look.project, change, { sums: look.sums, today: dateOf(ctx.now) });
  return card ? { ...done(card), audit: [lookedAt(look)] } : null;
}

/** What was entered before is looked at, no more: the entering itself is on record. */
function again({ isNew, ...entered }: Entered): Answer {
  return isNew ? receipt(entered) : { ...receipt(entered), audit: [lookedAt(entered)] };
}

function receipt(entered: Omit<Entered, 'isNew'>): Answer {
  return done(entryReceiptCard(entered));
}

function done(here: Card): Answer {
  return { here, tapped: { state: '已登记', forAll: true } };
}

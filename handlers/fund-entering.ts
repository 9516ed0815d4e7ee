import { advanceCard, entryToConfirmCard, reversalToConfirmCard } from '../cards/fund-entry.ts';
import { misreadCard } from '../cards/fund-entry-parts.ts';
import { batchToConfirmCard, statusToConfirmCard } from '../cards/fund-entry-status.ts';
import { noticeCard } from '../cards/notice.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { BatchOrder } from '../src/domain/funds/batch-order.ts';
import { type Draft, toDraftContent } from '../src/domain/funds/draft.ts';
import { type EntryOrder, labelOf, type Misread, type OrderOf } from '../src/domain/funds/entry-order.ts';
import { lookAt, lookAtEntry, lookedAt, sumsWith } from '../src/domain/funds/look.ts';
import type { FundOrder } from '../src/domain/funds/order.ts';
import { noteOf, type Proposal } from '../src/domain/funds/proposal.ts';
import { whyNotBatch } from '../src/domain/funds/register-rules.ts';
import { whyNotReversal } from '../src/domain/funds/rules.ts';
import type { StatusOrder } from '../src/domain/funds/status-order.ts';
import { whyNotStatus } from '../src/domain/funds/status-rules.ts';
import { judge } from '../src/domain/funds/verdict.ts';
import { refusal } from './fund-refusal.ts';

/** What staff ordered is read back whole, and waits for its confirmation. Nothing is entered here. */
export async function readBack(
  ctx: Context,
  order: Exclude<FundOrder, { do: 'confirm' | 'discard' }>,
): Promise<Answer> {
  switch (order.do) {
    case 'enter':
      return order.reading.ok ? readBackEntry(ctx, order.reading.order) : misread(ctx, order.reading);
    case 'reverse':
      return order.reading.ok ? readBackReversal(ctx, order.reading.order) : misread(ctx, order.reading);
    case 'status':
      return order.reading.ok ? readBackStatus(ctx, order.reading.order) : misread(ctx, order.reading);
    case 'batch':
      return order.reading.ok ? readBackBatch(ctx, order.reading.order) : misread(ctx, order.reading);
    case 'page':
      return toPage(ctx, order.of);
  }
}

/** What is missing or wrong; a number that nobody has is among it. */
async function misread(ctx: Context, { problems, sample, of }: Misread): Promise<Answer> {
  const isThere = !of || (await lookAt(ctx.funds, of)) !== null;
  const all = isThere || !of ? problems : [...problems, notThere(of)];
  const link = { text: '打开登记页面', url: ctx.pages.fundForm('entry') };
  return { here: misreadCard({ problems: all, sample }, { what: '登记', link }) };
}

export function notThere(of: OrderOf): string {
  return `没有编号为 ${labelOf(of)} 的${of.kind === 'P' ? '项目' : '批次'}，请核对编号。`;
}

export function proposalOf(line: Omit<Proposal, 'dateKnown'>): Proposal {
  return { ...line, dateKnown: true };
}

async function readBackEntry(ctx: Context, order: EntryOrder): Promise<Answer> {
  const { of, remarks, ...line } = order;
  if (of === null) throw new Error('staff name a project or batch');
  const look = await lookAt(ctx.funds, of);
  if (!look) return refusal('没有找到', notThere(of));
  const audit = [lookedAt(look)];
  const proposal = proposalOf(line);
  const verdict = judge(look, proposal, dateOf(ctx.now));
  if (verdict.is === 'refused') return refusal('不能登记', `本次未登记。${verdict.why}`, audit);
  const id = await keep(ctx, { kind: 'entry', of, ...line });
  const shown = { ...line, note: noteOf(proposal) };
  if (verdict.is === 'advance') return { here: advanceCard(look, shown, { id, why: verdict.why }), audit };
  const after = sumsWith(look, proposal);
  return { here: entryToConfirmCard(look, shown, { id, after, remarks }), audit };
}

async function readBackReversal(
  ctx: Context,
  { entryId, reason }: { entryId: string; reason: string },
): Promise<Answer> {
  const original = await ctx.funds.findEntry(entryId);
  const look = original && (await lookAtEntry(ctx.funds, original));
  if (!original || !look) {
    return refusal('没有找到', `没有编号为 ${entryId} 的明细，请核对编号；编号见登记回执或项目明细。`);
  }
  // From the day on which the mistake holds: then the past is put right too, and what is entered instead finds room. What
  // was published stays as it was known then (AsAt.knownBy).
  const on = original.effectiveOn;
  const why = whyNotReversal(look, original, { on, reason }, dateOf(ctx.now));
  if (why !== null) return refusal('不能冲销', `本次未冲销。${why}`, [lookedAt(look)]);
  const id = await keep(ctx, { kind: 'reversal', entryId, on, reason });
  // 支出 and 支出冲销 are one sum, and a proposal of the latter is said positive: what it adds is said of the former.
  const type = original.type === 'SPEND_REVERSAL' ? 'SPEND' : original.type;
  const after = sumsWith(look, { type, fen: -original.fen });
  return { here: reversalToConfirmCard(look, original, { id, after, reason, on }), audit: [lookedAt(look)] };
}

async function readBackStatus(ctx: Context, { remarks, ...change }: StatusOrder): Promise<Answer> {
  const of = { kind: 'P', number: change.number } as const;
  const look = await lookAt(ctx.funds, of);
  if (!look?.project) return refusal('没有找到', notThere(of));
  const today = dateOf(ctx.now);
  const why = whyNotStatus(look.project, look.entries, change, today);
  if (why !== null) return refusal('不能登记', `本次未登记。${why}`, [lookedAt(look)]);
  const id = await keep(ctx, { kind: 'status', ...change });
  const here = statusToConfirmCard(look.project, change, { id, sums: look.sums, remarks, today });
  return { here, audit: [lookedAt(look)] };
}

async function readBackBatch(ctx: Context, { remarks, ...batch }: BatchOrder): Promise<Answer> {
  // Whether the name or the document number is taken is known when it is entered.
  const why = whyNotBatch(batch, {}, dateOf(ctx.now), null);
  if (why !== null) return refusal('不能登记', `本次未登记。${why}`);
  const id = await keep(ctx, { kind: 'batch', ...batch });
  return { here: batchToConfirmCard(batch, { id, remarks }) };
}

function toPage({ pages }: Context, of: 'batch' | 'project'): Answer {
  const what = of === 'batch' ? '批次' : '项目';
  const typed =
    of === 'batch'
      ? '也可发送一行：“/资金 新增批次 名称 级次 类别 年度 金额 日期 文号”。'
      : '项目内容较多，请在页面填写。';
  const here = {
    ...noticeCard(`新增${what}`, `请在页面登记${what}，提交前请核对。${typed}`),
    link: { text: `登记${what}`, url: pages.fundForm(of) },
  };
  return { here };
}

export async function keep(ctx: Pick<Context, 'funds' | 'doer'>, draft: Draft): Promise<string> {
  return ctx.funds.keepDraft(ctx.doer, toDraftContent(draft));
}

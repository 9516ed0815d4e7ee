import type { CalendarDate } from '../calendar.ts';
import { formatDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import { whyNotDay, whyNotMonth } from './day-rules.ts';
import type { EntryFact, Project } from './facts.ts';
import { whyNotAgain } from './rules.ts';
import { type ClaimType, projectLabel } from './terms.ts';
import { exactAmount, formatMonth } from './wording.ts';

/** What an enterprise wants to report. */
export interface ClaimProposal {
  type: ClaimType;
  fen: Fen;
  effectiveOn: CalendarDate;
  /** YYYY-MM; null = the month of `effectiveOn` for a spending */
  period: string | null;
}

/** The same sentence whether there is such a project or not: who may not see it does not learn of it. */
export const notYourProject = '没有找到贵公司承担的这个项目，不能填报；请发送“/资金”查看贵公司的项目和编号。';

/**
 * Why an enterprise may not report this; null: it may. Whether the sums allow it is asked when staff confirm: until then
 * a 拨付 may be missing that is on its way.
 * @param entries all of the project
 */
export function whyNotClaim(
  project: Project,
  entries: readonly EntryFact[],
  { type, fen, effectiveOn, period }: ClaimProposal,
  today: CalendarDate,
): string | null {
  const { batch } = project;
  if (type === 'SPEND' && !batch.trackSpending) {
    return `项目 ${projectLabel(project.number)} 为奖励性资金，不核算支出，无需填报支出。`;
  }
  if (fen === 0n) return '金额不能为零，请核对后重填。';
  if (fen < 0n) return '金额不能为负数；如需更正，请联系开发区科技局冲销原记录。';
  const wrongDay = whyNotDay(effectiveOn, today);
  if (wrongDay !== null || type !== 'SPEND') return wrongDay;
  const month = period ?? effectiveOn.slice(0, 7);
  return whyNotMonth(month, effectiveOn) ?? whyNotAgain({ batch, project, entries }, month);
}

/** What is open at most once: the spending of a month, the receipt of a day. */
export function openKeyOf(projectId: string, { type, effectiveOn, period }: Omit<ClaimProposal, 'fen'>): string {
  return type === 'SPEND'
    ? `${projectId} SPEND ${period ?? effectiveOn.slice(0, 7)}`
    : `${projectId} RECEIVE ${effectiveOn}`;
}

/** The same was reported before and waits for its confirmation. */
export function alreadyReported({ type, fen, effectiveOn, period }: ClaimProposal): string {
  const what =
    type === 'SPEND' ? `${formatMonth(period ?? effectiveOn.slice(0, 7))}的支出` : `${formatDate(effectiveOn)}的到位`;
  return `${what}已填报${exactAmount(fen)}，正在等待工作人员确认；如需修改，请先撤回该笔填报再重新填报。`;
}

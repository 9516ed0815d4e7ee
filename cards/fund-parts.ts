import type { Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import type { AsAt, EntryFact, Project } from '../src/domain/funds/facts.ts';
import type { Claim, ProjectSums } from '../src/domain/funds/funds.ts';
import { type Surplus, surplusOf } from '../src/domain/funds/standing.ts';
import { balanceOf, outstandingOf, type Rate, rateRules, rateText, type Sums } from '../src/domain/funds/sums.ts';
import { projectLabel } from '../src/domain/funds/terms.ts';
import { claimPhrase, dayOf, exactAmount, formatMonth, typeLabel } from '../src/domain/funds/wording.ts';
import { type Fen, formatWan } from '../src/domain/money.ts';
import { asAt } from './parts.ts';

/** Tables are in 万元 with two decimals (domain.md C4). */
export const wan = (fen: Fen): string => `${formatWan(fen)}万元`;

/** How fresh the figures are, as at which day, and by what had been entered until when. */
export function fundsAsAt({ on, knownBy }: AsAt, now: Date): string {
  const known = knownBy === undefined ? '' : `，登记至${formatDate(dateOf(knownBy))}`;
  return `${asAt(on, now)}${known}`;
}

/** The five figures of the answer to “还剩多少” (domain.md C2). */
export function balanceFields(sums: Sums, isTracked: boolean): Field[] {
  return [
    { label: '批复', value: wan(sums.approved) },
    { label: '到位', value: wan(sums.received) },
    ...(isTracked
      ? [
          { label: '支出', value: wan(sums.spent) },
          { label: '余额', value: wan(balanceOf(sums)) },
        ]
      : []),
    { label: '待拨付', value: wan(outstandingOf(sums)) },
    ...(sums.recovered === 0n ? [] : [{ label: '已收回', value: wan(sums.recovered) }]),
  ];
}

/** 结转 or 结余, with what becomes of it; the two are never mixed. */
export function surplusField({ project, sums }: Pick<ProjectSums, 'project' | 'sums'>, on: CalendarDate): Field[] {
  const surplus = surplusOf(project, sums, on);
  if (surplus === null || surplus.fen === 0n) return [];
  return [{ label: surplus.kind, value: surplusText(surplus) }];
}

export function surplusText(surplus: Surplus): string {
  const amount = wan(surplus.fen);
  // Spent beyond what was received: there is nothing to use, to keep or to give back.
  if (surplus.fen < 0n) return `${amount}（支出大于到位）`;
  if (surplus.kind === '结转') return `${amount}（项目未结束，继续使用）`;
  switch (surplus.fate.kind) {
    case 'KEEP':
      return `${amount}（留归单位，用于研发直接支出）`;
    case 'RECOVER':
      return `${amount}（应收回）`;
    case 'RECOVER_2Y':
      return surplus.fate.isDue
        ? `${amount}（已满两年，应收回）`
        : `${amount}（${formatDate(surplus.fate.on)}起应收回）`;
  }
}

/** `P-03 项目名称` */
export function projectTitle({ number, name }: Pick<Project, 'number' | 'name'>): string {
  return `${projectLabel(number)} ${name}`;
}

/** `支出执行率 46.67%（支出（净）÷到位＝7.00÷15.00万元）` */
export function rateLine(rate: Rate, sums: Sums): string {
  const { label, formula, parts } = rateRules[rate];
  const [numerator, denominator] = parts(sums);
  return `${label} ${rateText(rate, sums)}（${formula}＝${formatWan(numerator)}÷${formatWan(denominator)}万元）`;
}

/** Why what a rate of spending is made of is less than what was received. */
export const rewardsApart = '奖励性资金不核算支出，不计入支出执行率和预算执行率。';

/** One movement, exact, with its document; both of a pair that cancels out are marked. */
export function movementLine(entry: EntryFact, all: readonly EntryFact[]): string {
  const isReversed = all.some(({ reversesId }) => reversesId === entry.id);
  const mark = entry.reversesId !== null ? '（冲销）' : isReversed ? '（已冲销）' : '';
  return [
    `${dayOf(entry)} ${typeLabel(entry.type, entry.projectId !== null)} ${exactAmount(entry.fen)}${mark}`,
    ...(entry.period === null ? [] : [`所属${formatMonth(entry.period)}`]),
    ...(entry.docNo === null ? [] : [`文号 ${entry.docNo}`]),
    ...(entry.note === null ? [] : [entry.note]),
  ].join('，');
}

/** `P-03 2023年11月支出3.5万元` */
export function claimLine(claim: Claim): string {
  return `${projectLabel(claim.project.number)} ${claimPhrase(claim)}`;
}

/** Who entered or confirmed something last; empty where nothing was. */
export function confirmedText(projects: readonly Pick<ProjectSums, 'confirmed'>[]): string {
  const [last] = projects.flatMap(({ confirmed }) => confirmed ?? []).sort((a, b) => b.at.getTime() - a.at.getTime());
  return last ? `最近由${last.by ?? '开发区科技局'}于${formatDate(dateOf(last.at))}登记确认` : '';
}

import { dateOf, formatDate } from '../calendar.ts';
import { exactYuan, type Fen, textWan } from '../money.ts';
import type { AsAt, EntryFact } from './facts.ts';
import type { Claim } from './funds.ts';
import { type EntryType, entryTypeLabels } from './terms.ts';

/** 0.01万元: what is a multiple of it is said in 万元 without rounding. */
const fenPerHundredthOfWan = 10_000n;

/** Never rounded, and no longer than it has to be: `20万元`, else `33333.33元`. For reasons, where a 分 decides. */
export function exactAmount(fen: Fen): string {
  return fen % fenPerHundredthOfWan === 0n ? textWan(fen) : exactYuan(fen);
}

/** e.g. `2023年11月` of `2023-11` */
export function formatMonth(period: string): string {
  return `${period.slice(0, 4)}年${Number(period.slice(5))}月`;
}

/** e.g. `2023年10月8日` or, where nobody knows it, `日期未登记` */
export function dayOf({ effectiveOn, dateKnown }: Pick<EntryFact, 'effectiveOn' | 'dateKnown'>): string {
  return dateKnown ? formatDate(effectiveOn) : '日期未登记';
}

const magnitude = (fen: Fen) => (fen < 0n ? -fen : fen);

/** e.g. `2023年10月8日拨付20万元` */
export function entryPhrase(entry: Pick<EntryFact, 'type' | 'fen' | 'effectiveOn' | 'dateKnown'>): string {
  return `${dayOf(entry)}${typeLabel(entry.type, true)}${exactAmount(magnitude(entry.fen))}`;
}

/** e.g. `2023年11月支出3.5万元`, `2023年11月20日到位20万元` */
export function claimPhrase({ type, fen, effectiveOn, period }: Claim): string {
  const when = type === 'SPEND' && period !== null ? formatMonth(period) : formatDate(effectiveOn);
  return `${when}${typeLabel(type, true)}${exactAmount(fen)}`;
}

/** 收回 of a batch is 指标收回, of a project 收回. */
export function typeLabel(type: EntryType, isOfProject: boolean): string {
  return type === 'RECOVER' && !isOfProject ? '指标收回' : entryTypeLabels[type];
}

/** `数据截至2023年12月31日，登记至2024年1月5日` */
export function asAtText({ on, knownBy }: AsAt): string {
  const known = knownBy === undefined ? '' : `，登记至${formatDate(dateOf(knownBy))}`;
  return `数据截至${formatDate(on)}${known}`;
}

import { type CalendarDate, formatDate } from '../calendar.ts';
import { type Fen, readAmount, readPositiveAmount } from '../money.ts';
import { readDocNo } from './doc-no.ts';
import { lastDayOf } from './order-days.ts';
import { type Parts, takeParts } from './order-parts.ts';
import { leftovers, readTypes, type Sign } from './order-rest.ts';
import {
  batchEntryTypes,
  batchLabel,
  type EntryType,
  entryTypeLabels,
  projectEntryTypes,
  projectLabel,
} from './terms.ts';
import { exactAmount, formatMonth } from './wording.ts';

/** Where an order is of, by the number that was written. */
export type OrderOf = { kind: 'P' | 'B'; number: number };

/** A line of the ledger as it was ordered or reported. */
export interface EntryOrder {
  /** null: an enterprise did not say which of its projects */
  of: OrderOf | null;
  type: EntryType;
  fen: Fen;
  effectiveOn: CalendarDate;
  /** YYYY-MM of a spending */
  period: string | null;
  docNo: string | null;
  note: string | null;
  isAdvance: boolean;
  /** What was understood and not written, each a sentence: it is said back. */
  remarks: readonly string[];
}

/** All that is missing or wrong at once, each a sentence, and a line that would do. */
export interface Misread {
  ok: false;
  problems: readonly string[];
  sample: string;
  /** The project or batch that was named, so that it can be looked for as well. */
  of?: OrderOf | null;
}
export type Reading<T> = { ok: true; order: T } | Misread;

/**
 * Who orders. Staff name the project and the day; an enterprise may have one project only, and tells what it received as
 * it comes in: without a day today is taken, and said.
 */
export type Side = 'staff' | 'enterprise';

/** Reads `登记 P-03 拨付 20万 2023-10-08 通科发〔2023〕15号` in any order. */
export function readEntryOrder(text: string, side: Side, today: CalendarDate): Reading<EntryOrder> {
  const parts = takeParts(text, today);
  const { types, sign, unknown } = readTypes(parts.rest);
  const problems: string[] = [];
  const remarks: string[] = [];
  const [type] = types;
  if (unknown.length > 0) problems.push(leftovers(unknown));
  if (types.length > 1) {
    problems.push(`写了多个类型：${types.map((one) => entryTypeLabels[one]).join('、')}，请一次只写一个。`);
  }
  if (!type) problems.push(side === 'staff' ? `缺少类型：${typesOffered}。` : '缺少类型：到位或支出。');
  if (side === 'enterprise' && type && type !== 'RECEIVE' && type !== 'SPEND') {
    problems.push(`贵公司可以填报到位和支出；${entryTypeLabels[type]}由开发区科技局登记。`);
  }
  const of = placeOf(parts, type, side, problems);
  const amount = amountOf(parts, type, sign, problems, remarks);
  const { effectiveOn, period } = dayOf(parts, { type, side, today }, problems, remarks);
  const docNo = docNoOf(parts, problems, remarks);
  if (parts.isAdvance && type && type !== 'SPEND') problems.push('只有支出可以注明垫支。');
  if (parts.isAdvance && parts.note === null) problems.push('缺少垫支的说明，请在“垫支”后写明。');
  const isComplete = type !== undefined && amount !== null && effectiveOn !== null;
  if (problems.length > 0 || !isComplete || (of === null && side === 'staff')) {
    return { ok: false, of, problems, sample: sampleOf({ of, type, amount, effectiveOn, period }, side) };
  }
  const { note, isAdvance } = parts;
  return { ok: true, order: { of, type, fen: amount, effectiveOn, period, docNo, note, isAdvance, remarks } };
}

const typesOffered = '指标下达、指标调整、立项批复、拨付、到位、支出、支出冲销、收回或结余留用';

function placeOf({ labels }: Parts, type: EntryType | undefined, side: Side, problems: string[]): OrderOf | null {
  const [of, ...others] = labels;
  if (others.some(({ kind, number }) => kind !== of?.kind || number !== of.number)) {
    problems.push('写了多个编号，请一次只写一个。');
  }
  if (!of) {
    if (side === 'staff') problems.push(`缺少${isOfBatch(type) ? '批次编号，例如 B-03' : '项目编号，例如 P-03'}。`);
    return null;
  }
  if (type && of.kind === 'P' && !projectEntryTypes.has(type)) {
    problems.push(`${entryTypeLabels[type]}登记在批次上，请写批次编号，例如 B-03。`);
  }
  if (type && of.kind === 'B' && !batchEntryTypes.has(type)) {
    problems.push(`${entryTypeLabels[type]}登记在项目上，请写项目编号，例如 P-03。`);
  }
  return of;
}

function isOfBatch(type: EntryType | undefined): boolean {
  return type === 'ALLOCATE' || type === 'ADJUST';
}

function amountOf(
  { amounts }: Parts,
  type: EntryType | undefined,
  sign: Sign,
  problems: string[],
  remarks: string[],
): Fen | null {
  const [written, ...others] = amounts;
  if (written === undefined) {
    problems.push('缺少金额，例如 20万元。');
    return null;
  }
  if (others.length > 0) {
    problems.push(`写了多个金额：${amounts.slice(0, 3).join('、')}，请一次只写一个。`);
    return null;
  }
  const hasSign = /^[+\-±]/u.test(written);
  const read = type === 'ADJUST' ? readAmount(written) : readPositiveAmount(written);
  if (!read.ok) {
    problems.push(written.startsWith('±') ? '请写明增加还是减少，例如 增加5万元、减少5万元。' : read.reason);
    return null;
  }
  if (!read.hasUnit) remarks.push(`金额“${written}”未写单位，按万元计。`);
  if (type !== 'ADJUST') return read.fen;
  return adjusted(read.fen, { hasSign, sign }, problems);
}

/** 增加 and 减少, or + and −: one of them, and not both. */
function adjusted(fen: Fen, { hasSign, sign }: { hasSign: boolean; sign: Sign }, problems: string[]): Fen | null {
  if (sign === 'both') problems.push('同时写了增加和减少，请只写一个。');
  else if (fen === 0n) problems.push('调整金额不能为零；调增填正数，调减填负数。');
  else if (!hasSign && sign === null) problems.push('请写明增加还是减少，例如 增加5万元、减少5万元。');
  else if (hasSign && sign !== null) problems.push('写了增加或减少的，金额前请不要再写正负号。');
  else return sign === 'less' ? -fen : fen;
  return null;
}

interface Asked {
  type: EntryType | undefined;
  side: Side;
  today: CalendarDate;
}

function dayOf(parts: Parts, { type, side, today }: Asked, problems: string[], remarks: string[]) {
  const { days, months } = parts;
  const isSpending = type === 'SPEND' || type === 'SPEND_REVERSAL';
  const [day, ...otherDays] = days;
  const [month, ...otherMonths] = months;
  if (otherDays.length > 0) problems.push('写了多个日期，请一次只写一个。');
  if (otherMonths.length > 0) problems.push('写了多个月份，请一次只写一个。');
  if (day && day.on === null) {
    const isShort = !/^\d{4}/u.test(day.written) && !day.isAssumed;
    problems.push(
      isShort
        ? `日期“${day.written}”没有写全年份，请写成 2023-10-08 这样的形式。`
        : `没有“${day.written}”这一天，请核对日期。`,
    );
  }
  if (month && month.period.period === null) problems.push(`没有“${month.written}”这个月份，请核对。`);
  if (day?.on != null && day.isAssumed) remarks.push(`“${day.written}”按${formatDate(day.on)}计。`);
  const on = day?.on ?? null;
  if (!isSpending) {
    if (month && !day) problems.push(`只写了月份“${month.written}”，请写明到日，例如 2023-10-08。`);
    else if (month && day) problems.push(`写了月份“${month.written}”；月份只用于支出，请去掉。`);
    if (day || month || side === 'staff') {
      if (!day && !month) problems.push('缺少日期，例如 2023-10-08。');
      return { effectiveOn: on, period: null };
    }
    if (type === 'RECEIVE') remarks.push(`未写到位日期，按今天（${formatDate(today)}）计，请核对。`);
    return { effectiveOn: today, period: null };
  }
  const period = month?.period.period ?? null;
  if (period !== null) {
    if (month?.period.isAssumed) remarks.push(`“${month.written}”按${formatMonth(period)}计。`);
    if (on !== null || day) return { effectiveOn: on, period };
    const last = lastDayOf(period, today);
    remarks.push(`未写支出日期，按${formatDate(last)}计。`);
    return { effectiveOn: last, period };
  }
  if (!day && !month) problems.push('缺少支出月份，例如 11月 或 2023-11。');
  return { effectiveOn: on, period: on?.slice(0, 7) ?? null };
}

function docNoOf({ docNos }: Parts, problems: string[], remarks: string[]): string | null {
  const [written, ...others] = docNos;
  if (others.length > 0) problems.push('写了多个文号，请一次只写一个。');
  if (written === undefined || written === '无') return null;
  const read = readDocNo(written);
  if (!read.ok) {
    problems.push(read.reason);
    return null;
  }
  if (read.tidied) remarks.push(`文号按规范写法记为“${read.docNo}”。`);
  return read.docNo;
}

/** A line that would do, with what was understood of this one. */
function sampleOf(
  {
    of,
    type: given,
    amount,
    effectiveOn,
    period,
  }: {
    of: OrderOf | null;
    type: EntryType | undefined;
    amount: Fen | null;
    effectiveOn: CalendarDate | null;
    period: string | null;
  },
  side: Side,
): string {
  const type = given ?? (side === 'staff' ? 'DISBURSE' : 'RECEIVE');
  const isSpending = type === 'SPEND' || type === 'SPEND_REVERSAL';
  const wantsBatch = !projectEntryTypes.has(type);
  const fits = of !== null && (of.kind === 'B' ? batchEntryTypes : projectEntryTypes).has(type);
  const place = fits && of ? labelOf(of) : wantsBatch ? 'B-03' : 'P-03';
  const sum = type === 'ADJUST' ? '增加5万元' : exactAmount(amount ?? 20_000_000n);
  const when = isSpending ? (period ?? '2023-11') : (effectiveOn ?? '2023-10-08');
  if (side === 'enterprise') {
    return isSpending ? `/资金 支出 ${place} ${when} ${sum}` : `/资金 到位 ${place} ${sum} ${when}`;
  }
  const doc = isSpending ? '' : ' 通科发〔2023〕15号';
  return `/资金 登记 ${place} ${entryTypeLabels[type]} ${sum} ${when}${doc}`;
}

export function labelOf({ kind, number }: OrderOf): string {
  return kind === 'P' ? projectLabel(number) : batchLabel(number);
}

import { type CalendarDate, formatDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { EntryFact } from './facts.ts';
import { type BatchTotals, liveOf, type Place } from './proposal.ts';
import { type Effect, leniently, lowestFrom, type Movement, stepsOf, sumAt } from './running.ts';
import type { EntryType } from './terms.ts';
import { dayOf, entryPhrase, exactAmount, typeLabel } from './wording.ts';

/** A movement and how it comes about, for the sentence that refuses it. */
export interface Move extends Movement {
  isReversal: boolean;
  /** 垫支 */
  isAdvance: boolean;
}

const ofType =
  (...types: readonly EntryType[]) =>
  ({ type, fen }: Movement): Fen =>
    types.includes(type) ? fen : 0n;
const approved = ofType('APPROVE');
const disbursed = ofType('DISBURSE');
const received = ofType('RECEIVE');
const spent = ofType('SPEND', 'SPEND_REVERSAL');
const recovered = ofType('RECOVER');
const balance: Effect = (one) => received(one) - spent(one) - recovered(one);

/**
 * The sum that a movement would bring below nothing, as a sentence with its figures and the next step; null: none. Only
 * what it makes worse counts, so that a 垫支 that was agreed to does not stand in the way of what follows.
 */
export function brokenLimit(place: Place, move: Move): string | null {
  const { batch, project, totals, entries } = place;
  const overBatch = brokenBatch(totals, move, project !== null);
  if (!project || overBatch !== null) return overBatch;
  return (
    brokenChain(entries, move, { upper: 'APPROVE', lower: 'DISBURSE', before: approved, after: disbursed }) ??
    brokenChain(entries, move, { upper: 'DISBURSE', lower: 'RECEIVE', before: disbursed, after: received }) ??
    brokenBalance(entries, move, batch.trackSpending) ??
    brokenNet(entries, move)
  );
}

/** Σ批复 and Σ拨付 of a batch within 下达 ± 调整 − 收回指标, all days together. */
function brokenBatch(totals: BatchTotals, move: Move, isOfProject: boolean): string | null {
  const available = totals.allocated - totals.withdrawn;
  if (!isOfProject) {
    const left = available + (move.type === 'RECOVER' ? -move.fen : move.fen);
    if (left >= available) return null;
    const way = move.isReversal ? '冲销后' : `${typeLabel(move.type, false)}后`;
    const head = `${way}批次指标为${exactAmount(left)}`;
    const step = move.isReversal ? '请先冲销相应的' : '请减少金额，或先冲销相应的';
    if (left < totals.disbursed && totals.disbursed > 0n) {
      return `${head}，低于已拨付的${exactAmount(totals.disbursed)}，差${exactAmount(totals.disbursed - left)}；${step}拨付和立项批复。`;
    }
    if (left < totals.approved && totals.approved > 0n) {
      return `${head}，低于已批复的${exactAmount(totals.approved)}，差${exactAmount(totals.approved - left)}；${step}立项批复。`;
    }
    return left < 0n ? `${head}，不能小于零；${step}指标收回或调减。` : null;
  }
  if (move.fen <= 0n) return null;
  const limit = `批次指标${exactAmount(available)}（下达±调整−收回指标）`;
  const [what, sum] = move.type === 'APPROVE' ? ['批复', totals.approved] : ['拨付', totals.disbursed];
  if (move.type !== 'APPROVE' && move.type !== 'DISBURSE') return null;
  const after = sum + move.fen;
  if (after <= available) return null;
  return `批次各项目${what}合计将为${exactAmount(after)}，超过${limit}，超出${exactAmount(after - available)}；请核对金额，或先登记指标调整。`;
}

interface Chain {
  upper: EntryType;
  lower: EntryType;
  before: Effect;
  after: Effect;
}

/** 拨付 within 批复, 到位 within 拨付, at the end of every day. */
function brokenChain(entries: readonly EntryFact[], move: Move, chain: Chain): string | null {
  const effect: Effect = (one) => chain.before(one) - chain.after(one);
  const delta = effect(move);
  if (delta >= 0n) return null;
  const { day: from } = leniently(move, delta);
  const { day, sum } = lowestFrom(stepsOf(entries, effect, leniently), from);
  if (sum + delta >= 0n) return null;
  const missing = -(sum + delta);
  const [upper, lower] = [typeLabel(chain.upper, true), typeLabel(chain.lower, true)];
  const raised = sumAt(stepsOf(entries, chain.before, leniently), day);
  const lowered = sumAt(stepsOf(entries, chain.after, leniently), day);
  if (move.isReversal) {
    const after = raised + chain.before(move);
    return `冲销后${upper}为${exactAmount(after)}，小于${lower}${exactAmount(lowered)}，差${exactAmount(missing)}；请先冲销${reverseFirst(entries, [chain.lower], missing)}。`;
  }
  const first = firstOf(entries, chain.upper);
  if (!first) return `该项目尚无${upper}记录，不能登记${lower}；请先登记${upper}。`;
  if (raised === 0n && first.dateKnown && move.dateKnown) {
    return `${lower}日期${formatDate(move.effectiveOn)}早于首次${upper}日期${formatDate(first.effectiveOn)}；请核对日期，或先补登${upper}。`;
  }
  const total = lowered + chain.after(move);
  return `${until(day)}${lower}累计将为${exactAmount(total)}，超过${upper}累计${exactAmount(raised)}，超出${exactAmount(missing)}；请核对金额和日期，或先登记${upper}。`;
}

/** 支出 (net) and 收回 within 到位, at the end of every day; a 垫支 may exceed it. */
function brokenBalance(entries: readonly EntryFact[], move: Move, tracked: boolean): string | null {
  const delta = balance(move);
  if (delta >= 0n || (move.type === 'SPEND' && move.isAdvance)) return null;
  const { day, sum } = lowestFrom(stepsOf(entries, balance), move.effectiveOn);
  if (sum + delta >= 0n) return null;
  const missing = -(sum + delta);
  const isIn = sumAt(stepsOf(entries, received), day);
  const out = sumAt(
    stepsOf(entries, (one) => spent(one) + recovered(one)),
    day,
  );
  const outWords = tracked ? '支出与收回' : '收回';
  if (move.type === 'RECEIVE') {
    return `该笔到位已被使用：冲销后到位为${exactAmount(isIn + move.fen)}，小于${outWords}合计${exactAmount(out)}，差${exactAmount(missing)}；请先冲销${reverseFirst(entries, ['SPEND', 'RECOVER'], missing)}。`;
  }
  if (move.type === 'RECOVER') {
    const what = tracked ? '该项目余额' : '该项目已到位未收回的资金';
    return `收回${exactAmount(move.fen)}大于${what}${exactAmount(sum)}（${until(day, '')}），超出${exactAmount(missing)}；请核对金额和日期。`;
  }
  const advance = '确属垫支的，请注明垫支并写明说明';
  if (sumAt(stepsOf(entries, received), move.effectiveOn) === 0n) {
    const first = firstOf(entries, 'RECEIVE');
    return first
      ? `支出日期${formatDate(move.effectiveOn)}早于首次到位日期${dayOf(first)}，到位之前不能登记支出；请核对日期，${advance}。`
      : `该项目尚无资金到位，不能登记支出；请先登记到位，${advance}。`;
  }
  return `支出大于到位：${until(day)}到位${exactAmount(isIn)}，已支出和收回${exactAmount(out)}，本次${exactAmount(move.fen)}，超出${exactAmount(missing)}；请核对金额和日期，${advance}。`;
}

/** No more is taken back of 支出 than was spent, at the end of every day. */
function brokenNet(entries: readonly EntryFact[], move: Move): string | null {
  const delta = spent(move);
  if (delta >= 0n) return null;
  const { day, sum } = lowestFrom(stepsOf(entries, spent), move.effectiveOn);
  if (sum + delta >= 0n) return null;
  const over = `冲销${exactAmount(-delta)}大于该项目净支出${exactAmount(sum)}（${until(day, '')}），超出${exactAmount(-(sum + delta))}`;
  return move.isReversal
    ? `${over}；请先冲销${reverseFirst(entries, ['SPEND_REVERSAL'], -(sum + delta))}。`
    : `${over}；请核对金额和日期。`;
}

/** `截至2023年10月8日，`; the very end needs no day. */
function until(day: CalendarDate, comma = '，'): string {
  return /^\d{4}/u.test(day) && day < '9999' ? `截至${formatDate(day)}${comma}` : '';
}

/** The earliest of a type that still holds. */
function firstOf(entries: readonly EntryFact[], type: EntryType): EntryFact | null {
  const days = liveOf(entries).filter((one) => one.type === type);
  return days.reduce<EntryFact | null>(
    (first, one) => (first && first.effectiveOn <= one.effectiveOn ? first : one),
    null,
  );
}

const namedAtMost = 3;

/** The latest entries that together make up for what is missing: `2023年10月8日支出20万元、…` */
function reverseFirst(entries: readonly EntryFact[], types: readonly EntryType[], missing: Fen): string {
  const latest = liveOf(entries)
    .filter(({ type }) => types.includes(type))
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : a.effectiveOn > b.effectiveOn ? -1 : 0));
  const named: EntryFact[] = [];
  let rest = missing;
  for (const one of latest) {
    if (rest <= 0n) break;
    named.push(one);
    rest -= one.fen < 0n ? -one.fen : one.fen;
  }
  const words = named.slice(0, namedAtMost).map(entryPhrase).join('、');
  return named.length > namedAtMost ? `${words}等${named.length}笔` : words;
}

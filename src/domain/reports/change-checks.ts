import { type Fen, formatRate } from '../money.ts';
import { fenPerStep, spokenFigure } from './cell.ts';
import { type Figure, type Figures, magnitude } from './figures.ts';
import type { SoftFinding } from './finding.ts';

/** W2 and W3: 50.00万元 in 分, from where on a change is worth a question. */
const notable: Fen = 50_000_000n;
/** W4: from this ratio on a slip of the unit is likelier than business. */
const unlikely = 1000n;
/** 1万元 = 10 000元 */
const yuanPerWan = 10_000n;

export const askWhy = '请核对；确属实情的请说明原因。';

/**
 * W2 to W4: the month's amounts against those of a month and of a year ago (domain.md D2). W4 looks at all amounts and
 * stands for W2 of its indicator; W2 and W3 look at flows only.
 */
export function changeFindings(figures: Figures): SoftFinding[] {
  return [...figures.values()].flatMap((figure) => {
    const { indicator, month, lastMonth, lastYear } = figure;
    if (indicator.unit !== 'WAN' || month === null) return [];
    const slip = lastMonth === null ? null : slipOfUnit(figure, month, lastMonth);
    const found: SoftFinding[] = slip ? [slip] : [];
    if (indicator.kind !== 'FLOW') return found;
    if (!slip && lastMonth !== null && isJump(month, lastMonth)) found.push(monthOnMonth(figure, month, lastMonth));
    if (lastYear !== null && isYearlyJump(month, lastYear)) found.push(yearOnYear(figure, month, lastYear));
    return found;
  });
}

/**
 * W2: more than 50 % and at least 50.00万元. Against nothing or a loss there is no percentage: then the new figure must
 * itself be at least 50.00万元, whichever its sign.
 */
function isJump(now: bigint, then: bigint): boolean {
  const change = magnitude(now - then);
  if (change < notable) return false;
  return then > 0n ? change * 2n > then : magnitude(now) >= notable;
}

/** W3: above +100 % or below −50 %, and at least 50.00万元. Against nothing or a loss as W2. */
function isYearlyJump(now: bigint, then: bigint): boolean {
  if (magnitude(now - then) < notable) return false;
  return then > 0n ? now > then * 2n || now * 2n < then : magnitude(now) >= notable;
}

function monthOnMonth(figure: Figure, month: bigint, lastMonth: bigint): SoftFinding {
  const text = `${compared(figure, month, '上月', lastMonth, '环比')}。${askWhy}`;
  return soft('W2', figure.key, `month=${month};lastMonth=${lastMonth}`, text);
}

function yearOnYear(figure: Figure, month: bigint, lastYear: bigint): SoftFinding {
  const text = `${compared(figure, month, '上年同月', lastYear, '同比')}。${askWhy}`;
  return soft('W3', figure.key, `month=${month};lastYear=${lastYear}`, text);
}

/** W4: of figures of the same sign, neither 0; where the sign changed a ratio says nothing about units. */
function slipOfUnit({ indicator, key, name }: Figure, month: bigint, lastMonth: bigint): SoftFinding | null {
  if (month * lastMonth <= 0n || isComparable(month, lastMonth)) return null;
  const isTooLarge = magnitude(month) > magnitude(lastMonth);
  const say = (value: bigint) => spokenFigure(indicator, value);
  const meant = likelyMeant(month, lastMonth, isTooLarge);
  const found = `${name}本月${say(month)}，上月${say(lastMonth)}，相差1000倍以上，疑似单位错误（元/万元）`;
  const advice = meant === null ? askWhy : `如应为${say(meant)}，请改正；确属实情的请说明原因。`;
  const finding = soft('W4', key, `month=${month};lastMonth=${lastMonth}`, `${found}。${advice}`);
  return meant === null ? finding : { ...finding, suggestion: { key, month: meant } };
}

/** Less than 1000 times apart, either way. Of figures of the same sign. */
function isComparable(one: bigint, other: bigint): boolean {
  const [a, b] = [magnitude(one), magnitude(other)];
  return a < b * unlikely && b < a * unlikely;
}

/**
 * 元 typed where 万元 is asked make a figure 10 000 times too large, 万元 taken for 元 as much too small. Null: put right
 * that way it would be no figure of the form (V1), or as unlikely as before.
 */
function likelyMeant(month: bigint, lastMonth: bigint, isTooLarge: boolean): bigint | null {
  if (isTooLarge && month % yuanPerWan !== 0n) return null;
  const meant = isTooLarge ? month / yuanPerWan : month * yuanPerWan;
  return meant % fenPerStep === 0n && isComparable(meant, lastMonth) ? meant : null;
}

/** `“营业收入”本月320万元，上月100万元，环比增长220.00%`; by a word or the difference where there is no percentage (G3). */
function compared({ indicator, key, name }: Figure, now: bigint, when: string, then: bigint, rate: string): string {
  const say = (value: bigint) => spokenFigure(indicator, value);
  const difference = magnitude(now - then);
  const found = `${name}本月${say(now)}，${when}${say(then)}`;
  if (then > 0n && now >= 0n) return `${found}，${rate}${now > then ? '增长' : '下降'}${formatRate(difference, then)}`;
  const word = key === 'totalProfit' ? turnOf(now, then) : null;
  return `${found}，${word ?? `较${when}${now > then ? '增加' : '减少'}${say(difference)}`}`;
}

function turnOf(now: bigint, then: bigint): string | null {
  if (now === 0n || then === 0n) return null;
  if (now > 0n) return '扭亏为盈';
  if (then > 0n) return '由盈转亏';
  return now > then ? '减亏' : '增亏';
}

function soft(rule: 'W2' | 'W3' | 'W4', key: string, basis: string, text: string): SoftFinding {
  return { severity: 'soft', rule, keys: [key], text, id: `${rule}:${key}`, basis };
}

import type { CalendarDate } from '../../calendar.ts';
import { spokenFigure } from '../cell.ts';
import { addPeriods, type Period, periodOf } from '../period.ts';
import { ask } from './questions.ts';
import type { Found } from './state.ts';

export interface Settled {
  period: Period | null;
  found: readonly Found[];
  questions: readonly string[];
}

/** Compares the figures with each other: one month, one value each, one way of writing amounts. */
export function settle(found: readonly Found[], today: CalendarDate): Settled {
  const questions: string[] = [];
  const agreed = ofOneMonth(withoutDoubts(found, questions), questions, today);
  const kept = withoutContradictions(agreed.found, questions);
  return { period: agreed.period, found: kept, questions };
}

/** 营收3200000元，利润250000: beside 元 a bare number is hardly 万元. */
function withoutDoubts(found: readonly Found[], questions: string[]): Found[] {
  const hasYuan = found.some(({ isSmall }) => isSmall);
  return found.filter((one) => {
    if (!(one.isBare && hasYuan)) return true;
    questions.push(ask.besideYuan(one.said, one.indicator));
    return false;
  });
}

function distinct(periods: readonly (Period | null)[]): Period[] {
  return [...new Set(periods.filter((period) => period !== null))].sort();
}

function ofOneMonth(
  found: readonly Found[],
  questions: string[],
  today: CalendarDate,
): { period: Period | null; found: readonly Found[] } {
  const months = distinct(found.filter(({ of }) => of === 'MONTH').map(({ period }) => period));
  const totals = distinct(found.filter(({ of }) => of === 'TOTAL').map(({ period }) => period));
  const hasThis = found.some(({ relative, of }) => relative === 'this' && of === 'MONTH');
  const isLast = found.some(({ relative }) => relative === 'last');
  const now = periodOf(today);
  const isOtherThanThis = months.length === 1 && ![now, addPeriods(now, -1)].includes(months[0] ?? '');
  if (months.length > 1 || (months.length === 0 && totals.length > 1)) {
    questions.push(ask.months(months.length > 1 ? months : totals));
    return { period: null, found: [] };
  }
  const isNamedAndThis = isOtherThanThis && found.some(({ of, relative }) => of === 'MONTH' && relative === null);
  if (hasThis && (isLast || isNamedAndThis)) {
    questions.push(ask.thisAndLast());
    return { period: null, found: [] };
  }
  // 本月营收320万，1-9月2680万: which month is 本月?
  const isApart = totals.length === 1 && ![now, addPeriods(now, -1)].includes(totals[0] ?? '');
  const hasMonth = found.some(({ of }) => of === 'MONTH');
  const period = months[0] ?? (isApart && hasMonth ? null : (totals[0] ?? null));
  const kept = found.filter((one) => {
    if (one.of === 'MONTH' || one.period === null || one.period === period) return true;
    questions.push(ask.otherTotal(`${one.scopeSaid}${one.said}`, period));
    return false;
  });
  const old = kept.find(({ isOldYear }) => isOldYear);
  if (!old?.period) return { period, found: kept };
  questions.push(ask.whichYear(old.scopeSaid, old.period));
  return { period: null, found: [] };
}

function withoutContradictions(found: readonly Found[], questions: string[]): Found[] {
  const kept: Found[] = [];
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.indicator.key} ${one.of}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const values = [...new Set(group.map(({ value }) => value))];
    if (values.length === 1) kept.push(group.find(({ isBare }) => !isBare) ?? first);
    else {
      const spoken = values.map((value) => spokenFigure(first.indicator, value));
      questions.push(ask.contradiction(first.indicator, first.of === 'TOTAL', spoken));
    }
  }
  return kept;
}

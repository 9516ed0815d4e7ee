import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hear } from '../../../../src/core/said.ts';
import { spokenFigure } from '../../../../src/domain/reports/cell.ts';
import { builtInSet, type Indicator } from '../../../../src/domain/reports/indicators.ts';
import { addPeriods, type Period } from '../../../../src/domain/reports/period.ts';
import { readFigures } from '../../../../src/domain/reports/reader/read-figures.ts';
import type { FigureReading } from '../../../../src/domain/reports/reading.ts';

/** Amounts in 万元 and counts, by the indicator's key. */
type Values = Record<string, string>;

export interface Phrasing {
  say: string;
  /** The month that is reported when this is said; null: nothing is open */
  period: Period;
  expect:
    | { kind: 'figures'; month: Values; total: Values; assumed: string[]; period: Period | null }
    | { kind: 'ask'; about: string; month?: Values; total?: Values }
    | { kind: 'chatter' };
}

function phrasingsOf(file: string): Phrasing[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/figures', file), 'utf8')) as Phrasing[];
}

export const phrasings = phrasingsOf('phrasings.json');
export const secondPhrasings = phrasingsOf('second-phrasings.json');

export interface Judged {
  phrasing: Phrasing;
  reading: FigureReading | null;
  isRight: boolean;
  /** A figure was taken that nobody said, and nothing is asked about it. */
  isSilentlyWrong: boolean;
}

/** Reads a sentence as it arrives: heard first, on the 5th of the month after the one reported. */
export function readAsSaid(say: string, period: Period): FigureReading | null {
  const today = `${addPeriods(period, 1)}-05`;
  return readFigures(hear(say).text, { indicators: builtInSet.indicators, today });
}

/** What is read of a sentence said on 2026-11-05: month, figures in short and the number of questions. */
export function read(say: string): string {
  const reading = readAsSaid(say, '2026-10');
  if (!reading) return 'nothing';
  const figures = reading.figures.map(({ key, of, value, isAssumed }) => {
    const indicator = builtInSet.indicators.find((one) => one.key === key) as Indicator;
    return `${key}${of === 'TOTAL' ? ' total' : ''} ${spokenFigure(indicator, value)}${isAssumed ? '?' : ''}`;
  });
  const asked = reading.questions.length === 0 ? [] : [`asks ${reading.questions.length}`];
  return [...(reading.period ? [reading.period] : []), ...figures, ...asked].join(', ');
}

/** 分 and counts as the corpus writes them. */
function written(key: string, value: bigint): string {
  const unit = builtInSet.indicators.find((one) => one.key === key)?.unit;
  if (unit !== 'WAN') return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0');
  const exact = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  return `${value < 0n ? '-' : ''}${exact.endsWith('0000') ? exact.slice(0, -4) : exact}`;
}

function valuesOf(reading: FigureReading | null, of: 'MONTH' | 'TOTAL'): Values {
  const figures = reading?.figures.filter((figure) => figure.of === of) ?? [];
  return Object.fromEntries(figures.map(({ key, value }) => [key, written(key, value)]));
}

function isSame(one: Values, other: Values): boolean {
  const sorted = (values: Values) => JSON.stringify(Object.entries(values).sort());
  return sorted(one) === sorted(other);
}

export function judge(phrasing: Phrasing): Judged {
  const { expect } = phrasing;
  const reading = readAsSaid(phrasing.say, phrasing.period);
  const [month, total] = [valuesOf(reading, 'MONTH'), valuesOf(reading, 'TOTAL')];
  const questions = reading?.questions ?? [];
  const wanted = expect.kind === 'chatter' ? {} : (expect.month ?? {});
  const wantedTotal = expect.kind === 'chatter' ? {} : (expect.total ?? {});
  const isExact = isSame(month, wanted) && isSame(total, wantedTotal);
  switch (expect.kind) {
    case 'chatter':
      return {
        phrasing,
        reading,
        isRight: reading === null,
        isSilentlyWrong: Object.keys({ ...month, ...total }).length > 0,
      };
    case 'ask':
      return {
        phrasing,
        reading,
        isRight: isExact && questions.length > 0,
        isSilentlyWrong: !isExact && questions.length === 0 && Object.keys({ ...month, ...total }).length > 0,
      };
    case 'figures': {
      const assumed = [...new Set(reading?.figures.filter((one) => one.isAssumed).map(({ key }) => key))].sort();
      const isKnown = JSON.stringify(assumed) === JSON.stringify([...expect.assumed].sort());
      const isPeriod = (reading?.period ?? null) === expect.period;
      return {
        phrasing,
        reading,
        isRight: isExact && isKnown && isPeriod && questions.length === 0,
        isSilentlyWrong: questions.length === 0 && isWronglyTaken(month, wanted, total, wantedTotal, isPeriod),
      };
    }
  }
}

function isWronglyTaken(month: Values, wanted: Values, total: Values, wantedTotal: Values, isPeriod: boolean): boolean {
  const differs = (values: Values, expected: Values) =>
    Object.entries(values).some(([key, value]) => expected[key] !== value);
  const hasAny = Object.keys({ ...month, ...total }).length > 0;
  return differs(month, wanted) || differs(total, wantedTotal) || (hasAny && !isPeriod);
}

export function shown({ phrasing, reading }: Judged): string {
  const read = reading
    ? JSON.stringify({
        month: valuesOf(reading, 'MONTH'),
        total: valuesOf(reading, 'TOTAL'),
        assumed: reading.figures.filter((one) => one.isAssumed).map(({ key }) => key),
        period: reading.period,
        questions: reading.questions,
      })
    : 'chatter';
  return `${JSON.stringify(phrasing.say)}\n    expected ${JSON.stringify(phrasing.expect)}\n    read     ${read}`;
}

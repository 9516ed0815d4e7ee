import { type AskedIndicator, askedOf, type ReporterFacts } from '../../../src/domain/reports/asked.ts';
import type { Cell, Cells } from '../../../src/domain/reports/cell.ts';
import { type Checked, check } from '../../../src/domain/reports/checks.ts';
import type { Finding } from '../../../src/domain/reports/finding.ts';
import { builtInSet } from '../../../src/domain/reports/indicators.ts';

/** 万元 with at most six decimals, in 分. */
export function wan(text: number | string): bigint {
  const [whole = '', decimals = ''] = String(text).split('.');
  return BigInt(whole + decimals.padEnd(6, '0'));
}

/** The month's figure, or month and 本年累计. */
type Figure = bigint | readonly [month: bigint | null, total: bigint | null];

export type Figures = Readonly<Record<string, Figure>>;

export function cellsOf(figures: Figures): Cells {
  const cellOf = (figure: Figure): Cell =>
    typeof figure === 'bigint' ? { month: figure, total: null } : { month: figure[0], total: figure[1] };
  return new Map(Object.entries(figures).map(([key, figure]) => [key, cellOf(figure)]));
}

export function someFacts(given: Partial<ReporterFacts> = {}): ReporterFacts {
  return { isHnte: false, isTechSme: false, isIndustry: false, operatingState: 'NORMAL', projects: [], ...given };
}

/** Somebody who is asked for everything. */
export const allFacts = someFacts({
  isHnte: true,
  isTechSme: true,
  isIndustry: true,
  projects: [{ number: 12, name: '牛病快检', received: wan(100) }],
});

export const everything: readonly AskedIndicator[] = askedOf(builtInSet, allFacts);

/** Only what is there is asked and nothing required, so that a test of one rule does not meet the others. */
export function aChecked(figures: Figures, before: Figures | null = null, given: Partial<Checked> = {}): Checked {
  return {
    period: '2023-11',
    asked: everything.filter(({ key }) => key in figures).map((one) => ({ ...one, isRequired: false })),
    cells: cellsOf(figures),
    facts: someFacts(),
    previous: before && cellsOf(before),
    lastYear: null,
    lastYearRevenue: null,
    mode: 'report',
    ...given,
  };
}

/** What is found, in short: `V1 revenue,staff`, `W2:revenue`. */
export function brief(finding: Finding): string {
  return finding.severity === 'soft' ? finding.id : `${finding.rule} ${finding.keys.join(',')}`;
}

export function found(checked: Checked): string {
  return check(checked).map(brief).join(' ');
}

export function textsOf(checked: Checked): string[] {
  return check(checked).map(({ text }) => text);
}

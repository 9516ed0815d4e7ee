import { projectKey } from '../src/domain/reports/asked.ts';
import { addPeriods, lastDayOf, monthOfPeriod, periodsBetween } from '../src/domain/reports/period.ts';
import type { Builder } from './builders.ts';
import { demoBatches } from './demo-fund-data.ts';

/** The last month that is over when the demo opens. */
const lastPeriod = '2023-11';
const fenPerHundredthOfWan = 10_000n;

/** Invented, of placeholders: what a usual month brings, in hundredths of 万元, and how many people there are. */
interface Firm {
  placeholder: number;
  months: number;
  revenue: number;
  staff: number;
  isIndustry: boolean;
}

const firms: readonly Firm[] = [
  { placeholder: 1, months: 13, revenue: 31_800, staff: 46, isIndustry: false },
  { placeholder: 2, months: 13, revenue: 86_450, staff: 112, isIndustry: true },
  { placeholder: 3, months: 13, revenue: 152_600, staff: 205, isIndustry: true },
  { placeholder: 4, months: 13, revenue: 64_210, staff: 88, isIndustry: true },
  ...Array.from({ length: 12 }, (_, index) => ({
    placeholder: 5 + index,
    months: 6,
    revenue: 9_000 + index * 4_130,
    staff: 18 + index * 7,
    isIndustry: index % 3 === 0,
  })),
];

/** In per cent of a usual month: the first quarter is slow, the year's end is not. */
const season = [72, 65, 88, 96, 101, 104, 98, 100, 107, 110, 112, 121];

/** Of the last month: what staff see besides the usual. */
const returnedFirm = 6;
const lateFirm = 7;
const zeroFirm = 8;
const missingFirms = new Set([9, 10]);

/** @param people `enterpriseOf`: the id of a placeholder; `reportedBy`: who speaks for it, if anybody; `officer` who returned */
export function addDemoReports(
  build: Builder,
  people: {
    enterpriseOf: (placeholder: number) => string;
    reportedBy: (placeholder: number) => string | null;
    officer: string;
  },
): void {
  for (const firm of firms) {
    const totals = new Map<string, bigint>();
    for (const period of periodsBetween(addPeriods(lastPeriod, 1 - firm.months), lastPeriod)) {
      const isLast = period === lastPeriod;
      if (isLast && missingFirms.has(firm.placeholder)) continue;
      const isZero = isLast && firm.placeholder === zeroFirm;
      const isLate = isLast && firm.placeholder === lateFirm;
      const isReturned = isLast && firm.placeholder === returnedFirm;
      const next = addPeriods(period, 1);
      build.report(people.enterpriseOf(firm.placeholder), {
        period,
        state: isReturned ? 'RETURNED' : isLast && firm.placeholder % 2 === 0 ? 'SUBMITTED' : 'APPROVED',
        ...(isZero ? { kind: 'ZERO' as const, reason: '设备检修，本月停产' } : {}),
        ...(isLate ? { isLate, reason: '财务结账延迟' } : {}),
        figures: figuresOf(firm, period, { totals, isZero }),
        by: people.reportedBy(firm.placeholder),
        at: new Date(`${next}-${isLate ? '15' : '06'}T02:30:00Z`),
        ...(isReturned
          ? {
              returned: {
                reason: '研发费用与辅助账不一致，请核对',
                keys: ['rndExpense'],
                dueOn: '2023-12-13',
                by: people.officer,
                at: new Date('2023-12-11T01:20:00Z'),
              },
            }
          : {}),
      });
    }
  }
}

/** 科技专项资金支出 as the fund ledger of the demo has it; projects go by the order in which they were entered. */
function spendingOf(placeholder: number, period: string): { key: string; fen: bigint }[] {
  const projects = demoBatches.flatMap(({ projects: all, trackSpending = true }) =>
    all.map((project) => ({ ...project, trackSpending })),
  );
  return projects.flatMap(({ enterprise, approvedOn, spent = [], corrected, trackSpending }, index) => {
    if (enterprise !== placeholder || !trackSpending || approvedOn > lastDayOf(period)) return [];
    const ofMonth = spent.filter(([on]) => on.startsWith(period));
    const fen = ofMonth.reduce((sum, [on, paid]) => sum + (corrected?.spentOn === on ? corrected.fen : paid), 0);
    return [{ key: projectKey(index + 1), fen: BigInt(fen) }];
  });
}

function figuresOf(
  { placeholder, revenue, staff, isIndustry }: Firm,
  period: string,
  { totals, isZero }: { totals: Map<string, bigint>; isZero: boolean },
) {
  const month = monthOfPeriod(period);
  if (month === 1) totals.clear();
  const usual = isZero ? 0 : Math.round((revenue * (season[month - 1] ?? 100)) / 100);
  const amounts = {
    revenue: usual,
    hiTechRevenue: Math.round(usual * 0.66),
    ...(isIndustry ? { outputValue: Math.round(usual * 1.04) } : {}),
    rndExpense: Math.round(usual * 0.062),
    totalProfit: isZero ? -Math.round(revenue * 0.05) : Math.round(usual * 0.085),
    taxPaid: Math.round(usual * 0.031),
  };
  const counts = { inventionApplied: month % 6 === placeholder % 6 ? 1 : 0, inventionGranted: month === 9 ? 1 : 0 };
  const flow = (key: string, value: bigint) => {
    // Of the first year only a part is known: its cumulative figures begin where the demo's begin.
    const total = (totals.get(key) ?? 0n) + value;
    totals.set(key, total);
    return { key, month: value, total };
  };
  const people = staff + Math.floor(month / 4);
  return [
    ...Object.entries(amounts).map(([key, value]) => flow(key, BigInt(value) * fenPerHundredthOfWan)),
    { key: 'staff', month: BigInt(people), total: null, isCarried: isZero },
    { key: 'techStaff', month: BigInt(Math.round(people * 0.28)), total: null, isCarried: isZero },
    ...Object.entries(counts).map(([key, value]) => flow(key, BigInt(value))),
    ...spendingOf(placeholder, period).map(({ key, fen }) => flow(key, fen)),
  ];
}

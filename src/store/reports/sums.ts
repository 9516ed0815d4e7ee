import { setImmediate } from 'node:timers/promises';
import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { Parts } from '../../domain/reports/aggregate.ts';
import { fundSpentKey } from '../../domain/reports/indicators.ts';
import { periodsBetween } from '../../domain/reports/period.ts';
import type { PeriodSums, Reports } from '../../domain/reports/reports.ts';
import type { Sql } from '../sql.ts';

type SumRow = Record<`${'month' | 'total'}${'Count' | 'Sum' | 'Sizes' | 'Largest'}`, string | null>;

/**
 * Sums over all enterprises, month after month. SQLite answers before anything else of the program runs, so between two
 * months everybody else gets a turn: ten thousand enterprises take some thirty milliseconds each.
 */
export function createSums(sql: Sql): Reports['sums'] {
  return async (key, { from, to }) => {
    const ofKey = key === fundSpentKey ? Prisma.sql`v."key" LIKE ${`${fundSpentKey}:%`}` : Prisma.sql`v."key" = ${key}`;
    const sums: PeriodSums[] = [];
    for (const period of periodsBetween(from, to)) {
      const [row] = await sql.query<SumRow>(Prisma.sql`
        SELECT ${parts('month')}, ${parts('total')} FROM (
          SELECT SUM(v."month") AS "month", SUM(v."total") AS "total"
          FROM "MonthlyReport" r JOIN "ReportValue" v ON v."submissionId" = r."submissionId" AND ${ofKey}
          WHERE r."period" = ${period} GROUP BY r."enterpriseId"
        ) f`);
      await setImmediate();
      if (!row) continue;
      const one = { period, month: toParts(row, 'month'), total: toParts(row, 'total') };
      if (one.month.enterprises + one.total.enterprises > 0) sums.push(one);
    }
    return sums;
  };
}

/** As text: sums are beyond what a float holds. The column's name is ours. */
function parts(which: 'month' | 'total'): Prisma.Sql {
  const column = `f."${which}"`;
  const as = (what: string, name: string) => `CAST(${what} AS TEXT) AS "${which}${name}"`;
  return Prisma.raw(
    [
      as(`COUNT(${column})`, 'Count'),
      as(`SUM(${column})`, 'Sum'),
      as(`SUM(ABS(${column}))`, 'Sizes'),
      as(`MAX(ABS(${column}))`, 'Largest'),
    ].join(', '),
  );
}

function toParts(row: SumRow, which: 'month' | 'total'): Parts {
  return {
    enterprises: Number(row[`${which}Count`] ?? 0),
    sum: BigInt(row[`${which}Sum`] ?? 0),
    sizes: BigInt(row[`${which}Sizes`] ?? 0),
    largest: BigInt(row[`${which}Largest`] ?? 0),
  };
}

import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { grouped } from '../core/grouped.ts';
import { noteOf } from '../domain/funds/proposal.ts';
import {
  batchLabel,
  entryTypeLabels,
  fundCategoryLabels,
  fundLevelLabels,
  projectLabel,
  surplusPolicyLabels,
} from '../domain/funds/terms.ts';
import { exactWan } from '../domain/money.ts';
import type { SheetKind } from '../domain/workbook/columns.ts';
import type { Sql } from '../store/sql.ts';
import { isThere } from '../store/visible-rows.ts';

/** As many projects, or rows without one, as are read at once. */
const atOnce = 300;
type Cells = readonly (string | null)[];

const labelled = (labels: Readonly<Record<string, string>>, value: string) => labels[value] ?? value;
const yesNo = (is: boolean | number) => (is ? '是' : '否');

interface BatchRow {
  id: string;
  number: number;
  name: string;
  level: string;
  category: string;
  year: number;
  surplusPolicy: string;
  trackSpending: boolean;
}

interface ProjectRow {
  id: string;
  number: number;
  batchNumber: number;
  enterprise: string;
  name: string;
  code: string | null;
  leader: string | null;
  partner: string | null;
  startsOn: string | null;
  endsOn: string | null;
  acceptanceDueOn: string | null;
  selfRaised: string;
  goal: string | null;
}

interface EntryRow {
  id: string;
  projectId: string | null;
  type: string;
  fen: string;
  effectiveOn: string;
  dateKnown: boolean;
  docNo: string | null;
  period: string | null;
  note: string | null;
  isReversal: number | bigint;
  isReversed: number | bigint;
}

/** The three sheets of the fund ledger as they are imported, row by row. Amounts in 万元, to the 分. */
export function fundRows(sql: Sql): Readonly<Record<Extract<SheetKind, `fund${string}`>, () => AsyncGenerator<Cells>>> {
  const batches = () =>
    sql.query<BatchRow>(Prisma.sql`
      SELECT b."id", b."number", b."name", b."level", b."category", b."year", b."surplusPolicy", b."trackSpending"
      FROM "FundBatch" b WHERE ${isThere('b')} ORDER BY b."number"`);

  /** Group after group, in the order of their numbers. */
  async function* projects(batchId: string | null): AsyncGenerator<ProjectRow[]> {
    for (let after = -1; ; ) {
      const ofBatch = batchId === null ? Prisma.empty : Prisma.sql`AND j."batchId" = ${batchId}`;
      const rows = await sql.query<ProjectRow>(Prisma.sql`
        SELECT j."id", j."number", b."number" AS "batchNumber", n."text" AS "enterprise", j."name", j."code", j."leader",
          j."partner", j."startsOn", j."endsOn", j."acceptanceDueOn", CAST(j."selfRaised" AS TEXT) AS "selfRaised",
          j."goal"
        FROM "FundProject" j JOIN "FundBatch" b ON b."id" = j."batchId"
        JOIN "EnterpriseName" n ON n."enterpriseId" = j."enterpriseId" AND n."kind" = 'FULL' AND ${isThere('n')}
        WHERE j."number" > ${after} ${ofBatch} AND ${isThere('j')} ORDER BY j."number" LIMIT ${atOnce}`);
      if (rows.length > 0) yield rows;
      if (rows.length < atOnce) return;
      after = Number(rows.at(-1)?.number);
    }
  }

  const entries = (where: Prisma.Sql) =>
    sql.query<EntryRow>(Prisma.sql`
      SELECT e."id", e."projectId", e."type", CAST(e."fen" AS TEXT) AS "fen", e."effectiveOn", e."dateKnown", e."docNo",
        e."period", e."note", CASE WHEN e."reversesId" IS NULL THEN 0 ELSE 1 END AS "isReversal",
        CASE WHEN EXISTS (SELECT 1 FROM "FundEntry" r WHERE r."reversesId" = e."id") THEN 1 ELSE 0 END AS "isReversed"
      FROM "FundEntry" e WHERE ${where} AND ${isThere('e')} ORDER BY e."effectiveOn", e."recordedAt", e."id"`);

  /** The 下达 or 批复 as one line says it: what it adds up to, with the day and document of the first that still holds. */
  function making(rows: readonly EntryRow[]): {
    amount: string | null;
    effectiveOn: string | null;
    docNo: string | null;
  } {
    const first = rows.find((one) => Number(one.isReversal) === 0 && Number(one.isReversed) === 0);
    const total = rows.reduce((sum, { fen }) => sum + BigInt(fen), 0n);
    return {
      // Taken back as a whole there is nothing to be said.
      amount: total > 0n ? exactWan(total) : null,
      effectiveOn: first?.dateKnown ? first.effectiveOn : null,
      docNo: first?.docNo ?? null,
    };
  }

  return {
    async *fundBatches() {
      for (const { id, number, name, level, category, year, surplusPolicy, trackSpending } of await batches()) {
        const allocations = await entries(Prisma.sql`e."batchId" = ${id} AND e."type" = 'ALLOCATE'`);
        const { amount, effectiveOn, docNo } = making(allocations);
        yield [
          batchLabel(Number(number)),
          name,
          labelled(fundLevelLabels, level),
          labelled(fundCategoryLabels, category),
          String(year),
          amount,
          effectiveOn,
          docNo,
          labelled(surplusPolicyLabels, surplusPolicy),
          yesNo(trackSpending),
        ];
      }
    },

    async *fundProjects() {
      for await (const some of projects(null)) {
        const ids = Prisma.join(some.map(({ id }) => id));
        const approvals = grouped(
          await entries(Prisma.sql`e."projectId" IN (${ids}) AND e."type" = 'APPROVE'`),
          ({ projectId }) => projectId,
        );
        for (const one of some) {
          const { amount, effectiveOn, docNo } = making(approvals.get(one.id) ?? []);
          yield [
            projectLabel(Number(one.number)),
            batchLabel(Number(one.batchNumber)),
            one.enterprise,
            one.name,
            one.code,
            one.leader,
            one.partner,
            one.startsOn,
            one.endsOn,
            one.acceptanceDueOn,
            amount,
            effectiveOn,
            docNo,
            exactWan(BigInt(one.selfRaised)),
            one.goal,
          ];
        }
      }
    },

    async *fundEntries() {
      for (const batch of await batches()) {
        const label = batchLabel(Number(batch.number));
        const own = await entries(Prisma.sql`e."batchId" = ${batch.id} AND e."projectId" IS NULL`);
        for (const entry of own) yield entryCells(entry, label, null);
        for await (const some of projects(batch.id)) {
          const byId = grouped(
            await entries(Prisma.sql`e."projectId" IN (${Prisma.join(some.map(({ id }) => id))})`),
            ({ projectId }) => projectId,
          );
          for (const project of some) {
            for (const entry of byId.get(project.id) ?? []) yield entryCells(entry, label, project);
          }
        }
      }
    },
  };
}

/** As 垫支 stands in the note of an entry (src/domain/funds/proposal.ts). */
const advance = noteOf({ type: 'SPEND', isAdvance: true, note: '' }) ?? '';

function entryCells(entry: EntryRow, batch: string, project: ProjectRow | null): Cells {
  const { id, type, fen, effectiveOn, dateKnown, docNo, period, note } = entry;
  const isAdvance = type === 'SPEND' && note?.startsWith(advance) === true;
  const isReversal = Number(entry.isReversal) === 1 || type === 'SPEND_REVERSAL';
  return [
    id,
    batch,
    project && projectLabel(Number(project.number)),
    project?.enterprise ?? null,
    labelled(entryTypeLabels, type),
    exactWan(BigInt(fen)),
    dateKnown ? effectiveOn : null,
    docNo,
    period,
    isAdvance ? '是' : null,
    isAdvance && note ? note.slice(advance.length) : note,
    isReversal ? '冲销' : Number(entry.isReversed) === 1 ? '已冲销' : null,
  ];
}

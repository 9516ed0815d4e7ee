import { openFilling } from './filling.ts';

/** Ten entries each, over two projects. */
export const entriesEach = 10;
export const fundYear = 2023;
const batchCount = 6;
const levels = ['CENTRAL', 'REGION', 'CITY', 'ZONE'];
/** Of one batch in six spending is not followed, as of B-06. */
const batchNumbers = Array.from({ length: batchCount }, (_, n) => n + 1);

const recordedAt = '2023-12-01T00:00:00.000+00:00';

/** Counted from 1. */
export const enterpriseId = (n: number) => `E${String(n).padStart(11, '0')}`;

/**
 * A ledger of so many enterprises, made by the database itself (`INSERT … SELECT` over a series): six batches of one year,
 * two projects an enterprise, ten entries an enterprise. Entries lie in the order in which time goes: all of 批复, then all
 * of 拨付 and so on, so that those of one enterprise are far from each other, as in a ledger that has grown.
 */
export async function fillFunds(url: string, enterprises: number): Promise<void> {
  const run = await openFilling(url);
  const id = (letter: string, n: string) => run.id(letter, n);
  const insert = (table: string, columns: readonly string[], values: readonly string[], count: number) =>
    run.series(
      count,
      (series) =>
        `INSERT INTO "${table}" (${columns.map((one) => `"${one}"`).join(', ')}) SELECT ${values.join(', ')} FROM ${series}`,
    );
  await insert('Enterprise', ['id', 'recordedAt'], [id('E', 'n'), `'${recordedAt}'`], enterprises);
  await insert(
    'EnterpriseName',
    ['id', 'enterpriseId', 'kind', 'text', 'searchKey', 'initials'],
    [
      id('F', 'n'),
      id('E', 'n'),
      "'FULL'",
      `'内蒙古试验' || n || '科技有限公司'`,
      `'内蒙古试验' || n || '科技有限公司'`,
      "'nmg'",
    ],
    enterprises,
  );
  await run.statement(
    `INSERT INTO "Person" ("id", "name", "recordedAt") VALUES ('OFFICER00001', '王晨', '${recordedAt}')`,
  );
  for (const n of batchNumbers) {
    await run.statement(
      `INSERT INTO "FundBatch" ("id", "number", "name", "level", "category", "year", "trackSpending", "recordedAt") VALUES ('B${String(n).padStart(11, '0')}', ${n}, '批次${n}', '${levels[n % levels.length]}', 'OTHER', ${fundYear}, ${run.truth(n < batchCount)}, '${recordedAt}')`,
    );
  }
  const batch = (project: string) => id('B', `(${project}) % ${batchCount} + 1`);
  await insert(
    'FundProject',
    ['id', 'number', 'batchId', 'enterpriseId', 'name', 'recordedAt'],
    [id('P', 'n'), 'n', batch('n'), id('E', '(n - 1) / 2 + 1'), `'项目' || n`, `'${recordedAt}'`],
    enterprises * 2,
  );
  await insert(
    'FundProjectStatus',
    ['id', 'projectId', 'status', 'effectiveOn', 'recordedAt'],
    [id('S', 'n'), id('P', 'n'), "'APPROVED'", "'2023-03-01'", `'${recordedAt}'`],
    enterprises * 2,
  );
  const columns = [
    'id',
    'batchId',
    'projectId',
    'enterpriseId',
    'type',
    'fen',
    'effectiveOn',
    'recordedById',
    'recordedAt',
  ];
  const kinds = ['APPROVE', 'DISBURSE', 'RECEIVE', 'SPEND', 'SPEND'];
  for (const [at, type] of kinds.entries()) {
    await insert(
      'FundEntry',
      columns,
      [
        id('L', `n + ${at * enterprises * 2}`),
        batch('n'),
        id('P', 'n'),
        id('E', '(n - 1) / 2 + 1'),
        `'${type}'`,
        `${(10 - at) * 1_000_000} + n`,
        `'2023-0${at + 3}-15'`,
        "'OFFICER00001'",
        `'2023-0${at + 3}-16T00:00:00.000+00:00'`,
      ],
      enterprises * 2,
    );
  }
  for (const n of batchNumbers) {
    await run.statement(
      `INSERT INTO "FundEntry" ("id", "batchId", "type", "fen", "effectiveOn", "recordedAt") VALUES ('A${String(n).padStart(11, '0')}', 'B${String(n).padStart(11, '0')}', 'ALLOCATE', 100000000000, '2023-02-15', '${recordedAt}')`,
    );
  }
  await run.finish();
}

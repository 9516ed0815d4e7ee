import { createClient } from '@libsql/client';
import pg from 'pg';
import { type Database, openDatabase } from '../src/store/database.ts';
import { createFundReads } from '../src/store/funds/reads.ts';
import { migrate } from '../src/store/migrate.ts';
import { enterpriseId, entriesEach, fillFunds, fundYear } from './funds-data.ts';
import { percentile } from './load.ts';

/** What the answers of the fund ledger cost as it grows. */
export interface FundsRow {
  dialect: string;
  /** One enterprise's balance, random enterprises, by how many there are. */
  enterprise: { enterprises: number; p50: number }[];
  /** The largest ledger's median ÷ the smallest's. */
  growth: number;
  /** SQL statements of such an answer. */
  statements: number;
  /** The year's totals in the largest ledger, medians in ms. */
  year: { entries: number; bot: number; byHand: number; hand: string; ratio: number };
}

const sizes = [100, 10_000, 100_000];
const rounds = 12;
const questionsARound = 150;
const yearRounds = 9;
const asAt = { on: '2023-12-31' };

const median = (ms: number[]) =>
  percentile(
    ms.sort((a, b) => a - b),
    0.5,
  );

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

type Reads = ReturnType<typeof createFundReads>;

interface Ledger {
  enterprises: number;
  url: string;
  database: Database;
  funds: Reads;
  statements(): number;
}

export async function benchFunds(
  dialect: string,
  scratch: (dialect: string) => Promise<{ url: string; drop(): Promise<void> }>,
): Promise<FundsRow> {
  const drops: (() => Promise<void>)[] = [];
  try {
    const ledgers: Ledger[] = [];
    for (const enterprises of sizes) {
      const { url, drop } = await scratch(dialect);
      let statements = 0;
      const database = await openDatabase(url, {
        onStatement: () => {
          statements += 1;
        },
      });
      drops.push(async () => {
        await database.close();
        await drop();
      });
      await migrate(database);
      await fillFunds(url, enterprises);
      ledgers.push({ enterprises, url, database, funds: createFundReads(database), statements: () => statements });
    }
    const enterprise = await benchEnterprise(ledgers);
    const [smallest, largest] = [enterprise[0], enterprise.at(-1)];
    const biggest = ledgers.at(-1);
    if (!smallest || !largest || !biggest) throw new Error('no ledger');
    return {
      dialect,
      enterprise,
      growth: largest.p50 / smallest.p50,
      statements: await statementsOf(biggest),
      year: await benchYear(biggest),
    };
  } finally {
    for (const drop of drops) await drop();
  }
}

const balanceOfOne = ({ funds }: Ledger, n: number) => funds.projects({ enterpriseId: enterpriseId(n) }, asAt);

/** In turns over all sizes, so that whatever else the machine does is the same for each. */
async function benchEnterprise(ledgers: readonly Ledger[]): Promise<FundsRow['enterprise']> {
  const timings = ledgers.map((ledger) => ({ ledger, ms: [] as number[] }));
  for (let round = -2; round < rounds; round += 1) {
    for (const { ledger, ms } of timings) {
      for (let n = 0; n < questionsARound; n += 1) {
        const which = 1 + Math.floor(Math.random() * ledger.enterprises);
        const one = await timed(() => balanceOfOne(ledger, which));
        // The first rounds are for warming up.
        if (round >= 0) ms.push(one);
      }
    }
  }
  return timings.map(({ ledger, ms }) => ({ enterprises: ledger.enterprises, p50: median(ms) }));
}

async function statementsOf(ledger: Ledger): Promise<number> {
  const before = ledger.statements();
  await balanceOfOne(ledger, 1);
  return ledger.statements() - before;
}

/**
 * The year's totals by hand: the sum by batch and type that everything is computed from, with nothing asked about imports.
 * The fastest of these on this database is what the bot is compared with.
 */
const byHand: Readonly<Record<string, string>> = {
  subselect: `SELECT e."batchId", e."type", SUM(e."fen") FROM "FundEntry" e
    WHERE e."batchId" IN (SELECT "id" FROM "FundBatch" WHERE "year" = ${fundYear}) AND e."effectiveOn" <= '${asAt.on}'
    GROUP BY e."batchId", e."type"`,
  join: `SELECT b."id", e."type", SUM(e."fen") FROM "FundEntry" e JOIN "FundBatch" b ON b."id" = e."batchId"
    WHERE b."year" = ${fundYear} AND e."effectiveOn" <= '${asAt.on}' GROUP BY b."id", e."type"`,
  pivot: `SELECT e."batchId", ${[
    'ALLOCATE',
    'ADJUST',
    'APPROVE',
    'DISBURSE',
    'RECEIVE',
    'SPEND',
    'SPEND_REVERSAL',
    'RECOVER',
    'KEEP',
  ]
    .map((type) => `SUM(CASE WHEN e."type" = '${type}' THEN e."fen" END)`)
    .join(', ')} FROM "FundEntry" e
    WHERE e."batchId" IN (SELECT "id" FROM "FundBatch" WHERE "year" = ${fundYear}) AND e."effectiveOn" <= '${asAt.on}'
    GROUP BY e."batchId"`,
};

async function benchYear(ledger: Ledger): Promise<FundsRow['year']> {
  const raw = ledger.url.startsWith('file:') ? libsql(ledger.url) : await postgres(ledger.url);
  const bot: number[] = [];
  const hands = Object.entries(byHand).map(([name, sql]) => ({ name, sql, ms: [] as number[] }));
  for (let round = -1; round < yearRounds; round += 1) {
    const one = await timed(() => ledger.funds.batches({ year: fundYear }, asAt));
    if (round >= 0) bot.push(one);
    for (const hand of hands) {
      const ms = await timed(() => raw.query(hand.sql));
      if (round >= 0) hand.ms.push(ms);
    }
  }
  await raw.close();
  const best = hands.map(({ name, ms }) => ({ name, p50: median(ms) })).sort((a, b) => a.p50 - b.p50)[0];
  if (!best) throw new Error('nothing to compare with');
  const p50 = median(bot);
  const entries = ledger.enterprises * entriesEach;
  return { entries, bot: p50, byHand: best.p50, hand: best.name, ratio: p50 / best.p50 };
}

interface Raw {
  query(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

function libsql(url: string): Raw {
  const client = createClient({ url });
  return { query: (sql) => client.execute(sql), close: async () => client.close() };
}

async function postgres(url: string): Promise<Raw> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { query: (text) => client.query(text), close: () => client.end() };
}

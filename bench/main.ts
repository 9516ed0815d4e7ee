/**
 * `npm run bench`: drives each callback of the bot, and beside it a floor in the same run. Prints a table and writes
 * bench/results/<time>.json. A timing depends on the machine; the ratio much less.
 */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { postgresAnswers, scratch, spawn, startSink } from './around.ts';
import { type BenchChannel, benchChannels } from './channels.ts';
import { benchFunds, type FundsRow } from './funds.ts';
import { benchImport, type ImportRow } from './import.ts';
import { closedLoop, openLoop, percentile, type Timings } from './load.ts';
import { remindersTables } from './reminder-tables.ts';
import { benchReminders, type RemindersRow } from './reminders.ts';
import { benchReports, type ReportsRow } from './reports.ts';
import { closedTable, type Figures, fundsTable, importTable, openTable, type Row, reportsTable } from './tables.ts';

const closedMessages = 4000;
const closedWidth = 16;
const rounds = 3;
const rates = [5, 50, 200];
const openSeconds = 8;

let used = 0;
/** Ids never repeat within a run, whoever they are sent to. */
const take = (channel: BenchChannel, count: number) => {
  const from = used;
  used += count;
  return Array.from({ length: count }, (_, n) => channel.post(from + n));
};

function figures(rounds: readonly Timings[]): Figures {
  const rates = rounds.map(({ ms, totalMs }) => (ms.length / totalMs) * 1000).sort((a, b) => a - b);
  const ms = rounds.flatMap((round) => [...round.ms]).sort((a, b) => a - b);
  return { perSecond: percentile(rates, 0.5), p50: percentile(ms, 0.5), p99: percentile(ms, 0.99) };
}

function late(channel: BenchChannel, rounds: readonly Timings[]): number {
  const ms = rounds.flatMap((round) => [...round.ms]);
  return ms.filter((one) => one > channel.deadlineMs).length / ms.length;
}

const failed = (rounds: readonly Timings[]) => rounds.reduce((sum, { failures }) => sum + failures, 0);

type Server = Awaited<ReturnType<typeof spawn>>;

async function benchChannel(dialect: string, channel: BenchChannel, sinkUrl: string): Promise<Row[]> {
  const databases = [await scratch(dialect), await scratch(dialect), await scratch(dialect)] as const;
  const bot = await spawn('bot.ts', [databases[0].url, sinkUrl]);
  const least = await spawn('floor.ts', [databases[1].url, sinkUrl, channel.name, 'least']);
  const sameSteps = await spawn('floor.ts', [databases[2].url, sinkUrl, channel.name, 'same-steps']);
  const servers = { bot, least, sameSteps };
  const rows: Row[] = [];
  try {
    for (const { port } of Object.values(servers)) await closedLoop(port, take(channel, 1000), closedWidth);
    const closed = { bot: [] as Timings[], least: [] as Timings[], sameSteps: [] as Timings[] };
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['least', 'bot', 'sameSteps'] as const) {
        closed[name].push(await answered(servers[name], take(channel, closedMessages)));
      }
    }
    rows.push({
      dialect,
      channel: channel.name,
      load: 'closed loop',
      bot: figures(closed.bot),
      least: figures(closed.least),
      sameSteps: figures(closed.sameSteps),
      overDeadline: late(channel, closed.bot),
      failures: failed(closed.bot),
    });
    for (const rate of rates) {
      const posts = () => take(channel, rate * openSeconds);
      const leastTimings = await openLoop(least.port, posts(), rate);
      const botTimings = await openLoop(bot.port, posts(), rate);
      rows.push({
        dialect,
        channel: channel.name,
        load: `${rate}/s`,
        bot: figures([botTimings]),
        least: figures([leastTimings]),
        sameSteps: null,
        overDeadline: late(channel, [botTimings]),
        failures: failed([botTimings]),
      });
    }
  } finally {
    for (const { child } of Object.values(servers)) {
      child.kill();
      await once(child, 'exit');
    }
    for (const database of databases) await database.drop();
  }
  return rows;
}

/** A closed loop that ends when every answer is out, also those that follow the HTTP answer. */
async function answered(server: Server, posts: ReturnType<typeof take>): Promise<Timings> {
  const started = performance.now();
  const timings = await closedLoop(server.port, posts, closedWidth);
  server.child.send('statements');
  await once(server.child, 'message');
  return { ...timings, totalMs: performance.now() - started };
}

/** SQL statements a message, counted by the client itself, transactions' own included. */
async function statementsPerMessage(dialect: string, channel: BenchChannel, sinkUrl: string): Promise<number> {
  const database = await scratch(dialect);
  const bot = await spawn('bot.ts', [database.url, sinkUrl], { env: { COUNT_STATEMENTS: '1' } });
  const count = async () => {
    bot.child.send('statements');
    const [{ statements }] = (await once(bot.child, 'message')) as [{ statements: number }];
    return statements;
  };
  await closedLoop(bot.port, take(channel, 1000), 4);
  await count();
  await closedLoop(bot.port, take(channel, 200), 4);
  const statements = await count();
  bot.child.kill();
  await once(bot.child, 'exit');
  await database.drop();
  return statements / 200;
}

const sink = await startSink();
const dialects = ['sqlite', ...((await postgresAnswers()) ? ['postgresql'] : [])];
const wanted = process.argv.slice(2);
/** One of them alone, where it is asked for. */
const parts = ['messages', 'import', 'funds', 'reports', 'reminders'] as const;
const isWanted = (part: (typeof parts)[number]) => wanted.includes(part) || !parts.some((one) => wanted.includes(one));
const results: {
  rows: Row[];
  statements: Record<string, number>;
  imports: ImportRow[];
  funds: FundsRow[];
  reports: ReportsRow[];
  reminders: RemindersRow[];
} = {
  rows: [],
  statements: {},
  imports: [],
  funds: [],
  reports: [],
  reminders: [],
};
for (const dialect of dialects) {
  if (dialects.some((one) => wanted.includes(one)) && !wanted.includes(dialect)) continue;
  for (const channel of isWanted('messages') ? benchChannels(sink.url) : []) {
    results.rows.push(...(await benchChannel(dialect, channel, sink.url)));
    results.statements[`${dialect} ${channel.name}`] = await statementsPerMessage(dialect, channel, sink.url);
  }
  const [channel] = benchChannels(sink.url);
  if (channel && isWanted('import')) {
    const posts = (count: number) => take(channel, count);
    const spawnBot = (url: string) => spawn('bot.ts', [url, sink.url]);
    results.imports.push(await benchImport(dialect, { scratch, spawnBot, channel, posts }));
  }
  if (isWanted('funds')) results.funds.push(await benchFunds(dialect, scratch));
  if (isWanted('reports')) results.reports.push(await benchReports(dialect, sink));
  if (isWanted('reminders')) results.reminders.push(await benchReminders(dialect, sink));
}
sink.close();

const closedRows = results.rows.filter(({ sameSteps }) => sameSteps !== null);
const openRows = results.rows.filter(({ sameSteps }) => sameSteps === null);
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString().slice(0, 10)}\n`);
if (isWanted('messages')) {
  console.log(`Closed loop, ${closedWidth} at once, until every answer is out:\n`);
  console.log(closedTable(closedRows, results.statements));
  console.log('\nArrivals at a steady rate:\n');
  console.log(openTable(openRows));
}
if (isWanted('import')) {
  console.log('\nImport of 10 372 enterprises, 20 000 contacts and 15 000 qualifications:\n');
  console.log(importTable(results.imports));
}
if (isWanted('funds')) {
  console.log('\nFund ledger, ten entries an enterprise:\n');
  console.log(fundsTable(results.funds));
}
if (isWanted('reports')) {
  console.log('\nThe month’s reports, fifty enterprises at once, then ten a second:\n');
  console.log(reportsTable(results.reports));
}
if (isWanted('reminders')) {
  console.log('\nReminders of a deadline that concerns everybody, half on each platform.');
  console.log(remindersTables(results.reminders));
}
const dir = join(import.meta.dirname, 'results');
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, `${new Date().toISOString().replaceAll(':', '-')}.json`), JSON.stringify(results, null, 2));

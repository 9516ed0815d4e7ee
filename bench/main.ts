/**
 * `npm run bench`: drives each callback of the bot, and beside it a floor in the same run. Prints a table and writes
 * bench/results/<time>.json. A timing depends on the machine; the ratio much less.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type BenchChannel, benchChannels } from './channels.ts';
import { closedLoop, openLoop, percentile, type Timings } from './load.ts';

const closedMessages = 4000;
const closedWidth = 16;
const rounds = 3;
const rates = [5, 50, 200];
const openSeconds = 8;
const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Takes what the bot says through sessionWebhook and whatever else it calls. */
async function startSink(): Promise<{ url: string; said(): number; close(): void }> {
  let said = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url?.startsWith('/robot/sendBySession')) said += 1;
      response.setHeader('content-type', 'application/json');
      response.end(
        '{"errcode":0,"errmsg":"ok","access_token":"t","expires_in":7200,"accessToken":"t","expireIn":7200}',
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, said: () => said, close: () => server.close() };
}

/** A scratch database of a dialect. */
async function scratch(dialect: string): Promise<{ url: string; drop(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'keqitong-bench-'));
    return { url: `file:${join(dir, 'bench.db')}`, drop: async () => rmSync(dir, { recursive: true }) };
  }
  const name = `keqitong_bench_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { url: Object.assign(new URL(postgresUrl), { pathname: name }).href, drop };
}

async function spawn(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

interface Row {
  dialect: string;
  channel: string;
  load: string;
  perSecond: number;
  floorPerSecond: number;
  ratio: number;
  p50: number;
  p99: number;
  floorP50: number;
  floorP99: number;
  overDeadline: number;
  failures: number;
}

let used = 0;
/** Ids never repeat within a run, whoever they are sent to. */
const take = (channel: BenchChannel, count: number) => {
  const from = used;
  used += count;
  return Array.from({ length: count }, (_, n) => channel.post(from + n));
};

function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function row(dialect: string, channel: BenchChannel, load: string, bot: Timings[], floor: Timings[]): Row {
  const rate = (timings: Timings) => (timings.ms.length / timings.totalMs) * 1000;
  const all = (timings: Timings[]) => timings.flatMap(({ ms }) => [...ms]).sort((a, b) => a - b);
  const botMs = all(bot);
  const floorMs = all(floor);
  const late = botMs.filter((ms) => ms > channel.deadlineMs).length;
  return {
    dialect,
    channel: channel.name,
    load,
    perSecond: median(bot.map(rate)),
    floorPerSecond: median(floor.map(rate)),
    ratio: median(bot.map(rate)) / median(floor.map(rate)),
    p50: percentile(botMs, 0.5),
    p99: percentile(botMs, 0.99),
    floorP50: percentile(floorMs, 0.5),
    floorP99: percentile(floorMs, 0.99),
    overDeadline: late / botMs.length,
    failures: bot.reduce((sum, { failures }) => sum + failures, 0),
  };
}

async function benchChannel(dialect: string, channel: BenchChannel, sinkUrl: string): Promise<Row[]> {
  const [botDb, floorDb] = [await scratch(dialect), await scratch(dialect)];
  const bot = await spawn('bot.ts', [botDb.url, sinkUrl]);
  const floor = await spawn('floor.ts', [floorDb.url, sinkUrl, channel.name]);
  const rows: Row[] = [];
  try {
    for (const { port } of [bot, floor]) await closedLoop(port, take(channel, 1000), closedWidth);
    const closed = { bot: [] as Timings[], floor: [] as Timings[] };
    for (let round = 0; round < rounds; round += 1) {
      closed.floor.push(await closedLoop(floor.port, take(channel, closedMessages), closedWidth));
      closed.bot.push(await answered(channel, bot, take(channel, closedMessages)));
    }
    rows.push(row(dialect, channel, 'closed loop', closed.bot, closed.floor));
    for (const rate of rates) {
      const posts = () => take(channel, rate * openSeconds);
      const [toFloor, toBot] = [posts(), posts()];
      const floorTimings = await openLoop(floor.port, (n) => toFloor[n] ?? channel.post(used++), rate, openSeconds);
      const botTimings = await openLoop(bot.port, (n) => toBot[n] ?? channel.post(used++), rate, openSeconds);
      rows.push(row(dialect, channel, `${rate}/s`, [botTimings], [floorTimings]));
    }
  } finally {
    bot.child.kill();
    floor.child.kill();
    await Promise.all([once(bot.child, 'exit'), once(floor.child, 'exit')]);
    await botDb.drop();
    await floorDb.drop();
  }
  return rows;
}

/** A closed loop that ends when every answer is out, also those that follow the HTTP answer. */
async function answered(
  channel: BenchChannel,
  bot: { child: ChildProcess; port: number },
  posts: ReturnType<typeof take>,
): Promise<Timings> {
  const started = performance.now();
  const timings = await closedLoop(bot.port, posts, closedWidth);
  if (channel.name !== 'dingtalk-robot') return timings;
  bot.child.send('statements');
  await once(bot.child, 'message');
  return { ...timings, totalMs: performance.now() - started };
}

/** SQL statements a message, counted by the client itself, transactions' own included. */
async function statementsPerMessage(dialect: string, channel: BenchChannel, sinkUrl: string): Promise<number> {
  const database = await scratch(dialect);
  const bot = await spawn('bot.ts', [database.url, sinkUrl], { COUNT_STATEMENTS: '1' });
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

async function postgresAnswers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

const sink = await startSink();
const dialects = ['sqlite', ...((await postgresAnswers()) ? ['postgresql'] : [])];
const wanted = process.argv.slice(2);
const results: { rows: Row[]; statements: Record<string, number> } = { rows: [], statements: {} };
for (const dialect of dialects) {
  if (wanted.length > 0 && !wanted.includes(dialect)) continue;
  for (const channel of benchChannels(sink.url)) {
    results.rows.push(...(await benchChannel(dialect, channel, sink.url)));
    results.statements[`${dialect} ${channel.name}`] = await statementsPerMessage(dialect, channel, sink.url);
  }
}
sink.close();

const fixed = (value: number, digits: number) => value.toFixed(digits);
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString().slice(0, 10)}\n`);
console.log(
  '| database | callback | load | bot/s | floor/s | bot ÷ floor | bot p50 / p99 ms | floor p50 / p99 ms | over deadline | failed | SQL statements |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const r of results.rows) {
  const isClosed = r.load === 'closed loop';
  const statements = isClosed ? fixed(results.statements[`${r.dialect} ${r.channel}`] ?? Number.NaN, 2) : '';
  console.log(
    `| ${r.dialect} | ${r.channel} | ${r.load} | ${fixed(r.perSecond, 0)} | ${fixed(r.floorPerSecond, 0)} | ${isClosed ? fixed(r.ratio, 2) : ''} | ${fixed(r.p50, 1)} / ${fixed(r.p99, 1)} | ${fixed(r.floorP50, 1)} / ${fixed(r.floorP99, 1)} | ${fixed(r.overDeadline * 100, 2)} % | ${r.failures} | ${statements} |`,
  );
}
const dir = join(import.meta.dirname, 'results');
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, `${new Date().toISOString().replaceAll(':', '-')}.json`), JSON.stringify(results, null, 2));

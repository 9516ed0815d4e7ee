import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { memoryOf, type Sink, scratch, spawn } from './around.ts';
import { percentile } from './load.ts';
import { fillReporters, offMs, reporterCount } from './report-data.ts';
import { openDriver, readWritten, writePlainly } from './report-floor.ts';
import { Reporters, reportAtOnce, reportSteadily, type Submitted } from './report-load.ts';

/** What it costs that everybody reports the month. */
export interface ReportsRow {
  dialect: string;
  enterprises: number;
  /** How many of them reported at once. */
  sample: number;
  perSecond: number;
  floorPerSecond: number;
  /** Of the rounds, the median. */
  ratio: number;
  statements: number;
  /** At a steady rate, in ms from the callback to the first call of its answer. */
  steady: { rate: number; submissions: number; figures: Times; confirmed: Times; late: number };
  failures: number;
  /** Resident memory of the bot in MB: before, after those at once, after all. */
  memory: readonly [number, number, number];
}

interface Times {
  p50: number;
  p99: number;
  max: number;
}

const wish = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);
/** While something is being tried out: fewer. */
const sample = Math.min(wish('BENCH_REPORTS', 1500), reporterCount - 700);
const steadySeconds = wish('BENCH_REPORTS_SECONDS', 60);
const rounds = 3;
const width = 50;
const rate = 10;
const warmUp = 50;
/** WeCom waits so long for the HTTP answer. */
const deadlineMs = 5000;

async function filled(dialect: string) {
  const { url, drop } = await scratch(dialect);
  const database = await openDatabase(url);
  await migrate(database);
  await database.close();
  await fillReporters(url);
  return { url, drop };
}

/** Resolves when every answer is out. @returns SQL statements since the last time */
async function settled(child: ChildProcess): Promise<number> {
  child.send('statements');
  const [{ statements }] = (await once(child, 'message')) as [{ statements: number }];
  return statements;
}

function timesOf(submitted: readonly Submitted[], which: keyof Submitted): Times {
  const ms = submitted.map((one) => one[which].answerMs).sort((a, b) => a - b);
  return { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), max: ms.at(-1) ?? Number.NaN };
}

const median = (values: readonly number[]) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

export async function benchReports(dialect: string, sink: Sink): Promise<ReportsRow> {
  const [ofBot, ofFloor] = [await filled(dialect), await filled(dialect)];
  const off = offMs();
  const bot = await spawn('bot.ts', [ofBot.url, sink.url, String(off)], { env: { COUNT_STATEMENTS: '1' } });
  const reporters = new Reporters(sink, off);
  const reads = openDriver(ofBot.url);
  const floor = openDriver(ofFloor.url);
  const failures: string[] = [];
  const resident = () => memoryOf(bot.child.pid).resident;
  try {
    let from = 1;
    const atOnce = async (count: number) => {
      const started = performance.now();
      const first = from;
      from += count;
      const load = await reportAtOnce(reporters, bot.port, { from: first, to: from, width });
      const statements = await settled(bot.child);
      failures.push(...load.failures);
      return { first, statements, ms: performance.now() - started, done: load.submitted.length };
    };
    await atOnce(warmUp);
    const before = resident();
    const results: { perSecond: number; floorPerSecond: number; statements: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { first, statements, ms, done } = await atOnce(Math.ceil(sample / rounds));
      const written = [];
      for (let n = first; n < from; n += 1) {
        const one = await readWritten(reads, n, reporters.callsTo(n)).catch(() => null);
        if (one) written.push(one);
      }
      const floorMs = await writePlainly(floor, written, width);
      const floorPerSecond = (written.length / floorMs) * 1000;
      results.push({ perSecond: (done / ms) * 1000, floorPerSecond, statements: statements / done });
    }
    const after = resident();
    const submissions = rate * steadySeconds;
    const steady = await reportSteadily(reporters, bot.port, { from, to: from + submissions, rate });
    await settled(bot.child);
    failures.push(...steady.failures);
    const answers = steady.submitted.flatMap(({ figures, confirmed }) => [figures, confirmed]);
    return {
      dialect,
      enterprises: reporterCount,
      sample: Math.ceil(sample / rounds) * rounds,
      perSecond: median(results.map(({ perSecond }) => perSecond)),
      floorPerSecond: median(results.map(({ floorPerSecond }) => floorPerSecond)),
      ratio: median(results.map(({ perSecond, floorPerSecond }) => perSecond / floorPerSecond)),
      statements: median(results.map(({ statements }) => statements)),
      steady: {
        rate,
        submissions,
        figures: timesOf(steady.submitted, 'figures'),
        confirmed: timesOf(steady.submitted, 'confirmed'),
        late: answers.filter(({ httpMs }) => httpMs > deadlineMs).length,
      },
      failures: failures.length,
      memory: [before, after, resident()],
    };
  } finally {
    if (failures.length > 0) console.error(failures.slice(0, 5));
    sink.listen(null);
    await reads.close();
    await floor.close();
    bot.child.kill();
    await once(bot.child, 'exit');
    await ofBot.drop();
    await ofFloor.drop();
  }
}

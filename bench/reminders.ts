import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { type Sink, scratch, spawn, startFlags } from './around.ts';
import { percentile } from './load.ts';
import type { Rung } from './reminder-bot.ts';
import { at, fillReminded, type Given, stepDays } from './reminder-data.ts';
import { type Sending, sendReminders } from './reminder-sending.ts';
import { type Driver, insert, openDriver, type Row } from './report-floor.ts';

/** What it costs to remind everybody of one deadline. */
export interface RemindersRow {
  dialect: string;
  planning: {
    rows: number;
    perSecond: number;
    floorPerSecond: number;
    /** Of the rounds, the median. */
    ratio: number;
    statements: number;
    /** The longest time, in ms, in which no request would have been heard. */
    deaf: number;
    /** Resident MB: before the first was planned, and the most while any was. */
    memory: readonly [number, number];
  };
  /** A ring at which nothing is due. */
  idle: { ms: number; statements: number };
  /** All at once as far as the platforms' limits let them, and spread as the policy has it. */
  sending: Sending;
  spread: Sending;
}

/** Twenty values a row, of which a statement takes 32 766 on SQLite. */
const rowsAtOnce = 1_500;
const idleRings = 200;

const median = (values: readonly number[]) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

export async function reminded(dialect: string, given: Given = {}) {
  const { url, drop } = await scratch(dialect);
  const database = await openDatabase(url);
  await migrate(database);
  await database.close();
  await fillReminded(url, given);
  return { url, drop };
}

async function ring(child: ChildProcess, time: number): Promise<Rung> {
  child.send(time);
  const [rung] = (await once(child, 'message')) as [Rung];
  return rung;
}

/** The rows of a day's plan, as they stand. */
async function planOf(driver: Driver, day: string): Promise<{ reminders: Row[]; jobs: Row[] }> {
  const reminders = await driver.query({ sql: `SELECT * FROM "Reminder" WHERE "sendOn" = ?`, args: [day] });
  const jobs = await driver.query({ sql: `SELECT * FROM "Job"`, args: [] });
  const own = new Set(reminders.map(({ id }) => id));
  return {
    reminders,
    jobs: jobs.filter(({ key }) => own.has(/^\["mail","(\w+)"\]$/u.exec(String(key))?.[1])),
  };
}

/** The same rows by the least statements. @returns how long that took, in ms */
async function writePlainly(floor: Driver, { reminders, jobs }: { reminders: Row[]; jobs: Row[] }): Promise<number> {
  const started = performance.now();
  for (let from = 0; from < reminders.length; from += rowsAtOnce) {
    await floor.commit([insert('Reminder', reminders.slice(from, from + rowsAtOnce))]);
  }
  await floor.commit([insert('Job', jobs)]);
  return performance.now() - started;
}

async function benchPlanning(dialect: string, sink: Sink): Promise<Pick<RemindersRow, 'planning' | 'idle'>> {
  const [ofBot, ofFloor] = [await reminded(dialect), await reminded(dialect)];
  const bot = await spawn('reminder-bot.ts', [ofBot.url, sink.url, String(at(stepDays[0], '07:00'))], {
    flags: startFlags,
  });
  const [reads, floor] = [openDriver(ofBot.url), openDriver(ofFloor.url)];
  try {
    const rounds: (Rung & { rows: number; floorMs: number })[] = [];
    for (const day of stepDays) {
      // What else begins a day, a digest and a look at what is old, is done before.
      await ring(bot.child, at(day, '08:59'));
      const rung = await ring(bot.child, at(day, '09:00'));
      const plan = await planOf(reads, day);
      rounds.push({
        ...rung,
        rows: plan.reminders.length + plan.jobs.length,
        floorMs: await writePlainly(floor, plan),
      });
      await reads.commit([{ sql: `UPDATE "Reminder" SET "state" = 'ACCEPTED'`, args: [] }]);
      await reads.commit([{ sql: `UPDATE "Job" SET "state" = 'done'`, args: [] }]);
    }
    const idle: Rung[] = [];
    for (let n = 0; n < idleRings; n += 1) idle.push(await ring(bot.child, at(stepDays[2], '12:00') + n * 60_000));
    const perSecond = (of: (one: (typeof rounds)[number]) => number) =>
      median(rounds.map((one) => (one.rows / of(one)) * 1000));
    return {
      planning: {
        rows: rounds[0]?.rows ?? 0,
        perSecond: perSecond(({ ms }) => ms),
        floorPerSecond: perSecond(({ floorMs }) => floorMs),
        ratio: median(rounds.map(({ ms, floorMs }) => floorMs / ms)),
        statements: median(rounds.map(({ statements }) => statements)),
        deaf: Math.max(...rounds.map(({ deaf }) => deaf)),
        memory: [rounds[0]?.before ?? 0, Math.max(...rounds.map(({ most }) => most))],
      },
      idle: { ms: median(idle.map(({ ms }) => ms)), statements: median(idle.map(({ statements }) => statements)) },
    };
  } finally {
    await reads.close();
    await floor.close();
    bot.child.kill();
    await once(bot.child, 'exit');
    await ofBot.drop();
    await ofFloor.drop();
  }
}

export async function benchReminders(dialect: string, sink: Sink): Promise<RemindersRow> {
  const planned = await benchPlanning(dialect, sink);
  const sent = async (given: Given) => {
    const { url, drop } = await reminded(dialect, given);
    try {
      return await sendReminders(url);
    } finally {
      await drop();
    }
  };
  return { dialect, ...planned, sending: await sent({ spreadMinutes: 0 }), spread: await sent({}) };
}

import { startBoth } from '../../demo/start.ts';
import { demoEnv } from '../../demo/world.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createDeadlines } from '../../src/store/deadlines/deadlines.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { scratchDatabase } from '../helpers/database.ts';
import { at } from '../helpers/deadline-store.ts';
import { memoryLog } from '../helpers/memory-log.ts';
import { storeDeps } from '../helpers/stores.ts';
import { yearOf } from './expected-deadlines.ts';
import { happeningsOf } from './happenings.ts';
import { plantFirms, plantGroups, plantPeople, platforms } from './plant.ts';
import type { Day, Moment, Script } from './script.ts';
import { readDeliveries, type ToldMessage } from './told.ts';

const [second, minute] = [1_000, 60_000];

export interface Year {
  told: ToldMessage[];
  /** What the bot logged as an error. */
  errors: string[];
  /** What the platforms held to be wrong. */
  refused: string[];
}

/**
 * Refusals that are no fault: calls that waited for their turns may come together where the clock leaps, and are tried again a
 * second later; a card may be too old to be changed when the clock has leapt to its turn; a token may end between the look at
 * it and the call, which is made again with another (WeCom's 42001, DingTalk's InvalidAuthentication); who has read a message
 * is not told any more after 24 hours, which the day's look may miss by a moment.
 */
const harmless = /QpsLimit|resource\.not\.found|^HTTP 400 InvalidAuthentication$|^42001 |^60140 /u;

/** Quotas that are large enough: what happens when they are not is tested elsewhere. */
const quotas = { DINGTALK_MONTHLY_CALLS: '200000', WECOM_ACCOUNT_CAP: '1000' };

/**
 * Puts the bot through the year of a script, with the platforms' limits, and reads what everybody got. The clock leaps from
 * one moment that matters to the next: those of each day, those at which staff do something, and whenever something waits to
 * be sent.
 */
export async function simulateYear(
  script: Script,
  { moments, until = '2024-12-31' }: { moments: readonly string[]; until?: Day },
): Promise<Year> {
  const { url, drop } = await scratchDatabase({ migrated: true });
  const planting = await openDatabase(url);
  await plantFirms(planting.client, script);
  await planting.close();
  const log = memoryLog();
  const both = await startBoth({
    ...{ databaseUrl: url, log, emulator: platforms, env: quotas },
    isRungByHand: true,
  });
  const { emulator, app, database } = both;
  const env = demoEnv({ emulatorUrl: emulator.url, botUrl: both.botUrl, databaseUrl: url });
  const keys = deriveKeys({ linkSecret: env.LINK_SECRET ?? '', dataKey: env.DATA_KEY ?? '' });
  plantPeople(emulator, script);
  await plantGroups(database.client, emulator, keys);
  const deps = { ...storeDeps(database), keys };
  const happenings = happeningsOf(script, database.client, createDeadlines(deps, createLedger(database.sql)));

  /** Everything of the script before a moment, or with it. @returns whether there was anything */
  async function happenUntil(moment: Moment, how: 'before' | 'with'): Promise<boolean> {
    let count = 0;
    for (let next = happenings[count]; next; next = happenings[count]) {
      if (how === 'before' ? next.at >= moment : next.at > moment) break;
      await next.happen();
      count += 1;
    }
    happenings.splice(0, count);
    return count > 0;
  }
  async function goTo(ms: number): Promise<void> {
    await emulator.clock.to(Math.max(ms, emulator.clock.now()), { jump: true });
    await app.ring();
    await app.idle();
  }
  /** Leaps to whatever waits to be sent, until nothing does that day. */
  async function sendAll(day: Day): Promise<void> {
    for (;;) {
      const next = await database.client.job.findFirst({
        where: { state: 'waiting', dueAt: { lte: at(day, '20:59') } },
        orderBy: { dueAt: 'asc' },
      });
      if (!next) return;
      const [due, now] = [next.dueAt.getTime(), emulator.clock.now()];
      // What is spread over the half hour is taken up by the minute, what waits for a turn when it has one.
      await goTo(due - now > minute ? Math.ceil(due / minute) * minute : Math.max(due, now + second));
    }
  }

  const found: Year = { told: [], errors: [], refused: [] };
  let [seen, seenOnWire] = [0, 0];
  function lookAround(): void {
    const page = emulator.deliveries({ after: seen });
    found.told.push(...readDeliveries(script, page));
    seen = page.next;
    for (const { seq, error } of emulator.wire(seenOnWire)) {
      if (error && !harmless.test(error)) found.refused.push(error);
      seenOnWire = seq;
    }
  }

  for (const day of yearOf(2024).filter((one) => one <= until)) {
    const staffs = happenings.filter((one) => one.isAnnounced && one.at.startsWith(day)).map((one) => one.at);
    const stops = new Set([...staffs, ...moments.map((time) => `${day}T${time}`)]);
    for (const moment of [...stops].sort()) {
      await happenUntil(moment, 'before');
      await goTo(at(day, moment.slice(11)).getTime());
      if (await happenUntil(moment, 'with')) {
        await app.ring();
        await app.idle();
      }
      await sendAll(day);
    }
    lookAround();
  }
  found.errors = log.lines
    .filter(({ level }) => level === 'error')
    .map(({ message, fields }) => {
      return `${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.message : value))}`;
    });
  // That a line for a group was not taken stands in the trail alone.
  const lost = await database.client.auditEntry.findMany({ where: { action: 'message.send', result: 'failed' } });
  found.errors.push(...lost.map(({ at: when, detail }) => `not sent at ${when.toISOString()}: ${detail}`));
  await both.stop();
  await drop();
  return found;
}

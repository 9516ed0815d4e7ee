import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callbacksOf, demoEnv, demoWorld } from '../../demo/world.ts';
import { createEmulator, type Emulator } from '../../emulator/server.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createDeadlines } from '../../src/store/deadlines/deadlines.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { startBots } from './bots.ts';
import { cleanUpAfterEach } from './clean-up.ts';
import {
  abouts,
  days,
  type Expected,
  expectations,
  type Given,
  makeContacts,
  stepDays,
  writeZone,
} from './reminder-zone.ts';
import { randomFrom } from './seeded.ts';
import { type Death, type Strike, strikePoints } from './strikes.ts';

const bots = 3;
const random = randomFrom(Number(process.env.KILL_SEED ?? 20_240_305));
const upTo = (most: number) => 1 + Math.floor(random() * most);

const cleanUp = cleanUpAfterEach();

async function startEmulator(): Promise<Emulator> {
  const emulator = createEmulator({ world: demoWorld, clock: { start: '2024-03-05T08:29' } });
  emulator.settings.dingtalkApi.edition = 'professional';
  makeContacts(emulator);
  // Nobody calls back here, but a card with buttons is refused without an address.
  emulator.connect(callbacksOf('http://127.0.0.1:1'));
  await emulator.start();
  cleanUp.push(() => emulator.stop());
  return emulator;
}

/** When somebody dies while mail goes out. */
const strikesWhileSending = ['09:03', '09:10', '09:17'];

/** At nine two of three while they plan, in the half hour behind it one after the other while they send. */
function strikesAt(day: string, time: string): Map<number, Strike> {
  const spared = upTo(bots) - 1;
  const others = [0, 1, 2].filter((one) => one !== spared);
  if (!stepDays.has(day)) return new Map();
  if (time === '09:00') return new Map(others.map((one) => [one, { point: 'statement', nth: 3 + upTo(30) }]));
  const at = strikesWhileSending.indexOf(time);
  if (at < 0) return new Map();
  const point = strikePoints[(at + days.indexOf(day)) % strikePoints.length] ?? 'moment';
  const nth = { statement: upTo(40), moment: upTo(40) }[point as string] ?? 1;
  return new Map(others.map((one) => [one, { point, nth }]));
}

/** The minutes of a day that are looked at: all while mail goes out, else some. */
function timesOf(day: string): string[] {
  const sending = Array.from({ length: stepDays.has(day) ? 36 : 2 }, (_, n) => `09:${String(n).padStart(2, '0')}`);
  return ['08:30', ...sending, '10:00', '10:02', '11:00', '14:00', '14:02', '20:00'];
}

const key = ({ day, about, userId }: Expected) => `${day} ${about} ${userId}`;
const shanghai = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);

/** What arrived, and how often. */
function arrived(emulator: Emulator): Map<string, number> {
  const { deliveries, contents } = emulator.deliveries();
  const times = new Map<string, number>();
  for (const { person, at, content } of deliveries) {
    const text = contents[String(content)]?.text ?? '';
    const about = abouts.find((one) => text.includes(one));
    if (about === undefined || !/^(?:main|backup)/u.test(person ?? '')) continue;
    const one = key({ day: shanghai(at).slice(0, 10), about, userId: person ?? '' });
    times.set(one, (times.get(one) ?? 0) + 1);
  }
  return times;
}

/** A minute of two cores by itself, several where they are shared. On SQLite there is one process. */
it.runIf(dialect === 'postgresql')(
  'loses no reminder of a week while three bots are killed',
  async () => {
    const emulator = await startEmulator();
    const { url: databaseUrl, drop } = await scratchDatabase({ migrated: true });
    cleanUp.push(drop);
    const database = await openDatabase(databaseUrl);
    cleanUp.push(() => database.close());
    const zone = await writeZone(database);
    const dir = mkdtempSync(join(tmpdir(), 'keqitong-kill-'));
    cleanUp.push(async () => rmSync(dir, { recursive: true }));
    const killLog = join(dir, 'deaths.jsonl');
    const { clock } = emulator;
    const running = await startBots({
      count: bots,
      databaseUrl,
      emulatorUrl: emulator.url,
      killLog,
      now: () => clock.now(),
    });
    cleanUp.push(() => running.stop());
    await running.up(bots);

    const env = demoEnv({ emulatorUrl: emulator.url, botUrl: 'http://127.0.0.1:1', databaseUrl });
    const keys = deriveKeys({ linkSecret: String(env.LINK_SECRET), dataKey: String(env.DATA_KEY) });
    const deadlines = createDeadlines({ ...storeDeps(database), keys }, createLedger(database.sql));
    const given: Given[] = [];
    async function answer(n: number, about: string, isEnd: boolean): Promise<void> {
      const enterprise = zone.enterprises[n];
      const subject = `deadline:${zone.deadlines.get(about) ?? ''}` as const;
      if (!enterprise) return;
      const doer = testDoer(new Date(clock.now()), { personId: enterprise.mainId, role: 'contact' });
      const kind = isEnd ? 'SUBMITTED' : 'PREPARING';
      await deadlines.answer(doer, { subject, enterprise, kind, reason: null });
      given.push({ n, about, isEnd, at: shanghai(clock.now()) });
    }
    /** A tenth of the enterprises each day, some while the morning's mail is under way. */
    async function answers(day: string, time: string): Promise<void> {
      const tenth = days.indexOf(day);
      const own = zone.enterprises.map((_, n) => n).filter((n) => n % 10 === tenth);
      if (time === '09:06') for (const n of own.slice(0, 10)) await answer(n, '甲事项', true);
      if (time === '11:00') for (const n of own.slice(10, 20)) await answer(n, '乙事项', false);
      if (time === '14:00') for (const n of own.slice(20)) await answer(n, '甲事项', true);
    }

    let [whilePlanning, deaths] = [0, 0];
    for (const day of days) {
      for (const time of timesOf(day)) {
        await running.up(2);
        await clock.to(`${day}T${time}`, { jump: true });
        await Promise.all([running.ring(clock.now(), strikesAt(day, time)), answers(day, time)]);
        if (running.deaths() > deaths && (await database.client.slot.count({ where: { state: 'OPEN' } })) > 0) {
          whilePlanning += 1;
        }
        deaths = running.deaths();
      }
    }
    const open = () => database.client.job.count({ where: { state: { in: ['waiting', 'running'] } } });
    // What the last one held lapses after a minute, what failed is tried again within the hour.
    for (let n = 0; n < 60 && (await open()) > 0; n += 1) {
      await clock.advance(60_000, { jump: true });
      await running.ring(clock.now(), new Map());
    }

    const log = readFileSync(killLog, 'utf8').trim().split('\n');
    const died = log.map((line) => JSON.parse(line) as Death);
    const inFlight = new Map<string, number>();
    for (const { at, calls } of died) {
      for (const userId of calls.flat()) {
        const one = `${shanghai(at).slice(0, 10)} ${userId}`;
        inFlight.set(one, (inFlight.get(one) ?? 0) + 1);
      }
    }
    const came = arrived(emulator);
    const { must, may } = expectations(given);
    const lost = must.filter((one) => !came.has(key(one))).map(key);
    const allowed = new Set([...must, ...may].map(key));
    const unasked = [...came.keys()].filter((one) => !allowed.has(one));
    const twice = [...came].filter(([, times]) => times > 1);
    const unexcused = twice.filter(([one, times]) => {
      const [day, , userId] = one.split(' ');
      return times > 1 + (inFlight.get(`${day} ${userId}`) ?? 0);
    });
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0);
    const states = await database.client.reminder.groupBy({ by: ['state', 'why'], _count: true });
    const figures = {
      kills: died.length,
      'of them while a round was open': whilePlanning,
      'of them with calls in flight': died.filter(({ calls }) => calls.length > 0).length,
      'readers of those calls': sum(inFlight.values()),
      promised: must.length,
      messages: sum(came.values()),
      duplicates: sum(twice.map(([, times]) => times - 1)),
      lost: lost.length,
    };
    console.table(figures);
    console.log(Object.fromEntries(strikePoints.map((one) => [one, died.filter(({ point }) => point === one).length])));
    console.log(states.map(({ state, why, _count }) => `${state} ${why ?? ''} ${_count}`).join(', '));
    expect(lost).toEqual([]);
    expect(unasked).toEqual([]);
    expect(unexcused).toEqual([]);
    expect(died.length).toBeGreaterThanOrEqual(12);
    const notDone = await database.client.job.findMany({ where: { state: { not: 'done' } } });
    expect(notDone.map(({ state, lastError }) => `${state}: ${lastError}`)).toEqual([]);
    expect(states.filter(({ state }) => state === 'PLANNED' || state === 'SENDING')).toEqual([]);
    // Whom DingTalk does not know gets no card either; the words that are tried then tell so.
    expect(running.errors().filter((one) => one !== 'card refused, saying it in words')).toEqual([]);
  },
  20 * 60_000,
);

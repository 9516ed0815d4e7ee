import { expect, it } from 'vitest';
import { dialect } from '../helpers/database.ts';
import { demoDatabase } from '../helpers/demo-database.ts';
import { cleanUpAfterEach } from './clean-up.ts';
import { startHindered } from './hindered.ts';
import { holdDatabase } from './hold-database.ts';
import { allReminded, askers, passTo, reminded, saidTo, startMorning } from './zone-morning.ts';

/** Longer than a platform waits for an answer (5 s), and than DingTalk delivers again. */
const heldMs = 10_000;

const cleanUp = cleanUpAfterEach();

/** Asks until the time is over; how often it was answered, how, and how long the slowest took. */
async function watch(url: string, until: number) {
  const found = { answers: 0, slowestMs: 0, status: new Set<number>() };
  while (performance.now() < until) {
    const from = performance.now();
    const { status } = await fetch(url);
    found.answers += 1;
    found.status.add(status);
    found.slowestMs = Math.max(found.slowestMs, Math.round(performance.now() - from));
  }
  return found;
}

it('a database that is held for ten seconds at the reminders of the morning: nothing is lost, nothing is said twice', async () => {
  const emulator = await startMorning();
  cleanUp.push(() => emulator.stop());
  const { url: databaseUrl, drop } = await demoDatabase();
  cleanUp.push(drop);
  const bot = await startHindered({ databaseUrl, emulator });
  cleanUp.push(() => bot.stop());

  async function whileHeld(begin: () => Promise<unknown>) {
    const release = await holdDatabase(databaseUrl);
    const begun = begin();
    const until = performance.now() + heldMs;
    const [alive, ready] = await Promise.all([watch(`${bot.url}/healthz`, until), watch(`${bot.url}/readyz`, until)]);
    // Both were answered while it was held, again and again.
    expect([...alive.status]).toEqual([200]);
    expect([...ready.status]).toEqual([503]);
    expect(ready.answers).toBeGreaterThan(1);
    console.log(`${dialect}: /healthz ${alive.slowestMs} ms at most, /readyz ${ready.slowestMs} ms`);
    await release();
    await begun;
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  }

  // While it is planned, and people ask.
  await whileHeld(async () => {
    const asked = askers.map((asker) => emulator.people.say({ ...asker, text: '资质' }, { wait: true }));
    await Promise.all([passTo(emulator, bot, '09:00'), ...asked]);
  });
  // What could not be planned then is planned at the next ring.
  await passTo(emulator, bot, '09:02');
  // While it is sent, all of it at once.
  await whileHeld(async () => {
    await emulator.clock.advance(40 * 60_000, { jump: true });
    await bot.ring();
  });
  await passTo(emulator, bot, '10:00');
  await emulator.idle();

  for (const { as, conversation } of askers) {
    const answers = (await saidTo(emulator, as, conversation)).filter((text) => text.includes('示例企业01 资质'));
    expect(answers, conversation).toHaveLength(1);
  }
  expect(reminded(emulator)).toEqual(allReminded);
  // WeCom's app was told to deliver again until it was recorded.
  const ofApp = emulator.wire().filter(({ direction, channel }) => direction === 'callback' && channel === 'wecom-app');
  expect(ofApp.length).toBeGreaterThan(1);
  expect(ofApp.at(-1)?.response?.status).toBe(200);
}, 900_000);

import { statSync } from 'node:fs';
import { createClient } from '@libsql/client';
import { expect, it } from 'vitest';
import type { Emulator } from '../../emulator/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { dialect } from '../helpers/database.ts';
import { demoDatabase } from '../helpers/demo-database.ts';
import { cleanUpAfterEach } from './clean-up.ts';
import { startHindered } from './hindered.ts';
import { allReminded, askers, passTo, reminded, saidTo, startMorning } from './zone-morning.ts';

/** Room for a score of messages beside what is there. */
const roomKb = 256;
/** Far more than fit. */
const triesAtMost = 200;

const cleanUp = cleanUpAfterEach();

/** Asks by all three ways until each was told that nothing can be recorded. @returns how often was asked */
async function askUntilFull(emulator: Emulator): Promise<number> {
  for (let tries = 1; tries <= triesAtMost; tries += 1) {
    await Promise.all(askers.map((asker) => emulator.people.say({ ...asker, text: '资质' }, { wait: true })));
    await emulator.idle();
    const told = await Promise.all(
      askers.map(async ({ as, conversation }) => (await saidTo(emulator, as, conversation)).at(-1) ?? ''),
    );
    if (told.every((text) => text.includes('未能受理'))) return tries;
    // A member gets no more than thirty messages a minute.
    await emulator.clock.advance(1_000, { jump: true });
  }
  throw new Error('the database takes everything');
}

it.runIf(dialect === 'sqlite')(
  'a database that cannot grow: people are told so, and nothing promised is lost',
  async () => {
    const emulator = await startMorning();
    cleanUp.push(() => emulator.stop());
    const { url: databaseUrl, drop } = await demoDatabase();
    cleanUp.push(drop);

    // The reminders of the morning are promised while there is room; none can go out yet.
    emulator.faults.add({ kind: 'down', forMs: 3_600_000 });
    const before = await startHindered({ databaseUrl, emulator });
    await passTo(emulator, before, '09:00');
    expect(await before.stop()).toBe(0);
    emulator.faults.end({ kind: 'down' });

    const file = databaseUrl.slice('file:'.length);
    const sizes = [file, `${file}-wal`].map((one) => statSync(one, { throwIfNoEntry: false })?.size ?? 0);
    const fileKb = Math.ceil(Math.max(...sizes) / 1024) + roomKb;
    const full = await startHindered({ databaseUrl, emulator, fileKb });
    expect((await fetch(`${full.url}/readyz`)).status).toBe(200);
    const asked = await askUntilFull(emulator);
    const ready = await fetch(`${full.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { database: true, writable: false }]);
    expect((await fetch(`${full.url}/healthz`)).status).toBe(200);
    expect(full.log()).toMatch(/disk I\/O error[^\n]*"msg":"could not record"/u);
    await passTo(emulator, full, '09:40');
    expect(full.isAlive()).toBe(true);
    expect(reminded(emulator)).toEqual({});
    expect(await full.stop()).toBe(0);

    // It starts, and stops, without room as well.
    const again = await startHindered({ databaseUrl, emulator, fileKb });
    expect((await fetch(`${again.url}/readyz`)).status).toBe(503);
    expect(await again.stop()).toBe(0);

    const roomy = await startHindered({ databaseUrl, emulator });
    cleanUp.push(() => roomy.stop());
    expect((await fetch(`${roomy.url}/readyz`)).status).toBe(200);
    await passTo(emulator, roomy, '10:20');
    await emulator.idle();
    expect(reminded(emulator)).toEqual(allReminded);
    const database = await openDatabase(databaseUrl);
    cleanUp.push(() => database.close());
    const jobs = await database.client.job.findMany({ where: { state: { not: 'done' } } });
    expect(jobs.map(({ state, lastError }) => `${state}: ${lastError}`)).toEqual([]);
    const recorded = await database.client.job.groupBy({
      by: ['channel'],
      where: { event: { contains: '"text":"资质"' } },
      _count: true,
    });
    for (const { as, conversation } of askers) {
      const said = await saidTo(emulator, as, conversation);
      const channel = { 'wecom-app': 'wecom-app', 'wecom-aibot': 'wecom-aibot', dingtalk: 'dingtalk-robot' }[
        conversation.split(':')[0] ?? ''
      ];
      const count = recorded.find((one) => one.channel === channel)?._count ?? 0;
      const answered = said.filter((text) => text.includes('示例企业01 资质')).length;
      const refused = said.filter((text) => text.includes('未能受理')).length;
      console.log(conversation, { asked, recorded: count, answered, refused });
      // What was refused is not stored; what is stored was answered, or told to be asked anew where its look was not recorded.
      expect(refused).toBe(asked - count);
      const failed = said.filter((text) => text.includes('暂时无法答复')).length;
      expect(answered + failed).toBeGreaterThanOrEqual(count);
      // The one that was on its way when the room ended may come again.
      expect(answered).toBeLessThanOrEqual(count + 1);
    }
    const checker = createClient({ url: databaseUrl });
    expect((await checker.execute('PRAGMA integrity_check')).rows.map((row) => row[0])).toEqual(['ok']);
    checker.close();
  },
  900_000,
);

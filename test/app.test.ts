import { expect, it } from 'vitest';
import { startWorld } from './helpers/world.ts';

it('the program can be told to stop twice', async () => {
  const world = await startWorld();
  await Promise.all([world.app.stop(), world.app.stop()]);
  await world.app.stop();
  await expect(fetch(`${world.botUrl}/healthz`)).rejects.toThrow();
  await world.stop();
});

it('the program stops although its database takes nothing', async () => {
  const world = await startWorld();
  await world.database.client.$executeRawUnsafe('ALTER TABLE "Job" RENAME TO "Gone"');
  await world.app.stop();
  expect(world.log.text()).toContain('jobs not put back');
  await world.stop();
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../demo/start.ts';
import { callbacksOf } from '../../demo/world.ts';
import { dialect } from './database.ts';
import type { World } from './world.ts';

/**
 * What is said to the DingTalk robot is another process's to answer from now on, where the database serves several
 * (PostgreSQL). @returns what stops it
 */
export async function startSecondProcess(world: World): Promise<() => Promise<void>> {
  if (dialect === 'sqlite') return async () => undefined;
  const port = await freePort();
  const now = new Date(world.emulator.clock.now()).toISOString();
  const args = [world.databaseUrl, world.emulator.url, String(port), now];
  const child = fork(join(import.meta.dirname, 'second-bot.ts'), args, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  const { dingtalkRobot } = callbacksOf(`http://127.0.0.1:${port}`);
  world.emulator.connect({ ...callbacksOf(world.botUrl), dingtalkRobot });
  const idle = async () => {
    child.send('idle');
    await once(child, 'message');
  };
  world.alsoIdle.add(idle);
  return async () => {
    world.alsoIdle.delete(idle);
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
}

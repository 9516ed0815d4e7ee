/**
 * The bot as `src/main.ts` starts it, but for its time, which is told by whoever started it.
 * Arguments: database, emulator, port. The log goes to standard output.
 */
import { pino } from 'pino';
import { demoEnv } from '../../demo/world.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { newId } from '../../src/core/ids.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { becomeSoleProcess } from '../../src/store/sole-process.ts';
import type { Order } from './strikes.ts';

const [databaseUrl = '', emulatorUrl = '', port = '0'] = process.argv.slice(2);
let told = { now: 0, at: 0 };
const now = () => told.now + performance.now() - told.at;

const database = await openDatabase(databaseUrl);
const soleProcess = await becomeSoleProcess(databaseUrl);
const env = demoEnv({ emulatorUrl, botUrl: `http://127.0.0.1:${port}`, databaseUrl });
const app = createApp(loadConfig({ ...env, PORT: port, DINGTALK_MONTHLY_CALLS: '200000' }), {
  database,
  jobs: createJobStore(database, newId()),
  clock: { now: () => new Date(now()) },
  log: pino(pino.destination({ dest: 1, sync: true })),
});

async function look(minute: number): Promise<void> {
  await app.ring();
  await app.idle();
  process.send?.({ rung: minute });
}

process.on('message', ({ now, ring }: Order) => {
  told = { now, at: performance.now() };
  if (ring !== undefined) void look(ring);
});
process.send?.('loaded');
await new Promise((resolve) => process.once('message', resolve));
process.once('SIGTERM', () => {
  void app
    .stop()
    .then(() => soleProcess.release())
    .then(() => process.exit(0));
});
await app.start();
process.send?.('ready');

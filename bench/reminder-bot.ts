/** A bot whose clock is moved by whoever asked for it. Arguments: database, where its platforms are, the time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { demoEnv } from '../demo/world.ts';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { openDatabase } from '../src/store/database.ts';
import { createJobStore } from '../src/store/jobs.ts';

/** One ring of the clock. */
export interface Rung {
  ms: number;
  statements: number;
  /** The longest time, in ms, in which no request would have been heard. */
  deaf: number;
  /** Resident MB before it, and the most during it. */
  before: number;
  most: number;
}

const [databaseUrl = '', platformUrl = '', start = ''] = process.argv.slice(2);
let now = Number(start);
let statements = 0;
const database = await openDatabase(databaseUrl, { onStatement: () => (statements += 1) });
const env = { ...demoEnv({ emulatorUrl: platformUrl, botUrl: 'http://127.0.0.1:1', databaseUrl }), PORT: '0' };
const app = createApp(loadConfig({ ...env, DINGTALK_MONTHLY_CALLS: '200000' }), {
  database,
  jobs: createJobStore(database, 'bench'),
  clock: { now: () => new Date(now) },
  log: pino({ level: 'error' }),
});
const port = await app.start();

/** MB; the peak since the last time it was put back. Linux only. */
const memory = (name: 'VmRSS' | 'VmHWM') => {
  try {
    return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return 0;
  }
};
const putBackPeak = () => {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere there is no such thing, and no figure.
  }
};

const turns = monitorEventLoopDelay({ resolution: 5 });
turns.enable();

process.on('message', async (to: number) => {
  now = to;
  turns.reset();
  // The time without a turn counts from the first turn on, and is known with the next one.
  await delay(20);
  putBackPeak();
  const before = memory('VmRSS');
  statements = 0;
  const started = performance.now();
  await app.ring();
  const rung = { ms: performance.now() - started, statements, before, most: memory('VmHWM') };
  await delay(20);
  const deaf = turns.max / 1e6;
  await app.idle();
  process.send?.({ ...rung, deaf } satisfies Rung);
});
process.send?.({ port });
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));

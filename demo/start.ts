import { createServer } from 'node:net';
import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/server.ts';
import { writeDemoData } from '../prisma/demo-data.ts';
import { type App, createApp, type Deps } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { newId } from '../src/core/ids.ts';
import type { Log } from '../src/core/log.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { createJobStore } from '../src/store/jobs.ts';
import { migrate } from '../src/store/migrate.ts';
import { callbacksOf, demoEnv, demoWorld } from './world.ts';

/** The bot and the platforms it talks to, connected over HTTP. */
export interface BothSides {
  emulator: Emulator;
  app: App;
  database: Database;
  botUrl: string;
  stop(): Promise<void>;
}

/** The day on which the demo opens: a Friday, 10:00 in Asia/Shanghai. */
export const demoStart = '2023-12-29T10:00';

/** Starts the emulator, writes the demo data if the database is empty, starts the bot and makes them known to each other. */
export async function startBoth(options: {
  databaseUrl: string;
  log: Log;
  emulator?: Partial<EmulatorOptions>;
  /** Settings of the bot beside those of the demo's world. */
  env?: Record<string, string>;
  /** Whoever moves the clock rings; a call that waits for its turn moves it on by itself. */
  isRungByHand?: boolean;
  /** Of what the bot is made beside its database, its clock and its log. */
  deps?: Pick<Deps, 'pacer' | 'runImport'>;
}): Promise<BothSides> {
  const { databaseUrl, log, isRungByHand = false } = options;
  const emulator = createEmulator({
    world: demoWorld,
    clock: { start: demoStart, mode: 'running' },
    ...options.emulator,
  });
  const { url: emulatorUrl } = await emulator.start();
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const config = loadConfig({ ...demoEnv({ emulatorUrl, botUrl, databaseUrl }), PORT: String(port), ...options.env });
  const clock = { now: () => new Date(emulator.clock.now()) };
  const database = await openDatabase(databaseUrl);
  await migrate(database);
  if ((await database.client.enterprise.count()) === 0) {
    await writeDemoData(database.client, { wecom: demoWorld.wecom.corpId, dingtalk: demoWorld.dingtalk.corpId });
  }
  const wait = isRungByHand ? { wait: movesOn(emulator.clock) } : {};
  const made = { database, jobs: createJobStore(database, newId()), clock, log, ...wait, ...options.deps };
  const app = createApp(config, made);
  await app.start();
  // A moved clock rings at every minute on its way, as node-cron does when time passes by itself.
  if (!isRungByHand) emulator.clock.onMinute(() => app.ring());
  emulator.connect(callbacksOf(config.PUBLIC_URL));
  return {
    emulator,
    app,
    database,
    botUrl,
    async stop() {
      await emulator.stop();
      await app.stop();
    },
  };
}

/** A wait moves the clock on, by no more than it has to, and gives the call that waited its time to be made. */
function movesOn(clock: Emulator['clock']): (ms: number) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (ms) => {
    const until = clock.now() + ms;
    last = last.then(async () => {
      if (clock.now() < until) await clock.advance(until - clock.now(), { jump: true });
      await new Promise((resolve) => setTimeout(resolve, 2));
    });
    return last;
  };
}

/** A port that nobody listens on. PUBLIC_URL names it, so it has to be known before the bot starts. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../demo/start.ts';
import { callbacksOf } from '../../demo/world.ts';
import type { Emulator } from '../../emulator/server.ts';
import type { Order } from './strikes.ts';

/** A bot in a process of its own that something is in the way of. */
export interface Hindered {
  url: string;
  /** What it logged, line by line. */
  log(): string;
  /** Tells it what time it is for the emulator and rings. Resolves when it has come to rest. */
  ring(): Promise<void>;
  isAlive(): boolean;
  /** @returns its exit code */
  stop(): Promise<number | null>;
}

/** @param options.fileKb no file may grow beyond this (`ulimit -f`) */
export async function startHindered(options: {
  databaseUrl: string;
  emulator: Emulator;
  fileKb?: number;
}): Promise<Hindered> {
  const { databaseUrl, emulator, fileKb } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const limit = fileKb === undefined ? '' : `ulimit -f ${fileKb};`;
  const bot = [
    '--import',
    'tsx',
    join(import.meta.dirname, 'hindered-bot.ts'),
    databaseUrl,
    emulator.url,
    String(port),
  ];
  const child = spawn('bash', ['-c', `${limit} exec "$0" "$@"`, process.execPath, ...bot], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const said = (what: string) =>
    new Promise<void>((resolve, reject) => {
      const listen = (message: unknown) => {
        if (JSON.stringify(message) !== what) return;
        child.off('message', listen);
        resolve();
      };
      child.on('message', listen);
      void exited.then((code) => reject(new Error(`the bot ended with ${code}:\n${log}`)));
    });
  const tell = (order: Order) => child.send(order);

  let minute = 0;
  await said('"loaded"');
  const ready = said('"ready"');
  tell({ now: emulator.clock.now() });
  await ready;
  emulator.connect(callbacksOf(url));
  return {
    url,
    log: () => log,
    async ring() {
      minute += 1;
      const rung = said(JSON.stringify({ rung: minute }));
      tell({ now: emulator.clock.now(), ring: minute });
      await rung;
    },
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

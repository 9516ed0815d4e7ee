import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../demo/start.ts';
import type { Order, Strike } from './strikes.ts';

/** Several bots on one database, each started anew when it dies. */
export interface Bots {
  /** Tells the time to all and rings at those that are up. Resolves when each of them has come to rest, or died. */
  ring(now: number, strikes: ReadonlyMap<number, Strike>): Promise<void>;
  /** Resolves when so many are up. */
  up(count: number): Promise<void>;
  deaths(): number;
  /** What they logged as an error. */
  errors(): readonly string[];
  stop(): Promise<void>;
}

/** What a bot says of itself. */
type Said = 'loaded' | 'ready' | { rung: number; errors: readonly string[] };

interface Bot {
  port: number;
  child: ChildProcess;
  isUp: boolean;
  /** It has come to rest, or died. */
  rested(): void;
}

export async function startBots(options: {
  count: number;
  databaseUrl: string;
  emulatorUrl: string;
  killLog: string;
  now(): number;
}): Promise<Bots> {
  const { count, databaseUrl, emulatorUrl, killLog, now } = options;
  const errors: string[] = [];
  let [isStopped, deaths, minute] = [false, 0, 0];
  const tell = ({ child }: Bot, order: Order) => {
    // Who has just died is told nothing.
    if (child.connected) child.send(order, () => undefined);
  };

  function launch(bot: Bot): void {
    const args = [databaseUrl, emulatorUrl, String(bot.port), killLog];
    const child = fork(join(import.meta.dirname, 'reminder-bot.ts'), args, { execArgv: ['--import', 'tsx'] });
    Object.assign(bot, { child, isUp: false });
    child.on('message', (message: Said) => {
      if (message === 'loaded') tell(bot, { now: now() });
      else if (message === 'ready') bot.isUp = true;
      else if (message.rung === minute) {
        errors.push(...message.errors);
        bot.rested();
      }
    });
    child.once('exit', () => {
      bot.rested();
      if (isStopped) return;
      deaths += 1;
      launch(bot);
    });
  }

  async function look(bot: Bot, order: Order): Promise<void> {
    const rested = new Promise<void>((resolve) => {
      bot.rested = resolve;
    });
    tell(bot, order);
    await rested;
  }

  const bots: Bot[] = [];
  for (let n = 0; n < count; n += 1) {
    const bot: Bot = { port: await freePort(), isUp: false, rested: () => undefined } as unknown as Bot;
    bots.push(bot);
    launch(bot);
  }

  return {
    async ring(now, strikes) {
      minute += 1;
      await Promise.all(
        bots.map((bot, n) => {
          if (bot.isUp) return look(bot, { now, ring: minute, strike: strikes.get(n) });
          return tell(bot, { now });
        }),
      );
    },
    async up(wanted) {
      while (bots.filter(({ isUp }) => isUp).length < wanted) await delay(20);
    },
    deaths: () => deaths,
    errors: () => errors,
    async stop() {
      isStopped = true;
      await Promise.all(
        bots.map(async ({ child }) => {
          child.kill('SIGTERM');
          if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        }),
      );
    },
  };
}

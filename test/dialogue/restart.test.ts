import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoEnv } from '../../demo/world.ts';
import { type App, createApp, type Deps } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { newId } from '../../src/core/ids.ts';
import { createHttpClient } from '../../src/platforms/http-client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { dialect } from '../helpers/database.ts';
import { deferred } from '../helpers/deferred.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
let again: App | undefined;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await again?.stop();
  again = undefined;
  await world.stop();
});

const now = () => new Date(world.emulator.clock.now());
const dayMs = 24 * 60 * 60_000;
const conversation = conversations['DingTalk robot']('contact01');

/** The bot once more, at the same address and on the same database. */
async function startBot(options: Pick<Deps, 'http' | 'stopMs'> = {}): Promise<App> {
  const env = demoEnv({ emulatorUrl: world.emulator.url, botUrl: world.botUrl, databaseUrl: world.databaseUrl });
  const config = loadConfig({ ...env, PORT: new URL(world.botUrl).port });
  const database = await openDatabase(world.databaseUrl);
  const jobs = createJobStore(database, newId());
  const app = createApp(config, { database, jobs, clock: { now }, log: world.log, ...options });
  await app.start();
  return app;
}

/** The states of all jobs, whoever runs. */
async function states(): Promise<string[]> {
  const database = await openDatabase(world.databaseUrl);
  const rows = await database.client.job.findMany({ orderBy: { recordedAt: 'asc' } });
  await database.close();
  return rows.map(({ state }) => state);
}

describe('stopping', () => {
  it('waits for the answer that is on its way', async () => {
    await world.app.stop();
    const gate = deferred<void>();
    const sending = deferred<void>();
    const send = createHttpClient();
    const slow = await startBot({
      http: async (request) => {
        if (request.url.includes('sendBySession')) {
          sending.resolve();
          await gate.promise;
        }
        return send(request);
      },
    });
    await world.chat('contact01', conversation).say('资质');
    await sending.promise;
    const stopped = slow.stop();
    await expect.poll(() => fetch(`${world.botUrl}/healthz`).catch(() => 'closed')).toBe('closed');
    gate.resolve();
    await stopped;
    expect(await states()).toEqual(['done']);
  });

  it('puts back what does not come to an end, and the next start answers it', async () => {
    await world.app.stop();
    const sending = deferred<void>();
    // A platform that never answers.
    const http: Deps['http'] = ({ url }) => {
      if (url.includes('sendBySession')) sending.resolve();
      return new Promise(() => undefined);
    };
    const stuck = await startBot({ http, stopMs: 50 });
    await world.chat('contact01', conversation).say('资质');
    await sending.promise;
    await stuck.stop();
    expect(await states()).toEqual(['waiting']);
    again = await startBot();
    await again?.ring();
    await again?.idle();
    const seen = await world.emulator.messages({ as: 'contact01', conversation, after: 0 });
    expect(seen.filter(({ from }) => from === 'bot').map(({ text }) => text)).toEqual([
      expect.stringContaining('示例企业01 资质'),
    ]);
  });
});

describe('what a dead process held', () => {
  beforeEach(async () => {
    const chat = world.chat('contact01', conversation);
    await chat.say('资质');
    await chat.shouldSee(/示例企业01 资质/);
    await world.app.idle();
    // As if the process had died between recording and answering.
    await world.database.client.job.updateMany({
      data: {
        state: 'running',
        owner: 'dead',
        plan: null,
        finishedAt: null,
        dueAt: new Date(now().getTime() + 50_000),
      },
    });
    await world.app.stop();
  });

  const answers = async () => {
    await again?.ring();
    await again?.idle();
    const seen = await world.emulator.messages({ as: 'contact01', conversation, after: 0 });
    return seen.filter(({ text }) => text.includes('示例企业01 资质')).length - 1;
  };

  it('is taken up at the start where one process serves, and once it lapses where many do', async () => {
    again = await startBot();
    expect(await answers()).toBe(dialect === 'sqlite' ? 1 : 0);
    await world.emulator.clock.advance(60_000, { jump: true });
    expect(await answers()).toBe(1);
    expect(await states()).toEqual(['done']);
  });
});

describe('the daily chores', () => {
  it('delete jobs that were finished more than thirty days ago, and no others', async () => {
    const jobs = createJobStore(world.database, 'old');
    for (const days of [31, 29]) {
      const finished = new Date(now().getTime() - days * dayMs);
      const event = { channel: 'wecom-app', key: `days${days}`, sender: null, place: 'direct', handle: {} } as const;
      await jobs.recordOnly({
        id: `${days}`,
        event: { ...event, happening: { kind: 'unknown', what: 'x' } },
        now: finished,
      });
    }
    await world.app.ring();
    expect((await world.database.client.job.findMany()).map(({ id }) => id)).toEqual(['29']);
  });
});

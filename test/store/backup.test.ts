import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { newId } from '../../src/core/ids.ts';
import { restore } from '../../src/store/backup/backup.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { becomeSoleProcess } from '../../src/store/sole-process.ts';
import { change } from '../../src/store/store-deps.ts';
import { settings } from '../fixtures/bot-settings.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { demoDatabase } from '../helpers/demo-database.ts';
import { memoryLog } from '../helpers/memory-log.ts';
import { runCommand } from '../helpers/run-command.ts';
import { scratchDir } from '../helpers/scratch-dir.ts';
import { storeDeps } from '../helpers/stores.ts';
import { doerOf, lookAt, testKeys, trailOf } from '../helpers/trail.ts';

/** Of `testKeys`: the bot goes on sealing. */
const dataKey = Buffer.alloc(32, 7).toString('base64');
const env = process.env;
const now = new Date('2023-12-30T02:00:00.000Z');
const later = new Date('2024-01-05T02:00:00.000Z');

let dir: Awaited<ReturnType<typeof scratchDir>>;
let path: string;
let source: Database;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  dir = await scratchDir();
  path = join(dir.path, 'copy');
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await dir.remove();
});

async function opened(url: string): Promise<Database> {
  const database = await openDatabase(url);
  closing.push(database.close);
  return database;
}

/** @returns the address of a database that is there no longer than this file */
async function scratch(making: ReturnType<typeof scratchDatabase> = scratchDatabase()): Promise<string> {
  const { url, drop } = await making;
  closing.push(drop);
  return url;
}

/** How many rows each table has. */
async function countsOf({ client }: Database) {
  const tables = await client.$queryRawUnsafe<{ name: string }[]>(
    dialect === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const sums = tables.map(({ name }) => `(SELECT COUNT(*) FROM "${name}") AS "${name}"`);
  const [counts] = await client.$queryRawUnsafe<Record<string, number | bigint>[]>(`SELECT ${sums.join(', ')}`);
  const { AuditHead, Person, AuditEntry, Job, ...rest } = Object.fromEntries(
    Object.entries(counts ?? {}).map(([name, count]) => [name, Number(count)]),
  );
  // What the test writes meanwhile, and everything else.
  return { written: [Person, AuditEntry, Job], rest };
}

const statesOf = async ({ client }: Database) =>
  (await client.job.findMany({ where: { owner: 'dead' }, orderBy: { id: 'asc' } })).map(({ id, state, lastError }) => [
    id,
    state,
    lastError,
  ]);

it('a backup is written while the store writes', async () => {
  const url = await scratch(demoDatabase());
  source = await opened(url);
  const job = (id: string, state: string, text = '资质') => ({
    ...{ id, key: id, channel: 'dingtalk-robot', state, dueAt: now, owner: 'dead', recordedAt: now },
    event: JSON.stringify({ happening: { kind: 'text', text } }),
  });
  const secret = '/群 3 推送 webhook https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789';
  await source.client.job.createMany({
    data: [
      { ...job('a', 'done'), finishedAt: now },
      { ...job('b', 'failed'), finishedAt: now, lastError: 'refused' },
      job('c', 'running'),
      job('d', 'waiting', secret),
    ],
  });
  // As the running bot holds it.
  const soleProcess = await becomeSoleProcess(url);
  const { sealer } = trailOf(source);
  const deps = { ...storeDeps(source), keys: testKeys };
  const to = { platform: 'wecom', corpId: 'ww1', userId: 'wangchen' } as const;
  const card = { title: '通知', blocks: [], confidential: false };
  /** One commit: a person, the record of it and a message about it. */
  const write = async (n: number) => {
    await change(deps, doerOf(now), async (tx) => {
      await tx.person.create({ data: { id: `P${n}`, recordedAt: now } });
      return {
        result: null,
        alongside: { audit: [lookAt('FIRM')], notices: [{ to, card, purpose: 'test' }] },
      };
    });
    if (n % 10 === 0) await sealer.sealNow();
  };

  let isRunning = true;
  const command = runCommand('backup', url, [path]).finally(() => {
    isRunning = false;
  });
  for (let n = 1; isRunning || n < 20; n += 1) {
    await write(n);
    // It needs a processor too.
    await delay(5);
  }
  expect(await command).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^已备份到 .+\n.*DATA_KEY.*LINK_SECRET/u),
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(dir.path)).toEqual(['copy']);
  await soleProcess.release();
});

it('it is whole, and what was on its way is not sent again by the bot that goes on with it', async () => {
  const url = await scratch();
  const { open } = await restore({ databaseUrl: url, path, env, resend: false, now: later });
  const database = await openDatabase(url);
  const [counts, sourceCounts] = [await countsOf(database), await countsOf(source)];
  expect(counts.rest).toEqual(sourceCounts.rest);
  expect(counts.rest.Enterprise).toBeGreaterThan(10);
  // Every commit as a whole, and not all of them. The demo's data have persons and no more.
  const [persons = 0, records = 0, jobs = 0] = counts.written;
  const [allPersons = 0, allRecords = 0] = sourceCounts.written;
  expect([allPersons - persons, jobs - 4]).toEqual([allRecords - records, records]);
  expect(records).toBeLessThan(allRecords);
  expect((await trailOf(database).verify()).findings).toEqual([]);

  expect(open).toBe(records + 2);
  expect(await statesOf(database)).toEqual([
    ['a', 'done', null],
    ['b', 'failed', 'refused'],
    ['c', 'failed', 'restored'],
    ['d', 'failed', 'restored'],
  ]);
  const waiting = await database.client.job.findUniqueOrThrow({ where: { id: 'd' } });
  expect(waiting.finishedAt).toEqual(later);
  expect(waiting.event).not.toContain('0123456789');

  const log = memoryLog();
  const app = createApp(loadConfig({ ...settings, DATA_KEY: dataKey, DATABASE_URL: url }), {
    ...{ database, jobs: createJobStore(database, newId()), clock: { now: () => later }, log },
  });
  const port = await app.start();
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  await app.idle();
  // It closes the database.
  await app.stop();
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

it('it is sent where that is wanted', async () => {
  const url = await scratch();
  const { open } = await restore({ databaseUrl: url, path, env, resend: true, now: later });
  expect(open).toBeGreaterThanOrEqual(2);
  expect(await statesOf(await opened(url))).toEqual(await statesOf(source));
});

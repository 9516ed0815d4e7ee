/**
 * One of several bots on a database, whose time is told by whoever started it, and who kills itself where it is told to.
 * Arguments: database, emulator, port, the file that gets its last words.
 */
import { appendFileSync } from 'node:fs';
import { demoEnv } from '../../demo/world.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { newId } from '../../src/core/ids.ts';
import { createHttpClient, type HttpClient } from '../../src/platforms/http-client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore, type JobStore } from '../../src/store/jobs.ts';
import { memoryLog } from '../helpers/memory-log.ts';
import { createInFlight, receiversOf } from './in-flight.ts';
import type { Death, Order, Strike, StrikePoint } from './strikes.ts';

const [databaseUrl = '', emulatorUrl = '', port = '0', killLog = ''] = process.argv.slice(2);
const inFlight = createInFlight();
let told = { now: 0, at: 0 };
let armed: Strike | undefined;
const now = () => told.now + performance.now() - told.at;

function die(point: StrikePoint): never {
  const death: Death = { point, at: now(), calls: inFlight.calls() };
  appendFileSync(killLog, `${JSON.stringify(death)}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

function strikes(here: StrikePoint): boolean {
  if (armed?.point !== here) return false;
  armed = { ...armed, nth: armed.nth - 1 };
  return armed.nth === 0;
}

function deadlyHttp(http: HttpClient): HttpClient {
  return async (request) => {
    const receivers = receiversOf(request.url, request.body);
    if (!receivers) return http(request);
    inFlight.begun(receivers);
    const answer = http(request);
    if (strikes('during send')) setTimeout(() => die('during send'), 2);
    const result = await answer;
    if (strikes('before settling')) die('before settling');
    return result;
  };
}

function deadlyJobs(jobs: JobStore): JobStore {
  return {
    ...jobs,
    async due(of) {
      const due = await jobs.due(of);
      for (const job of due) inFlight.taken(job);
      return due;
    },
    async finish(id, result) {
      if (inFlight.isMail(id) && strikes('before finishing')) die('before finishing');
      await jobs.finish(id, result);
      inFlight.noted(id);
    },
    async postpone(id, step) {
      await jobs.postpone(id, step);
      inFlight.noted(id);
    },
    async fail(id, failure) {
      await jobs.fail(id, failure);
      inFlight.noted(id);
    },
  };
}

function onStatement(): void {
  if (strikes('statement')) die('statement');
}

const database = await openDatabase(databaseUrl, { onStatement });
const env = { ...demoEnv({ emulatorUrl, botUrl: `http://127.0.0.1:${port}`, databaseUrl }), PORT: port };
const log = memoryLog();
const app = createApp(loadConfig({ ...env, DINGTALK_MONTHLY_CALLS: '200000' }), {
  database,
  jobs: deadlyJobs(createJobStore(database, newId())),
  clock: { now: () => new Date(now()) },
  log,
  http: deadlyHttp(createHttpClient()),
});

async function look(minute: number): Promise<void> {
  await app.ring();
  await app.idle();
  const errors = log.lines.splice(0).flatMap(({ level, message }) => (level === 'error' ? [message] : []));
  process.send?.({ rung: minute, errors });
}

process.on('message', ({ now, ring, strike }: Order) => {
  told = { now, at: performance.now() };
  armed = strike;
  if (strike?.point === 'moment') setTimeout(() => die('moment'), strike.nth);
  if (ring !== undefined) void look(ring);
});
process.send?.('loaded');
await new Promise((resolve) => process.once('message', resolve));
await app.start();
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send?.('ready');

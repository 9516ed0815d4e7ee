/**
 * The bot as a process that kills itself. Arguments: database, emulator, port, where to strike (`point:n`, the n-th time
 * that point is reached; or `never`), and the file that gets a line with what was under way.
 */
import { appendFileSync } from 'node:fs';
import { demoEnv } from '../../demo/world.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { systemClock } from '../../src/core/clock.ts';
import { newId } from '../../src/core/ids.ts';
import { createHttpClient, type HttpClient } from '../../src/platforms/http-client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore, type JobStore } from '../../src/store/jobs.ts';
import { memoryLog } from '../helpers/memory-log.ts';
import type { KillPoint } from './kill-points.ts';

const [databaseUrl = '', emulatorUrl = '', port = '0', killAt = 'never', killLog = ''] = process.argv.slice(2);
const [point, nth] = killAt.split(':');

/** Senders whose job is recorded and not finished. */
const underWay = new Map<string, string>();
let reached = 0;
let armed = false;
process.once('message', () => {
  armed = true;
});

function die(): never {
  appendFileSync(killLog, `${JSON.stringify({ point, underWay: [...underWay.values()] })}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

function strike(here: KillPoint): boolean {
  if (!armed || here !== point) return false;
  reached += 1;
  return reached === Number(nth);
}

const isSend = (url: string) => /message\/send|sendBySession|batchSend|createAndDeliver|aibot\/response/u.test(url);

function deadlyHttp(http: HttpClient): HttpClient {
  return async (request) => {
    if (!isSend(request.url)) return http(request);
    const answer = http(request);
    // The request is on its way, its answer is not here.
    if (strike('during send')) setTimeout(die, 2);
    const result = await answer;
    if (strike('before it is marked sent')) die();
    return result;
  };
}

function deadlyJobs(jobs: JobStore): JobStore {
  return {
    ...jobs,
    async record(job) {
      const isNew = await jobs.record(job);
      if (isNew) underWay.set(job.id, job.event.sender?.userId ?? '');
      if (isNew && strike('after record')) die();
      return isNew;
    },
    async claim(job, times) {
      const isMine = await jobs.claim(job, times);
      if (isMine) underWay.set(job.id, job.event.sender?.userId ?? '');
      return isMine;
    },
    async finish(id, result) {
      if (strike('before commit')) die();
      await jobs.finish(id, result);
      underWay.delete(id);
      if (strike('after commit')) die();
    },
  };
}

const config = loadConfig({
  ...demoEnv({ emulatorUrl, botUrl: `http://127.0.0.1:${port}`, databaseUrl }),
  PORT: port,
});
const database = await openDatabase(databaseUrl);
const app = createApp(config, {
  database,
  jobs: deadlyJobs(createJobStore(database, newId())),
  clock: systemClock,
  log: memoryLog(),
  http: deadlyHttp(createHttpClient()),
});
await app.start();
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send?.('ready');

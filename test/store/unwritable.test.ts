import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnwritableError } from '../../src/core/errors.ts';
import { canWrite } from '../../src/store/can-write.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { createReadiness } from '../../src/store/readiness.ts';
import { textEvent } from '../fixtures/event.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';

/** SQLite: a file that may not grow. PostgreSQL: a server that was set to be read only. */
const readOnly = `?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let database: Database;
beforeEach(async () => {
  scratch = await scratchDatabase({ migrated: true });
  database = await openDatabase(scratch.url);
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

const now = new Date();
const large = { ...textEvent, happening: { kind: 'text' as const, text: 'x'.repeat(100_000) } };

async function closeIt(): Promise<void> {
  if (dialect === 'sqlite') return void (await database.client.$queryRaw`PRAGMA max_page_count = 1`);
  await database.close();
  database = await openDatabase(scratch.url + readOnly);
}

it('where nothing can be written it is no use to try again, and nothing is stored', async () => {
  await closeIt();
  const recorded = createJobStore(database, 'me').record({ id: 'a', event: large, now, heldUntil: now });
  await expect(recorded).rejects.toThrow(UnwritableError);
  expect(await database.client.job.count()).toBe(0);
});

it('what fails otherwise is worth another try', async () => {
  await database.client.$executeRawUnsafe('ALTER TABLE "Job" RENAME TO "Gone"');
  const recorded = createJobStore(database, 'me').record({ id: 'a', event: large, now, heldUntil: now });
  await expect(recorded).rejects.not.toThrow(UnwritableError);
});

it('whether something can be written is found out without leaving anything', async () => {
  expect(await canWrite(database, now)).toBe(true);
  expect(await database.client.job.count()).toBe(0);
});

it('it is not ready then, and says why', async () => {
  const readinessNow = () => createReadiness({ database, clock: fixedClock(), isRinging: () => true })();
  await closeIt();
  expect(await readinessNow()).toEqual({ database: true, writable: false, migrated: true, scheduler: true });
});

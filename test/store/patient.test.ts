import { DriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { migrate } from '../../src/store/migrate.ts';
import { patient } from '../../src/store/patient.ts';
import { textEvent } from '../fixtures/event.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
beforeEach(async () => {
  scratch = await scratchDatabase();
});
afterEach(() => scratch.drop());

it.runIf(dialect === 'sqlite')('a file that another process holds is waited for without standing still', async () => {
  const [ours, theirs] = [await openDatabase(scratch.url), await openDatabase(scratch.url)];
  await migrate(ours);
  await theirs.client.$executeRawUnsafe('BEGIN IMMEDIATE');
  const now = new Date();
  const recorded = createJobStore(ours, 'me').record({ id: 'a', event: textEvent, now, heldUntil: now });
  // This goes on only if the program does; a program that stands still would give up before it lets the other finish.
  await new Promise((resolve) => setTimeout(resolve, 1));
  await theirs.client.$executeRawUnsafe('COMMIT');
  expect(await recorded).toBe(true);
  await Promise.all([ours.close(), theirs.close()]);
});

it.runIf(dialect === 'sqlite')('what the other process wrote meanwhile does not keep us out for ever', async () => {
  const [ours, theirs] = [await openDatabase(scratch.url), await openDatabase(scratch.url)];
  await migrate(ours);
  const now = new Date();
  const write = (id: string) =>
    createJobStore(theirs, 'they').record({ id, event: { ...textEvent, key: id }, now, heldUntil: now });
  const jobs = createJobStore(ours, 'me');
  await theirs.client.$executeRawUnsafe('BEGIN IMMEDIATE');
  const recorded = jobs.record({ id: 'a', event: textEvent, now, heldUntil: now });
  await new Promise((resolve) => setTimeout(resolve, 1));
  await write('b');
  await theirs.client.$executeRawUnsafe('COMMIT');
  // The statement that had to wait has seen the file as it was before: it must not be held to that.
  expect(await recorded).toBe(true);
  await write('c');
  expect(await jobs.record({ id: 'd', event: { ...textEvent, key: 'd' }, now, heldUntil: now })).toBe(true);
  await Promise.all([ours.close(), theirs.close()]);
});

it('of several that wait one tries, and reading does not wait for it', async () => {
  const tried: string[] = [];
  let isHeld = true;
  let triedAgain: () => void = () => undefined;
  const again = new Promise<void>((resolve) => {
    triedAgain = resolve;
  });
  const run = async ({ sql }: { sql: string }) => {
    tried.push(sql);
    if (isHeld && !sql.startsWith('SELECT')) {
      if (tried.filter((one) => one === sql).length === 2) triedAgain();
      throw new DriverAdapterError({ kind: 'SocketTimeout' });
    }
    return sql;
  };
  const startTransaction = async () => {
    tried.push('transaction');
    return {};
  };
  const connection = { queryRaw: run, executeRaw: run, startTransaction } as unknown as SqlDriverAdapter;
  patient(connection, 60_000);
  const query = (sql: string) => connection.queryRaw({ sql, args: [], argTypes: [] });

  const first = query('UPDATE 1');
  await again;
  const rest = [query('UPDATE 2'), connection.startTransaction(), query('UPDATE 3')];
  await query('SELECT 1');
  expect(new Set(tried)).toEqual(new Set(['UPDATE 1', 'SELECT 1']));
  isHeld = false;
  await Promise.all([first, ...rest]);
  expect(tried.filter((one) => one !== 'UPDATE 1')).toEqual(['SELECT 1', 'UPDATE 2', 'transaction', 'UPDATE 3']);
});

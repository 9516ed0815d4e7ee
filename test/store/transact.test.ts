import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type Tx, transact } from '../../src/store/transact.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { deferred } from '../helpers/deferred.ts';

/** What another transaction was in the way of in a raw statement (P2010), is tried again as well. */
let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let processes: [Database, Database];
beforeEach(async () => {
  scratch = await scratchDatabase({ migrated: true });
  processes = [await openDatabase(scratch.url), await openDatabase(scratch.url)];
  for (const id of ['A', 'B']) {
    await processes[0].client.person.create({ data: { id, name: '', recordedAt: new Date() } });
  }
});
afterEach(async () => {
  for (const database of processes) await database.close();
  await scratch.drop();
});

const add = (tx: Tx, id: string, letter: string) =>
  tx.$executeRaw`UPDATE "Person" SET "name" = "name" || ${letter} WHERE "id" = ${id}`;
const codeOf = (error: unknown) => (error as { code?: unknown }).code;
const names = async () =>
  (await processes[0].client.person.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name?.length);

it.runIf(dialect === 'postgresql')('two that wait for each other: the one that is given up', async () => {
  const codes: unknown[] = [];
  const holds = [deferred<void>(), deferred<void>()] as const;
  /** Each holds one and then wants the other's. */
  const one = (n: 0 | 1, [first, second]: readonly [string, string]) =>
    transact(processes[n].client, async (tx) => {
      await add(tx, first, 'x');
      holds[n].resolve();
      await holds[n === 0 ? 1 : 0].promise;
      await add(tx, second, 'x').catch((error: unknown) => {
        codes.push(codeOf(error));
        throw error;
      });
    });
  await Promise.all([one(0, ['A', 'B']), one(1, ['B', 'A'])]);
  expect(codes).toEqual(['P2010']);
  expect(await names()).toEqual([2, 2]);
});

it.runIf(dialect === 'sqlite')('the file is held by another process', async () => {
  const [ours, theirs] = processes;
  const codes: unknown[] = [];
  await theirs.client.$executeRawUnsafe('BEGIN IMMEDIATE');
  await transact(ours.client, async (tx) => {
    // Long enough for SQLite itself to give it up.
    await add(tx, 'A', 'x').catch(async (error: unknown) => {
      codes.push(codeOf(error));
      await theirs.client.$executeRawUnsafe('COMMIT');
      throw error;
    });
  });
  expect(codes).toEqual(['P2010']);
  expect(await names()).toEqual([1, 0]);
});

it('what is wrong for good is not tried again', async () => {
  let tries = 0;
  const wrong = transact(processes[0].client, async (tx) => {
    tries += 1;
    await tx.$executeRawUnsafe('UPDATE "NoSuchTable" SET "id" = 1');
  });
  await expect(wrong).rejects.toThrow(/NoSuchTable/);
  expect(tries).toBe(1);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, openDatabase } from '../../src/store/database.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';

describe.runIf(dialect === 'sqlite')('SQLite is used through one connection', () => {
  let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
  let ours: Client;
  let theirs: Client;
  beforeEach(async () => {
    scratch = await scratchDatabase();
    ours = (await openDatabase(scratch.url)).client;
    theirs = (await openDatabase(scratch.url)).client;
    await ours.$executeRaw`CREATE TABLE parent (id INTEGER PRIMARY KEY)`;
    await ours.$executeRaw`CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id))`;
    await ours.$executeRaw`INSERT INTO parent (id) VALUES (1)`;
    // Of this connection only: where it is gone, another connection answers.
    await ours.$executeRaw`CREATE TEMP TABLE mine (id INTEGER)`;
  });
  afterEach(async () => {
    await Promise.all([ours.$disconnect(), theirs.$disconnect()]);
    await scratch.drop();
  });

  const parents = async (client: Client) =>
    (await client.$queryRaw<{ id: bigint }[]>`SELECT id FROM parent ORDER BY id`).map(({ id }) => Number(id));
  const insertTheirs = (id: number) => theirs.$executeRaw`INSERT INTO parent (id) VALUES (${id})`;
  const insertOurs = (id: number) =>
    ours.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT count(*) FROM parent`;
      await tx.$executeRaw`INSERT INTO parent (id) VALUES (${id})`;
    });

  it('also after a transaction, whether it was committed or given up', async () => {
    await insertOurs(2);
    await expect(
      ours.$transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO parent (id) VALUES (3)`;
        throw new Error('thought better of it');
      }),
    ).rejects.toThrow('thought better of it');
    expect(await ours.$queryRaw`SELECT count(*) AS count FROM mine`).toEqual([{ count: 0 }]);
    expect(await parents(ours)).toEqual([1, 2]);
  });

  it.each([
    ['statement after statement', () => ours.$queryRaw`SELECT 1`],
    ['transaction after transaction', () => ours.$transaction((tx) => tx.$queryRaw`SELECT 1`)],
  ])('requests are heard meanwhile: %s', async (_, work) => {
    let isHeard = false;
    setImmediate(() => {
      isHeard = true;
    });
    // Some seconds of work, if nobody is let in.
    for (let times = 0; times < 5_000 && !isHeard; times += 1) await work();
    expect(isHeard).toBe(true);
  });

  it('what takes longer than Prisma lets it is whole, and what others write then is not lost', async () => {
    await ours.$transaction(
      async (tx) => {
        await tx.$executeRaw`INSERT INTO parent (id) VALUES (2)`;
        const until = performance.now() + 100;
        while (performance.now() < until) await tx.$queryRaw`SELECT 1`;
        await tx.$executeRaw`INSERT INTO parent (id) VALUES (3)`;
      },
      { timeout: 20 },
    );
    await ours.$executeRaw`INSERT INTO parent (id) VALUES (4)`;
    expect(await parents(theirs)).toEqual([1, 2, 3, 4]);
    await insertOurs(5);
    expect(await parents(theirs)).toEqual([1, 2, 3, 4, 5]);
  });

  it('a statement that fails takes all of its transaction with it, also what is tried afterwards', async () => {
    const tried = ours.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO parent (id) VALUES (2)`;
      await tx.$executeRaw`INSERT INTO parent (id) VALUES (1)`.catch(() => undefined);
      await tx.$executeRaw`INSERT INTO parent (id) VALUES (3)`;
    });
    await expect(tried).rejects.toThrow('The transaction is closed');
    expect(await parents(ours)).toEqual([1]);
    await insertTheirs(4);
    await insertOurs(5);
    expect(await parents(theirs)).toEqual([1, 4, 5]);
  });

  it('a commit that fails leaves nothing behind and lets go of the file', async () => {
    const tried = ours.$transaction(async (tx) => {
      await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
      await tx.$executeRaw`INSERT INTO child (id, parent) VALUES (1, 99)`;
    });
    await expect(tried).rejects.toThrow(/foreign key/i);
    await insertTheirs(2);
    await insertOurs(3);
    expect(await parents(ours)).toEqual([1, 2, 3]);
    expect(await ours.$queryRaw`SELECT count(*) AS count FROM child`).toEqual([{ count: 0 }]);
  });
});

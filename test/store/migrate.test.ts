import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../src/explain.ts';
import { sqlitePatienceMs } from '../../src/store/connection.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate, missingMigrations } from '../../src/store/migrate.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
beforeEach(async () => {
  scratch = await scratchDatabase();
});
afterEach(() => scratch.drop());

it('an empty database is brought up to date once', async () => {
  const database = await openDatabase(scratch.url);
  const applied = await migrate(database);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(database)).toEqual([]);
  expect(await missingMigrations(database)).toEqual([]);
  await database.close();
});

it('a missing migration is seen', async () => {
  const database = await openDatabase(scratch.url);
  const [first] = await migrate(database);
  await database.client.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${first}`;
  expect(await missingMigrations(database)).toEqual([first]);
  await database.close();
});

describe.runIf(dialect === 'postgresql')('on PostgreSQL', () => {
  it('processes that start together take turns', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(scratch.url)));
    const applied = await Promise.all(databases.map((database) => migrate(database)));
    expect(applied.flat()).toHaveLength(new Set(applied.flat()).size);
    for (const database of databases) await database.close();
  });
});

it('without its server it cannot be used, which is said without what the client puts around it', async () => {
  const error = await openDatabase('postgres://nobody@127.0.0.1:1/nothing').catch((thrown: unknown) => thrown);
  expect(explain(error)).toMatch(/^无法使用 DATABASE_URL 指定的数据库[^\n]*\n（[^\n]+）$/);
  expect(explain(error)).not.toContain('Raw query failed');
});

describe.runIf(dialect === 'sqlite')('on SQLite', () => {
  it('a folder is refused by name', async () => {
    await expect(openDatabase(`file:${tmpdir()}`)).rejects.toThrow(`${tmpdir()} 不是文件`);
  });

  it('a file that is no database is refused by name', async () => {
    const file = scratch.url.slice('file:'.length);
    await writeFile(file, 'this is a letter, not a database');
    await expect(openDatabase(scratch.url)).rejects.toThrow(`${file} 不是 SQLite 数据库`);
  });

  it('the folder is made where it is missing', async () => {
    const database = await openDatabase(scratch.url.replace('test.db', 'deeper/down/test.db'));
    await migrate(database);
    await database.close();
  });

  it('a writer waits for another process, and gives up before the platforms do', async () => {
    const [one, two] = [await openDatabase(scratch.url), await openDatabase(scratch.url)];
    await migrate(one);
    const add = () => two.client.person.create({ data: { id: 'p', name: '甲', recordedAt: new Date() } });
    await one.client.$executeRawUnsafe('BEGIN IMMEDIATE');
    await expect(add()).rejects.toThrow(/locked|busy|timed out/i);
    expect(sqlitePatienceMs).toBeLessThan(5000);
    await one.client.$executeRawUnsafe('COMMIT');
    await add();
    await one.close();
    await two.close();
  });
});

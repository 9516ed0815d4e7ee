import { chmod, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backUp, restore } from '../../src/store/backup/backup.ts';
import { openDatabase } from '../../src/store/database.ts';
import { becomeSoleProcess } from '../../src/store/sole-process.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { connected } from '../helpers/postgres-pool.ts';
import { scratchDir } from '../helpers/scratch-dir.ts';

type Scratch = Awaited<ReturnType<typeof scratchDatabase>>;

let dir: Awaited<ReturnType<typeof scratchDir>>;
let source: Scratch;
let empty: Scratch;
/** A good one. */
let backup: string;
/** What is in the folder: after a refusal the same. */
let before: string[];
beforeAll(async () => {
  dir = await scratchDir();
  source = await scratchDatabase({ migrated: true });
  empty = await scratchDatabase();
  backup = join(dir.path, 'copy');
  await back({ path: backup });
});
beforeEach(async () => {
  before = await readdir(dir.path);
});
afterAll(async () => {
  await source.drop();
  await empty.drop();
  await dir.remove();
});

type Env = Record<string, string | undefined>;

function back({ path, url = source.url, env = process.env }: { path: string; url?: string; env?: Env }) {
  return backUp({ databaseUrl: url, path, env });
}

function put({ path = backup, url = empty.url, env = process.env }: { path?: string; url?: string; env?: Env } = {}) {
  return restore({ databaseUrl: url, path, env, resend: false, now: new Date('2023-12-30T02:00:00Z') });
}

const pathOf = (name: string) => join(dir.path, name);
const fileOf = (url: string) => url.slice('file:'.length);

/** Whether there is nothing yet in the database to be restored to. */
async function isEmpty(): Promise<boolean> {
  if (dialect === 'sqlite') return !(await readdir(join(fileOf(empty.url), '..'))).includes('test.db');
  return connected(empty.url, async (client) => {
    return (await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).rowCount === 0;
  });
}

describe('no backup is written', () => {
  it('over a file', async () => {
    const content = await readFile(backup);
    await expect(back({ path: backup })).rejects.toThrow(`${backup} 已存在，没有覆盖`);
    expect(content.equals(await readFile(backup))).toBe(true);
  });

  it('into a folder that is not there', async () => {
    await expect(back({ path: pathOf('none/copy') })).rejects.toThrow(`文件夹 ${pathOf('none')} 不存在`);
  });

  // root may write everywhere.
  it.runIf(process.getuid?.() !== 0)('into a folder of somebody else', async () => {
    await mkdir(pathOf('closed'));
    await chmod(pathOf('closed'), 0o500);
    await expect(back({ path: pathOf('closed/copy') })).rejects.toThrow(`没有权限写入文件夹 ${pathOf('closed')}`);
  });

  it('of a database that is none of ours', async () => {
    // In a folder of its own: libsql lets go of what stands beside a closed file only some time later.
    const foreign = await scratchDatabase();
    await (await openDatabase(foreign.url)).close();
    await expect(back({ path: pathOf('new'), url: foreign.url })).rejects.toThrow('没有找到本程序的数据');
    await foreign.drop();
    expect((await readdir(dir.path)).filter((name) => name.startsWith('new'))).toEqual([]);
  });
});

describe('nothing is restored', () => {
  it('from what is no backup', async () => {
    await writeFile(pathOf('letter'), 'Dear bureau, this is a letter.');
    await expect(put({ path: pathOf('letter') })).rejects.toThrow('不是 npm run backup 写出的备份');
    await expect(put({ path: pathOf('none') })).rejects.toThrow(`找不到文件 ${pathOf('none')}`);
    await expect(put({ path: dir.path })).rejects.toThrow(`无法读取文件 ${dir.path}`);
  });

  it('from a backup of the other database', async () => {
    await writeFile(pathOf('other'), dialect === 'sqlite' ? 'PGDMP' : 'SQLite format 3\0');
    await expect(put({ path: pathOf('other') })).rejects.toThrow(/^这是 \S+ 数据库的备份，只能恢复到/u);
  });

  it('from a damaged backup', async () => {
    const content = await readFile(backup);
    await writeFile(pathOf('damaged'), content);
    await truncate(pathOf('damaged'), Math.floor(content.length * 0.6));
    await expect(put({ path: pathOf('damaged') })).rejects.toThrow('已损坏');
    expect(await isEmpty()).toBe(true);
  });

  it('from a backup of a later release', async () => {
    const database = await openDatabase(source.url);
    await database.client.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '29990101000000_later')`;
    // Which can be written all the same.
    await back({ path: pathOf('later') });
    await database.client.$executeRaw`DELETE FROM _prisma_migrations WHERE id = 'x'`;
    await database.close();
    await expect(put({ path: pathOf('later') })).rejects.toThrow('这份备份来自更新的版本');
    expect(await isEmpty()).toBe(true);
  });

  it('over a database', async () => {
    const kept = dialect === 'sqlite' ? '已存在，没有恢复' : '不是空的，没有恢复';
    await expect(put({ url: source.url })).rejects.toThrow(kept);
  });
});

describe.runIf(dialect === 'sqlite')('on SQLite', () => {
  it('there has to be a database, and it has to be sound', async () => {
    await expect(back({ path: pathOf('new'), url: `file:${pathOf('none.db')}` })).rejects.toThrow('没有可备份的内容');
    const damaged = await scratchDatabase({ migrated: true });
    const content = await readFile(fileOf(damaged.url));
    await writeFile(fileOf(damaged.url), content.fill(0xaa, content.length / 2, content.length / 2 + 40_000));
    await expect(back({ path: pathOf('new'), url: damaged.url })).rejects.toThrow('已损坏');
    expect(await readdir(dir.path)).toEqual(before);
    await damaged.drop();
  });

  it('a log that was left behind is not played into what is restored', async () => {
    const url = `file:${pathOf('left.db')}`;
    await writeFile(pathOf('left.db-wal'), '');
    await expect(put({ url })).rejects.toThrow('left.db-wal 已存在，没有恢复');
    await writeFile(`${backup}-wal`, '');
    await expect(put()).rejects.toThrow('是直接复制的数据库');
  });

  it('a bot whose file was taken from under it keeps its place', async () => {
    const url = `file:${pathOf('running.db')}`;
    const bot = await becomeSoleProcess(url);
    await expect(put({ url, path: pathOf('later') })).rejects.toThrow('正被另一个科企通进程使用');
    await bot.release();
  });
});

describe.runIf(dialect === 'postgresql')('on PostgreSQL', () => {
  /** A folder with programs of its own, to be found instead of PostgreSQL's. */
  async function programs(scripts: Record<string, string>): Promise<Env> {
    const path = pathOf(`bin${before.length}`);
    await mkdir(path);
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    }
    return { ...process.env, PATH: path };
  }

  it('its programs have to be there, and not older than the server', async () => {
    const none = { ...process.env, PATH: pathOf('nowhere') };
    await expect(back({ path: pathOf('new'), env: none })).rejects.toThrow(
      /^没有找到可用的 pg_dump。请安装 PostgreSQL \d+ 或更新版本的客户端工具/u,
    );
    await expect(put({ env: none })).rejects.toThrow('没有找到可用的 pg_restore');
    const old = await programs({ pg_dump: 'echo "pg_dump (PostgreSQL) 9.6.24"' });
    await expect(back({ path: pathOf('new'), env: old })).rejects.toThrow('pg_dump 的版本是 9，低于数据库服务器的版本');
  });

  it('they get no secret but the password, which no list of processes shows', async () => {
    const said = pathOf('said');
    const script = (name: string) =>
      `[ "$1" = --version ] && echo "${name} (PostgreSQL) 99.1" && exit\necho "$@; $PGPASSWORD; $DATA_KEY; $DATABASE_URL" > ${said}\necho "${name}: error: No space left on device" >&2\nexit 1`;
    const fakes = await programs({ pg_dump: script('pg_dump'), pg_restore: script('pg_restore') });
    const { password } = new URL(source.url);
    const url = Object.assign(new URL(source.url), { password: password || 'p%40ss%20word' }).href;
    const env = { ...fakes, DATA_KEY: 'key', DATABASE_URL: url };
    await expect(back({ path: pathOf('new'), url, env })).rejects.toThrow('磁盘空间不足，没有写出文件');
    const [args, ...rest] = (await readFile(said, 'utf8')).trim().split(';');
    expect(args).not.toContain(decodeURIComponent(new URL(url).password));
    expect(rest).toEqual([` ${decodeURIComponent(new URL(url).password)}`, ' ', '']);
    expect((await readdir(dir.path)).some((name) => name.startsWith('new'))).toBe(false);
  });

  it('nobody else may be in the database that is restored to', async () => {
    await connected(empty.url, () => expect(put()).rejects.toThrow('还有其他程序连接着'));
    expect(await isEmpty()).toBe(true);
  });

  it('what fails on the way leaves nothing behind', async () => {
    // In the way of a table, and no relation.
    await connected(empty.url, (client) => client.query(`CREATE TYPE "Person" AS ENUM ('x')`));
    await expect(put()).rejects.toThrow('恢复失败，数据库仍是空的');
    expect(await isEmpty()).toBe(true);
  });
});

import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup/backup.ts';
import { makeNewFile } from '../../src/store/backup/new-file.ts';
import { openDatabase } from '../../src/store/database.ts';
import { runCommand } from '../helpers/run-command.ts';
import { scratchDir } from '../helpers/scratch-dir.ts';
import { copySqliteTemplate } from '../helpers/template-database.ts';

/** What the commands do whatever their database is; the rest is in test/store/backup.test.ts. */
let dir: Awaited<ReturnType<typeof scratchDir>>;
beforeEach(async () => {
  dir = await scratchDir();
});
afterEach(() => dir.remove());

it('they say how they are used, and in a sentence what is wrong', async () => {
  const url = `file:${join(dir.path, 'none.db')}`;
  const usages = await Promise.all([
    runCommand('backup', url, []),
    runCommand('restore', url, ['a', '--nonsense']),
    runCommand('backup', url, [join(dir.path, 'copy')]),
  ]);
  expect(usages).toMatchObject([
    { code: 2, err: expect.stringContaining('用法：npm run backup -- <文件>') },
    { code: 2, err: expect.stringContaining('用法：npm run restore -- <文件> [--resend]') },
    { code: 1, err: `数据库文件 ${join(dir.path, 'none.db')} 不存在，没有可备份的内容。\n` },
  ]);
  expect(await readdir(dir.path)).toEqual([]);
});

it('a restored database is told of, with what was not finished', async () => {
  const [from, path] = [join(dir.path, 'from.db'), join(dir.path, 'backup')];
  await copySqliteTemplate(from);
  const database = await openDatabase(`file:${from}`);
  const at = new Date();
  await database.client.job.create({
    data: {
      ...{ id: 'j', key: 'j', channel: 'x', state: 'waiting', event: '{}', dueAt: at, owner: '', recordedAt: at },
    },
  });
  await backUp({ databaseUrl: `file:${from}`, path, env: {} });
  await database.close();
  const { code, out } = await runCommand('restore', `file:${join(dir.path, 'deeper/bot.db')}`, [path]);
  expect([code, out]).toEqual([0, expect.stringContaining('备份时有 1 项消息或工作没有完成，已标为不再发送。')]);
  expect(out).toContain('npm run admin -- verify-audit');
  expect((await stat(join(dir.path, 'deeper/bot.db'))).mode & 0o777).toBe(0o600);
});

it.each(['ENOSPC: no space left on device, write', 'database or disk is full', 'disk quota: Disk quota exceeded'])(
  'a full disk leaves nothing half behind: %s',
  async (message) => {
    const making = makeNewFile(join(dir.path, 'copy'), async (part) => {
      await writeFile(part, 'half');
      throw new Error('failed', { cause: new Error(message) });
    });
    await expect(making).rejects.toThrow(`${dir.path} 所在的磁盘空间不足，没有写出文件。`);
    expect(await readdir(dir.path)).toEqual([]);
  },
);

it('a name that was taken meanwhile is not overwritten', async () => {
  const path = join(dir.path, 'taken');
  const making = makeNewFile(path, async (part) => {
    await writeFile(part, 'ours');
    await writeFile(path, 'theirs');
  });
  await expect(making).rejects.toThrow('已存在，没有覆盖');
  expect(await readdir(dir.path)).toEqual(['taken']);
});

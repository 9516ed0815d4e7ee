import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFile as readWorkbook } from '../../src/import/read-file.ts';
import { importCommand } from '../helpers/import-command.ts';

/** What the command does whatever its database is. */
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keqitong-cli-'));
});
afterAll(() => rm(dir, { recursive: true }));

const run = (args: readonly string[], env?: Record<string, string>) =>
  importCommand(`file:${join(dir, 'none.db')}`, args, env);

it('a file of 100 MB is refused before it is read', async () => {
  const path = join(dir, 'huge.xlsx');
  await writeFile(path, Buffer.alloc(100 * 2 ** 20));
  expect(await run([path])).toMatchObject({ code: 1, err: expect.stringContaining('文件有 100 MB，超过 64 MB') });
});

it('needs the key that the server uses', async () => {
  expect(await run(['x.xlsx'], {})).toMatchObject({ code: 1, err: expect.stringContaining('缺少 DATA_KEY') });
});

it('writes the empty workbook, over nothing, and it can be read', async () => {
  const path = join(dir, 'template.xlsx');
  expect((await run(['--template', path])).code).toBe(0);
  expect(existsSync(path)).toBe(true);
  expect(await run(['--template', path])).toMatchObject({ code: 1, err: expect.stringContaining('没有覆盖') });
  const { findings, found } = await readWorkbook(await readFile(path), { today: '2023-12-29' });
  expect(findings.problems).toEqual([]);
  expect(Object.keys(found)).toEqual([
    'enterprises',
    'contacts',
    'qualifications',
    'fundBatches',
    'fundProjects',
    'fundEntries',
    'deadlines',
  ]);
});

it('says how it is used', async () => {
  expect(await run([])).toMatchObject({ code: 1, err: expect.stringContaining('用法') });
  expect(await run(['a.xlsx', '--nonsense'])).toMatchObject({ code: 1, err: expect.stringContaining('用法') });
});

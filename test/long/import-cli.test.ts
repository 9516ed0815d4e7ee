import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importCommand } from '../helpers/import-command.ts';
import { type Importing, importing } from '../helpers/importing.ts';
import { fullWorkbook, rowsBy } from '../helpers/workbooks.ts';

/** What the command does with a database; the rest of it is in test/cli/import-command.test.ts. */
let db: Importing;
let dir: string;
beforeAll(async () => {
  db = await importing();
  dir = await mkdtemp(join(tmpdir(), 'keqitong-cli-'));
});
afterAll(async () => {
  await db.drop();
  await rm(dir, { recursive: true });
});

const run = (args: readonly string[]) => importCommand(db.url, args);

async function fileOf(name: string, content: Parameters<typeof fullWorkbook>[0]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, await fullWorkbook(content));
  return path;
}

it('applies new rows, does nothing the second time, lists changes and waits for --apply', async () => {
  const path = await fileOf('new.xlsx', { enterprises: [['某某科技有限公司', '', '', '软件']] });
  const first = await run([path]);
  expect([first.code, first.out]).toEqual([0, expect.stringContaining('企业：新增 1 家，变更 0 家，无变化 0 家')]);
  expect(first.out).toContain('已导入。');
  expect(first.err).toContain('写入……');
  const second = await run([path]);
  expect([second.code, second.out]).toEqual([0, expect.stringContaining('没有需要写入的数据')]);

  const changed = await fileOf('changed.xlsx', {
    enterprises: [['某某科技有限公司', '', '', '农业'], ['另一有限公司']],
  });
  const listed = await run([changed]);
  expect([listed.code, listed.out]).toEqual([
    2,
    expect.stringContaining('“企业”第2行 某某科技有限公司 行业：软件 → 农业'),
  ]);
  expect(await db.database.client.enterprise.findMany({ select: { industry: true } })).toEqual([{ industry: '软件' }]);
  expect((await run([changed, '--apply'])).code).toBe(0);
  expect(await db.database.client.enterprise.count()).toBe(2);
});

it('a deadline that concerns everybody waits for --apply, with the number', async () => {
  const inAYear = new Date(Date.now() + 365 * 24 * 60 * 60_000).toISOString().slice(0, 10);
  const call = { program: '安全检查', year: inAYear.slice(0, 4), dueOn: inAYear, basis: '通知', audience: '全部企业' };
  const path = await fileOf('deadlines.xlsx', { deadlines: rowsBy('deadlines', call) });
  const listed = await run([path]);
  expect([listed.code, listed.out]).toEqual([2, expect.stringContaining('全部企业，涉及全部在营企业共2家，请核对；')]);
  expect(await db.database.client.deadline.count()).toBe(0);
  expect((await run([path, '--apply'])).code).toBe(0);
  expect(await db.database.client.deadline.count()).toBe(1);
  expect((await run([path])).out).toContain('没有需要写入的数据');
});

it('lists what is wrong and ends with 1', async () => {
  const path = await fileOf('wrong.xlsx', { enterprises: [['某某科技有限公司', '123']] });
  const wrong = await run([path]);
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('“企业”表第2行“统一社会信用代码”：长度/字符不合规');
  expect((await run([join(dir, 'none.xlsx')])).err).toContain('找不到文件');
  const text = join(dir, 'text.xlsx');
  await writeFile(text, '企业');
  expect(await run([text])).toMatchObject({ code: 1, err: expect.stringContaining('这不是 .xlsx 文件') });
});

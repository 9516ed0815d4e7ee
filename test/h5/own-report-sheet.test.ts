import { expect, it } from 'vitest';
import { visitedWorld } from '../helpers/visited-world.ts';
import { rawWorkbook, sheetData } from '../helpers/workbooks.ts';

const visited = visitedWorld('2024-01-05T10:00');

const sheet = (name: string, ...rows: string[][]) =>
  rawWorkbook({ 月报: sheetData([['指标', '2023年12月'], [`企业全称：${name}`], ...rows]) });

async function upload(bytes: Buffer, name = '月报.xlsx') {
  const csrf = (await visited.who.get('/h5/own-reports')).field('csrf');
  return visited.who.postFile('/h5/own-report-sheet', { csrf }, { name, bytes });
}

const drafts = () => visited.world.database.client.reportEntry.findMany({ where: { report: { period: '2023-12' } } });

it('a contact gets the sheet on the page, and what comes back is read into drafts', async () => {
  await visited.as('contact01');
  expect((await visited.who.get('/h5/own-reports')).text).toContain('用表格填报多个月');
  const file = await visited.who.get('/h5/own-report-sheet');
  expect(file.headers.get('content-type')).toMatch(/spreadsheetml/u);
  const read = await upload(await sheet('示例企业01', ['营业收入', '320.5'], ['研发费用', '约二十']));
  expect(read.status).toBe(200);
  expect(read.text).toMatch(/已读取1个月的数据并保存为草稿，尚未提交/u);
  expect(read.text).toMatch(/B4单元格：没有看懂金额“约二十万元?”|B4单元格：没有看懂金额/u);
  expect(read.html).toContain('/h5/own-reports/2023-12');
  expect((await drafts()).map(({ key, month, via }) => [key, month, via])).toEqual([['revenue', 320_500_000n, 'h5']]);
});

it('what it overwrites is named, all of it, and stands beside the figure until the month is handed in', async () => {
  await visited.as('contact01');
  const rows = (amount: string) =>
    ['营业收入', '研发费用', '利润总额', '实际上缴税费', '出口额', '技术合同成交额'].map((label) => [label, amount]);
  await upload(await sheet('示例企业01', ...rows('7')));
  const { text } = await upload(await sheet('示例企业01', ...rows('8.5')));
  expect(text.match(/2023年12月“[^”]+”：7万元→8.5万元/gu)).toHaveLength(6);
  expect(text).not.toMatch(/未列出/u);
  expect((await visited.who.get('/h5/own-reports/2023-12')).text).toMatch(
    /营业收入（万元） 必填 [^必]*李一（2024年1月5日 10:0\d）原填7万元/u,
  );
  await visited.world.database.client.reportEntry.deleteMany({ where: { report: { period: '2023-12' } } });
});

it('a sheet of another enterprise is refused whole, and so is what is no sheet', async () => {
  await visited.as('contact01');
  const before = await drafts();
  const refused = await upload(await sheet('示例企业02', ['营业收入', '999']));
  expect(refused.status).toBe(400);
  expect(refused.text).toMatch(/整份表格未读取.*表中的企业全称为“示例企业02”，不是您绑定的企业“示例企业01”/u);
  expect((await upload(Buffer.from('x'), '月报.docx')).text).toMatch(/只能上传填好的月报表格/u);
  expect((await upload(Buffer.alloc(2 ** 20 + 200_000))).text).toMatch(/文件超过 1 MB/u);
  expect(await drafts()).toEqual(before);
});

it('nobody else gets or sends one', async () => {
  await visited.as('officer');
  expect((await visited.who.get('/h5/own-report-sheet')).status).toBe(403);
});

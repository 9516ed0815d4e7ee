import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tidy } from '../../src/domain/workbook/cell.ts';
import { openPackage } from '../../src/import/open-zip.ts';
import { readReportGrid } from '../../src/import/read-report.ts';
import { readSheet, readWorkbook } from '../../src/import/read-workbook.ts';
import { rawWorkbook, sheetData } from '../helpers/workbooks.ts';
import { type Chat, conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

/** 2023-12 is open until the 10th, 2023-11 is late until then. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
});
afterAll(async () => {
  expect(world.remarks().filter((one) => !/documented are 1024/u.test(one))).toEqual([]);
  await world.stop();
});

async function send(chat: Chat, fileName: string, bytes: Buffer): Promise<void> {
  await chat.say('', { kind: 'file', extra: { fileName, contentBase64: bytes.toString('base64') } });
}

/** The file that comes next in a conversation. */
async function fileIn(chat: Chat): Promise<Buffer> {
  const found = (await chat.news()).find(({ file }) => file);
  const response = await fetch(`${world.emulator.url}/emulator/files/${found?.file?.id}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Where a platform delivers files to us, where what is told later arrives, and whose enterprise it is. */
const channels = [
  ['WeCom AI bot', 'WeCom app', 'contact01', '示例企业01', '示例企业02'],
  ['DingTalk robot', 'DingTalk robot', 'contact02', '示例企业02', '示例企业01'],
] as const;

/** The rows of a sheet of an export, each by its header. */
async function tableOf(bytes: Buffer, name: string) {
  const pack = await openPackage(bytes);
  const { sheets } = await readWorkbook(pack);
  const rows: Map<number, string>[] = [];
  await readSheet(
    pack,
    sheets.find((one) => one.name === name)?.part ?? '',
    { shared: [], own: (text) => text },
    ({ cells }) => {
      rows.push(new Map([...cells].map(([index, { value }]) => [index, value])));
    },
  );
  pack.close();
  const [header = new Map<number, string>(), ...rest] = rows;
  return rest.map((cells) => Object.fromEntries([...cells].map(([index, value]) => [header.get(index) ?? '', value])));
}

const wanText = (fen: bigint) => String(Number(fen) / 1_000_000);

describe.each(channels)('in %s', (asking, telling, person, firm, other) => {
  const chatOf = (who: PersonId) => {
    const chat = world.chat(who, conversations[asking](who));
    return { chat, told: asking === telling ? chat : world.chat(who, conversations[telling](who)) };
  };
  const draftOf = async (period: string) => {
    const rows = await world.database.client.reportEntry.findMany({
      where: { kind: 'FIGURE', report: { period, enterprise: { names: { some: { text: firm } } } } },
      orderBy: { seq: 'asc' },
    });
    return Object.fromEntries(rows.map(({ key, month, total }) => [key, [month, total]]));
  };

  it('an officer gets the figures of months as a file', async () => {
    const { chat, told } = chatOf('officer');
    await told.news();
    await chat.say('/导出 月报 2023-10 至 2023-11');
    await chat.shouldSee(/正在生成2023年10月至2023年11月（2个月）月报/);
    const { client } = world.database;
    const bytes = await fileIn(told);
    const values = await client.reportValue.findMany({
      where: { key: 'revenue', submission: { report: { period: '2023-11' } } },
      include: { submission: { select: { report: { select: { enterprise: { select: { names: true } } } } } } },
    });
    expect(values.length).toBeGreaterThan(10);
    const rows = await tableOf(bytes, '按企业');
    for (const { month, submission } of values) {
      const name = submission.report.enterprise.names.find(({ kind }) => kind === 'FULL')?.text;
      const row = rows.find((one) => one.企业 === name && one.报告期 === '2023-11');
      expect([name, Number(row?.['营业收入（万元）本月'])]).toEqual([name, Number(wanText(month ?? -1n))]);
    }
    const sum = values.reduce((all, { month }) => all + (month ?? 0n), 0n);
    const zone = await tableOf(bytes, '开发区合计');
    const total = zone.find((one) => one.指标 === '营业收入' && one.报告期 === '2023-11');
    expect([total?.['本月（月末）'], total?.报送企业数]).toEqual([wanText(sum), String(values.length)]);
    expect((await tableOf(bytes, '未报名单')).map((one) => `${one.报告期} ${one.企业} ${one.状态}`)).toEqual(
      expect.arrayContaining(['2023-11 示例企业09 逾期未报', '2023-11 示例企业10 逾期未报', '2023-11 示例企业06 退回']),
    );
    const audit = await client.auditEntry.findFirst({ where: { action: 'export', objectType: 'reports' } });
    expect(audit).not.toBeNull();
  });

  it('is told how to write the months, and a viewer gets none', async () => {
    const { chat } = chatOf('officer');
    await chat.say('/导出 月报 上月');
    await chat.shouldSee(/没有看懂报告期“上月”[\s\S]*“\/导出 月报 2026-01 至 2026-10”/);
    await chat.say('/导出 月报 2024-01');
    await chat.shouldSee(/2024年1月尚未结束，目前最晚可导出2023年12月/);
    const { chat: viewer } = chatOf('viewer');
    await viewer.say('/导出 月报 2023-11');
    await viewer.shouldSee(/没有权限/);
  });

  it('a contact gets the sheet, fills it in, sends it back, and confirms what was read', async () => {
    const { chat, told } = chatOf(person);
    await told.news();
    await told.say('/月报 模板');
    await told.shouldSee(new RegExp(`${firm}的月报表格见随附文件，可填报：2023年12月`));
    const grid = await readReportGrid(await fileIn(told));
    const rows = grid.rows.map(({ cells }) => [...cells.values()].map(({ value }) => value));
    expect(rows[0]).toEqual(['指标', '2023年12月', '单位', '口径']);
    expect(rows[1]).toEqual([`企业全称：${firm}`]);
    const staff = rows.find(([label]) => label === '*期末从业人员（职工总数）');
    expect(Number(staff?.[1])).toBeGreaterThan(10);
    const figures: Record<string, string> = { '*营业收入': '520.5', '*研发费用': '40', '*利润总额': '-3.2' };
    const filled = grid.rows.map(({ cells }) => {
      const label = tidy(cells.get(0)?.value ?? '');
      const texts = Array.from({ length: 4 }, (_, index) => cells.get(index)?.value ?? '');
      const given = figures[label];
      return given === undefined ? texts : [label, `<c><v>${given}</v></c>`, ...texts.slice(2)];
    });
    await send(chat, '月报表格.xlsx', await rawWorkbook({ 月报: sheetData(filled), 填写说明: sheetData([['甲']]) }));
    await chat.shouldSee(/已收到月报表格/);
    const { text } = await told.shouldSee(/月报表格读取结果/);
    expect(text).toMatch(/已读取1个月的数据并保存为草稿，尚未提交/);
    expect(text).toMatch(/2023年12月：读取\d+项，新填或更改3项/);
    expect(await draftOf('2023-12')).toEqual({
      revenue: [520_500_000n, null],
      rndExpense: [40_000_000n, null],
      totalProfit: [-3_200_000n, null],
    });
    // What was carried over and came back as it was is still confirmed by nobody.
    await told.tapOn(/月报表格读取结果|2023年12月/u, '核对2023年12月');
    await told.shouldSee(/520\.50[\s\S]*沿用上月，未确认/);
    // The same file again, one figure put right.
    const right = filled.map((cells) => (cells[0] === '*营业收入' ? ['*营业收入', '521'] : cells));
    await send(chat, '月报表格.xlsx', await rawWorkbook({ 月报: sheetData(right) }));
    await told.shouldSee(/新填或更改1项/);
    expect((await draftOf('2023-12')).revenue).toEqual([521_000_000n, null]);
  });

  it.each([
    ['of zone totals to staff', 'officer', '/月报 趋势 营业收入 2023-11', '2023-11营业收入趋势.png'],
    ['of a month to staff', 'officer', '/月报 2023-11', '2023-11月报填报进度.png'],
    ['of the own year to a contact', person, '/月报', '2023-12经营情况.png'],
  ] as const)('a picture comes as one: %s', async (_what, who, say, name) => {
    const { chat, told } = chatOf(who);
    await told.news();
    await chat.say(say);
    const picture = (await told.news()).find(({ kind }) => kind === 'image');
    expect(picture?.file).toMatchObject({ name, type: 'image/png' });
  });

  const sheet = (name: string, header: string[], ...rows: string[][]) =>
    rawWorkbook({ 月报: sheetData([header, [`企业全称：${name}`], ...rows]) });

  it('what cannot be read is told by its cell, the rest is kept', async () => {
    const { chat, told } = chatOf(person);
    await told.news();
    const rows = [
      ['营业收入', '1,2,3.4'],
      ['研发费用', '41.5'],
      ['期末从业人员', '-3'],
      ['职工总数', '-3'],
      ['实际上缴税费', '约十万'],
      ['出口额', '1.234'],
    ];
    await send(chat, '月报.xlsx', await sheet(firm, ['指标', '2023年12月'], ...rows));
    const { text } = await told.shouldSee(/月报表格读取结果/);
    expect(text).toMatch(/未读取，请改正（5项）/);
    expect(text).toMatch(/B3单元格：金额“1,2,3\.4万元”的千分位逗号位置不对/);
    expect(text).toMatch(/A5单元格：不认识的指标“期末从业人员”/);
    expect(text).toMatch(/B6单元格：不能为负数/);
    expect(text).toMatch(/B7单元格：没有看懂金额“约十万”/);
    expect(text).toMatch(/B8单元格：“1\.234”的小数过多/);
    expect((await draftOf('2023-12')).rndExpense).toEqual([41_500_000n, null]);
  });

  it('a sheet of another enterprise, of a month that is over or has not begun, is refused whole', async () => {
    const { chat, told } = chatOf(person);
    const before = await draftOf('2023-12');
    await told.news();
    await send(chat, '月报.xlsx', await sheet(other, ['指标', '2023年12月'], ['营业收入', '999']));
    await told.shouldSee(new RegExp(`整份表格未读取[\\s\\S]*表中的企业全称为“${other}”，不是您绑定的企业“${firm}”`));
    for (const [month, reason] of [
      ['2023年10月', /2023年10月月报的填报期已结束/],
      ['2024年1月', /2024年1月尚未结束/],
      ['2023年13月', /没有这个月份/],
    ] as const) {
      await send(chat, '月报.xlsx', await sheet(firm, ['指标', '2023年12月', month], ['营业收入', '999', '999']));
      await told.shouldSee(reason);
    }
    expect(await draftOf('2023-12')).toEqual(before);
    // A column that is empty is no month that was meant.
    await send(chat, '月报.xlsx', await sheet(firm, ['指标', '2023年12月', '2023年10月'], ['研发费用', '42', '']));
    await told.shouldSee(/2023年12月：读取1项/);
  });

  it('what is no such sheet, or too large, is said to be so', async () => {
    const { chat, told } = chatOf(person);
    await told.news();
    await send(chat, '月报.xlsx', Buffer.from('指标,2023年12月'));
    await told.shouldSee(/不是 \.xlsx 文件/);
    await send(chat, '月报.xlsx', Buffer.alloc(2 ** 20 + 1));
    await chat.shouldSee(/文件超过|MB/);
    if (asking === 'DingTalk robot') {
      await send(chat, '月报.docx', Buffer.from('x'));
      await chat.shouldSee(/目前只能接收填好的月报表格/);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { askedOf } from '../../src/domain/reports/asked.ts';
import { builtInSet } from '../../src/domain/reports/indicators.ts';
import { readReportSheet } from '../../src/domain/reports/sheet.ts';
import { readSheetFigures } from '../../src/domain/reports/sheet-figures.ts';
import { readReportGrid } from '../../src/import/read-report.ts';
import { rawWorkbook, sheetData, workbook, zipOf } from '../helpers/workbooks.ts';

const firm = '某某科技有限公司';
const facts = { isHnte: true, isTechSme: false, isIndustry: false, operatingState: 'NORMAL' };
const asked = askedOf(builtInSet, { ...facts, projects: [{ number: 12, name: '甲项目', received: 0n }] });
const months = new Map([
  ['2026-09', asked],
  ['2026-10', asked],
]);

async function read(bytes: Buffer) {
  const sheet = readReportSheet(await readReportGrid(bytes));
  return { ...sheet, ...readSheetFigures(sheet, months) };
}

/** A sheet of these rows below the header; a cell that begins with `<c` stays as it is. */
function sheetOf(
  rows: readonly (readonly string[])[],
  { header = ['指标', '2026年9月', '2026年10月', '单位'], after = '' } = {},
) {
  return rawWorkbook({ 月报: sheetData([header, [`企业全称：${firm}`], ...rows]) + after });
}

const number = (value: string) => `<c><v>${value}</v></c>`;

/** The figure of one cell of one indicator, or why it is none. */
async function one(label: string, cell: string, unit = ''): Promise<string> {
  const { months: read1, problems } = await read(await sheetOf([[label, cell, '', unit]]));
  const [problem] = problems;
  if (problem) return `${problem.at} ${problem.reason}`;
  const [entry] = read1[0]?.entries ?? [];
  return entry ? `${entry.key} ${entry.month}` : 'nothing';
}

describe('a cell', () => {
  it.each([
    ['营业收入', number('320.5'), 'revenue 320500000'],
    ['营业收入', '320.5', 'revenue 320500000'],
    ['*营业收入', '１，２３４.5', 'revenue 1234500000'],
    ['营收', '320万元', 'revenue 320000000'],
    ['营业收入', '1.2亿', 'revenue 12000000000'],
    // What counting in binary leaves over is none of what was meant.
    ['营业收入', number('320.49999999999994'), 'revenue 320500000'],
    ['营业收入', number('0.30000000000000004'), 'revenue 300000'],
    ['营业收入', number('1E2'), 'revenue 100000000'],
    ['营业收入', number('0'), 'revenue 0'],
    ['利润总额', number('-12.34'), 'totalProfit -12340000'],
    ['期末从业人员（职工总数）', number('46'), 'staff 46'],
    ['期末从业人员（职工总数）', '1,046人', 'staff 1046'],
    ['职工', number('46.0'), 'staff 46'],
    ['科技专项资金支出（P-12 甲项目）', number('3'), 'fundSpent:12 3000000'],
    ['营业收入', '<c><f>300+20.5</f><v>320.5</v></c>', 'revenue 320500000'],
    ['营业收入', '—', 'nothing'],
    ['营业收入', ' ', 'nothing'],
    ['营业收入', 'NaN', 'B3 没有看懂金额“NaN”'],
    ['营业收入', '三百二十', 'B3 没有看懂金额“三百二十”'],
    ['营业收入', '1,2,3.4', 'B3 金额“1,2,3.4万元”的千分位逗号位置不对'],
    ['营业收入', number('1.234'), 'B3 “1.234”的小数过多'],
    ['营业收入', number('33.3333333333333'), 'B3 “33.3333333333333”的小数过多'],
    ['营业收入', number('-1'), 'B3 不能为负数。'],
    ['营业收入', '<c t="e"><v>#DIV/0!</v></c>', 'B3 单元格是错误值 #DIV/0!'],
    ['营业收入', '<c t="b"><v>1</v></c>', 'B3 应为金额，这里是逻辑值'],
    ['营业收入', '<c><f>1+1</f></c>', 'B3 公式没有保存计算结果'],
    ['营业收入', '99999999999', 'B3 金额“99999999999万元”过大'],
    ['职工', number('-3'), 'B3 不能为负数。'],
    ['职工', number('46.5'), 'B3 应为整数，这里是“46.5”。'],
    ['职工', '约四十人', 'B3 应为整数，这里是“约四十人”。'],
    ['职工', '1,2', 'B3 应为整数，这里是“1,2”。'],
    ['职工', number('1234567890'), 'B3 数字“1234567890”过大'],
    ['职工', '<c t="b"><v>1</v></c>', 'B3 应为整数，这里是逻辑值'],
    ['人均产值', number('1'), 'A3 不认识的指标“人均产值”'],
    ['', number('1'), 'A3 有数据但没有指标名称。'],
  ])('%s %s: %s', async (label, cell, expected) => {
    expect(await one(label, cell)).toContain(expected);
  });

  it('counts in the unit of its row', async () => {
    expect(await one('营业收入', number('3205000'), '元')).toBe('revenue 320500000');
    expect(await one('营业收入', number('3205050.5'), '元')).toContain('折合万元最多两位小数');
    expect(await one('营业收入', number('1'), '人')).toBe('D3 “营业收入”的单位应为万元，这里是“人”，该行未读取。');
    expect(await one('职工', number('1'), '万元')).toContain('的单位应为人');
  });
});

describe('a sheet', () => {
  it('is read month by month; cumulative figures where there is a column for them', async () => {
    const header = ['指标', '2026-09', '2026年9月累计', '2026年10月本月数', '2026年1—10月'];
    const rows = [
      ['营业收入', number('1'), number('9'), number('2'), number('11')],
      ['科技人员', number('5'), '—', number('6')],
      ['研发费用', '', number('4')],
    ];
    const { months: read1, problems, notes } = await read(await sheetOf(rows, { header }));
    expect([problems, notes]).toEqual([[], []]);
    expect(read1).toEqual([
      {
        period: '2026-09',
        entries: [
          { key: 'revenue', month: 1_000_000n, total: 9_000_000n },
          { key: 'techStaff', month: 5n, total: null },
          { key: 'rndExpense', month: null, total: 4_000_000n },
        ],
      },
      {
        period: '2026-10',
        entries: [
          { key: 'revenue', month: 2_000_000n, total: 11_000_000n },
          { key: 'techStaff', month: 6n, total: null },
        ],
      },
    ]);
  });

  it('says what it left alone, and what must not be', async () => {
    const rows = [
      ['营业收入', number('1'), '', '万元', '说明文字', '', '多余'],
      ['营业收入', number('2')],
      ['科技人员', '', '<c r="C5"><f>2*3</f><v>6</v></c>'],
    ];
    const header = ['指标', '2026年9月', '2026年10月', '单位', '备注', '负责人'];
    const { months: read1, problems, notes } = await read(await sheetOf(rows, { header }));
    expect(read1.flatMap(({ entries }) => entries)).toHaveLength(2);
    expect(problems).toEqual([{ at: 'A4', reason: '“营业收入”在第3行已有，请只留一行。' }]);
    expect(notes).toEqual([
      'F列“负责人”不是月份，未读取。',
      'G列没有列名，其中内容未读取。',
      '表中有1个公式，按文件保存时的计算结果读取。',
    ]);
  });

  it('reads nothing of merged cells', async () => {
    const rows = [
      ['营业收入', number('1'), number('2')],
      ['研发费用', '', number('3')],
    ];
    const after = '<mergeCells><mergeCell ref="B3:B4"/></mergeCells>';
    const { months: read1, problems } = await read(await sheetOf(rows, { after }));
    expect(problems).toEqual([{ at: 'B3', reason: 'B3:B4 是合并单元格，请取消合并后填写。' }]);
    expect(read1.map(({ entries }) => entries.length)).toEqual([0, 2]);
  });

  it('tells of a figure that its month does not ask for, and of a sum of what there is at a month’s end', async () => {
    const only = new Map([
      ['2026-09', asked.filter(({ key }) => key !== 'export')],
      ['2026-10', asked],
    ] as const);
    const header = ['指标', '2026年9月', '2026年9月累计', '2026年10月'];
    const bytes = await sheetOf(
      [
        ['出口额', number('1')],
        ['科技人员', '', number('5')],
        ['出口额', '', '', '1'],
      ],
      { header },
    );
    const { problems } = readSheetFigures(readReportSheet(await readReportGrid(bytes)), only);
    expect(problems.map(({ at, reason }) => `${at} ${reason}`)).toEqual([
      'B3 2026年9月不填报该指标，请清空。',
      'C4 该指标填月末数，没有累计，请清空。',
      'A5 “出口额”在第3行已有，请只留一行。',
    ]);
  });

  it('counts problems beyond a hundred', async () => {
    const rows = Array.from({ length: 130 }, (_, n) => [`指标${n}`, number('1')]);
    const { problems, notes } = await read(await sheetOf(rows));
    expect([problems.length, notes]).toEqual([100, ['另有30处问题未列出。']]);
  });

  it.each([
    [['指标', '10月'], 'B列“10月”：没有看懂是哪一年哪一月'],
    [['指标', '2026年13月'], 'B列“2026年13月”：没有这个月份'],
    [['指标', '2026年'], 'B列“2026年”：没有看懂是哪一年哪一月'],
    [['指标', number('46296')], 'B列“46296”：没有看懂是哪一年哪一月'],
    [['指标', '2026年9月', '2026-09'], 'B列和C列是同一个月份'],
    [['指标', '本月'], '表中没有月份列'],
    [['项目', '2026年9月'], '表中没有找到“指标”一列'],
    [['指标', ...Array.from({ length: 14 }, (_, n) => `20${n + 10}年1月`)], '最多填报13个月份'],
  ])('with the header %j is refused: %s', async (header, reason) => {
    await expect(sheetOf([['营业收入', number('1')]], { header }).then(read)).rejects.toThrow(reason);
  });
});

describe('a file', () => {
  it('without the name of an enterprise is refused', async () => {
    const bytes = await rawWorkbook({
      月报: sheetData([
        ['指标', '2026年9月'],
        ['营业收入', number('1')],
      ]),
    });
    await expect(read(bytes)).rejects.toThrow('表中没有“企业全称”，不能确认是哪家企业的数据');
  });

  it('may have the name in the next cell', async () => {
    const bytes = await rawWorkbook({
      表1: sheetData([
        ['企业全称', firm],
        ['指标', '2026年9月'],
        ['营业收入', number('1')],
      ]),
    });
    expect(await read(bytes)).toMatchObject({ enterprise: firm, problems: [] });
  });

  it.each([
    ['text', async () => Buffer.from('指标,2026年9月'), '不是 .xlsx 文件'],
    [
      'another workbook',
      () => workbook(...['企业', '资质'].map((name) => ({ name, header: ['甲'], rows: [] }))),
      '没有“月报”工作表',
    ],
    ['a zip file', () => zipOf({ a: 'b' }), '不是 Excel 工作簿'],
    ['much of nothing', () => zipOf({ a: Buffer.alloc(9 * 2 ** 20) }), '解压后超过 8 MB'],
    [
      'many parts',
      () => zipOf(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`p${n}`, '']))),
      '超过 200 个',
    ],
    ['many rows', () => sheetOf(Array.from({ length: 501 }, () => ['甲'])), '超过500行'],
    ['many merged cells', () => sheetOf([], { after: '<mergeCell ref="B3:B4"/>'.repeat(201) }), '合并单元格过多'],
    [
      'a document type',
      () =>
        rawWorkbook({ 月报: '' }, { sharedStrings: '' }).then(async () =>
          zipOf({ '_rels/.rels': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
        ),
      '文档类型声明',
    ],
  ])('that is %s is refused', async (_what, make, reason) => {
    await expect(make().then(read)).rejects.toThrow(reason);
  });

  it('that is made to keep the reader busy keeps nobody else waiting', async () => {
    const row = `<row>${'<c t="inlineStr"><is><t>a</t></is></c>'.repeat(190)}</row>`;
    const bytes = await rawWorkbook({ 月报: `<sheetData>${row.repeat(490)}</sheetData>` });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await expect(read(bytes)).rejects.toThrow('没有找到“指标”');
    clearInterval(timer);
    // Four megabytes of cells are read a piece at a time.
    expect(turns).toBeGreaterThan(10);
  });
});

import { describe, expect, it } from 'vitest';
import type { Cell, Reading } from '../../../src/domain/workbook/cell.ts';
import { deadlineColumns } from '../../../src/domain/workbook/deadline-columns.ts';
import { readDeadlineRow } from '../../../src/domain/workbook/deadline-rows.ts';
import { readTimeCell } from '../../../src/domain/workbook/times.ts';

type Key = keyof typeof deadlineColumns;

const text = (value: string): Cell => ({ kind: 'text', value, formula: false });
const number = (value: string): Cell => ({ kind: 'number', value, formula: false });
const told = <T>(read: Reading<T>) => (read.ok ? read.value : read.reason);

const keys = Object.keys(deadlineColumns) as Key[];
const header = {
  row: 1,
  columns: new Map(keys.map((key, index) => [key, index])),
  titles: new Map(keys.map((key) => [key, deadlineColumns[key].header])),
};

/** What a line says, and what is wrong with it, by column. */
function read(cells: Readonly<Partial<Record<Key, Cell | string>>>) {
  const problems: string[] = [];
  const given = { program: '高新技术企业认定', year: '2024', ...cells };
  const entries = Object.entries(given).map(
    ([key, cell]) => [keys.indexOf(key as Key), typeof cell === 'string' ? text(cell) : cell] as const,
  );
  const row = readDeadlineRow({ number: 7, cells: new Map(entries) }, header, {
    dateSystem: 1900,
    today: '2023-12-29',
    problem: (column, reason) => problems.push(`${column}：${reason}`),
    note: () => undefined,
  });
  return { row, problems };
}

describe('times in cells', () => {
  it.each([
    // What a spreadsheet makes of 17:00, 09:30, 24:00 and 0:00.
    [number('0.70833333333333337'), '17:00'],
    [number('0.39583333333333331'), '09:30'],
    [number('1'), '24:00'],
    [number('0'), '00:00'],
    [number('17'), '“17”不是时间，请按 17:00 的格式填写，当日结束写 24:00。'],
    [number('45483.5'), '“45483.5”不是时间，请按 17:00 的格式填写，当日结束写 24:00。'],
    [text('24:00'), '24:00'],
    [text('１７：００'), '17:00'],
    [text('17:00:00'), '17:00'],
    [text('16点'), '16:00'],
    [text('下午4点半'), '16:30'],
    [text('25:00'), '时间“25:00”不明确，请按 24 小时制填写，例如 16:00。'],
    [text('4点'), '时间“4点”不明确，请按 24 小时制填写，例如 16:00。'],
    [text('下班前'), '“下班前”不是时间，请按 17:00 的格式填写，当日结束写 24:00。'],
    [text(' '), null],
    [undefined, null],
    [
      { kind: 'boolean', value: '1', formula: false } as Cell,
      '应为时间，这里是逻辑值，请按 17:00 的格式填写，当日结束写 24:00。',
    ],
  ])('%o', (cell, expected) => expect(told(readTimeCell(cell))).toBe(expected));
});

describe('a line of 截止事项', () => {
  it('says everything that the form asks for', () => {
    const { row, problems } = read({
      ...{ program: ' 高新技术企业认定 ', year: '2024年度', batch: '第二批', kind: '报送义务' },
      ...{ dueOn: number('45483'), dueAt: '24:00', officialOn: '2024年7月17日', officialAt: number('0.75') },
      ...{ basis: '惯例', noticeNo: '内科高字[2024]8号', url: 'https://kjt.example.gov.cn/8' },
      ...{ audience: '当年到期高企、有效自治区级科技型中小企业，G2', industries: '农业；计算机、通信设备业\n软件' },
      ...{ include: '91350100M000100Y43\n示例企业02有限公司', exempt: '示例企业03有限公司' },
    });
    expect(problems).toEqual([]);
    expect(row).toMatchObject({
      ...{ row: 7, program: '高新技术企业认定', year: 2024, batch: 2, kind: 'DUTY' },
      ...{ dueOn: '2024-07-10', dueAt: '24:00', officialOn: '2024-07-17', officialAt: '18:00' },
      ...{ basis: 'CUSTOM', noticeNo: '内科高字〔2024〕8号', url: 'https://kjt.example.gov.cn/8' },
      audience: {
        everybody: false,
        anyOf: [
          { kind: 'qualification', type: 'HNTE', level: null, state: 'EXPIRES_IN_YEAR' },
          { kind: 'qualification', type: 'TECH_SME', level: 'REGION', state: 'VALID' },
          { kind: 'group', group: 'G2' },
        ],
      },
      industries: ['农业', '计算机、通信设备业', '软件'],
      include: [{ key: '91350100M000100Y43', isCode: true }, { text: '示例企业02有限公司' }],
      exempt: [{ text: '示例企业03有限公司' }],
    });
  });

  it('says nothing by empty cells', () => {
    const { row } = read({});
    const { row: _row, program: _program, year: _year, unread, ...rest } = row ?? {};
    expect(Object.values(rest).every((value) => value === null)).toBe(true);
    expect(unread).toEqual(new Set());
    expect(Object.keys(rest)).toHaveLength(keys.length - 2);
  });

  it.each<[words: string, state: string]>([
    ['有效期内的高新技术企业', 'VALID'],
    ['待批复高企', 'PENDING'],
    ['事项年度内到期的高企', 'EXPIRES_IN_YEAR'],
    ['没有有效的高新技术企业', 'NONE'],
  ])('takes the words of the form for the state: %s', (audience, state) => {
    const { row } = read({ audience });
    expect(row?.audience?.anyOf).toEqual([{ kind: 'qualification', type: 'HNTE', level: null, state }]);
  });

  it.each<[cells: Parameters<typeof read>[0], problem: string]>([
    [{ program: '' }, '事项名称：必须填写。'],
    [{ year: '' }, '年度：必须填写。'],
    [{ year: '明年' }, '年度：“明年”不是年度，请写成 2023。'],
    [{ batch: '第二' }, '批次：“第二”不是批次，请写 2 或 第二批。'],
    [{ kind: '通知' }, '类别：“通知”不在可选范围内，应为：申报、报送义务。'],
    [{ dueOn: '2023-02-29' }, '材料到开发区日期：没有“2023-02-29”这一天。'],
    [{ dueOn: '7月10日' }, '材料到开发区日期：“7月10日”不是日期，请写成 2023-01-02 这样的日期。'],
    // Read as a date alone the time would be left out, or the day be the next.
    [{ dueOn: '2024-07-10 17:00' }, '材料到开发区日期：这一列只写日期，时间请写在右边的时间列。'],
    [{ officialOn: number('45483.708333') }, '推荐上报日期：这一列只写日期，时间请写在右边的时间列。'],
    [{ officialAt: '24:30' }, '推荐上报时间：时间“24:30”不明确，请按 24 小时制填写，例如 16:00。'],
    [{ basis: '电话' }, '依据：“电话”不在可选范围内，应为：通知、惯例。'],
    [{ audience: '有效高企、有效独角兽' }, '对象：没有看懂“有效独角兽”'],
    [{ audience: '示例企业01有限公司' }, '企业请写在“逐家列入的企业”列。'],
    [{ include: '示例企业01有限公司、9135' }, '逐家列入的企业：“9135”：不是企业全称，作为信用代码'],
  ])('is refused with the column and the reason: %o', (cells, problem) => {
    const { row, problems } = read(cells);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    // Without name, year or batch nobody knows which one it is; of any other the rest is judged.
    const [wrong] = Object.keys(cells);
    expect(row && [...row.unread]).toEqual(['program', 'year', 'batch'].includes(wrong ?? '') ? null : [wrong]);
  });
});

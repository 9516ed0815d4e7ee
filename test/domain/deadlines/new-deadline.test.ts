import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear } from '../../../src/core/said.ts';
import { readAudience } from '../../../src/domain/deadlines/audience-words.ts';
import { cutRound, readDue, readRound, readTime, readVague } from '../../../src/domain/deadlines/due-words.ts';
import { type DeadlineDraft, readNewDeadline } from '../../../src/domain/deadlines/new-deadline.ts';

const today = '2024-06-01';
const read = (text: string) => readNewDeadline(hear(text), today);
const draft: DeadlineDraft = {
  program: '高新技术企业认定',
  year: 2024,
  batch: 2,
  kind: 'CALL',
  enterpriseDue: { on: '2024-07-10', at: '24:00' },
  officialDue: { on: '2024-07-17', at: '24:00' },
  basis: 'NOTICE',
  noticeNo: '内科发高字〔2024〕14号',
  url: 'https://kjt.example.cn/14.html?a=1,2;3',
  audience: {
    everybody: false,
    anyOf: [{ kind: 'qualification', type: 'HNTE', level: null, state: 'VALID' }],
    industries: [],
  },
  names: [],
  settledBy: { kind: 'application', type: 'HNTE' },
};

describe('a new deadline as it is typed', () => {
  const link = '链接 https://kjt.example.cn/14.html?a=1,2;3';
  it.each<[text: string, changed: Partial<DeadlineDraft>, remarks?: string[]]>([
    [
      `/新增截止 高新技术企业认定 2024年第二批 7月10日 24:00 官方 7月17日 24:00 对象 有效高企 依据 通知 文号 内科发高字〔2024〕14号 ${link}`,
      {},
    ],
    // In another order, with another hand.
    [
      `/新增截止 高新技术企业认定 ${link} 文号 内科发高字[2024] 14 号 依据通知 对象：有效期内的高企 官方7月17日24:00 7月10日24:00前 第2批 2024年`,
      {},
    ],
    [
      `新增截止，2024年高新技术企业认定第二批，2024-07-10 24:00，官方 2024/7/17 24:00，对象 有效高企，文号 内科发高字（2024）14号，${link}`,
      {},
    ],
    [
      '/新增截止 火炬统计年报 义务 2023年 3 月 31 日 对象 有效高企 示例企业05 日新科技 时机天成 依据 惯例',
      {
        program: '火炬统计年报',
        year: 2023,
        batch: null,
        kind: 'DUTY',
        enterpriseDue: { on: '2025-03-31', at: '24:00' },
        officialDue: null,
        basis: 'CUSTOM',
        noticeNo: null,
        url: null,
        names: ['示例企业05', '日新科技', '时机天成'],
        settledBy: { kind: 'duty', duty: 'TORCH_STATISTICS', year: 2024 },
      },
      ['今年的这一天已过，“3月31日”按2025年3月31日理解。', '未写明时刻，按2025年3月31日24:00登记。'],
    ],
    [
      '/新增截止 2023年度火炬统计年报第一批 义务 7月10日 24:00 对象 有效高企 依据 惯例',
      {
        program: '火炬统计年报',
        year: 2023,
        batch: 1,
        kind: 'DUTY',
        officialDue: null,
        basis: 'CUSTOM',
        noticeNo: null,
        url: null,
        settledBy: { kind: 'duty', duty: 'TORCH_STATISTICS', year: 2023 },
      },
    ],
    // A month, and what may be a label, in the name.
    [
      '/新增截止 6月份 科技统计 2024年 7月10日 24:00 对象 有效高企 依据 内科发高字〔2024〕14号',
      { program: '6月份科技统计', batch: null, officialDue: null, url: null, settledBy: null },
    ],
    [
      '/新增截止 科技成果 推荐 2024年 7月10日 24:00 对象 有效高企 文号内科发高字〔2024〕14号',
      { program: '科技成果推荐', batch: null, officialDue: null, url: null, settledBy: null },
    ],
    [
      '/新增截止 高企认定第二批 截止日期 2024年7月10日 24:00 推荐上报时间 7月17日 24:00 对象 有效高企 依据 通知',
      { noticeNo: null, url: null },
      ['事项名称按规范写法登记为“高新技术企业认定”。', '未写明年度，按截止日期所在的2024年登记。'],
    ],
    // The word of a day behind it, 依据 with its paper, and the day of 推荐 by each of its names.
    [
      `/新增截止 高新技术企业认定 2024年第二批 7月10日 24:00 截止 推荐 7月17日 24:00 对象 有效高企 依据 通知 内科发高字〔2024〕14号 ${link}`,
      {},
    ],
    [
      '/新增截止 科技创新项目 官方 7月22日 18:00 对象 全部企业 行业 医药制造业、农业 依据 通知',
      {
        program: '科技创新项目',
        batch: null,
        enterpriseDue: { on: '2024-07-15', at: '24:00' },
        officialDue: { on: '2024-07-22', at: '18:00' },
        noticeNo: null,
        url: null,
        audience: { everybody: true, anyOf: [], industries: ['医药制造业', '农业'] },
        settledBy: null,
      },
      [
        '未写明材料到开发区的时间，按推荐上报前5个工作日，即2024年7月15日24:00登记。',
        '未写明年度，按截止日期所在的2024年登记。',
      ],
    ],
  ])('%s', (text, changed, remarks = []) => {
    expect(read(text)).toEqual({ ok: true, draft: { ...draft, ...changed }, remarks });
  });

  it.each<[text: string, problems: string[]]>([
    [
      '/新增截止 高企认定',
      [
        '缺少截止日期，例如“7月10日 24:00”。',
        '缺少依据，请写明“依据 通知”或者“依据 惯例”。',
        '缺少对象，例如“对象 有效高企”“对象 全部企业”，或者写明企业。',
      ],
    ],
    ['/新增截止 7月10日 对象 全部企业 依据 通知', ['缺少事项名称，请写在最前面，例如“高新技术企业认定”。']],
    [
      '/新增截止 高企认定 2月30日 对象 全部企业 依据 通知',
      ['日期“2月30日”无效，日历中没有这一天，请按 2024-07-10 的格式填写。'],
    ],
    [
      '/新增截止 高企认定 7月10日 7月17日 对象 全部企业 依据 通知',
      ['日期“7月17日”是第二个材料到开发区的日期，推荐上报的日期请写在“推荐上报”之后。'],
    ],
    ['/新增截止 高企认定 7月10日 4点 对象 全部企业 依据 通知', ['时间“4点”不明确，请按 24 小时制填写，例如 16:00。']],
    ['/新增截止 高企认定 16:00 7月10日 对象 全部企业 依据 通知', ['时间“16:00”前面没有日期，请写在日期之后。']],
    [
      '/新增截止 高企认定 7月10日 16:00 17:00 对象 全部企业 依据 通知',
      ['时间“17:00”是同一日期的第二个时间，请只写一个。'],
    ],
    ['/新增截止 高企认定 7月10日 尽快 对象 全部企业 依据 通知', ['没有看懂“尽快”。']],
    ['/新增截止 高企认定 7月10日 对象 全部企业 依据 据说', ['依据“据说”无法识别，请写明“通知”或者“惯例”。']],
    ['/新增截止 高企认定 7月10日 对象 全部企业 对象 有效高企 依据 通知', ['“对象”写了不止一次，请只写一次。']],
    ['/新增截止 高企认定 7月10日 对象 依据 通知', ['“对象”后面没有内容。']],
    [
      '/新增截止 高企认定 7月10日 对象 全部企业 链接 kjt.example.cn',
      ['链接“kjt.example.cn”无效，应以 http:// 或者 https:// 开头。'],
    ],
    // Of one mistake one complaint.
    [
      '/新增截止 高企认定 2月30日 24:00 对象 全部企业 依据 通知',
      ['日期“2月30日”无效，日历中没有这一天，请按 2024-07-10 的格式填写。'],
    ],
    ['/新增截止 高企认定 7月10日 对象 全部企业 依据', ['“依据”后面没有内容。']],
    ['/新增截止 高企认定 7月10日 对象 全部企业 依据 通知 文号', ['“文号”后面没有内容。']],
    [
      '/新增截止 高企认定 7月10日 7月17日 推荐上报 对象 全部企业 依据 通知',
      [
        '日期“7月17日”是第二个材料到开发区的日期，推荐上报的日期请写在“推荐上报”之后。',
        '“推荐上报”之后请写明日期，例如“推荐上报 7月17日”。',
      ],
    ],
    [
      '/新增截止 高企认定 7月10日 推荐上报 对象 全部企业 依据 通知',
      ['“推荐上报”之后请写明日期，例如“推荐上报 7月17日”。'],
    ],
    ['/新增截止 高企认定 明天 对象 全部企业 依据 通知', ['日期“明天”不明确，请写明几月几日，例如 7月10日。']],
    ['/新增截止 高企认定 3月底前 对象 全部企业 依据 通知', ['日期“3月底前”不明确，请写明几月几日，例如 7月10日。']],
    [
      '/新增截止 高企认定 7月10日前报区科技局 对象 全部企业 依据 通知',
      ['“高企认定7月10日前报区科技局”中的日期没有看懂，请用空格与其他文字分开，例如“7月10日 24:00”。'],
    ],
    [
      '/新增截止 高企认定 第一批 第二批 7月10日 对象 全部企业 依据 通知',
      ['“第二批”处年度或者批次写了不止一个，请只写一个。'],
    ],
  ])('%s is not understood', (text, problems) => {
    expect(read(text)).toMatchObject({ ok: false, isBare: false, problems });
  });

  it('alone asks for everything, and something else is something else', () => {
    expect(read('/新增截止')).toMatchObject({ ok: false, isBare: true });
    expect(read('/新增截止事项')).toMatchObject({ ok: false, isBare: true });
    for (const text of ['新增截止日期怎么填', '/截止', '/新增', '我们新增截止 了一个项目'])
      expect(read(text)).toBeNull();
  });

  it('takes time in proportion to its length, and never fails', () => {
    const words = fc.constantFrom(
      '高企',
      '2024年',
      '7 月',
      '1 0 日',
      '官方',
      '对象',
      '链接 https://',
      '第',
      '十',
      '批',
      '24:00',
      ',',
      ' ',
      '前',
      '义务',
      '〔',
      '1',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 1000, size: 'max' }), (some) => {
        const started = performance.now();
        read(`/新增截止 ${some.join('')}`);
        read(`/新增截止 ${some.join(' ')}`);
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a day and a time', () => {
  it.each<[word: string, on: string, at?: string]>([
    ['7月10日', '2024-07-10'],
    ['7月10号', '2024-07-10'],
    ['6月1日', '2024-06-01'],
    ['5月31日', '2025-05-31'],
    ['2024年5月31日', '2024-05-31'],
    ['2024.7.10', '2024-07-10'],
    ['7月10日24:00前', '2024-07-10', '24:00'],
    ['7月10日下午4点半', '2024-07-10', '16:30'],
    ['7月10日之前', '2024-07-10'],
  ])('%s', (word, on, at) => {
    expect(readDue(word, today)).toEqual({ on, at: at ?? null, isNextYear: on.startsWith('2025') });
  });

  it.each(['7.10', '7月', '10日', '2024年', '7月10日左右', '企业7月10日', '100月10日'])('%s is no day', (word) => {
    expect(readDue(word, today)).toBeNull();
  });

  it.each(['2月30日', '13月1日', '2023-02-29', '7月10日25:00', '7月10日24:01', '7月10日3点'])(
    '%s cannot be',
    (word) => {
      expect(readDue(word, today)).toHaveProperty('problem');
    },
  );

  // This year has 29 February, and it is over; the next year has none.
  it('29 February is not taken for another year’s', () => {
    const day = { on: '2024-02-29', at: null };
    expect(readDue('2月29日', '2024-02-29')).toEqual({ ...day, isNextYear: false });
    // As 28 February would be: the next year's.
    expect(readDue('2月29日', '2023-12-29')).toEqual({ ...day, isNextYear: true });
    expect(readDue('2月29日', '2023-03-01')).toEqual({ ...day, isNextYear: true });
    expect(readDue('2月29日', '2023-02-28')).toHaveProperty('problem');
    expect(readDue('2月29日', '2023-01-02')).toHaveProperty('problem');
    expect(readDue('2月29日', '2024-03-01')).toHaveProperty('problem');
  });

  it.each(['明天', '下周五', '月底前', '3月底', '6月中旬', '年底', '下月10日'])(
    '%s is not the same to everybody',
    (word) => {
      expect(readVague(word)).toEqual({ problem: expect.stringContaining('不明确'), day: null });
    },
  );

  it.each([
    ['24:00', '24:00'],
    ['9:05', '09:05'],
    ['4:00', '04:00'],
    ['16点', '16:00'],
    ['16时30分', '16:30'],
    ['下午5点', '17:00'],
    ['晚上12点', '24:00'],
    ['中午12点', '12:00'],
    ['下午12点', '12:00'],
    ['上午9点前', '09:00'],
    ['24点', '24:00'],
  ])('%s is %s', (word, at) => {
    expect(readTime(word)).toEqual({ at });
  });

  it.each([
    ['2024年第二批', 2024, 2],
    ['2024年度', 2024, null],
    ['第3批次', null, 3],
    ['十一批', null, 11],
    ['第二十批', null, 20],
    ['第二十三批', null, 23],
  ])('%s', (word, year, batch) => {
    expect(readRound(word)).toEqual({ year, batch });
    expect(cutRound(`${year === null ? '' : `${year}年`}高企认定第${batch ?? 1}批`)).toEqual({
      rest: '高企认定',
      year,
      batch: batch ?? 1,
    });
  });

  it('a batch has at most two digits', () => {
    expect(cutRound('高企认定100批')).toEqual({ rest: '高企认定100批', year: null, batch: null });
  });

  it.each(['', '二', '第批', '高企', '2024', '一二批', '100批'])('%s is neither a year nor a batch', (word) => {
    expect(readRound(word === '2024' ? '2024号' : word)).toBeNull();
  });
});

describe('whom words mean', () => {
  const rule = (type: string, state: string, level: string | null = null) => ({
    kind: 'qualification',
    type,
    level,
    state,
  });
  const group = (one: string) => ({ kind: 'group', group: one });
  it.each<[text: string, everybody: boolean, anyOf: unknown[], names: string[]]>([
    ['全部企业', true, [], []],
    ['有效高企', false, [rule('HNTE', 'VALID')], []],
    ['有效期内的高新技术企业', false, [rule('HNTE', 'VALID')], []],
    ['高企到期', false, [rule('HNTE', 'EXPIRES_IN_YEAR')], []],
    ['当年到期的高企', false, [rule('HNTE', 'EXPIRES_IN_YEAR')], []],
    ['高企当年到期', false, [rule('HNTE', 'EXPIRES_IN_YEAR')], []],
    ['待批复高企', false, [rule('HNTE', 'PENDING')], []],
    ['没有高企', false, [rule('HNTE', 'NONE')], []],
    ['科小', false, [rule('TECH_SME', 'VALID')], []],
    ['市级研发中心', false, [rule('RND_CENTER', 'VALID', 'CITY')], []],
    ['三类企业', false, [group('G1'), group('G2'), group('G3')], []],
    ['存量企业、G3', false, [group('G2'), group('G3')], []],
    ['有效高企、有效高企 易统云,易统云', false, [rule('HNTE', 'VALID')], ['易统云']],
    ['无锡高企', false, [], ['无锡高企']],
  ])('%s', (text, everybody, anyOf, names) => {
    expect(readAudience(text)).toEqual({ audience: { everybody, anyOf }, names });
  });
});

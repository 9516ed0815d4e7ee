import { describe, expect, it } from 'vitest';
import type { DeadlineContent } from '../../../src/domain/deadlines/deadline.ts';
import {
  deadlineProblems,
  internalDueOf,
  isWebAddress,
  suggestedSettling,
} from '../../../src/domain/deadlines/deadline-rules.ts';

const content: DeadlineContent = {
  program: '高新技术企业认定',
  year: 2024,
  batch: 2,
  kind: 'CALL',
  enterpriseDue: { on: '2024-07-10', at: '24:00' },
  officialDue: { on: '2024-07-17', at: '18:00' },
  basis: 'NOTICE',
  noticeNo: '内科发高字〔2024〕14号',
  url: 'https://kjt.example.gov.cn/notice/14.html',
  audience: { everybody: true, anyOf: [], industries: [], include: [], exempt: [] },
  settledBy: null,
};
const at = (on: string, time: string) => ({ enterpriseDue: { on, at: time }, officialDue: null });
const problems = (changed: Partial<DeadlineContent>, now: string, before: DeadlineContent | null = null) =>
  deadlineProblems(
    { ...content, ...changed },
    { today: now.slice(0, 10), now: new Date(`${now.replace(' ', 'T')}:00+08:00`), before },
  );

describe('what is wrong with a deadline', () => {
  it.each<[what: string, changed: Partial<DeadlineContent>, problem: string | null]>([
    ['nothing', {}, null],
    ['no more than is needed', { batch: null, officialDue: null, noticeNo: null, url: null, basis: 'CUSTOM' }, null],
    ['a name of one character', { program: '认' }, '事项名称应为2至60个字，请重新填写。'],
    ['of two', { program: '认定' }, null],
    ['of sixty', { program: '认'.repeat(60) }, null],
    ['of more', { program: '认'.repeat(61) }, '事项名称应为2至60个字，请重新填写。'],
    ['no batch at all', { batch: 0 }, '批次应为1至99的整数，不分批的不填。'],
    ['a half one', { batch: 1.5 }, '批次应为1至99的整数，不分批的不填。'],
    ['no such day', at('2023-02-29', '24:00'), '截止时间“2023-02-29 24:00”无效，请按 2024-07-10 24:00 的格式填写。'],
    ['no such time', at('2024-07-10', '24:01'), '截止时间“2024-07-10 24:01”无效，请按 2024-07-10 24:00 的格式填写。'],
    ['midnight', at('2024-07-10', '00:00'), '截止时间2024年7月10日00:00容易误读，请填写前一日的24:00。'],
    ['on that day, to come', at('2024-06-01', '12:01'), null],
    [
      'on that day, past',
      at('2024-06-01', '12:00'),
      '截止日期已过（2024年6月1日12:00），不能登记为新的截止事项，请核对日期。',
    ],
    [
      'until the end of the day before',
      at('2024-05-31', '24:00'),
      '截止日期已过（2024年5月31日24:00），不能登记为新的截止事项，请核对日期。',
    ],
    [
      'official before',
      { officialDue: { on: '2024-07-10', at: '23:59' } },
      '推荐上报时间2024年7月10日23:59早于材料到开发区的时间2024年7月10日24:00，先后顺序不符，请核对。',
    ],
    ['official at the same time', { officialDue: { on: '2024-07-10', at: '24:00' } }, null],
    ['due in the next year', { year: 2023 }, null],
    [
      'due two years later',
      { year: 2022 },
      '年度2022年与截止日期2024年7月10日不符，截止日期应在当年或者次年，请核对。',
    ],
    [
      'due the year before',
      { year: 2025 },
      '年度2025年与截止日期2024年7月10日不符，截止日期应在当年或者次年，请核对。',
    ],
    ['in two years', { ...at('2026-06-01', '24:00'), year: 2026 }, null],
    ['later', { ...at('2026-06-02', '24:00'), year: 2026 }, '截止日期2026年6月2日距今超过2年，请核对年份。'],
    ['a number that is none', { noticeNo: '——' }, '“——”不是文号，请填写文号，例如 内财科〔2023〕11号。'],
    [
      'an address that is none',
      { url: 'javascript:alert(1)' },
      '链接应以 http:// 或者 https:// 开头，不超过500个字，请核对后重新填写。',
    ],
    [
      'nobody',
      { audience: { ...content.audience, everybody: false } },
      '没有选择对象，请选择全部企业、一类企业，或者指定企业。',
    ],
  ])('%s', (_, changed, problem) => {
    expect(problems(changed, '2024-06-01 12:00')).toEqual(problem === null ? [] : [problem]);
  });

  it('a day that is over may stay, but nothing is changed to one', () => {
    expect(problems({ program: '高企认定' }, '2024-07-20 12:00', content)).toEqual([]);
    expect(
      problems({ enterpriseDue: { on: '2024-07-19', at: '24:00' }, officialDue: null }, '2024-07-20 12:00', content),
    ).toEqual(['不能改为已经过去的时间（2024年7月19日24:00），请核对日期。']);
    expect(
      problems({ enterpriseDue: { on: '2024-07-21', at: '24:00' }, officialDue: null }, '2024-07-20 12:00', content),
    ).toEqual([]);
    expect(problems({ enterpriseDue: { on: '2024-07-10', at: '18:00' } }, '2024-07-20 12:00', content)).toHaveLength(1);
  });

  it('is said of everything at once', () => {
    expect(problems({ program: '', batch: 0, year: 2030, url: 'x' }, '2024-07-20 12:00')).toHaveLength(5);
  });
});

describe('by when material is due where only the official day is known', () => {
  it.each([
    ['2024-07-17', '2024-07-10'],
    // Over the Labour Day holiday with its worked Saturday and Sunday.
    ['2024-05-08', '2024-04-28'],
    ['2024-05-12', '2024-05-07'],
    ['2024-02-18', '2024-02-05'],
  ])('%s: %s', (official, internal) => {
    expect(internalDueOf({ on: official, at: '18:00' })).toEqual({ on: internal, at: '24:00' });
  });
});

describe('a web address', () => {
  it.each([
    ['https://kjt.nmg.gov.cn/a?b=1,2;3', true],
    ['http://example.cn', true],
    ['https://example.cn/通知', true],
    ['ftp://example.cn', false],
    ['example.cn', false],
    ['https://', false],
    ['https://kjt.nmg.gov.cn@evil.example/', false],
    ['https://example.cn/a b', false],
    [`https://example.cn/${'a'.repeat(500)}`, false],
  ])('%s: %s', (text, is) => {
    expect(isWebAddress(text)).toBe(is);
  });
});

describe('what may settle a deadline, by its name', () => {
  it.each([
    ['高新技术企业认定', 'CALL', { kind: 'application', type: 'HNTE' }],
    ['科小评价', 'CALL', { kind: 'application', type: 'TECH_SME' }],
    ['研发投入后补助', 'CALL', null],
    ['高新技术企业年度发展情况报表', 'DUTY', { kind: 'duty', duty: 'ANNUAL_REPORT', year: 2023 }],
    ['火炬统计年报', 'DUTY', { kind: 'duty', duty: 'TORCH_STATISTICS', year: 2023 }],
    ['高企综合统计快报', 'DUTY', null],
  ] as const)('%s, %s', (program, kind, expected) => {
    expect(suggestedSettling(program, kind, '2024-05-31')).toEqual(expected);
  });
});

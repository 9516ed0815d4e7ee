import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeSaid, changedContent, readChange } from '../../../src/domain/deadlines/changed-deadline.ts';
import type { DeadlineContent } from '../../../src/domain/deadlines/deadline.ts';
import { sayChange } from '../../../src/domain/deadlines/say-deadline.ts';

const today = '2024-06-01';
const read = (text: string) => readChange(text, { today, isConfirmed: false });
const readConfirmed = (text: string) => readChange(text, { today, isConfirmed: true });
const day = (on: string, at: string | null = null) => ({ on, at });
const nothing: ChangeSaid = {
  ...{ enterpriseDue: null, officialDue: null, basis: null, noticeNo: null, url: null, reason: null },
  remarks: [],
};

describe('what is changed of a deadline', () => {
  it.each<[text: string, said: Partial<ChangeSaid>]>([
    ['7月20日', { enterpriseDue: day('2024-07-20') }],
    ['7月20日 16:00 上级通知 延期', { enterpriseDue: day('2024-07-20', '16:00'), reason: '上级通知 延期' }],
    [
      '7 月 20 日 推荐上报 7月27日 18:00 延期',
      { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27', '18:00'), reason: '延期' },
    ],
    ['官方 7月27日', { officialDue: day('2024-07-27') }],
    ['官方推荐 7月27日', { officialDue: day('2024-07-27') }],
    // As /新增截止 reads them; commas of the reason stay.
    [
      '7月20日 推荐上报7月27日 延期',
      { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27'), reason: '延期' },
    ],
    [
      '7月20日,推荐上报:7月27日,17:00 系统故障,延期',
      { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27', '17:00'), reason: '系统故障,延期' },
    ],
    ['上报 7月27日 推荐上报时间调整', { officialDue: day('2024-07-27'), reason: '推荐上报时间调整' }],
    // The word of a day behind it.
    ['7月20日 24:00 截止', { enterpriseDue: day('2024-07-20', '24:00') }],
    // 原因 is a label, and what stands behind it is the reason whole.
    ['7月20日 原因 上级通知延期', { enterpriseDue: day('2024-07-20'), reason: '上级通知延期' }],
    ['7月20日 变更原因:上级通知延期', { enterpriseDue: day('2024-07-20'), reason: '上级通知延期' }],
    [
      '7月20日 原因 因 7月18日 停电 16:00 后恢复',
      { enterpriseDue: day('2024-07-20'), reason: '因 7月18日 停电 16:00 后恢复' },
    ],
    // An estimate becomes official.
    [
      '7月20日 依据 通知 文号 内科高字[2024] 8 号 原因 通知已下发',
      { enterpriseDue: day('2024-07-20'), basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号', reason: '通知已下发' },
    ],
    ['依据 通知 内科高字〔2024〕8号', { basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号' }],
    [
      '文号 内科高字〔2024〕8号 链接 https://a.example.cn/8',
      { basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号', url: 'https://a.example.cn/8' },
    ],
    ['依据惯例', { basis: 'CUSTOM' }],
    // Within a reason only what is a label with its value.
    [
      '7月20日 通知已下发 依据 通知 文号 内科高字〔2024〕8号',
      { enterpriseDue: day('2024-07-20'), basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号', reason: '通知已下发' },
    ],
    [
      '7月20日 上级延期 推荐上报 7月27日',
      { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27'), reason: '上级延期' },
    ],
    [
      '7月20日 上级要求 依据 文件 执行,推荐上报 不变',
      { enterpriseDue: day('2024-07-20'), reason: '上级要求 依据 文件 执行,推荐上报 不变' },
    ],
    // A label without its value is a word of the reason, and so is a day that is none.
    ['7月20日 依据 上级要求', { enterpriseDue: day('2024-07-20'), reason: '依据 上级要求' }],
    ['7月20日 依据 通知已下发', { enterpriseDue: day('2024-07-20'), reason: '依据 通知已下发' }],
    ['7月20日 文号 有误', { enterpriseDue: day('2024-07-20'), reason: '文号 有误' }],
    ['7月20日 网址 打不开', { enterpriseDue: day('2024-07-20'), reason: '网址 打不开' }],
    ['7月20日 报送 时间调整', { enterpriseDue: day('2024-07-20'), reason: '报送 时间调整' }],
    ['7月20日 明天 停电', { enterpriseDue: day('2024-07-20'), reason: '明天 停电' }],
    [
      '7月20日 延期,推荐上报 7月27日',
      { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27'), reason: '延期' },
    ],
    ['截止日期 7月20日 推荐上报时间 7月27日', { enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27') }],
    ['到7月20日 延期', { enterpriseDue: day('2024-07-20'), reason: '延期' }],
    ['推迟至7月20日', { enterpriseDue: day('2024-07-20') }],
    ['原因 系统维护,截止 7月20日', { enterpriseDue: day('2024-07-20'), reason: '系统维护' }],
    // What ends in 号 is no paper by that alone.
    ['7月20日 依据 通知 推迟到20号', { enterpriseDue: day('2024-07-20'), basis: 'NOTICE', reason: '推迟到20号' }],
    [
      '7月20日 依据 内科高字〔2024〕8号',
      { enterpriseDue: day('2024-07-20'), basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号' },
    ],
    ['依据通知 文号内科高字〔2024〕8号 已下发', { basis: 'NOTICE', noticeNo: '内科高字〔2024〕8号', reason: '已下发' }],
    ['5月20日', { enterpriseDue: day('2025-05-20'), remarks: ['今年的这一天已过，“5月20日”按2025年5月20日理解。'] }],
  ])('%s', (text, said) => {
    expect(read(text)).toEqual({ ok: true, ...nothing, ...said });
  });

  const unclearTime = '时间“4点”不明确，请按 24 小时制填写，例如 16:00。';
  const noDay = '请写明新的日期，例如“7月20日”或者“7月20日 24:00”，原因写在“原因”之后。';
  const isNoDay = (word: string) => `日期“${word}”无效，日历中没有这一天，请按 2024-07-10 的格式填写。`;
  const second = '日期“7月21日”是第二个材料到开发区的日期，推荐上报的日期请写在“推荐上报”之后。';
  const noOfficial = '“推荐上报”之后请写明日期，例如“推荐上报 7月17日”。';
  const noDayBefore = (word: string) => `时间“${word}”前面没有日期，请写在日期之后。`;
  it.each<[text: string, problems: string[]]>([
    ['延期', [noDay]],
    ['原因 延期', [noDay]],
    ['2月30日', [isNoDay('2月30日')]],
    ['明天', ['日期“明天”不明确，请写明几月几日，例如 7月10日。']],
    ['16:00', [noDayBefore('16:00')]],
    ['7月20日 7月21日', [second]],
    ['7月20日 16:00 17:00', ['时间“17:00”是同一日期的第二个时间，请只写一个。']],
    ['7月20日 官方', [noOfficial]],
    ['7月20日 推荐上报 依据 通知', [noOfficial]],
    ['4点', [unclearTime]],
    ['推荐上报 16:00', [noDayBefore('16:00')]],
    ['推荐上报 2月30日 推荐上报 7月27日', [isNoDay('2月30日'), '日期“7月27日”是第二个推荐上报日期。']],
    ['推荐上报 延期', [noDay]],
    ['推荐上报 月底', ['日期“月底”不明确，请写明几月几日，例如 7月10日。']],
    ['7月20日 依据 文号 内科高字〔2024〕8号', ['“依据”后面没有内容。']],
    ['7月20日 依据', ['“依据”后面没有内容。']],
    ['7月20日 链接 a.example.cn', ['链接“a.example.cn”无效，应以 http:// 或者 https:// 开头。']],
    ['7月20日 对象 有效高企', ['“对象”请另行变更，发送“/截止 编号 对象 …”或者打开登记页面。']],
    [`7月20日 原因 ${'长'.repeat(201)}`, ['变更原因请控制在200字以内。']],
    // Each of them, and none that only follows from another.
    ['2月30日 16:00 推荐上报 2月31日 4点', [isNoDay('2月30日'), isNoDay('2月31日'), unclearTime]],
    ['7月20日 7月21日 16:00 17:00 推荐上报', [second, '时间“17:00”是同一日期的第二个时间，请只写一个。', noOfficial]],
  ])('%s is unclear', (text, problems) => {
    expect(read(text)).toEqual({ ok: false, problems });
  });

  const before: DeadlineContent = {
    ...{ program: '高新技术企业认定', year: 2024, batch: 2, kind: 'CALL' },
    enterpriseDue: { on: '2024-07-10', at: '16:00' },
    officialDue: null,
    ...{ basis: 'CUSTOM', noticeNo: null, url: null, settledBy: null },
    audience: { everybody: true, anyOf: [], industries: [], include: [], exempt: [] },
  };

  it('a day keeps its time where none is said, and what is not said stays', () => {
    const said = { ...nothing, enterpriseDue: day('2024-07-20'), officialDue: day('2024-07-27') };
    expect(changedContent(before, said)).toEqual({
      ...before,
      enterpriseDue: { on: '2024-07-20', at: '16:00' },
      officialDue: { on: '2024-07-27', at: '24:00' },
    });
    expect(changedContent(before, { ...nothing, basis: 'NOTICE' })).toEqual({ ...before, basis: 'NOTICE' });
  });

  it('as a button says it it reads back as the same', () => {
    const due = fc.option(
      fc.record({ on: fc.constantFrom('2024-07-20', '2025-01-02'), at: fc.constantFrom('24:00', '16:30') }),
    );
    const said = fc
      .record({
        enterpriseDue: due,
        officialDue: due,
        basis: fc.constantFrom('NOTICE' as const, 'CUSTOM' as const),
        noticeNo: fc.option(fc.constant('内科高字〔2024〕8号')),
        url: fc.option(fc.constant('https://a.example.cn/8?a=1,2')),
        reason: fc.option(
          fc.array(fc.constantFrom('上级', '通知,延期', '7月18日', '依据', '推荐上报'), { minLength: 1 }),
        ),
      })
      .map((one): ChangeSaid => ({ ...one, reason: one.reason?.join(' ') ?? null, remarks: [] }));
    fc.assert(
      fc.property(said, (one) => {
        expect(readConfirmed(sayChange(changedContent(before, one), one))).toEqual({ ok: true, ...one });
      }),
    );
  });

  it('whatever is typed, what the button says reads back as what was shown', () => {
    const word = fc.constantFrom(
      ...[
        '7月20日',
        '16:00',
        '推荐上报',
        '7月27日',
        '依据',
        '通知',
        '惯例',
        '文号',
        '内科高字〔2024〕8号',
        '8号',
        '明天',
      ],
      ...[
        '链接',
        'https://a.example.cn/8',
        '原因',
        '上级延期',
        '因7月18日停电',
        '截止',
        '报送',
        '月底',
        '对象',
        '不变',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', ',')), { minLength: 1, maxLength: 8 }), (words) => {
        const said = read(words.flat().join('').slice(0, -1));
        if (!said.ok) return;
        const { ok: _, remarks: __, ...first } = said;
        const again = readConfirmed(sayChange(changedContent(before, said), said));
        const times = { enterpriseDue: expect.anything(), officialDue: expect.anything() };
        // The days are said with their times.
        const expected = {
          ...first,
          ...(first.enterpriseDue ? { enterpriseDue: times.enterpriseDue } : {}),
          ...(first.officialDue ? { officialDue: times.officialDue } : {}),
        };
        expect(again).toMatchObject({ ok: true, ...expected });
      }),
      { numRuns: 10_000 },
    );
  });
});

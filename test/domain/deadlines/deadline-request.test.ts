import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intents } from '../../../handlers/index.ts';
import { hear } from '../../../src/core/said.ts';
import { readDeadlineRequest } from '../../../src/domain/deadlines/deadline-request.ts';
import { readHelpRequest } from '../../../src/domain/deadlines/help-request.ts';
import {
  readCalendarRequest,
  readReminderRequest,
  readSubscriptionRequest,
} from '../../../src/domain/deadlines/reminder-request.ts';
import { certificateWord } from '../../../src/domain/deadlines/subject-words.ts';
import { enterpriseWord } from '../../../src/domain/reports/own-request.ts';

const id = '0123456789AB';
const j12 = { number: 12 };
const hnte = { type: 'HNTE', level: null };
const read = (text: string) => readDeadlineRequest(hear(text));
const answered = (
  kind: string,
  reason: string | null = null,
  of: unknown = j12,
  enterpriseId: string | null = null,
) => ({
  do: 'answer',
  of,
  kind,
  reason,
  enterpriseId,
});

describe('what is asked of a deadline', () => {
  it.each<[text: string, expected: unknown]>([
    ['/截止', { do: 'list', page: 1 }],
    ['截止', { do: 'list', page: 1 }],
    ['截止日期', { do: 'list', page: 1 }],
    ['/截止 第2页', { do: 'list', page: 2 }],
    ['/截止 已截止', { do: 'over', page: 1, enterpriseId: null }],
    ['/截止 已过期', { do: 'over', page: 1, enterpriseId: null }],
    ['截止 历史', { do: 'over', page: 1, enterpriseId: null }],
    ['/截止 已截止的事项', { do: 'over', page: 1, enterpriseId: null }],
    ['/截止 已截止 第2页', { do: 'over', page: 2, enterpriseId: null }],
    [`截止 ${enterpriseWord(id)} 已截止 第3页`, { do: 'over', page: 3, enterpriseId: id }],
    ['/截止 J-12', { do: 'show', of: j12, enterpriseId: null }],
    ['/截止J12', { do: 'show', of: j12, enterpriseId: null }],
    ['J-012', { do: 'show', of: j12, enterpriseId: null }],
    [`/截止 J-12 ${enterpriseWord(id)}`, { do: 'show', of: j12, enterpriseId: id }],
    [`/截止 ${certificateWord(id)}`, { do: 'show', of: { qualificationId: id }, enterpriseId: null }],
    // As who reads J-12 may write it.
    ['/截止 12', { do: 'show', of: j12, enterpriseId: null }],
    ['截止 12', { do: 'show', of: j12, enterpriseId: null }],
    ['/截止 1', { do: 'show', of: { number: 1 }, enterpriseId: null }],
    ['/截止 2024年', { do: 'about', page: 1, words: '', kind: null, year: 2024, batch: null }],
    ['/截止 2024', { do: 'about', page: 1, words: '2024', kind: null, year: null, batch: null }],
    ['/截止 12月', { do: 'about', page: 1, words: '12月', kind: null, year: null, batch: null }],
    ['/截止 12 批', { do: 'about', page: 1, words: '', kind: null, year: null, batch: 12 }],
    // A certificate as people call it.
    ['/截止 证书', { do: 'show', of: { certificate: null }, enterpriseId: null }],
    ['/截止 高企证书', { do: 'show', of: { certificate: hnte }, enterpriseId: null }],
    ['/截止 证书到期', { do: 'show', of: { certificate: null }, enterpriseId: null }],
    ['/截止 证书 已报送', answered('SUBMITTED', null, { certificate: null })],
    ['/截止 高企证书已报送', answered('SUBMITTED', null, { certificate: hnte })],
    [
      '/截止 市级研发中心证书 正在准备',
      answered('PREPARING', null, { certificate: { type: 'RND_CENTER', level: 'CITY' } }),
    ],
    ['/截止 证书 今年不报 规模小', answered('NOT_THIS_YEAR', '规模小', { certificate: null })],
    [`截止 ${enterpriseWord(id)} 高企证书 需要帮助`, answered('HELP', null, { certificate: hnte }, id)],
    ['已报送 证书', answered('SUBMITTED', null, { certificate: null })],
    ['已报送 高企证书', answered('SUBMITTED', null, { certificate: hnte })],
    ['证书 已报送', answered('SUBMITTED', null, { certificate: null })],
    ['高企证书今年不报，因为规模小', answered('NOT_THIS_YEAR', '规模小', { certificate: hnte })],
    ['/截止 证书 已报送 材料齐全', answered('SUBMITTED', '材料齐全', { certificate: null })],
    // No number: a name, as far as it can be known here.
    ['/截止 J-12A', { do: 'about', page: 1, words: 'J-12A', kind: null, year: null, batch: null }],
    // Answers.
    ['/截止 J-12 已报送', answered('SUBMITTED')],
    ['/截止 J-12 正在准备', answered('PREPARING')],
    ['/截止 J-12 需要帮助 不清楚材料清单', answered('HELP', '不清楚材料清单')],
    ['/截止 J-12 今年不报 研发投入不足', answered('NOT_THIS_YEAR', '研发投入不足')],
    [`截止 J-12 已报送 ${enterpriseWord(id)}`, answered('SUBMITTED', null, j12, id)],
    [
      `截止 ${certificateWord(id)} 今年不报 ${enterpriseWord(id)} 已迁出`,
      answered('NOT_THIS_YEAR', '已迁出', { qualificationId: id }, id),
    ],
    ['已报送 J-12', answered('SUBMITTED')],
    ['已报送J-12。', answered('SUBMITTED')],
    ['J-12 今年不报 因为规模小', answered('NOT_THIS_YEAR', '规模小')],
    ['J-12今年不报，因为规模小', answered('NOT_THIS_YEAR', '规模小')],
    ['今年不报 J-12 原因：规模小', answered('NOT_THIS_YEAR', '规模小')],
    ['我们已报送 J-12', answered('SUBMITTED')],
    ['J-12 我们正在准备', answered('PREPARING')],
    ['已报送', answered('SUBMITTED', null, null)],
    ['需要帮助', answered('HELP', null, null)],
    // Staff.
    ['/截止 J-12 改 7月20日', { number: 12, do: 'change', text: '7月20日', seen: null, isConfirmed: false }],
    [
      '/截止 J-12 改7月20日 24:00 上级延期 #3 确认',
      { number: 12, do: 'change', text: '7月20日 24:00 上级延期', seen: 3, isConfirmed: true },
    ],
    [
      '/截止 J-12 撤销 通知已废止',
      { number: 12, do: 'withdraw', reason: '通知已废止', seen: null, isConfirmed: false },
    ],
    ['/截止 J-12 免除 易统云 已迁出 开发区', { number: 12, do: 'exempt', name: '易统云', reason: '已迁出 开发区' }],
    ['/截止 J-12 恢复 易统云', { number: 12, do: 'reopen', name: '易统云' }],
    ['/截止 J-12 催报', { number: 12, do: 'press', pressId: null, isConfirmed: false }],
    [`/截止 J-12 催报 确认 ${id}`, { number: 12, do: 'press', pressId: id, isConfirmed: true }],
    ['/截止 J-12 对象', { number: 12, do: 'concerned', page: 1 }],
    ['/截止 J-12 名单 第3页', { number: 12, do: 'concerned', page: 3 }],
    ['截止 J-12 第2页', { number: 12, do: 'concerned', page: 2 }],
    [
      '/截止 J-12 对象 全部企业 #2',
      {
        number: 12,
        do: 'audience',
        said: { audience: { everybody: true, anyOf: [] }, names: [] },
        seen: 2,
        isConfirmed: false,
      },
    ],
    // Questions.
    ['/截止 历史建筑普查', { do: 'about', page: 1, words: '历史建筑普查', kind: null, year: null, batch: null }],
    [
      '高企第二批什么时候截止',
      { do: 'about', page: 1, words: '高企', kind: { type: 'HNTE', level: null }, year: null, batch: 2 },
    ],
    [
      '请问科小评价截止时间是几号',
      { do: 'about', page: 1, words: '科小评价', kind: { type: 'TECH_SME', level: null }, year: null, batch: null },
    ],
    [
      '年度发展情况报表最晚什么时候交',
      { do: 'about', page: 1, words: '年度发展情况报表', kind: null, year: null, batch: null },
    ],
    [
      '2024年高企认定第三批申报截止到哪天？',
      { do: 'about', page: 1, words: '高企认定', kind: { type: 'HNTE', level: null }, year: 2024, batch: 3 },
    ],
    [
      '高企申报截止了吗',
      { do: 'about', page: 1, words: '高企', kind: { type: 'HNTE', level: null }, year: null, batch: null },
    ],
    [
      '/截止 高企 第二批',
      { do: 'about', page: 1, words: '高企', kind: { type: 'HNTE', level: null }, year: null, batch: 2 },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[text: string, problem: RegExp]>([
    ['/截止 J-12 已报送的材料在哪', /没有看懂对J-12的操作/],
    ['/截止 J-12 今年', /没有看懂对J-12的操作/],
    ['/截止 J-12 推迟', /没有看懂/],
    ['/截止 12 已报送', /请写明事项编号，例如“J-12”；列表前的序号不是编号，本次未办理/],
    ['/截止 12 催报', /请写明事项编号/],
    ['/截止 J-12 改', /请写明新的日期/],
    ['/截止 J-12 撤销', /请写明撤销的原因/],
    ['/截止 J-12 撤销 确认', /请写明撤销的原因/],
    ['/截止 J-12 免除 易统云', /请写明企业和免除的原因/],
    ['/截止 J-12 恢复', /请写明企业/],
    [`/截止 ${certificateWord(id)} 撤销 废止`, /没有看懂对该证书的操作/],
    ['/截止 证书 撤销 废止', /没有看懂对该证书的操作/],
    ['/截止 J-12 删除', /截止事项不能删除，需要撤销的请发送“\/截止 J-12 撤销 原因”/],
  ])('%s is unclear', (text, problem) => {
    expect(read(text)).toMatchObject({ do: 'unclear', problem: expect.stringMatching(problem) });
  });

  it.each([
    'J-0',
    'J-12 是什么',
    'J-12 已报送的材料在哪',
    'J-12 撤销 通知已废止',
    'J-12A',
    '已报送月报',
    '材料已报送',
    '证书',
    '高企证书',
    '已报送证书复印件',
    '已提交 证书 复印件',
    '证书 需要帮助 怎么打印',
    '证书已报送的材料',
    '12',
    '12 已报送',
    '今年不报税',
    '我们需要帮助企业',
    '月报什么时候截止',
    '10月什么时候截止',
    '什么时候截止',
    '高企什么时候到期',
    '截止昨天营收320万',
    '截止10月营收320万 研发18.5万 职工46',
    '专项资金截止目前还剩多少',
    '',
  ])('%s is something else', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('提醒', () => {
  it.each<[text: string, expected: unknown]>([
    ['/提醒', { do: 'overview' }],
    ['提醒', { do: 'overview' }],
    ['/提醒 记录 内蒙古 易统云', { do: 'record', name: '内蒙古 易统云', page: 1 }],
    ['/提醒 记录 易统云 第2页', { do: 'record', name: '易统云', page: 2 }],
    ['/提醒 记录', { do: 'record', name: '', page: 1 }],
    ['提醒 明天', { do: 'tomorrow' }],
    ['/提醒规则', { do: 'rules' }],
    ['/提醒 规则', { do: 'rules' }],
    ['/提醒 测试', { do: 'test' }],
    ['/提醒 失败', { do: 'failures', page: 1 }],
    ['/提醒 明天下雨', { do: 'unclear', problem: expect.stringContaining('没有看懂“明天下雨”') }],
    ['提醒 明天 下雨', null],
    ['提醒 我明天交材料', null],
    ['提醒我明天交材料', null],
    ['/提', null],
  ])('%s', (text, expected) => {
    expect(readReminderRequest(hear(text))).toEqual(expected);
  });
});

describe('订阅 and 日历', () => {
  it.each<[text: string, expected: unknown]>([
    ['/订阅', { do: 'subscribe', kinds: [] }],
    ['退订提醒', { do: 'unsubscribe', kinds: [] }],
    ['/退订 申报通知', { do: 'unsubscribe', kinds: ['CALL'] }],
    ['/退订申报通知', { do: 'unsubscribe', kinds: ['CALL'] }],
    ['/订阅 证书到期提醒', { do: 'subscribe', kinds: ['CERTIFICATE'] }],
    ['/退订 全部', { do: 'unsubscribe', kinds: ['CALL', 'CERTIFICATE'] }],
    ...['月报', '报送', '义务', '报送义务提醒', '年报', '火炬统计'].map((word): [string, unknown] => [
      `/退订 ${word}`,
      { do: 'unsubscribe', kinds: 'MANDATORY' },
    ]),
    ['/订阅 报送', { do: 'subscribe', kinds: [] }],
    ['/订阅 月报', { do: 'subscribe', kinds: [] }],
    ['/退订 天气', { do: 'unclear', problem: expect.stringContaining('没有看懂“天气”') }],
    ['/退订 constructor', { do: 'unclear', problem: expect.any(String) }],
    ['退订 天气', null],
    ['/订阅 日历', null],
    ['怎么订阅', null],
  ])('%s', (text, expected) => {
    expect(readSubscriptionRequest(hear(text))).toEqual(expected);
  });

  it.each<[text: string, expected: unknown]>([
    ['/日历', { do: 'show' }],
    ['订阅 日历', { do: 'show' }],
    ['/日历 停用', { do: 'stop' }],
    ['日历 更换', { do: 'renew' }],
    ['/日历 十月', { do: 'unclear', problem: expect.any(String) }],
    ['日历 十月', null],
    ['看看日历', null],
  ])('%s', (text, expected) => {
    expect(readCalendarRequest(hear(text))).toEqual(expected);
  });
});

describe('代办', () => {
  const ask = (topic: string | null, type: string | null = null, more = {}) => ({
    do: 'ask',
    topic,
    kind: type && { type, level: null },
    of: null,
    enterpriseId: null,
    ...more,
  });
  it.each<[text: string, expected: unknown]>([
    ['/代办', { do: 'list' }],
    ['代办', { do: 'list' }],
    ['找代办员', ask(null)],
    ['我要找代办员', ask(null)],
    ['请联系一位申报代办员', ask(null)],
    ['帮我申报高企', ask('高企', 'HNTE')],
    ['能不能帮我们申报一下科小', ask('科小', 'TECH_SME')],
    ['/代办 高企', ask('高企', 'HNTE')],
    ['/代办 J-12', ask(null, null, { of: j12 })],
    [`代办 J-12 ${enterpriseWord(id)}`, ask(null, null, { of: j12, enterpriseId: id })],
    [`代办 ${enterpriseWord(id)}`, ask(null, null, { enterpriseId: id })],
    ['/代办 H-7', { do: 'show', number: 7 }],
    ['/受理 H-7', { do: 'take', number: 7, dueText: null }],
    ['受理 h7 7月5日', { do: 'take', number: 7, dueText: '7月5日' }],
    ['/办结 H-7 材料已提交', { do: 'close', number: 7, note: '材料已提交' }],
    ['/办结', { do: 'unclear', problem: expect.stringContaining('办结') }],
    ['/受理 7', { do: 'unclear', problem: expect.stringContaining('受理') }],
    ['受理 通知书', null],
    ['帮我查一下高企', null],
    ['帮我申报', null],
    ['怎么找代办员', null],
    ['帮我报10月数', null],
    ['高企代办员是谁', null],
  ])('%s', (text, expected) => {
    expect(readHelpRequest(hear(text))).toEqual(expected);
  });
});

describe('beside everything else that people can say', () => {
  const readers = [
    readDeadlineRequest,
    readReminderRequest,
    readSubscriptionRequest,
    readCalendarRequest,
    readHelpRequest,
  ];
  const mine = /^\/?(?:截止|新增截止|提醒|订阅|退订|日历|代办|受理|办结|找代办|已报送|高企第二批)/u;

  it('no sample sentence of another intent is taken', () => {
    const others = intents.flatMap(({ examples }) => examples.map(({ say }) => say)).filter((say) => !mine.test(say));
    expect(others.length).toBeGreaterThan(50);
    expect(others.filter((say) => readers.some((one) => one(hear(say)) !== null))).toEqual([]);
  });

  it('no sentence is read for long', () => {
    const pieces = fc.constantFrom(
      '截止',
      '什么时候',
      '高企',
      'J-',
      '0',
      '已报送',
      '因为',
      ' ',
      '帮我',
      '申报',
      '第',
      '二批',
      '企业',
      id,
      '代办员',
      '改',
      '确认',
      '#1',
      '提醒',
      '记录',
      '证书',
      ',',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 1000, size: 'max' }),
        fc.constantFrom('', '/截止 J-12 改 ', '/代办 ', '/提醒 记录 '),
        (some, start) => {
          const said = hear(start + some.join(''));
          const started = performance.now();
          for (const one of readers) one(said);
          expect(performance.now() - started).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
  });
});

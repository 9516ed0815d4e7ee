import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf, hear } from '../../src/core/said.ts';
import { readName, readQuestion } from '../../src/domain/qualification-question.ts';
import { isScope, readArgument } from '../../src/domain/qualification-request.ts';

describe('hearing', () => {
  it.each([
    ['／资质', '资质', true],
    ['/ 资质　易统云 ？', '资质 易统云', true],
    ['@科企通 资质。', '资质', false],
    ['@科企通 @张三 /资质', '资质', true],
    ['资质 @科企通', '资质', false],
    ['@科企通', '', false],
    ['@科企通/资质', '资质', true],
    ['资质 @科企通 。', '资质', false],
    ['资质\t\u0000\t易统云', '资质 易统云', false],
    ['。@科企通 /。/资质', '资质', true],
    [`资质${'.'.repeat(100_000)}`, '资质', false],
    ['“资质”', '资质', false],
    ['我们高企到期了吗？？', '我们高企到期了吗', false],
    ['资质\u2005易统云', '资质 易统云', false],
    ['\u200b资\u0007质\u202e', '资质', false],
    ['资质\n\n易统云', '资质 易统云', false],
    ['ＡＢＣ１２３', 'ABC123', false],
    ['/', '', true],
    ['', '', false],
  ])('%j is %j', (raw, text, slash) => {
    expect(hear(raw)).toEqual({ text, slash });
  });

  it('takes any text without failing, and hears the same again in what it heard', () => {
    const pieces = fc.constantFrom(
      '@',
      '/',
      ' ',
      '。',
      '.',
      '\t',
      '\u0000',
      '\u200b',
      '资质',
      'a',
      '＠',
      '／',
      '“',
      '\n',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (raw) => {
        const { text } = hear(raw);
        expect(hear(text)).toEqual({ text, slash: false });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a command’s argument', () => {
  it.each([
    ['资质', ''],
    ['/资质', ''],
    ['资质 易统云', '易统云'],
    ['/资质易统云', '易统云'],
    ['资质易统云', null],
    ['查资质', null],
  ])('of %s is %j', (raw, argument) => {
    expect(argumentOf(hear(raw), ['资质'])).toBe(argument);
  });
});

describe('what follows /资质', () => {
  it.each([
    ['', { of: 'own' }],
    ['易统云', { of: 'enterprise', name: '易统云' }],
    ['易统云 高企', { of: 'enterprise', name: '易统云', type: 'HNTE' }],
    ['高新技术企业', { of: 'type', type: 'HNTE', page: 1 }],
    ['国家级高新技术企业', { of: 'type', type: 'HNTE', page: 1 }],
    ['高企 第2页', { of: 'type', type: 'HNTE', page: 2 }],
    ['科小 第 3 页', { of: 'type', type: 'TECH_SME', page: 3 }],
    ['研发中心', { of: 'type', type: 'RND_CENTER', page: 1 }],
    ['即将到期', { of: 'expiring', page: 1 }],
    ['即将到期 2024-04-01', { of: 'expiring', page: 1, on: '2024-04-01' }],
    ['统计', { of: 'statistics' }],
    ['统计 2023-12-31', { of: 'statistics', on: '2023-12-31' }],
    ['统计 2023 年 12 月 31 日', { of: 'statistics', on: '2023-12-31' }],
    ['2023-12-31', { of: 'own', on: '2023-12-31' }],
    ['统计 2023', { of: 'statistics', on: '2023-12-31' }],
    ['统计 2023年11月', { of: 'statistics', on: '2023-11-30' }],
    ['统计 今天', { of: 'statistics' }],
    ['待批复 第2页', { of: 'pending', page: 2 }],
    ['第0页 高企', { of: 'type', type: 'HNTE', page: 1 }],
  ])('%j', (argument, expected) => {
    expect(readArgument(argument)).toEqual(expected);
  });

  it.each(['统计 2023-02-30', '2023-13-01', '高企 20230231'])('%j names no day', (argument) => {
    expect(() => readArgument(argument)).toThrow(UserError);
  });
});

describe('a question', () => {
  it.each([
    ['我们高企到期了吗', { of: 'own', type: 'HNTE' }],
    ['高企到期了吗', { of: 'own', type: 'HNTE' }],
    ['易统云高企到期了吗', { of: 'enterprise', name: '易统云', type: 'HNTE' }],
    ['查一下易统云的资质', { of: 'enterprise', name: '易统云' }],
    ['请问我们高企什么时候过期', { of: 'own', type: 'HNTE' }],
    ['我们公司有哪些资质', { of: 'own' }],
    ['我司科小还有效吗', { of: 'own', type: 'TECH_SME' }],
    ['高企证书什么时候到期', { of: 'own', type: 'HNTE' }],
    ['我们的高新技术企业证书还有多久到期', { of: 'own', type: 'HNTE' }],
    ['本公司高企的有效期到什么时候', { of: 'own', type: 'HNTE' }],
    ['蒙药股份重点实验室情况怎么样', { of: 'enterprise', name: '蒙药股份', type: 'KEY_LAB' }],
    ['证书快到期了吗', { of: 'own' }],
    ['易统云是高企吗', { of: 'enterprise', name: '易统云', type: 'HNTE' }],
    ['我们是不是高企', { of: 'own', type: 'HNTE' }],
    ['高企还有多久到期', { of: 'own', type: 'HNTE' }],
    ['有多少家高企', { of: 'type', type: 'HNTE', page: 1, everybody: true }],
    ['请问全区现在有多少高新技术企业', { of: 'type', type: 'HNTE', page: 1, everybody: true }],
    ['科小名单', { of: 'type', type: 'TECH_SME', page: 1, everybody: true }],
    ['科技型中小企业的数量', { of: 'type', type: 'TECH_SME', page: 1, everybody: true }],
    ['资质统计', { of: 'statistics' }],
    ['高企批下来了吗', { of: 'own', type: 'HNTE' }],
    ['我的证书编号是多少', { of: 'own' }],
    ['示例企业03 高企 2024-10-01', { of: 'enterprise', name: '示例企业03', type: 'HNTE', on: '2024-10-01' }],
    // Whether there is an enterprise of that name only the ledger knows.
    ['已收到证书', { of: 'enterprise', name: '已收到' }],
  ])('%s', (text, expected) => {
    expect(readQuestion(text)).toEqual(expected);
  });

  it.each([
    '你好',
    '高企第二批什么时候截止',
    '专项资金还剩多少',
    '今天天气怎么样',
    '科技有限公司',
    '我们高企申报到哪一步了',
    '10月营收320万',
    '什么是高企',
    '怎么申请高企',
    '',
    // Would never come to an end if a word could be read in two ways.
    '帮我想'.repeat(200),
    `请问${'还有'.repeat(200)}`,
  ])('%s is about something else', (text) => {
    expect(readQuestion(text)).toBeNull();
  });
});

describe('nothing but a scope or a name', () => {
  it.each([
    ['即将到期', true],
    ['待批复 第2页', true],
    ['统计 2023-12-31', true],
    ['统计 2023-02-30', true],
    ['到期', false],
    ['统计 易统云', false],
    ['', false],
  ])('%j is a scope: %s', (text, expected) => {
    expect(isScope(text)).toBe(expected);
  });

  it.each([
    ['创元软件', '创元软件'],
    ['查一下创元软件', '创元软件'],
    ['资质易统云', '易统云'],
    ['易统云的', '易统云'],
    ['云', null],
    ['', null],
    ['云'.repeat(41), null],
  ])('%j may be the name %j', (text, expected) => {
    expect(readName(text)).toBe(expected);
  });
});

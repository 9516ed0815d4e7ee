import { describe, expect, it } from 'vitest';
import { intents } from '../../handlers/index.ts';
import { hear } from '../../src/core/said.ts';
import { readOwnQuestion } from '../../src/domain/reports/own-question.ts';
import { readOwnRequest } from '../../src/domain/reports/own-request.ts';
import { phrasings, secondPhrasings } from '../domain/reports/reader/corpus.ts';

/** Who is asked for an answer to a sentence of a contact. */
const reached = (say: string) =>
  intents.filter(({ roles }) => roles.includes('contact')).find((intent) => intent.match(hear(say)))?.id;

describe('a plain question about the own report', () => {
  it.each([
    ['我们月报交了吗', null],
    ['月报交了没有', null],
    ['这个月报了吗', null],
    ['这个月的月报报了没', null],
    ['上个月的月报还能改吗？', '上个月'],
    ['月报什么时候截止', null],
    ['请问月报最晚几号交？', null],
    ['月报最晚几号报？', null],
    ['我10月报过了吗', '10月'],
    ['十一月的月报交了没', '11月'],
    ['2023年10月月报提交成功了吗', '2023年10月'],
    ['今年9月份月报有没有报', '今年9月份'],
    ['十月的月报交了吗', '10月'],
    ['十二月份月报还能改吗', '12月份'],
    ['问问看看我们月报交了吗', null],
    ['月报，交了没有', null],
    ['月报 审核通过了吗', null],
    ['月报状态', null],
    ['我司月报是不是退回了', null],
    ['月报报到哪一步了', null],
    ['上月月报能不能补报', '上月'],
    ['月报现在改还来得及吗', null],
    ['月报截止时间', null],
    ['月报截止了吗', null],
    ['月报还有几天截止', null],
    ['月报报到几号', null],
    ['帮我查一下我们公司10月的数报了没有', '10月'],
  ])('%s', (say, month) => {
    expect(readOwnQuestion(hear(say).text)).toEqual({ month });
    expect(reached(say)).toBe('monthly-report');
  });

  it.each([
    '月报交了',
    '这个月什么时候截止',
    '数据报了吗',
    '高企什么时候截止',
    '年报交了吗',
    '10月营收320万，月报交了吗',
    '这个月多少钱',
    '上个月我们营收报了多少？',
    '专项资金到了没有',
  ])('is not “%s”', (say) => {
    expect(readOwnQuestion(hear(say).text)).toBeNull();
  });

  it.each(['确认提交', '提交月报', '确认月报', '提交本月的月报'])(
    '%s is understood, a bare 确认 or 提交 is not',
    (say) => {
      expect(reached(say)).toBe('monthly-report');
      expect(readOwnRequest(say, '2024-01-05')).toEqual({ do: 'file', period: null });
      for (const bare of ['确认', '提交']) expect(reached(bare)).not.toBe('monthly-report');
    },
  );

  it.each(['2023-13', '更正 2023-13 税13万', '填报 2023年13月', '零报 13月'])(
    'a month that there is not is refused whole: 月报 %s',
    (argument) => {
      expect(() => readOwnRequest(argument, '2024-01-05')).toThrow(/没有“[^”]*13月?”这个月份/u);
    },
  );

  it.each(['看', '问', '查看', '看一下', '想问'])(
    'ends on %s said over and over, which has more divisions than can be tried',
    (word) => {
      expect(readOwnQuestion(word.repeat(40).slice(0, 40))).toBeNull();
    },
  );

  it('is none of the sentences with figures', () => {
    const withFigures = [...phrasings, ...secondPhrasings].filter(({ expect }) => expect.kind !== 'chatter');
    expect(withFigures.filter(({ say }) => readOwnQuestion(hear(say).text) !== null)).toEqual([]);
  });
});

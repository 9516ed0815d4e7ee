import { describe, expect, it } from 'vitest';
import {
  daysLeft,
  deadlineTitle,
  expected,
  formatDueTime,
  restDayRemark,
} from '../../../src/domain/deadlines/due-text.ts';

describe('a due day, for people', () => {
  it.each([
    ['2024-05-10', '24:00', '2024年5月10日24:00'],
    ['2024-07-19', '16:00', '2024年7月19日16:00'],
    ['2024-12-31', '08:30', '2024年12月31日08:30'],
  ])('%s %s', (on, at, text) => {
    expect(formatDueTime({ on, at })).toBe(text);
  });

  it.each([
    ['2024-04-10', 30],
    // Told early because of a holiday: the true days (domain.md E2).
    ['2024-04-30', 10],
    ['2024-05-10', 0],
    ['2024-05-11', -1],
  ])('on %s, %i days are left', (on, days) => {
    expect(daysLeft({ enterpriseDue: { on: '2024-05-10', at: '24:00' } }, on)).toBe(days);
  });

  it.each([
    ['2024-05-10', null],
    // A worked Saturday, an ordinary one, a holiday in the week.
    ['2024-05-11', null],
    ['2024-05-18', '截止日为休息日，请提前办理'],
    ['2024-05-03', '截止日为休息日，请提前办理'],
  ])('%s is a day off: %s', (on, remark) => {
    expect(restDayRemark({ on, at: '24:00' })).toBe(remark);
  });

  it('is marked where only custom knows it', () => {
    expect([expected('NOTICE'), expected('CUSTOM')]).toEqual(['', '（预计）']);
  });
});

describe('what a deadline is called', () => {
  it.each([
    ['高新技术企业认定', 2, '2024年高新技术企业认定第二批'],
    ['高新技术企业认定', null, '2024年高新技术企业认定'],
    ['2024年高新技术企业认定', 1, '2024年高新技术企业认定第一批'],
    ['火炬统计年报', 10, '2024年火炬统计年报第十批'],
    ['火炬统计年报', 11, '2024年火炬统计年报第十一批'],
    ['火炬统计年报', 20, '2024年火炬统计年报第二十批'],
    ['火炬统计年报', 99, '2024年火炬统计年报第九十九批'],
    ['火炬统计年报', 100, '2024年火炬统计年报第100批'],
  ])('%s, batch %j', (program, batch, title) => {
    expect(deadlineTitle({ program, year: 2024, batch })).toBe(title);
  });
});

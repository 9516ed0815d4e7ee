import { describe, expect, it } from 'vitest';
import {
  addMonths,
  addYears,
  dateOf,
  daysBetween,
  endOfDay,
  formatDate,
  instantOf,
  looksLikeDate,
  readDate,
  timeOf,
} from '../../src/domain/calendar.ts';

describe('the date in Asia/Shanghai', () => {
  it.each([
    ['2023-12-31T15:59:59.999Z', '2023-12-31', '23:59'],
    ['2023-12-31T16:00:00.000Z', '2024-01-01', '00:00'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29', '00:00'],
    ['2023-12-29T02:03:59.000Z', '2023-12-29', '10:03'],
  ])('%s is %s %s', (instant, date, time) => {
    expect(dateOf(new Date(instant))).toBe(date);
    expect(timeOf(new Date(instant))).toBe(time);
  });

  it.each([
    ['2024-05-10', '00:00', '2024-05-09T16:00:00.000Z'],
    ['2024-05-10', '16:05', '2024-05-10T08:05:00.000Z'],
    ['2024-12-31', '24:00', '2024-12-31T16:00:00.000Z'],
  ])('%s %s is %s', (date, time, instant) => {
    expect(instantOf(date, time).toISOString()).toBe(instant);
  });

  it('ends with its last millisecond', () => {
    expect(endOfDay('2023-12-31').toISOString()).toBe('2023-12-31T15:59:59.999Z');
  });
});

describe('months and years', () => {
  it.each([
    ['2024-08-31', -6, '2024-02-29'],
    ['2023-08-31', -6, '2023-02-28'],
    ['2024-03-31', -3, '2023-12-31'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2024-01-15', -1, '2023-12-15'],
  ])('%s %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it.each([
    ['2021-12-01', '2024-12-01'],
    ['2024-02-29', '2027-02-28'],
    ['2021-02-28', '2024-02-28'],
  ])('%s and three years is %s', (from, to) => {
    expect(addYears(from, 3)).toBe(to);
  });

  it.each([
    ['2023-12-29', '2024-09-16', 262],
    ['2023-12-29', '2024-03-31', 93],
    ['2024-02-28', '2024-03-01', 2],
    ['2024-03-31', '2024-03-31', 0],
    ['2024-04-01', '2024-03-31', -1],
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});

describe('a date as people write it', () => {
  it.each([
    ['2023-12-31', '2023-12-31'],
    ['2023-1-5', '2023-01-05'],
    ['2023/12/31', '2023-12-31'],
    ['2023.12.31', '2023-12-31'],
    ['20231231', '2023-12-31'],
    ['2023年12月31日', '2023-12-31'],
    ['2023年1月5日', '2023-01-05'],
    ['2024-02-29', '2024-02-29'],
    // The last day of what is named.
    ['2023', '2023-12-31'],
    ['2023年', '2023-12-31'],
    ['2023年底', '2023-12-31'],
    ['2024-02', '2024-02-29'],
    ['2023年2月', '2023-02-28'],
    ['2023.11', '2023-11-30'],
  ])('%s', (written, date) => {
    expect(looksLikeDate(written)).toBe(true);
    expect(readDate(written)).toBe(date);
  });

  it.each([
    '2023-02-29',
    '2023-02-30',
    '2023-13-01',
    '2023-00-10',
    '20230231',
    '2023年4月31日',
    '2023-13',
    '2023年0月',
  ])('%s has no such day', (written) => {
    expect(looksLikeDate(written)).toBe(true);
    expect(readDate(written)).toBeNull();
  });

  it.each(['', '易统云', '12-31', '1899', '3023', '123456789'])('%s is none', (written) => {
    expect(looksLikeDate(written)).toBe(false);
    expect(readDate(written)).toBeNull();
  });

  it('is printed without leading zeros', () => {
    expect(formatDate('2023-10-08')).toBe('2023年10月8日');
  });
});

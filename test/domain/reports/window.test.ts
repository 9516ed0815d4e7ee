import { describe, expect, it } from 'vitest';
import {
  addPeriods,
  firstDayOf,
  formatCumulative,
  formatPeriod,
  isPeriod,
  lastDayOf,
  lastPeriod,
  monthOfPeriod,
  periodOf,
  periodsBetween,
  yearOfPeriod,
} from '../../../src/domain/reports/period.ts';
import { lastDayFor, opennessOf, type PeriodOpening, whyClosed, windowOf } from '../../../src/domain/reports/window.ts';
import { addDays, hasHolidayNotice, isWorkday, sameOrNextWorkday, workdaysAfter } from '../../../src/domain/workday.ts';

/** domain.md E3, typed off: weekend days that are worked, weekdays that are off (`a…b` runs over weekdays only). */
const notices: Readonly<Record<number, { worked: string; off: string }>> = {
  2023: {
    worked: '01-28 01-29 04-23 05-06 06-25 10-07 10-08',
    off: '01-02 01-23…01-27 04-05 05-01…05-03 06-22 06-23 09-29 10-02…10-06',
  },
  2024: {
    worked: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
    off: '01-01 02-12…02-16 04-04 04-05 05-01…05-03 06-10 09-16 09-17 10-01…10-04 10-07',
  },
  2025: {
    worked: '01-26 02-08 04-27 09-28 10-11',
    off: '01-01 01-28…01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01…10-03 10-06…10-08',
  },
  2026: {
    worked: '01-04 02-14 02-28 05-09 09-20 10-10',
    off: '01-01 01-02 02-16…02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05…10-07',
  },
};

function daysFrom(from: string, to: string): string[] {
  return from > to ? [] : [from, ...daysFrom(addDays(from, 1), to)];
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

function listed(year: string, days: string): string[] {
  return days.split(' ').flatMap((span) => {
    const [from = '', to = from] = span.split('…').map((day) => `${year}-${day}`);
    return daysFrom(from, to);
  });
}

describe('workdays', () => {
  describe.each(Object.entries(notices))('%s', (year, { worked, off }) => {
    it.each(listed(year, worked))('%s is worked, on a weekend', (date) => {
      expect(isWeekend(date)).toBe(true);
      expect(isWorkday(date)).toBe(true);
    });

    it.each(listed(year, off))('%s is off, in the week', (date) => {
      expect(isWeekend(date)).toBe(false);
      expect(isWorkday(date)).toBe(false);
    });

    it('has no other exception', () => {
      const exceptions = new Set([...listed(year, worked), ...listed(year, off)]);
      const others = daysFrom(`${year}-01-01`, `${year}-12-31`).filter((date) => !exceptions.has(date));
      expect(others.filter((date) => isWorkday(date) === isWeekend(date))).toEqual([]);
    });

    it('has its notice', () => {
      expect(hasHolidayNotice(Number(year))).toBe(true);
    });
  });

  it('are Monday to Friday where there is no notice', () => {
    expect(hasHolidayNotice(2099)).toBe(false);
    // 2099-10-01 is a Thursday.
    expect(daysFrom('2099-10-01', '2099-10-07').map(isWorkday)).toEqual([true, true, false, false, true, true, true]);
  });

  it.each([
    ['2024-02-09', '2024-02-09'],
    ['2024-02-10', '2024-02-18'],
    ['2024-02-17', '2024-02-18'],
    ['2024-02-18', '2024-02-18'],
    ['2023-12-30', '2024-01-02'],
    ['2026-10-01', '2026-10-08'],
  ])('%s or the next workday is %s', (date, next) => {
    expect(sameOrNextWorkday(date)).toBe(next);
  });

  it.each([
    ['2024-02-09', 0, '2024-02-09'],
    ['2024-02-10', 0, '2024-02-10'],
    ['2024-02-09', 1, '2024-02-18'],
    ['2024-02-10', 1, '2024-02-18'],
    ['2024-02-09', 3, '2024-02-20'],
    ['2026-10-10', 3, '2026-10-14'],
    ['2024-02-09', -1, '2024-02-09'],
  ])('%s and %i workdays: %s', (date, n, expected) => {
    expect(workdaysAfter(date, n)).toBe(expected);
  });
});

describe('a period', () => {
  it.each([
    ['2024-01', true],
    ['2024-12', true],
    ['2024-13', false],
    ['2024-00', false],
    ['2024-1', false],
    ['1999-12', false],
    ['2024-01-01', false],
    [' 2024-01', false],
  ])('%s: %s', (text, expected) => {
    expect(isPeriod(text)).toBe(expected);
  });

  it.each([
    ['2024-01', -1, '2023-12'],
    ['2023-12', 1, '2024-01'],
    ['2024-02', -12, '2023-02'],
    ['2024-05', 0, '2024-05'],
    ['2024-05', 20, '2026-01'],
  ])('%s and %i months: %s', (period, months, expected) => {
    expect(addPeriods(period, months)).toBe(expected);
  });

  it('is the last month in Shanghai', () => {
    expect(lastPeriod(new Date('2024-01-31T15:59:59.999Z'))).toBe('2023-12');
    expect(lastPeriod(new Date('2024-01-31T16:00:00Z'))).toBe('2024-01');
    expect(lastPeriod(new Date('2023-12-31T16:00:00Z'))).toBe('2023-12');
  });

  it('has its days, its year and its month', () => {
    expect([firstDayOf('2024-02'), lastDayOf('2024-02'), lastDayOf('2023-02'), lastDayOf('2023-12')]).toEqual([
      '2024-02-01',
      '2024-02-29',
      '2023-02-28',
      '2023-12-31',
    ]);
    expect([periodOf('2024-02-29'), yearOfPeriod('2024-02'), monthOfPeriod('2024-02')]).toEqual(['2024-02', 2024, 2]);
  });

  it('runs from one to another', () => {
    expect(periodsBetween('2023-11', '2024-02')).toEqual(['2023-11', '2023-12', '2024-01', '2024-02']);
    expect(periodsBetween('2023-11', '2023-11')).toEqual(['2023-11']);
    expect(periodsBetween('2023-11', '2023-10')).toEqual([]);
  });

  it('is said', () => {
    expect(['2023-01', '2023-11'].map(formatPeriod)).toEqual(['2023年1月', '2023年11月']);
    expect(['2023-01', '2023-02', '2023-11'].map(formatCumulative)).toEqual([
      '2023年1月',
      '2023年1—2月',
      '2023年1—11月',
    ]);
  });
});

describe('when a period is reported', () => {
  it.each([
    // Day 10 is a Wednesday; the opening falls on New Year's Day.
    ['2023-12', '2024-01-01', '2024-01-02', '2024-01-10', '2024-02-18'],
    // Day 10 is within the Spring Festival, which a worked Sunday ends.
    ['2024-01', '2024-02-01', '2024-02-01', '2024-02-18', '2024-03-11'],
    // Day 10 is a Sunday.
    ['2024-02', '2024-03-01', '2024-03-01', '2024-03-11', '2024-04-10'],
    ['2023-09', '2023-10-01', '2023-10-07', '2023-10-10', '2023-11-10'],
    ['2025-04', '2025-05-01', '2025-05-06', '2025-05-12', '2025-06-10'],
    ['2025-09', '2025-10-01', '2025-10-09', '2025-10-10', '2025-11-10'],
    ['2025-12', '2026-01-01', '2026-01-04', '2026-01-12', '2026-02-10'],
    // Day 10 is a Saturday that is worked.
    ['2026-09', '2026-10-01', '2026-10-08', '2026-10-10', '2026-11-10'],
  ])('%s from %s, told on %s, until %s, late until %s', (period, opensOn, noticeOn, closesOn, lateUntil) => {
    expect(windowOf(period)).toEqual({ opensOn, noticeOn, closesOn, lateUntil });
  });

  const opening = (until: string): PeriodOpening => ({ period: '2024-01', enterpriseId: null, until, reason: '系统' });

  it.each<[today: string, openness: string, openings?: PeriodOpening[]]>([
    ['2024-01-31', 'future'],
    ['2024-02-01', 'open'],
    ['2024-02-10', 'open'],
    ['2024-02-18', 'open'],
    ['2024-02-19', 'late'],
    ['2024-03-11', 'late'],
    ['2024-03-12', 'closed'],
    ['2024-03-20', 'late', [opening('2024-03-20')]],
    ['2024-03-21', 'closed', [opening('2024-03-20')]],
    ['2024-03-21', 'late', [opening('2024-03-20'), opening('2024-03-25')]],
    ['2024-02-18', 'open', [opening('2024-03-20')]],
    ['2024-03-11', 'late', [opening('2024-02-20')]],
    ['2024-01-31', 'future', [opening('2024-03-20')]],
  ])('2024-01 on %s: %s', (today, openness, openings = []) => {
    expect(opennessOf('2024-01', today, openings)).toBe(openness);
    expect(whyClosed('2024-01', today, openings) === null).toBe(openness === 'open' || openness === 'late');
  });

  it.each<[last: string, openings: PeriodOpening[]]>([
    ['2024-03-11', []],
    ['2024-03-20', [opening('2024-03-20')]],
    ['2024-03-25', [opening('2024-03-25'), opening('2024-03-20')]],
    ['2024-03-11', [opening('2024-02-20')]],
  ])('2024-01 is taken until %s', (last, openings) => {
    expect(lastDayFor('2024-01', openings)).toBe(last);
    expect(opennessOf('2024-01', last, openings)).toBe('late');
    expect(opennessOf('2024-01', addDays(last, 1), openings)).toBe('closed');
  });

  const meant = (period: string) => `如指${period}，请写明年份后重新发送。`;

  it.each<[period: string, today: string, why: string, openings?: PeriodOpening[]]>([
    ['2024-01', '2024-03-12', '2024年1月月报的填报期已结束，补报或更正请联系开发区科技局重新开放。'],
    ['2024-02', '2024-02-29', '2024年2月尚未结束，月报自2024年3月1日起填报。'],
    // In January 2024 of December: the year is a slip, and so of November until it is closed.
    ['2024-12', '2024-01-05', `2024年12月尚未结束，月报自2025年1月1日起填报。${meant('2023年12月')}`],
    ['2024-11', '2024-01-10', `2024年11月尚未结束，月报自2024年12月1日起填报。${meant('2023年11月')}`],
    ['2024-11', '2024-01-11', '2024年11月尚未结束，月报自2024年12月1日起填报。'],
    ['2024-12', '2024-02-18', `2024年12月尚未结束，月报自2025年1月1日起填报。${meant('2023年12月')}`],
    ['2024-12', '2024-02-19', '2024年12月尚未结束，月报自2025年1月1日起填报。'],
    [
      '2025-01',
      '2024-03-20',
      `2025年1月尚未结束，月报自2025年2月1日起填报。${meant('2024年1月')}`,
      [{ ...opening('2024-03-20') }],
    ],
  ])('why %s is not taken on %s', (period, today, why, openings = []) => {
    expect(whyClosed(period, today, openings)).toBe(why);
  });
});

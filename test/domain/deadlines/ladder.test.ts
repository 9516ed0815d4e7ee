import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf } from '../../../src/domain/calendar.ts';
import {
  announcementOf,
  isCallListDay,
  isQuiet,
  ladderOf,
  lastWorkdayBefore,
  monthLadderOf,
  reportLadderOf,
  stepsDue,
  tellAt,
} from '../../../src/domain/deadlines/ladder.ts';
import { builtInPolicy } from '../../../src/domain/deadlines/policy-rules.ts';
import { addDays, isWorkday } from '../../../src/domain/workday.ts';

const { leads, certificateMonths, reportDays } = builtInPolicy;
const said = (steps: readonly { on: string; leads: readonly number[] }[]) =>
  steps.map((step) => `${step.on} ${step.leads.join('+')}`);
/** An instant of Shanghai. */
const at = (local: string) => new Date(`${local.replace(' ', 'T')}+08:00`);

describe('the ladder of a due day', () => {
  it.each<[due: string, steps: string[]]>([
    // The example of domain.md E2: 3 May is a holiday.
    ['2024-05-10', ['2024-04-10 30', '2024-04-25 15', '2024-04-30 7', '2024-05-07 3', '2024-05-09 1', '2024-05-10 0']],
    // Due on a holiday; of the mid-autumn days the worked Saturday before them.
    ['2024-10-01', ['2024-08-30 30', '2024-09-14 15', '2024-09-24 7', '2024-09-27 3', '2024-09-30 1+0']],
    // Behind the Spring Festival, on a worked Sunday; 3 February is a Saturday before one.
    ['2024-02-18', ['2024-01-19 30', '2024-02-02 15', '2024-02-09 7+3+1', '2024-02-18 0']],
    // Within it.
    ['2024-02-15', ['2024-01-16 30', '2024-01-31 15', '2024-02-08 7', '2024-02-09 3+1+0']],
    ['2024-02-29', ['2024-01-30 30', '2024-02-09 15', '2024-02-22 7', '2024-02-26 3', '2024-02-28 1', '2024-02-29 0']],
    // 30 days before a Saturday: 29 February.
    ['2024-03-30', ['2024-02-29 30', '2024-03-15 15', '2024-03-22 7', '2024-03-27 3', '2024-03-29 1+0']],
    // Over New Year.
    ['2024-01-02', ['2023-12-01 30', '2023-12-18 15', '2023-12-26 7', '2023-12-29 3+1', '2024-01-02 0']],
    // Without a holiday notice: weekends alone, 1 January is a Thursday.
    ['2099-01-10', ['2098-12-11 30', '2098-12-26 15', '2099-01-02 7', '2099-01-07 3', '2099-01-09 1+0']],
  ])('%s', (due, steps) => {
    expect(said(ladderOf(due, leads))).toEqual(steps);
  });

  it('has the leads that are set, in whatever order, each once', () => {
    expect(said(ladderOf('2024-05-10', [1, 10, 1]))).toEqual(['2024-04-30 10', '2024-05-09 1']);
    expect(ladderOf('2024-05-10', [])).toEqual([]);
  });

  const aDay = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2022-01-01', n));
  const someLeads = fc.uniqueArray(fc.integer({ min: 0, max: 365 }), { minLength: 1, maxLength: 8 });

  it('has every lead once, on the last workday up to its day, in rising order', () => {
    fc.assert(
      fc.property(aDay, someLeads, (due, some) => {
        const ladder = ladderOf(due, some);
        expect(ladder.flatMap((step) => step.leads).sort((a, b) => b - a)).toEqual([...some].sort((a, b) => b - a));
        expect(ladder.map(({ on }) => on)).toEqual([...new Set(ladder.map(({ on }) => on))].sort());
        for (const { on, leads: merged } of ladder) {
          expect(isWorkday(on)).toBe(true);
          for (const lead of merged) {
            for (let day = addDays(due, -lead); day > on; day = addDays(day, -1)) expect(isWorkday(day)).toBe(false);
            expect(on <= addDays(due, -lead)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the ladder of a certificate', () => {
  it.each<[validTo: string, steps: string[]]>([
    ['2024-08-31', ['2023-08-31 12', '2024-02-29 6', '2024-05-31 3', '2024-07-31 1']],
    ['2023-08-31', ['2022-08-31 12', '2023-02-28 6', '2023-05-31 3', '2023-07-31 1']],
    // 1 June is a Saturday, 1 September a Sunday.
    ['2024-12-01', ['2023-12-01 12', '2024-05-31 6', '2024-08-30 3', '2024-11-01 1']],
    // The Spring Festival begins on 28 January.
    ['2025-02-28', ['2024-02-28 12', '2024-08-28 6', '2024-11-28 3', '2025-01-27 1']],
    ['2024-03-31', ['2023-03-31 12', '2023-09-28 6', '2023-12-29 3', '2024-02-29 1']],
  ])('%s', (validTo, steps) => {
    expect(said(monthLadderOf(validTo, certificateMonths))).toEqual(steps);
  });
});

describe('what is due of a ladder', () => {
  const ladder = ladderOf('2024-05-10', leads);

  it.each<[after: string, on: string, due: number[]]>([
    ['2024-04-09', '2024-04-10', [30]],
    ['2024-04-10', '2024-04-10', []],
    ['2024-04-10', '2024-04-24', []],
    ['2024-04-24', '2024-04-30', [15, 7]],
    ['2024-04-30', '2024-05-06', []],
    ['2024-05-06', '2024-05-10', [3, 1, 0]],
    ['2000-01-01', '2024-05-11', [30, 15, 7, 3, 1, 0]],
    ['2024-05-10', '2024-04-10', []],
  ])('after %s, on %s: %j', (after, on, due) => {
    expect(stepsDue(ladder, { after, on })).toEqual(due);
  });

  it('is told once, however the days are cut', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 10 });
    fc.assert(
      fc.property(days, (some) => {
        const ends = ['2024-04-01', ...some.sort((a, b) => a - b).map((n) => addDays('2024-04-02', n)), '2024-06-30'];
        const told = ends.slice(1).flatMap((on, index) => stepsDue(ladder, { after: ends[index] ?? '', on }));
        expect(told).toEqual([30, 15, 7, 3, 1, 0]);
      }),
    );
  });
});

describe('the ladder of a month’s reports', () => {
  it.each<[period: string, days: readonly number[], steps: string[]]>([
    ['2023-12', reportDays, ['01-02 OPEN', '01-05 REMIND', '01-08 REMIND', '01-10 LAST', '01-11 LATE', '01-15 PHONE']],
    // The window ends on the worked Sunday behind the Spring Festival.
    ['2024-01', reportDays, ['02-01 OPEN', '02-05 REMIND', '02-08 REMIND', '02-18 LAST', '02-19 LATE', '02-21 PHONE']],
    // Day 5 would move before the notice; the day after the last is a worked Saturday.
    ['2024-04', reportDays, ['05-06 OPEN', '05-08 REMIND', '05-10 LAST', '05-11 LATE', '05-14 PHONE']],
    ['2024-05', reportDays, ['06-03 OPEN', '06-05 REMIND', '06-07 REMIND', '06-11 LAST', '06-12 LATE', '06-14 PHONE']],
    ['2023-09', reportDays, ['10-07 OPEN', '10-08 REMIND', '10-10 LAST', '10-11 LATE', '10-13 PHONE']],
    // The example of domain.md D3: days 1, 5 and 8 are one.
    ['2026-09', reportDays, ['10-08 OPEN', '10-10 LAST', '10-12 LATE', '10-14 PHONE']],
    // Days 9 and 10 are a weekend: both move to day 8.
    ['2024-02', [9, 10], ['03-01 OPEN', '03-08 REMIND', '03-11 LAST', '03-12 LATE', '03-14 PHONE']],
    // The last day itself, and behind it.
    ['2024-02', [11, 12, 28], ['03-01 OPEN', '03-11 LAST', '03-12 LATE', '03-14 PHONE']],
    ['2024-02', [], ['03-01 OPEN', '03-11 LAST', '03-12 LATE', '03-14 PHONE']],
  ])('%s, on days %j', (period, days, steps) => {
    const ladder = reportLadderOf(period, days);
    expect(ladder.map(({ on, kinds }) => `${on.slice(5)} ${kinds.join('+')}`)).toEqual(steps);
  });

  it('tells one thing a day, on workdays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2022, max: 2030 }),
        fc.integer({ min: 1, max: 12 }),
        fc.uniqueArray(fc.integer({ min: 2, max: 28 })),
        (year, month, days) => {
          const ladder = reportLadderOf(`${year}-${String(month).padStart(2, '0')}`, days);
          expect(ladder.every(({ on, kinds }) => isWorkday(on) && kinds.length === 1)).toBe(true);
          expect(ladder.map(({ on }) => on)).toEqual([...new Set(ladder.map(({ on }) => on))].sort());
        },
      ),
    );
  });
});

describe('the day of the list for the telephone', () => {
  it.each([
    ['2024-05-10', '2024-05-09'],
    ['2024-05-06', '2024-04-30'],
    ['2024-02-15', '2024-02-09'],
    ['2024-05-12', '2024-05-11'],
    ['2024-02-18', '2024-02-09'],
  ])('due %s: %s', (due, day) => {
    expect(lastWorkdayBefore(due)).toBe(day);
    expect([addDays(day, -1), day, addDays(day, 1)].map((on) => isCallListDay(due, on))).toEqual([false, true, false]);
  });
});

describe('the quiet hours', () => {
  const day = { quietFrom: '12:00', quietUntil: '14:00' };
  it.each([
    ['2024-04-24 07:59:59', builtInPolicy, true],
    ['2024-04-24 08:00:00', builtInPolicy, false],
    ['2024-04-24 20:59:59', builtInPolicy, false],
    ['2024-04-24 21:00:00', builtInPolicy, true],
    ['2024-04-25 00:00:00', builtInPolicy, true],
    ['2024-04-25 11:59:59', day, false],
    ['2024-04-25 12:00:00', day, true],
    ['2024-04-25 14:00:00', day, false],
  ])('at %s', (now, policy, quiet) => {
    expect(isQuiet(at(now), policy)).toBe(quiet);
  });

  it.each([
    ['2024-04-24 08:00:00', '2024-04-24 08:00:00'],
    ['2024-04-24 20:59:59', '2024-04-24 20:59:59'],
    ['2024-04-24 21:00:00', '2024-04-25 09:00:00'],
    ['2024-04-24 23:59:59', '2024-04-25 09:00:00'],
    ['2024-04-25 00:00:00', '2024-04-25 09:00:00'],
    ['2024-04-25 07:59:59', '2024-04-25 09:00:00'],
    // On a day off too.
    ['2024-05-01 10:00:00', '2024-05-01 10:00:00'],
    ['2024-12-31 22:00:00', '2025-01-01 09:00:00'],
  ])('what is changed at %s is told at %s', (now, told) => {
    expect(tellAt(at(now), builtInPolicy)).toEqual(at(told));
  });
});

describe('a deadline that is entered', () => {
  const dues = ladderOf('2024-05-10', leads);

  it.each<[now: string, announceAt: string | null, ladderFrom: string]>([
    ['2024-04-01 10:00:00', null, '2024-04-01'],
    ['2024-04-09 22:00:00', null, '2024-04-09'],
    // On the day of a step: the round's until it begins.
    ['2024-04-10 00:00:00', null, '2024-04-09'],
    ['2024-04-10 08:59:59', null, '2024-04-09'],
    ['2024-04-10 09:00:00', '2024-04-10 09:00:00', '2024-04-10'],
    ['2024-04-10 20:59:59', '2024-04-10 20:59:59', '2024-04-10'],
    ['2024-04-10 21:00:00', '2024-04-11 09:00:00', '2024-04-11'],
    // On a day off.
    ['2024-04-20 14:00:00', '2024-04-20 14:00:00', '2024-04-20'],
    // In the night before a step, which is told with what was missed.
    ['2024-04-24 20:59:59', '2024-04-24 20:59:59', '2024-04-24'],
    ['2024-04-24 21:00:00', '2024-04-25 09:00:00', '2024-04-25'],
    ['2024-04-25 07:59:59', '2024-04-25 09:00:00', '2024-04-25'],
    ['2024-04-25 08:00:00', '2024-04-25 08:00:00', '2024-04-25'],
    ['2024-05-10 10:00:00', '2024-05-10 10:00:00', '2024-05-10'],
  ])('at %s: told %s, the round goes on after %s', (now, announceAt, ladderFrom) => {
    expect(announcementOf({ dues, now: at(now), policy: builtInPolicy })).toEqual({
      announceAt: announceAt === null ? null : at(announceAt),
      ladderFrom,
    });
  });

  it('has every step told once, none twice on a day and none before it was entered', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 60 });
    const hours = fc.constantFrom(
      builtInPolicy,
      { ...builtInPolicy, sendAt: '08:00' },
      { ...builtInPolicy, sendAt: '20:30' },
      { ...builtInPolicy, quietFrom: '00:00', quietUntil: '06:00' },
      { ...builtInPolicy, quietFrom: '12:00', quietUntil: '14:00', sendAt: '15:00' },
    );
    fc.assert(
      fc.property(minutes, hours, (minute, policy) => {
        const now = new Date(at('2024-03-20 00:00:00').getTime() + minute * 60_000);
        const { announceAt, ladderFrom } = announcementOf({ dues, now, policy });
        const covered = dues.filter(({ on }) => on <= ladderFrom);
        expect(covered.length > 0).toBe(announceAt !== null);
        const rounds = dues.filter(({ on }) => on > ladderFrom).map(({ on }) => at(`${on} ${policy.sendAt}:00`));
        const sent = [...(announceAt === null ? [] : [announceAt]), ...rounds];
        expect(sent.every((one) => one >= now && !isQuiet(one, policy))).toBe(true);
        expect(new Set(sent.map(dateOf)).size).toBe(sent.length);
      }),
      { numRuns: 500 },
    );
  });
});

import { expect, it } from 'vitest';
import { standingsOf } from '../../../src/domain/deadlines/standing.ts';
import { deadlineOf } from '../../helpers/deadlines.ts';
import { certificate, facts, history } from './facts.ts';

const valid = { kind: 'qualification', type: 'HNTE', level: null, state: 'VALID' } as const;
const deadline = deadlineOf({
  enterpriseDue: { on: '2024-07-05', at: '24:00' },
  audience: { everybody: false, anyOf: [valid], industries: [], include: [], exempt: [] },
});
const until = (end: string, from = '2021-08-01') => facts({ history: history([certificate([from, end])]) });
const isConcerned = (one: ReturnType<typeof until>, on: string) =>
  standingsOf(deadline, { facts: [one], answers: [], on }).length === 1;

it('whom a deadline concerned is whom it did on its last day, whatever came since', () => {
  expect(isConcerned(until('2024-07-31'), '2024-07-05')).toBe(true);
  expect(isConcerned(until('2024-07-31'), '2024-09-01')).toBe(true);
  expect(isConcerned(until('2024-06-30'), '2024-06-01')).toBe(true);
  expect(isConcerned(until('2024-06-30'), '2024-07-01')).toBe(false);
  expect(isConcerned(until('2027-08-01', '2024-08-01'), '2024-09-01')).toBe(false);
});

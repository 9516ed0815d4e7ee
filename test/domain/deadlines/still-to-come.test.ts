import { expect, it } from 'vitest';
import { stillToCome } from '../../../src/domain/deadlines/standing.ts';
import { deadlineOf } from '../../helpers/deadlines.ts';

it.each([
  ['2024-07-05T16:59:59', '17:00', true],
  ['2024-07-05T17:00:00', '17:00', false],
  ['2024-07-05T23:59:59', '24:00', true],
  ['2024-07-06T00:00:00', '24:00', false],
  ['2024-07-04T17:00:00', '17:00', true],
] as const)('at %s a deadline of 5 July %s is still to come: %s', (now, at, isToCome) => {
  const deadline = deadlineOf({ enterpriseDue: { on: '2024-07-05', at } });
  expect(stillToCome([deadline], new Date(`${now}+08:00`))).toEqual(isToCome ? [deadline] : []);
});

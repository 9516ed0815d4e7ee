import { describe, expect, it } from 'vitest';
import { projectStatusAt, surplusOf, toBeTakenBack } from '../../../src/domain/funds/standing.ts';
import { noSums } from '../../../src/domain/funds/sums.ts';
import type { ProjectStatus } from '../../../src/domain/funds/terms.ts';
import { aBatch, aProject, aStatus, wan } from './facts.ts';

describe('the status of a project on a day', () => {
  const ordinary = aProject({
    startsOn: '2023-03-01',
    endsOn: '2023-12-31',
    acceptanceDueOn: '2024-03-31',
    statuses: [
      aStatus('APPROVED', '2023-01-10'),
      aStatus('ACCEPT_APPLIED', '2024-02-01'),
      aStatus('ACCEPTED', '2024-03-01'),
    ],
  });
  it.each<[string, ProjectStatus]>([
    ['2023-01-09', 'APPROVED'],
    ['2023-02-28', 'APPROVED'],
    ['2023-03-01', 'RUNNING'],
    ['2023-12-31', 'RUNNING'],
    ['2024-01-01', 'DUE'],
    ['2024-01-31', 'DUE'],
    ['2024-02-01', 'ACCEPT_APPLIED'],
    ['2024-02-29', 'ACCEPT_APPLIED'],
    ['2024-03-01', 'ACCEPTED'],
  ])('%s %s', (on, status) => {
    expect(projectStatusAt(ordinary, on)).toBe(status);
  });

  it.each<[string, Parameters<typeof aProject>[0], string, ProjectStatus]>([
    ['no term at all', { startsOn: null, endsOn: null }, '2030-01-01', 'APPROVED'],
    ['only an end', { startsOn: null }, '2023-12-31', 'RUNNING'],
    ['only an end, passed', { startsOn: null }, '2024-01-01', 'DUE'],
    ['only a beginning', { endsOn: null }, '2030-01-01', 'RUNNING'],
    ['no end, but acceptance due', { endsOn: null, acceptanceDueOn: '2024-03-31' }, '2024-04-01', 'DUE'],
    [
      'a reward neither runs nor is due',
      { batch: aBatch({ category: 'INNOVATION_REWARD' }) },
      '2024-06-01',
      'APPROVED',
    ],
    [
      'of one day the status that was entered last',
      {
        statuses: [
          aStatus('FAILED', '2024-02-01', { recordedAt: new Date('2024-02-02T02:00:00Z') }),
          aStatus('ACCEPT_APPLIED', '2024-02-01', { recordedAt: new Date('2024-02-01T02:00:00Z') }),
        ],
      },
      '2024-02-01',
      'FAILED',
    ],
  ])('%s', (_, given, on, status) => {
    expect(projectStatusAt(aProject(given), on)).toBe(status);
  });
});

describe('what is left', () => {
  // 到位 100, 支出 60, 收回 10: 30 are left.
  const sums = { ...noSums, receivedTracked: wan(100), spent: wan(60), recoveredTracked: wan(10) };
  const ended = (status: 'ACCEPTED' | 'FAILED' | 'TERMINATED' | 'REVOKED' | 'ACCEPT_APPLIED', batch = aBatch()) =>
    aProject({ batch, statuses: [aStatus('APPROVED', '2023-01-10'), aStatus(status, '2023-10-08')] });

  it('is 结转 while the project runs, is due or has applied', () => {
    const left = { kind: '结转', fen: wan(30) };
    expect(surplusOf(aProject(), sums, '2023-12-31')).toEqual(left);
    expect(surplusOf(aProject(), sums, '2024-01-01')).toEqual(left);
    expect(surplusOf(ended('ACCEPT_APPLIED'), sums, '2024-01-01')).toEqual(left);
    expect(toBeTakenBack(surplusOf(aProject(), sums, '2024-01-01'))).toBe(0n);
  });

  it('is 结余 from the day of the acceptance on', () => {
    expect(surplusOf(ended('ACCEPTED'), sums, '2023-10-07')).toEqual({ kind: '结转', fen: wan(30) });
    expect(surplusOf(ended('ACCEPTED'), sums, '2023-10-08')).toEqual({
      kind: '结余',
      fen: wan(30),
      fate: { kind: 'KEEP' },
    });
  });

  it.each([
    ['2025-10-07', false, 0n],
    ['2025-10-08', true, wan(30)],
    ['2025-10-09', true, wan(30)],
  ])('is to be given back two years after the acceptance (%s)', (on, isDue, back) => {
    const surplus = surplusOf(ended('ACCEPTED', aBatch({ surplusPolicy: 'RECOVER_2Y' })), sums, on);
    expect(surplus).toEqual({ kind: '结余', fen: wan(30), fate: { kind: 'RECOVER_2Y', on: '2025-10-08', isDue } });
    expect(toBeTakenBack(surplus)).toBe(back);
  });

  it('counts the two years from the acceptance, not from 结题', () => {
    const project = aProject({
      batch: aBatch({ surplusPolicy: 'RECOVER_2Y' }),
      statuses: [aStatus('ACCEPTED', '2024-02-29'), aStatus('CONCLUDED', '2024-06-01')],
    });
    expect(surplusOf(project, sums, '2024-06-02')).toMatchObject({ fate: { on: '2026-02-28', isDue: false } });
  });

  it('is given back at once where the batch says so, even after a passed acceptance', () => {
    const surplus = surplusOf(ended('ACCEPTED', aBatch({ surplusPolicy: 'RECOVER_ALL' })), sums, '2023-10-08');
    expect(surplus).toMatchObject({ fate: { kind: 'RECOVER' } });
    expect(toBeTakenBack(surplus)).toBe(wan(30));
  });

  it.each(['FAILED', 'TERMINATED', 'REVOKED'] as const)('of %s is given back whatever the batch says', (status) => {
    const surplus = surplusOf(ended(status), sums, '2023-10-08');
    expect(surplus).toEqual({ kind: '结余', fen: wan(30), fate: { kind: 'RECOVER' } });
    expect(toBeTakenBack(surplus)).toBe(wan(30));
    expect(toBeTakenBack(surplusOf(ended(status), { ...sums, spent: wan(90) }, '2023-10-08'))).toBe(0n);
  });

  it('is nothing where nobody follows the spending', () => {
    expect(surplusOf(aProject({ batch: aBatch({ trackSpending: false }) }), sums, '2023-12-31')).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Added, problemsOfBatch } from '../../../src/domain/funds/history-rules.ts';
import { lowestFrom, stepsOf, sumAt } from '../../../src/domain/funds/running.ts';
import type { EntryType } from '../../../src/domain/funds/terms.ts';
import { aBatch, anEntry, aProject, aProposal, wan } from './facts.ts';

const today = '2023-12-29';
const added = (id: string, projectId: string | null, ...proposal: Parameters<typeof aProposal>): Added => ({
  ...aProposal(...proposal),
  id,
  projectId,
});

describe('many entries at once', () => {
  const projects = [aProject({ id: 'ONE', number: 1 }), aProject({ id: 'TWO', number: 2 })];
  const chain: Added[] = [
    added('allocation', null, 'ALLOCATE', wan(100), '2023-01-05'),
    added('cut', null, 'ADJUST', -wan(10), '2023-01-06'),
    added('raise', null, 'ADJUST', wan(20), '2023-11-01'),
    added('approve', 'ONE', 'APPROVE', wan(60), '2023-01-10'),
    added('disburse', 'ONE', 'DISBURSE', wan(60), '2023-03-01'),
    added('receive', 'ONE', 'RECEIVE', wan(60), '2023-03-08'),
    added('spend', 'ONE', 'SPEND', wan(60), '2023-05-31'),
    added('approve two', 'TWO', 'APPROVE', wan(50), '2023-01-10'),
  ];
  const problems = (rows: readonly Added[], given: Partial<Parameters<typeof problemsOfBatch>[0]> = {}) =>
    problemsOfBatch({ batch: aBatch(), projects, entries: [], added: rows, ...given }, today);

  it('are let in in whichever order they stand', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: chain.length }), (rows) => {
        expect(problems(rows)).toEqual([]);
      }),
    );
  });

  it('each that breaks a rule has its reason, the others stay', () => {
    const more = [
      ...chain,
      added('too much', 'TWO', 'APPROVE', wan(1), '2023-02-01'),
      added('early', 'ONE', 'SPEND', wan(1), '2023-03-07', { period: '2023-03' }),
      added('again', 'ONE', 'SPEND', wan(1), '2023-05-31'),
      added('nothing', null, 'ADJUST', 0n, '2023-02-01'),
    ];
    expect(problems(more).map(({ id }) => id)).toEqual(['nothing', 'early', 'again', 'too much']);
    expect(problems(more).find(({ id }) => id === 'too much')?.problem).toMatch(/^批次各项目批复合计将为111万元/u);
    expect(problems(more).find(({ id }) => id === 'again')?.problem).toMatch(/每月只登记一次/u);
  });

  it('are asked on top of what is recorded', () => {
    const entries = [
      anEntry('ALLOCATE', wan(100), '2023-01-05', { projectId: null }),
      anEntry('APPROVE', wan(95), '2023-01-10', { projectId: 'TWO' }),
    ];
    const rows = [added('approve', 'ONE', 'APPROVE', wan(6), '2023-01-10')];
    expect(problems(rows, { entries })).toEqual([
      {
        id: 'approve',
        problem:
          '批次各项目批复合计将为101万元，超过批次指标100万元（下达±调整−收回指标），超出1万元；请核对金额，或先登记指标调整。',
      },
    ]);
  });

  it('of unknown days get the benefit of the doubt in the chain, not in the balance', () => {
    const unknown = { dateKnown: false };
    const rows = [
      added('allocation', null, 'ALLOCATE', wan(100), today, unknown),
      added('approve', 'ONE', 'APPROVE', wan(60), today, unknown),
      added('disburse', 'ONE', 'DISBURSE', wan(60), today, unknown),
      added('receive', 'ONE', 'RECEIVE', wan(60), '2023-03-08'),
      added('spend', 'ONE', 'SPEND', wan(10), '2023-05-31'),
    ];
    expect(problems(rows)).toEqual([]);
    const receivedSomeDay = rows.map((one) =>
      one.id === 'receive' ? { ...one, effectiveOn: today, ...unknown } : one,
    );
    expect(problems(receivedSomeDay).map(({ id }) => id)).toEqual(['spend']);
  });

  it('of a project that is not of the batch are a bug', () => {
    expect(() => problems([added('x', 'THREE', 'APPROVE', wan(1), today)])).toThrow(/no project THREE/u);
  });
});

it('the lowest of a running sum is what looking at each day finds', () => {
  const types: EntryType[] = ['RECEIVE', 'SPEND'];
  const movement = fc.record({
    type: fc.constantFrom(...types),
    fen: fc.bigInt({ min: -20n, max: 20n }),
    effectiveOn: fc.integer({ min: 1, max: 9 }).map((n) => `2023-01-0${n}`),
    dateKnown: fc.constant(true),
  });
  const from = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 12 }), from, (movements, first) => {
      const steps = stepsOf(movements, ({ type, fen }) => (type === 'RECEIVE' ? fen : -fen));
      const days = Array.from({ length: 10 - first }, (_, n) => `2023-01-0${first + n}`);
      const sums = days.map((day) => ({ day, sum: sumAt(steps, day) }));
      const lowest = sums.reduce((low, one) => (one.sum < low.sum ? one : low));
      expect(lowestFrom(steps, `2023-01-0${first}`)).toEqual(lowest);
    }),
  );
});

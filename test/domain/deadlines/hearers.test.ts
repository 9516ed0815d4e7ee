import { describe, expect, it } from 'vitest';
import { hearersOf } from '../../../src/domain/deadlines/hearers.ts';
import { contentOf, only } from '../../helpers/deadline-store.ts';
import { facts } from './facts.ts';

const all = ['1', '2', '3'].map((n) => facts({ enterprise: { id: `E${n}`, name: `示例企业0${n}` } }));
const on = '2024-05-09';
const earlier = { on: '2024-05-14', at: '24:00' };
const later = { on: '2024-05-20', at: '24:00' };
type Of = Partial<Omit<Parameters<typeof hearersOf>[1], 'told'>> & { told?: readonly string[] };

describe('who hears of what staff did', () => {
  it.each<[name: string, audience: string[], isWithdrawn: boolean, of: Of, heard: Record<string, string>]>([
    ['a new one', ['E1', 'E2'], false, { before: null }, { E1: 'ENTERED', E2: 'ENTERED' }],
    [
      'another day: whom it concerns, told or not, and who was told though it concerns them no more',
      ['E1', 'E2'],
      false,
      { before: contentOf({ enterpriseDue: earlier, audience: only('E1', 'E2') }), told: ['E1', 'E3'] },
      { E1: 'CHANGED', E2: 'CHANGED', E3: 'RELEASED' },
    ],
    [
      'another day and audience',
      ['E1', 'E2'],
      false,
      { before: contentOf({ enterpriseDue: earlier, audience: only('E1', 'E3') }), told: ['E1', 'E3'] },
      { E1: 'CHANGED', E2: 'ENTERED', E3: 'RELEASED' },
    ],
    [
      'another audience alone',
      ['E1', 'E2'],
      false,
      { before: contentOf({ enterpriseDue: later, audience: only('E1', 'E3') }), told: ['E1', 'E3'] },
      { E2: 'ENTERED', E3: 'RELEASED' },
    ],
    [
      'who went out and never heard of it',
      ['E1'],
      false,
      { before: contentOf({ enterpriseDue: later, audience: only('E1', 'E3') }), told: ['E1'] },
      {},
    ],
    [
      'withdrawn',
      ['E1'],
      true,
      { before: contentOf({ enterpriseDue: later, audience: only('E1') }), told: ['E2'] },
      { E1: 'WITHDRAWN', E2: 'WITHDRAWN' },
    ],
    ['withdrawn before anybody heard of it', ['E1'], true, { before: null }, {}],
    [
      'who is done with it',
      ['E1', 'E2', 'E3'],
      false,
      {
        before: contentOf({ enterpriseDue: earlier, audience: only('E1', 'E2', 'E3') }),
        answers: new Map([
          ['E1', { kind: 'SUBMITTED' }],
          ['E2', { kind: 'PREPARING' }],
          ['E3', { kind: 'EXEMPT' }],
        ]),
      },
      { E2: 'CHANGED' },
    ],
  ])('%s', (_name, audience, isWithdrawn, { before = null, answers = new Map(), told = [] }, heard) => {
    const deadline = { ...contentOf({ enterpriseDue: later, audience: only(...audience) }), isWithdrawn };
    const hearers = hearersOf(deadline, { before, facts: all, answers, told: new Set(told), on });
    expect(Object.fromEntries(hearers.map(({ enterprise, occasion }) => [enterprise.id, occasion]))).toEqual(heard);
  });
});

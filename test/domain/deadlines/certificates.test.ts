import { expect, it } from 'vitest';
import {
  type CertificateStage,
  certificateStage,
  isOfKind,
  isRunning,
  ownCertificates,
} from '../../../src/domain/deadlines/certificates.ts';
import { builtInPolicy } from '../../../src/domain/deadlines/policy-rules.ts';
import type { DeadlineAnswer } from '../../../src/domain/deadlines/reminders.ts';
import { application, certificate, enterprise, facts, history } from './facts.ts';

const on = '2024-01-05';
const policy = { ...builtInPolicy, certificateTypes: ['HNTE' as const], certificateMonths: [12, 6, 3, 1] };
const old = certificate(['2021-09-17', '2024-09-16']);

function stage(validTo: string, given: Partial<Parameters<typeof certificateStage>[2]> & { day?: string } = {}) {
  const one = certificate(['2021-09-17', validTo]);
  if (!isRunning(one, on)) throw new Error('not running');
  const { day = on, ...rest } = given;
  return certificateStage(one, facts({ history: history([one]) }), { policy, on: day, ...rest });
}

it.each<[validTo: string, expected: CertificateStage]>([
  ['2024-01-05', 'DUE'],
  ['2024-09-16', 'DUE'],
  ['2025-01-05', 'DUE'],
  // Twelve months before it is a Saturday: the reminder goes out on the Friday.
  ['2025-01-06', 'DUE'],
  ['2025-01-08', 'LATER'],
])('a certificate until %s is %s', (validTo, expected) => {
  expect(stage(validTo)).toBe(expected);
});

it('what the bureau does not remind of is never due', () => {
  expect(stage('2024-09-16', { policy: { ...policy, certificateTypes: ['TECH_SME'] } })).toBe('NEVER');
  expect(stage('2024-09-16', { policy: { ...policy, certificateMonths: [] } })).toBe('NEVER');
  const one = { ...old, validTo: '2024-09-16' };
  expect(certificateStage(one, facts({ operatingState: 'MOVED' }), { policy, on })).toBe('NEVER');
});

it('a renewal that is handed in settles it', () => {
  const renewal = application([['ZONE_REVIEW', '2024-01-04']]);
  const of = facts({ history: history([old], [renewal]) });
  expect(certificateStage({ ...old, validTo: '2024-09-16' }, of, { policy, on })).toBe('SETTLED');
});

it.each<[what: string, one: ReturnType<typeof certificate>, expected: boolean]>([
  ['in force', old, true],
  ['on its last day', certificate(['2021-01-05', on]), true],
  ['over', certificate(['2021-01-05', '2024-01-04']), false],
  ['without an end', certificate(['2021-01-05', null]), false],
  ['recognised later', certificate(['2024-02-01', '2027-01-31']), false],
  [
    'cancelled',
    certificate(['2021-01-05', '2024-09-16'], {
      steps: [
        ['RECOGNIZED', '2021-01-05'],
        ['REVOKED', '2023-01-05'],
      ],
    }),
    false,
  ],
])('%s: running %#', (_what, one, expected) => {
  expect(isRunning(one, on)).toBe(expected);
});

it('an enterprise sees all that run, the first to end first, with what it answered', async () => {
  const small = certificate(['2023-05-01', '2024-03-31'], { type: 'TECH_SME', level: 'REGION' });
  const endless = certificate(['2020-01-01', null], { type: 'KEY_LAB', level: 'CITY' });
  const answer: DeadlineAnswer = {
    ...{ subject: `certificate:${old.id}`, enterpriseId: enterprise.id, kind: 'PREPARING' },
    ...{ reason: null, seq: 1, by: null, at: new Date() },
  };
  const store = { policy: async () => policy, answers: async () => [answer] };
  const seen = await ownCertificates(store, facts({ history: history([old, endless, small]) }), on);
  expect(seen).toMatchObject([
    { certificate: { id: small.id }, stage: 'NEVER', answer: null },
    { certificate: { id: old.id }, stage: 'DUE', answer: { kind: 'PREPARING' } },
  ]);
});

it.each([
  [null, true],
  [{ type: 'HNTE', level: null }, true],
  [{ type: 'HNTE', level: 'NATIONAL' }, true],
  [{ type: 'HNTE', level: 'CITY' }, false],
  [{ type: 'TECH_SME', level: null }, false],
] as const)('%j means a 高企: %s', (kind, expected) => {
  expect(isOfKind(old, kind)).toBe(expected);
});

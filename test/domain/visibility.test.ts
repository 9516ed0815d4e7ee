import { describe, expect, it } from 'vitest';
import { type Actor, stranger } from '../../src/core/actor.ts';
import {
  type ApplicationStanding,
  isInForce,
  type QualificationStanding,
  type Standing,
  type Validity,
} from '../../src/domain/standing.ts';
import { clearance, mayNameAsAt, visible } from '../../src/domain/visibility.ts';

const own = { id: 'own', name: '示例企业01' };
const foreign = { id: 'foreign', name: '示例企业02' };
const actors: Record<string, Actor> = {
  stranger,
  contact: { ...stranger, role: 'contact', name: '李一', enterprises: [own] },
  officer: { ...stranger, role: 'officer', name: '王晨' },
};

describe('clearance', () => {
  it.each([
    ['stranger', 'direct', 'own', 'none'],
    ['stranger', 'direct', null, 'none'],
    ['stranger', 'group', 'own', 'none'],
    ['contact', 'direct', 'own', 'full'],
    ['contact', 'direct', 'foreign', 'public'],
    ['contact', 'direct', null, 'public'],
    ['contact', 'group', 'own', 'public'],
    ['contact', 'group', 'foreign', 'public'],
    ['contact', 'group', null, 'public'],
    ['officer', 'direct', 'own', 'full'],
    ['officer', 'direct', 'foreign', 'full'],
    ['officer', 'direct', null, 'full'],
    ['officer', 'group', 'own', 'public'],
    ['officer', 'group', 'foreign', 'public'],
    ['officer', 'group', null, 'public'],
  ] as const)('%s, %s, about %s: %s', (actor, place, enterprise, expected) => {
    const who = actors[actor];
    if (!who) throw new Error(actor);
    expect(clearance(who, place, enterprise)).toBe(expected);
  });
});

const qualification = (validity: Validity): QualificationStanding => ({
  kind: 'qualification',
  enterprise: foreign,
  type: 'HNTE',
  level: 'NATIONAL',
  validity,
  certNo: 'GR202115000001',
  issuedOn: '2021-12-01',
  validFrom: '2021-12-01',
  validTo: '2024-12-01',
  daysLeft: 10,
});
const application = (status: ApplicationStanding['status']): ApplicationStanding => ({
  kind: 'application',
  enterprise: foreign,
  type: 'HNTE',
  level: 'NATIONAL',
  status,
  year: 2023,
  since: '2023-07-14',
});

describe('what is visible', () => {
  const everything: Standing[] = [
    ...(['VALID', 'EXPIRING', 'EXPIRED', 'REVOKED', 'NOT_YET'] as const).map(qualification),
    ...(['PENDING', 'REJECTED', 'RECOMMENDED', 'RETURNED', 'WITHDRAWN'] as const).map(application),
  ];

  it('publicly is that a recognition in force exists, its type and level, and nothing else', () => {
    const shown = visible(everything, 'public');
    expect(shown).toEqual([
      { enterprise: foreign, type: 'HNTE', level: 'NATIONAL' },
      { enterprise: foreign, type: 'HNTE', level: 'NATIONAL' },
    ]);
    expect(everything.filter((standing) => standing.kind === 'qualification' && isInForce(standing))).toHaveLength(2);
  });

  it('to the enterprise itself and the bureau is everything', () => {
    expect(visible(everything, 'full').map(({ full }) => full)).toEqual(everything);
  });

  it('to nobody is nothing', () => {
    expect(visible(everything, 'none')).toEqual([]);
  });
});

describe('enterprises may be named as at a day', () => {
  it.each([
    ['full', '2023-12-28', true],
    ['full', '2023-12-30', true],
    ['public', '2023-12-29', true],
    // Asked day after day it would give away when a certificate began and when it runs out.
    ['public', '2023-12-28', false],
    ['public', '2023-12-30', false],
    ['none', '2023-12-29', false],
  ] as const)('%s, %s, on 2023-12-29: %s', (allowed, on, expected) => {
    expect(mayNameAsAt(allowed, on, '2023-12-29')).toBe(expected);
  });
});

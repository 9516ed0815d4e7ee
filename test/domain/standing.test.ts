import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApplicationFact, QualificationFact } from '../../src/domain/ledger.ts';
import { type Status, statuses } from '../../src/domain/qualification.ts';
import { isInForce, qualificationAt, standingsAt } from '../../src/domain/standing.ts';
import { countByType } from '../../src/domain/statistics.ts';
import { hnteValidTo, techSmeValidUntil } from '../../src/domain/validity.ts';

const enterprise = { id: 'e1', name: '示例企业01' };
let entered = 0;
const change = (status: Status, effectiveOn: string, recordedAt = new Date(1_700_000_000_000 + entered++)) => ({
  status,
  effectiveOn,
  dateKnown: true,
  recordedAt,
});

function hnte(fields: Partial<QualificationFact> = {}): QualificationFact {
  return {
    id: 'q1',
    enterprise,
    type: 'HNTE',
    level: 'NATIONAL',
    certNo: 'GR202115000001',
    issuedOn: '2021-12-01',
    validFrom: '2021-12-01',
    validTo: '2024-12-01',
    applicationId: null,
    transitions: [change('RECOGNIZED', '2021-12-01')],
    ...fields,
  };
}

function application(fields: Partial<ApplicationFact> = {}): ApplicationFact {
  const transitions = [
    change('ZONE_REVIEW', '2023-07-03'),
    change('RECOMMENDED', '2023-07-10'),
    change('PENDING', '2023-07-14'),
  ];
  return { id: 'a1', enterprise, type: 'HNTE', level: 'NATIONAL', year: 2023, batch: null, transitions, ...fields };
}

describe('validity', () => {
  it('of 高企 is three years, of 科小 until 31 March of the next year', () => {
    expect(hnteValidTo('2021-12-01')).toBe('2024-12-01');
    expect(hnteValidTo('2024-02-29')).toBe('2027-02-28');
    expect(techSmeValidUntil('2023-01-01', 'NEXT_MAR_31')).toBe('2024-03-31');
    expect(techSmeValidUntil('2023-12-31', 'NEXT_MAR_31')).toBe('2024-03-31');
  });

  it.each([
    ['2021-11-30', null, null],
    ['2021-12-01', 'VALID', 1096],
    ['2023-12-01', 'VALID', 366],
    ['2023-12-02', 'EXPIRING', 365],
    ['2024-12-01', 'EXPIRING', 0],
    ['2024-12-02', 'EXPIRED', -1],
    ['2030-01-01', 'EXPIRED', -1857],
  ])('of a certificate issued 2021-12-01, at %s, is %s', (on, validity, daysLeft) => {
    const standing = qualificationAt(hnte(), on);
    expect(standing?.validity ?? null).toBe(validity);
    expect(standing?.daysLeft ?? null).toBe(daysLeft);
  });

  it.each([
    ['2023-12-31', 'VALID'],
    ['2024-01-01', 'EXPIRING'],
    ['2024-03-31', 'EXPIRING'],
    ['2024-04-01', 'EXPIRED'],
  ])('of a 科小 of 2023, at %s, is %s', (on, validity) => {
    const fact = hnte({
      type: 'TECH_SME',
      level: 'REGION',
      validFrom: null,
      issuedOn: null,
      validTo: '2024-03-31',
      transitions: [change('RECOGNIZED', '2023-08-25')],
    });
    expect(qualificationAt(fact, on)?.validity).toBe(validity);
  });

  it('without an end stays', () => {
    const standing = qualificationAt(hnte({ type: 'KEY_LAB', validFrom: null, validTo: null }), '2050-01-01');
    expect(standing).toMatchObject({ validity: 'VALID', daysLeft: null });
  });

  it('begins with the first valid day, even if recognised before', () => {
    const fact = hnte({ validFrom: '2022-01-01' });
    expect(qualificationAt(fact, '2021-12-31')?.validity).toBe('NOT_YET');
    expect(qualificationAt(fact, '2022-01-01')?.validity).toBe('VALID');
  });

  it('ends with a revocation, from its day on', () => {
    const fact = hnte({ transitions: [change('RECOGNIZED', '2021-12-01'), change('REVOKED', '2023-06-01')] });
    expect(qualificationAt(fact, '2023-05-31')?.validity).toBe('VALID');
    expect(qualificationAt(fact, '2023-06-01')?.validity).toBe('REVOKED');
  });
});

describe('an application', () => {
  it.each([
    ['2023-07-02', undefined],
    ['2023-07-03', 'ZONE_REVIEW'],
    ['2023-07-13', 'RECOMMENDED'],
    ['2023-07-14', 'PENDING'],
    ['2024-07-14', 'PENDING'],
  ])('stood at %s at %s', (on, status) => {
    const [standing] = standingsAt({ qualifications: [], applications: [application()] }, on);
    expect(standing?.kind === 'application' ? standing.status : undefined).toBe(status);
  });

  it('counts as pending until the day it is recognised, and the past does not change with it', () => {
    const result = hnte({
      applicationId: 'a1',
      validFrom: '2024-10-28',
      validTo: '2027-10-28',
      transitions: [change('RECOGNIZED', '2024-10-28')],
    });
    const history = { qualifications: [result], applications: [application()] };
    expect(standingsAt(history, '2024-10-27').map(({ kind }) => kind)).toEqual(['application']);
    expect(standingsAt(history, '2024-10-28').map(({ kind }) => kind)).toEqual(['qualification']);
  });

  it('of one day, the status entered last holds', () => {
    const transitions = [
      change('PENDING', '2023-07-14', new Date(2)),
      change('ZONE_REVIEW', '2023-07-14', new Date(1)),
    ];
    const [standing] = standingsAt({ qualifications: [], applications: [application({ transitions })] }, '2023-07-14');
    expect(standing).toMatchObject({ status: 'PENDING' });
  });

  it('stands the same in whatever order its history is read', () => {
    const changes = fc.array(
      fc.record({
        status: fc.constantFrom(...statuses.filter((status) => status !== 'RECOGNIZED' && status !== 'REVOKED')),
        day: fc.integer({ min: 10, max: 28 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        changes,
        fc.integer({ min: 10, max: 28 }),
        fc.infiniteStream(fc.double({ noNaN: true })),
        (given, day, random) => {
          const transitions = given.map(({ status, day: from }, index) =>
            change(status, `2023-07-${from}`, new Date(index)),
          );
          const shuffled = [...transitions].sort(() => (random.next().value > 0 ? 1 : -1));
          const on = `2023-07-${day}`;
          const at = (facts: typeof transitions) =>
            standingsAt({ qualifications: [], applications: [application({ transitions: facts })] }, on);
          expect(at(shuffled)).toEqual(at(transitions));
          // The plain reading of the rule: of those in effect the last day counts, of that day the last entry.
          const effective = transitions.filter(({ effectiveOn }) => effectiveOn <= on);
          const lastDay = effective
            .map(({ effectiveOn }) => effectiveOn)
            .sort()
            .at(-1);
          const expected = effective.filter(({ effectiveOn }) => effectiveOn === lastDay).at(-1);
          const [standing] = at(shuffled);
          expect(standing?.kind === 'application' ? standing.status : undefined).toBe(expected?.status);
        },
      ),
    );
  });
});

describe('counts', () => {
  it('are of distinct enterprises, by type and level, pending apart', () => {
    const other = { id: 'e2', name: '示例企业02' };
    const history = {
      qualifications: [
        hnte(),
        hnte({ id: 'q2' }),
        hnte({ id: 'q3', enterprise: other, validTo: '2023-01-01' }),
        hnte({ id: 'q4', enterprise: other, type: 'TECH_LEADER', level: 'CITY', validTo: null }),
      ],
      applications: [
        application(),
        application({ id: 'a2', enterprise: other, transitions: [change('REJECTED', '2023-09-01')] }),
      ],
    };
    const statistics = countByType(standingsAt(history, '2023-12-31'));
    expect(statistics.recognised).toEqual([
      { type: 'HNTE', level: 'NATIONAL', enterprises: 1 },
      { type: 'TECH_LEADER', level: 'CITY', enterprises: 1 },
    ]);
    expect(statistics.pending).toEqual([{ type: 'HNTE', level: 'NATIONAL', enterprises: 1 }]);
  });

  it('list what has lapsed with 0', () => {
    const statistics = countByType(standingsAt({ qualifications: [hnte()], applications: [] }, '2025-01-01'));
    expect(statistics.recognised).toEqual([{ type: 'HNTE', level: 'NATIONAL', enterprises: 0 }]);
  });

  it('hold an enterprise in force on exactly the days between its first and last', () => {
    for (const [on, expected] of [
      ['2021-12-01', true],
      ['2024-12-01', true],
      ['2024-12-02', false],
    ] as const) {
      const standing = qualificationAt(hnte(), on);
      expect(standing && isInForce(standing)).toBe(expected);
    }
  });
});

import type { DutyFact, DutyKind } from '../../../src/domain/applications.ts';
import type { EnterpriseFacts } from '../../../src/domain/deadlines/deadlines.ts';
import type { ApplicationFact, QualificationFact, QualificationHistory } from '../../../src/domain/ledger.ts';
import type { Status } from '../../../src/domain/qualification.ts';

export const enterprise = { id: 'E1', name: '示例企业01' };
let entered = Date.parse('2020-01-01T00:00:00Z');
let number = 0;

/** `[status, from which day on]`, in the order of entry. */
export type Steps = readonly (readonly [Status, string])[];
const transitions = (steps: Steps) =>
  steps.map(([status, effectiveOn]) => ({ status, effectiveOn, dateKnown: true, recordedAt: new Date(entered++) }));

/** A certificate from one day to another; `end` null: without an end. */
export function certificate(
  [from, end]: readonly [string, string | null],
  {
    steps = [['RECOGNIZED', from]],
    ...fields
  }: Partial<Omit<QualificationFact, 'transitions'>> & { steps?: Steps } = {},
): QualificationFact {
  return {
    id: `Q${++number}`,
    enterprise,
    type: 'HNTE',
    level: 'NATIONAL',
    certNo: null,
    issuedOn: from,
    validFrom: from,
    validTo: end,
    applicationId: null,
    transitions: transitions(steps),
    ...fields,
  };
}

export function application(steps: Steps, fields: Partial<ApplicationFact> = {}): ApplicationFact {
  return {
    id: `A${++number}`,
    enterprise,
    type: 'HNTE',
    level: 'NATIONAL',
    year: Number(steps[0]?.[1].slice(0, 4)),
    batch: null,
    transitions: transitions(steps),
    ...fields,
  };
}

export function history(
  qualifications: readonly QualificationFact[] = [],
  applications: readonly ApplicationFact[] = [],
): QualificationHistory {
  return { qualifications, applications };
}

export function duty(kind: DutyKind, year: number, state: DutyFact['state'], on: string, of = 'Q'): DutyFact {
  return { qualificationId: of, kind, year, state, recordedAt: new Date(`${on}T10:00:00+08:00`) };
}

export function facts(fields: Partial<EnterpriseFacts> = {}): EnterpriseFacts {
  return { enterprise, industry: null, operatingState: 'NORMAL', history: history(), duties: [], ...fields };
}

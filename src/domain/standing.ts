import type { EnterpriseRef } from '../core/actor.ts';
import { addMonths, type CalendarDate, daysBetween } from './calendar.ts';
import type { ApplicationFact, QualificationFact, QualificationHistory, TransitionFact } from './ledger.ts';
import { awaitingDecision, type Level, type QualificationType, type Status, typeFacts } from './qualification.ts';

/** How a recognised qualification stands on a day. */
export type Validity = 'VALID' | 'EXPIRING' | 'EXPIRED' | 'REVOKED' | 'NOT_YET';

/** A recognised qualification as at a day. */
export interface QualificationStanding {
  kind: 'qualification';
  enterprise: EnterpriseRef;
  type: QualificationType;
  level: Level;
  validity: Validity;
  certNo: string | null;
  issuedOn: CalendarDate | null;
  validFrom: CalendarDate | null;
  validTo: CalendarDate | null;
  /** Calendar days to the last valid day; 0 on that day, negative after it, null without an end. */
  daysLeft: number | null;
}

/** An application that has not led to a qualification, as at a day. */
export interface ApplicationStanding {
  kind: 'application';
  enterprise: EnterpriseRef;
  type: QualificationType;
  level: Level;
  status: Exclude<Status, 'RECOGNIZED' | 'REVOKED'>;
  year: number;
  /** Since when it is in this status; null = 未登记. */
  since: CalendarDate | null;
}

export type Standing = QualificationStanding | ApplicationStanding;

/** The transition that decides on a day: the latest effective one; of one day's, the one entered last. */
function decisiveAt(transitions: readonly TransitionFact[], on: CalendarDate): TransitionFact | null {
  let decisive: TransitionFact | null = null;
  for (const fact of transitions) {
    if (fact.effectiveOn > on) continue;
    if (
      !decisive ||
      fact.effectiveOn > decisive.effectiveOn ||
      (fact.effectiveOn === decisive.effectiveOn && fact.recordedAt >= decisive.recordedAt)
    ) {
      decisive = fact;
    }
  }
  return decisive;
}

/** The status that held at the end of a day; null: nothing had begun. */
export function statusAt(transitions: readonly TransitionFact[], on: CalendarDate): Status | null {
  return decisiveAt(transitions, on)?.status ?? null;
}

/** Null if it was not yet recognised on that day. */
export function qualificationAt(fact: QualificationFact, on: CalendarDate): QualificationStanding | null {
  const decisive = decisiveAt(fact.transitions, on);
  if (decisive?.status !== 'RECOGNIZED' && decisive?.status !== 'REVOKED') return null;
  const { enterprise, type, level, certNo, issuedOn, validFrom, validTo } = fact;
  const daysLeft = validTo === null ? null : daysBetween(on, validTo);
  const validity = validityAt(fact, decisive.status, on);
  return { kind: 'qualification', enterprise, type, level, validity, certNo, issuedOn, validFrom, validTo, daysLeft };
}

function validityAt(fact: QualificationFact, status: Status, on: CalendarDate): Validity {
  if (status === 'REVOKED') return 'REVOKED';
  if (fact.validFrom !== null && on < fact.validFrom) return 'NOT_YET';
  if (fact.validTo === null) return 'VALID';
  if (on > fact.validTo) return 'EXPIRED';
  return on > addMonths(fact.validTo, -typeFacts[fact.type].warningMonths) ? 'EXPIRING' : 'VALID';
}

/** Whether it counts as 有效期内: recognised, begun and not run out. */
export function isInForce(standing: Standing): boolean {
  return standing.kind === 'qualification' && (standing.validity === 'VALID' || standing.validity === 'EXPIRING');
}

/** Whether it counts as 待批复: handed on, not yet decided. */
export function isPending(standing: Standing): boolean {
  return standing.kind === 'application' && awaitingDecision.has(standing.status);
}

function applicationAt(fact: ApplicationFact, on: CalendarDate): ApplicationStanding | null {
  const decisive = decisiveAt(fact.transitions, on);
  if (!decisive || decisive.status === 'RECOGNIZED' || decisive.status === 'REVOKED') return null;
  const { enterprise, type, level, year } = fact;
  const { status, effectiveOn, dateKnown } = decisive;
  const since = dateKnown ? effectiveOn : null;
  return { kind: 'application', enterprise, type, level, status, year, since };
}

/** How everything stood at the end of a day. An application that had become a qualification by then is left out. */
export function standingsAt(history: QualificationHistory, on: CalendarDate): Standing[] {
  const recognised = new Set<string>();
  const standings: Standing[] = [];
  for (const fact of history.qualifications) {
    const standing = qualificationAt(fact, on);
    if (!standing) continue;
    standings.push(standing);
    if (fact.applicationId !== null) recognised.add(fact.applicationId);
  }
  for (const fact of history.applications) {
    if (recognised.has(fact.id)) continue;
    const standing = applicationAt(fact, on);
    if (standing) standings.push(standing);
  }
  return standings;
}

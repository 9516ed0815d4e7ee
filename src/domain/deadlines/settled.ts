import { type CalendarDate, dateOf } from '../calendar.ts';
import type { ApplicationFact, QualificationFact } from '../ledger.ts';
import type { Status } from '../qualification.ts';
import { qualificationAt, statusAt } from '../standing.ts';
import type { Deadline, SettledBy } from './deadline.ts';
import type { EnterpriseFacts } from './deadlines.ts';

/** Handed in, and not given back: what came of it later is no matter. */
const handedIn: ReadonlySet<Status> = new Set([
  'ZONE_REVIEW',
  'RECOMMENDED',
  'PENDING',
  'PUBLICITY',
  'RECOGNIZED',
  'REJECTED',
  'REVOKED',
]);

/**
 * Whether the ledger shows that an enterprise has done what a deadline asks for, or withdrew: then nobody reminds it (domain.md
 * E2). Given back is not handed in. Who withdrew and began anew is reminded again.
 */
export function isSettled(
  { settledBy, year, batch }: Pick<Deadline, 'settledBy' | 'year' | 'batch'>,
  facts: Pick<EnterpriseFacts, 'history' | 'duties'>,
  on: CalendarDate,
): boolean {
  switch (settledBy?.kind) {
    case undefined:
      return false;
    case 'application':
      return isApplied(
        facts.history.applications.filter(
          (one) =>
            one.type === settledBy.type &&
            one.year === year &&
            (one.batch === null || batch === null || one.batch === batch),
        ),
        on,
      );
    case 'duty':
      return isDutyDone(settledBy, facts, on);
  }
}

function isApplied(applications: readonly ApplicationFact[], on: CalendarDate): boolean {
  const reached = applications.flatMap(({ transitions }) => statusAt(transitions, on) ?? []);
  if (reached.some((status) => handedIn.has(status))) return true;
  return reached.length > 0 && reached.every((status) => status === 'WITHDRAWN');
}

/** Of several records of one certificate and year the last counts. */
function isDutyDone(
  { duty, year }: Extract<SettledBy, { kind: 'duty' }>,
  { duties }: Pick<EnterpriseFacts, 'duties'>,
  on: CalendarDate,
): boolean {
  const last = new Map<string, EnterpriseFacts['duties'][number]>();
  for (const fact of duties) {
    if (fact.kind !== duty || fact.year !== year || dateOf(fact.recordedAt) > on) continue;
    const before = last.get(fact.qualificationId);
    if (!before || fact.recordedAt >= before.recordedAt) last.set(fact.qualificationId, fact);
  }
  return [...last.values()].some(({ state }) => state === 'DONE');
}

/**
 * Whether a certificate's end need not be told any more: a renewal was handed in (domain.md E2), a newer one is recognised, or
 * it was cancelled. A renewal that was withdrawn or given back leaves the certificate to run out, so it goes on.
 */
export function certificateSettled(
  certificate: QualificationFact,
  { history }: Pick<EnterpriseFacts, 'history'>,
  on: CalendarDate,
): boolean {
  if (qualificationAt(certificate, on)?.validity === 'REVOKED') return true;
  const isOfItsKind = ({ type, level }: { type: string; level: string }) =>
    type === certificate.type && level === certificate.level;
  const isRenewed = history.applications.some((one) => {
    if (!isOfItsKind(one) || one.id === certificate.applicationId) return false;
    const begun = one.transitions.map(({ effectiveOn }) => effectiveOn).sort()[0];
    const status = statusAt(one.transitions, on);
    return begun !== undefined && begun > beginOf(certificate) && status !== null && handedIn.has(status);
  });
  return isRenewed || history.qualifications.some((one) => isOfItsKind(one) && isNewer(one, certificate, on));
}

function isNewer(one: QualificationFact, certificate: QualificationFact, on: CalendarDate): boolean {
  const standing = qualificationAt(one, on);
  if (one.id === certificate.id || !standing || ['REVOKED', 'EXPIRED'].includes(standing.validity)) return false;
  if (certificate.validTo === null) return false;
  return standing.validTo === null || standing.validTo > certificate.validTo;
}

function beginOf({ validFrom, issuedOn, transitions }: QualificationFact): CalendarDate {
  return validFrom ?? issuedOn ?? transitions.find(({ status }) => status === 'RECOGNIZED')?.effectiveOn ?? '';
}

import type { DutyFact, DutyKind } from './applications.ts';
import { type CalendarDate, dateOf } from './calendar.ts';
import { type DutyBound, type DutyWarning, dutiesAt, dutyWarning, type OwedDuty, owedYears } from './duties.ts';
import type { QualificationFact, QualificationHistory } from './ledger.ts';
import { qualificationAt } from './standing.ts';

/** What a 高新技术企业 certificate owes, as at a day. */
export interface CertificateDuties {
  qualificationId: string;
  certNo: string | null;
  validTo: CalendarDate;
  duties: readonly OwedDuty[];
  warning: DutyWarning | null;
}

/** The validity that duties follow from; null for other types, and where it is not known. */
export function boundOf({ type, validFrom, validTo, transitions }: QualificationFact): DutyBound | null {
  if (type !== 'HNTE' || validFrom === null || validTo === null) return null;
  const revoked = transitions.filter(({ status }) => status === 'REVOKED').map(({ effectiveOn }) => effectiveOn);
  const [revokedOn = null] = revoked.sort();
  return { validFrom, validTo, revokedOn };
}

/** Of every certificate that is recognised on that day, the latest first. What was recorded after it is left out. */
export function certificateDuties(
  history: Pick<QualificationHistory, 'qualifications'>,
  facts: readonly DutyFact[],
  on: CalendarDate,
): CertificateDuties[] {
  const known = facts.filter(({ recordedAt }) => dateOf(recordedAt) <= on);
  return history.qualifications
    .flatMap((fact) => {
      const bound = boundOf(fact);
      if (!bound || !qualificationAt(fact, on)) return [];
      const asAt = { ...bound, revokedOn: bound.revokedOn !== null && bound.revokedOn <= on ? bound.revokedOn : null };
      const duties = dutiesAt(
        asAt,
        known.filter(({ qualificationId }) => qualificationId === fact.id),
        on,
      );
      const { certNo } = fact;
      return [{ qualificationId: fact.id, certNo, validTo: bound.validTo, duties, warning: dutyWarning(duties) }];
    })
    .sort((a, b) => (a.validTo < b.validTo ? 1 : a.validTo > b.validTo ? -1 : 0));
}

/** The certificate that owes a year; of two the later. Null if none does. */
export function certificateOwing(
  history: Pick<QualificationHistory, 'qualifications'>,
  kind: DutyKind,
  year: number,
): QualificationFact | null {
  const owing = history.qualifications.filter((fact) => {
    const bound = boundOf(fact);
    return bound !== null && owedYears(kind, bound).includes(year);
  });
  return owing.sort((a, b) => ((a.validTo ?? '') < (b.validTo ?? '') ? 1 : -1))[0] ?? null;
}

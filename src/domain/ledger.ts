import type { EnterpriseRef } from '../core/actor.ts';
import type { CalendarDate } from './calendar.ts';
import type { Level, QualificationType, Status } from './qualification.ts';

/** A change of status as it was entered. */
export interface TransitionFact {
  status: Status;
  /** From this day on it holds. */
  effectiveOn: CalendarDate;
  /** False: the day is not known and reads 未登记. */
  dateKnown: boolean;
  /** Position in the order of entry; decides between two facts of one day. */
  recordedAt: Date;
}

export interface QualificationFact {
  id: string;
  enterprise: EnterpriseRef;
  type: QualificationType;
  level: Level;
  /** 证书编号 or 入库登记编号; null = 未登记. */
  certNo: string | null;
  issuedOn: CalendarDate | null;
  validFrom: CalendarDate | null;
  /** Last valid day; null = no end. */
  validTo: CalendarDate | null;
  /** The application it came from. */
  applicationId: string | null;
  transitions: readonly TransitionFact[];
}

export interface ApplicationFact {
  id: string;
  enterprise: EnterpriseRef;
  type: QualificationType;
  level: Level;
  year: number;
  batch: number | null;
  transitions: readonly TransitionFact[];
}

/** Everything ever recorded about some enterprises' qualifications; what held on a day is computed from it. */
export interface QualificationHistory {
  qualifications: readonly QualificationFact[];
  applications: readonly ApplicationFact[];
}

/** An enterprise that may be meant. */
export interface Candidate extends EnterpriseRef {
  /** 统一社会信用代码; null = 未登记 */
  creditCode: string | null;
}

export interface Candidates {
  /** At most ten. */
  enterprises: readonly Candidate[];
  total: number;
}

/** The read side of the store. */
export interface Ledger {
  /** Enterprises of this credit code, full name, alias, part of a name or initials; the first of these that finds any decides. */
  findEnterprises(name: string): Promise<Candidates>;
  historyOf(enterprise: EnterpriseRef): Promise<QualificationHistory>;
  /** Of all enterprises, or of one type only. */
  history(filter: { type?: QualificationType }): Promise<QualificationHistory>;
}

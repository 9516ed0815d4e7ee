import type { EnterpriseRef } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Telling } from './bindings.ts';
import type { CalendarDate } from './calendar.ts';
import type { Evidence } from './progress.ts';
import type { Level, QualificationType, Status } from './qualification.ts';

/** A step of an application as it was entered: who, when, and what proves it. */
export interface ApplicationStep {
  status: Status;
  effectiveOn: CalendarDate;
  /** False: the day reads 未登记. */
  dateKnown: boolean;
  evidence: Evidence | null;
  /** null = imported, or entered by the program */
  by: { personId: string; name: string | null } | null;
  recordedAt: Date;
}

/** 申报 with its whole history, in the order in which it holds. */
export interface ApplicationRecord {
  id: string;
  /** `S-12` */
  number: number;
  enterprise: EnterpriseRef;
  type: QualificationType;
  level: Level;
  year: number;
  batch: number | null;
  /** The certificate that it renews; it stays valid until its own last day. */
  previous: { id: string; certNo: string | null; validTo: CalendarDate | null } | null;
  /** How many steps were entered: who moves it names what they saw. */
  version: number;
  steps: readonly ApplicationStep[];
  /** What came of it. */
  result: { id: string; certNo: string | null; validTo: CalendarDate | null } | null;
}

export const applicationLabel = (number: number) => `S-${String(number).padStart(2, '0')}`;

export const dutyKinds = ['ANNUAL_REPORT', 'TORCH_STATISTICS'] as const;
export type DutyKind = (typeof dutyKinds)[number];
export const dutyLabels: Record<DutyKind, string> = {
  ANNUAL_REPORT: '年度发展情况报表',
  TORCH_STATISTICS: '火炬统计年报',
};

/** Whether a duty of one year was done. Of several records of one year the last counts. */
export interface DutyFact {
  qualificationId: string;
  kind: DutyKind;
  year: number;
  state: 'DONE' | 'MISSED';
  recordedAt: Date;
}

/** 申报进度 and 证书义务: reads and changes. Each change records itself and tells those concerned in one commit. */
export interface Applications {
  find(number: number): Promise<ApplicationRecord | null>;
  /** Of one enterprise, the latest first. */
  ofEnterprise(enterprise: EnterpriseRef): Promise<readonly ApplicationRecord[]>;
  /** All that are undecided as at a day. */
  open(on: CalendarDate): Promise<readonly ApplicationRecord[]>;
  /**
   * Opens an application; one that is open for the same enterprise, type, level and year is found, not doubled. It renews
   * the certificate of that type that is in force or ran out last.
   */
  start(
    doer: Doer,
    application: {
      enterprise: EnterpriseRef;
      type: QualificationType;
      level: Level;
      year: number;
      batch: number | null;
      status: 'CULTIVATING' | 'DRAFTING';
      on: CalendarDate;
      tell?: (application: ApplicationRecord) => readonly Telling[];
    },
  ): Promise<{ application: ApplicationRecord; isNew: boolean }>;
  /**
   * Takes a step. `isNew` false: somebody else moved it meanwhile (or it was this same request), and this is how it stands
   * now. @throws UserError for a step that is not allowed, dates in the wrong order, a certificate number in use
   */
  move(
    doer: Doer,
    step: {
      id: string;
      version: number;
      evidence: Evidence;
      tell(application: ApplicationRecord): readonly Telling[];
    },
  ): Promise<{ application: ApplicationRecord; isNew: boolean } | null>;
  /** 取消: a recognised qualification is revoked by a document. False: it is not in force. */
  revoke(
    doer: Doer,
    revocation: {
      qualificationId: string;
      evidence: Extract<Evidence, { move: 'revoke' }>;
      tell: readonly Telling[];
    },
  ): Promise<boolean>;
  /** Records a duty of a certificate as done or missed. False: it is recorded so already, and nobody is told again. */
  recordDuty(
    doer: Doer,
    duty: {
      qualificationId: string;
      enterpriseId: string;
      kind: DutyKind;
      year: number;
      state: DutyFact['state'];
      tell?: readonly Telling[];
    },
  ): Promise<boolean>;
  dutiesOf(enterpriseId: string): Promise<readonly DutyFact[]>;
}

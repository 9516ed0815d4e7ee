import { z } from 'zod';
import type { AuditFact } from '../core/audit.ts';
import type { ApplicationRecord, ApplicationStep } from '../domain/applications.ts';
import { EvidenceSchema } from '../domain/progress.ts';
import { levels, qualificationTypes, statuses } from '../domain/qualification.ts';
import { type PersonNow, personsNow } from './persons-now.ts';
import type { Tx } from './transact.ts';

const TypeSchema = z.enum(qualificationTypes);
const LevelSchema = z.enum(levels);
const StatusSchema = z.enum(statuses);

const certificate = { select: { id: true, certNo: true, validTo: true } } as const;

/** What an application's row is read with. */
export const applicationParts = {
  enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } },
  previousQualification: certificate,
  transitions: true,
  result: { select: { ...certificate.select, transitions: true } },
} as const;

interface StepRow {
  status: string;
  effectiveOn: string;
  dateKnown: boolean;
  evidence: string | null;
  recordedById: string | null;
  recordedAt: Date;
}

interface Certificate {
  id: string;
  certNo: string | null;
  validTo: string | null;
}

export interface ApplicationRow {
  id: string;
  number: number;
  enterprise: { id: string; names: readonly { text: string }[] };
  type: string;
  level: string;
  year: number;
  batch: number | null;
  version: number;
  previousQualification: Certificate | null;
  transitions: readonly StepRow[];
  /** From 认定 on the steps are the qualification's. */
  result: (Certificate & { transitions: readonly StepRow[] }) | null;
}

/** The rows with the names of who entered their steps. */
export async function toRecords(
  tx: Pick<Tx, 'person'>,
  rows: readonly ApplicationRow[],
): Promise<readonly ApplicationRecord[]> {
  const stepsOf = ({ transitions, result }: ApplicationRow) => [...transitions, ...(result?.transitions ?? [])];
  const people = await personsNow(
    tx,
    rows.flatMap((row) => stepsOf(row).map(({ recordedById }) => recordedById)),
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    enterprise: { id: row.enterprise.id, name: row.enterprise.names[0]?.text ?? '' },
    type: TypeSchema.parse(row.type),
    level: LevelSchema.parse(row.level),
    year: row.year,
    batch: row.batch,
    previous: row.previousQualification,
    version: row.version,
    steps: stepsOf(row)
      .sort((a, b) => compare(a.effectiveOn, b.effectiveOn) || a.recordedAt.getTime() - b.recordedAt.getTime())
      .map((step) => toStep(step, people)),
    result: row.result && { id: row.result.id, certNo: row.result.certNo, validTo: row.result.validTo },
  }));
}

type People = ReadonlyMap<string, PersonNow>;

function toStep({ recordedById, evidence, ...row }: StepRow, people: People): ApplicationStep {
  return {
    status: StatusSchema.parse(row.status),
    effectiveOn: row.effectiveOn,
    dateKnown: row.dateKnown,
    evidence: evidence === null ? null : EvidenceSchema.parse(JSON.parse(evidence)),
    by: recordedById === null ? null : (people.get(recordedById) ?? { personId: recordedById, name: null }),
    recordedAt: row.recordedAt,
  };
}

export async function recordOf(tx: Pick<Tx, 'application' | 'person'>, id: string): Promise<ApplicationRecord | null> {
  const row = await tx.application.findUnique({ where: { id }, include: applicationParts });
  const [record = null] = await toRecords(tx, row ? [row] : []);
  return record;
}

export function applicationFact(
  action: Extract<AuditFact['action'], 'application.start' | 'application.move'>,
  { id, enterprise }: ApplicationRecord,
  detail: Record<string, unknown>,
): AuditFact {
  return {
    action,
    result: 'allowed',
    objectType: 'application',
    objectId: id,
    enterpriseId: enterprise.id,
    detail,
  };
}

/** Behind everything that was entered before, whatever the clocks of two processes say: of one day's steps the last counts. */
export function entryTime(now: Date, before: readonly { recordedAt: Date }[]): Date {
  const latest = Math.max(now.getTime() - 1, ...before.map(({ recordedAt }) => recordedAt.getTime()));
  return new Date(latest + 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import { type GivenReason, reasons } from '../../domain/reports/finding.ts';
import {
  type DraftEntry,
  type EnteredBy,
  type Inquiry,
  type PersonRef,
  type ReportRecord,
  type ReportStep,
  type Returned,
  type Submission,
  type SubmittedValue,
  stepKinds,
  storedStates,
  submissionKinds,
} from '../../domain/reports/record.ts';
import { personsNow } from '../persons-now.ts';
import type { Tx } from '../transact.ts';

const StateSchema = z.enum(storedStates);
const KindSchema = z.enum(submissionKinds);
const reasonCodes = Object.keys(reasons) as [keyof typeof reasons, ...(keyof typeof reasons)[]];
const ReasonSchema = z.object({
  findingId: z.string(),
  basis: z.string(),
  code: z.enum(reasonCodes),
  text: z.string().nullable(),
});
const ReasonsSchema = z.array(ReasonSchema);
const KeysSchema = z.array(z.string());

export const toStoredState = (text: string) => StateSchema.parse(text);
export const toKeys = (text: string | null): string[] => KeysSchema.parse(JSON.parse(text ?? '[]'));

/** What these are made of, within a transaction or without one. */
export type Reading = Pick<
  Tx,
  'monthlyReport' | 'reportEntry' | 'reportSubmission' | 'reportStep' | 'enterpriseName' | 'person'
>;

type ReportRow = Prisma.MonthlyReportGetPayload<object>;
type SubmissionRow = Prisma.ReportSubmissionGetPayload<object>;
type ValueRow = Prisma.ReportValueGetPayload<object>;
type EntryRow = Prisma.ReportEntryGetPayload<object>;
type StepRow = Prisma.ReportStepGetPayload<object>;

type Persons = Awaited<ReturnType<typeof personsNow>>;

export function personRef(persons: Persons, id: string | null): PersonRef {
  return persons.get(id ?? '') ?? { personId: id ?? '', name: null };
}

function enteredBy(
  persons: Persons,
  row: { personId: string | null; recordedAt: Date; via: string; onBehalf: boolean },
): EnteredBy {
  return { by: personRef(persons, row.personId), at: row.recordedAt, via: row.via, onBehalf: row.onBehalf };
}

export function toSubmission(persons: Persons, row: SubmissionRow): Submission {
  const { id, number, isLate, reason, setNumber, fromVersion } = row;
  return {
    id,
    number,
    kind: KindSchema.parse(row.kind),
    isLate,
    reason,
    setNumber,
    fromVersion,
    ...enteredBy(persons, row),
  };
}

export function toValue(persons: Persons, row: ValueRow): SubmittedValue {
  const { key, month, total, isCarried } = row;
  return { key, month, total, isCarried, ...enteredBy(persons, row) };
}

/** Everything about one report, in the few statements that it takes. */
export async function readRecord(
  tx: Reading,
  row: ReportRow | null,
  enterprise: EnterpriseRef,
): Promise<ReportRecord | null> {
  if (!row) return null;
  const since = { reportId: row.id, seq: { gt: row.submittedSeq } };
  const order = [{ seq: 'asc' as const }, { id: 'asc' as const }];
  const submitted =
    row.submissionId === null
      ? null
      : await tx.reportSubmission.findUnique({ where: { id: row.submissionId }, include: { values: true } });
  const entries = await tx.reportEntry.findMany({ where: since, orderBy: order });
  const steps = await tx.reportStep.findMany({ where: since, orderBy: order });
  const persons = await personsNow(tx, [
    row.exemptById,
    submitted?.personId ?? null,
    ...[...(submitted?.values ?? []), ...entries, ...steps].map(({ personId }) => personId),
  ]);
  const { id, period, version } = row;
  return {
    id,
    enterprise,
    period,
    state: StateSchema.parse(row.state),
    version,
    exempt: toExempt(persons, row),
    returned: row.state === 'RETURNED' ? toReturned(persons, steps) : null,
    inquiry: toInquiry(persons, steps),
    submission: submitted && toSubmission(persons, submitted),
    values: submitted?.values.map((value) => toValue(persons, value)) ?? [],
    reasons: submitted ? toReasons(submitted.reasons) : [],
    draft: toDraft(persons, entries),
    draftReasons: entries.flatMap(({ reason }) => (reason === null ? [] : ReasonSchema.parse(JSON.parse(reason)))),
  };
}

export function toReasons(text: string): GivenReason[] {
  return ReasonsSchema.parse(JSON.parse(text));
}

function toExempt(persons: Persons, { exemptReason: reason, exemptById, exemptAt }: ReportRow): ReportRecord['exempt'] {
  return reason === null || exemptAt === null ? null : { reason, by: personRef(persons, exemptById), at: exemptAt };
}

function toReturned(persons: Persons, steps: readonly StepRow[]): Returned | null {
  const last = steps.findLast(({ kind }) => kind === 'RETURN');
  if (!last) return null;
  const by = personRef(persons, last.personId);
  return { keys: toKeys(last.keys), reason: last.text ?? '', dueOn: last.dueOn ?? '', by, at: last.recordedAt };
}

function toInquiry(persons: Persons, steps: readonly StepRow[]): Inquiry | null {
  const at = steps.findLastIndex(({ kind }) => kind === 'INQUIRE');
  const asked = steps[at];
  if (!asked) return null;
  const said = (step: StepRow) => ({
    text: step.text ?? '',
    by: personRef(persons, step.personId),
    at: step.recordedAt,
  });
  const answered = steps.slice(at).findLast(({ kind }) => kind === 'ANSWER');
  return { ...said(asked), answer: answered ? said(answered) : null };
}

/** null: of another release, and not known here */
export function toStep(persons: Persons, row: StepRow): ReportStep | null {
  const kind = stepKinds.find((one) => one === row.kind);
  if (!kind) return null;
  const { text, dueOn, recordedAt: at } = row;
  return { kind, keys: toKeys(row.keys), text, dueOn, by: personRef(persons, row.personId), at };
}

/** The last entry of each figure with the one that it replaced; one that was taken out is none. */
function toDraft(persons: Persons, entries: readonly EntryRow[]): DraftEntry[] {
  const last = new Map<string, { row: EntryRow; before: EntryRow | null }>();
  for (const row of entries) {
    if (row.kind === 'FIGURE') last.set(row.key, { row, before: last.get(row.key)?.row ?? null });
  }
  const typed = (row: EntryRow | null) => {
    if (!row || (row.month === null && row.total === null)) return null;
    return { month: row.month, total: row.total, ...enteredBy(persons, row) };
  };
  return [...last.values()].flatMap(({ row, before }) => {
    const figure = typed(row);
    return figure ? [{ key: row.key, seq: row.seq, ...figure, replaced: typed(before) }] : [];
  });
}

/** The full name of an enterprise. */
export async function nameOf(tx: Pick<Tx, 'enterpriseName'>, enterpriseId: string): Promise<EnterpriseRef> {
  const row = await tx.enterpriseName.findFirst({ where: { enterpriseId, kind: 'FULL' }, select: { text: true } });
  return { id: enterpriseId, name: row?.text ?? '' };
}

export async function findRecord(tx: Reading, reportId: string): Promise<ReportRecord | null> {
  const row = await tx.monthlyReport.findUnique({ where: { id: reportId } });
  return row && readRecord(tx, row, await nameOf(tx, row.enterpriseId));
}

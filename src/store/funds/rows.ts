import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { Batch, EntryFact, Project, ProjectStatusFact } from '../../domain/funds/facts.ts';
import type { Claim } from '../../domain/funds/funds.ts';
import {
  claimTypes,
  entryTypes,
  fundCategories,
  fundLevels,
  storedProjectStatuses,
  surplusPolicies,
} from '../../domain/funds/terms.ts';
import { personsNow } from '../persons-now.ts';
import type { Tx } from '../transact.ts';
import { thoseThere } from '../visible-rows.ts';

const BatchRowSchema = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string(),
  level: z.enum(fundLevels),
  category: z.enum(fundCategories),
  year: z.number(),
  surplusPolicy: z.enum(surplusPolicies),
  trackSpending: z.boolean(),
});
export const EntryTypeSchema = z.enum(entryTypes);
const ProjectStatusSchema = z.enum(storedProjectStatuses);
const ClaimTypeSchema = z.enum(claimTypes);
const ClaimStateSchema = z.enum(['PENDING', 'CONFIRMED', 'REJECTED', 'WITHDRAWN']);

/** What these are made of, within a transaction or without one. */
type Reading = Pick<Tx, 'import' | 'person'>;

/** A batch as it stands in the database. */
export interface BatchRow {
  id: string;
  number: number;
  name: string;
  level: string;
  category: string;
  year: number;
  surplusPolicy: string;
  trackSpending: boolean;
}

export const toBatch = (row: BatchRow): Batch => BatchRowSchema.parse(row);

/** What a project's row is read with. */
export const projectParts = {
  batch: true,
  enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } },
  statuses: { orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.FundProjectInclude;

export interface ProjectRow {
  id: string;
  number: number;
  batch: BatchRow;
  enterprise: { id: string; names: readonly { text: string }[] };
  name: string;
  code: string | null;
  leader: string | null;
  partner: string | null;
  startsOn: string | null;
  endsOn: string | null;
  acceptanceDueOn: string | null;
  selfRaised: bigint;
  goal: string | null;
  isDemo: boolean;
  statuses: readonly StatusRow[];
}

interface StatusRow {
  status: string;
  effectiveOn: string;
  docNo: string | null;
  note: string | null;
  recordedAt: Date;
}

/** With the statuses that the row has: what an import is still writing has to be left out before (`toProjects` does). */
export function toProject(row: ProjectRow): Project {
  const { id, number, name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, selfRaised, goal, isDemo } = row;
  return {
    id,
    number,
    batch: toBatch(row.batch),
    enterprise: { id: row.enterprise.id, name: row.enterprise.names[0]?.text ?? '' },
    name,
    code,
    leader,
    partner,
    startsOn,
    endsOn,
    acceptanceDueOn,
    selfRaised,
    goal,
    isDemo,
    statuses: row.statuses.map(toStatus),
  };
}

export function toStatus({ status, effectiveOn, docNo, note, recordedAt }: StatusRow): ProjectStatusFact {
  return { status: ProjectStatusSchema.parse(status), effectiveOn, docNo, note, recordedAt };
}

type WithImport<T> = T & { importId: string | null };

/** Projects that are there, with their statuses that are. */
export async function toProjects(
  tx: Reading,
  rows: readonly WithImport<
    Omit<ProjectRow, 'batch' | 'statuses'> & {
      batch: WithImport<BatchRow>;
      statuses: readonly WithImport<StatusRow>[];
    }
  >[],
): Promise<Project[]> {
  const there = await thoseThere(tx, rows);
  const batches = new Set(
    await thoseThere(
      tx,
      there.map(({ batch }) => batch),
    ),
  );
  const statuses = new Set(
    await thoseThere(
      tx,
      there.flatMap((row) => row.statuses),
    ),
  );
  return there
    .filter(({ batch }) => batches.has(batch))
    .map((row) => toProject({ ...row, statuses: row.statuses.filter((one) => statuses.has(one)) }));
}

/** A line of the ledger as it stands in the database. */
export interface EntryRow {
  id: string;
  batchId: string;
  projectId: string | null;
  type: string;
  fen: bigint;
  effectiveOn: string;
  dateKnown: boolean;
  docNo: string | null;
  period: string | null;
  note: string | null;
  reversesId: string | null;
  claimId: string | null;
  recordedById: string | null;
  recordedAt: Date;
}

/** @param recordedBy the name of who entered it, as it is now */
export function toEntry(row: EntryRow, recordedBy: string | null): EntryFact {
  const { id, batchId, projectId, type, fen, effectiveOn, dateKnown, docNo, period, note, reversesId, claimId } = row;
  return {
    id,
    batchId,
    projectId,
    type: EntryTypeSchema.parse(type),
    fen,
    effectiveOn,
    dateKnown,
    docNo,
    period,
    note,
    reversesId,
    claimId,
    recordedBy,
    recordedAt: row.recordedAt,
  };
}

/** Entries that are there, in the order of the rows, with the names of who entered them. */
export async function toEntries(tx: Reading, rows: readonly WithImport<EntryRow>[]): Promise<EntryFact[]> {
  const there = await thoseThere(tx, rows);
  const persons = await personsNow(
    tx,
    there.map(({ recordedById }) => recordedById),
  );
  return there.map((row) => toEntry(row, persons.get(row.recordedById ?? '')?.name ?? null));
}

/** What a claim's row is read with. */
export const claimParts = { project: { include: projectParts } } satisfies Prisma.FundClaimInclude;

/** Reports of enterprises, in the order of the rows, with the names of who made and decided them. */
export async function toClaims(
  tx: Reading,
  rows: readonly {
    id: string;
    project: Parameters<typeof toProjects>[1][number];
    type: string;
    fen: bigint;
    effectiveOn: string;
    period: string | null;
    docNo: string | null;
    note: string | null;
    state: string;
    reason: string | null;
    reportedById: string;
    reportedAt: Date;
    decidedById: string | null;
    decidedAt: Date | null;
  }[],
): Promise<Claim[]> {
  const projects = new Map(
    (
      await toProjects(
        tx,
        rows.map(({ project }) => project),
      )
    ).map((one) => [one.id, one]),
  );
  const persons = await personsNow(
    tx,
    rows.flatMap(({ reportedById, decidedById }) => [reportedById, decidedById]),
  );
  const person = (personId: string) => persons.get(personId) ?? { personId, name: null };
  return rows.flatMap((row) => {
    const project = projects.get(row.project.id);
    if (!project) return [];
    const { id, fen, effectiveOn, period, docNo, note, reason, reportedAt, decidedAt } = row;
    const claim: Claim = {
      id,
      project,
      type: ClaimTypeSchema.parse(row.type),
      fen,
      effectiveOn,
      period,
      docNo,
      note,
      state: ClaimStateSchema.parse(row.state),
      reason,
      reportedBy: person(row.reportedById),
      reportedAt,
      decidedBy: row.decidedById === null ? null : person(row.decidedById),
      decidedAt,
    };
    return [claim];
  });
}

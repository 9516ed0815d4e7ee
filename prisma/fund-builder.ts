import { newId } from '../src/core/ids.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import { openKeyOf } from '../src/domain/funds/claim-rules.ts';
import { docKeyBase, sourceKeyBase } from '../src/domain/funds/keys.ts';
import type {
  ClaimType,
  EntryType,
  FundCategory,
  FundLevel,
  StoredProjectStatus,
  SurplusPolicy,
} from '../src/domain/funds/terms.ts';
import type { Fen } from '../src/domain/money.ts';

import type { Client } from '../src/store/database.ts';
import type { Prisma } from './generated/sqlite/client.ts';

/** A line of the ledger; `fen` is signed, a reversal names what it takes back. */
interface BuiltEntry {
  type: EntryType;
  fen: Fen;
  effectiveOn: CalendarDate;
  dateKnown?: boolean;
  docNo?: string;
  /** YYYY-MM; of SPEND the month of `effectiveOn` if absent */
  period?: string;
  note?: string;
  reversesId?: string;
  recordedById?: string | null;
  recordedAt?: Date;
}

/** Collects rows of the fund ledger as they would have been entered, with their keys; the rules are not asked. */
export function createFundBuilder(recordedAt: () => Date) {
  const batches: Prisma.FundBatchCreateManyInput[] = [];
  const projects: (Prisma.FundProjectCreateManyInput & { id: string })[] = [];
  const statuses: Prisma.FundProjectStatusCreateManyInput[] = [];
  const entries: Prisma.FundEntryCreateManyInput[] = [];
  const claims: Prisma.FundClaimCreateManyInput[] = [];
  /** How often a key was used before: the reversed ones keep theirs. */
  const uses = new Map<string, number>();

  function numbered(base: string): string {
    const before = uses.get(base) ?? 0;
    uses.set(base, before + 1);
    return before === 0 ? base : `${base} #${before}`;
  }

  function enter(
    of: { batchId: string; projectId: string | null; enterpriseId: string | null },
    entry: BuiltEntry,
  ): string {
    const id = newId();
    const { type, fen, effectiveOn, dateKnown = true, docNo = null, note = null, reversesId = null } = entry;
    const isSpending = type === 'SPEND' || type === 'SPEND_REVERSAL';
    const period = isSpending ? (entry.period ?? effectiveOn.slice(0, 7)) : null;
    const isKeyed = reversesId === null;
    const docKey = isKeyed && docNo !== null ? numbered(docKeyBase(type, of.projectId ?? of.batchId, docNo)) : null;
    const sourceKey =
      isKeyed && type === 'SPEND' && of.projectId !== null && period !== null
        ? numbered(sourceKeyBase(of.projectId, period))
        : null;
    entries.push({
      ...{ id, ...of, type, fen, effectiveOn, dateKnown, docNo, docKey, period, sourceKey, note, reversesId },
      recordedById: entry.recordedById ?? null,
      recordedAt: entry.recordedAt ?? recordedAt(),
    });
    return id;
  }

  return {
    /** A batch without its amount: that is entered. @returns its id */
    batch(facts: {
      name: string;
      level: FundLevel;
      category: FundCategory;
      year: number;
      surplusPolicy?: SurplusPolicy;
      trackSpending?: boolean;
    }): string {
      const id = newId();
      const { surplusPolicy = 'KEEP_BY_UNIT', trackSpending = true } = facts;
      const number = batches.length + 1;
      batches.push({ ...facts, id, number, surplusPolicy, trackSpending, recordedAt: recordedAt() });
      return id;
    },

    /** A project without its amount: that is entered. @returns its id */
    project(
      of: { batchId: string; enterpriseId: string },
      facts: {
        name: string;
        code?: string;
        leader?: string;
        partner?: string;
        startsOn?: CalendarDate;
        endsOn?: CalendarDate;
        acceptanceDueOn?: CalendarDate;
        selfRaised?: Fen;
        goal?: string;
        isDemo?: boolean;
      },
    ): string {
      const id = newId();
      projects.push({ ...facts, ...of, id, number: projects.length + 1, recordedAt: recordedAt() });
      return id;
    },

    projectStatus(
      projectId: string,
      facts: { status: StoredProjectStatus; effectiveOn: CalendarDate; docNo?: string; note?: string },
    ): void {
      statuses.push({ id: newId(), projectId, ...facts, recordedAt: recordedAt() });
    },

    /** @returns its id, for the one that takes it back */
    fundEntry(of: { batchId: string } | { projectId: string }, entry: BuiltEntry): string {
      if ('batchId' in of) return enter({ batchId: of.batchId, projectId: null, enterpriseId: null }, entry);
      const project = projects.find(({ id }) => id === of.projectId);
      if (!project) throw new Error(`no project ${of.projectId}`);
      return enter({ batchId: project.batchId, projectId: project.id, enterpriseId: project.enterpriseId }, entry);
    },

    /** A report of an enterprise that nobody has decided yet. @returns its id */
    fundClaim(
      projectId: string,
      facts: {
        type: ClaimType;
        fen: Fen;
        effectiveOn: CalendarDate;
        period?: string;
        docNo?: string;
        note?: string;
        reportedById: string;
      },
    ): string {
      const id = newId();
      const { type, effectiveOn } = facts;
      const period = facts.period ?? (type === 'SPEND' ? effectiveOn.slice(0, 7) : null);
      const openKey = openKeyOf(projectId, { type, effectiveOn, period });
      claims.push({ ...facts, id, projectId, period, openKey, state: 'PENDING', reportedAt: recordedAt() });
      return id;
    },

    async writeFunds(client: Client): Promise<void> {
      await client.fundBatch.createMany({ data: batches });
      await client.fundProject.createMany({ data: projects });
      await client.fundProjectStatus.createMany({ data: statuses });
      await client.fundClaim.createMany({ data: claims });
      await client.fundEntry.createMany({ data: entries });
    },
  };
}

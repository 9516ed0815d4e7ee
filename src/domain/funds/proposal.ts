import type { CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { Batch, EntryFact, Project } from './facts.ts';
import type { Sums } from './sums.ts';
import { batchLabel, type EntryType, projectLabel } from './terms.ts';

/** An entry that somebody wants to make, before the rules are asked. */
export interface Proposal {
  type: EntryType;
  /** As people say it: more than nothing, also of a 支出冲销; only 指标调整 may be negative. */
  fen: Fen;
  effectiveOn: CalendarDate;
  /** False only of what is imported: the day is not known. */
  dateKnown: boolean;
  docNo: string | null;
  /** YYYY-MM, of SPEND and SPEND_REVERSAL; null = the month of `effectiveOn` */
  period: string | null;
  note: string | null;
  /** 垫支: may exceed what was received; needs a note. */
  isAdvance: boolean;
}

/** What of a batch in total the rules look at; its projects and all days together. */
export type BatchTotals = Pick<Sums, 'allocated' | 'withdrawn' | 'approved' | 'disbursed'>;

/** What is known where an entry is to be made. */
export interface Place {
  batch: Batch;
  totals: BatchTotals;
  /** null: the entry is of the batch itself */
  project: Project | null;
  /** All entries of that project, or of the batch itself. */
  entries: readonly EntryFact[];
}

/** `P-12` or `B-03` */
export function labelOf({ batch, project }: Pick<Place, 'batch' | 'project'>): string {
  return project ? projectLabel(project.number) : batchLabel(batch.number);
}

/** What it adds to the sum of its type. */
export function signedFen({ type, fen }: Pick<Proposal, 'type' | 'fen'>): Fen {
  return type === 'SPEND_REVERSAL' ? -fen : fen;
}

/** The month of a spending; null for everything else. */
export function periodOf({
  type,
  period,
  effectiveOn,
}: Pick<Proposal, 'type' | 'period' | 'effectiveOn'>): string | null {
  return type === 'SPEND' || type === 'SPEND_REVERSAL' ? (period ?? effectiveOn.slice(0, 7)) : null;
}

const advanceMark = '垫支：';

/** 垫支 stands in the note, so that everybody who reads the movements sees it. */
export function noteOf({ note, isAdvance, type }: Pick<Proposal, 'note' | 'isAdvance' | 'type'>): string | null {
  return isAdvance && type === 'SPEND' && note !== null ? `${advanceMark}${note}` : note;
}

/** Entries that still hold: neither reversed nor reversals. */
export function liveOf(entries: readonly EntryFact[]): EntryFact[] {
  const reversed = new Set(entries.flatMap(({ reversesId }) => reversesId ?? []));
  return entries.filter(({ id, reversesId }) => reversesId === null && !reversed.has(id));
}

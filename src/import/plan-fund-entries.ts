import { grouped } from '../core/grouped.ts';
import { newId } from '../core/ids.ts';
import { docNoKey } from '../domain/funds/doc-no.ts';
import type { EntryFact } from '../domain/funds/facts.ts';
import { liveOf, noteOf, periodOf } from '../domain/funds/proposal.ts';
import { typeLabel } from '../domain/funds/wording.ts';
import { fundEntryColumns as columns } from '../domain/workbook/fund-entry-columns.ts';
import type { FundEntryRow } from '../domain/workbook/fund-rows.ts';
import { words } from '../domain/workbook/fund-values.ts';
import type { PlannedBatch, PlannedProject } from './fund-plan.ts';
import type { FundProjects } from './fund-projects.ts';
import type { PlanBook } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';
import type { PlannedBatches } from './plan-fund-batches.ts';

/** A line of 资金明细 of which it is known what it belongs to. */
export interface PlacedRow {
  row: FundEntryRow;
  batch: PlannedBatch;
  /** null: of the batch itself */
  project: PlannedProject | null;
}

function tell(row: FundEntryRow, column: keyof typeof columns, reason: string | null, book: PlanBook): void {
  if (reason !== null) book.problem('fundEntries', row.row, columns[column].header, reason);
}

type Wrong = { column: keyof typeof columns; reason: string };

/** Finds what each line belongs to. */
export function placeRows(
  rows: readonly FundEntryRow[],
  { batches, projects, resolve }: { batches: PlannedBatches; projects: FundProjects; resolve: Resolve },
  book: PlanBook,
): PlacedRow[] {
  return rows.flatMap((row): PlacedRow[] => {
    const batch = row.batch === null ? null : batches.find(row.batch);
    const firm = row.enterprise === null ? null : resolve(row.enterprise);
    if (batch && 'reason' in batch) {
      tell(row, 'batch', batch.reason, book);
      return [];
    }
    if (firm && 'reason' in firm) {
      tell(row, 'enterprise', firm.reason, book);
      return [];
    }
    if (row.project === null) {
      if (firm) tell(row, 'project', '写明企业的明细必须填写项目。', book);
      return batch && !firm ? [{ row, batch, project: null }] : [];
    }
    const found = projectOf(row.project, { batch, firm }, projects, book);
    if ('reason' in found) {
      tell(row, found.column, found.reason, book);
      return [];
    }
    return [{ row, batch: found.batch, project: found }];
  });
}

function projectOf(
  reference: NonNullable<FundEntryRow['project']>,
  { batch, firm }: { batch: PlannedBatch | null; firm: { id: string; name: string } | null },
  projects: FundProjects,
  book: PlanBook,
): PlannedProject | { column: 'project' | 'enterprise' | 'batch'; reason: string | null } {
  const all = projects.candidates(reference);
  const { text } = reference;
  if (all.length === 0) {
    const isLeft = book.hasProblems('fundProjects') || book.hasProblems('fundBatches');
    return { column: 'project', reason: isLeft ? null : `项目“${text}”没有登记，也不在本文件的“资金项目”表中。` };
  }
  const ofFirm = all.filter(({ project }) => firm === null || project.enterprise.id === firm.id);
  if (ofFirm.length === 0) {
    return { column: 'enterprise', reason: `项目“${text}”不是“${firm?.name ?? ''}”承担的项目，请核对。` };
  }
  const ofBatch = ofFirm.filter((one) => batch === null || one.batch === batch);
  if (ofBatch.length === 0) {
    return { column: 'batch', reason: `项目“${text}”不属于批次“${batch?.batch.name ?? ''}”，请核对。` };
  }
  const [only] = ofBatch;
  if (only && ofBatch.length === 1) return only;
  return { column: 'project', reason: `“${text}”有${ofBatch.length}个同名项目，请填写系统编号（如 P-12）或项目编号。` };
}

/**
 * Which lines are in the ledger already, by their id or else by all that they say; the others are added to their batch.
 * A line is never entered a second time, not even where it was reversed since.
 * @param known what is registered of the batch itself and of the projects of these lines
 * @returns whether all lines can be used
 */
export function matchRows(
  batch: PlannedBatch,
  placed: readonly PlacedRow[],
  known: readonly EntryFact[],
  book: PlanBook,
): boolean {
  let isSound = true;
  const refuse = (row: FundEntryRow, { column, reason }: Wrong) => {
    isSound = false;
    tell(row, column, reason, book);
  };
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  const live = new Set(liveOf(known).map(({ id }) => id));
  const alike = grouped(
    known.filter(({ reversesId, type }) => reversesId === null && type !== 'SPEND_REVERSAL'),
    keyOfEntry,
  );
  // The 下达 or 批复 that another sheet of this file makes may stand here too.
  const making = grouped(batch.added, (one) => keyOfEntry({ ...one, period: periodOf(one) }));
  const said = new Map<string, number[]>();
  const saidIds = new Map<string, number>();
  for (const one of placed) {
    const { row } = one;
    if (row.id !== null) {
      const entry = byId.get(row.id);
      const before = saidIds.get(row.id);
      saidIds.set(row.id, row.row);
      const wrong =
        before === undefined ? whyNotTheSame(one, entry) : { column: 'id' as const, reason: `与第${before}行重复。` };
      if (wrong) refuse(row, wrong);
      else book.counts.fundEntries.unchanged += 1;
      continue;
    }
    const key = keyOfRow(one);
    const before = said.get(key) ?? [];
    said.set(key, [...before, row.row]);
    const same = [...(alike.get(key) ?? [])];
    if (before.length < same.length + (making.get(key)?.length ?? 0)) {
      book.counts.fundEntries.unchanged += 1;
      const isGone = same.length > 0 && same.every(({ id }) => !live.has(id));
      if (isGone) {
        book.note(
          `“资金明细”表第${row.row}行：这一笔已登记并已冲销，没有再次登记；确需再次登记的请在对话或网页中办理。`,
        );
      }
    } else if (before[0] !== undefined) {
      const reason = `与第${before[0]}行完全相同；确为两笔的，请填写各自的文号或日期以便区分。`;
      refuse(row, { column: 'amount', reason });
    } else if (row.effectiveOn === null) refuse(row, { column: 'effectiveOn', reason: '必须填写。' });
    else add(one, row.effectiveOn, book);
  }
  return isSound;
}

function add({ row, batch, project }: PlacedRow, effectiveOn: string, book: PlanBook): void {
  const { type, fen, docNo, period, note, isAdvance } = row;
  book.counts.fundEntries.added += 1;
  batch.added.push({
    ...{ id: newId(), projectId: project?.project.id ?? null, project, type, fen, effectiveOn, dateKnown: true },
    ...{ docNo, period, note, isAdvance, sheet: 'fundEntries', row: row.row },
  });
}

/** All that a line says but its words: two lines of one key are the same line. */
function keyOfEntry(entry: {
  projectId: string | null;
  type: string;
  fen: bigint;
  effectiveOn: string;
  dateKnown: boolean;
  docNo: string | null;
  period: string | null;
}): string {
  const { projectId, type, fen, effectiveOn, dateKnown, docNo, period } = entry;
  return [
    projectId ?? '',
    type,
    fen,
    dateKnown ? effectiveOn : '',
    docNo === null ? '' : docNoKey(docNo),
    period ?? '',
  ].join('|');
}

function keyOfRow({ row, project }: PlacedRow): string {
  const { type, fen, effectiveOn, docNo } = row;
  const period = effectiveOn === null ? row.period : periodOf({ ...row, effectiveOn });
  const dated = { effectiveOn: effectiveOn ?? '', dateKnown: effectiveOn !== null };
  return keyOfEntry({ projectId: project?.project.id ?? null, type, fen, ...dated, docNo, period });
}

/** Why a line with an id is not the entry of this id: an entry is never changed. Empty cells say nothing. */
function whyNotTheSame({ row, project, batch }: PlacedRow, entry: EntryFact | undefined): Wrong | null {
  const how = '明细登记后不能更改，登记有误的请在对话或网页中冲销后重新登记；新的一笔请将明细编号留空。';
  if (!entry || entry.projectId !== (project?.project.id ?? null)) {
    const where = project ? '该项目' : `批次“${batch.batch.name}”`;
    return { column: 'id', reason: `${where}没有编号为“${row.id}”的明细。新的明细请将编号留空。` };
  }
  const { type, fen, effectiveOn, dateKnown, docNo, period } = entry;
  const note = noteOf(row);
  const differs: Partial<Record<keyof typeof columns, boolean>> = {
    type: row.type !== type,
    amount: row.fen !== fen,
    effectiveOn: row.effectiveOn !== null && (row.effectiveOn !== effectiveOn || !dateKnown),
    docNo: row.docNo !== null && (docNo === null || docNoKey(docNo) !== docNoKey(row.docNo)),
    period: row.period !== null && row.period !== period,
    note: note !== null && note !== words(entry.note ?? ''),
  };
  const column = (Object.keys(differs) as (keyof typeof columns)[]).find((key) => differs[key]);
  if (!column) return null;
  return { column, reason: `与已登记的${typeLabel(type, project !== null)}不同。${how}` };
}

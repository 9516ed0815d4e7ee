import { grouped } from '../core/grouped.ts';
import type { EntryFact } from '../domain/funds/facts.ts';
import { fundSheetKinds, sheetKinds } from '../domain/workbook/columns.ts';
import type { FundEntryRow } from '../domain/workbook/fund-rows.ts';
import type { Sql } from '../store/sql.ts';
import { createFundChecks, type Refusal } from './check-funds.ts';
import { knownAllocations, knownEntries } from './fund-existing.ts';
import type { PlannedBatch } from './fund-plan.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';
import { hold, planFundBatches } from './plan-fund-batches.ts';
import { matchRows, type PlacedRow, placeRows } from './plan-fund-entries.ts';
import { planFundProjects } from './plan-fund-projects.ts';
import type { FileContent } from './read-file.ts';

/** Plans batches, projects and entries; each batch that something is added to is checked as a whole, one after another. */
export async function planFunds(content: FileContent, resolve: Resolve, deps: PlanDeps, book: PlanBook): Promise<void> {
  const { fundBatches, fundProjects, fundEntries } = content;
  if (fundBatches.length + fundProjects.length + fundEntries.length === 0) return;
  const entries = fundEntries.filter((row): row is FundEntryRow => !('isReversal' in row));
  const reversals = fundEntries.length - entries.length;
  fundEntries.length = 0;
  if (reversals > 0) book.note(`“资金明细”表有${reversals}行标明冲销或已冲销，不导入。`);

  const allocations = await knownAllocations(deps.db);
  const batches = await planFundBatches(fundBatches, allocations, deps, book);
  const projects = await planFundProjects(fundProjects, { entries, batches, resolve }, deps, book);
  // What is planned is not needed as rows any more.
  fundProjects.length = 0;
  const byBatch = grouped(placeRows(entries, { batches, projects, resolve }, book), ({ batch }) => batch);
  entries.length = 0;
  const check = createFundChecks(allocations, batches.byId, deps, book);
  // What a line that could not be used would have said is missing: the sums and the order of days would seem wrong.
  const isBroken = fundSheetKinds.some((kind) => book.hasProblems(kind));
  if (isBroken) book.note('资金各表改正以上问题后，再核对金额、日期次序、文号和月份的规则。');
  const refused: Refusal[] = [];
  for (const batch of batches.byId.values()) {
    const placed = byBatch.get(batch) ?? [];
    if (placed.length > 0 || batch.added.length > 0) {
      const known = await entriesOf(deps.db, batch, placed);
      const isSound = matchRows(batch, placed, known, book);
      if (isSound && !isBroken && batch.added.length > 0) refused.push(...(await check(batch, known)));
    }
    const isChanged = batch.seen !== null && JSON.stringify(batch.batch) !== JSON.stringify(batch.seen.batch);
    if (isChanged || batch.added.length > 0) hold(batch, book);
    // What is planned is not needed any more.
    batch.added.length = 0;
    byBatch.delete(batch);
  }
  // As they stand in the file, not as they were asked.
  const place = ({ sheet }: Refusal) => sheetKinds.indexOf(sheet);
  refused.sort((a, b) => place(a) - place(b) || a.row - b.row);
  for (const { sheet, row, column, reason } of refused) book.problem(sheet, row, column, reason);
}

/** What is registered of a batch itself and of the projects of these lines. */
async function entriesOf(db: Sql, { batch, isNew }: PlannedBatch, placed: readonly PlacedRow[]): Promise<EntryFact[]> {
  if (isNew) return [];
  const ids = new Set(placed.flatMap(({ project }) => (project && !project.isNew ? project.project.id : [])));
  return [...(await knownEntries(db, { batchId: batch.id })), ...(await knownEntries(db, { projectIds: ids }))];
}

import { grouped } from '../core/grouped.ts';
import { newId } from '../core/ids.ts';
import { searchKey } from '../domain/enterprise-name.ts';
import type { Batch, EntryFact } from '../domain/funds/facts.ts';
import {
  batchLabel,
  fundCategoryLabels,
  fundLevelLabels,
  rewardCategories,
  surplusPolicyLabels,
} from '../domain/funds/terms.ts';
import { fundBatchColumns as columns } from '../domain/workbook/fund-batch-columns.ts';
import type { FundBatchRow } from '../domain/workbook/fund-rows.ts';
import type { FundReference } from '../domain/workbook/fund-values.ts';
import { knownBatches } from './fund-existing.ts';
import { differences, type PlannedBatch, standInNumber } from './fund-plan.ts';
import type { PlanBook, PlanDeps } from './plan.ts';

/** Which batch a line of another sheet speaks of, or why none; null: its own line has a problem already. */
export type FindBatch = (reference: FundReference) => PlannedBatch | { reason: string | null };

export interface PlannedBatches {
  find: FindBatch;
  byId: ReadonlyMap<string, PlannedBatch>;
}

/** Plans the batches, and finds them for the other sheets. */
export async function planFundBatches(
  rows: readonly FundBatchRow[],
  allocations: readonly EntryFact[],
  { db, today }: PlanDeps,
  book: PlanBook,
): Promise<PlannedBatches> {
  const byId = new Map<string, PlannedBatch>();
  const byNumber = new Map<number, PlannedBatch>();
  const byName = new Map<string, PlannedBatch>();
  for (const { version, ...batch } of await knownBatches(db)) {
    const planned: PlannedBatch = { batch, isNew: false, seen: { batch, version }, added: [] };
    byId.set(batch.id, planned);
    byNumber.set(batch.number, planned);
    byName.set(searchKey(batch.name), planned);
  }
  const allocated = grouped(allocations, ({ batchId }) => batchId);
  const registeredName = new Map(byName);
  /** Old names that the file takes away, and the new ones. */
  const renamed = new Map<string, string>();
  const said = new Map<string, number>();
  const repeats = (keys: readonly string[], row: FundBatchRow) => {
    const before = keys.map((key) => said.get(key)).find((one) => one !== undefined);
    for (const key of keys) said.set(key, before ?? row.row);
    if (before !== undefined) {
      book.problem('fundBatches', row.row, columns.name.header, `与第${before}行是同一批次。`);
    }
    return before !== undefined;
  };
  for (const row of rows) {
    const known = row.number === null ? registeredName.get(row.nameKey) : byNumber.get(row.number);
    if (row.number !== null && !known) {
      const reason = `没有批次 ${batchLabel(row.number)}。新批次的编号请留空，由系统编号。`;
      book.problem('fundBatches', row.row, columns.number.header, reason);
      continue;
    }
    if (repeats(known ? [known.batch.id, row.nameKey] : [row.nameKey], row)) continue;
    if (!known) {
      const added = add(row, today, book);
      if (!added) continue;
      byId.set(added.batch.id, added);
      byName.set(row.nameKey, added);
      continue;
    }
    const namesake = registeredName.get(row.nameKey);
    if (namesake && namesake !== known) {
      const reason = `“${row.name}”是 ${batchLabel(namesake.batch.number)} 的名称，与编号 ${batchLabel(known.batch.number)} 不符。`;
      book.problem('fundBatches', row.row, columns.name.header, reason);
      continue;
    }
    const oldKey = searchKey(known.batch.name);
    change(row, known, allocated.get(known.batch.id) ?? [], book);
    if (oldKey === row.nameKey) continue;
    byName.delete(oldKey);
    renamed.set(oldKey, row.name);
    byName.set(row.nameKey, known);
  }
  const find: FindBatch = ({ number, text }) => {
    const nameKey = searchKey(text);
    const found = number === null ? byName.get(nameKey) : byNumber.get(number);
    if (found) return found;
    // By the name that the file takes away it would not be found in the same file a second time.
    const newName = renamed.get(nameKey);
    if (newName !== undefined) {
      return { reason: `批次“${text}”在本文件的“资金批次”表中改名为“${newName}”，请填写新名称或编号。` };
    }
    if (book.hasProblems('fundBatches')) return { reason: null };
    return { reason: `批次“${text}”没有登记，也不在本文件的“资金批次”表中。` };
  };
  return { find, byId };
}

function add(row: FundBatchRow, today: string, book: PlanBook): PlannedBatch | null {
  const { name, level, category, year, fen, effectiveOn, docNo } = row;
  if (level === null || category === null || year === null || fen === null) {
    const missing = { level, category, year, amount: fen };
    for (const key of ['level', 'category', 'year', 'amount'] as const) {
      if (missing[key] === null) book.problem('fundBatches', row.row, columns[key].header, '新批次必须填写。');
    }
    return null;
  }
  const id = newId();
  const surplusPolicy = row.surplusPolicy ?? 'KEEP_BY_UNIT';
  const trackSpending = row.trackSpending ?? !rewardCategories.has(category);
  const { writes, counts } = book;
  const number = writes.funds.FundBatch.length + 1;
  writes.funds.FundBatch.push([id, number, name, level, category, year, surplusPolicy, trackSpending]);
  counts.fundBatches.added += 1;
  const batch: Batch = {
    id,
    number: standInNumber(row.row),
    name,
    level,
    category,
    year,
    surplusPolicy,
    trackSpending,
  };
  const allocation = {
    id,
    projectId: null,
    project: null,
    type: 'ALLOCATE' as const,
    fen,
    effectiveOn: effectiveOn ?? today,
    dateKnown: effectiveOn !== null,
    docNo,
    period: null,
    note: null,
    isAdvance: false,
  };
  return { batch, isNew: true, seen: null, added: [{ ...allocation, sheet: 'fundBatches', row: row.row }] };
}

/**
 * What figures are computed by, of days that are past as well: changed afterwards it would change what was published. A
 * batch that was registered wrongly is taken back by its entries and registered anew under its right facts.
 */
function fixedFacts(
  row: FundBatchRow,
  known: Batch,
): { column: 'level' | 'category' | 'year' | 'trackSpending'; reason: string }[] {
  const facts = [
    { column: 'level', before: fundLevelLabels[known.level], isOther: row.level !== null && row.level !== known.level },
    {
      column: 'category',
      before: fundCategoryLabels[known.category],
      isOther: row.category !== null && row.category !== known.category,
    },
    { column: 'year', before: `${known.year}`, isOther: row.year !== null && row.year !== known.year },
    {
      column: 'trackSpending',
      before: known.trackSpending ? '是' : '否',
      isOther: row.trackSpending !== null && row.trackSpending !== known.trackSpending,
    },
  ] as const;
  return facts.flatMap(({ column, before, isOther }) => {
    const reason = `已登记为“${before}”，历史数据按它计算，不能修改；登记有误的，请冲销该批次的明细、改名后另行登记。`;
    return isOther ? [{ column, reason }] : [];
  });
}

function change(row: FundBatchRow, planned: PlannedBatch, allocations: readonly EntryFact[], book: PlanBook): void {
  const { batch: known } = planned;
  const wrong = [...differences(row, allocations, '下达'), ...fixedFacts(row, known)];
  for (const { column, reason } of wrong) book.problem('fundBatches', row.row, columns[column].header, reason);
  if (wrong.length > 0) return;
  let isChanged = false;
  const taken = <T extends string | number | boolean>(
    column: keyof typeof columns,
    before: T,
    wanted: T | null,
    label: (value: T) => string = String,
  ): T => {
    if (wanted === null || wanted === before) return before;
    isChanged = true;
    book.change({
      sheet: 'fundBatches',
      row: row.row,
      enterpriseId: null,
      enterprise: `${batchLabel(known.number)} ${known.name}`,
      objectType: 'fund-batch',
      objectId: known.id,
      subject: '',
      column: columns[column].header,
      before: label(before),
      after: label(wanted),
    });
    return wanted;
  };
  // Another way of writing the same name is no other name.
  const name = searchKey(known.name) === row.nameKey ? null : row.name;
  planned.batch = {
    ...known,
    name: taken('name', known.name, name),
    surplusPolicy: taken('surplusPolicy', known.surplusPolicy, row.surplusPolicy, (one) => surplusPolicyLabels[one]),
  };
  book.counts.fundBatches[isChanged ? 'changed' : 'unchanged'] += 1;
}

/** Holds a batch as it was seen: whoever has entered something into it meanwhile has raised its version. */
export function hold({ batch, seen }: PlannedBatch, { writes }: PlanBook): void {
  if (!seen) return;
  const row = ({ name, level, category, year, surplusPolicy, trackSpending }: Batch, version: number) => [
    name,
    level,
    category,
    year,
    surplusPolicy,
    trackSpending,
    version,
  ];
  writes.updates.FundBatch.set(batch.id, {
    before: row(seen.batch, seen.version),
    after: row(batch, seen.version + 1),
  });
}

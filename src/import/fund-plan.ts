import { docNoKey } from '../domain/funds/doc-no.ts';
import type { Batch, EntryFact, Project } from '../domain/funds/facts.ts';
import type { Added } from '../domain/funds/history-rules.ts';
import { liveOf } from '../domain/funds/proposal.ts';
import { exactAmount } from '../domain/funds/wording.ts';
import type { Fen } from '../domain/money.ts';
import type { SheetKind } from '../domain/workbook/columns.ts';

/** An entry to be made, and the line of the file that says so. */
export interface PlannedEntry extends Added {
  /** null: of the batch itself */
  project: PlannedProject | null;
  sheet: Extract<SheetKind, `fund${string}`>;
  row: number;
}

/** A batch as it will be, with what the file adds to it. */
export interface PlannedBatch {
  batch: Batch;
  isNew: boolean;
  /** As it was seen; of a new one nothing. */
  seen: { batch: Batch; version: number } | null;
  added: PlannedEntry[];
}

/** A project as it will be. */
export interface PlannedProject {
  project: Omit<Project, 'batch' | 'statuses'>;
  batch: PlannedBatch;
  isNew: boolean;
}

/**
 * What is new has no number yet, but the rules' sentences name everything by it: one that nothing has stands for it until
 * the sentence is shown (`named`).
 */
const standIn = 1_000_000_000;
export const standInNumber = (row: number) => standIn + row;

/** A sentence with names instead of the numbers that stand in for them. */
export function named(sentence: string): string {
  return sentence
    .replace(/B-10(\d{8})\b/gu, (_, row: string) => `“资金批次”第${Number(row)}行的批次`)
    .replace(/P-10(\d{8})\b/gu, (_, row: string) => `“资金项目”第${Number(row)}行的项目`);
}

/** Amount, day and document number of the entry that makes a batch or a project, as a line says them. */
interface Making {
  fen: Fen | null;
  effectiveOn: string | null;
  docNo: string | null;
}

/**
 * What a line says otherwise than the 下达 or 批复 that are registered. Those are entries: no line of this sheet changes them.
 * @param entries of that type, of this batch or project
 */
export function differences(
  { fen, effectiveOn, docNo }: Making,
  entries: readonly EntryFact[],
  type: '下达' | '批复',
): { column: 'amount' | 'effectiveOn' | 'docNo'; reason: string }[] {
  const live = liveOf(entries);
  const total = entries.reduce((sum, one) => sum + one.fen, 0n);
  const further = type === '下达' ? '指标调整' : '立项批复';
  const how = `金额和日期、文号不能在此更改：追加或调减请在“资金明细”表中登记${further}，登记有误的请在对话或网页中冲销后重新登记。`;
  const found: { column: 'amount' | 'effectiveOn' | 'docNo'; reason: string }[] = [];
  if (fen !== null && fen !== total && !live.some((one) => one.fen === fen)) {
    found.push({
      column: 'amount',
      reason: `已登记的${type}金额是${exactAmount(total)}，与文件中的${exactAmount(fen)}不同。${how}`,
    });
  }
  if (effectiveOn !== null && !live.some((one) => one.dateKnown && one.effectiveOn === effectiveOn)) {
    const days = live.map((one) => (one.dateKnown ? one.effectiveOn : '未登记')).join('、') || '无';
    found.push({ column: 'effectiveOn', reason: `已登记的${type}日期是${days}，与文件中的${effectiveOn}不同。${how}` });
  }
  if (docNo !== null && !live.some((one) => one.docNo !== null && docNoKey(one.docNo) === docNoKey(docNo))) {
    const numbers = live.map((one) => one.docNo ?? '未登记').join('、') || '无';
    found.push({ column: 'docNo', reason: `已登记的${type}文号是${numbers}，与文件中的${docNo}不同。${how}` });
  }
  return found;
}

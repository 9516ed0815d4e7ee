import { readAmountCell, readUnit } from '../workbook/amounts.ts';
import { type Reading, refuse, type Cell as SheetCell, tidy, wholeDigits, whyUnusable } from '../workbook/cell.ts';
import { addressOf, letters } from '../workbook/header.ts';
import type { AskedIndicator } from './asked.ts';
import { type Cell, fenPerStep } from './cell.ts';
import { unitLabels } from './indicators.ts';
import { formatPeriod, type Period } from './period.ts';
import type { NewEntry } from './reports.ts';
import { labelOf, type MonthColumn, type ReportSheet } from './sheet.ts';
import { notAsked } from './template.ts';

/** A cell whose content could not be used. */
export interface CellProblem {
  /** `C5` */
  at: string;
  /** A sentence. */
  reason: string;
}

export interface SheetFigures {
  months: readonly { period: Period; entries: readonly NewEntry[] }[];
  problems: readonly CellProblem[];
  notes: readonly string[];
}

/** More are counted only: nobody reads them one by one. */
const problemsAtMost = 100;

/** Understands the figures of a sheet: what is empty is no figure, what is doubtful is told with its cell and left out. */
export function readSheetFigures(
  sheet: ReportSheet,
  asked: ReadonlyMap<Period, readonly AskedIndicator[]>,
): SheetFigures {
  const problems: CellProblem[] = [];
  const notes = [...sheet.notes];
  const seen = new Map<string, number>();
  const found = new Map<Period, Map<string, Cell>>(sheet.columns.map(({ period }) => [period, new Map()]));
  const merged = createMerged(sheet);
  let formulas = 0;

  for (const row of sheet.rows) {
    const label = labelOf(row, sheet.labelAt);
    const filled = sheet.columns.flatMap((column) => {
      const cell = row.cells.get(column.index);
      return cell && isFilled(cell) ? [{ column, cell }] : [];
    });
    if (filled.length === 0) continue;
    const fail = (at: number, reason: string) => problems.push({ at: `${letters(at)}${row.number}`, reason });
    const any = [...asked.values()].flat().find((one) => isCalled(one, label));
    if (!any) {
      fail(
        sheet.labelAt,
        label === '' ? '有数据但没有指标名称。' : `不认识的指标“${label.slice(0, 30)}”，请与表格中的名称一致。`,
      );
      continue;
    }
    const before = seen.get(any.key);
    if (before !== undefined) {
      fail(sheet.labelAt, `“${any.label}”在第${before}行已有，请只留一行。`);
      continue;
    }
    seen.set(any.key, row.number);
    // By its key: in one of the months it may have had another name.
    const askedIn = (period: Period) => asked.get(period)?.find(({ key }) => key === any.key);
    const unit = unitOf(sheet, row.cells, any);
    if (!unit.ok) {
      fail(sheet.unitAt ?? sheet.labelAt, unit.reason);
      continue;
    }
    for (const { column, cell } of filled) {
      const reading = merged(row.number, column.index) ?? readFigure(cell, column, askedIn(column.period), unit.value);
      if (cell.formula) formulas += 1;
      if (!reading.ok) fail(column.index, reading.reason);
      else if (reading.value !== null) put(found.get(column.period), any.key, column, reading.value);
    }
  }
  if (formulas > 0) notes.push(`表中有${formulas}个公式，按文件保存时的计算结果读取。`);
  if (problems.length > problemsAtMost) notes.push(`另有${problems.length - problemsAtMost}处问题未列出。`);
  return {
    months: [...found].map(([period, cells]) => ({
      period,
      entries: [...cells].map(([key, cell]) => ({ key, ...cell })),
    })),
    problems: problems.slice(0, problemsAtMost),
    notes,
  };
}

const isFilled = ({ value, formula }: SheetCell) => formula || !['', notAsked, '-', '--'].includes(tidy(value));

/** By its name on the form, or by a word that people use for it; of several projects the words would mean any. */
function isCalled({ label, words, project }: AskedIndicator, said: string): boolean {
  const bare = (text: string) => tidy(text).replace(/\s/gu, '').toLowerCase();
  return [label, ...(project === null ? words : [])].some((one) => bare(one) === bare(said));
}

/** Null where the column of units says nothing: as on the form. */
function unitOf(
  { unitAt }: ReportSheet,
  cells: ReadonlyMap<number, SheetCell>,
  { label, unit }: AskedIndicator,
): { ok: true; value: string } | { ok: false; reason: string } {
  const written = unitAt === null ? '' : tidy(cells.get(unitAt)?.value ?? '');
  const expected = unitLabels[unit];
  if (written === '' || written === expected) return { ok: true, value: expected };
  const money = unit === 'WAN' ? readUnit(written) : null;
  return money === null
    ? refuse(`“${label}”的单位应为${expected}，这里是“${written.slice(0, 10)}”，该行未读取。`)
    : { ok: true, value: money };
}

/** Why a cell that was made one with others says nothing of its own. */
function createMerged({ merges }: ReportSheet) {
  const areas = merges.map(({ text, firstRow, lastRow }) => {
    const [from, to] = text.split(':').map(addressOf);
    return { text, firstRow, lastRow, first: from?.column ?? 0, last: (to ?? from)?.column ?? 0 };
  });
  return (row: number, index: number): { ok: false; reason: string } | null => {
    const area = areas.find(
      ({ firstRow, lastRow, first, last }) => row >= firstRow && row <= lastRow && index >= first && index <= last,
    );
    return area ? refuse(`${area.text} 是合并单元格，请取消合并后填写。`) : null;
  };
}

function readFigure(
  cell: SheetCell,
  { period, of }: MonthColumn,
  indicator: AskedIndicator | undefined,
  unit: string,
): Reading<bigint> {
  if (!indicator) return refuse(`${formatPeriod(period)}不填报该指标，请清空。`);
  if (of === 'TOTAL' && indicator.kind === 'STOCK') return refuse('该指标填月末数，没有累计，请清空。');
  const reading = indicator.unit === 'WAN' ? readWan(cell, unit) : readCount(cell, unit);
  if (!reading.ok || reading.value === null) return reading;
  if (reading.value < 0n && !indicator.mayBeNegative) return refuse('不能为负数。');
  return reading;
}

/** V1: at most two decimals in 万元. */
function readWan(cell: SheetCell, unit: string): Reading<bigint> {
  const reading = readAmountCell(cell, unit);
  if (!reading.ok || reading.value === null) return reading;
  if (reading.value % fenPerStep !== 0n || reading.note !== undefined) {
    return refuse(`${shown(cell)}的小数过多，折合万元最多两位小数，请四舍五入后填写。`);
  }
  return { ok: true, value: reading.value };
}

/** No bureau counts more of anything. */
const digitsAtMost = 9;

function readCount(cell: SheetCell, unit: string): Reading<bigint> {
  const unusable = whyUnusable(cell);
  if (unusable) return refuse(unusable);
  if (cell.kind === 'boolean') return refuse('应为整数，这里是逻辑值（TRUE/FALSE）。');
  const text = tidy(cell.value).replace(/\s/gu, '');
  const bare = text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  if (/^-\d+(?:\.\d+)?$/u.test(bare)) return refuse('不能为负数。');
  const plain = /^\d{1,3}(?:,\d{3})+$/u.test(bare) ? bare.replaceAll(',', '') : bare;
  const digits = wholeDigits(plain, { typed: cell.kind === 'text' });
  if (digits === null) return refuse(`应为整数，这里是${shown(cell)}。`);
  if (digits.length > digitsAtMost) return refuse(`数字${shown(cell)}过大，请核对。`);
  return { ok: true, value: BigInt(digits) };
}

const shown = ({ value }: SheetCell) => `“${tidy(value).slice(0, 20)}”`;

function put(cells: Map<string, Cell> | undefined, key: string, { of }: MonthColumn, value: bigint): void {
  const cell = cells?.get(key) ?? { month: null, total: null };
  cells?.set(key, of === 'MONTH' ? { ...cell, month: value } : { ...cell, total: value });
}

import { type Cell, figureAsTyped } from '../domain/reports/cell.ts';
import { baseOf } from '../domain/reports/complete.ts';
import { type GivenReason, isReasonCode, reasonsFor, type SoftFinding } from '../domain/reports/finding.ts';
import type { ReportLook } from '../domain/reports/look.ts';
import type { EnteredBy } from '../domain/reports/record.ts';
import type { NewEntry } from '../domain/reports/reports.ts';
import { readTypedFigure } from '../domain/reports/typed-figure.ts';
import type { ViewRow } from '../domain/reports/view.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';

/** A figure as it stands in the fields of a form. */
export interface Written {
  month: string;
  total: string;
}

/** The fields of one indicator: what stands in them and what has to be said about it. */
export interface FigureField extends Written {
  row: ViewRow;
  /** The cumulative figure cannot be computed: last month's is not known. */
  asksTotal: boolean;
  /** What the report has now; goes along unseen, so that only what was changed here is kept. */
  stands: Written;
  /** 已核对 of a carried stock */
  isConfirmed: boolean;
  /** Others have typed something else since the form was drawn: both are shown, one is chosen. */
  theirs: { written: Written; by: EnteredBy | null } | null;
  /** Others have changed it, and nothing was typed here. */
  isNews: boolean;
}

/** A form as it came back, held against the report as it is now. */
export interface ReportReading {
  fields: readonly FigureField[];
  /** What was changed here, understood, and contradicts nobody. */
  entries: readonly NewEntry[];
  problems: readonly FieldProblem[];
  /** Whether somebody has to choose between two figures. */
  hasConflicts: boolean;
  /** Whether others have changed figures that were not touched here. */
  hasNews: boolean;
}

/** The form of a report as it stands. */
export function freshFields(look: ReportLook): FigureField[] {
  return look.view.rows.map((row) => {
    const stands = standsIn(look, row);
    const asksTotal = row.indicator.kind === 'FLOW' && baseIn(look, row) === null;
    return { row, ...stands, stands, asksTotal, isConfirmed: false, theirs: null, isNews: false };
  });
}

/**
 * Reads what came back. Of what was not asked for nothing is taken, whatever stands in the form.
 * @param values of one field `m.<key>` month, `t.<key>` cumulative, `k.<key>` 已核对, `o.<key>` what it was drawn with, and
 * where there was something to choose `q.<key>` and `c.<key>`
 */
export function readReportForm(values: Values, look: ReportLook): ReportReading {
  const entries: NewEntry[] = [];
  const problems: FieldProblem[] = [];
  const fields = freshFields(look).map((fresh): FigureField => {
    const { row, stands } = fresh;
    const { key } = row.indicator;
    const typed = { month: cut(values[`m.${key}`]), total: cut(values[`t.${key}`]) };
    if (values[`m.${key}`] === undefined) return fresh;
    const [month = '', total = ''] = (values[`o.${key}`] ?? '').split('|');
    const was = { month, total };
    const choice = values[`c.${key}`];
    const isConfirmed = row.origin === 'carried' && values[`k.${key}`] === '1' && typed.month !== '';
    const isChanged = !isSame(look, row, typed, was) || isConfirmed;
    const isNews = !isSame(look, row, stands, was);
    if (!isChanged || choice === 'theirs') return { ...fresh, isNews: isNews && choice !== 'theirs' };
    const kept = { ...fresh, ...typed, isConfirmed };
    const { cell, wrong } = readCell(row, typed, look);
    problems.push(...wrong);
    const theirs = { written: stands, by: row.entered };
    if (isNews && !isSame(look, row, typed, stands)) return { ...kept, theirs };
    if (values[`q.${key}`] === '1' && choice !== 'yours') {
      problems.push({ field: `c.${key}`, text: `${row.indicator.label}有两个数，请选择保留哪一个。` });
      return { ...kept, theirs };
    }
    if (cell && (isConfirmed || !isSame(look, row, typed, stands))) entries.push({ key, ...cell });
    return kept;
  });
  return {
    fields,
    entries,
    problems,
    hasConflicts: fields.some(({ theirs }) => theirs !== null),
    hasNews: fields.some(({ isNews }) => isNews),
  };
}

/** Reasons that came back: `r.<finding>` which, `x.<finding>` in words, `b.<finding>` the figures that it was given for. */
export function readReasons(
  values: Values,
  findings: readonly SoftFinding[],
): { reasons: readonly GivenReason[]; problems: readonly FieldProblem[] } {
  const reasons: GivenReason[] = [];
  const problems: FieldProblem[] = [];
  for (const { id, basis, rule } of findings) {
    const code = values[`r.${id}`] ?? '';
    const text = cut(values[`x.${id}`]).normalize('NFKC').replace(/\s+/gu, ' ').trim();
    // Said of other figures: it has to be asked again.
    if (values[`b.${id}`] !== basis || (code === '' && text === '')) continue;
    const chosen = code === '' ? 'OTHER' : code;
    if (!isReasonCode(chosen) || !(chosen === 'OTHER' || reasonsFor[rule].includes(chosen))) continue;
    if (chosen === 'OTHER' && text === '') problems.push({ field: `x.${id}`, text: '选择“其他”的，请写明原因。' });
    else if ([...text].length > reasonAtMost) {
      problems.push({ field: `x.${id}`, text: `说明请控制在${reasonAtMost}字以内。` });
    } else reasons.push({ findingId: id, basis, code: chosen, text: text === '' ? null : text });
  }
  return { reasons, problems };
}

const reasonAtMost = 200;
/** No figure is longer; what is longer is shown back cut. */
const typedAtMost = 500;

function cut(text: string | undefined): string {
  return (text ?? '').slice(0, typedAtMost);
}

/** What stands in the fields: a cumulative figure only where it says something else than the sum that is shown anyway. */
function standsIn(look: ReportLook, row: ViewRow): Written {
  const { indicator, month, total } = row;
  const { key, kind } = indicator;
  const { record } = look.view;
  const cell = record?.draft.find((one) => one.key === key) ?? record?.values.find((one) => one.key === key);
  if (kind === 'STOCK') return { month: figureAsTyped(indicator, month), total: '' };
  const base = baseIn(look, row);
  const isSum = base !== null && month !== null && total === base + month && cell?.month != null;
  return { month: figureAsTyped(indicator, cell?.month ?? null), total: isSum ? '' : figureAsTyped(indicator, total) };
}

function baseIn({ past, view }: ReportLook, { indicator }: ViewRow): bigint | null {
  return baseOf(view.period, indicator.key, past.previous);
}

/** By what is meant: `320` and `320.0万元` are the same, and so are a sum and leaving it to be computed. */
function isSame(look: ReportLook, row: ViewRow, one: Written, other: Written): boolean {
  const base = row.indicator.kind === 'FLOW' ? baseIn(look, row) : null;
  const meant = (text: string) => {
    if (text.trim() === '') return null;
    const read = readTypedFigure(row.indicator, text);
    return read.ok ? read.value : text.trim();
  };
  const meantBy = ({ month: ofMonth, total: sum }: Written) => {
    const [month, total] = [meant(ofMonth), meant(sum)];
    return { month, total: total ?? (base !== null && typeof month === 'bigint' ? base + month : null) };
  };
  const [left, right] = [meantBy(one), meantBy(other)];
  return left.month === right.month && left.total === right.total;
}

function readCell(row: ViewRow, typed: Written, { view }: ReportLook): { cell: Cell | null; wrong: FieldProblem[] } {
  const { indicator } = row;
  const { key, label, kind } = indicator;
  const wrong: FieldProblem[] = [];
  const read = (field: string, name: string, text: string): bigint | null => {
    if (text.trim() === '') return null;
    const figure = readTypedFigure(indicator, text);
    if (figure.ok) return figure.value;
    wrong.push({ field, text: `${name}“${text.trim().slice(0, 20)}”：${figure.reason}` });
    return null;
  };
  const month = read(`m.${key}`, label, typed.month);
  const total = kind === 'FLOW' ? read(`t.${key}`, `${label}本年累计`, typed.total) : null;
  const isEmpty = typed.month.trim() === '' && typed.total.trim() === '';
  if (isEmpty && view.record?.values.some((value) => value.key === key)) {
    wrong.push({ field: `m.${key}`, text: `${label}已经提交，不能清空；没有发生的请填0。` });
  }
  return { cell: wrong.length === 0 ? { month, total } : null, wrong };
}

import { whoWhen } from '../../cards/report-parts.ts';
import type { IndicatorSet } from '../domain/reports/indicators.ts';
import type { ReportLook } from '../domain/reports/look.ts';
import { reportStatusLabels } from '../domain/reports/status.ts';
import { isReady, type ReportView, saysWhy } from '../domain/reports/view.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import type { ReportReading } from './report-form.ts';

/** Whether the report was handed in since a form was drawn. */
export function isIn({ view }: ReportLook, seen: number): boolean {
  return (view.record?.submission?.fromVersion ?? -1) >= seen;
}

/** Handed in, and nothing was asked or changed since. */
export function isUnchanged({ view }: ReportLook): boolean {
  return view.record?.state !== 'RETURNED' && view.record?.submission != null && !view.hasChanges;
}

/** Who changed what meanwhile, and what has become of what was typed here. */
export function changeNotices({ view }: ReportLook, { fields }: ReportReading): string[] {
  const { submission } = view.record ?? {};
  const news = fields.filter(({ isNews }) => isNews);
  const conflicts = fields.filter(({ theirs }) => theirs !== null);
  const named = (some: typeof fields) =>
    some
      .map(({ row: { indicator, entered } }) => `${indicator.label}${entered ? `（${whoWhen(entered)}）` : ''}`)
      .join('、');
  return [
    '月报在您填写期间已有变化，本次没有提交。您填写的内容仍保留在下面，请核对后再提交。',
    ...(submission && !view.hasChanges
      ? [`当前状态为“${reportStatusLabels[view.status]}”，由${whoWhen(submission)}提交，回执编号${submission.id}。`]
      : []),
    ...(news.length === 0 ? [] : [`以下数据已由他人更新：${named(news)}。`]),
    ...(conflicts.length === 0
      ? []
      : [`以下数据与他人填写的不同，请逐项选择：${conflicts.map(({ row }) => row.indicator.label).join('、')}。`]),
  ];
}

/** Everything that stands in the way of handing it in, at once. */
export function openPoints(view: ReportView, reason: Pick<WrittenField, 'problems'>): FieldProblem[] {
  const points: FieldProblem[] = view.findings
    .filter(({ severity }) => severity === 'hard')
    // Beside its field the finding stands by itself.
    .map(({ text }) => ({ field: null, text }));
  const questions = view.unexplained.length;
  if (!isReady(view) && questions > 0) {
    points.push({ field: null, text: `有${questions}项须核对并说明原因，见下方“请核对并说明”。` });
  }
  return [...points, ...reason.problems];
}

export interface WrittenField {
  /** null: nothing, or not to be used */
  written: string | null;
  problems: FieldProblem[];
}

const charactersAtMost = 200;

/** What was written into a field: a reason, an answer. `missing`: what is said where it is empty; null: it may be. */
export function readWritten(values: Values, field: string, missing: string | null): WrittenField {
  const text = (values[field] ?? '').normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (text === '') return { written: null, problems: missing === null ? [] : [{ field, text: missing }] };
  if ([...text].length <= charactersAtMost) return { written: text, problems: [] };
  return { written: null, problems: [{ field, text: `请控制在${charactersAtMost}字以内。` }] };
}

/** Why a report is handed in late or changed. */
export function readWhy(values: Values, view: ReportView): WrittenField {
  const why = saysWhy(view);
  const missing = why === 'correction' ? '更正请写明原因。' : '填报期已结束，补报请写明原因。';
  return readWritten(values, 'reason', why === null ? null : missing);
}

/** What stood in fields that are not asked any more: said, since there is no field for it. */
export function droppedText(values: Values, { asked }: ReportLook, sets: readonly IndicatorSet[]): string {
  const keys = new Set(asked.map(({ key }) => key));
  const labels = new Map(sets.flatMap(({ indicators }) => indicators).map(({ key, label }) => [key, label]));
  const dropped = Object.entries(values).flatMap(([name, typed]) => {
    const key = name.startsWith('m.') ? name.slice(2) : '';
    const label = labels.get(key);
    return label === undefined || typed === '' || keys.has(key) ? [] : [`${label} ${typed.slice(0, 20)}`];
  });
  return dropped.length === 0 ? '' : `不再填报的：${dropped.join('、')}。`;
}

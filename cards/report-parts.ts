import type { Block, Button, Field } from '../src/core/card.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { formatFigure } from '../src/domain/reports/cell.ts';
import { reasons } from '../src/domain/reports/finding.ts';
import { unitLabels } from '../src/domain/reports/indicators.ts';
import { formatPeriod } from '../src/domain/reports/period.ts';
import type { EnteredBy } from '../src/domain/reports/record.ts';
import type { ReportView, ViewRow } from '../src/domain/reports/view.ts';

/** e.g. `2026年10月月报` */
export function reportName(period: string): string {
  return `${formatPeriod(period)}月报`;
}

/** A button that says a sentence where its card stands. */
export function reportButton(text: string, say: string): Button {
  return { text, tap: { say, answer: 'here' } };
}

/** e.g. `营业收入（万元）` */
export function labelWithUnit({ indicator: { label, unit } }: Pick<ViewRow, 'indicator'>): string {
  return `${label}（${unitLabels[unit]}）`;
}

/** Everything that was read, one line a figure; of what is optional and empty only the names. */
export function tableBlocks({ rows }: ReportView, heading?: string): Block[] {
  const shown = rows.filter(({ origin, indicator }) => origin !== 'none' || indicator.isRequired);
  const empty = rows.filter((row) => !shown.includes(row));
  const names = empty.map(({ indicator: { label } }) => label).join('、');
  return [
    {
      kind: 'fields',
      ...(heading === undefined ? {} : { heading }),
      fields: shown.map((row): Field => ({ label: labelWithUnit(row), value: rowText(row) })),
    },
    ...(empty.length === 0 ? [] : [{ kind: 'text' as const, text: `未填的选填指标：${names}。` }]),
  ];
}

/** What staff see of figures that were never handed in, over them: they are nobody's word yet. */
export function draftMark({ record, hasChanges }: Pick<ReportView, 'record' | 'hasChanges'>): string | undefined {
  return hasChanges && !record?.submission ? '草稿，未提交，仅供了解填报进度' : undefined;
}

/** `320.00，累计3000.00（上月310.00）`, `46（沿用上月，未确认）`, `未填（必填）` */
function rowText({ indicator, month, total, origin, last, isComputed }: ViewRow): string {
  if (origin === 'none') return '未填（必填）';
  const now = formatFigure(indicator, month);
  if (origin === 'carried') return `${now}（沿用上月，未确认）`;
  const parts = [now];
  if (indicator.kind === 'FLOW') {
    const isTyped = origin === 'entered' && !isComputed;
    parts.push(
      total === null ? '累计待填（缺上月数据）' : `累计${formatFigure(indicator, total)}${isTyped ? '（填报）' : ''}`,
    );
  }
  const before = last === null ? '' : `（上月${formatFigure(indicator, last)}）`;
  return `${parts.join('，')}${before}`;
}

/** What has to be put right, what has to be explained, and what was. */
export function findingBlocks({ findings, unexplained, reasons: given }: ReportView): Block[] {
  const hard = findings.filter(({ severity }) => severity === 'hard').map(({ text }) => text);
  const open = unexplained.map(({ text }) => text);
  const soft = findings.flatMap((one) => (one.severity === 'soft' ? [one] : []));
  const explained = given.flatMap(({ findingId, code, text }) => {
    const about = soft.find(({ id }) => id === findingId);
    return about ? [`${about.text}说明：${text ?? reasons[code]}。`] : [];
  });
  const list = (heading: string, items: readonly string[]): Block[] =>
    items.length === 0 ? [] : [{ kind: 'list', heading: `${heading}（${items.length}项）`, items }];
  return [...list('须更正后才能提交', hard), ...list('请核对并说明', open), ...list('已说明', explained)];
}

/** How many figures there are of each kind: what stands on a card that cannot hold the table. */
export function countFields({ rows, findings, unexplained }: ReportView): Field[] {
  const count = (origin: ViewRow['origin']) => rows.filter((row) => row.origin === origin).length;
  const missing = rows.filter(({ origin, indicator }) => origin === 'none' && indicator.isRequired).length;
  const hard = findings.filter(({ severity }) => severity === 'hard').length;
  return [
    { label: '已填', value: `${count('entered') + count('submitted')}项` },
    { label: '沿用未确认', value: `${count('carried')}项` },
    { label: '必填未填', value: `${missing}项` },
    { label: '须更正', value: `${hard}项` },
    { label: '待说明', value: `${unexplained.length}项` },
  ];
}

/** e.g. `李一（2026年11月5日 10:03，代填）` */
export function whoWhen({ by, at, onBehalf }: EnteredBy): string {
  return `${by.name ?? '未登记姓名'}（${formatDate(dateOf(at))} ${timeOf(at)}${onBehalf ? '，代填' : ''}）`;
}

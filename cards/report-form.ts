import type { Card, FormField } from '../src/core/card.ts';
import { figureAsTyped, formatFigure } from '../src/domain/reports/cell.ts';
import { reasons, reasonsFor, type SoftFinding } from '../src/domain/reports/finding.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import type { ViewRow } from '../src/domain/reports/view.ts';
import { labelWithUnit } from './report-parts.ts';

type Named = Pick<ViewRow, 'indicator'>;

/** The field of a figure: letters and digits only, so a project's goes by its number. */
export function monthField({ indicator: { key, project } }: Named): string {
  return project === null ? `m${key}` : `p${project}`;
}

export function totalField({ indicator: { key, project } }: Named): string {
  return project === null ? `t${key}` : `q${project}`;
}

export function reasonField({ id }: Pick<SoftFinding, 'id'>): string {
  return `r${id.replace(/[^A-Za-z0-9]/gu, '')}`.slice(0, 32);
}

/**
 * The report as a form to be filled in within a card: what is asked first, so that it is there where there is no room for
 * all. What is carried over is not filled in: a form that comes back with it would say that somebody confirmed it.
 */
export function reportForm({ enterprise, view, set, past }: ReportLook): NonNullable<Card['form']> {
  const { period, version, rows, unexplained } = view;
  const isFirst = past.previous === null;
  const ordered = [
    ...rows.filter(({ indicator }) => indicator.isRequired),
    ...rows.filter(({ indicator }) => !indicator.isRequired),
  ];
  return {
    tap: { say: `月报 ${enterpriseWord(enterprise.id)} 表单 ${period} ${version} ${set.number}`, answer: 'here' },
    submit: '保存并核对',
    fields: [
      ...unexplained.map((finding, index) => toReasonField(finding, rows, index)),
      ...ordered.flatMap((row) => figureFields(row, isFirst)),
    ],
  };
}

function figureFields(row: ViewRow, isFirst: boolean): FormField[] {
  const { indicator, month, total, origin, last, isComputed } = row;
  const isTyped = origin === 'entered' || origin === 'submitted';
  const before = last === null ? '' : `上月${formatFigure(indicator, last)}`;
  const placeholder = origin === 'carried' ? `${before}，不填则沿用` : before;
  const figure: FormField = {
    name: monthField(row),
    label: labelWithUnit(row),
    kind: 'number',
    ...(isTyped && month !== null ? { value: figureAsTyped(indicator, month) } : {}),
    ...(placeholder === '' ? {} : { placeholder }),
  };
  // Where last month is not known, nothing follows from the month's figure alone.
  if (!isFirst || indicator.kind === 'STOCK') return [figure];
  const sum = isTyped && total !== null && !isComputed ? { value: figureAsTyped(indicator, total) } : {};
  return [figure, { name: totalField(row), label: `${indicator.label}本年累计`, kind: 'number', ...sum }];
}

function toReasonField(finding: SoftFinding, rows: readonly ViewRow[], index: number): FormField {
  const about = rows.find(({ indicator }) => indicator.key === finding.keys[0])?.indicator.label ?? '';
  return {
    name: reasonField(finding),
    label: `说明第${index + 1}项：${about}`,
    kind: 'choice',
    options: reasonsFor[finding.rule].map((code) => ({ value: code, text: reasons[code] })),
  };
}

import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { formatFigure, isSameCell } from '../src/domain/reports/cell.ts';
import type { Indicator } from '../src/domain/reports/indicators.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import {
  type PersonRef,
  type ReportRecord,
  type ReportStep,
  type StepKind,
  type Submission,
  type SubmittedValue,
  submissionKindLabels,
} from '../src/domain/reports/record.ts';
import { channelLabels } from './audit.ts';
import { inChinese } from './parts.ts';

/** One handing in with its figures (Reports.submissions). */
export type Version = Submission & { values: readonly SubmittedValue[] };

/** What is shown of an indicator that is not asked any more too. */
export type Labels = Pick<ReportLook, 'asked' | 'set'>;

/** How somebody's way to us is called. */
export function wayOf(via: string): string {
  return channelLabels[via] ?? via;
}

/** `王晨`, to themselves `您` */
export function whoIs({ personId, name }: PersonRef, readerId: string | null): string {
  return readerId !== null && personId === readerId ? '您' : (name ?? '未登记姓名');
}

export function whenAt(at: Date): string {
  return `${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** `营业收入、研发费用` */
export function labelsOf(keys: readonly string[], of: Labels): string {
  return keys.map((key) => indicatorOf(key, of)?.label ?? key).join('、');
}

function indicatorOf(key: string, { asked, set }: Labels): Pick<Indicator, 'label' | 'unit'> | undefined {
  const [bare, project] = key.split(':');
  const known = asked.find((one) => one.key === key) ?? set.indicators.find((one) => one.key === bare);
  // Of a project that is not followed any more, or of an enterprise that was not looked at.
  if (!known || project === undefined || known.key === key) return known;
  return { label: `${known.label}（P-${project.padStart(2, '0')}）`, unit: known.unit };
}

const stepWords: Record<StepKind, string> = {
  RETURN: '退回',
  APPROVE: '审核通过',
  INQUIRE: '要求核实',
  ANSWER: '答复核实',
  EXEMPT: '免报',
  UNEXEMPT: '取消免报',
};

/** Everything that happened to a report, the oldest first: each handing in with what it changed, and each step. */
export function historyLines(
  versions: readonly Version[],
  steps: readonly ReportStep[],
  options: { of: Labels; readerId: string | null },
): string[] {
  const lines = [
    ...versions.map((version, index) => ({ at: version.at, text: versionText(version, versions[index - 1], options) })),
    ...steps.map((step) => ({ at: step.at, text: stepText(step, options) })),
  ];
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ text }) => text);
}

function versionText(
  version: Version,
  before: Version | undefined,
  { of, readerId }: { of: Labels; readerId: string | null },
): string {
  const { id, number, kind, isLate, reason, by, at, via, onBehalf } = version;
  const what = `${submissionKindLabels[kind]}${isLate ? '，逾期' : ''}${onBehalf ? '，代填' : ''}`;
  const why = reason === null ? '' : `，原因：${inChinese(reason)}`;
  const changed = before ? changesText(before, version, of) : '';
  return `${whenAt(at)} ${whoIs(by, readerId)}第${number}次提交（${what}，${wayOf(via)}，回执编号 ${id}）${why}${changed}`;
}

/** `；变动：营业收入 320.00→350.00` */
function changesText(before: Version, after: Version, of: Labels): string {
  const old = new Map(before.values.map((value) => [value.key, value]));
  const changed = after.values.filter((value) => !isSameCell(old.get(value.key), value));
  const parts = changed.map(({ key, month, total }) => {
    const indicator = indicatorOf(key, of) ?? { label: key, unit: 'WAN' as const };
    const was = old.get(key);
    const [from, to] = was?.month === month ? [was?.total ?? null, total] : [was?.month ?? null, month];
    const which = was?.month === month ? '累计' : '';
    return `${indicator.label}${which} ${formatFigure(indicator, from)}→${formatFigure(indicator, to)}`;
  });
  return parts.length === 0 ? '' : `；变动：${parts.join('，')}`;
}

function stepText(
  { kind, keys, text, dueOn, by, at }: ReportStep,
  { of, readerId }: { of: Labels; readerId: string | null },
): string {
  const about = keys.length === 0 ? '' : `“${labelsOf(keys, of)}”`;
  const said = text === null ? '' : `：${inChinese(text)}`;
  const due = dueOn === null ? '' : `，请于${formatDate(dueOn)}前修改`;
  return `${whenAt(at)} ${whoIs(by, readerId)}${stepWords[kind]}${about}${said}${due}`;
}

/** Who changed a report last, and how: what somebody who came too late is told. `王晨已于2023年12月29日 10:00审核通过该月报。` */
export function lastChangeText(record: ReportRecord, steps: readonly ReportStep[], readerId: string | null): string {
  const { submission, draft } = record;
  const changes = [
    ...steps.map(({ kind, by, at }) => ({ by, at, what: `${stepWords[kind]}该月报` })),
    ...(submission ? [{ by: submission.by, at: submission.at, what: '提交该月报' }] : []),
    ...draft.map(({ by, at }) => ({ by, at, what: '修改填报内容，尚未提交' })),
  ];
  const last = changes.reduce<(typeof changes)[number] | null>(
    (latest, one) => (latest === null || one.at >= latest.at ? one : latest),
    null,
  );
  return last === null ? '' : `${whoIs(last.by, readerId)}已于${whenAt(last.at)}${last.what}。`;
}

import { type DutyKind, dutyKinds, dutyLabels } from '../domain/applications.ts';
import { type CalendarDate, yearOf } from '../domain/calendar.ts';
import type { Names } from '../domain/deadlines/content-rows.ts';
import { bases, type DeadlineContent, deadlineKinds, type SettledBy } from '../domain/deadlines/deadline.ts';
import { type ContentRead, type DueSaid, wholeDue } from '../domain/deadlines/deadline-rules.ts';
import { programName } from '../domain/deadlines/program-name.ts';
import { type QualificationType, qualificationTypes, typeFacts } from '../domain/qualification.ts';
import { audienceValues, type NameSearch, readAudience } from './deadline-audience-form.ts';
import { type FieldReader, readFields } from './fund-fields.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';

/** What a form says; null: not to be used as it is. */
export interface DeadlineReading {
  content: DeadlineContent | null;
  /** The same as far as it could be read. */
  read: ContentRead;
  /** Why it is changed; null: nothing was written. */
  reason: string | null;
  problems: readonly FieldProblem[];
  /** What was understood and not written so. */
  remarks: readonly string[];
}

const kindOptions = [
  { value: 'CALL', label: '申报（企业可以退订此类提醒）' },
  { value: 'DUTY', label: '报送义务（提醒不能退订）' },
] as const;

/** Everything but who is concerned. */
export function deadlineFields(today: CalendarDate): FormField[] {
  const hour = (name: string, label: string): FormField => ({
    ...{ name, label, kind: 'text', isOptional: true },
    hint: '如 17:00；留空时为当日24:00。',
  });
  return [
    { name: 'program', label: '事项名称', kind: 'text', hint: '如 高新技术企业认定。' },
    {
      name: 'year',
      label: '年度',
      kind: 'text',
      isOptional: true,
      hint: `如 ${yearOf(today)}，留空时为材料到开发区的日期所在年度。`,
    },
    { name: 'batch', label: '批次', kind: 'text', isOptional: true, hint: '如 2；只有一批的留空。' },
    { name: 'kind', label: '类别', kind: 'radio', options: kindOptions },
    { name: 'dueOn', label: '材料到开发区的日期', kind: 'date', hint: '企业按此日期办理，提醒按此日期计算。' },
    hour('dueAt', '材料到开发区的时间'),
    {
      name: 'officialOn',
      label: '推荐上报日期',
      kind: 'date',
      isOptional: true,
      hint: '开发区向上级推荐上报的最后一天。',
    },
    hour('officialAt', '推荐上报时间'),
    {
      name: 'basis',
      label: '依据',
      kind: 'radio',
      options: [
        { value: 'NOTICE', label: '通知（日期已由通知确定）' },
        { value: 'CUSTOM', label: '惯例（按往年情况预计，对外显示为“预计”）' },
      ],
    },
    { name: 'noticeNo', label: '通知文号', kind: 'text', isOptional: true, hint: '如 内科发高字〔2024〕6号。' },
    { name: 'url', label: '通知网址', kind: 'url', isOptional: true },
    {
      name: 'settledBy',
      label: '台账中视为已办理的情形',
      kind: 'select',
      options: [
        { value: '', label: '无（仅以企业答复为准）' },
        ...qualificationTypes.map((type) => ({
          value: `application:${type}`,
          label: `本年度${typeFacts[type].label}申报已提交`,
        })),
        ...dutyKinds.map((duty) => ({ value: `duty:${duty}`, label: `${dutyLabels[duty]}已登记办结` })),
      ],
      hint: '企业出现该情形后，不再向其发送提醒。',
    },
    {
      name: 'settledYear',
      label: '报送义务所属年度',
      kind: 'text',
      isOptional: true,
      hint: `仅上一项选择报表、年报时填写，留空时为事项年度的上一年，如 ${yearOf(today) - 1}。`,
    },
  ];
}

const yearPattern = /^((?:19|20)\d{2})年?度?$/u;
const batchPattern = /^第?(\d{1,2})批?次?$/u;
const timePattern = /^(\d{1,2})(?::([0-5]\d)|[点时](?:([0-5]\d)分?)?)$/u;
const reasonAtMost = 200;

/** @param known of the rule's parts: the industries that there are, and whom names are looked up among */
export async function readDeadlineForm(
  values: Values,
  known: { industries: readonly string[]; search: NameSearch },
): Promise<DeadlineReading> {
  const form = readFields(values);
  const named = form.text('program', '事项名称');
  const program = named && programName(named);
  const enterpriseDue = readDue(form, 'due', '材料到开发区', false);
  const year = form.typed('year') === '' && enterpriseDue ? yearOf(enterpriseDue.on) : readYear(form, 'year', '年度');
  const batch = readBatch(form);
  const kind = form.choice('kind', '类别', deadlineKinds);
  const officialDue = readDue(form, 'official', '推荐上报', true);
  const basis = form.choice('basis', '依据', bases);
  const noticeNo = form.docNo('noticeNo');
  const url = form.typed('url') || null;
  const settledBy = year === null ? null : readSettledBy(form, year);
  const reason = form.text('reason', '修改原因', true);
  if (reason !== null && [...reason].length > reasonAtMost) form.wrong('reason', '修改原因请控制在200字以内。');
  const { problems, remarks } = form;
  const before = problems.length;
  const audience = await readAudience(values, form, known);
  const isAudienceRead = problems.length === before;
  const due = wholeDue(enterpriseDue);
  const isRead = program !== null && year !== null && kind && due && basis;
  const content: DeadlineContent | null =
    problems.length === 0 && isRead
      ? {
          ...{ program, year, batch, kind, enterpriseDue: due, officialDue: wholeDue(officialDue) },
          ...{ basis, noticeNo, url, audience, settledBy },
        }
      : null;
  const read: ContentRead = {
    ...{ program, year, batch: batch || null, enterpriseDue, officialDue, noticeNo, url },
    audience: isAudienceRead ? audience : null,
  };
  return { content, read, reason, problems, remarks };
}

function readYear(form: FieldReader, field: string, label: string): number | null {
  const year = yearPattern.exec(form.typed(field).normalize('NFKC'))?.[1];
  if (year !== undefined) return Number(year);
  form.wrong(field, `请填写四位数的${label}。`);
  return null;
}

function readBatch(form: FieldReader): number | null {
  const typed = form.typed('batch').normalize('NFKC').replace(/\s+/gu, '');
  if (typed === '') return null;
  const batch = Number(batchPattern.exec(typed)?.[1] ?? 0);
  if (batch === 0) form.wrong('batch', `批次“${typed.slice(0, 20)}”不是有效的批次，请填写数字，如 2。`);
  return batch;
}

function readDue(form: FieldReader, field: string, label: string, isOptional: boolean): DueSaid | null {
  const on = form.day(`${field}On`, `${label}日期`, { isOptional });
  const typed = form.typed(`${field}At`).normalize('NFKC').replace(/\s+/gu, '');
  if (typed !== '' && on === null && isOptional) form.wrong(`${field}On`, `填写了${label}时间，请一并填写日期。`);
  const at = typed === '' ? '24:00' : readTime(typed);
  if (at === null) form.wrong(`${field}At`, `${label}时间“${typed.slice(0, 20)}”不正确，请按 17:00 的格式填写。`);
  return on === null ? null : { on, at };
}

/** `17:00`, `9点`, `24:00`. */
export function readTime(typed: string): string | null {
  const [, hour, minute, spoken] = timePattern.exec(typed) ?? [];
  if (hour === undefined) return null;
  const at = `${hour.padStart(2, '0')}:${minute ?? spoken ?? '00'}`;
  return at <= '23:59' || at === '24:00' ? at : null;
}

function readSettledBy(form: FieldReader, year: number): SettledBy | null {
  const [what, which] = form.typed('settledBy').split(':');
  if (what === 'application') {
    const type = qualificationTypes.find((one): one is QualificationType => one === which);
    if (type) return { kind: 'application', type };
  }
  const duty = what === 'duty' ? dutyKinds.find((one): one is DutyKind => one === which) : undefined;
  if (duty) {
    const about = form.typed('settledYear') === '' ? year - 1 : readYear(form, 'settledYear', '报送义务所属年度');
    return about === null ? null : { kind: 'duty', duty, year: about };
  }
  if (what !== '') form.wrong('settledBy', '请选择台账中视为已办理的情形。');
  return null;
}

/** The fields as they stand for a deadline: what the form to change it is drawn with. */
export function deadlineValues(content: DeadlineContent, names: Names): Record<string, string> {
  const { program, year, batch, kind, enterpriseDue, officialDue, basis, noticeNo, url, audience, settledBy } = content;
  const settled = settledBy?.kind === 'duty' ? `duty:${settledBy.duty}` : `application:${settledBy?.type}`;
  return {
    ...{ program, year: String(year), batch: batch === null ? '' : String(batch), kind, basis },
    ...{ dueOn: enterpriseDue.on, dueAt: enterpriseDue.at },
    ...{ officialOn: officialDue?.on ?? '', officialAt: officialDue?.at ?? '' },
    ...{ noticeNo: noticeNo ?? '', url: url ?? '' },
    settledBy: settledBy === null ? '' : settled,
    settledYear: settledBy?.kind === 'duty' ? String(settledBy.year) : '',
    ...audienceValues(audience, names),
  };
}

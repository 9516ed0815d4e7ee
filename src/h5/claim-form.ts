import { type CalendarDate, formatDate, readDate } from '../domain/calendar.ts';
import { whyNotMonth } from '../domain/funds/day-rules.ts';
import type { ProjectSums } from '../domain/funds/funds.ts';
import { type ClaimType, claimTypes, projectLabel } from '../domain/funds/terms.ts';
import { formatMonth } from '../domain/funds/wording.ts';
import { type Fen, spokenAmount } from '../domain/money.ts';
import { readFields } from './fund-fields.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';

/** What an enterprise reports, as the form says it; checked. */
export interface ClaimFormContent {
  projectId: string;
  type: ClaimType;
  fen: Fen;
  effectiveOn: CalendarDate;
  period: string | null;
  docNo: string | null;
  note: string | null;
}

const claimTypeLabels: Record<ClaimType, string> = { RECEIVE: '到位（收到拨款）', SPEND: '支出' };

/** The fields, with the own projects to choose from: nobody else's can be named. */
export function claimFields(projects: readonly ProjectSums[], today: CalendarDate): FormField[] {
  return [
    {
      name: 'project',
      label: '项目',
      kind: 'select',
      options: projects.map(({ project }) => ({
        value: String(project.number),
        label: `${projectLabel(project.number)} ${project.name}`,
      })),
    },
    {
      name: 'type',
      label: '事项',
      kind: 'radio',
      options: claimTypes.map((type) => ({ value: type, label: claimTypeLabels[type] })),
    },
    { name: 'amount', label: '金额', kind: 'amount' },
    { name: 'on', label: '日期', kind: 'date', max: today, hint: '到位填到账日期；支出可只填所属月份。' },
    {
      name: 'period',
      label: '支出所属月份',
      kind: 'month',
      isOptional: true,
      max: today.slice(0, 7),
      hint: '只用于支出；留空时为日期所在的月份。',
    },
    { name: 'docNo', label: '文号或凭证号', kind: 'text', isOptional: true },
    { name: 'note', label: '说明', kind: 'text', isOptional: true, hint: '最多200字。' },
  ];
}

export type ClaimReading =
  | { ok: true; claim: ClaimFormContent; remarks: readonly string[] }
  | { ok: false; problems: readonly FieldProblem[] };

/** Reads the form; everything that is missing or wrong at once. A spending has a day or a month. */
export function readClaimForm(values: Values, projects: readonly ProjectSums[], today: CalendarDate): ClaimReading {
  const form = readFields(values);
  const chosen = projects.find(({ project }) => String(project.number) === form.typed('project'));
  if (!chosen) form.wrong('project', '请选择本企业的项目。');
  const type = form.choice('type', '事项：到位或支出', claimTypes);
  const fen = form.amount('amount', '金额');
  const isSpending = type === 'SPEND';
  const month = isSpending ? form.month('period', '支出月份') : null;
  if (month !== null && month > today.slice(0, 7)) form.wrong('period', '支出月份不能晚于本月。');
  const day = form.day('on', '日期', { isOptional: isSpending, latest: today });
  if (isSpending && form.typed('on') === '' && form.typed('period') === '') {
    form.wrong('on', '请填写日期，或只填写支出所属月份。');
  }
  const docNo = form.docNo('docNo');
  const note = form.text('note', '说明', true);
  const on = day ?? (month === null ? null : lastDayOf(month, today));
  const wrongMonth = month !== null && day !== null ? whyNotMonth(month, day) : null;
  if (wrongMonth !== null) form.wrong('period', wrongMonth);
  const { problems, remarks } = form;
  if (problems.length > 0 || !chosen || !type || fen === null || on === null) return { ok: false, problems };
  if (day === null) remarks.push(`未填写日期，支出日期按${formatDate(on)}计。`);
  const period = isSpending ? (month ?? on.slice(0, 7)) : null;
  return {
    ok: true,
    claim: { projectId: chosen.project.id, type, fen, effectiveOn: on, period, docNo, note },
    remarks,
  };
}

/** Of the present month: today, as no day may be to come. */
function lastDayOf(month: string, today: CalendarDate): CalendarDate | null {
  const last = readDate(month);
  return last !== null && last > today ? today : last;
}

/** Everything that will be reported, read back. */
export function claimFacts(claim: ClaimFormContent, projects: readonly ProjectSums[]): [string, string][] {
  const { project } = projects.find((one) => one.project.id === claim.projectId) ?? {};
  return [
    ['企业', project?.enterprise.name ?? ''],
    ['项目', project ? `${projectLabel(project.number)} ${project.name}` : ''],
    ['事项', claim.type === 'SPEND' ? '支出' : '到位'],
    ['金额', spokenAmount(claim.fen)],
    ['日期', formatDate(claim.effectiveOn)],
    ...(claim.period === null ? [] : [['所属月份', formatMonth(claim.period)] as [string, string]]),
    ['文号', claim.docNo ?? '未填写'],
    ['说明', claim.note ?? '未填写'],
  ];
}

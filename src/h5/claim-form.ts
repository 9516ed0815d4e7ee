import { type CalendarDate, formatDate, readDate } from '../domain/calendar.ts';
import { readDocNo } from '../domain/funds/doc-no.ts';
import type { ProjectSums } from '../domain/funds/funds.ts';
import { type ClaimType, claimTypes, projectLabel } from '../domain/funds/terms.ts';
import { formatMonth } from '../domain/funds/wording.ts';
import { type Fen, readPositiveAmount, spokenAmount } from '../domain/money.ts';
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
    { name: 'on', label: '日期', kind: 'date', max: today, hint: '到位填到账日期；支出填当月最后一笔支出的日期。' },
    { name: 'docNo', label: '文号或凭证号', kind: 'text', isOptional: true },
    { name: 'note', label: '说明', kind: 'text', isOptional: true, hint: '最多200字。' },
  ];
}

/** Amount and unit stand in two fields; who writes the unit behind the amount is understood as well. */
export function writtenAmount(values: Values): string {
  const amount = (values.amount ?? '').trim();
  return /\d\s*$/u.test(amount.normalize('NFKC')) ? `${amount}${values.amountUnit ?? ''}` : amount;
}

/** Reads the form; everything that is missing or wrong at once. */
export function readClaimForm(
  values: Values,
  projects: readonly ProjectSums[],
  today: CalendarDate,
): { ok: true; claim: ClaimFormContent } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const wrong = (field: string, text: string) => void problems.push({ field, text });
  const chosen = projects.find(({ project }) => String(project.number) === values.project);
  if (!chosen) wrong('project', '请选择本企业的项目。');
  const type = claimTypes.find((one) => one === values.type);
  if (!type) wrong('type', '请选择事项：到位或支出。');
  const amount = readPositiveAmount(writtenAmount(values));
  if ((values.amount ?? '').trim() === '') wrong('amount', '请填写金额。');
  else if (!amount.ok) wrong('amount', amount.reason);
  const on = readDate((values.on ?? '').trim());
  if ((values.on ?? '').trim() === '') wrong('on', '请填写日期。');
  else if (on === null) wrong('on', '日期无效，请按 2023-12-31 的格式填写。');
  else if (on > today) wrong('on', '日期不能晚于今天。');
  const written = (values.docNo ?? '').trim();
  const docNo = written === '' ? null : readDocNo(written);
  if (docNo && !docNo.ok) wrong('docNo', docNo.reason);
  const note = (values.note ?? '').trim();
  if (note.length > 200) wrong('note', `说明最多200字，这里有${note.length}字。`);
  if (problems.length > 0 || !chosen || !type || !amount.ok || on === null) return { ok: false, problems };
  return {
    ok: true,
    claim: {
      projectId: chosen.project.id,
      type,
      fen: amount.fen,
      effectiveOn: on,
      period: type === 'SPEND' ? on.slice(0, 7) : null,
      docNo: docNo?.ok ? docNo.docNo : null,
      note: note === '' ? null : note,
    },
  };
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

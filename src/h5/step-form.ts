import { type CalendarDate, readDate } from '../domain/calendar.ts';
import { readDocNo } from '../domain/funds/doc-no.ts';
import { type Evidence, EvidenceSchema, type Move, moves } from '../domain/progress.ts';
import { type Attempt, fieldsOf } from './pages/application.tsx';

/** What a form of a step says. */
export type StepForm =
  | { ok: true; move: Move; version: number; evidence: Evidence }
  /** `move` null: not one of our forms. */
  | { ok: false; attempt: Attempt | null };

/** Reads the fields of a step; everything that is missing or wrong at once. */
export function readStepForm(
  fields: Readonly<Record<string, string>>,
  { today, isContact }: { today: CalendarDate; isContact: boolean },
): StepForm {
  const move = moves.find((one) => one === fields.move);
  const version = /^\d{1,6}$/u.test(fields.version ?? '') ? Number(fields.version) : null;
  if (!move || version === null) return { ok: false, attempt: null };
  const problems: { field: string | null; text: string }[] = [];
  const values: Record<string, string> = {};
  const read: Record<string, string | null> = isContact ? { on: today } : {};
  for (const { name, label, kind, isOptional = false } of fieldsOf(move, isContact)) {
    const written = (fields[name] ?? '').normalize('NFKC').trim();
    // As it was typed, so that it can be put right.
    values[name] = (fields[name] ?? '').slice(0, 500);
    if (written === '') {
      if (!isOptional) problems.push({ field: name, text: `请填写${label}。` });
      continue;
    }
    const docNo = name === 'docNo' ? readDocNo(written) : null;
    if (docNo && !docNo.ok) {
      problems.push({ field: name, text: docNo.reason });
      continue;
    }
    const value = kind === 'date' ? readDate(written) : docNo?.ok ? docNo.docNo : written;
    if (value === null) problems.push({ field: name, text: `${label}“${written.slice(0, 20)}”不是有效的日期。` });
    else read[name] = value;
  }
  if (read.on != null && read.on > today) problems.push({ field: 'on', text: '日期不能晚于今天。' });
  if (read.on != null && read.endsOn != null && read.endsOn < read.on) {
    problems.push({ field: 'endsOn', text: '公示结束日期不能早于开始日期。' });
  }
  if (read.on != null && read.validTo != null && read.validTo < read.on) {
    problems.push({ field: 'validTo', text: '有效期止不能早于发证日期。' });
  }
  const optional = move === 'recognise' ? { certNo: read.certNo ?? null, validTo: read.validTo ?? null } : {};
  const evidence = EvidenceSchema.safeParse({ move, ...read, ...optional });
  if (problems.length > 0) return { ok: false, attempt: { move, values, problems } };
  if (evidence.success) return { ok: true, move, version, evidence: evidence.data };
  for (const { path } of evidence.error.issues) {
    const field = fieldsOf(move, isContact).find(({ name }) => name === path[0]);
    const text =
      field?.kind === 'url' ? '公示网址应以 http:// 或 https:// 开头。' : `${field?.label ?? '内容'}不正确或过长。`;
    problems.push({ field: field?.name ?? null, text });
  }
  return { ok: false, attempt: { move, values, problems } };
}

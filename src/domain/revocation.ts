import type { CalendarDate } from './calendar.ts';
import { partsOf, readReason } from './evidence.ts';
import { readDocNo } from './funds/doc-no.ts';
import { type Kind, splitKind } from './kind-spoken.ts';
import type { Evidence } from './progress.ts';
import { levelLabels, type QualificationType, typeFacts } from './qualification.ts';

/** Of which a cancelled firm cannot apply again in the same year (domain.md B4.2, B5). */
export const barredForTheYear: ReadonlySet<QualificationType> = new Set(['HNTE', 'TECH_SME']);

/** 取消资质 as it was understood. */
export interface Revocation {
  enterprise: string;
  kind: Kind;
  /** The kind in words, e.g. `高新技术企业`. */
  word: string;
  evidence: Extract<Evidence, { move: 'revoke' }>;
}

export type RevocationReading = { ok: true; revocation: Revocation } | { ok: false; problems: string[] };

const looksLikeDocNo = /^(?=.*\d).*(?:号|[〔[(【].*[〕\])】].*)$/u;

/** Reads `示例企业05 高企 国科火字〔2024〕5号 2024-03-01 原因`: the enterprise and kind first, the rest in any order. */
export function readRevocation(text: string, today: CalendarDate): RevocationReading {
  const words = text.split(/\s+/u).filter(Boolean);
  const at = words.findIndex((word) => splitKind(word) !== null);
  const split = at < 0 ? null : splitKind(words[at] ?? '');
  const enterprise = [...words.slice(0, Math.max(at, 0)), split?.before ?? ''].filter(Boolean).join(' ');
  const behind = split ? words.slice(at + 1) : [];
  const problems: string[] = [];
  if (enterprise === '') problems.push('缺少企业名称。');
  if (!split) problems.push('缺少资质类型，例如“高企”。');
  const docAt = behind.findIndex((word) => looksLikeDocNo.test(word));
  const docNo = docAt < 0 ? null : readDocNo(behind[docAt] ?? '');
  if (!docNo) problems.push('缺少决定文号，例如 国科火字〔2024〕5号。');
  else if (!docNo.ok) problems.push(docNo.reason);
  const others = behind.filter((_, index) => index !== docAt);
  const dayAt = others.findIndex((word) => isDay(word, today));
  const day = dayAt < 0 ? null : partsOf(others[dayAt] ?? '', today);
  if (!day) problems.push('缺少决定日期。');
  problems.push(...(day?.problems ?? []));
  // What is left is the reason, with no day in it to be taken out.
  const { reason, problems: wrong } = readReason(others.filter((_, index) => index !== dayAt).join(' '), today);
  problems.push(...wrong);
  if (!split || problems.length > 0) return { ok: false, problems };
  const { kind } = split;
  const word = `${kind.level === null ? '' : levelLabels[kind.level]}${typeFacts[kind.type].label}`;
  const evidence = { move: 'revoke' as const, on: day?.days[0] ?? '', docNo: docNo?.ok ? docNo.docNo : '', reason };
  return { ok: true, revocation: { enterprise, kind, word, evidence } };
}

function isDay(word: string, today: CalendarDate): boolean {
  const { days, problems } = partsOf(word, today);
  return days.length > 0 || problems.length > 0;
}

import type { AskedIndicator } from './asked.ts';

/** Which figures somebody of the bureau questions, and what is said about them. */
export interface Questioned {
  indicators: readonly AskedIndicator[];
  /** '' if nothing follows */
  reason: string;
  /** The first word that names none of what the enterprise is asked; null: some were named */
  unknown: string | null;
  /** A word that may mean several: 专项资金支出 of an enterprise with several projects */
  ambiguous: readonly AskedIndicator[];
}

const tidy = (text: string) => text.normalize('NFKC').toLowerCase();
/** What may stand behind the name of an indicator: `和` and `、` go on with another one. */
const separator = /^(?:\s*[、,;]\s*|\s*[和及与]\s*(?=\S)|\s*:\s*|\s+|$)/u;

/** Reads `研发费用、营业收入 数据异常`: labels or words of the indicators, a project by its number, then why. */
export function readQuestioned(text: string, asked: readonly AskedIndicator[]): Questioned {
  const names = asked
    .flatMap((indicator) => namesOf(indicator).map((name) => ({ name, indicator })))
    .sort((a, b) => b.name.length - a.name.length);
  const found: AskedIndicator[] = [];
  let rest = text.normalize('NFKC').trim();
  for (;;) {
    const lower = rest.toLowerCase();
    const hit = names.find(({ name }) => lower.startsWith(name) && separator.test(rest.slice(name.length)));
    if (!hit) break;
    const same = names.filter(({ name }) => name === hit.name).map(({ indicator }) => indicator);
    if (same.length > 1) return { indicators: [], reason: '', unknown: null, ambiguous: same };
    if (!found.includes(hit.indicator)) found.push(hit.indicator);
    const behind = rest.slice(hit.name.length);
    rest = behind.slice(separator.exec(behind)?.[0].length ?? 0);
  }
  const unknown = found.length > 0 || rest === '' ? null : (/^[^\s、,;:]+/u.exec(rest)?.[0] ?? rest);
  return { indicators: found, reason: rest.replace(/^[\s、,;:]+/u, ''), unknown, ambiguous: [] };
}

function namesOf({ label, words, project }: AskedIndicator): string[] {
  const numbers = project === null ? [] : [`p-${String(project).padStart(2, '0')}`, `p-${project}`, `p${project}`];
  // 营业收入（万元） as it stands on the card.
  const plain = tidy(label);
  return [...new Set([plain, `${plain}(万元)`, ...words.map(tidy), ...numbers])];
}

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
/** What parts an indicator from what follows it. */
const separator = /^(?:[\s、,;:]+|$)/u;
/** What joins it to another one; before anything else it begins the reason (与账面不符). */
const joint = /^\s*[和及与]\s*/u;

/** Reads `研发费用、营业收入 数据异常`: labels or words of the indicators, a project by its number, then why. */
export function readQuestioned(text: string, asked: readonly AskedIndicator[]): Questioned {
  const names = asked
    .flatMap((indicator) => namesOf(indicator).map((name) => ({ name, indicator })))
    .sort((a, b) => b.name.length - a.name.length);
  const startsWithName = (rest: string) => names.some(({ name }) => rest.toLowerCase().startsWith(name));
  /** What follows a name; null: it was only the beginning of another word. */
  const after = (rest: string): string | null => {
    const joined = joint.exec(rest)?.[0];
    if (joined !== undefined && startsWithName(rest.slice(joined.length))) return rest.slice(joined.length);
    const parted = separator.exec(rest)?.[0];
    return parted === undefined ? null : rest.slice(parted.length);
  };
  const found: AskedIndicator[] = [];
  let rest = text.normalize('NFKC').trim();
  for (;;) {
    const lower = rest.toLowerCase();
    const hit = names.find(({ name }) => lower.startsWith(name) && after(rest.slice(name.length)) !== null);
    if (!hit) break;
    const same = names.filter(({ name }) => name === hit.name).map(({ indicator }) => indicator);
    if (same.length > 1) return { indicators: [], reason: '', unknown: null, ambiguous: same };
    if (!found.includes(hit.indicator)) found.push(hit.indicator);
    rest = after(rest.slice(hit.name.length)) ?? '';
  }
  const unknown = found.length > 0 || rest === '' ? null : (/^[^\s、,;:]+/u.exec(rest)?.[0] ?? rest);
  return { indicators: found, reason: rest, unknown, ambiguous: [] };
}

function namesOf({ label, words, project }: AskedIndicator): string[] {
  const numbers = project === null ? [] : [`p-${String(project).padStart(2, '0')}`, `p-${project}`, `p${project}`];
  // 营业收入（万元） as it stands on the card.
  const plain = tidy(label);
  return [...new Set([plain, `${plain}(万元)`, ...words.map(tidy), ...numbers])];
}

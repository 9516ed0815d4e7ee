import { typeFacts } from '../qualification.ts';

/** Of these people say a short name that no notice has. */
const shortened = ['HNTE', 'TECH_SME'] as const;

/**
 * The name under which a matter is registered: 高企认定 and 高新技术企业认定 are one matter, and two of one year and batch would
 * be reminded of twice.
 */
export function programName(text: string): string {
  const name = text.trim();
  for (const type of shortened) {
    const { label, spoken } = typeFacts[type];
    if (name.startsWith(label)) return name;
    const word = spoken.find((one) => name.startsWith(one));
    if (word !== undefined) return `${label}${name.slice(word.length)}`;
  }
  return name;
}

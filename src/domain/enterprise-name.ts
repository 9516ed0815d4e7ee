import { pinyin } from 'pinyin-pro';

/** A name as it is searched: full-width forms half-width, no blanks, lower case. */
export function searchKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

/** First letters of the pinyin reading, letters and digits kept: 易统云 → yty, 示例企业01 → slqy01. */
export function initialsOf(name: string): string {
  return pinyin(searchKey(name), { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .replace(/[^a-z0-9]/gu, '');
}

/** Whether somebody may have typed initials: at least two letters, no Chinese. */
export function looksLikeInitials(text: string): boolean {
  return /^[a-z][a-z0-9]+$/u.test(text);
}

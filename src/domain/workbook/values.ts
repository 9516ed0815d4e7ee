import { type CreditCode, readCreditCode } from '../credit-code.ts';
import { searchKey } from '../enterprise-name.ts';
import {
  type Cell,
  empty,
  lostDigits,
  type Reading,
  readText,
  refuse,
  tidy,
  wholeDigits,
  whyUnusable,
} from './cell.ts';

/** No enterprise's name is longer (src/store/ledger.ts searches for no longer one). */
const nameAtMost = 100;

/** The name of an enterprise: with Chinese characters, and not a code. */
export function readEnterpriseName(cell: Cell | undefined): Reading<string> {
  const read = readText(cell, { atMost: nameAtMost });
  if (!read.ok || read.value === null) return read;
  if (!/\p{Script=Han}/u.test(read.value)) return refuse(`“${shown(read.value)}”不像企业名称。`);
  return read;
}

export function readCodeCell(cell: Cell | undefined): Reading<string> {
  const text = textOrDigits(cell);
  if (!text.ok || text.value === null) return text;
  return fromCode(readCreditCode(text.value));
}

function fromCode(read: CreditCode): Reading<string> {
  if (!read.ok) return refuse(read.reason);
  return { ok: true, value: read.code, ...(read.warning ? { note: `${read.code} ${read.warning}` } : {}) };
}

/** What stands for an enterprise in the other sheets: its code, or its full name. */
export interface Reference {
  /** As it is compared: the code, or the name's search key. */
  key: string;
  isCode: boolean;
  /** As it was written. */
  text: string;
}

export function readReference(cell: Cell | undefined): Reading<Reference> {
  const text = textOrDigits(cell);
  if (!text.ok) return text;
  if (text.value === null) return empty;
  // A name has Chinese characters, a code has none.
  if (/\p{Script=Han}/u.test(text.value)) {
    if (text.value.length > nameAtMost) return refuse(`最多${nameAtMost}个字，这里有${text.value.length}个。`);
    const key = searchKey(text.value);
    // One string for both, of the thousands that there may be.
    return { ok: true, value: { key: key === text.value ? text.value : key, isCode: false, text: text.value } };
  }
  const code = fromCode(readCreditCode(text.value));
  if (!code.ok || code.value === null) return code.ok ? empty : refuse(`不是企业全称，作为信用代码${code.reason}`);
  return {
    ok: true,
    value: { key: code.value, isCode: true, text: code.value },
    ...(code.note ? { note: code.note } : {}),
  };
}

/** Text, or a number of which no digit is lost: what stands in a column of long numbers. */
function textOrDigits(cell: Cell | undefined): Reading<string> {
  const read = readText(cell, { atMost: 200 });
  if (!read.ok || read.value === null || cell?.kind !== 'text') return read;
  // A file that was converted from elsewhere has `1.38E+10` as text.
  if (!/^\d+(?:\.\d+)?[eE]\+?\d+$/u.test(read.value)) return read;
  const digits = wholeDigits(read.value, { typed: true });
  return digits === null ? refuse(lostDigits(read.value)) : { ok: true, value: digits };
}

const mobile = /^1[3-9]\d{9}$/u;

/** 手机: eleven digits; +86, blanks and hyphens are forgiven. */
export function readMobile(cell: Cell | undefined): Reading<string> {
  const text = textOrDigits(cell);
  if (!text.ok || text.value === null) return text;
  const digits = text.value.replace(/[\s\p{Pd}\u2212()]/gu, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/u, '');
  if (mobile.test(digits)) return { ok: true, value: digits };
  // The number itself stays out of the report.
  return refuse(
    /^\d+$/u.test(digits) ? `手机号应为11位、以13至19开头，这里是${digits.length}位数字。` : '不是手机号。',
  );
}

/** 姓名: no number as long as a telephone's, or the column is probably another one. */
export function readPersonName(cell: Cell | undefined): Reading<string> {
  const read = readText(cell, { atMost: 50 });
  if (!read.ok || read.value === null) return read;
  if (/[*＊]/u.test(read.value)) return refuse('姓名已脱敏，不能导入；请使用“/导出 联系人 完整”的表。');
  if (/\d{7}/u.test(read.value) || !/\p{L}/u.test(read.value)) return refuse('不像姓名。');
  return read;
}

/** 简称: several, parted by 、 or the like or each in a line of the cell; each once. */
export function readAliases(cell: Cell | undefined): Reading<readonly string[]> {
  const read = readText(cell, { atMost: 500 });
  if (!read.ok) return read;
  if (read.value === null || !cell) return empty;
  const aliases = new Map<string, string>();
  for (const part of (cell.kind === 'text' ? cell.value : read.value).split(/[、，,；;\r\n]/u)) {
    const alias = tidy(part);
    if (alias === '') continue;
    if (alias.length > nameAtMost) return refuse(`每个简称最多${nameAtMost}个字。`);
    aliases.set(searchKey(alias), alias);
  }
  return aliases.size === 0 ? empty : { ok: true, value: [...aliases.values()] };
}

/** 证书编号 or 入库登记编号: letters and digits; a number only if every digit is there. */
export function readCertNo(cell: Cell | undefined): Reading<string> {
  const read = textOrDigits(cell);
  if (!read.ok || read.value === null) return read;
  const certNo = read.value.replace(/\s+/gu, '');
  if (certNo.length > 60) return refuse('证书编号最多60个字。');
  return { ok: true, value: certNo };
}

/** By which two spellings of a number are the same. */
export function certKey(certNo: string): string {
  return tidy(certNo).replace(/\s+/gu, '').toUpperCase();
}

/** 是/否 */
export function readYesNo(cell: Cell | undefined): Reading<boolean> {
  if (!cell) return empty;
  const unusable = whyUnusable(cell);
  if (unusable) return refuse(unusable);
  if (cell.kind === 'boolean') return { ok: true, value: cell.value === '1' || /^true$/iu.test(cell.value) };
  const text = tidy(cell.value).toLowerCase();
  if (text === '') return empty;
  if (['是', '规上', '规模以上', 'y', 'yes', '√', '1'].includes(text)) return { ok: true, value: true };
  if (['否', '非规上', '规下', '规模以下', 'n', 'no', '×', '0'].includes(text)) return { ok: true, value: false };
  return refuse(`应填“是”或“否”，这里是“${shown(text)}”。`);
}

/** One of a list of words; `words` gives each value the words that mean it, the first of them being the proper one. */
export function readOneOf<T extends string>(words: Readonly<Record<T, readonly string[]>>) {
  const meanings = new Map<string, T>();
  for (const value of Object.keys(words) as T[]) for (const word of words[value]) meanings.set(word, value);
  const proper = (Object.values(words) as (readonly string[])[]).map(([first = '']) => first).join('、');
  return (cell: Cell | undefined): Reading<T> => {
    const read = readText(cell, { atMost: 200 });
    if (!read.ok || read.value === null) return read.ok ? empty : read;
    const value = meanings.get(read.value.replace(/\s/gu, ''));
    return value === undefined
      ? refuse(`“${shown(read.value)}”不在可选范围内，应为：${proper}。`)
      : { ok: true, value };
  };
}

export function shown(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}

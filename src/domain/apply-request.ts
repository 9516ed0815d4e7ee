import { type Kind, splitKind } from './kind-spoken.ts';

/** What is to be applied for, as far as it was said. */
export interface ApplyRequest {
  /** Empty: the own enterprise. */
  enterprise: string;
  kind: Kind | null;
  year: number | null;
  batch: number | null;
}

const numerals = '一二三四五六七八九';
const year = /(?<![\dA-Za-z])(20\d{2})(?:年度?|(?=第|\s|$))/u;
const batch = new RegExp(`第?\\s?([${numerals}]|\\d{1,2})\\s?批次?`, 'u');

/** Reads what follows `/申报` or `/培育`: an enterprise, a kind, a year and batch in any order. */
export function readApplyArgument(argument: string): ApplyRequest {
  let rest = argument;
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(rest);
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found?.[1] ?? null;
  };
  const [writtenYear, writtenBatch] = [take(year), take(batch)];
  const words = rest.split(/[\s,、]+/u).filter(Boolean);
  const at = words.findLastIndex((word) => splitKind(word) !== null);
  const split = at < 0 ? null : splitKind(words[at] ?? '');
  const enterprise = [...words.slice(0, Math.max(at, 0)), split?.before ?? '', ...words.slice(at + 1)].filter(Boolean);
  return {
    enterprise: enterprise.join(' '),
    kind: split?.kind ?? null,
    year: writtenYear === null ? null : Number(writtenYear),
    batch: writtenBatch === null ? null : readNumeral(writtenBatch),
  };
}

function readNumeral(text: string): number {
  const at = numerals.indexOf(text);
  return at < 0 ? Number(text) : at + 1;
}

import { UserError } from '../core/errors.ts';
import { type CalendarDate, readDate } from './calendar.ts';
import { type Kind, splitKind } from './kind-spoken.ts';

/** What is to be applied for, as far as it was said. */
export interface ApplyRequest {
  /** Empty: the own enterprise. */
  enterprise: string;
  kind: Kind | null;
  year: number | null;
  batch: number | null;
  /** From which day on it holds, where it is entered afterwards; null: today. */
  on: CalendarDate | null;
}

/** A day; a year alone is the year that is applied for. */
const whole = /(?<!\d)20\d{2}(?:-|\/|\.|年)\d{1,2}(?:-|\/|\.|月)\d{1,2}日?(?!\d)/u;
const numerals = '一二三四五六七八九';
const year = /(?<![\dA-Za-z])(20\d{2})(?:年度?|(?=第|\s|$))/u;
const batch = new RegExp(`第?\\s?([${numerals}]|\\d{1,2})\\s?批次?`, 'u');

/**
 * Reads what follows `/申报` or `/培育`: an enterprise, a kind, a year and batch, a day, in any order.
 * @throws UserError for a day that the calendar does not have
 */
export function readApplyArgument(argument: string): ApplyRequest {
  let rest = argument.replace(/(\d)\s+(?=[年月日])|([年月])\s+(?=\d)/gu, '$1$2');
  const written = whole.exec(rest)?.[0] ?? null;
  if (written !== null) rest = rest.replace(written, ' ');
  const on = written === null ? null : readDate(written);
  if (written !== null && on === null) throw new UserError(`日期“${written}”无效，请按 2023-12-31 的格式填写。`);
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
    on,
  };
}

function readNumeral(text: string): number {
  const at = numerals.indexOf(text);
  return at < 0 ? Number(text) : at + 1;
}

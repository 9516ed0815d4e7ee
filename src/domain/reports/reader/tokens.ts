import type { CalendarDate } from '../../calendar.ts';
import { addPeriods, periodOf } from '../period.ts';
import type { Labels, Meaning } from './labels.ts';
import { readMonth, type Scope } from './months.ts';
import { type Quantity, readQuantity } from './quantity.ts';
import { vocabulary, type WordKind } from './vocabulary.ts';

interface Place {
  text: string;
  start: number;
  end: number;
}

/** Blank 0; 、 / | 1; comma 2; semicolon, full stop 3. */
export type Level = 0 | 1 | 2 | 3;

export type Token = Place &
  (
    | { kind: 'label'; meaning: Meaning }
    /** isFill: says nothing if it means nothing here */
    | { kind: 'part'; part: string; isFill: boolean }
    | { kind: 'number'; quantity: Quantity }
    | { kind: 'unit'; unit: string }
    /** 单位：万元 */
    | { kind: 'heading'; unit: string }
    | { kind: 'scope'; scope: Scope }
    | { kind: 'word'; is: Exclude<WordKind, 'month' | 'total'> }
    | { kind: 'break'; level: Level }
    | { kind: 'is' }
    | { kind: 'open' }
    | { kind: 'close' }
    /** A telephone, a day, an address */
    | { kind: 'noise' }
    | { kind: 'text' }
  );

const headings = [
  /(?:金额|计量|货币|数据|以[上下]|数字)*单位(?:均|都|统一)?(?:为|是|[:=])? ?(?<unit>[千百亿万]?元|万)(?:[、,/和 ]{1,2}[人件项个])*(?=$|[^\p{L}]|营|研|利|实|工|税|产|收|销|职|员|高|出|发|技)/uy,
  /(?:金额|数据|以[上下]|数字)?(?:均|都|全部)?以 ?(?<unit>[千百亿万]?元) ?(?:为单位|计)/uy,
  /(?:金额|数据|以[上下]|数字)?(?:均|都)(?:为|是|按) ?(?<unit>[千百亿万]?元)(?:计|为单位)?/uy,
];
const loneUnit = /(?:[千百亿万]?元|人|件|项|万)(?=$|[ ):=,;|/])/uy;
/** （一）, 一是: they number a list. */
const listMark = /\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]是/uy;
const blankRun = / +/uy;

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function punctuation(character: string): { kind: 'break'; level: Level } | { kind: 'is' | 'open' | 'close' } | null {
  if (character === ' ') return { kind: 'break', level: 0 };
  if ('、/|\\+&'.includes(character)) return { kind: 'break', level: 1 };
  if (','.includes(character)) return { kind: 'break', level: 2 };
  if (';。!.…'.includes(character)) return { kind: 'break', level: 3 };
  if (':=→'.includes(character)) return { kind: 'is' };
  if (character === '(') return { kind: 'open' };
  if (character === ')') return { kind: 'close' };
  // 【本月】营收…: a heading, not a note.
  if ('[]{}【】〔〕「」『』《》'.includes(character)) return { kind: 'break', level: 3 };
  // Dashes, emoji and other signs part like a comma.
  return /[\p{L}\p{N}%?*#@_]/u.test(character) ? null : { kind: 'break', level: 1 };
}

/** A month named by what it is to the one that speaks. */
function relativeScope(word: string, today: CalendarDate): Scope {
  if (!word.startsWith('上')) return { of: 'MONTH', period: null, relative: 'this', isOldYear: false, isUntil: false };
  return { of: 'MONTH', period: addPeriods(periodOf(today), -1), relative: 'last', isOldYear: false, isUntil: false };
}

/** Cuts a sentence into labels, numbers, months and words. Linear: at each place a bounded number of bounded looks. */
export function tokensOf(text: string, labels: Labels, today: CalendarDate): Token[] {
  const tokens: Token[] = [];
  const endsBefore = (at: number) => labels.words.longest(text, at) !== null;
  let at = 0;
  let unknownFrom: number | null = null;
  const flush = () => {
    if (unknownFrom !== null) tokens.push({ kind: 'text', ...place(unknownFrom, at) });
    unknownFrom = null;
  };
  const place = (start: number, end: number): Place => ({ text: text.slice(start, end), start, end });
  /** Whether a label, or what a label is said with, stands right before: a number is expected. */
  const isExpected = () => {
    if (unknownFrom !== null) return false;
    const last = tokens.findLast((token) => !(token.kind === 'break' && token.level === 0) && !isFill(token));
    return last !== undefined && ['label', 'part', 'is', 'scope', 'unit'].includes(last.kind);
  };

  while (at < text.length) {
    const label = labels.words.longest(text, at);
    const word = vocabulary.longest(text, at);
    const part = labels.parts.longest(text, at);
    const labelEnd = label?.end ?? 0;
    const wordEnd = word?.end ?? 0;

    const heading = headings.map((pattern) => sticky(pattern, text, at)).find((hit) => hit !== null);
    if (heading) {
      flush();
      tokens.push({
        kind: 'heading',
        unit: fullUnit(heading.groups?.unit ?? ''),
        ...place(at, at + heading[0].length),
      });
      at += heading[0].length;
      continue;
    }
    const mark = sticky(listMark, text, at);
    if (mark && !isExpected()) {
      flush();
      tokens.push({ kind: 'break', level: 2, ...place(at, at + mark[0].length) });
      at += mark[0].length;
      continue;
    }
    if (labelEnd === 0) {
      const month = readMonth(text, at, today, isExpected());
      if (month && month.end >= wordEnd) {
        flush();
        const isUntil = /^截[至止]/u.test(tokens.at(-1)?.text ?? '');
        if (month.scope) {
          const scope = isUntil ? { ...month.scope, isUntil } : month.scope;
          tokens.push({ kind: 'scope', scope, ...place(at, month.end) });
        } else tokens.push({ kind: 'noise', ...place(at, month.end) });
        at = month.end;
        continue;
      }
      const number = readNumber(at, wordEnd);
      if (number) {
        flush();
        tokens.push({ kind: 'number', quantity: number.quantity, ...place(at, number.end) });
        at = number.end;
        continue;
      }
    }
    if (label && labelEnd >= wordEnd) {
      flush();
      tokens.push({ kind: 'label', meaning: label.value, ...place(at, labelEnd) });
      at = labelEnd;
      continue;
    }
    if (part && part.end >= wordEnd) {
      flush();
      const isFill = word?.value === 'fill' && part.end === wordEnd;
      tokens.push({ kind: 'part', part: part.value, isFill, ...place(at, part.end) });
      at = part.end;
      continue;
    }
    const previous = tokens.at(-1);
    const unit = sticky(loneUnit, text, at);
    if (
      unit &&
      unknownFrom === null &&
      previous &&
      ['label', 'open', 'break', 'part', 'is', 'unit'].includes(previous.kind)
    ) {
      flush();
      tokens.push({ kind: 'unit', unit: fullUnit(unit[0]), ...place(at, at + unit[0].length) });
      at += unit[0].length;
      continue;
    }
    if (word && word.value !== 'plain') {
      flush();
      const { value, end } = word;
      if (value === 'month')
        tokens.push({ kind: 'scope', scope: relativeScope(text.slice(at, end), today), ...place(at, end) });
      else if (value === 'total') {
        tokens.push({
          kind: 'scope',
          scope: { of: 'TOTAL', period: null, relative: null, isOldYear: false, isUntil: false },
          ...place(at, end),
        });
      } else tokens.push({ kind: 'word', is: value, ...place(at, end) });
      at = end;
      continue;
    }
    const sign = punctuation(text[at] ?? '');
    if (sign && !word) {
      flush();
      const blanks = sticky(blankRun, text, at)?.[0].length ?? 1;
      tokens.push({ ...sign, ...place(at, at + blanks) });
      at += blanks;
      continue;
    }
    unknownFrom ??= at;
    at = word ? wordEnd : at + 1;
  }
  flush();
  return tokens;

  /** A single Chinese digit is a number only beside a label: 软著一件, 两项技术合同; not 刚才多打了一位. */
  function readNumber(start: number, wordEnd: number): { quantity: Quantity; end: number } | null {
    const hit = readQuantity(text, start, endsBefore);
    if (!hit || hit.end < wordEnd) return null;
    const isWeak = hit.isSingleChinese || /^[一二两三四五六七八九十][个位]$/u.test(text.slice(start, hit.end));
    if (isWeak && !isExpected() && !endsBefore(hit.end)) return null;
    return hit;
  }
}

export function isFill(token: Token): boolean {
  return token.kind === 'word' && token.is === 'fill';
}

function fullUnit(written: string): string {
  return written === '万' ? '万元' : written;
}

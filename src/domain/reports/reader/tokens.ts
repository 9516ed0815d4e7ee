import type { Meaning } from './labels.ts';
import type { Scope } from './months.ts';
import type { Quantity } from './quantity.ts';
import type { WordKind } from './vocabulary.ts';

export interface Place {
  text: string;
  start: number;
  end: number;
}

/** Blank 0; 、 / | 1; comma 2; semicolon, full stop 3. */
export type Level = 0 | 1 | 2 | 3;

/** What a token is. */
export type TokenKind =
  | { kind: 'label'; meaning: Meaning }
  /** isFill: says nothing if it means nothing here */
  | { kind: 'part'; part: string; isFill: boolean }
  | { kind: 'number'; quantity: Quantity }
  /** （万元） beside a label */
  | { kind: 'unit'; unit: string }
  /** 单位：万元 of the whole message */
  | { kind: 'heading'; unit: string }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'word'; is: Exclude<WordKind, 'month' | 'total' | 'plain'> }
  | { kind: 'break'; level: Level }
  /** Colon, equals sign, arrow */
  | { kind: 'is' }
  | { kind: 'open' }
  | { kind: 'close' }
  /** A telephone, a day, an address */
  | { kind: 'noise' }
  | { kind: 'text' };

export type Token = Place & TokenKind;

export function isFill(token: Token): boolean {
  return token.kind === 'word' && token.is === 'fill';
}

/** What a sign does; null: it is a part of a word. */
export function punctuation(character: string): TokenKind | null {
  if (character === ' ') return { kind: 'break', level: 0 };
  if (character === ',') return { kind: 'break', level: 2 };
  if (';。!.…'.includes(character)) return { kind: 'break', level: 3 };
  if (':=→'.includes(character)) return { kind: 'is' };
  if (character === '(') return { kind: 'open' };
  if (character === ')') return { kind: 'close' };
  // 【本月】营收…: a heading, not a note.
  if ('[]{}【】〔〕「」『』《》'.includes(character)) return { kind: 'break', level: 3 };
  // 、 and /, but also dashes, emoji and what else is no letter.
  return /[\p{L}\p{N}%?*#@_]/u.test(character) ? null : { kind: 'break', level: 1 };
}

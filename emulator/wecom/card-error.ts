import { byteLength } from '../api.ts';

/** The first broken rule of a card, as 全局错误码 (90313) numbers it. */
export class CardError extends Error {
  override readonly name = 'CardError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function need(condition: boolean, code: number, what: string): asserts condition {
  if (!condition) throw new CardError(code, `template_card.${what} missing or invalid`);
}

/** An optional number that must be one of a few; the documents give no code of its own for these, so 40058. */
export function needOneOf(value: number | undefined, offered: readonly number[], what: string): void {
  need(value === undefined || offered.includes(value), 40058, what);
}

export function isKey(key: string | undefined): key is string {
  return !!key && byteLength(key) <= 1024;
}

export function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

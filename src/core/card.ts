/** Something to read and perhaps to tap, the same on every platform. Drawn by the platforms' `draw` modules. */
export interface Card {
  /** One line; also what the list of conversations shows. */
  title: string;
  blocks: readonly Block[];
  /** At most six: WeCom's button card holds no more (企业微信 发送应用消息 90236). */
  buttons?: readonly Button[];
  /** How to do by typing what the buttons do; shown where no button can be. */
  insteadOfButtons?: string;
  /** A courtesy: its sentence is always printed, its button drawn where that costs nothing. */
  offer?: Offer;
  footer?: string;
  /** True if this must never be shown in a group. */
  confidential: boolean;
}

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'fields'; heading?: string; fields: readonly Field[] }
  /** Numbered, from `start` on (1 if absent). */
  | { kind: 'list'; heading?: string; items: readonly string[]; start?: number };

export interface Field {
  label: string;
  value: string;
}

export interface Button {
  /** At most ten characters: WeCom advises no more (企业微信 发送应用消息 90236). */
  text: string;
  tap: Tap;
}

export interface Offer {
  title: string;
  detail: string;
  button: Button;
  /** The offer in words, with the text that has the same effect. */
  sentence: string;
}

/**
 * A tap says a sentence on behalf of who taps. So it is authorised like any request, gets the present state however old
 * the card is, and always has a way by typing.
 */
export interface Tap {
  say: string;
  /** Where the answer goes: the conversation of the card, or one-to-one to who taps. */
  answer: 'here' | 'direct';
}

const prefixes = { here: 'say:', direct: 'ask:' } as const;

/** Packs a tap into what the platforms carry back to us: WeCom's key (≤ 1024 bytes) or DingTalk's parameter. */
export function packTap(tap: Tap): string {
  return prefixes[tap.answer] + tap.say;
}

/** Unpacks what came back; null if it is none of ours (an older release, or made by hand). */
export function unpackTap(code: string): Tap | null {
  for (const answer of ['here', 'direct'] as const) {
    if (code.startsWith(prefixes[answer])) return { say: code.slice(prefixes[answer].length), answer };
  }
  return null;
}

/** What a handler gives back. */
export interface Answer {
  /** Goes to the conversation the question came from. */
  here?: Card;
  /** Goes one-to-one to who asked. */
  direct?: Card;
  /** What the tapped card says from now on (at most ten characters), to everybody who sees it or to who tapped. */
  tapped?: {
    state: string;
    forAll: boolean;
    /** The sentence that the button said. */
    said?: string;
  };
}

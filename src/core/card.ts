import { z } from 'zod';
import type { AuditFact } from './audit.ts';

/**
 * A tap says a sentence on behalf of who taps. So it is authorised like any request, gets the present state however old
 * the card is, and always has a way by typing.
 */
const TapSchema = z.object({
  say: z.string(),
  /** Where the answer goes: the conversation of the card, or one-to-one to who taps. */
  answer: z.enum(['here', 'direct']),
  /** Whose it is (a person's opaque id), where others see the button too; absent: anybody's. */
  for: z.string().optional(),
});
export type Tap = z.infer<typeof TapSchema>;

const ButtonSchema = z.object({
  /** At most ten characters: WeCom advises no more (企业微信 发送应用消息 90236). */
  text: z.string(),
  tap: TapSchema,
});
export type Button = z.infer<typeof ButtonSchema>;

const FieldSchema = z.object({ label: z.string(), value: z.string() });
export type Field = z.infer<typeof FieldSchema>;

const BlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('fields'), heading: z.string().optional(), fields: z.array(FieldSchema).readonly() }),
  /** Numbered, from `start` on (1 if absent). */
  z.object({
    kind: z.literal('list'),
    heading: z.string().optional(),
    items: z.array(z.string()).readonly(),
    start: z.number().optional(),
  }),
]);
export type Block = z.infer<typeof BlockSchema>;

const OfferSchema = z.object({
  title: z.string(),
  detail: z.string(),
  button: ButtonSchema,
  /** The offer in words, with the text that has the same effect. */
  sentence: z.string(),
});
export type Offer = z.infer<typeof OfferSchema>;

/**
 * Something to read and perhaps to tap, the same on every platform. Drawn by the platforms' `draw` modules. A card that is
 * told to somebody else than who asked is stored with its job, hence the schema.
 */
export const CardSchema = z.object({
  /** One line; also what the list of conversations shows. */
  title: z.string(),
  blocks: z.array(BlockSchema).readonly(),
  /** At most six: WeCom's button card holds no more (企业微信 发送应用消息 90236). */
  buttons: z.array(ButtonSchema).readonly().optional(),
  /** How to do by typing what the buttons do; shown where no button can be. */
  insteadOfButtons: z.string().optional(),
  /** A page to open. Its address is signed and tells nothing. */
  link: z.object({ text: z.string(), url: z.string() }).optional(),
  /** A courtesy: its sentence is always printed, its button drawn where that costs nothing. */
  offer: OfferSchema.optional(),
  footer: z.string().optional(),
  /** True if this must never be shown in a group. */
  confidential: z.boolean(),
});
export type Card = z.infer<typeof CardSchema>;

const words = { here: 'say', direct: 'ask' } as const;

/** Packs a tap into what the platforms carry back to us: WeCom's key (≤ 1024 bytes) or DingTalk's parameter. */
export function packTap({ say, answer, for: whose }: Tap): string {
  return `${words[answer]}${whose === undefined ? '' : `@${whose}`}:${say}`;
}

/** Unpacks what came back; null if it is none of ours (an older release, or made by hand). */
export function unpackTap(code: string): Tap | null {
  const { word, whose, say } = /^(?<word>say|ask)(?:@(?<whose>\w{1,32}))?:(?<say>.*)$/su.exec(code)?.groups ?? {};
  if (word === undefined || say === undefined) return null;
  return { say, answer: word === words.here ? 'here' : 'direct', ...(whose === undefined ? {} : { for: whose }) };
}

/** What a handler gives back. */
export interface Answer {
  /** Goes to the conversation the question came from. */
  here?: Card;
  /** Goes one-to-one to who asked. */
  direct?: Card;
  /** Asked in a group what is only said one-to-one: this sentence is answered there, whatever comes of it. */
  privately?: string;
  /** A file (Attachment) that goes one-to-one to who asked, after the words. */
  attachmentId?: string;
  /** What was read or refused; recorded before the answer leaves. What a change did is recorded with the change. */
  audit?: readonly AuditFact[];
  /** What the tapped card says from now on (at most ten characters), to everybody who sees it or to who tapped. */
  tapped?: {
    state: string;
    forAll: boolean;
    /** The sentence that the button said. */
    said?: string;
  };
}

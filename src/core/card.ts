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

/**
 * Something to fill in. DingTalk draws it (钉钉 互动卡片 表单变量); WeCom's cards have no field to type into (企业微信 模板卡片类型).
 */
export const FormFieldSchema = z.object({
  /** Unique in its form and short: it goes over the wire with every field. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/u),
  label: z.string(),
  kind: z.enum(['number', 'text', 'choice']),
  /** What stands in it already; of a choice the option's value. */
  value: z.string().optional(),
  /** Only a courtesy of the client: whoever reads the answer checks it again. */
  required: z.boolean().optional(),
  placeholder: z.string().optional(),
  /** Of a choice. */
  options: z
    .array(z.object({ value: z.string(), text: z.string() }))
    .readonly()
    .optional(),
  /** Sent back without being shown: no secret, and no proof of anything either. */
  hidden: z.boolean().optional(),
  readOnly: z.boolean().optional(),
});
export type FormField = z.infer<typeof FormFieldSchema>;

const FormSchema = z.object({
  /** The sentence that submitting says; what was filled in comes with it (Context.form). */
  tap: TapSchema,
  /** What stands on the button: at most ten characters. */
  submit: z.string(),
  /** The first ones win where the platform has no room for all. */
  fields: z.array(FormFieldSchema).readonly(),
});
export type Form = z.infer<typeof FormSchema>;

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
  /** Something to fill in, drawn where the platform can and nobody else sees it. */
  form: FormSchema.optional(),
  /** How to do by typing what the form does; printed wherever the form, or a field of it, cannot be drawn. */
  insteadOfForm: z.string().optional(),
  /**
   * What stands on WeCom's button card when the whole does not fit on it: the whole goes as text before it. Advised lengths:
   * title 36 characters (AI bot 26), at most six fields of 5 and 30 (26) characters (企业微信 发送应用消息 90236).
   */
  brief: z.object({ title: z.string(), fields: z.array(FieldSchema).readonly() }).optional(),
  /**
   * What it is about, e.g. `report:ABC`: where the platform can, the card is changed in place when a change closes that
   * (Alongside.closes).
   */
  subject: z.string().optional(),
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
    /** What was filled in cannot be taken as it is: the form stays for who filled it in, to be corrected. */
    formStays?: boolean;
  };
}

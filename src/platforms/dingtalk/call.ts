import { z } from 'zod';
import { CardStateSchema } from '../../core/channel.ts';
import { ReaderSchema } from '../../core/event.ts';
import { mailingSizes } from '../../core/mailing.ts';
import { byteLength, splitText } from '../split-text.ts';
import { RecipientSchema } from './send-message.ts';

/** Above about this length clients stop rendering markdown (agentscope-ai/QwenPaw#3742); the hard limits lie beyond. */
const markdownCharactersAtMost = 3500;
/** A send interface takes 15 000 bytes (钉钉 机器人发送群聊消息), less what wraps the text. */
const markdownBytesAtMost = 14_000;

const SaySchema = z.object({
  api: z.literal('say'),
  title: z.string(),
  text: z.string(),
  /** Tried first, costs nothing; `until` in ms. */
  webhook: z.object({ url: z.string(), until: z.number() }).optional(),
  /** Where the send interface reaches the same conversation; absent for people outside the organisation. */
  to: RecipientSchema.optional(),
});
export type Say = z.infer<typeof SaySchema>;

const CardCallSchema = z.object({
  api: z.literal('card'),
  body: z.record(z.string(), z.unknown()),
  /** The same in words, if the card cannot be delivered. */
  otherwise: z.array(SaySchema),
  /** If it is to be changed later. */
  live: CardStateSchema.optional(),
});
export type CardCall = z.infer<typeof CardCallSchema>;

/** One text to as many as one call takes; to somebody alone it may be a card, where that can be delivered. */
const MailCallSchema = z.object({
  api: z.literal('mail'),
  readers: z.array(ReaderSchema).min(1).max(mailingSizes.dingtalk),
  title: z.string(),
  texts: z.array(z.string()),
  card: CardCallSchema.optional(),
});
export type MailCall = z.infer<typeof MailCallSchema>;

/** An API call of a plan. */
export const CallSchema = z.discriminatedUnion('api', [
  SaySchema,
  CardCallSchema,
  MailCallSchema,
  z.object({
    api: z.literal('update-card'),
    body: z.looseObject({ outTrackId: z.string() }),
    /** In ms: an older state never comes after a newer one. */
    at: z.number().default(0),
    /** Nobody waits for it: it is left out when calls are short. */
    spare: z.boolean().optional(),
  }),
  z.object({ api: z.literal('file'), staffId: z.string(), attachmentId: z.string(), ref: z.string() }),
]);
export type Call = z.infer<typeof CallSchema>;

/** A markdown text as one or more messages. */
export function sayings(title: string, markdown: string, target: Pick<Say, 'webhook' | 'to'>): Say[] {
  const fits = (part: string) => part.length <= markdownCharactersAtMost && byteLength(part) <= markdownBytesAtMost;
  return splitText(markdown, fits).map((text) => ({ api: 'say', title, text, ...target }));
}

/** The call that brings an answer's file, if it has one and somebody whom it reaches. */
export function fileTo(staffId: string | undefined, attachmentId: string | undefined, ref: string): Call[] {
  return staffId === undefined || attachmentId === undefined ? [] : [{ api: 'file', staffId, attachmentId, ref }];
}

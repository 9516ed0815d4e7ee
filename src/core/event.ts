import { z } from 'zod';

export const channels = ['wecom-app', 'wecom-aibot', 'dingtalk-robot', 'dingtalk-card', 'dingtalk-event'] as const;
export type ChannelName = (typeof channels)[number];

/** Somebody on a platform. `corpId` belongs to the identity: the same user id may exist in two organisations. */
export const SenderSchema = z.object({
  platform: z.enum(['wecom', 'dingtalk']),
  corpId: z.string(),
  userId: z.string(),
});
export type Sender = z.infer<typeof SenderSchema>;

/** What happened. What a platform may add one day arrives as `unknown`, never as a crash. */
export const HappeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** A button of a card was pressed; `code` is what `packTap` put into it. */
  z.object({ kind: z.literal('tap'), code: z.string() }),
  /** Somebody opened the conversation for the first time (that day). */
  z.object({ kind: z.literal('entered') }),
  /** A message we cannot read: a picture, a file, a place … */
  z.object({ kind: z.literal('unreadable'), what: z.string() }),
  /** `raw` is kept so that an operator can see what it was; cut short. */
  z.object({ kind: z.literal('unknown'), what: z.string(), raw: z.string().optional() }),
]);
export type Happening = z.infer<typeof HappeningSchema>;

/** A verified callback in neutral form. It is stored as JSON in its job. */
export const InboundEventSchema = z.object({
  channel: z.enum(channels),
  /** The same for a redelivery, different for everything else. Unique over all channels. */
  key: z.string(),
  sender: SenderSchema.nullable(),
  place: z.enum(['direct', 'group']),
  happening: HappeningSchema,
  /** The platform's own data for answering later; only the channel that wrote it reads it. */
  handle: z.record(z.string(), z.unknown()),
});
export type InboundEvent = z.infer<typeof InboundEventSchema>;
export type Place = InboundEvent['place'];

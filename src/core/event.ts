import { z } from 'zod';
import { CardSchema } from './card.ts';

export const channels = ['wecom-app', 'wecom-aibot', 'dingtalk-robot', 'dingtalk-card', 'dingtalk-event'] as const;
export type ChannelName = (typeof channels)[number];

/** Somebody on a platform. `corpId` belongs to the identity: the same user id may exist in two organisations. */
export const SenderSchema = z.object({
  platform: z.enum(['wecom', 'dingtalk']),
  corpId: z.string(),
  userId: z.string(),
});
export type Sender = z.infer<typeof SenderSchema>;

/** One of those who get the same message: the promise that it makes good, and where it goes (src/core/mailing.ts). */
export const ReaderSchema = z.object({ reminderId: z.string(), to: SenderSchema });
export type Reader = z.infer<typeof ReaderSchema>;

export const platformLabels: Record<Sender['platform'], string> = { wecom: '企业微信', dingtalk: '钉钉' };

/** Whose channel it is. */
export const platformOf = (channel: ChannelName): Sender['platform'] =>
  channel.startsWith('wecom') ? 'wecom' : 'dingtalk';

export const AlertSchema = z.enum([
  'inactive_alert',
  'close_inactive_agent',
  'reopen_inactive_agent',
  'low_active_alert',
  'low_active',
  'active_restored',
]);
export type Alert = z.infer<typeof AlertSchema>;

/** What happened. What a platform may add one day arrives as `unknown`, never as a crash. */
export const HappeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** A button of a card was pressed, or its form submitted; `code` is what `packTap` put into it. */
  z.object({
    kind: z.literal('tap'),
    code: z.string(),
    /** What was filled in, by field: the client's word, hidden fields included. Absent where there was no form. */
    values: z.record(z.string(), z.string()).optional(),
    /** Our name of the card (CardState). */
    card: z.string().optional(),
  }),
  /** Somebody opened the conversation for the first time (that day). */
  z.object({ kind: z.literal('entered') }),
  /** A file sent one-to-one; `Channel.fetchFile` brings its content. */
  z.object({ kind: z.literal('file'), name: z.string() }),
  /** These left the organisation, or the app's visible range. */
  z.object({ kind: z.literal('left'), people: z.array(SenderSchema) }),
  /** Somebody has read what was sent under this key; `at`: when, ISO 8601. */
  z.object({ kind: z.literal('read'), readKey: z.string(), userIds: z.array(z.string()).min(1), at: z.string() }),
  /** The platform is about to suspend the app for disuse, or did, or took that back (企业微信 事件格式 90240). */
  z.object({ kind: z.literal('alert'), what: AlertSchema, effectiveAt: z.string().nullable() }),
  /** Ours, not a callback: something to tell `sender`, decided already. */
  z.object({
    kind: z.literal('deliver'),
    card: CardSchema,
    /** A file that goes with it (Attachment). */
    attachmentId: z.string().nullable(),
    /** For the audit: why it is sent, e.g. `binding.result`. */
    purpose: z.string(),
    /** Whose account it was when this was decided: an account that is another's by now gets nothing. */
    personId: z.string().nullable().default(null),
    /** What the reader must still be allowed to do (src/domain/permissions.ts). */
    needs: z.string().nullable().default(null),
    /** Of which enterprise it tells its own people: who does not speak for it any more gets nothing. */
    enterpriseId: z.string().nullable().default(null),
    /** On whose word it is told, where others of the bureau may ask; never shown to the reader. */
    toldById: z.string().optional(),
    /** When it was decided; absent: of an earlier release. */
    decidedAt: z.string().optional(),
  }),
  /** Ours, not a callback: one text for many, from nobody. It is decided already; to whom it still goes says MailingBook. */
  z.object({
    kind: z.literal('mail'),
    card: CardSchema,
    /** For the audit: why it is sent, e.g. `deadline.ladder`. */
    purpose: z.string(),
    readers: z.array(ReaderSchema).min(1).max(1000),
    decidedAt: z.string(),
  }),
  /** Ours, not a callback: long work on behalf of `sender`, who is told when it is done (handlers/works). */
  z.object({ kind: z.literal('work'), work: z.string(), args: z.record(z.string(), z.unknown()) }),
  /** Ours, not a callback: what a card tells of is settled, and it says so from now on (LiveCard). */
  z.object({ kind: z.literal('close-card'), liveCardId: z.string() }),
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
  /** The platform's id of the group, where it is said; absent one-to-one. */
  groupId: z.string().optional(),
  happening: HappeningSchema,
  /** The platform's own data for answering later; only the channel that wrote it reads it. */
  handle: z.record(z.string(), z.unknown()),
});
export type InboundEvent = z.infer<typeof InboundEventSchema>;
export type Place = InboundEvent['place'];

/** How a message to somebody begins: which channel brings it, and what that channel needs (Channel.reach). */
export type Reach = Pick<InboundEvent, 'channel' | 'handle'>;

import { z } from 'zod';
import type { Answer, Card } from './card.ts';
import { type ChannelName, channels, type InboundEvent, type Reach, type Sender, SenderSchema } from './event.ts';
import type { MailCall, Mailed, Reader } from './mailing.ts';
import type { Cost } from './pacing.ts';

/** Reads a file on its way to a person (Attachment); null if it is gone. */
export type ReadAttachment = (id: string) => Promise<{ name: string; bytes: Uint8Array } | null>;

/** A card on a platform that can still be changed there (LiveCard). */
export const CardStateSchema = z.object({
  /** Our name of it: DingTalk's outTrackId, WeCom's task_id. */
  card: z.string(),
  /** What it is about from now on; null: it is used and stays as it is. */
  subject: z.string().nullable(),
  /** The channel that changes it, and what that needs. */
  channel: z.enum(channels),
  handle: z.record(z.string(), z.unknown()),
  /** For so long it can be changed; absent: for ever. */
  changeableMs: z.number().optional(),
});
export type CardState = z.infer<typeof CardStateSchema>;

/**
 * What answering an event takes: `inline` goes into the HTTP answer (before its encryption), then `calls` go out in
 * order. Both are the platform's own JSON; it is stored with the job.
 */
export const PlanSchema = z.object({
  inline: z.unknown(),
  calls: z.array(z.unknown()),
  /** What has become of the tapped card, where it can be changed later. */
  tapped: CardStateSchema.optional(),
  /** As at when it was decided, and for whom: what was closed after that is newer than what the cards say. */
  decided: z.object({ at: z.string(), for: SenderSchema }).optional(),
});
export type Plan = z.infer<typeof PlanSchema>;

/** What a call of a plan did beside being taken. */
export interface Sent {
  /** The card that it brought, if that can be changed later. */
  card?: CardState | undefined;
  /** Of a mailing's call: what became of its readers. */
  mailed?: Mailed;
}

/** One kind of conversation on one platform. */
export interface Channel {
  readonly name: ChannelName;
  /** After this many milliseconds the HTTP answer leaves without the decision. */
  readonly decideWithinMs: number;
  /** Whether the platform recognises a call that goes out twice, so that storing the plan first spares a double. */
  readonly recognisesRepeats: boolean;
  /** Who really sent this, where the platform hides it; the sender as it is otherwise. */
  identify(sender: Sender): Promise<Sender>;
  /**
   * What answering takes. `sender` is who `identify` found. `late`: the HTTP answer has left, everything must go through
   * the API. `ref` is the job's id.
   */
  plan(event: InboundEvent, answer: Answer, options: { sender: Sender; late: boolean; ref: string }): Plan;
  /** Makes one call of a plan. @throws PlatformError */
  send(call: unknown): Promise<Sent>;
  /** The limits that a call falls under; of a mailing without those of its readers (`costOf`). */
  costs?(call: unknown): readonly Cost[];
  /** The limit of what one member gets, where the platform has one. */
  costOf?(reader: Reader): Cost;
  /** The calls that bring one card to many, each to as many as the platform takes at once. */
  mail?(readers: readonly Reader[], card: Card, ref: string): MailCall[];
  /**
   * Who has read a mailing's call (Mailed.readKey), by user id; null: the platform does not know any more, or took it back.
   * @throws PlatformError
   */
  readers?(readKey: string): Promise<readonly string[] | null>;
  /** How a message to somebody begins that nobody asked for just now; null if this channel does not reach them. */
  reach?(to: Sender): Reach | null;
  /** The content of a file that was sent to us. @throws PlatformError, UserError if it is larger than `bytesAtMost` */
  fetchFile?(event: InboundEvent, bytesAtMost: number): Promise<Buffer>;
}

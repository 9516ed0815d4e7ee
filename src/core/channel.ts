import { z } from 'zod';
import type { Answer } from './card.ts';
import type { ChannelName, InboundEvent, Reach, Sender } from './event.ts';

/** Reads a file on its way to a person (Attachment); null if it is gone. */
export type ReadAttachment = (id: string) => Promise<{ name: string; bytes: Uint8Array } | null>;

/**
 * What answering an event takes: `inline` goes into the HTTP answer (before its encryption), then `calls` go out in
 * order. Both are the platform's own JSON; it is stored with the job.
 */
export const PlanSchema = z.object({ inline: z.unknown(), calls: z.array(z.unknown()) });
export type Plan = z.infer<typeof PlanSchema>;

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
  send(call: unknown): Promise<void>;
  /** How a message to somebody begins that nobody asked for just now; null if this channel does not reach them. */
  reach?(to: Sender): Reach | null;
  /** The content of a file that was sent to us. @throws PlatformError, UserError if it is larger than `bytesAtMost` */
  fetchFile?(event: InboundEvent, bytesAtMost: number): Promise<Buffer>;
}

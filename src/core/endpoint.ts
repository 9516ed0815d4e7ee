import type { ChannelName, InboundEvent } from './event.ts';

/** An HTTP request to a callback address, the body read and not yet trusted. */
export interface CallbackRequest {
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  now: Date;
}

export interface CallbackReply {
  contentType: string;
  body: string;
}

/** A verified callback. */
export interface Opened {
  event: InboundEvent;
  /** Wraps a plan's `inline` (null: nothing to say) for this very request. */
  reply(inline: unknown): CallbackReply;
}

/** One callback address of a platform. Knows no HTTP server. */
export interface Endpoint {
  /** Below PUBLIC_URL. */
  readonly path: string;
  readonly channel: ChannelName;
  /** Answers the platform's test of the address (GET), which has no time window. @throws Refusal */
  verify?(query: CallbackRequest['query']): CallbackReply;
  /** Verifies and decodes a callback (POST). Returns a reply alone if there is nothing to record. @throws Refusal */
  open(request: CallbackRequest): Opened | CallbackReply;
}

/** A callback is too old, or from too far ahead, after this long (contract: one hour). */
const windowMs = 60 * 60_000;

/** Whether a signed time lies within the window. NaN does not. */
export function isTimely(signedMs: number, now: Date): boolean {
  return Math.abs(now.getTime() - signedMs) <= windowMs;
}

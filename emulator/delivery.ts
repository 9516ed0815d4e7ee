import type { Deps } from './deps.ts';
import type { FaultChannel, Forgery } from './faults.ts';
import type { DeliveryView } from './message-view.ts';
import { type OutboundAnswer, sendOutbound } from './outbound.ts';

/** One callback as it goes over the wire. */
export interface Parcel {
  url: string;
  headers: Record<string, string>;
  body: string;
  decrypted?: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What a platform makes of the bot's answer. */
export interface Reading<Reply> {
  reply?: Reply;
  decrypted?: string;
  error?: string;
  warnings?: string[];
}

export interface Delivery<Reply> {
  channel: FaultChannel;
  timeoutMs: number;
  /** Pause before each repetition; empty = delivered once. */
  delaysMs: readonly number[];
  retryNon200: boolean;
  /** Whether a 200 with an unfit body counts as undelivered too. */
  retryUnfit?: boolean;
  /** A repetition keeps the parcel, or packs the same content anew (nonce, timestamp, ciphertext). */
  repack: boolean;
  /** With a forgery: the same content, wrong in just that. */
  pack(forgery?: Forgery): Parcel;
  /** What can be forged here; only sealed bodies name a receiver. */
  forgeable: readonly Forgery[];
  /** A copy's answer is only judged, never shown; it may say again what the first one said. */
  read(answer: Answer, parcel: Parcel, isCopy: boolean): Reading<Reply>;
  /** Where the progress is shown. */
  view: DeliveryView;
  changed(): void;
}

/** Delivers a callback as the vendor does: waits, repeats, reads the answer; misbehaves when asked to. Never rejects. */
export async function deliver<Reply>(deps: Deps, delivery: Delivery<Reply>): Promise<Reply | undefined> {
  const { channel, view } = delivery;
  if (deps.faults.take('lose-callback', { channel })) {
    return fail(delivery, 'lost on request: never delivered');
  }
  await forgeOnRequest(deps, delivery);
  let parcel = delivery.pack();
  repeatOnRequest(deps, delivery, parcel);
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1 && delivery.repack) parcel = delivery.pack();
    const { reading, failure } = await exchange(deps, delivery, parcel, attempt);
    if (!failure) {
      view.state = reading.error === undefined ? 'answered' : 'failed';
      if (reading.error !== undefined) view.reason = reading.error;
      delivery.changed();
      return reading.reply;
    }
    const delay = delivery.delaysMs[attempt - 1];
    if (delay === undefined || !failure.repeatable) return fail(delivery, failure.why);
    delivery.changed();
    try {
      await deps.wait(delay);
    } catch {
      return fail(delivery, 'the emulator stopped');
    }
  }
}

function fail<Reply>(delivery: Delivery<Reply>, reason: string): undefined {
  delivery.view.state = 'failed';
  delivery.view.reason = reason;
  delivery.changed();
  return undefined;
}

async function exchange<Reply>(deps: Deps, delivery: Delivery<Reply>, parcel: Parcel, attempt: number) {
  const at = deps.clock.now();
  const answer = await send(deps, delivery, parcel);
  const lost = answer.ok && deps.faults.take('drop-response', { channel: delivery.channel }) !== undefined;
  const reading = answer.ok && answer.status === 200 ? delivery.read(answer, parcel, false) : {};
  const failure = failureOf(answer, lost, reading, delivery);
  const error = failure?.why ?? reading.error;
  const entry = record(deps, delivery.channel, parcel, { at, attempt, answer, reading, error });
  delivery.view.attempts.push({
    at,
    ms: answer.ms,
    wire: entry.seq,
    ...(answer.ok ? { status: answer.status } : {}),
    ...(error === undefined ? {} : { error }),
  });
  return { reading, failure };
}

function failureOf<Reply>(answer: OutboundAnswer, lost: boolean, reading: Reading<Reply>, delivery: Delivery<Reply>) {
  if (!answer.ok) return { why: answer.error, repeatable: true };
  if (lost) return { why: 'the answer was lost on request', repeatable: true };
  if (answer.status !== 200) return { why: `HTTP status ${answer.status}`, repeatable: delivery.retryNon200 };
  if (reading.error !== undefined && delivery.retryUnfit) return { why: reading.error, repeatable: true };
  return undefined;
}

function record<Reply>(
  deps: Deps,
  channel: string,
  parcel: Parcel,
  outcome: {
    at: number;
    attempt: number;
    answer: OutboundAnswer;
    reading: Reading<Reply>;
    error?: string | undefined;
    note?: string;
  },
) {
  const { answer, reading, error, note } = outcome;
  const warnings = [...(note === undefined ? [] : [note]), ...(reading.warnings ?? [])];
  return deps.wire.add({
    at: outcome.at,
    direction: 'callback',
    channel,
    attempt: outcome.attempt,
    request: {
      method: 'POST',
      url: parcel.url,
      headers: parcel.headers,
      body: parcel.body,
      ...(parcel.decrypted === undefined ? {} : { decrypted: parcel.decrypted }),
    },
    ...(answer.ok
      ? {
          response: {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
            ...(reading.decrypted === undefined ? {} : { decrypted: reading.decrypted }),
          },
        }
      : {}),
    ms: answer.ms,
    ...(error === undefined ? {} : { error }),
    ...(warnings.length > 0 ? { warnings } : {}),
  });
}

/** Extra copies of a callback; what the bot answers to them is logged and not shown, as a platform has one answer already. */
function repeatOnRequest<Reply>(deps: Deps, delivery: Delivery<Reply>, first: Parcel): void {
  const fault = deps.faults.take('repeat', { channel: delivery.channel });
  if (!fault) return;
  for (let copy = 1; copy <= fault.times; copy += 1) {
    deps.background(async () => {
      await deps.wait(fault.afterMs);
      const parcel = fault.nonce === 'fresh' ? delivery.pack() : first;
      const at = deps.clock.now();
      const answer = await send(deps, delivery, parcel);
      const reading = answer.ok && answer.status === 200 ? delivery.read(answer, parcel, true) : {};
      const error = failureOf(answer, false, reading, delivery)?.why ?? reading.error;
      const note = `copy ${copy} on request (${fault.nonce} nonce)`;
      record(deps, delivery.channel, parcel, { at, attempt: 1, answer, reading, error, note });
    });
  }
}

/** How old a stale forgery is: beyond the hour that 钉钉 接收消息 names, the widest window of all these callbacks. */
export const STALE_MS = 3_660_000;

/** Sends a forgery first; whoever answers it with anything but a 4xx believes strangers. */
async function forgeOnRequest<Reply>(deps: Deps, delivery: Delivery<Reply>): Promise<void> {
  const { channel, forgeable } = delivery;
  const fault = deps.faults.take('forge', { channel }, ({ what }) => forgeable.includes(what));
  if (!fault) return;
  const parcel = delivery.pack(fault.what);
  const at = deps.clock.now();
  const answer = await send(deps, delivery, parcel);
  const isRefused = answer.ok && answer.status >= 400 && answer.status < 500;
  const got = answer.ok ? `HTTP status ${answer.status}` : answer.error;
  const error = isRefused ? undefined : `a forged callback (${fault.what}) was not refused: ${got} instead of 4xx`;
  const note = `forgery on request (${fault.what})`;
  record(deps, channel, parcel, { at, attempt: 1, answer, reading: {}, error, note });
}

function send<Reply>(deps: Deps, delivery: Delivery<Reply>, parcel: Parcel): Promise<OutboundAnswer> {
  const { url, headers, body } = parcel;
  return sendOutbound({ method: 'POST', url, headers, body, timeoutMs: delivery.timeoutMs, signal: deps.stopping });
}

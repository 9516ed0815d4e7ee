import type { Answer } from '../core/card.ts';
import type { Channel } from '../core/channel.ts';
import type { ChannelName, InboundEvent } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Outcome } from './deliveries.ts';
import type { OutcomeName } from './work.ts';

/**
 * A message that cannot be recorded is told so to who sent it: nothing came of it, and they may say it again. Nothing of
 * this is stored, nor does it wait for its turn, which is kept in the database.
 */
export function createTellUnrecorded(options: {
  channelOf(event: InboundEvent): Channel;
  unrecorded(ref: string): Answer;
  log: Log;
  onOutcome?: ((channel: ChannelName, outcome: OutcomeName) => void) | undefined;
  track(id: string, work: Promise<void>): void;
}) {
  const { channelOf, unrecorded, log, onOutcome, track } = options;

  /** @throws the error, where nobody waits for an answer: the platform delivers it again */
  return (id: string, event: InboundEvent, error: unknown): Outcome => {
    const { sender, happening } = event;
    log.error({ err: error, job: id, channel: event.channel }, 'could not record');
    onOutcome?.(event.channel, 'failed');
    if (!sender || !asks.has(happening.kind)) throw error;
    const channel = channelOf(event);
    const planned = (late: boolean) => channel.plan(event, unrecorded(id), { sender, late, ref: id });
    async function send(calls: readonly unknown[]): Promise<void> {
      for (const call of calls) await channel.send(call);
    }
    return {
      job: id,
      inline: planned(false).inline,
      settled: (left) => track(id, send(planned(!left).calls)),
    };
  };
}

/** Of what somebody waits for an answer to. */
const asks: ReadonlySet<InboundEvent['happening']['kind']> = new Set(['text', 'tap', 'file', 'unreadable']);

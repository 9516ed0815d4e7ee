import type { CardState, Channel, Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import type { ChannelName, InboundEvent } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Pacer } from '../core/pacing.ts';
import type { JobStore } from '../store/jobs.ts';
import { patiently } from './patiently.ts';
import type { PutOff } from './put-off.ts';
import type { OnSent, OutcomeName, RememberCard, Work } from './work.ts';

export interface CarryOut {
  /** Makes the calls of a plan that are not out yet, in order, and closes the job. Puts it off if it cannot go on now. */
  send(work: Work, plan: Plan, sent: number): Promise<void>;
}

export function createCarryOut(options: {
  jobs: JobStore;
  channelOf(event: InboundEvent): Channel;
  pacer: Pacer;
  putOff: PutOff;
  /** Until when a job is held from now. */
  heldUntil(): Date;
  clock: Clock;
  log: Log;
  onOutcome?: ((channel: ChannelName, outcome: OutcomeName) => void) | undefined;
  onSent?: OnSent | undefined;
  rememberCard?: RememberCard | undefined;
}): CarryOut {
  const { jobs, channelOf, pacer, putOff, heldUntil, clock, log, onOutcome, onSent, rememberCard } = options;

  /** Makes one call. @returns the refusal if it will never be taken, so that the calls behind it still go out */
  async function make({ id, event }: Work, call: unknown, plan: Plan): Promise<PlatformError | null> {
    try {
      const { card } = await channelOf(event).send(call);
      await remember(id, card, plan);
      return null;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable || error.trouble) throw error;
      if (event.happening.kind === 'close-card') {
        log.info({ err: error, job: id, channel: event.channel }, 'card cannot be changed any more');
        return null;
      }
      log.error({ err: error, job: id, channel: event.channel }, 'call refused');
      return error;
    }
  }

  /** A card that nobody remembers stays as it is, which is no reason to send it again. */
  async function remember(ref: string, card: CardState | undefined, { decided }: Plan): Promise<void> {
    if (!card || !decided) return;
    try {
      await rememberCard?.(card, { ref, for: decided.for, decidedAt: new Date(decided.at) });
    } catch (error) {
      log.error({ err: error, job: ref }, 'card not remembered');
    }
  }

  async function finish({ id, event }: Work, { inline, calls }: Plan): Promise<void> {
    // What nothing was sent of is no message.
    let isRecorded = calls.length === 0;
    await patiently(
      async () => {
        // First: a message that could not be recorded is rather sent again than never recorded.
        if (!isRecorded) await onSent?.({ jobId: id, event, taken: true });
        isRecorded = true;
        await jobs.finish(id, { inline, now: clock.now() });
      },
      { job: id, log },
    );
    onOutcome?.(event.channel, 'answered');
  }

  return {
    async send(work, plan, sent) {
      const { id, event } = work;
      let out = sent;
      let refusal: PlatformError | null = null;
      const mark = async () => {
        const isOurs = await jobs.progress(id, { plan, sent: out, heldUntil: heldUntil() });
        // Our time lapsed (a stalled process, clocks apart) and somebody else goes on where we are.
        if (!isOurs) log.warn({ job: id }, 'another process has taken over');
        return isOurs;
      };
      try {
        if (sent === 0) await remember(id, plan.tapped, plan);
        if (plan.calls.length > out && channelOf(event).recognisesRepeats && !(await mark())) return;
        while (out < plan.calls.length) {
          const costs = channelOf(event).costs?.(plan.calls[out]) ?? [];
          const notBefore = await pacer.turn(costs, { urgent: isUrgent(event) });
          if (notBefore) return await putOff.until(work, { plan, sent: out, dueAt: notBefore });
          refusal = (await make(work, plan.calls[out], plan)) ?? refusal;
          out += 1;
          if (out < plan.calls.length && !(await patiently(mark, { job: id, log }))) return;
        }
      } catch (error) {
        return putOff.failed(work, { plan, sent: out, error });
      }
      if (refusal) await putOff.giveUp(work, refusal.message);
      else await finish(work, plan);
    },
  };
}

/** Somebody waits for it; nobody does for what is told of our own accord. */
function isUrgent({ happening }: InboundEvent): boolean {
  return happening.kind !== 'deliver' && happening.kind !== 'close-card';
}

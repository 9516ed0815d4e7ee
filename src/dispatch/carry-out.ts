import { setTimeout as delay } from 'node:timers/promises';
import type { CardState, Channel, Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import type { ChannelName, InboundEvent, Sender } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { backoffMs, triesAtMost } from '../jobs/backoff.ts';
import type { JobStore } from '../store/jobs.ts';

/**
 * What became of a callback. answered, failed, recorded: how it ended (failed: a call was refused or given up; recorded:
 * of a kind nobody knows). repeated, late, postponed: what happened on the way.
 */
export type OutcomeName = 'answered' | 'failed' | 'recorded' | 'repeated' | 'late' | 'postponed';

/** A job in this process's hands. */
export interface Work {
  id: string;
  event: InboundEvent;
  /** Tries before this one. */
  attempts: number;
}

/** Keeps in mind what a card on a platform is about. */
export type RememberCard = (card: CardState, decided: { ref: string; for: Sender; decidedAt: Date }) => Promise<void>;

export interface CarryOut {
  /** Makes the calls of a plan that are not out yet, in order, and closes the job. Puts it off if it cannot go on now. */
  send(work: Work, plan: Plan, sent: number): Promise<void>;
  /** Something failed: the job is tried again later, or given up after the last try. `plan` null: not decided yet. */
  putOff(work: Work, failure: { plan: Plan | null; sent: number; error: unknown }): Promise<void>;
}

/** Pauses before writing once more that an answer is out. */
const finishAgainMs = [100, 500, 2_000];

export function createCarryOut(options: {
  jobs: JobStore;
  channelOf(event: InboundEvent): Channel;
  /** Until when a job is held from now. */
  heldUntil(): Date;
  clock: Clock;
  log: Log;
  onOutcome?: ((channel: ChannelName, outcome: OutcomeName) => void) | undefined;
  onSent?: ((sent: { jobId: string; event: InboundEvent; taken: boolean }) => Promise<void>) | undefined;
  rememberCard?: RememberCard | undefined;
}): CarryOut {
  const { jobs, channelOf, heldUntil, clock, log, onOutcome, onSent, rememberCard } = options;

  /** Makes one call. @returns the refusal if it will never be taken, so that the calls behind it still go out */
  async function make({ id, event }: Work, call: unknown, plan: Plan): Promise<PlatformError | null> {
    try {
      const { card } = await channelOf(event).send(call);
      await remember(id, card, plan);
      return null;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable) throw error;
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

  /** Before the job is closed: a message that could not be recorded is rather sent again than never recorded. */
  async function recordSent({ id: jobId, event }: Work, taken: boolean): Promise<void> {
    await onSent?.({ jobId, event, taken });
  }

  /** An answer that is out and not written down would be given again: a passing failure of the database is waited for. */
  async function finish(work: Work, { inline, calls }: Plan): Promise<void> {
    const { id, event } = work;
    // What nothing was sent of is no message.
    let isRecorded = calls.length === 0;
    for (let tries = 0; ; tries += 1) {
      try {
        if (!isRecorded) await recordSent(work, true);
        isRecorded = true;
        await jobs.finish(id, { inline, now: clock.now() });
        break;
      } catch (error) {
        const pauseMs = finishAgainMs[tries];
        if (pauseMs === undefined) throw error;
        log.warn({ err: error, job: id }, 'could not write down that the answer is out');
        await delay(pauseMs);
      }
    }
    onOutcome?.(event.channel, 'answered');
  }

  async function giveUp(work: Work, error: string): Promise<void> {
    const { id, event } = work;
    onOutcome?.(event.channel, 'failed');
    await recordSent(work, false);
    await jobs.fail(id, { error, now: clock.now() });
  }

  const putOff: CarryOut['putOff'] = async (work, { plan, sent, error }) => {
    const { id, event, attempts } = work;
    const { channel } = event;
    if (attempts + 1 >= triesAtMost) {
      log.error({ err: error, job: id, channel }, 'given up');
      return giveUp(work, messageOf(error));
    }
    const dueAt = new Date(clock.now().getTime() + backoffMs(attempts));
    log.warn({ err: error, job: id, channel, dueAt }, 'put off');
    onOutcome?.(channel, 'postponed');
    await jobs.postpone(id, { plan, sent, error: messageOf(error), dueAt });
  };

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
          refusal = (await make(work, plan.calls[out], plan)) ?? refusal;
          out += 1;
          if (out < plan.calls.length && !(await mark())) return;
        }
      } catch (error) {
        return putOff(work, { plan, sent: out, error });
      }
      if (refusal) await giveUp(work, refusal.message);
      else await finish(work, plan);
    },
    putOff,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

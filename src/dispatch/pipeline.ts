import type { Answer } from '../core/card.ts';
import type { Channel, Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import type { ChannelName, InboundEvent, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { backoffMs, triesAtMost } from '../jobs/backoff.ts';
import type { Job, JobStore } from '../store/jobs.ts';
import type { Decide } from './decide.ts';

/** What goes into the HTTP answer of a callback. */
export interface Outcome {
  /** The plan's inline part; null says: received. */
  inline: unknown;
  /** To be called once: did the answer leave? What has to follow it starts then. */
  settled(left: boolean): void;
}

export interface Pipeline {
  /** Records an event, decides it within the channel's time and says what to answer. @throws if it cannot be recorded */
  receive(event: InboundEvent): Promise<Outcome>;
  /** Takes up a job that is due: decides it if that is still to be done, and sends what is not out. False: somebody has it. */
  resume(job: Job): Promise<boolean>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
}

export interface PipelineOptions {
  jobs: JobStore;
  channels: ReadonlyMap<ChannelName, Channel>;
  decide: Decide;
  /** What is said when an answer cannot be drawn: our bug, with the reference for the log. */
  apologise(ref: string): Answer;
  clock: Clock;
  log: Log;
  onOutcome?: (channel: ChannelName, outcome: 'answered' | 'late' | 'repeated' | 'postponed' | 'failed') => void;
}

/** How long a process holds a job it works on. Longer than any call may take; a dead process's jobs lapse after it. */
const holdMs = 60_000;

const nothing: Outcome = { inline: null, settled: () => undefined };

export function createPipeline(options: PipelineOptions): Pipeline {
  const { jobs, channels, decide, apologise, clock, log, onOutcome } = options;
  /** What this process is deciding, by key: a repeated callback waits for the same answer. */
  const deciding = new Map<string, Promise<unknown>>();
  /** The jobs this process works on, whatever the clock says of their time. */
  const held = new Set<string>();
  const working = new Set<Promise<void>>();

  const heldUntil = () => new Date(clock.now().getTime() + holdMs);

  function track(id: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error, job: id }, 'job left for another try'))
      .finally(() => {
        held.delete(id);
        working.delete(tracked);
      });
    working.add(tracked);
  }

  function channelOf(event: InboundEvent): Channel {
    const channel = channels.get(event.channel);
    if (!channel) throw new Error(`no channel ${event.channel}`);
    return channel;
  }

  /** Who sent it, what it is answered with, and what that takes. */
  async function makePlan(event: InboundEvent, ref: string): Promise<(late: boolean) => Plan> {
    const channel = channelOf(event);
    const sender: Sender | null = event.sender && (await channel.identify(event.sender));
    const answer = await decide(event, sender, ref);
    return (late) => {
      if (!sender) return { inline: null, calls: [] };
      try {
        return channel.plan(event, answer, { sender, late, ref });
      } catch (error) {
        log.error({ err: error, ref, channel: event.channel }, 'could not draw the answer');
        return channel.plan(event, apologise(ref), { sender, late, ref });
      }
    };
  }

  /** Sends what is not out yet and closes the job; puts it off if the platform cannot take it now. */
  async function carryOut(id: string, event: InboundEvent, plan: Plan, sent: number, attempts: number): Promise<void> {
    const channel = channelOf(event);
    let out = sent;
    try {
      if (plan.calls.length > out && channel.recognisesRepeats) {
        await jobs.progress(id, { plan, sent: out, heldUntil: heldUntil() });
      }
      while (out < plan.calls.length) {
        await channel.send(plan.calls[out]);
        out += 1;
        if (out < plan.calls.length) await jobs.progress(id, { plan, sent: out, heldUntil: heldUntil() });
      }
    } catch (error) {
      return putOff(id, { event, plan, sent: out, attempts, error });
    }
    await jobs.finish(id, { inline: plan.inline, now: clock.now() });
  }

  async function putOff(
    id: string,
    {
      event,
      plan,
      sent,
      attempts,
      error,
    }: { event: InboundEvent; plan: Plan; sent: number; attempts: number; error: unknown },
  ): Promise<void> {
    const { channel } = event;
    const message = error instanceof Error ? error.message : String(error);
    const canRetry = !(error instanceof PlatformError) || error.retryable;
    const now = clock.now();
    if (canRetry && attempts + 1 < triesAtMost) {
      const dueAt = new Date(now.getTime() + backoffMs(attempts));
      log.warn({ err: error, job: id, channel, dueAt }, 'sending put off');
      onOutcome?.(channel, 'postponed');
      await jobs.postpone(id, { plan, sent, error: message, dueAt });
    } else {
      log.error({ err: error, job: id, channel }, 'sending given up');
      onOutcome?.(channel, 'failed');
      await jobs.fail(id, { error: message, now });
    }
  }

  /** Decides what was recorded and answers in time, or says that it was received and answers afterwards. */
  async function answer(id: string, event: InboundEvent, attempts: number): Promise<Outcome> {
    held.add(id);
    const planning = makePlan(event, id);
    const { decideWithinMs } = channelOf(event);
    const plans = await within(planning, decideWithinMs).catch((error: unknown) => {
      // Recorded and not decided: once its time has lapsed the worker takes it up, if this process does not sit on it.
      held.delete(id);
      throw error;
    });
    if (!plans) {
      if (decideWithinMs > 0) onOutcome?.(event.channel, 'late');
      track(
        id,
        planning.then((late) => carryOut(id, event, late(true), 0, attempts)),
      );
      return nothing;
    }
    const plan = plans(false);
    return {
      inline: plan.inline,
      settled: (left) => {
        onOutcome?.(event.channel, left ? 'answered' : 'late');
        // The platform hung up before it had the answer: the answer goes out by the other way.
        track(id, carryOut(id, event, left ? plan : plans(true), 0, attempts));
      },
    };
  }

  /** A callback whose key is known: the stored answer, or the answer if whoever had it is gone. */
  async function repeated(event: InboundEvent): Promise<Outcome> {
    onOutcome?.(event.channel, 'repeated');
    const job = await jobs.find(event.key);
    if (job?.state === 'done') return { ...nothing, inline: job.plan?.inline ?? null };
    if (!job || job.plan || !(await jobs.claim(job, { now: clock.now(), heldUntil: heldUntil() }))) return nothing;
    return answer(job.id, event, job.attempts + 1);
  }

  async function receive(event: InboundEvent): Promise<Outcome> {
    const id = newId();
    if (event.happening.kind === 'unknown') {
      await jobs.recordOnly({ id, event, now: clock.now() });
      return nothing;
    }
    const isNew = await jobs.record({ id, event, now: clock.now(), heldUntil: heldUntil() });
    return isNew ? answer(id, event, 0) : repeated(event);
  }

  return {
    async receive(event) {
      const before = deciding.get(event.key);
      if (before) {
        onOutcome?.(event.channel, 'repeated');
        return { ...nothing, inline: await before };
      }
      const outcome = receive(event);
      const inline = outcome.then((result) => result.inline);
      // If it fails and nobody waits beside us, our own `await` below is enough.
      inline.catch(() => undefined);
      deciding.set(event.key, inline);
      try {
        return await outcome;
      } finally {
        deciding.delete(event.key);
      }
    },

    async resume(job) {
      const { id, event, sent, attempts } = job;
      if (held.has(id) || !(await jobs.claim(job, { now: clock.now(), heldUntil: heldUntil() }))) return false;
      // Whatever it is that never comes to an end: not for ever.
      if (attempts >= triesAtMost) {
        await jobs.fail(id, { error: 'taken up too often', now: clock.now() });
        return true;
      }
      held.add(id);
      const work = (async () => {
        const plan = job.plan ?? (await makePlan(event, id))(true);
        await carryOut(id, event, plan, sent, attempts + 1);
      })();
      track(id, work);
      await work.catch(() => undefined);
      return true;
    },

    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

/** The value, or undefined if it is not there after so many milliseconds. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === 0) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

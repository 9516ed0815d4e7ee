import type { Answer } from '../core/card.ts';
import type { Channel, Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { ChannelName, InboundEvent, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { MailingBook } from '../core/mailing.ts';
import type { Pacer } from '../core/pacing.ts';
import { within } from '../core/within.ts';
import { holdMs, triesAtMost } from '../jobs/backoff.ts';
import type { Job, JobStore } from '../store/jobs.ts';
import { createCarryMail } from './carry-mail.ts';
import { createCarryOut } from './carry-out.ts';
import type { Decide } from './decide.ts';
import { createDeliveries, type Outcome } from './deliveries.ts';
import { createNoteDown } from './note-down.ts';
import { createPutOff } from './put-off.ts';
import { recordPatiently } from './record-patiently.ts';
import { createTellUnrecorded } from './tell-unrecorded.ts';
import type { OnSent, OutcomeName, RememberCard, Reported, Work } from './work.ts';

export interface Pipeline {
  /**
   * Records an event, decides it within the channel's time and says what to answer.
   * @throws if it could not be recorded so far: the platform is to deliver it again
   */
  receive(event: InboundEvent): Promise<Outcome>;
  /** Takes up a job that is due: decides it if that is still to be done, and sends what is not out. False: somebody has it. */
  resume(job: Job): Promise<boolean>;
  /** Holds on to what this process is working on. To be called well within a minute. */
  keep(): Promise<void>;
  /** The ids of what this process is working on. */
  held(): readonly string[];
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
}

export interface PipelineOptions {
  jobs: JobStore;
  channels: ReadonlyMap<ChannelName, Channel>;
  decide: Decide;
  /** What is said when an answer cannot be drawn: our bug, with the reference for the log. */
  apologise(ref: string): Answer;
  /** What is said when a message cannot be recorded: nothing came of it. */
  unrecorded(ref: string): Answer;
  pacer: Pacer;
  /** To whom a mailing still goes; without it none goes out. */
  book?: MailingBook;
  clock: Clock;
  log: Log;
  onOutcome?: (channel: ChannelName, outcome: OutcomeName) => void;
  /** Called before the job is closed. */
  onSent?: OnSent;
  rememberCard?: RememberCard;
  /** Called for every job that waits for it. */
  onTrouble?: (reported: Reported) => void;
}

/** Somebody waits for long work: after so many tries they are told that it did not work out, and can ask again. */
const workTriesAtMost = 3;

const nothing: Outcome = { job: null, inline: null, settled: () => undefined };

export function createPipeline(options: PipelineOptions): Pipeline {
  const { jobs, channels, decide, apologise, book, clock, log, onOutcome } = options;
  /** The jobs this process works on, whatever the clock says of their time. */
  const held = new Set<string>();
  const working = new Set<Promise<void>>();

  const heldUntil = () => new Date(clock.now().getTime() + holdMs);
  const noteDown = createNoteDown({ ...options, book });
  const putOff = createPutOff({ ...options, book, noteDown });
  const { send } = createCarryOut({ ...options, channelOf, putOff, heldUntil });
  const carryMail = createCarryMail({ ...options, channelOf, book, putOff, noteDown, heldUntil });
  const tellUnrecorded = createTellUnrecorded({ ...options, channelOf, track });
  const deliveries = createDeliveries({ receive, onRepeated: ({ channel }) => onOutcome?.(channel, 'repeated') });

  function channelOf(event: InboundEvent): Channel {
    const channel = channels.get(event.channel);
    if (!channel) throw new Error(`no channel ${event.channel}`);
    return channel;
  }

  /** Goes on with a job beside whatever called. It stays held until this has ended, well or badly. */
  function track(id: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error, job: id }, 'job left for another try'))
      .finally(() => {
        held.delete(id);
        working.delete(tracked);
      });
    working.add(tracked);
  }

  /** Who sent it, what it is answered with, and what that takes. */
  async function makePlan({ event, id: ref, attempts }: Work): Promise<(late: boolean) => Plan> {
    const channel = channelOf(event);
    const sender: Sender | null = event.sender && (await channel.identify(event.sender));
    const at = decidedAt(event) ?? clock.now().toISOString();
    const answer = await decide(event, sender, ref, {
      again: attempts > 0,
      last: attempts + 1 >= workTriesAtMost,
      fetchFile: fetcher(channel, event),
    });
    return (late) => {
      if (!sender) return { inline: null, calls: [] };
      try {
        return { ...channel.plan(event, answer, { sender, late, ref }), decided: { at, for: sender } };
      } catch (error) {
        log.error({ err: error, ref, channel: event.channel }, 'could not draw the answer');
        return channel.plan(event, apologise(ref), { sender, late, ref });
      }
    };
  }

  /** Goes on with a plan that the HTTP answer did not wait for. */
  async function afterwards(work: Work, planning: ReturnType<typeof makePlan>): Promise<void> {
    let plan: Plan;
    try {
      plan = (await planning)(true);
    } catch (error) {
      return putOff.failed(work, { plan: null, sent: 0, error });
    }
    await send(work, plan, 0);
  }

  /** Decides what was recorded and answers in time, or says that it was received and answers afterwards. */
  async function answer(work: Work): Promise<Outcome> {
    const { id, event } = work;
    const { decideWithinMs } = channelOf(event);
    const planning = makePlan(work);
    // Who speaks could not be found out: that is for later, as it is when it takes too long.
    const plans = await within(planning, decideWithinMs).catch(() => undefined);
    if (!plans) {
      if (decideWithinMs > 0) onOutcome?.(event.channel, 'late');
      track(id, afterwards(work, planning));
      return { ...nothing, job: id };
    }
    const plan = plans(false);
    return {
      job: id,
      inline: plan.inline,
      settled: (left) => {
        if (!left) onOutcome?.(event.channel, 'late');
        // The platform hung up before it had the answer: the answer goes out by the other way.
        track(id, left ? send(work, plan, 0) : afterwards(work, planning));
      },
    };
  }

  /** Makes a job ours: holds it from before the database is asked, and lets go if the answer is no. */
  async function take(id: string, ask: () => Promise<boolean>): Promise<boolean> {
    held.add(id);
    let isOurs = false;
    try {
      isOurs = await ask();
    } finally {
      if (!isOurs) held.delete(id);
    }
    return isOurs;
  }

  /** What came with the batch is ours already. */
  const claim = (job: Job) =>
    take(job.id, async () => job.isOurs ?? jobs.claim(job, { now: clock.now(), heldUntil: heldUntil() }));

  /** A callback whose key is known: the stored answer, or the answer if whoever had it is gone. */
  async function repeated(event: InboundEvent): Promise<Outcome> {
    onOutcome?.(event.channel, 'repeated');
    const job = await jobs.find(event.key);
    if (job?.state === 'done') return { ...nothing, job: job.id, inline: job.plan?.inline ?? null };
    if (!job || job.plan || held.has(job.id) || !(await claim(job))) return nothing;
    return answer({ id: job.id, event, attempts: job.attempts + 1, recordedAt: job.recordedAt });
  }

  async function receive(event: InboundEvent): Promise<Outcome> {
    const id = newId();
    if (event.happening.kind === 'unknown') {
      log.warn({ job: id, channel: event.channel, what: event.happening.what }, 'recorded, of no known kind');
      onOutcome?.(event.channel, 'recorded');
      await jobs.recordOnly({ id, event, now: clock.now() });
      return { ...nothing, job: id };
    }
    const now = clock.now();
    const record = () => jobs.record({ id, event, now, heldUntil: heldUntil() });
    let isNew: boolean;
    try {
      isNew = await take(id, () => recordPatiently(record, { job: id, log }));
    } catch (error) {
      return tellUnrecorded(id, event, error);
    }
    return isNew ? answer({ id, event, attempts: 0, recordedAt: now }) : repeated(event);
  }

  function goOn({ id, event, plan, sent, attempts, recordedAt }: Job): Promise<void> {
    const work: Work = { id, event, attempts: attempts + 1, recordedAt };
    // Whatever it is that never comes to an end (it may be what kills us): not for ever.
    if (attempts >= triesAtMost) return putOff.failed(work, { plan, sent, error: new Error('taken up too often') });
    if (event.happening.kind === 'mail') return carryMail(work, event.happening, { plan, sent });
    return plan ? send(work, plan, sent) : afterwards(work, makePlan(work));
  }

  return {
    receive: deliveries.take,

    async resume(job) {
      if (held.has(job.id) || !(await claim(job))) return false;
      const done = goOn(job);
      track(job.id, done);
      await done.catch(() => undefined);
      return true;
    },

    async keep() {
      if (held.size > 0) await jobs.hold([...held], heldUntil());
    },

    held: () => [...held],

    async idle() {
      do {
        await deliveries.idle();
        await Promise.all(working);
      } while (working.size > 0);
    },
  };
}

function fetcher(channel: Channel, event: InboundEvent): (bytesAtMost: number) => Promise<Buffer> {
  return (bytesAtMost) => {
    if (!channel.fetchFile) throw new Error(`no files come through ${channel.name}`);
    return channel.fetchFile(event, bytesAtMost);
  };
}

/** What is told was decided before it was recorded to be told. */
function decidedAt({ happening }: InboundEvent): string | undefined {
  return happening.kind === 'deliver' ? happening.decidedAt : undefined;
}

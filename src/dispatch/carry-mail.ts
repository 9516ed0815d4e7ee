import type { Channel, Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import type { ChannelName, InboundEvent } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { type MailCall, MailCallSchema, type Mailed, type MailingBook, type Reader } from '../core/mailing.ts';
import type { Pacer } from '../core/pacing.ts';
import type { JobStore } from '../store/jobs.ts';
import type { NoteDown } from './note-down.ts';
import type { PutOff } from './put-off.ts';
import type { OutcomeName, RememberCard, Work } from './work.ts';

type Mail = Extract<InboundEvent['happening'], { kind: 'mail' }>;

/** Brings one text to those whose promises still stand, and closes the job. `stored` is what an earlier try had drawn. */
export type CarryMail = (work: Work, mail: Mail, stored: { plan: Plan | null; sent: number }) => Promise<void>;

export function createCarryMail(options: {
  jobs: JobStore;
  channelOf(event: InboundEvent): Channel;
  book: MailingBook | undefined;
  pacer: Pacer;
  putOff: PutOff;
  noteDown: NoteDown;
  heldUntil(): Date;
  clock: Clock;
  log: Log;
  onOutcome?: ((channel: ChannelName, outcome: OutcomeName) => void) | undefined;
  rememberCard?: RememberCard | undefined;
}): CarryMail {
  const { jobs, channelOf, book, pacer, putOff, noteDown, heldUntil, clock, log, onOutcome, rememberCard } = options;

  /** Those whose turn it is. Above its limit a platform drops messages without a word, so who has had too many waits. */
  async function whoseTurn(
    channel: Channel,
    readers: readonly Reader[],
  ): Promise<{ now: Reader[]; wait: Date | null }> {
    const { costOf } = channel;
    const [first] = readers;
    if (!costOf || !first) return { now: [...readers], wait: null };
    const free = await pacer.turns(readers.map(costOf));
    const now = readers.filter((reader) => free.has(costOf(reader).key));
    return {
      now,
      wait: now.length === readers.length ? null : new Date(clock.now().getTime() + waitMs(costOf(first))),
    };
  }

  /**
   * What an earlier try drew and did not bring out goes out as it was: what recognises a repeat then recognises it. Drawn
   * anew are those whose call had somebody in it who is not to be told any more.
   */
  async function draw({ id, event }: Work, { readers, card }: Mail, stored: { plan: Plan | null; sent: number }) {
    if (!book) throw new Error('no book of promises');
    const channel = channelOf(event);
    if (!channel.mail) throw new Error(`no mail through ${channel.name}`);
    const open = await book.begin(id, readers, clock.now());
    const isOpen = new Set(open.map(({ reminderId }) => reminderId));
    const kept = (stored.plan?.calls ?? [])
      .slice(stored.sent)
      .map((call) => MailCallSchema.parse(call))
      .filter((call) => call.readers.every(({ reminderId }) => isOpen.has(reminderId)));
    const inKept = new Set(kept.flatMap((call) => call.readers.map(({ reminderId }) => reminderId)));
    const { now, wait } = await whoseTurn(
      channel,
      open.filter(({ reminderId }) => !inKept.has(reminderId)),
    );
    const drawn = now.length > 0 ? channel.mail(now, card, id) : [];
    return { calls: [...kept, ...drawn], wait };
  }

  /** Makes one call. Refused for good: so is everybody in it. @throws PlatformError for what may be tried again */
  async function make({ id, event }: Work, { decidedAt }: Mail, call: MailCall) {
    try {
      const { card, mailed } = await channelOf(event).send(call);
      const [reader] = call.readers;
      if (card && reader) {
        const decided = { ref: id, for: reader.to, decidedAt: new Date(decidedAt) };
        // A card that nobody remembers stays as it is, which is no reason to send it again.
        await rememberCard?.(card, decided).catch((error: unknown) => {
          log.error({ err: error, job: id }, 'card not remembered');
        });
      }
      return { mailed: mailed ?? ofAll(call.readers), refusal: null };
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable || error.trouble) throw error;
      log.error({ err: error, job: id, channel: event.channel }, 'call refused');
      const refused = call.readers.map((reader) => ({ reader, why: 'refused' as const }));
      return { mailed: { ...ofAll([]), refused }, refusal: error };
    }
  }

  return async (work, mail, stored) => {
    const { id, event } = work;
    let { plan, sent: out } = stored;
    let refusal: PlatformError | null = null;
    let isHeldBack = false;
    let wait: Date | null = null;
    try {
      const channel = channelOf(event);
      // What was held up all day does not ring at night; by the morning the book says whether it still goes.
      const notBefore = await book?.notBefore(mail.readers, clock.now());
      if (notBefore) return await putOff.until(work, { plan, sent: out, dueAt: notBefore });
      const drawn = await draw(work, mail, stored);
      const { calls } = drawn;
      ({ wait } = drawn);
      plan = { inline: null, calls };
      out = 0;
      const isOurs = () => jobs.progress(id, { plan: { inline: null, calls }, sent: out, heldUntil: heldUntil() });
      if (calls.length > 0 && channel.recognisesRepeats && !(await isOurs())) return;
      for (const call of calls) {
        const notBefore = await pacer.turn(channel.costs?.(call) ?? [], { urgent: false });
        if (notBefore) return await putOff.until(work, { plan, sent: out, dueAt: notBefore });
        const made = await make(work, mail, call);
        await noteDown(work, made.mailed);
        refusal = made.refusal ?? refusal;
        isHeldBack ||= made.mailed.later.length > 0;
        out += 1;
        if (out < calls.length && !(await isOurs())) return;
      }
    } catch (error) {
      return putOff.failed(work, { plan, sent: out, error });
    }
    // The plan is out; whoever is left gets another.
    const anew = { plan: null, sent: 0 };
    if (isHeldBack) return putOff.failed(work, { ...anew, error: flowControl() });
    if (wait) return putOff.until(work, { ...anew, dueAt: wait });
    if (refusal) return putOff.giveUp(work, refusal.message);
    await jobs.finish(id, { inline: null, now: clock.now() });
    onOutcome?.(event.channel, 'answered');
  };
}

function ofAll(accepted: readonly Reader[]): Mailed {
  return { accepted, refused: [], later: [], readKey: null };
}

function flowControl(): PlatformError {
  return new PlatformError('some are held back by flow control', { code: 'flowControl', retryable: true });
}

/** After so long whoever has had no more meanwhile has a turn again. */
function waitMs(cost: ReturnType<NonNullable<Channel['costOf']>>): number {
  if (cost.kind !== 'pace') return 0;
  const { burst, reserved, intervalMs } = cost.pace;
  return (burst - reserved) * intervalMs;
}

import type { Plan } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import type { ChannelName } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { MailingBook } from '../core/mailing.ts';
import { backoffMs, triesAtMost } from '../jobs/backoff.ts';
import type { JobStore } from '../store/jobs.ts';
import type { NoteDown } from './note-down.ts';
import type { OnSent, OutcomeName, Reported, Work } from './work.ts';

export interface PutOff {
  /** Something failed: the job is tried again later, or given up after the last try. `plan` null: not decided yet. */
  failed(work: Work, failure: { plan: Plan | null; sent: number; error: unknown }): Promise<void>;
  /** Nothing failed, it is not its turn yet. */
  until(work: Work, step: { plan: Plan | null; sent: number; dueAt: Date }): Promise<void>;
  giveUp(work: Work, error: string): Promise<void>;
}

/** While the platform takes nothing at all. */
const troubleMs = 15 * 60_000;
/** For so long that uses up no tries: by the next day somebody has put it right. */
const troubleForMs = 26 * 60 * 60_000;
/** Of one kind of trouble the log tells once in so long. */
const toldMs = 60 * 60_000;

export function createPutOff(options: {
  jobs: JobStore;
  book: MailingBook | undefined;
  noteDown: NoteDown;
  clock: Clock;
  log: Log;
  onOutcome?: ((channel: ChannelName, outcome: OutcomeName) => void) | undefined;
  onSent?: OnSent | undefined;
  onTrouble?: ((reported: Reported) => void) | undefined;
}): PutOff {
  const { jobs, book, noteDown, clock, log, onOutcome, onSent, onTrouble } = options;
  /** When the log told of it last. */
  const told = new Map<string, number>();

  function report({ event, id }: Work, error: PlatformError): void {
    const { trouble, code } = error;
    if (!trouble) return;
    const at = clock.now();
    const key = `${event.channel} ${trouble}`;
    const sinceMs = at.getTime() - (told.get(key) ?? Number.NEGATIVE_INFINITY);
    const isNew = sinceMs >= toldMs || sinceMs < 0;
    if (isNew) {
      told.set(key, at.getTime());
      log.error(
        { err: error, job: id, channel: event.channel, trouble },
        'nothing can be sent until this is put right',
      );
    }
    onTrouble?.({ channel: event.channel, trouble, code, at, isNew });
  }

  /** As if it had not been taken up. */
  const untried = ({ attempts }: Work) => Math.max(0, attempts - 1);

  async function giveUp(work: Work, error: string): Promise<void> {
    const { id, event } = work;
    const { happening } = event;
    onOutcome?.(event.channel, 'failed');
    if (happening.kind === 'mail') {
      const left = (await book?.begin(id, happening.readers, clock.now())) ?? [];
      const refused = left.map((reader) => ({ reader, why: 'given-up' as const }));
      if (left.length > 0) await noteDown(work, { accepted: [], refused, later: [], readKey: null });
    } else {
      await onSent?.({ jobId: id, event, taken: false });
    }
    await jobs.fail(id, { error, now: clock.now() });
  }

  return {
    giveUp,

    async failed(work, { plan, sent, error }) {
      const { id, event, attempts, recordedAt } = work;
      const { channel } = event;
      const platform = error instanceof PlatformError ? error : null;
      if (platform?.trouble) report(work, platform);
      const now = clock.now().getTime();
      const isSpared = platform?.trouble != null && now - recordedAt.getTime() < troubleForMs;
      if (!isSpared && attempts + 1 >= triesAtMost) {
        log.error({ err: error, job: id, channel }, 'given up');
        return giveUp(work, messageOf(error));
      }
      const pauseMs = platform?.trouble ? troubleMs : (platform?.pauseMs ?? 0);
      // Shortened by chance like every wait, but never below what the platform asks for.
      const dueAt = new Date(now + Math.max(backoffMs(attempts), pauseMs));
      if (!platform?.trouble) log.warn({ err: error, job: id, channel, dueAt }, 'put off');
      onOutcome?.(channel, 'postponed');
      const tries = isSpared ? { attempts: untried(work) } : {};
      await jobs.postpone(id, { plan, sent, error: messageOf(error), dueAt, ...tries });
    },

    async until(work, { plan, sent, dueAt }) {
      log.debug({ job: work.id, channel: work.event.channel, dueAt }, 'waits for its turn');
      onOutcome?.(work.event.channel, 'paced');
      await jobs.postpone(work.id, { plan, sent, error: null, dueAt, attempts: untried(work) });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

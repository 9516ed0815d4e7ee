import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Mailed, MailingBook } from '../core/mailing.ts';
import { patiently } from './patiently.ts';
import type { OnSent, Work } from './work.ts';

/** Writes down what became of one call of a mailing: on record, then in the book of promises. */
export type NoteDown = (work: Work, mailed: Mailed) => Promise<void>;

export function createNoteDown(options: {
  book: MailingBook | undefined;
  onSent?: OnSent | undefined;
  clock: Clock;
  log: Log;
}): NoteDown {
  const { book, onSent, clock, log } = options;
  return async ({ id, event }, mailed) => {
    let isRecorded = false;
    await patiently(
      async () => {
        // First: a message that could not be recorded is rather sent again than never recorded.
        if (!isRecorded) await onSent?.({ jobId: id, event, taken: mailed.accepted.length > 0, mailed });
        isRecorded = true;
        await book?.settle(id, mailed, clock.now());
      },
      { job: id, log },
    );
  };
}

import type { CardState } from '../core/channel.ts';
import type { Trouble } from '../core/errors.ts';
import type { ChannelName, InboundEvent, Sender } from '../core/event.ts';
import type { Mailed } from '../core/mailing.ts';

/**
 * What became of a callback. answered, failed, recorded: how it ended (failed: a call was refused or given up; recorded:
 * of a kind nobody knows). repeated, late, postponed, paced: what happened on the way (paced: it waits for its turn).
 */
export type OutcomeName = 'answered' | 'failed' | 'recorded' | 'repeated' | 'late' | 'postponed' | 'paced';

/** A job in this process's hands. */
export interface Work {
  id: string;
  event: InboundEvent;
  /** Tries before this one. */
  attempts: number;
  recordedAt: Date;
}

/** Keeps in mind what a card on a platform is about. */
export type RememberCard = (card: CardState, decided: { ref: string; for: Sender; decidedAt: Date }) => Promise<void>;

/** Records what became of a message; of a mailing of each call by itself. */
export type OnSent = (sent: {
  jobId: string;
  event: InboundEvent;
  taken: boolean;
  mailed?: Mailed | undefined;
}) => Promise<void>;

/** Nobody's messages go out until somebody puts it right, or the day or month is over. */
export interface Reported {
  channel: ChannelName;
  trouble: Trouble;
  /** The platform's. */
  code: string;
  at: Date;
  /** Of this kind the first for an hour: for who has to be told. */
  isNew: boolean;
}

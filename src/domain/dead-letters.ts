import type { Sender } from '../core/event.ts';

/** A job that was given up. What it says is not shown, nor to whom but for the first letters of an id. */
export interface DeadLetter {
  id: string;
  /** Channel and kind, of a message of ours its purpose, and whom it is for or came from. */
  what: string;
  /** Of a message of ours its title, the platform, and how many people it is for; null: it is none. */
  message: { title: string; platform: Sender['platform']; people: number } | null;
  error: string;
  failedAt: Date | null;
  attempts: number;
}

/** What could not be sent, for whoever keeps the server. */
export interface DeadLetters {
  /** The latest first. */
  list(limit: number): Promise<readonly DeadLetter[]>;
  count(): Promise<number>;
  /**
   * Tries one anew from its beginning, due at once. False: there is none of that id, or it may have changed something too
   * long ago to be known for done.
   */
  retry(id: string, now: Date): Promise<boolean>;
}

import type { Conversation } from './directory.ts';
import type { Message } from './mailbox.ts';
import type { Person } from './world.ts';

/** A person's message before the platform wraps it. */
export interface Saying {
  person: Person;
  conversation: Conversation;
  text: string;
  kind: string;
  /** Groups: whether the bot is mentioned. */
  mention: boolean;
  extra: Record<string, unknown>;
}

export interface Tapping {
  person: Person;
  conversation: Conversation;
  message: Message;
  key: string;
  selected: Record<string, string | string[]>;
  /** DingTalk forms: what the person fills in, by field name. */
  form?: Record<string, unknown> | undefined;
  /** What a tampered client sends for some fields, whatever the form allows. */
  forged?: Record<string, unknown> | undefined;
  /** All parameters as a tampered client sends them. */
  params?: Record<string, unknown> | undefined;
}

/** What an action led to. `done` resolves when the callback exchange with all its repetitions is over. */
export interface Outcome {
  message?: Message;
  done: Promise<void>;
}

/** One bot on one platform, as people deal with it. Each method returns at once; the exchange goes on. */
export interface Player {
  say(saying: Saying): Outcome;
  tap(tapping: Tapping): Outcome;
  /** Opens the conversation. */
  enter(seat: { person: Person; conversation: Conversation }): Outcome & { note?: string };
  forget(): void;
}

import type { Actor, Role } from '../core/actor.ts';
import type { Bureau } from '../core/bureau.ts';
import type { Answer } from '../core/card.ts';
import type { Place } from '../core/event.ts';
import type { Said } from '../core/said.ts';
import type { Ledger } from '../domain/ledger.ts';

/** What a handler sees. */
export interface Context {
  actor: Actor;
  /** Where the answer will be read: this decides what may be shown. */
  place: Place;
  now: Date;
  ledger: Ledger;
  bureau: Bureau;
  /** What this actor may ask, in the order of the one list. */
  capabilities: readonly Capability[];
}

/** A sample sentence. Help prints those of the asker's role; a test says each of them to its handler. */
export interface Example {
  say: string;
  /** What one gets, in a few words. */
  gets: string;
  roles: readonly Role[];
}

export interface Capability {
  id: string;
  /** The command word without its slash, e.g. `资质`. */
  command: string;
  /** Who may ask. */
  roles: readonly Role[];
  examples: readonly Example[];
}

/** Something people can ask. A value: help, routing and the test of every sample sentence derive from it. */
export interface Intent extends Capability {
  /**
   * What to do with this sentence, or null if it means something else. So may the function find out later, with the ledger
   * at hand, and answer null. It may throw UserError.
   */
  match(said: Said): ((ctx: Context) => Promise<Answer | null>) | null;
}

/** Declares an intent: `read` turns a sentence into a typed request or null, `run` answers it. */
export function defineIntent<Request>(
  definition: Capability & {
    read(said: Said): Request | null;
    run(ctx: Context, request: Request): Promise<Answer | null>;
  },
): Intent {
  const { read, run, ...capability } = definition;
  return {
    ...capability,
    match(said) {
      const request = read(said);
      return request === null ? null : (ctx) => run(ctx, request);
    },
  };
}

/** What has no sentence: being greeted, not being understood, sending a picture, being unknown, our own failure. */
export interface Occasions {
  greet(ctx: Context): Answer;
  unrecognised(ctx: Context, said: Said): Promise<Answer>;
  unreadable(ctx: Context): Answer;
  unbound(ctx: Context): Answer;
  /** Said where the question was asked when the answer goes one-to-one. */
  sentDirectly(): Answer;
  /** The tapped button is of a release that no longer exists. */
  outdatedTap(ctx: Context): Answer;
  /** `message` is a UserError's. */
  refused(message: string): Answer;
  /** Our bug: `ref` is what the person can quote. */
  failed(ref: string, bureau: Bureau): Answer;
}

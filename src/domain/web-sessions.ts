import type { Actor } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import type { Telling } from './bindings.ts';
import type { CalendarDate } from './calendar.ts';

/** How a browser came to be known: by a platform's own login, or by a 专用链接 and its code. */
export type SessionVia = 'WECOM' | 'DINGTALK' | 'LINK';

/** By a platform's login so long; by a link see linkRules. */
export const platformSessionMs = 8 * 60 * 60_000;

/** What is chosen on the pages, is chosen for the pages (Bindings.choose). */
export const webConversation = 'h5';

export interface WebSession {
  id: string;
  via: SessionVia;
  /** Known by this link only. */
  link: NonNullable<Doer['link']> | null;
  /** Who it is now: roles and bindings are those of this moment. Never a stranger. */
  actor: Actor & { personId: string };
}

/** Signed-in browsers. A cookie is kept as a digest only. */
export interface WebSessions {
  /** @param token what the cookie holds */
  begin(doer: Doer, session: { token: string; personId: string; via: SessionVia; expiresAt: Date }): Promise<void>;
  /**
   * Begins a session with a code that was right. False: somebody else was faster with the same code, or the link has just
   * ended. The addressee's accounts are told in the same commit, for the case that it was not them.
   * @param opened `proof` of Links.tryCode; `createdBy`: the name of who made the link
   */
  beginByLink(
    doer: Doer,
    opened: {
      token: string;
      personId: string;
      linkId: string;
      proof: string;
      expiresAt: Date;
      tell(to: readonly Sender[], createdBy: string | null): readonly Telling[];
    },
  ): Promise<boolean>;
  /**
   * Who is behind a cookie, in one statement. Null if it has ended: by its time, by logging out, because its link was
   * stopped, because the person left that platform, was erased or speaks for nobody any more. A link never opens what
   * somebody of the bureau may see.
   */
  find(token: string, at: { now: Date; today: CalendarDate }): Promise<WebSession | null>;
  end(doer: Doer, id: string): Promise<void>;
  /** Deletes what ended before then; returns how many. */
  purge(endedBefore: Date): Promise<number>;
}

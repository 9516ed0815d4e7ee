import type { Actor } from '../core/actor.ts';
import type { AuditFact, Doer } from '../core/audit.ts';
import type { Bureau } from '../core/bureau.ts';
import type { Clock } from '../core/clock.ts';
import type { Sender } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Login } from '../core/login.ts';
import type { Keys } from '../core/sealed.ts';
import type { Stores } from '../domain/stores.ts';
import type { Uploads } from '../domain/uploads.ts';
import type { WebSessions } from '../domain/web-sessions.ts';

/** What the pages are made of. */
export interface PagesDeps {
  /** PUBLIC_URL: origin and path as browsers see them, without a slash at its end. */
  publicUrl: string;
  bureau: Bureau;
  keys: Keys;
  /** How the platforms that are set up tell who stands before a page. */
  logins: readonly Login[];
  /** Who is behind a platform identity; a stranger if nobody known is. */
  findActor(sender: Sender): Promise<Actor>;
  stores: Stores;
  sessions: WebSessions;
  uploads: Uploads;
  recordAudit(doer: Doer, facts: readonly AuditFact[]): Promise<void>;
  clock: Clock;
  log: Log;
}

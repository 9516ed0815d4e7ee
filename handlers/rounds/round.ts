import type { Doer } from '../../src/core/audit.ts';
import type { Bureau } from '../../src/core/bureau.ts';
import type { Log } from '../../src/core/log.ts';
import type { Pages } from '../../src/dispatch/intent.ts';
import type { Stores } from '../../src/domain/stores.ts';

/** What a round of the clock has at hand. */
export interface Round {
  stores: Stores;
  bureau: Bureau;
  pages: Pages;
  /** The program itself. */
  doer: Doer;
  log: Log;
  /** How much of the month's calls on DingTalk is left; null: there is no such platform, or no limit is known. */
  callsLeft(): Promise<number | null>;
}

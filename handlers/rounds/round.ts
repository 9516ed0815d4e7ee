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
  /** Who has read what DingTalk sent under this key; null: it does not say any more. @throws PlatformError */
  whoRead(readKey: string): Promise<readonly string[] | null>;
}

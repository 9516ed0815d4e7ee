import type { Attempts } from './attempts.ts';
import type { Bindings } from './bindings.ts';
import type { Ledger } from './ledger.ts';

/** What handlers and pages read and change; made in src/store. */
export interface Stores {
  ledger: Ledger;
  bindings: Bindings;
  attempts: Attempts;
}

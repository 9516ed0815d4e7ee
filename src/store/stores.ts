import type { Clock } from '../core/clock.ts';
import type { Stores } from '../domain/stores.ts';
import { createAttempts } from './attempts.ts';
import { createBindings } from './bindings.ts';
import { createLedger } from './ledger.ts';
import type { StoreDeps } from './store-deps.ts';

/** Everything that handlers and pages read and change. */
export function createStores(deps: StoreDeps & { clock: Clock }): Stores {
  const { sql, clock } = deps;
  return {
    ledger: createLedger(sql),
    bindings: createBindings(deps),
    attempts: createAttempts(sql, () => clock.now()),
  };
}

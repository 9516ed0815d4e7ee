import { progressCard } from '../../cards/import.ts';
import type { Context } from '../../src/dispatch/intent.ts';
import type { OnProgress } from '../../src/domain/exchange.ts';

/** Work of a few seconds needs no word in between; and every word costs a call of the platform's quota. */
const firstAfterMs = 10_000;
const thenEveryMs = 60_000;

/** Tells who asked how far long work is, every now and then. */
export function tellProgress({ bindings, doer, sender }: Context): OnProgress {
  let nextAt = performance.now() + firstAfterMs;
  let told = 0;
  return (progress) => {
    if (performance.now() < nextAt) return;
    nextAt = performance.now() + thenEveryMs;
    told += 1;
    // A word that is lost is no harm.
    void bindings
      .tell(doer, [
        { to: [sender], card: progressCard(progress), purpose: `import.progress.${told}`, needs: 'data.import' },
      ])
      .catch(() => undefined);
  };
}

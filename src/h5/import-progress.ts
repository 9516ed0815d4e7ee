import { UserError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';

/** Long work that was begun on a page, which looks again until it is done. */
export interface Undertaking {
  /** Null while it goes on. */
  outcome: { ok: true; importId: string } | { ok: false; problem: string } | null;
}

const keptAtMost = 200;

/**
 * Work under way in this process, by the id of the file or the import. What became of it stands in the database as well:
 * here is what a page says of it to who waits.
 */
export function createUndertakings(log: Log) {
  const known = new Map<string, Undertaking>();
  return {
    find: (id: string): Undertaking | null => known.get(id) ?? null,
    forget: (id: string): void => void known.delete(id),
    /** @param work resolves with the id of the import it led to */
    begin(id: string, work: () => Promise<string>, failed: () => Promise<void> = async () => undefined): void {
      const mine: Undertaking = { outcome: null };
      known.set(id, mine);
      // The oldest first; what is still going on is among the newest.
      for (const old of [...known.keys()].slice(0, Math.max(0, known.size - keptAtMost))) known.delete(old);
      void work().then(
        (importId) => {
          mine.outcome = { ok: true, importId };
        },
        async (error: unknown) => {
          if (!(error instanceof UserError)) log.error({ err: error, id }, 'work of a page failed');
          const problem = error instanceof UserError ? error.message : '系统暂时无法处理该文件，请稍后重新上传。';
          mine.outcome = { ok: false, problem };
          await failed().catch((failure: unknown) => log.error({ err: failure, id }, 'work of a page failed'));
        },
      );
    },
  };
}

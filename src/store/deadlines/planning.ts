import { newId } from '../../core/ids.ts';
import type { Mailing, Promises } from '../../domain/deadlines/promises.ts';
import type { StoreDeps } from '../store-deps.ts';
import { transact } from '../transact.ts';
import { cut, insertPromises, keep, promisesAtOnce } from './keeping.ts';

/** Promises and, in the same commit, the jobs that make them good. */
export function createPlanning(deps: StoreDeps): Pick<Promises, 'plan' | 'leaveOut'> {
  return {
    async plan(mailings, { from, spreadMs, cardsAtMost, now }) {
      let cards = cardsAtMost;
      const parts = mailings.flatMap((mailing) => {
        const made = cut(mailing, cards);
        // What is spent on the cards of one is not there for those of the next.
        cards -= made.filter(({ readers }) => readers.length === 1 && readers[0]?.to.platform === 'dingtalk').length;
        return made;
      });
      const due = parts.map((part, n) => ({
        ...part,
        dueAt: new Date(from.getTime() + Math.floor((spreadMs * n) / parts.length)),
      }));
      let planned = 0;
      for (const some of inCommits(due)) planned += await transact(deps.client, (tx) => keep(tx, deps, some, now));
      if (planned > 0) deps.wake();
      return planned;
    },
    async leaveOut(readers, now) {
      const rows = readers.map((one) => ({ ...one, id: newId(), carrierId: null }));
      await insertPromises(deps.client, rows, { state: 'DROPPED', why: 'quota', now });
    },
  };
}

/** So many at once that each commit is short, and there are few of them: hundreds would take most of the time. */
function inCommits<T extends Mailing>(parts: readonly T[]): T[][] {
  const commits: T[][] = [];
  let [last, promises]: [T[], number] = [[], promisesAtOnce];
  for (const part of parts) {
    promises += part.readers.length;
    if (promises > promisesAtOnce) {
      [last, promises] = [[], part.readers.length];
      commits.push(last);
    }
    last.push(part);
  }
  return commits;
}

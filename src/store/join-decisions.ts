import type { Doer } from '../core/audit.ts';
import type { Telling } from '../domain/bindings.ts';
import type { Cancelled, Confirmed, JoinNews, JoinObstacle, Joins } from '../domain/joins.ts';
import { accountKey } from './account-key.ts';
import { toNotices } from './binding-rows.ts';
import { holdPersons } from './hold-persons.ts';
import { doneInRequest, findJoin, type JoinRow, joinFact, joinUntil, openJoins, settledAs } from './join-rows.ts';
import { type AccountRow, mergeSides, obstacleBetween, readJoin, toSender } from './join-sides.ts';
import { type Alongside, change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

interface Outcome {
  result: Confirmed;
  alongside: Alongside | null;
}

/** What either side decides: confirmed by who typed the code, then by who asked for it; or cancelled by either. */
export function createJoinDecisions(deps: StoreDeps): Pick<Joins, 'confirm' | 'cancel'> {
  return {
    confirm: (doer, { account, id, tell }) =>
      change<Confirmed>(deps, doer, async (tx) => {
        const nothing = (result: Confirmed): Outcome => ({ result, alongside: null });
        const before = await doneInRequest(tx, doer);
        const own = await tx.account.findUnique({ where: accountKey(account) });
        const which = { id: before?.id ?? id, forWhat: 'confirm' as const, now: doer.at };
        const found = own && (await findJoin(tx, own, which));
        if (!own || !found) return nothing({ kind: 'none' });
        if (own.id !== found.accountId && own.id !== found.otherId) return nothing({ kind: 'foreign' });
        if (before) return nothing(await saidBefore(tx, { doer, own, found, failed: before.failed }));
        const turn = own.id === found.otherId ? 'TYPED' : 'CONFIRMED';
        if (found.state !== turn || found.expiresAt <= doer.at) return nothing(settledAs(found, doer.at));
        return goOn(tx, { doer, own, found, turn, tell });
      }),

    cancel: (doer, { account, id, tell }) =>
      change<Cancelled>(deps, doer, async (tx) => {
        const nothing = (result: Cancelled) => ({ result, alongside: null });
        if (await doneInRequest(tx, doer)) return nothing('cancelled');
        const own = await tx.account.findUnique({ where: accountKey(account) });
        const found = own && (await findJoin(tx, own, { id, forWhat: 'cancel', now: doer.at }));
        if (!own || !found) return nothing('none');
        const { accountId, otherId } = found;
        if (own.id !== accountId && own.id !== otherId) return nothing('foreign');
        const { count } = await tx.accountJoin.updateMany({
          where: { id: found.id, state: { in: openJoins } },
          data: { state: 'CANCELLED' },
        });
        if (count === 0) {
          const { state } = await tx.accountJoin.findUniqueOrThrow({ where: { id: found.id } });
          return nothing(state === 'DONE' ? 'done-before' : 'cancelled-before');
        }
        const otherSide = own.id === accountId ? otherId : accountId;
        const other = otherSide === null ? null : await tx.account.findUnique({ where: { id: otherSide } });
        // Who only asked for a code has nothing on the screen yet that would have to be taken back.
        const notices = other ? toSender(other).flatMap((one) => tell(one).flatMap(toNotices)) : [];
        return { result: 'cancelled', alongside: { audit: [joinFact(found.id, 'cancelled')], notices } };
      }),
  };
}

/** Both sides as they are now: either may be gone, or have become somebody else. */
async function readSides(tx: Tx, { accountId, otherId }: JoinRow) {
  const rows = await tx.account.findMany({ where: { id: { in: [accountId, otherId ?? ''] } } });
  const [asker, typist] = [accountId, otherId].map((id) => rows.find((row) => row.id === id));
  return { rows, both: asker && typist ? { asker, typist } : null };
}

/** The answer that got lost, once more; or what has become of it since. */
async function saidBefore(
  tx: Tx,
  { doer, own, found, failed }: { doer: Doer; own: AccountRow; found: JoinRow; failed: JoinObstacle | null },
): Promise<Confirmed> {
  if (failed) return { kind: 'obstacle', why: failed };
  const isTypist = own.id === found.otherId;
  const { both } = await readSides(tx, found);
  if (!both || found.state !== (isTypist ? 'CONFIRMED' : 'DONE')) return settledAs(found, doer.at);
  return { kind: isTypist ? 'asked' : 'done', join: await readJoin(tx, found.id, both) };
}

async function goOn(
  tx: Tx,
  {
    doer,
    own,
    found,
    turn,
    tell,
  }: {
    doer: Doer;
    own: AccountRow;
    found: JoinRow;
    turn: 'TYPED' | 'CONFIRMED';
    tell(news: JoinNews): readonly Telling[];
  },
): Promise<Outcome> {
  const { id } = found;
  // Looked at with both persons held: neither is joined to somebody else, nor gets a role, meanwhile.
  await holdPersons(tx, async () => (await readSides(tx, found)).rows.map(({ personId }) => personId));
  const { rows, both } = await readSides(tx, found);
  const next = turn === 'TYPED' ? 'CONFIRMED' : 'DONE';
  const { count } = await tx.accountJoin.updateMany({
    where: { id, state: turn, expiresAt: { gt: doer.at } },
    data: { state: next, expiresAt: joinUntil(doer.at) },
  });
  if (count === 0) {
    // The same button twice at once, or the other side was faster with its own.
    const now = await tx.accountJoin.findUniqueOrThrow({ where: { id } });
    return { result: settledAs(now, doer.at), alongside: null };
  }
  const why = both ? await obstacleBetween(tx, both.asker, both.typist) : 'gone';
  if (!both || why) {
    const reason = why ?? 'gone';
    await tx.accountJoin.update({ where: { id }, data: { state: 'CANCELLED' } });
    const audit = { ...joinFact(id, reason), result: 'failed' as const };
    const others = rows.filter((row) => row.id !== own.id).flatMap(toSender);
    const news = others.flatMap((other) => tell({ kind: 'failed', why: reason, other }));
    return {
      result: { kind: 'obstacle', why: reason },
      alongside: { audit: [audit], notices: news.flatMap(toNotices) },
    };
  }
  const join = await readJoin(tx, id, both);
  const persons = next === 'DONE' ? await mergeSides(tx, both, doer.at) : null;
  const result = { kind: persons ? ('done' as const) : ('asked' as const), join };
  const audit = joinFact(id, persons ? 'done' : 'confirmed', persons ?? {});
  return { result, alongside: { audit: [audit], notices: tell(result).flatMap(toNotices) } };
}

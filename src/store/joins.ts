import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import { joinCode, newId } from '../core/ids.ts';
import { digestOf } from '../core/sealed.ts';
import type { Attempts } from '../domain/attempts.ts';
import { type Cancelled, type Confirmed, type Joins, joinMinutes, type Typed } from '../domain/joins.ts';
import { accountKey } from './account-key.ts';
import { personOf, toNotices } from './binding-rows.ts';
import { type AccountRow, mergeSides, obstacleBetween, readJoin, toSender } from './join-sides.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

/** So many codes in so long by one account, and so often one code. */
const tries = { limit: 5, windowMs: joinMinutes * 60_000 };
const open = ['CODE', 'TYPED', 'CONFIRMED'];

/** Joining two accounts of one person: CODE → TYPED → CONFIRMED → DONE, or CANCELLED on the way. */
export function createJoins(deps: StoreDeps, attempts: Attempts): Joins {
  const digest = (code: string) => digestOf(deps.keys.digest, 'account-join', code);
  const until = (now: Date) => new Date(now.getTime() + joinMinutes * 60_000);

  const typeOnce = (doer: Doer, { account, code }: { account: Sender; code: string }) =>
    change<Typed>(deps, doer, async (tx) => {
      const nothing = (result: Typed) => ({ result, alongside: null });
      const found = await tx.accountJoin.findUnique({ where: { codeDigest: digest(code) } });
      if (found?.state !== 'CODE') return nothing({ kind: 'unknown' });
      if (found.expiresAt <= doer.at) return nothing({ kind: 'expired' });
      const asker = await tx.account.findUnique({ where: { id: found.accountId } });
      if (!asker) return nothing({ kind: 'unknown' });
      await personOf(tx, account, doer.at);
      const typist = await tx.account.findUniqueOrThrow({ where: accountKey(account) });
      const why = await obstacleBetween(tx, asker, typist);
      if (why) return nothing({ kind: 'obstacle', why });
      const { count } = await tx.accountJoin.updateMany({
        where: { id: found.id, state: 'CODE', expiresAt: { gt: doer.at } },
        data: { state: 'TYPED', otherId: typist.id, expiresAt: until(doer.at) },
      });
      // Somebody else was faster with it.
      if (count === 0) return nothing({ kind: 'unknown' });
      const join = await readJoin(tx, found.id, { asker, typist });
      return { result: { kind: 'shown', join }, alongside: { audit: [fact(found.id, 'typed')] } };
    });

  return {
    begin: (doer, account) =>
      change(deps, doer, async (tx) => {
        const personId = await personOf(tx, account, doer.at);
        // Held, so that of two codes asked for at once the later cancels the earlier.
        await tx.account.update({ where: accountKey(account), data: { userId: account.userId } });
        const row = await tx.account.findUniqueOrThrow({ where: accountKey(account) });
        await tx.accountJoin.updateMany({
          where: { accountId: row.id, state: { in: open } },
          data: { state: 'CANCELLED' },
        });
        const [id, code] = [newId(), joinCode()];
        const times = { expiresAt: until(doer.at), recordedAt: doer.at };
        await tx.accountJoin.create({
          data: { id, codeDigest: digest(code), accountId: row.id, state: 'CODE', ...times },
        });
        const others = await tx.account.findMany({ where: { personId, id: { not: row.id } } });
        return {
          result: { code, joinedTo: others.flatMap(toSender) },
          alongside: { audit: [fact(id, 'code')] },
        };
      }),

    async type(doer, { account, code }) {
      const { platform, corpId, userId } = account;
      const mine = `join by ${JSON.stringify([platform, corpId, userId])}`;
      // Counted before looking, whatever it is, so that nobody finds a code by trying.
      for (const key of [mine, `join code ${digest(code)}`]) {
        const { allowed, retryAfterMs } = await attempts.hit(key, tries);
        if (!allowed) return { kind: 'too-often', retryAfterMs };
      }
      const typed = await typeOnce(doer, { account, code });
      if (typed.kind === 'shown') await attempts.clear(mine);
      return typed;
    },

    confirm: (doer, { account, id, tell }) =>
      change<Confirmed>(deps, doer, async (tx) => {
        const nothing = (result: Confirmed) => ({ result, alongside: null });
        const own = await tx.account.findUnique({ where: accountKey(account) });
        const found = own && (await find(tx, own, id, doer.at));
        if (!own || !found) return nothing({ kind: 'none' });
        const { state, accountId, otherId } = found;
        if (own.id !== accountId && own.id !== otherId) return nothing({ kind: 'foreign' });
        if (state === 'DONE') return nothing({ kind: 'done-before' });
        if (state === 'CANCELLED') return nothing({ kind: 'cancelled' });
        if (found.expiresAt <= doer.at) return nothing({ kind: 'expired' });
        const turn = own.id === otherId ? 'TYPED' : 'CONFIRMED';
        if (state !== turn) return nothing({ kind: 'waiting' });

        const asker = await tx.account.findUnique({ where: { id: accountId } });
        const typist = otherId === null ? null : await tx.account.findUnique({ where: { id: otherId } });
        const next = turn === 'TYPED' ? 'CONFIRMED' : 'DONE';
        const { count } = await tx.accountJoin.updateMany({
          where: { id: found.id, state: turn, expiresAt: { gt: doer.at } },
          data: { state: next, expiresAt: until(doer.at) },
        });
        // The same button, twice at once: the other one does it.
        if (count === 0) return nothing({ kind: next === 'DONE' ? 'done-before' : 'waiting' });
        const why = asker && typist ? await obstacleBetween(tx, asker, typist) : 'gone';
        if (!asker || !typist || why) {
          await tx.accountJoin.update({ where: { id: found.id }, data: { state: 'CANCELLED' } });
          const failed = { ...fact(found.id, why ?? 'gone'), result: 'failed' as const };
          return { result: { kind: 'obstacle', why: why ?? 'gone' }, alongside: { audit: [failed] } };
        }
        const join = await readJoin(tx, found.id, { asker, typist });
        const persons = next === 'DONE' ? await mergeSides(tx, { asker, typist }, doer.at) : null;
        const result = { kind: persons ? ('done' as const) : ('asked' as const), join };
        const audit = fact(found.id, persons ? 'done' : 'confirmed', persons ?? {});
        return { result, alongside: { audit: [audit], notices: tell(result).flatMap(toNotices) } };
      }),

    cancel: (doer, { account, id, tell }) =>
      change<Cancelled>(deps, doer, async (tx) => {
        const nothing = (result: Cancelled) => ({ result, alongside: null });
        const own = await tx.account.findUnique({ where: accountKey(account) });
        const found = own && (await find(tx, own, id, doer.at, true));
        if (!own || !found) return nothing('none');
        const { accountId, otherId } = found;
        if (own.id !== accountId && own.id !== otherId) return nothing('foreign');
        if (found.state === 'DONE') return nothing('done-before');
        const { count } = await tx.accountJoin.updateMany({
          where: { id: found.id, state: { in: open } },
          data: { state: 'CANCELLED' },
        });
        if (count === 0) return nothing('cancelled-before');
        const otherSide = own.id === accountId ? otherId : accountId;
        const other = otherSide === null ? null : await tx.account.findUnique({ where: { id: otherSide } });
        // Who only asked for a code has nothing on the screen yet that would have to be taken back.
        const notices = other ? toSender(other).flatMap((one) => tell(one).flatMap(toNotices)) : [];
        return { result: 'cancelled', alongside: { audit: [fact(found.id, 'cancelled')], notices } };
      }),
  };
}

/** By its id, or the newest one that waits for this account (`any`: that this account has to do with and is open). */
async function find(tx: Tx, own: AccountRow, id: string | null, now: Date, any = false) {
  if (id !== null) return tx.accountJoin.findUnique({ where: { id } });
  const mine = any
    ? [
        { accountId: own.id, state: { in: open } },
        { otherId: own.id, state: { in: open } },
      ]
    : [
        { otherId: own.id, state: 'TYPED' },
        { accountId: own.id, state: 'CONFIRMED' },
      ];
  return tx.accountJoin.findFirst({ where: { OR: mine, expiresAt: { gt: now } }, orderBy: { recordedAt: 'desc' } });
}

function fact(id: string, step: string, more: Readonly<Record<string, string>> = {}) {
  return {
    action: 'account.join' as const,
    result: 'allowed' as const,
    objectType: 'account-join',
    objectId: id,
    detail: { step, ...more },
  };
}

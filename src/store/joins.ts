import { accountText } from '../core/account-text.ts';
import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import { joinCode } from '../core/ids.ts';
import { digestOf } from '../core/sealed.ts';
import type { Attempts } from '../domain/attempts.ts';
import { type Begun, type Joins, joinMinutes, type Typed } from '../domain/joins.ts';
import { accountKey } from './account-key.ts';
import { holdPersonOf, personOf } from './binding-rows.ts';
import { createJoinDecisions } from './join-decisions.ts';
import { joinFact, joinUntil, openJoins, settledAs } from './join-rows.ts';
import { obstacleBetween, readJoin, toSender } from './join-sides.ts';
import { change, type StoreDeps } from './store-deps.ts';

const windowMs = joinMinutes * 60_000;
/** So many codes asked for in so long by one account. */
const begins = { limit: 5, windowMs };
/** So many codes typed by one account, and so often one code. */
const tries = { limit: 5, windowMs };

/** Joining two accounts of one person: CODE → TYPED → CONFIRMED → DONE, or CANCELLED on the way. */
export function createJoins(deps: StoreDeps, attempts: Attempts): Joins {
  const { client, keys } = deps;
  const digest = (code: string) => digestOf(keys.digest, 'account-join', code);
  /** The same for the same request: nobody else can tell it. */
  const codeFor = (requestId: string) => joinCode(digestOf(keys.digest, 'account-join code', requestId));

  const beginOnce = (doer: Doer, account: Sender) =>
    change<Begun>(deps, doer, async (tx) => {
      // Held, so that of two codes asked for at once the later cancels the earlier.
      const personId = await holdPersonOf(tx, account, doer.at);
      const own = await tx.account.findUniqueOrThrow({ where: accountKey(account) });
      const [id, code] = [doer.requestId, codeFor(doer.requestId)];
      const others = await tx.account.findMany({ where: { personId, id: { not: own.id } } });
      const result: Begun = { kind: 'code', code, joinedTo: others.flatMap(toSender) };
      const times = { expiresAt: joinUntil(doer.at), recordedAt: doer.at };
      const made = await tx.accountJoin.findUnique({ where: { id } });
      if (made) {
        // So late that it has run out: it begins anew.
        const { count } = await tx.accountJoin.updateMany({
          where: { id, state: 'CODE' },
          data: made.expiresAt <= doer.at ? times : { state: 'CODE' },
        });
        return { result: count === 0 ? { kind: 'over' } : result, alongside: null };
      }
      await tx.accountJoin.updateMany({
        where: { accountId: own.id, state: { in: openJoins } },
        data: { state: 'CANCELLED' },
      });
      await tx.accountJoin.create({
        data: { id, codeDigest: digest(code), accountId: own.id, state: 'CODE', ...times },
      });
      return { result, alongside: { audit: [joinFact(id, 'code')] } };
    });

  /** What comes of a code that this very account has typed already; null if it has not. */
  async function typedBefore({ account, code }: { account: Sender; code: string }, now: Date): Promise<Typed | null> {
    const found = await client.accountJoin.findUnique({ where: { codeDigest: digest(code) } });
    const typist = await client.account.findUnique({ where: accountKey(account) });
    if (!found || !typist || found.otherId !== typist.id) return null;
    if (found.state !== 'TYPED' || found.expiresAt <= now) return settledAs(found, now);
    const asker = await client.account.findUnique({ where: { id: found.accountId } });
    if (!asker) return { kind: 'obstacle', why: 'gone' };
    return { kind: 'shown', join: await readJoin(client, found.id, { asker, typist }) };
  }

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
        data: { state: 'TYPED', otherId: typist.id, expiresAt: joinUntil(doer.at) },
      });
      // Somebody else was faster with it.
      if (count === 0) return nothing({ kind: 'unknown' });
      const join = await readJoin(tx, found.id, { asker, typist });
      return { result: { kind: 'shown', join }, alongside: { audit: [joinFact(found.id, 'typed')] } };
    });

  return {
    ...createJoinDecisions(deps),

    async begin(doer, account) {
      const isAgain = (await client.accountJoin.count({ where: { id: doer.requestId } })) > 0;
      if (!isAgain) {
        const { allowed, retryAfterMs } = await attempts.hit(`join code of ${accountText(account)}`, begins);
        if (!allowed) return { kind: 'too-often', retryAfterMs };
      }
      return beginOnce(doer, account);
    },

    async type(doer, typed) {
      const before = await typedBefore(typed, doer.at);
      if (before) return before;
      // Counted before looking, whatever it is, so that nobody finds a code by trying; and a right one makes up for nothing:
      // it may be one's own.
      for (const key of [`join by ${accountText(typed.account)}`, `join code ${digest(typed.code)}`]) {
        const { allowed, retryAfterMs } = await attempts.hit(key, tries);
        if (!allowed) return { kind: 'too-often', retryAfterMs };
      }
      return typeOnce(doer, typed);
    },
  };
}

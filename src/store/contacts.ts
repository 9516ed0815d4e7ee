import { unseal } from '../core/sealed.ts';
import { type Bindings, type Contact, duties, type Rank } from '../domain/bindings.ts';
import { toNotices } from './binding-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import { thoseThere } from './visible-rows.ts';

/** Who speaks for an enterprise, in what rank, and since when no longer. */
export function createContacts(deps: StoreDeps): Pick<Bindings, 'contactsOf' | 'end' | 'rank'> {
  const { client, keys } = deps;
  return {
    async contactsOf(enterpriseId) {
      const rows = await client.binding.findMany({
        where: { enterpriseId, endedAt: null },
        include: {
          person: {
            include: {
              accounts: { select: { id: true }, take: 1 },
              bindings: { where: { endedAt: null, enterpriseId: { not: enterpriseId } }, select: { id: true } },
            },
          },
        },
        orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
      });
      const there = await thoseThere(client, rows);
      return there
        .map(
          ({ id: bindingId, personId, person, duty, rank }): Contact => ({
            personId,
            bindingId,
            name: person.name,
            mobile: person.mobileSealed === null ? null : unseal(keys.data, person.mobileSealed),
            duty: duties.find((one) => one === duty) ?? 'CONTACT',
            rank: toRank(rank),
            isReachable: person.accounts.length > 0,
            others: person.bindings.length,
          }),
        )
        .sort((a, b) => order(a.rank) - order(b.rank));
    },

    end: (doer, { personId, enterpriseId, reason, tell }) =>
      change(deps, doer, async (tx) => {
        const { count } = await tx.binding.updateMany({
          where: { personId, enterpriseId, endedAt: null },
          data: { endedAt: doer.at, rank: null },
        });
        if (count === 0) return { result: false, alongside: null };
        await tx.conversationChoice.deleteMany({ where: { personId, enterpriseId } });
        const about = { objectType: 'person', objectId: personId, enterpriseId };
        const detail = reason === null ? {} : { detail: { reason } };
        return {
          result: true,
          alongside: {
            audit: [{ action: 'binding.end', result: 'allowed', ...about, ...detail }],
            notices: tell.flatMap(toNotices),
          },
        };
      }),

    rank: (doer, { personId, enterpriseId, rank }) =>
      change(deps, doer, async (tx) => {
        // Held from here on: two officers who name two at once come one after the other.
        await tx.$executeRaw`UPDATE "Enterprise" SET "isDemo" = "isDemo" WHERE "id" = ${enterpriseId}`;
        // One main and one backup contact at most: who was it before is it no longer.
        if (rank !== null) {
          await tx.binding.updateMany({
            where: { enterpriseId, rank, personId: { not: personId } },
            data: { rank: null },
          });
        }
        const { count } = await tx.binding.updateMany({
          where: { personId, enterpriseId, endedAt: null },
          data: { rank },
        });
        if (count === 0) throw new NotBound();
        const about = { objectType: 'person', objectId: personId, enterpriseId };
        return {
          result: true,
          alongside: { audit: [{ action: 'binding.rank', result: 'allowed', ...about, detail: { rank } }] },
        };
      }).catch((error: unknown) => {
        if (error instanceof NotBound) return false;
        throw error;
      }),
  };
}

/** Rolls the change of the others back. */
class NotBound extends Error {}

function toRank(stored: string | null): Rank | null {
  return stored === 'MAIN' || stored === 'BACKUP' ? stored : null;
}

function order(rank: Rank | null): number {
  return rank === 'MAIN' ? 0 : rank === 'BACKUP' ? 1 : 2;
}

import { staffRoles } from '../core/actor.ts';
import type { Sender } from '../core/event.ts';
import { SenderSchema } from '../core/event.ts';
import type { Bindings } from '../domain/bindings.ts';
import { may } from '../domain/permissions.ts';
import { fromStaffRole } from './people.ts';
import type { StoreDeps } from './store-deps.ts';
import { thoseThere } from './visible-rows.ts';

/** A statement takes so many parameters on both databases with room to spare. */
const idsAtMost = 5_000;

/** Where people are reached. */
export function createStaffAccounts({
  client,
  enqueue,
}: Pick<StoreDeps, 'client' | 'enqueue'>): Pick<Bindings, 'staff' | 'accountsOf' | 'reachable'> {
  const reached = (accounts: readonly object[], preferred?: Sender['platform']) =>
    byPreference(accounts, preferred).filter(enqueue.reaches);
  return {
    async staff(permission, preferred) {
      const roles = staffRoles.filter((role) => may(role, permission));
      const people = await client.person.findMany({
        where: { staffRole: { in: roles.map(fromStaffRole) } },
        include: { accounts: true },
        orderBy: { id: 'asc' },
      });
      return people.flatMap(({ accounts }) => reached(accounts, preferred).slice(0, 1));
    },
    async accountsOf(personId) {
      return reached(await client.account.findMany({ where: { personId } }));
    },
    async reachable(enterpriseIds) {
      const found = new Map<string, Sender[]>();
      for (let from = 0; from < enterpriseIds.length; from += idsAtMost) {
        const rows = await client.binding.findMany({
          where: { enterpriseId: { in: enterpriseIds.slice(from, from + idsAtMost) }, endedAt: null },
          include: { person: { select: { accounts: true } } },
          orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
        });
        for (const { enterpriseId, person } of await thoseThere(client, rows)) {
          const [first] = reached(person.accounts);
          if (first) found.set(enterpriseId, [...(found.get(enterpriseId) ?? []), first]);
        }
      }
      return found;
    },
  };
}

/** Those of the preferred platform first, then in a fixed order, so that everybody is told where they were told before. */
export function byPreference(accounts: readonly object[], preferred: Sender['platform'] | undefined): Sender[] {
  const rank = ({ platform }: Sender) => (platform === preferred ? 0 : platform === 'wecom' ? 1 : 2);
  return accounts
    .flatMap((account) => SenderSchema.safeParse(account).data ?? [])
    .sort((a, b) => rank(a) - rank(b) || a.userId.localeCompare(b.userId));
}

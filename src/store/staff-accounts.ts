import { staffRoles } from '../core/actor.ts';
import type { Sender } from '../core/event.ts';
import { SenderSchema } from '../core/event.ts';
import type { Bindings } from '../domain/bindings.ts';
import { may } from '../domain/permissions.ts';
import type { Client } from './database.ts';
import { fromStaffRole } from './people.ts';

/** Where people are reached. */
export function createStaffAccounts(client: Client): Pick<Bindings, 'staff' | 'accountsOf'> {
  return {
    async staff(permission, preferred) {
      const roles = staffRoles.filter((role) => may(role, permission));
      const people = await client.person.findMany({
        where: { staffRole: { in: roles.map(fromStaffRole) } },
        include: { accounts: true },
        orderBy: { id: 'asc' },
      });
      return people.flatMap(({ accounts }) => byPreference(accounts, preferred).slice(0, 1));
    },
    async accountsOf(personId) {
      return byPreference(await client.account.findMany({ where: { personId } }), undefined);
    },
  };
}

/** Those of the preferred platform first, then in a fixed order, so that everybody is told where they were told before. */
function byPreference(accounts: readonly object[], preferred: Sender['platform'] | undefined): Sender[] {
  const rank = ({ platform }: Sender) => (platform === preferred ? 0 : platform === 'wecom' ? 1 : 2);
  return accounts
    .flatMap((account) => SenderSchema.safeParse(account).data ?? [])
    .sort((a, b) => rank(a) - rank(b) || a.userId.localeCompare(b.userId));
}

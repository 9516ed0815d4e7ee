import type { StaffRole } from '../core/actor.ts';
import type { AuditFact } from '../core/audit.ts';
import { SenderSchema } from '../core/event.ts';
import { readCode } from '../core/ids.ts';
import type { Member, MemberChanged, Members } from '../domain/members.ts';
import { accountKey } from './account-key.ts';
import { personOf, toNotices } from './binding-rows.ts';
import { holdPersons } from './hold-persons.ts';
import { toSender } from './join-sides.ts';
import { fromStaffRole, toStaffRole } from './people.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

/** No number is shorter, however few members there are. */
const numberAtLeast = 4;

/** 成员: who works at the bureau, and as what. */
export function createMembers(deps: StoreDeps): Members {
  const { client } = deps;

  async function list(): Promise<readonly Member[]> {
    const people = await client.person.findMany({
      where: { staffRole: { not: null } },
      include: { accounts: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    return people.flatMap(({ id, name, staffRole, accounts }) => {
      const role = toStaffRole(staffRole);
      const others = people.filter((one) => one.id !== id);
      return role
        ? [{ personId: id, number: shortest(id, others), name, role, accounts: accounts.flatMap(toSender) }]
        : [];
    });
  }

  return {
    list,

    async find(written) {
      const members = await list();
      const named = members.filter(({ name }) => name === written);
      const number = readCode(written);
      if (named.length > 0 || number.length < numberAtLeast) return named;
      return members.filter(({ personId }) => personId.startsWith(number));
    },

    async findNewcomer(accountNumber) {
      const row = await client.account.findUnique({
        where: { id: readCode(accountNumber) },
        include: { person: true },
      });
      const account = SenderSchema.safeParse(row).data;
      if (!row || !account || row.person.erasedAt !== null) return null;
      const { personId, person } = row;
      return { personId, account, name: person.name, role: toStaffRole(person.staffRole) };
    },

    change: (doer, { personId, from, to, name, tell }) =>
      change<MemberChanged>(deps, doer, async (tx) => {
        const nothing = (result: MemberChanged) => ({ result, alongside: null });
        // So that of two changes at once the second sees what the first left.
        await holdPersons(tx, async () => [personId, ...(await administratorsOf(tx, {}))]);
        // Who has no account can do nothing about it.
        const administrators = await administratorsOf(tx, { accounts: { some: {} } });
        // Of two who take each other's role away at once, the second has none any more.
        if (doer.role !== 'system' && !administrators.includes(doer.personId ?? '')) return nothing('not-allowed');
        const isLast = administrators.length === 1 && administrators[0] === personId;
        if (from === 'administrator' && to !== 'administrator' && isLast) return nothing('last-administrator');
        const { count } = await tx.person.updateMany({
          where: { id: personId, erasedAt: null, mergedIntoId: null, staffRole: stored(from) },
          data: { staffRole: stored(to), ...(name === undefined ? {} : { name }) },
        });
        if (count === 0) return nothing('outdated');
        const fact: AuditFact = {
          action: 'member.change',
          result: 'allowed',
          objectType: 'person',
          objectId: personId,
          detail: { before: from, after: to },
        };
        return { result: 'changed', alongside: { audit: [fact], notices: tell.flatMap(toNotices) } };
      }),

    accountNumber: (doer, account) =>
      change(deps, doer, async (tx) => {
        const known = await tx.account.findUnique({ where: accountKey(account) });
        if (known) return { result: known.id, alongside: null };
        const personId = await personOf(tx, account, doer.at);
        const { id } = await tx.account.findUniqueOrThrow({ where: accountKey(account) });
        const about = { objectType: 'person', objectId: personId };
        return { result: id, alongside: { audit: [{ action: 'account.number', result: 'allowed', ...about }] } };
      }),
  };
}

async function administratorsOf(tx: Tx, which: { accounts?: { some: object } }): Promise<string[]> {
  const rows = await tx.person.findMany({ where: { staffRole: 'ADMINISTRATOR', ...which }, select: { id: true } });
  return rows.map(({ id }) => id);
}

function stored(role: StaffRole | null): string | null {
  return role === null ? null : fromStaffRole(role);
}

function shortest(id: string, others: readonly { id: string }[]): string {
  let length = numberAtLeast;
  while (length < id.length && others.some((one) => one.id.startsWith(id.slice(0, length)))) length += 1;
  return id.slice(0, length);
}

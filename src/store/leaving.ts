import type { EnterpriseRef } from '../core/actor.ts';
import type { AuditFact } from '../core/audit.ts';
import { type Sender, SenderSchema } from '../core/event.ts';
import type { Bindings, Left } from '../domain/bindings.ts';
import { accountKey } from './account-key.ts';
import { toNotices } from './binding-rows.ts';
import { holdPersons } from './hold-persons.ts';
import type { Notice } from './notices.ts';
import { toStaffRole } from './people.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

/** Who leaves an organisation: the platform may give the same user id to somebody else one day. */
export function createLeaving(deps: StoreDeps): Pick<Bindings, 'leave'> {
  return {
    leave: (doer, accounts, tell) =>
      change(deps, doer, async (tx) => {
        const audit: AuditFact[] = [];
        const notices: Notice[] = [];
        const find = (account: Sender) =>
          tx.account.findUnique({ where: accountKey(account), include: { person: true } });
        await holdPersons(tx, async () => {
          const rows = [];
          for (const account of accounts) rows.push(await find(account));
          return rows.flatMap((row) => row?.personId ?? []);
        });
        for (const account of accounts) {
          const row = await find(account);
          if (!row) continue;
          const { personId } = row;
          await tx.account.delete({ where: accountKey(account) });
          const about = { objectType: 'person', objectId: personId };
          audit.push({ action: 'account.leave', result: 'allowed', ...about, detail: { account } });
          const left = await loseRights(tx, row.person, doer.at);
          for (const { id: enterpriseId } of left.ended) {
            audit.push({ action: 'binding.end', result: 'allowed', ...about, enterpriseId });
          }
          if (left.role !== 'stranger') notices.push(...tell(left).flatMap(toNotices));
        }
        return { result: undefined, alongside: audit.length > 0 ? { audit, notices } : null };
      }),
  };
}

/**
 * What somebody loses with an account. A role at the bureau goes at once, whatever accounts are left: an administrator can
 * give it back. Who speaks for enterprises keeps that while another account of theirs is there, and staff are told.
 */
async function loseRights(
  tx: Tx,
  { id: personId, name, staffRole }: { id: string; name: string | null; staffRole: string | null },
  at: Date,
): Promise<Left & { ended: readonly EnterpriseRef[] }> {
  const bound = await tx.binding.findMany({
    where: { personId, endedAt: null },
    include: { enterprise: { select: { names: { where: { kind: 'FULL' }, select: { text: true } } } } },
  });
  const enterprises = bound.map(({ enterpriseId: id, enterprise }) => ({ id, name: enterprise.names[0]?.text ?? '' }));
  const role = toStaffRole(staffRole) ?? (enterprises.length > 0 ? 'contact' : 'stranger');
  await tx.person.update({ where: { id: personId }, data: { staffRole: null } });
  await tx.webSession.updateMany({ where: { personId, endedAt: null }, data: { endedAt: at } });
  const remaining = await tx.account.findMany({ where: { personId } });
  const platforms = remaining.flatMap((account) => SenderSchema.safeParse(account).data?.platform ?? []);
  if (platforms.length > 0) return { name, role, enterprises, platforms, ended: [] };
  await tx.binding.updateMany({ where: { personId, endedAt: null }, data: { endedAt: at, rank: null } });
  await tx.conversationChoice.deleteMany({ where: { personId } });
  await tx.bindingRequest.updateMany({
    where: { personId, state: 'PENDING' },
    data: { state: 'REJECTED', openKey: null, reason: '申请人已离开组织', decidedAt: at },
  });
  return { name, role, enterprises, platforms, ended: enterprises };
}

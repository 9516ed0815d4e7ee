import type { AuditFact } from '../core/audit.ts';
import type { Bindings } from '../domain/bindings.ts';
import { toNotices } from './binding-rows.ts';
import type { Notice } from './notices.ts';
import { toStaffRole } from './people.ts';
import { change, type StoreDeps } from './store-deps.ts';

/** Who leaves an organisation: the platform may give the same user id to somebody else one day. */
export function createLeaving(deps: StoreDeps): Pick<Bindings, 'leave'> {
  return {
    leave: (doer, accounts, tell) =>
      change(deps, doer, async (tx) => {
        const audit: AuditFact[] = [];
        const notices: Notice[] = [];
        for (const account of accounts) {
          const { platform, corpId, userId } = account;
          const key = { platform_corpId_userId: { platform, corpId, userId } };
          const row = await tx.account.findUnique({ where: key, include: { person: true } });
          if (!row) continue;
          await tx.account.delete({ where: key });
          const { personId, person } = row;
          audit.push({
            action: 'account.leave',
            result: 'allowed',
            objectType: 'person',
            objectId: personId,
            detail: { account },
          });
          // On the other platform they are still who they were.
          if ((await tx.account.count({ where: { personId } })) > 0) continue;
          const bound = await tx.binding.findMany({
            where: { personId, endedAt: null },
            include: { enterprise: { select: { names: { where: { kind: 'FULL' }, select: { text: true } } } } },
          });
          await tx.binding.updateMany({ where: { personId, endedAt: null }, data: { endedAt: doer.at, rank: null } });
          await tx.conversationChoice.deleteMany({ where: { personId } });
          await tx.webSession.updateMany({ where: { personId, endedAt: null }, data: { endedAt: doer.at } });
          await tx.bindingRequest.updateMany({
            where: { personId, state: 'PENDING' },
            data: { state: 'REJECTED', openKey: null, reason: '申请人已离开组织', decidedAt: doer.at },
          });
          await tx.person.update({ where: { id: personId }, data: { staffRole: null } });
          for (const { enterpriseId } of bound) {
            audit.push({
              action: 'binding.end',
              result: 'allowed',
              objectType: 'person',
              objectId: personId,
              enterpriseId,
            });
          }
          const enterprises = bound.map(({ enterpriseId: id, enterprise }) => ({
            id,
            name: enterprise.names[0]?.text ?? '',
          }));
          const role = toStaffRole(person.staffRole) ?? (enterprises.length > 0 ? 'contact' : 'stranger');
          if (role !== 'stranger') notices.push(...tell({ name: person.name, enterprises, role }).flatMap(toNotices));
        }
        return { result: undefined, alongside: audit.length > 0 ? { audit, notices } : null };
      }),
  };
}

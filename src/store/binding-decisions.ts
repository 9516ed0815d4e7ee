import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Bindings, Decided } from '../domain/bindings.ts';
import { requestFact, requestParts, toNotices, withDecider } from './binding-rows.ts';
import { holdPersons } from './hold-persons.ts';
import { mergePersons } from './merge-persons.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

/** Staff decide a request, by compare-and-set: of two officers the first. */
export function createBindingDecisions(deps: StoreDeps): Pick<Bindings, 'decide'> {
  return {
    decide: (doer, { requestId, approve, reason, asContactId, tell }) =>
      change<Decided | null>(deps, doer, async (tx) => {
        // Whoever leaves or is joined at this moment does so before this or after it.
        await holdPersons(tx, async () => {
          const asked = await tx.bindingRequest.findUnique({ where: { id: requestId }, select: { personId: true } });
          return [asked?.personId, approve ? asContactId : null].filter((id) => typeof id === 'string');
        });
        const { count } = await tx.bindingRequest.updateMany({
          where: { id: requestId, state: 'PENDING' },
          data: {
            state: approve ? 'APPROVED' : 'REJECTED',
            openKey: null,
            reason,
            decidedById: doer.personId,
            decidedAt: doer.at,
          },
        });
        const row = await tx.bindingRequest.findUnique({ where: { id: requestId }, include: requestParts });
        if (!row) return { result: null, alongside: null };
        const decided = await withDecider(tx, row);
        if (count === 0) return { result: { request: decided, isNew: false }, alongside: null };
        const personId = approve
          ? await bind(tx, { ...row, asContactId, by: doer.personId, at: doer.at })
          : row.personId;
        const request = { ...decided, personId };
        const audit = [requestFact(approve ? 'binding.approve' : 'binding.reject', request)];
        return {
          result: { request, isNew: true },
          alongside: { audit, notices: tell(request).flatMap(toNotices) },
        };
      }),
  };
}

/** Makes the applicant speak for the enterprise. @returns who it is now: the listed contact, if it is one */
async function bind(
  tx: Tx,
  approved: {
    personId: string;
    enterpriseId: string;
    claimedName: string | null;
    asContactId: string | null;
    by: string | null;
    at: Date;
  },
): Promise<string> {
  const { enterpriseId, claimedName, asContactId, by: confirmedById, at: recordedAt } = approved;
  const personId = asContactId ?? approved.personId;
  if (personId !== approved.personId) await becomeListed(tx, approved, personId);
  if (claimedName !== null) {
    await tx.person.updateMany({ where: { id: personId, name: null }, data: { name: claimedName } });
  }
  await tx.binding.upsert({
    where: { personId_enterpriseId: { personId, enterpriseId } },
    create: { id: newId(), personId, enterpriseId, confirmedById, recordedAt },
    // What an import is still writing of it is there from now on.
    update: { endedAt: null, confirmedById, recordedAt, importId: null },
  });
  return personId;
}

/**
 * The applicant is the listed contact: one person from here on. What was offered is looked at again, both being held: of
 * two applicants of one name only the first can be the contact.
 */
async function becomeListed(
  tx: Tx,
  {
    personId,
    enterpriseId,
    claimedName,
    at,
  }: { personId: string; enterpriseId: string; claimedName: string | null; at: Date },
  listedId: string,
): Promise<void> {
  const listed = await tx.person.findUnique({
    where: { id: listedId },
    include: { accounts: true, bindings: { where: { endedAt: null } } },
  });
  const isStillIt =
    listed !== null &&
    listed.name === claimedName &&
    listed.staffRole === null &&
    listed.accounts.length === 0 &&
    listed.bindings.every((one) => one.enterpriseId === enterpriseId) &&
    listed.bindings.length === 1;
  const merged = isStillIt && (await mergePersons(tx, { from: personId, into: listedId, at })) === 'merged';
  if (!merged) throw new UserError('该联系人的登记已变更，请重新打开绑定申请后再处理。');
}

import { newId } from '../core/ids.ts';
import type { BindingRequest, Bindings } from '../domain/bindings.ts';
import { createBindingDecisions } from './binding-decisions.ts';
import { holdPersonOf, requestFact, requestParts, toNotices, toRequest, withDecider } from './binding-rows.ts';
import { createContacts } from './contacts.ts';
import { createLeaving } from './leaving.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { change, type StoreDeps } from './store-deps.ts';

/** 绑定: who speaks for whom. Each of its parts is a file beside this one. */
export function createBindings(deps: StoreDeps): Bindings {
  const { client } = deps;

  return {
    ...createBindingDecisions(deps),
    ...createContacts(deps),
    ...createLeaving(deps),
    ...createStaffAccounts(deps),

    request: (doer, { account, enterprise, claimedName, tell }) =>
      change<{ request: BindingRequest; isNew: boolean }>(deps, doer, async (tx) => {
        const personId = await holdPersonOf(tx, account, doer.at);
        const openKey = `${personId} ${enterprise.id}`;
        const open = await tx.bindingRequest.findUnique({ where: { openKey }, include: requestParts });
        if (open) return { result: { request: toRequest(open), isNew: false }, alongside: null };
        const id = newId();
        const row = { id, personId, enterpriseId: enterprise.id, claimedName, openKey, state: 'PENDING' };
        const askedFrom = JSON.stringify(account);
        await tx.bindingRequest.create({ data: { ...row, askedFrom, requestedAt: doer.at } });
        const request: BindingRequest = {
          id,
          personId,
          enterprise,
          claimedName,
          state: 'PENDING',
          reason: null,
          account,
          requestedAt: doer.at,
          decidedBy: null,
          decidedAt: null,
        };
        return {
          result: { request, isNew: true },
          alongside: { audit: [requestFact('binding.request', request)], notices: tell(request).flatMap(toNotices) },
        };
      }),

    async findRequest(id) {
      const row = await client.bindingRequest.findUnique({ where: { id }, include: requestParts });
      return row && withDecider(client, row);
    },

    async openRequests() {
      const rows = await client.bindingRequest.findMany({
        where: { state: 'PENDING' },
        orderBy: { requestedAt: 'asc' },
        include: requestParts,
      });
      return rows.map(toRequest);
    },

    async choose(personId, { conversation, enterpriseId, on: chosenOn }) {
      await client.conversationChoice.upsert({
        where: { personId_conversation: { personId, conversation } },
        create: { personId, conversation, enterpriseId, chosenOn },
        update: { enterpriseId, chosenOn },
      });
    },

    async tell(doer, tellings) {
      const notices = tellings.flatMap(toNotices);
      if (notices.length === 0) return;
      await change(deps, doer, async () => ({ result: undefined, alongside: { audit: [], notices } }));
    },
  };
}

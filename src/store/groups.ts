import type { AuditFact } from '../core/audit.ts';
import { mayHaveArrived, PlatformError } from '../core/errors.ts';
import type { GroupPusher } from '../core/group-push.ts';
import { newId } from '../core/ids.ts';
import type { Pacer } from '../core/pacing.ts';
import { seal } from '../core/sealed.ts';
import { type Group, type GroupChange, type Groups, readWebhook, type Tested } from '../domain/groups.ts';
import { coverEvent } from './cover-event.ts';
import { type GroupRow, groupParts, pushTarget, toGroup, whereGroup } from './group-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';

/** How the bot gets into groups. */
export interface GroupWays {
  pushers: readonly GroupPusher[];
  pacer: Pacer;
  /** Where the addresses of group robots may lead. */
  apiUrls: readonly string[];
}

/** 群: registered by officers, one row each for ever. */
export function createGroups(deps: StoreDeps, { pushers, pacer, apiUrls }: GroupWays): Groups {
  const { client, keys } = deps;
  const read = (row: GroupRow): Promise<Group> => toGroup(client, keys, row);

  return {
    async list() {
      const rows = await client.groupChat.findMany({
        where: { endedAt: null },
        orderBy: { number: 'asc' },
        include: groupParts,
      });
      return Promise.all(rows.map(read));
    },

    async find(which) {
      const row = await client.groupChat.findUnique({ where: whereGroup(which), include: groupParts });
      return row && row.endedAt === null ? read(row) : null;
    },

    async register(doer, { title, ...key }) {
      const { id, isNew } = await change(deps, doer, async (tx) => {
        const known = await tx.groupChat.findUnique({ where: whereGroup(key) });
        if (known?.endedAt === null) return { result: { id: known.id, isNew: false }, alongside: null };
        const push = key.platform === 'dingtalk' ? 'DINGTALK' : 'NONE';
        const fresh = {
          push,
          webhookSealed: null,
          appchatId: null,
          registeredById: doer.personId ?? '',
          endedAt: null,
        };
        if (known) {
          const revived = { title: title ?? known.title, ...fresh };
          const { count } = await tx.groupChat.updateMany({
            where: { id: known.id, endedAt: { not: null } },
            data: revived,
          });
          if (count === 0) return { result: { id: known.id, isNew: false }, alongside: null };
          await tx.groupEnterprise.deleteMany({ where: { groupId: known.id } });
          return { result: { id: known.id, isNew: true }, alongside: { audit: [fact('group.register', known.id)] } };
        }
        const id = newId();
        const last = await tx.groupChat.aggregate({ _max: { number: true } });
        const number = (last._max.number ?? 0) + 1;
        const name = title ?? `${key.platform === 'dingtalk' ? '钉钉群' : '企业微信群'}${number}`;
        // Two officers at once: the unique key of the group, or the number, lets one in; the other is tried again.
        await tx.groupChat.create({ data: { id, number, ...key, title: name, ...fresh, recordedAt: doer.at } });
        return { result: { id, isNew: true }, alongside: { audit: [fact('group.register', id)] } };
      });
      const row = await client.groupChat.findUniqueOrThrow({ where: { id }, include: groupParts });
      return { group: await read(row), isNew };
    },

    async change(doer, id, wanted) {
      const isThere = await change(deps, doer, async (tx) => {
        // Held from here on: of two changes at once the second finds what the first made.
        const { count } = await tx.groupChat.updateMany({ where: { id, endedAt: null }, data: { endedAt: null } });
        if (count === 0) return { result: false, alongside: null };
        const detail = await applyChange(tx, id, wanted, doer.at);
        // From here on the address is stored sealed; before, what was said has to be there to be decided again.
        if (wanted.kind === 'push') await coverEvent(tx, doer.requestId);
        const action = wanted.kind === 'end' ? 'group.end' : 'group.change';
        return { result: true, alongside: { audit: [{ ...fact(action, id), detail }] } };
      });
      if (!isThere) return null;
      const row = await client.groupChat.findUniqueOrThrow({ where: { id }, include: groupParts });
      return read(row);
    },

    async say(doer, id, card, purpose) {
      const row = await client.groupChat.findUnique({ where: { id } });
      const target = row && row.endedAt === null ? pushTarget(keys, row) : null;
      const pusher = target && pushers.find(({ kinds }) => kinds.includes(target.kind));
      if (!target || !pusher) return { kind: 'no-way' };
      const isPaced = (await pacer.turn(pusher.costs(target, card), { urgent: doer.role !== 'system' })) !== null;
      const pushed = isPaced
        ? Promise.reject(new PlatformError('group: more than it takes', { code: 'paced', retryable: true }))
        : pusher.push(target, card);
      const tested = await pushed.then(
        (): Tested => ({ kind: 'sent' }),
        (error: unknown): Tested => {
          if (error instanceof PlatformError)
            return {
              kind: 'failed',
              code: error.code,
              mayPass: (error.retryable || error.trouble !== null) && !mayHaveArrived(error),
            };
          throw error;
        },
      );
      const result = tested.kind === 'sent' ? ('allowed' as const) : ('failed' as const);
      const detail = { purpose, way: target.kind };
      await change(deps, doer, async () => ({
        result: undefined,
        alongside: { audit: [{ ...fact('message.send', id), result, detail }] },
      }));
      return tested;
    },

    readWebhook: (text) => readWebhook(text, apiUrls),
  };

  /** @returns what the audit says of it; never an address */
  async function applyChange(tx: Tx, id: string, wanted: GroupChange, at: Date): Promise<Record<string, unknown>> {
    const before = await tx.groupChat.findUniqueOrThrow({ where: { id }, include: { enterprises: true } });
    switch (wanted.kind) {
      case 'rename':
        await tx.groupChat.update({ where: { id }, data: { title: wanted.title } });
        return { title: { before: before.title, after: wanted.title } };
      case 'push': {
        const { push, target } = wanted;
        const webhookSealed = push === 'WEBHOOK' && target !== null ? seal(keys.data, target) : null;
        await tx.groupChat.update({
          where: { id },
          data: { push, webhookSealed, appchatId: push === 'APPCHAT' ? target : null },
        });
        return { push: { before: before.push, after: push } };
      }
      case 'enterprises': {
        const had = before.enterprises.map(({ enterpriseId }) => enterpriseId);
        const named = new Set(wanted.enterprises.map((one) => one.id));
        const kept = { set: [], add: had, remove: had.filter((one) => !named.has(one)) }[wanted.how];
        const has = wanted.how === 'remove' ? kept : [...new Set([...kept, ...named])];
        await tx.groupEnterprise.deleteMany({ where: { groupId: id } });
        await tx.groupEnterprise.createMany({ data: has.map((enterpriseId) => ({ groupId: id, enterpriseId })) });
        return { enterprises: { before: had, after: has } };
      }
      case 'end':
        await tx.groupChat.update({
          where: { id },
          data: { endedAt: at, webhookSealed: null, appchatId: null, push: 'NONE' },
        });
        return {};
    }
  }
}

function fact(action: AuditFact['action'], id: string): AuditFact {
  return { action, result: 'allowed', objectType: 'group', objectId: id };
}

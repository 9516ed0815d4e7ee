import type { PushTarget } from '../core/group-push.ts';
import { type Keys, unseal } from '../core/sealed.ts';
import { type Group, type GroupKey, maskWebhook, pushWays } from '../domain/groups.ts';
import type { Client } from './database.ts';

/** What a group's row is read with. */
export const groupParts = {
  enterprises: {
    select: { enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } } },
  },
} as const;

interface BareRow {
  id: string;
  number: number;
  platform: string;
  chatId: string;
  title: string;
  push: string;
  webhookSealed: string | null;
  appchatId: string | null;
  registeredById: string;
  recordedAt: Date;
}

export interface GroupRow extends BareRow {
  enterprises: readonly { enterprise: { id: string; names: readonly { text: string }[] } }[];
}

export function whereGroup(which: GroupKey | { number: number }) {
  if ('number' in which) return { number: which.number };
  const { platform, corpId, chatId } = which;
  return { platform_corpId_chatId: { platform, corpId, chatId } };
}

export async function toGroup(client: Client, keys: Keys, row: GroupRow): Promise<Group> {
  const { id, number, chatId, title, push, registeredById, recordedAt } = row;
  const by = await client.person.findUnique({ where: { id: registeredById }, select: { name: true } });
  const target = pushTarget(keys, row);
  return {
    id,
    number,
    platform: row.platform === 'dingtalk' ? 'dingtalk' : 'wecom',
    chatId,
    title,
    push: pushWays.find((one) => one === push) ?? 'NONE',
    pushTo: target && shown(target),
    enterprises: row.enterprises
      .map(({ enterprise }) => ({ id: enterprise.id, name: enterprise.names[0]?.text ?? '' }))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
    registeredBy: by?.name ?? null,
    recordedAt,
  };
}

/** The way into a group; null if it has none. */
export function pushTarget(keys: Keys, { push, chatId, appchatId, webhookSealed }: BareRow): PushTarget | null {
  if (push === 'DINGTALK') return { kind: 'dingtalk-group', conversationId: chatId };
  if (push === 'APPCHAT' && appchatId !== null) return { kind: 'wecom-appchat', chatId: appchatId };
  if (push === 'WEBHOOK' && webhookSealed !== null) {
    return { kind: 'wecom-webhook', url: unseal(keys.data, webhookSealed) };
  }
  return null;
}

function shown(target: PushTarget): string {
  switch (target.kind) {
    case 'dingtalk-group':
      return target.conversationId;
    case 'wecom-appchat':
      return target.chatId;
    case 'wecom-webhook':
      return maskWebhook(target.url);
  }
}

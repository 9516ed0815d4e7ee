import type { EnterpriseRef } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Card } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Sender } from '../core/event.ts';

/** How something is said in a group of its own accord. */
export const pushWays = ['DINGTALK', 'APPCHAT', 'WEBHOOK', 'NONE'] as const;
export type PushWay = (typeof pushWays)[number];
export const pushLabels: Record<PushWay, string> = {
  DINGTALK: '钉钉机器人',
  APPCHAT: '企业微信应用群',
  WEBHOOK: '企业微信群机器人',
  NONE: '不推送',
};

/** 群: a group chat that an officer registered. */
export interface Group {
  id: string;
  /** What people call it by; never given twice. */
  number: number;
  platform: Sender['platform'];
  chatId: string;
  title: string;
  push: PushWay;
  /** Where a push goes, as it may be shown: a chat id, or the address with its key covered. */
  pushTo: string | null;
  enterprises: readonly EnterpriseRef[];
  registeredBy: string | null;
  recordedAt: Date;
}

/** A group as a message from it names it. */
export type GroupKey = Pick<Group, 'platform' | 'chatId'> & { corpId: string };

export type GroupChange =
  | { kind: 'rename'; title: string }
  | { kind: 'enterprises'; how: 'set' | 'add' | 'remove'; enterprises: readonly EnterpriseRef[] }
  /** `target`: chat id or webhook address. */
  | { kind: 'push'; push: PushWay; target: string | null }
  | { kind: 'end' };

/** `mayPass`: it has surely not arrived, and the same may succeed later. */
export type Tested = { kind: 'sent' } | { kind: 'no-way' } | { kind: 'failed'; code: string; mayPass: boolean };

/** 群: reads and changes; each change records itself. */
export interface Groups {
  /** Those that are registered, by their number. */
  list(): Promise<readonly Group[]>;
  find(which: GroupKey | { number: number }): Promise<Group | null>;
  /** Registers a group; of two officers at once the first. One that was ended comes back under its old number. */
  register(doer: Doer, group: GroupKey & { title: string | null }): Promise<{ group: Group; isNew: boolean }>;
  /** Null: it is not registered (any more). */
  change(doer: Doer, id: string, change: GroupChange): Promise<Group | null>;
  /** Says something in the group of its own accord, by its way. `purpose` for the audit, e.g. `group.test`. */
  say(doer: Doer, id: string, card: Card, purpose: string): Promise<Tested>;
  /** @throws UserError if it is not the address of a group robot */
  readWebhook(text: string): string;
}

/** The one kind of address that a group robot has (企业微信 消息推送配置说明). */
const webhookPath = '/cgi-bin/webhook/send';

/**
 * The address of a WeCom group robot, checked to the letter: anything else that the bot could be made to call is refused.
 * @param apiUrls where such addresses may lead: WeCom's own, and the one that is configured
 * @throws UserError
 */
export function readWebhook(text: string, apiUrls: readonly string[]): string {
  const wrong = new UserError(
    '群机器人地址不正确，应为 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…，请从群机器人的设置页完整复制。',
  );
  if (!URL.canParse(text)) throw wrong;
  const url = new URL(text);
  const key = url.searchParams.get('key') ?? '';
  const isKnown = url.pathname === webhookPath && apiUrls.some((api) => url.origin === new URL(api).origin);
  const isBare = url.search === `?key=${key}` && url.hash === '' && url.username === '' && url.password === '';
  if (!isKnown || !isBare || !/^[\w-]{8,64}$/u.test(key)) throw wrong;
  return url.href;
}

/** The address with all of its key covered but the end. */
export function maskWebhook(address: string): string {
  return address.replace(/(key=)[\w-]+(?=[\w-]{4}$)/u, '$1****');
}

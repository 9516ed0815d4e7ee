import type { Person, World } from './world.ts';

/** `wecom-chat`: a group without the AI bot, made by the app (appchat) or with a webhook only. */
export type Channel = 'wecom-app' | 'wecom-aibot' | 'wecom-chat' | 'dingtalk-robot';

export interface Conversation {
  /** Readable and stable: `wecom-app:zhangsan`, `dingtalk-group:<openConversationId>` … */
  id: string;
  platform: 'wecom' | 'dingtalk';
  channel: Channel;
  kind: 'direct' | 'group';
  title: string;
  /** Person ids. */
  members: string[];
  /** The vendor's own id of it: userid, chatid, staffId (or unionId), openConversationId. */
  key: string;
}

/** Everybody's own conversations with the bots. */
export function directsOf({ wecom, dingtalk }: World, people: readonly Person[]): Conversation[] {
  const direct = (channel: Channel, prefix: string, title: string, keyOf: (person: Person) => string | undefined) =>
    people.flatMap((person): Conversation[] => {
      const key = keyOf(person);
      const platform = channel === 'dingtalk-robot' ? 'dingtalk' : 'wecom';
      return key === undefined
        ? []
        : [{ id: `${prefix}:${key}`, platform, channel, kind: 'direct', title, members: [person.id], key }];
    });
  return [
    ...(wecom?.app
      ? direct('wecom-app', 'wecom-app', wecom.app.name, ({ wecom: one }) =>
          one?.corpId === undefined ? one?.userId : `${one.corpId}/${one.userId}`,
        )
      : []),
    // 智能机器人 (digest 3): members of the own corp only.
    ...(wecom?.aibot
      ? direct('wecom-aibot', 'wecom-aibot', wecom.aibot.name, ({ wecom: one }) =>
          one?.corpId === undefined ? one?.userId : undefined,
        )
      : []),
    ...(dingtalk
      ? direct(
          'dingtalk-robot',
          'dingtalk',
          dingtalk.robotName,
          (one) => one.dingtalk?.staffId ?? one.dingtalk?.unionId,
        )
      : []),
  ];
}

/** All that exist at the start. */
export function conversationsOf(world: World): Conversation[] {
  const { wecom, dingtalk, people } = world;
  const group = (channel: Channel, prefix: string, title: string, key: string, members: string[]): Conversation => ({
    id: `${prefix}:${key}`,
    platform: channel === 'dingtalk-robot' ? 'dingtalk' : 'wecom',
    channel,
    kind: 'group',
    title,
    members,
    key,
  });
  const wecomGroups = (wecom?.groups ?? []).map((one) =>
    wecom?.aibot
      ? group('wecom-aibot', 'wecom-aibot-group', one.name, one.chatId, one.members)
      : group('wecom-chat', 'wecom-chat', one.name, one.chatId, one.members),
  );
  const dingtalkGroups = (dingtalk?.groups ?? []).map((one) =>
    group('dingtalk-robot', 'dingtalk-group', one.name, one.openConversationId, one.members),
  );
  // In the order in which the page lists them.
  const directs = directsOf(world, people);
  const isWecom = ({ platform }: Conversation) => platform === 'wecom';
  return [...directs.filter(isWecom), ...wecomGroups, ...directs.filter((one) => !isWecom(one)), ...dingtalkGroups];
}

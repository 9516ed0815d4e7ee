import { RefusedError } from './errors.ts';
import type { Person, World } from './world.ts';

type Channel = 'wecom-app' | 'wecom-aibot' | 'dingtalk-robot';

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

export interface Directory {
  readonly world: World;
  readonly conversations: readonly Conversation[];
  person(id: string): Person;
  conversation(id: string): Conversation;
  /** The conversation with the person in it, or a refusal. */
  seat(as: string, conversation: string): { person: Person; conversation: Conversation };
  byWecomId(userId: string): Person | undefined;
  byStaffId(staffId: string): Person | undefined;
  byUnionId(unionId: string): Person | undefined;
  direct(channel: Channel, personId: string): Conversation | undefined;
  group(channel: Channel, key: string): Conversation | undefined;
}

/** Who and which conversations exist, looked up by our ids and by the vendors'. */
export function createDirectory(world: World): Directory {
  const conversations = conversationsOf(world);
  const find = (channel: Channel, kind: Conversation['kind'], test: (one: Conversation) => boolean) =>
    conversations.find((one) => one.channel === channel && one.kind === kind && test(one));
  const person = (id: string) => {
    const found = world.people.find((one) => one.id === id);
    if (!found) throw new RefusedError(`there is no person "${id}"`, 404);
    return found;
  };
  const conversation = (id: string) => {
    const found = conversations.find((one) => one.id === id);
    if (!found) throw new RefusedError(`there is no conversation "${id}"`, 404);
    return found;
  };
  return {
    world,
    conversations,
    person,
    conversation,
    seat(as, id) {
      const seat = { person: person(as), conversation: conversation(id) };
      if (!seat.conversation.members.includes(as)) throw new RefusedError(`${as} is not in conversation ${id}`, 403);
      return seat;
    },
    // 发送应用消息 (90236): userids are compared without case.
    byWecomId: (userId) => world.people.find((one) => one.wecom?.userId.toLowerCase() === userId.toLowerCase()),
    byStaffId: (staffId) => world.people.find((one) => one.dingtalk?.staffId === staffId),
    byUnionId: (unionId) => world.people.find((one) => one.dingtalk?.unionId === unionId),
    direct: (channel, personId) => find(channel, 'direct', (one) => one.members[0] === personId),
    group: (channel, key) => find(channel, 'group', (one) => one.key === key),
  };
}

function conversationsOf(world: World): Conversation[] {
  const { wecom, dingtalk, people } = world;
  const direct = (channel: Channel, prefix: string, title: string, keyOf: (person: Person) => string | undefined) =>
    people.flatMap((person): Conversation[] => {
      const key = keyOf(person);
      const platform = channel === 'dingtalk-robot' ? 'dingtalk' : 'wecom';
      return key === undefined
        ? []
        : [{ id: `${prefix}:${key}`, platform, channel, kind: 'direct', title, members: [person.id], key }];
    });
  const group = (channel: Channel, prefix: string, title: string, key: string, members: string[]): Conversation => ({
    id: `${prefix}:${key}`,
    platform: channel === 'dingtalk-robot' ? 'dingtalk' : 'wecom',
    channel,
    kind: 'group',
    title,
    members,
    key,
  });
  return [
    ...(wecom?.app ? direct('wecom-app', 'wecom-app', wecom.app.name, (one) => one.wecom?.userId) : []),
    ...(wecom?.aibot ? direct('wecom-aibot', 'wecom-aibot', wecom.aibot.name, (one) => one.wecom?.userId) : []),
    ...(wecom?.groups ?? []).map((one) => group('wecom-aibot', 'wecom-aibot-group', one.name, one.chatId, one.members)),
    ...(dingtalk
      ? direct(
          'dingtalk-robot',
          'dingtalk',
          dingtalk.robotName,
          (one) => one.dingtalk?.staffId ?? one.dingtalk?.unionId,
        )
      : []),
    ...(dingtalk?.groups ?? []).map((one) =>
      group('dingtalk-robot', 'dingtalk-group', one.name, one.openConversationId, one.members),
    ),
  ];
}

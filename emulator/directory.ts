import { type Absences, createAbsences } from './absence.ts';
import { opaqueId } from './crypto.ts';
import { RefusedError } from './errors.ts';
import type { Downstream, Person, World } from './world.ts';

/** `wecom-chat`: a group without the AI bot, made by the app (appchat) or with a webhook only. */
type Channel = 'wecom-app' | 'wecom-aibot' | 'wecom-chat' | 'dingtalk-robot';

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
  readonly absences: Absences;
  /** A conversation that came into being later. */
  add(conversation: Conversation): void;
  person(id: string): Person;
  conversation(id: string): Conversation;
  /** The conversation with the person in it, or a refusal. */
  seat(as: string, conversation: string): { person: Person; conversation: Conversation };
  /** The corp a WeCom member belongs to, when it is not the own one. */
  downstreamOf(person: Person): Downstream | undefined;
  /** How the app gets to know a WeCom member: the userid, encrypted where it is a member of a downstream corp in 上下游 (97213). */
  wecomId(person: Person): string;
  /** A member of the own corp, or of the downstream corp that is named, by the id the app knows. */
  byWecomId(userId: string, corpId?: string): Person | undefined;
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
  const downstreamOf = ({ wecom }: Person) =>
    wecom?.corpId === undefined ? undefined : world.wecom?.downstream.find((corp) => corp.corpId === wecom.corpId);
  const wecomId = (member: Person) => {
    const userId = member.wecom?.userId ?? '';
    const corp = downstreamOf(member);
    return corp?.businessType === 1 ? `wo${opaqueId('downstream', corp.corpId, userId).slice(0, 30)}` : userId;
  };
  return {
    world,
    conversations,
    absences: createAbsences(),
    add: (conversation) => conversations.push(conversation),
    person,
    downstreamOf,
    wecomId,
    conversation,
    seat(as, id) {
      const seat = { person: person(as), conversation: conversation(id) };
      if (!seat.conversation.members.includes(as)) throw new RefusedError(`${as} is not in conversation ${id}`, 403);
      return seat;
    },
    // 发送应用消息 (90236): userids are compared without case.
    byWecomId: (userId, corpId) =>
      world.people.find(
        (one) => one.wecom && one.wecom.corpId === corpId && wecomId(one).toLowerCase() === userId.toLowerCase(),
      ),
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
    ...(wecom?.groups ?? []).map((one) =>
      wecom?.aibot
        ? group('wecom-aibot', 'wecom-aibot-group', one.name, one.chatId, one.members)
        : group('wecom-chat', 'wecom-chat', one.name, one.chatId, one.members),
    ),
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

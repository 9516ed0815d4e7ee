import { type Absences, createAbsences } from './absence.ts';
import { type Channel, type Conversation, conversationsOf, directsOf } from './conversations.ts';
import { opaqueId } from './crypto.ts';
import { RefusedError } from './errors.ts';
import type { Downstream, Person, World } from './world.ts';

export type { Conversation } from './conversations.ts';

export interface Directory {
  readonly world: World;
  readonly conversations: readonly Conversation[];
  readonly absences: Absences;
  /** A conversation that came into being later. */
  add(conversation: Conversation): void;
  /** People who came later, checked already (people-made.ts), with their own conversations. */
  addPeople(people: readonly Person[]): void;
  person(id: string): Person;
  hasPerson(id: string): boolean;
  conversation(id: string): Conversation;
  /** In which conversations somebody is. */
  conversationsWith(personId: string): readonly Conversation[];
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

/** The first of a list under each key; what has no key is left out. */
class Index<Item> {
  readonly #kept = new Map<string, Item>();
  readonly #keyOf: (item: Item) => string | undefined;

  constructor(keyOf: (item: Item) => string | undefined) {
    this.#keyOf = keyOf;
  }

  add(item: Item): void {
    const key = this.#keyOf(item);
    if (key !== undefined && !this.#kept.has(key)) this.#kept.set(key, item);
  }

  get(key: string): Item | undefined {
    return this.#kept.get(key);
  }
}

/** Who and which conversations exist, looked up by our ids and by the vendors'. One send asks for a thousand of them. */
export function createDirectory(world: World): Directory {
  const conversations: Conversation[] = [];
  const downstreamOf = ({ wecom }: Person) =>
    wecom?.corpId === undefined ? undefined : world.wecom?.downstream.find((corp) => corp.corpId === wecom.corpId);
  const wecomId = (member: Person) => {
    const userId = member.wecom?.userId ?? '';
    const corp = downstreamOf(member);
    return corp?.businessType === 1 ? `wo${opaqueId('downstream', corp.corpId, userId).slice(0, 30)}` : userId;
  };
  // 发送应用消息 (90236): userids are compared without case.
  const wecomKey = (userId: string, corpId = '') => `${corpId}/${userId.toLowerCase()}`;
  const people = {
    byId: new Index<Person>((one) => one.id),
    byWecomId: new Index<Person>((one) => one.wecom && wecomKey(wecomId(one), one.wecom.corpId)),
    byStaffId: new Index<Person>((one) => one.dingtalk?.staffId),
    byUnionId: new Index<Person>((one) => one.dingtalk?.unionId),
  };
  const known = {
    byId: new Index<Conversation>((one) => one.id),
    direct: new Index<Conversation>((one) => (one.kind === 'direct' ? `${one.channel} ${one.members[0]}` : undefined)),
    group: new Index<Conversation>((one) => (one.kind === 'group' ? `${one.channel} ${one.key}` : undefined)),
  };
  const byMember = new Map<string, Conversation[]>();
  const meet = (person: Person) => {
    for (const index of Object.values(people)) index.add(person);
  };
  const add = (conversation: Conversation) => {
    conversations.push(conversation);
    for (const index of Object.values(known)) index.add(conversation);
    for (const member of conversation.members) {
      const own = byMember.get(member);
      if (own) own.push(conversation);
      else byMember.set(member, [conversation]);
    }
  };
  const person = (id: string) => {
    const found = people.byId.get(id);
    if (!found) throw new RefusedError(`there is no person "${id}"`, 404);
    return found;
  };
  const conversation = (id: string) => {
    const found = known.byId.get(id);
    if (!found) throw new RefusedError(`there is no conversation "${id}"`, 404);
    return found;
  };
  for (const one of world.people) meet(one);
  for (const one of conversationsOf(world)) add(one);
  return {
    world,
    conversations,
    absences: createAbsences(),
    add,
    addPeople(newcomers) {
      for (const one of newcomers) {
        world.people.push(one);
        meet(one);
      }
      for (const one of directsOf(world, newcomers)) add(one);
    },
    person,
    hasPerson: (id) => people.byId.get(id) !== undefined,
    downstreamOf,
    wecomId,
    conversation,
    conversationsWith: (personId) => byMember.get(personId) ?? [],
    seat(as, id) {
      const seat = { person: person(as), conversation: conversation(id) };
      if (!seat.conversation.members.includes(as)) throw new RefusedError(`${as} is not in conversation ${id}`, 403);
      return seat;
    },
    byWecomId: (userId, corpId) => people.byWecomId.get(wecomKey(userId, corpId)),
    byStaffId: (staffId) => people.byStaffId.get(staffId),
    byUnionId: (unionId) => people.byUnionId.get(unionId),
    direct: (channel, personId) => known.direct.get(`${channel} ${personId}`),
    group: (channel, key) => known.group.get(`${channel} ${key}`),
  };
}

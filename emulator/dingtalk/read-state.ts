import { z } from 'zod';
import { type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Conversation } from '../directory.ts';
import type { Message } from '../mailbox.ts';
import type { Outcome } from '../player.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { Person } from '../world.ts';
import { conversationIdOf } from './conversation-ids.ts';
import { refuse } from './errors.ts';
import type { Events } from './events.ts';
import { staffIdOf } from './members.ts';
import type { SentMessages } from './sent-messages.ts';

const READABLE_MS = 24 * 3600_000;
const MAX_RESULTS = 200;

const GroupQuerySchema = z.object({
  robotCode: z.string(),
  openConversationId: z.string(),
  processQueryKey: z.string(),
  maxResults: z.int().min(1).max(MAX_RESULTS).default(MAX_RESULTS),
  nextToken: z.string().default(''),
});

export interface ReadState {
  /** A person looks at a conversation; each robot message they had not seen is an event robot_msg_read. */
  look(seat: { person: Person; conversation: Conversation }): Outcome & { read: number };
  /** 批量查询人与机器人会话机器人消息是否已读: GET /v1.0/robot/oToMessages/readStatus. */
  readStatus: ApiHandler;
  /** 查询企业机器人群聊消息用户已读状态: POST /v1.0/robot/groupMessages/query. */
  groupQuery: ApiHandler;
}

/** Who has read what the robot sent (digest 4.4). Names of answer fields that the digest leaves out are recalled, refusals a guess. */
export function createReadState(deps: Deps, sent: SentMessages, events: Events): ReadState {
  const { callbacks, clock, directory, mailbox } = deps;
  const org = directory.world.dingtalk;
  const readers = new Map<Message, Map<string, number>>();
  const readersOf = (message: Message) => readers.get(message) ?? new Map<string, number>();
  const find = (robotCode: unknown, key: string, kind: Conversation['kind']) => {
    const found = robotCode === org?.robotCode ? sent.find(key) : undefined;
    const messages = found?.messages.filter((one) => directory.conversation(one.conversation).kind === kind) ?? [];
    return found && messages.length > 0 ? { at: found.at, messages } : undefined;
  };
  const stateOf = (messages: Message[]) => (messages.every((one) => one.recalled) ? 'RECALLED' : 'SUCCESS');
  const unknown = () => refuse(400, 'resource.not.found', '消息不存在');

  const tell = (person: Person, conversation: Conversation, processQueryKey: string): Promise<void> => {
    if (!org?.events || !callbacks.dingtalkEvent) return Promise.resolve();
    return events.push({
      EventType: 'robot_msg_read',
      ProcessQueryKey: processQueryKey,
      OpenConversationId: conversationIdOf(conversation),
      RobotCode: org.robotCode,
      UserId: staffIdOf(directory, person),
      UnionId: person.dingtalk?.unionId,
      OperatTime: clock.now(),
    }).done;
  };

  return {
    look({ person, conversation }) {
      const fresh = sent
        .within(conversation.id)
        // A history that was reset is looked at by nobody.
        .filter(({ message: one }) => !one.recalled && mailbox.get(one.id))
        .filter(({ message: one }) => (one.visibleTo?.has(person.id) ?? true) && !readersOf(one).has(person.id));
      for (const { message } of fresh) readers.set(message, readersOf(message).set(person.id, clock.now()));
      const done = Promise.all(fresh.map(({ key }) => tell(person, conversation, key))).then(() => undefined);
      deps.background(() => done);
      return { read: fresh.length, done };
    },
    readStatus(call) {
      const found = find(call.query.get('robotCode'), call.query.get('processQueryKey') ?? '', 'direct');
      if (!found || clock.now() - found.at > READABLE_MS) return unknown();
      const messageReadInfoList = found.messages.map((message) => {
        const [id = ''] = directory.conversation(message.conversation).members;
        const person = directory.person(id);
        const readTimestamp = readersOf(message).get(id);
        return {
          name: person.name,
          userId: person.dingtalk?.staffId ?? '',
          readStatus: readTimestamp === undefined ? 'UNREAD' : 'READ',
          ...(readTimestamp === undefined ? {} : { readTimestamp }),
        };
      });
      return { json: { sendStatus: stateOf(found.messages), messageReadInfoList } };
    },
    groupQuery(call) {
      const body = jsonObject(call.body);
      const parsed = GroupQuerySchema.safeParse(body);
      if (!parsed.success) return refuse(400, 'invalidParameter', z.prettifyError(parsed.error));
      call.warnings.push(...strayWarnings(body, parsed.data));
      const { robotCode, openConversationId, processQueryKey, maxResults, nextToken } = parsed.data;
      const found = find(robotCode, processQueryKey, 'group');
      const conversation = directory.group('dingtalk-robot', openConversationId);
      const messages = found?.messages.filter((one) => one.conversation === conversation?.id) ?? [];
      if (messages.length === 0) return unknown();
      const people = messages.flatMap((one) => [...readersOf(one).keys()]).map((id) => directory.person(id));
      const userIds = people.flatMap((person) => staffIdOf(directory, person) ?? []);
      const start = Number(nextToken);
      const end = start + maxResults;
      const hasMore = end < userIds.length;
      const readUserIds = userIds.slice(start, end);
      return {
        json: { sendStatus: stateOf(messages), readUserIds, hasMore, ...(hasMore ? { nextToken: String(end) } : {}) },
      };
    },
  };
}

import { nanoid } from 'nanoid';
import { z } from 'zod';
import { charLength, isRecord, jsonObject } from '../api.ts';
import { shanghaiIso } from '../clock.ts';
import type { Deps } from '../deps.ts';
import type { Conversation } from '../directory.ts';
import { strayWarnings } from '../stray-keys.ts';
import { createBlockingLimit } from './blocking-limit.ts';
import { accept, refuse } from './errors.ts';
import type { WecomMedia } from './media.ts';
import { checkBody } from './message-bodies.ts';
import { createMemberRates } from './rates.ts';
import type { WecomHandler } from './tokens.ts';

export interface Appchat {
  /** 创建群聊会话 (90245). */
  create: WecomHandler;
  /** 应用推送消息 (90248). */
  send: WecomHandler;
}

const ROOT_ONLY = 'api forbidden: the visible range of the app must be the root department';
const CreateSchema = z.object({
  name: z.string().optional(),
  owner: z.string().optional(),
  userlist: z.array(z.string()).optional(),
  chatid: z.string().optional(),
});
const SendSchema = z.object({
  chatid: z.string().optional(),
  msgtype: z.string().optional(),
  safe: z.union([z.literal(0), z.literal(1)]).optional(),
});
const TextSchema = z.object({ content: z.string(), mentioned_list: z.array(z.string()).optional() });

/** Group chats that the app makes and writes to (digest 2.8). Codes: 全局错误码 (90313). */
export function createAppchat(deps: Deps, media: WecomMedia): Appchat {
  const { directory, mailbox, clock, settings } = deps;
  const app = directory.world.wecom?.app;
  const made = new Map<string, Conversation>();
  const perDay = new Map<string, number>();
  const rates = createMemberRates(deps, () => {
    const { perMinute, perDay: daily } = settings.wecomAppchat;
    return [
      { ms: 60_000, limit: perMinute },
      { ms: 24 * 3600_000, limit: daily },
    ];
  });
  const corp = createBlockingLimit(deps, () => [
    { ms: 60_000, limit: settings.wecomAppchat.corpPerMinute },
    { ms: 3600_000, limit: settings.wecomAppchat.corpPerHour },
  ]);
  const isKnown = (chatId: string) => made.has(chatId) || directory.conversations.some((one) => one.key === chatId);

  return {
    create(call) {
      if (!app?.rootDepartment) return refuse(48002, ROOT_ONLY);
      const parsed = CreateSchema.safeParse(jsonObject(call.body));
      if (!parsed.success) return refuse(40058, `Warning: wrong json format. ${z.prettifyError(parsed.error)}`);
      const { name = '', owner, userlist, chatid = nanoid(24).replace(/[-_]/g, '0') } = parsed.data;
      call.warnings.push(...strayWarnings(jsonObject(call.body), parsed.data));
      if (charLength(name) > 50) return refuse(86004, 'invalid chat name: over 50 characters');
      if (!/^[0-9A-Za-z]+$/.test(chatid)) return refuse(86001, 'invalid chatid: letters and digits only');
      if (chatid.length > 32) return refuse(86205, 'chatid over 32 characters');
      if (isKnown(chatid)) return refuse(86215, 'chatid exists');
      if (!userlist) return refuse(86204, 'userlist missing');
      const people = userlist.map((userId) => directory.byWecomId(userId));
      const present = people.filter((one) => one && directory.absences.of('wecom', one.id) === undefined);
      if (present.length < people.length) return refuse(86216, 'userlist names somebody who is no member');
      const members = [...new Set(present.flatMap((one) => one?.id ?? []))];
      if (members.length < 2 || members.length > 2000) return refuse(86006, 'a chat has 2 to 2000 members');
      if (owner !== undefined && !members.includes(directory.byWecomId(owner)?.id ?? '')) {
        return refuse(86207, 'the owner is not in userlist');
      }
      const today = shanghaiIso(clock.now()).slice(0, 10);
      const count = (perDay.get(today) ?? 0) + 1;
      // A guess: the limit is documented (90245), its code is not.
      if (count > settings.wecomAppchat.groupsPerDay) return refuse(45009, 'api freq out of limit: groups of a day');
      perDay.set(today, count);
      const conversation: Conversation = {
        id: `wecom-chat:${chatid}`,
        platform: 'wecom',
        channel: 'wecom-chat',
        kind: 'group',
        title: name || '群聊',
        members,
        key: chatid,
      };
      made.set(chatid, conversation);
      directory.add(conversation);
      return accept({ chatid });
    },

    send(call, _match, { corpId }) {
      if (!app?.rootDepartment) return refuse(48002, ROOT_ONLY);
      const body = jsonObject(call.body);
      const parsed = SendSchema.safeParse(body);
      if (!body || !parsed.success) return refuse(40058, 'Warning: wrong json format.');
      const { chatid = '', msgtype = '' } = parsed.data;
      if (chatid === '') return refuse(86201, 'chatid missing');
      const conversation = made.get(chatid);
      if (!conversation) {
        return isKnown(chatid) ? refuse(86008, 'the chat was made by somebody else') : refuse(86003, 'chatid unknown');
      }
      // template_card is no type of this interface (90248).
      if (msgtype === 'template_card') return refuse(40008, `invalid message type ${msgtype}`);
      const check = checkBody(msgtype, withoutMentions(msgtype, body), media.of(corpId));
      if (!check.ok) return refuse(check.code, check.why);
      const strays = strayWarnings(body, { ...parsed.data, [msgtype]: body[msgtype] });
      const present = conversation.members.filter(
        (member) => directory.absences.of('wecom', member) !== 'organisation',
      );
      if (!corp.admit(corpId, present.length)) return refuse(45009, 'api freq out of limit: messages of the corp');
      const admitted = new Set(present.filter((member) => rates.admit(member)));
      const warnings = [...strays, ...check.warnings];
      const message = {
        conversation: conversation.id,
        from: 'bot' as const,
        kind: check.kind,
        draw: { ...check.drawn, ...mentionsOf(msgtype, body) },
        visibleTo: admitted,
        warnings,
      };
      mailbox.post(message);
      for (const member of present.filter((one) => !admitted.has(one))) {
        const userId = directory.wecomId(directory.person(member));
        call.warnings.push(`dropped silently: ${userId} is above the rate of one member (90248)`);
        mailbox.drop(message, member);
      }
      call.warnings.push(...warnings);
      // No msgid: these messages cannot be recalled.
      return accept();
    },
  };
}

/** mentioned_list belongs to the groups only, so the check of the body must not take it for a stray field. */
export function withoutMentions(msgtype: string, body: Record<string, unknown>): Record<string, unknown> {
  const part = body[msgtype];
  if (msgtype !== 'text' || !isRecord(part)) return body;
  const { mentioned_list: _people, mentioned_mobile_list: _mobiles, ...text } = part;
  return { ...body, text };
}

/** Who is called by mentioned_list, or by <@userid> in the text. */
export function mentionsOf(msgtype: string, body: Record<string, unknown>): { mentions?: string[] } {
  const parsed = TextSchema.safeParse(body[msgtype]);
  if (!parsed.success) return {};
  const { content, mentioned_list: list = [] } = parsed.data;
  const inText = [...content.matchAll(/<@([^>\s]+)>/g)].map(([, userId = '']) => userId);
  const all = [...new Set([...list, ...inText])].map((one) => (one === '@all' ? '所有人' : one));
  return all.length > 0 ? { mentions: all } : {};
}

import { nanoid } from 'nanoid';
import { jsonObject } from '../api.ts';
import { hmacBase64, opaqueId } from '../crypto.ts';
import { deliver, type Parcel, type Reading, STALE_MS } from '../delivery.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { Forgery } from '../faults.ts';
import { keepFile } from '../files.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome, Saying } from '../player.ts';
import { conversationIdOf } from './conversation-ids.ts';
import type { Downloads } from './downloads.ts';
import { hasRobot, staffIdOf } from './members.ts';
import { encryptedId, type Mentioned, mentionedIn } from './mentioned.ts';
import { checkWebhookMessage, isEmptyReply, type WebhookCheck } from './messages.ts';
import { robotContent } from './robot-messages.ts';
import type { Sessions } from './sessions.ts';

export interface Robot {
  say(saying: Saying): Outcome;
}

type Reply = Extract<WebhookCheck, { ok: true }>;

/** The internal-app robot in HTTP mode (接收消息). */
export function createRobot(deps: Deps, sessions: Sessions, downloads: Downloads): Robot {
  const { mailbox, settings, clock, callbacks, faults, files } = deps;
  const org = deps.directory.world.dingtalk;

  const body = (saying: Saying, fields: Record<string, unknown>, mentioned: Mentioned[]) => {
    const { person, conversation } = saying;
    const isGroup = conversation.kind === 'group';
    const at = clock.now();
    const staffId = staffIdOf(deps.directory, person);
    const robotUser = `$:LWCP_v1:$${opaqueId('robot', org?.robotCode ?? '').slice(0, 24)}`;
    // 计费模型说明: with the message quota used up a message arrives without its text.
    const isEmpty = faults.take('quota', { channel: 'dingtalk-robot' }) !== undefined;
    const { text: _text, content: _content, ...bare } = fields;
    return {
      conversationId: conversationIdOf(conversation),
      ...(isGroup ? { conversationTitle: conversation.title, isInAtList: true } : {}),
      ...(isGroup ? { atUsers: [{ dingtalkId: robotUser }, ...mentioned] } : {}),
      chatbotCorpId: org?.corpId,
      chatbotUserId: robotUser,
      msgId: `msg${opaqueId(nanoid()).slice(0, 22)}==`,
      senderNick: person.name,
      isAdmin: false,
      ...(staffId !== undefined ? { senderStaffId: staffId, senderCorpId: org?.corpId } : {}),
      ...(staffId === undefined && settings.dingtalkRobot.outsiderStaffId === 'empty' ? { senderStaffId: '' } : {}),
      ...(settings.dingtalkRobot.senderUnionId ? { senderUnionId: person.dingtalk?.unionId } : {}),
      senderId: encryptedId(person),
      createAt: settings.dingtalkRobot.createAt === 'string' ? String(at) : at,
      conversationType: isGroup ? '2' : '1',
      ...sessions.open(conversation.id),
      robotCode: org?.robotCode,
      senderPlatform: 'Mac',
      ...(isEmpty ? { ...bare, errorCode: 20001, errorMessage: '本月消息量已用完' } : fields),
    };
  };

  const pack = (url: string, json: string, forgery?: Forgery): Parcel => {
    const timestamp = String(clock.now() - (forgery === 'stale' ? STALE_MS : 0));
    const secret = (org?.clientSecret ?? '') + (forgery === 'signature' ? 'x' : '');
    const sign = hmacBase64(secret, `${timestamp}\n${secret}`);
    return { url, headers: { 'Content-Type': 'application/json; charset=utf-8', timestamp, sign }, body: json };
  };

  /** What the robot hears (digest 1.1); nothing when it does hear this. */
  const whyNotSent = ({ conversation, mention }: Saying, directOnly: boolean, url: string | undefined) => {
    if (!hasRobot(deps.directory, conversation)) return '应用机器人不能加入普通群';
    const isHeard = conversation.kind === 'direct' || (mention && !directOnly);
    if (!isHeard) return '群聊中机器人只收到@它的文本、富文本和图片';
    return url ? undefined : '未配置机器人回调地址';
  };

  return {
    say(saying) {
      const { person, conversation } = saying;
      const { leadingSpace, timeoutMs, retries, retryDelayMs, retryNon200 } = settings.dingtalkRobot;
      const content = { robotName: org?.robotName ?? '', leadingSpace, offer: downloads.offer };
      const { fields, shown, quote, file, directOnly } = robotContent(saying, content);
      const mentioned = mentionedIn(saying, deps.directory);
      const attached = file && keepFile(files, file);
      if (!person.dingtalk) throw new RefusedError(`${person.id} has no DingTalk account`);
      const url = callbacks.dingtalkRobot;
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const skip = whyNotSent(saying, directOnly, url);
      if (skip !== undefined) Object.assign(view, { state: 'not-sent', reason: skip });
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'person',
        personId: person.id,
        kind: saying.kind,
        draw: { text: shown, ...(quote === undefined ? {} : { quote }), ...(attached ? { file: attached } : {}) },
        delivery: view,
      });
      if (skip !== undefined || !url) return { message, done: Promise.resolve() };
      const json = JSON.stringify(body(saying, fields, mentioned));
      const done = deliver<Reply>(deps, {
        channel: 'dingtalk-robot',
        timeoutMs,
        delaysMs: Array(retries).fill(retryDelayMs),
        retryNon200,
        // The signature covers only the timestamp; a repetition signs anew and keeps body and msgId.
        repack: true,
        pack: (forgery) => pack(url, json, forgery),
        forgeable: ['signature', 'stale'],
        read: ({ body: answer }) => readReply(answer),
        view,
        changed: () => mailbox.touch(message),
      }).then((reply) => {
        if (!reply) return;
        const { kind, drawn, warnings } = reply;
        mailbox.post({ conversation: conversation.id, from: 'bot', kind, draw: drawn, warnings });
      });
      deps.background(() => done);
      return { message, done };
    },
  };
}

const REPLY_TYPES = ['text', 'markdown', 'actionCard', 'feedCard'];

function readReply(answer: string): Reading<Reply> {
  if (answer === '') return {};
  const body = jsonObject(answer);
  if (!body) return { error: 'the answer is neither empty nor a JSON object' };
  if (isEmptyReply(body)) return {};
  if (!REPLY_TYPES.includes(String(body.msgtype))) {
    return { error: `msgtype ${JSON.stringify(body.msgtype ?? null)} is not offered in the answer (接收消息)` };
  }
  const check = checkWebhookMessage(body, answer);
  return check.ok ? { reply: check, warnings: check.warnings } : { error: `${check.errcode}: ${check.errmsg}` };
}

import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Happening, InboundEvent, Sender } from '../../core/event.ts';
import { safeEqual } from '../../core/safe-equal.ts';
import type { AddressGuard } from '../address-guard.ts';
import { readJson } from '../read-json.ts';

/** 钉钉 接收消息. Fields we do not know are ignored; some arrive as number or string, what is absent may be null. */
const MessageSchema = z.object({
  msgtype: z.string().nullish(),
  msgId: z.string().min(1),
  conversationType: z.union([z.string(), z.number()]).nullish(),
  conversationId: z.string().min(1),
  senderId: z.string().min(1),
  senderCorpId: z.string().nullish(),
  senderStaffId: z.string().nullish(),
  senderUnionId: z.string().nullish(),
  sessionWebhook: z.string().nullish(),
  sessionWebhookExpiredTime: z.coerce.number().nullish().catch(null),
  isInAtList: z.boolean().nullish(),
  errorCode: z.union([z.string(), z.number()]).nullish(),
  text: z.object({ content: z.string().nullish() }).nullish(),
  content: z
    .union([
      z.string(),
      z.looseObject({
        recognition: z.string().nullish(),
        downloadCode: z.string().nullish(),
        fileName: z.string().nullish(),
        richText: z.array(z.looseObject({ text: z.string().nullish() })).nullish(),
      }),
    ])
    .nullish(),
});
type Message = z.infer<typeof MessageSchema>;

/** The console can have a robot's messages sealed; no official text says how, so we take them in clear only. */
const BodySchema = z.union([MessageSchema, z.object({ encrypt: z.string() })]);

/** What the channel needs for answering. */
export const RobotHandleSchema = z.object({
  /** Absent where we speak first (`Channel.reach`). */
  conversationId: z.string().optional(),
  /** Absent for people outside the robot's organisation: no interface reaches them one-to-one. */
  staffId: z.string().optional(),
  /** A bearer secret: never logged. */
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.number().optional(),
  /** Of a file, for a short time. */
  downloadCode: z.string().optional(),
});

/** The callback address of the internal-app robot in HTTP mode: JSON in clear, signed headers. */
export function createRobotEndpoint(options: {
  corpId: string;
  clientSecret: string;
  mayCall: AddressGuard;
}): Endpoint {
  const { corpId, clientSecret, mayCall } = options;
  return {
    path: '/dingtalk/robot',
    channel: 'dingtalk-robot',
    open: ({ headers, body, now }) => {
      const { timestamp = '', sign = '' } = headers;
      if (!safeEqual(sign, signRobot(timestamp, clientSecret))) throw new Refusal(403, 'signature');
      if (!/^\d{1,15}$/.test(timestamp) || !isTimely(Number(timestamp), now)) throw new Refusal(403, 'expired');
      const message = readJson(body, BodySchema);
      if ('encrypt' in message) throw new Refusal(400, 'encrypted');
      return {
        event: toEvent(message, { body, corpId, mayCall }),
        // Always the empty reply: what is said goes through sessionWebhook, so that Stream mode shares the path.
        reply: (): CallbackReply => ({ contentType: 'application/json', body: '{"msgtype":"empty"}' }),
      };
    },
  };
}

/** 钉钉 接收消息: the signature covers the time only, so the address must be hard to guess and messages have keys. */
function signRobot(timestamp: string, clientSecret: string): string {
  return createHmac('sha256', clientSecret).update(`${timestamp}\n${clientSecret}`).digest('base64');
}

function toEvent(
  message: Message,
  { body, corpId, mayCall }: { body: string; corpId: string; mayCall: AddressGuard },
): InboundEvent {
  const { msgId, conversationId, sessionWebhook, sessionWebhookExpiredTime } = message;
  const staffId = memberIdOf(message, corpId);
  const place = isDirect(message) ? 'direct' : 'group';
  const happening = happeningOf(message, body);
  const downloadCode = happening.kind === 'file' ? structuredContentOf(message).downloadCode : null;
  return {
    channel: 'dingtalk-robot',
    key: JSON.stringify(['dingtalk-robot', msgId]),
    sender: staffId === null ? outsider(message) : { platform: 'dingtalk', corpId, userId: staffId },
    place,
    ...(place === 'group' ? { groupId: conversationId } : {}),
    happening,
    handle: {
      conversationId,
      ...(staffId === null ? {} : { staffId }),
      ...(sessionWebhook && mayCall(sessionWebhook) ? { sessionWebhook } : {}),
      ...(sessionWebhookExpiredTime == null ? {} : { sessionWebhookExpiredTime }),
      ...(downloadCode ? { downloadCode } : {}),
    },
  };
}

/** What is not known to be one-to-one is treated as a group. */
function isDirect({ conversationType }: Message): boolean {
  return String(conversationType) === '1';
}

/** The staff id of a member of the robot's organisation. */
function memberIdOf({ senderCorpId, senderStaffId }: Message, corpId: string): string | null {
  return senderStaffId && (!senderCorpId || senderCorpId === corpId) ? senderStaffId : null;
}

/**
 * Anybody else (or everybody, while the robot is not published) is known by union id or the robot's own opaque id:
 * identities of their own, marked so that they never meet a staff id.
 */
function outsider({ senderCorpId, senderUnionId, senderId }: Message): Sender {
  const userId = senderUnionId ? `union:${senderUnionId}` : `opaque:${senderId}`;
  return { platform: 'dingtalk', corpId: senderCorpId ?? '', userId };
}

function happeningOf(message: Message, body: string): Happening {
  const { isInAtList, text, content, errorCode } = message;
  const msgtype = message.msgtype ?? '';
  // The monthly quota is used up: messages arrive empty (钉钉 开发事件推送服务, errorCode 20001).
  if (errorCode && Number(errorCode) !== 0) {
    return { kind: 'unknown', what: `error ${errorCode}`, raw: rawOf(body) };
  }
  // In a group only who addresses the robot is answered; what others say to each other is not kept.
  if (!isDirect(message) && isInAtList === false) return { kind: 'unknown', what: 'not addressed' };
  const structured = structuredContentOf(message);
  switch (msgtype) {
    case 'text':
      return { kind: 'text', text: text?.content ?? (typeof content === 'string' ? content : '') };
    case 'richText':
      return { kind: 'text', text: (structured.richText ?? []).map((item) => item.text ?? '').join('') };
    case 'audio':
      return structured.recognition
        ? { kind: 'text', text: structured.recognition }
        : { kind: 'unreadable', what: msgtype };
    case 'file':
      // They come one-to-one only (钉钉 消息发送与接收类型).
      return structured.downloadCode && isDirect(message)
        ? { kind: 'file', name: structured.fileName || '文件' }
        : { kind: 'unreadable', what: msgtype };
    case 'picture':
    case 'video':
    case 'unknownMsgType':
      return { kind: 'unreadable', what: msgtype };
    default:
      return { kind: 'unknown', what: msgtype, raw: rawOf(body) };
  }
}

function structuredContentOf({ content }: Message): Exclude<Message['content'], string | null | undefined> {
  return content && typeof content === 'object' ? content : {};
}

/** The body for an operator to look at, cut short, without the bearer secret in it. */
function rawOf(body: string): string {
  const message: unknown = JSON.parse(body);
  return JSON.stringify(message, (name, value) => (name === 'sessionWebhook' ? undefined : value)).slice(0, 4000);
}

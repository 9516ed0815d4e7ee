import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Happening, InboundEvent, Sender } from '../../core/event.ts';
import { safeEqual } from '../../core/safe-equal.ts';
import type { AddressGuard } from '../address-guard.ts';
import { readJson } from '../read-json.ts';

/** 钉钉 接收消息. Fields we do not know are ignored; some arrive as number or string. */
const MessageSchema = z.object({
  msgtype: z.string().default(''),
  msgId: z.string().min(1),
  conversationType: z.string(),
  conversationId: z.string().min(1),
  senderId: z.string().min(1),
  senderCorpId: z.string().optional(),
  senderStaffId: z.string().optional(),
  senderUnionId: z.string().optional(),
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.coerce.number().optional(),
  isInAtList: z.boolean().optional(),
  errorCode: z.union([z.string(), z.number()]).optional(),
  text: z.object({ content: z.string().default('') }).optional(),
  content: z
    .union([
      z.string(),
      z.looseObject({
        recognition: z.string().optional(),
        richText: z.array(z.looseObject({ text: z.string().optional() })).optional(),
      }),
    ])
    .optional(),
});
type Message = z.infer<typeof MessageSchema>;

/** What the channel needs for answering. */
export const RobotHandleSchema = z.object({
  conversationId: z.string(),
  /** Absent for people outside the robot's organisation: no interface reaches them one-to-one. */
  staffId: z.string().optional(),
  /** A bearer secret: never logged. */
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.number().optional(),
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
      const message = readJson(body, MessageSchema);
      return {
        event: toEvent(message, corpId, mayCall),
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

function toEvent(message: Message, corpId: string, mayCall: AddressGuard): InboundEvent {
  const { msgId, conversationType, conversationId, sessionWebhook, sessionWebhookExpiredTime } = message;
  const sender = senderOf(message, corpId);
  const isMember = sender.corpId === corpId && message.senderStaffId !== undefined;
  return {
    channel: 'dingtalk-robot',
    key: JSON.stringify(['dingtalk-robot', msgId]),
    sender,
    place: conversationType === '1' ? 'direct' : 'group',
    happening: happeningOf(message),
    handle: {
      conversationId,
      ...(isMember && message.senderStaffId ? { staffId: message.senderStaffId } : {}),
      ...(sessionWebhook && mayCall(sessionWebhook) ? { sessionWebhook } : {}),
      ...(sessionWebhookExpiredTime === undefined ? {} : { sessionWebhookExpiredTime }),
    },
  };
}

/**
 * A member of the robot's organisation is known by staff id. Anybody else (or everybody, while the robot is not
 * published) by union id or the robot's own opaque id: identities of their own, marked so that they never meet a staff id.
 */
function senderOf({ senderCorpId, senderStaffId, senderUnionId, senderId }: Message, corpId: string): Sender {
  const isMember = senderStaffId && (senderCorpId === undefined || senderCorpId === corpId);
  if (isMember) return { platform: 'dingtalk', corpId, userId: senderStaffId };
  const userId = senderUnionId ? `union:${senderUnionId}` : `opaque:${senderId}`;
  return { platform: 'dingtalk', corpId: senderCorpId ?? '', userId };
}

function happeningOf({ conversationType, isInAtList, msgtype, text, content, errorCode }: Message): Happening {
  // The monthly quota is used up: messages arrive empty (钉钉 开发事件推送服务, errorCode 20001).
  if (errorCode !== undefined && Number(errorCode) !== 0) return { kind: 'unknown', what: `error ${errorCode}` };
  // In a group only who addresses the robot is answered.
  if (conversationType !== '1' && isInAtList === false) return { kind: 'unknown', what: 'not addressed' };
  const structured = typeof content === 'object' ? content : {};
  switch (msgtype) {
    case 'text':
      return { kind: 'text', text: text?.content ?? (typeof content === 'string' ? content : '') };
    case 'richText':
      return { kind: 'text', text: (structured.richText ?? []).map((item) => item.text ?? '').join('') };
    case 'audio':
      return structured.recognition
        ? { kind: 'text', text: structured.recognition }
        : { kind: 'unreadable', what: msgtype };
    case 'picture':
    case 'video':
    case 'file':
    case 'unknownMsgType':
      return { kind: 'unreadable', what: msgtype };
    default:
      return { kind: 'unknown', what: msgtype };
  }
}

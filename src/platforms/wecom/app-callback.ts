import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Happening, InboundEvent } from '../../core/event.ts';
import { createEnvelope } from '../envelope.ts';
import { readSignedQuery } from './signed-query.ts';
import { verifyUrl } from './verify-url.ts';
import { parseXml, toCdata } from './xml.ts';

const OuterSchema = z.object({ Encrypt: z.string().min(1) });

/** 企业微信 消息格式 90239, 事件格式 90240. Fields we do not know are ignored. */
const MessageSchema = z.object({
  ToUserName: z.string().min(1),
  FromUserName: z.string().min(1),
  CreateTime: z.string(),
  MsgType: z.string(),
  MsgId: z.string().optional(),
  Content: z.string().optional(),
  Event: z.string().optional(),
  EventKey: z.string().optional(),
  TaskId: z.string().optional(),
  ResponseCode: z.string().optional(),
});
type Message = z.infer<typeof MessageSchema>;

/** What the channel needs for answering. */
export const AppHandleSchema = z.object({
  toUser: z.string(),
  /** Of a tapped card: one use within 72 hours (企业微信 更新模版卡片消息 94888). */
  responseCode: z.string().optional(),
});

/** A passive reply (企业微信 被动回复消息格式 90241). */
export const AppInlineSchema = z.object({ content: z.string() });

/** The callback address of the self-built app: XML, encrypted. */
export function createAppEndpoint(options: { corpId: string; token: string; aesKey: Buffer }): Endpoint {
  const { corpId, token, aesKey } = options;
  const envelope = createEnvelope({ token, aesKey, receiverIds: [corpId] });
  return {
    path: '/wecom/app',
    channel: 'wecom-app',
    verify: (query) => verifyUrl(query, envelope),
    open: ({ query, body, now }) => {
      const { signature, timestamp, nonce } = readSignedQuery(query);
      const outer = OuterSchema.safeParse(parseXml(body));
      if (!outer.success) throw new Refusal(400, 'malformed', outer.error);
      const plain = envelope.open({ signature, timestamp, nonce, encrypted: outer.data.Encrypt });
      if (!isTimely(Number(timestamp) * 1000, now)) throw new Refusal(403, 'expired');
      const message = MessageSchema.safeParse(parseXml(plain));
      if (!message.success) throw new Refusal(400, 'malformed', message.error);
      return {
        event: toEvent(message.data, plain),
        reply: (inline): CallbackReply => {
          // An empty 200 says: received, nothing to reply (企业微信 接收消息与事件概述 90238).
          if (inline === null) return { contentType: 'text/plain', body: '' };
          const { content } = AppInlineSchema.parse(inline);
          const encrypted = envelope.seal(textReply(message.data, content, now));
          const seconds = String(Math.floor(now.getTime() / 1000));
          const msgSignature = envelope.sign({ timestamp: seconds, nonce, encrypted });
          return {
            contentType: 'application/xml',
            body: `<xml><Encrypt>${toCdata(encrypted)}</Encrypt><MsgSignature>${toCdata(msgSignature)}</MsgSignature><TimeStamp>${seconds}</TimeStamp><Nonce>${toCdata(nonce)}</Nonce></xml>`,
          };
        },
      };
    },
  };
}

function textReply({ FromUserName, ToUserName }: Message, content: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `<xml><ToUserName>${toCdata(FromUserName)}</ToUserName><FromUserName>${toCdata(ToUserName)}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${toCdata(content)}</Content></xml>`;
}

function toEvent(message: Message, plain: string): InboundEvent {
  const { ToUserName: corpId, FromUserName: from, ResponseCode: responseCode } = message;
  return {
    channel: 'wecom-app',
    key: keyOf(message),
    // User ids do not differ by case (企业微信 发送应用消息 90236).
    sender: { platform: 'wecom', corpId, userId: from.toLowerCase() },
    place: 'direct',
    happening: happeningOf(message, plain),
    handle: { toUser: from, ...(responseCode ? { responseCode } : {}) },
  };
}

/**
 * Messages have an id. Events have none; the documented FromUserName + CreateTime loses one of two different events in
 * the same second (binarywang/WxJava#1745), so the key is wider.
 */
function keyOf(message: Message): string {
  const { ToUserName, FromUserName, CreateTime, MsgId, Event, EventKey, TaskId, ResponseCode } = message;
  const parts = MsgId ? [MsgId] : [FromUserName, CreateTime, Event, EventKey, TaskId, ResponseCode];
  return JSON.stringify(['wecom-app', ToUserName, ...parts.map((part) => part ?? '')]);
}

function happeningOf({ MsgType, Content, Event, EventKey }: Message, plain: string): Happening {
  switch (MsgType) {
    case 'text':
      return { kind: 'text', text: Content ?? '' };
    case 'image':
    case 'voice':
    case 'video':
    case 'location':
    case 'link':
      return { kind: 'unreadable', what: MsgType };
    case 'event':
      if (Event === 'subscribe') return { kind: 'entered' };
      if (Event === 'template_card_event' || Event === 'template_card_menu_event') {
        return { kind: 'tap', code: EventKey ?? '' };
      }
      return { kind: 'unknown', what: `event ${Event ?? ''}`, raw: plain.slice(0, 4000) };
    default:
      return { kind: 'unknown', what: MsgType, raw: plain.slice(0, 4000) };
  }
}

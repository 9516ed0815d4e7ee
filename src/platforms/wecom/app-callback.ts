import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import { AlertSchema, type Happening, type InboundEvent, type Sender } from '../../core/event.ts';
import { createEnvelope } from '../envelope.ts';
import type { Corps } from './corps.ts';
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
  EffectTime: z.string().optional(),
});
type Message = z.infer<typeof MessageSchema>;

/** What the channel needs for answering. */
export const AppHandleSchema = z.object({
  toUser: z.string(),
  /** Their organisation, if it is not ours. */
  corpId: z.string().optional(),
  /** Of a tapped card: one use within 72 hours (企业微信 更新模版卡片消息 94888). */
  responseCode: z.string().optional(),
});

/** A passive reply (企业微信 被动回复消息格式 90241). */
export const AppInlineSchema = z.object({ content: z.string() });

/** The app was shared with other organisations, or no more (企业微信 事件格式 90240). */
const shareChanges: readonly string[] = ['share_agent_change', 'share_chain_change'];
/** Who tells of what nobody did. */
const platformItself = 'sys';

/**
 * The callback address of the self-built app: XML, encrypted. What members of other organisations do that the app is shared
 * with arrives here too. For which receiver that is sealed is not documented: ours is always accepted, theirs once the app
 * is known to be shared with them. An unknown one is refused and asked about, so that the repeated callback finds it known.
 */
export function createAppEndpoint(options: {
  corpId: string;
  token: string;
  aesKey: Buffer;
  corps: Pick<Corps, 'includes' | 'refresh' | 'lookAgain'>;
}): Endpoint {
  const { corpId, token, aesKey, corps } = options;
  const envelope = createEnvelope({ token, aesKey, receiverIds: [corpId], alsoFor: corps.includes });
  const unseal: typeof envelope.openFor = (parts) => {
    try {
      return envelope.openFor(parts);
    } catch (error) {
      // Signed with our token, so it is the platform that says so.
      if (error instanceof Refusal && error.reason === 'receiver') void corps.lookAgain();
      throw error;
    }
  };
  return {
    path: '/wecom/app',
    channel: 'wecom-app',
    verify: (query) => verifyUrl(query, envelope),
    open: ({ query, body, now }) => {
      const { signature, timestamp, nonce } = readSignedQuery(query);
      const outer = OuterSchema.safeParse(parseXml(body));
      if (!outer.success) throw new Refusal(400, 'malformed', outer.error);
      const { message: plain, receiverId } = unseal({ signature, timestamp, nonce, encrypted: outer.data.Encrypt });
      if (!isTimely(Number(timestamp) * 1000, now)) throw new Refusal(403, 'expired');
      const message = MessageSchema.safeParse(parseXml(plain));
      if (!message.success) throw new Refusal(400, 'malformed', message.error);
      if (shareChanges.includes(message.data.Event ?? '')) void corps.refresh();
      return {
        event: toEvent(message.data, { plain, corpId }),
        reply: (inline): CallbackReply => {
          // An empty 200 says: received, nothing to reply (企业微信 接收消息与事件概述 90238).
          if (inline === null) return { contentType: 'text/plain', body: '' };
          const { content } = AppInlineSchema.parse(inline);
          const encrypted = envelope.seal(textReply(message.data, content, now), receiverId);
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

function toEvent(message: Message, { plain, corpId }: { plain: string; corpId: string }): InboundEvent {
  const { ToUserName: receiver, FromUserName: from, ResponseCode: responseCode } = message;
  const sender = senderOf(message, corpId);
  const happening = happeningOf(message, { plain, sender });
  return {
    channel: 'wecom-app',
    key: keyOf(message),
    // Who has left is not answered, and the platform speaks for nobody.
    sender: happening.kind === 'left' || from === platformItself ? null : sender,
    place: 'direct',
    happening,
    handle: {
      toUser: from,
      ...(receiver === corpId ? {} : { corpId: receiver }),
      ...(responseCode ? { responseCode } : {}),
    },
  };
}

/**
 * User ids do not differ by case (企业微信 发送应用消息 90236), so ours are kept in lower case. Those of other organisations are
 * encrypted for us (上下游 · 概述 97213) and taken as they are.
 */
function senderOf({ ToUserName, FromUserName }: Message, corpId: string): Sender {
  const userId = ToUserName === corpId ? FromUserName.toLowerCase() : FromUserName;
  return { platform: 'wecom', corpId: ToUserName, userId };
}

/**
 * Messages have an id. Events have none; the documented FromUserName + CreateTime loses one of two different events in
 * the same second (binarywang/WxJava#1745), so the key is wider.
 */
function keyOf(message: Message): string {
  const { ToUserName, FromUserName, CreateTime, MsgId, Event, EventKey, TaskId, ResponseCode } = message;
  if (MsgId) return JSON.stringify(['wecom-app', ToUserName, MsgId]);
  const parts = [FromUserName, CreateTime, Event, EventKey, TaskId, ResponseCode].map((part) => part ?? '');
  // A digest: the key is kept longer than what an erasure leaves of the person.
  return JSON.stringify(['wecom-app', ToUserName, createHash('sha256').update(JSON.stringify(parts)).digest('hex')]);
}

function happeningOf(
  { MsgType, Content, Event, EventKey, TaskId, EffectTime }: Message,
  { plain, sender }: { plain: string; sender: Sender },
): Happening {
  switch (MsgType) {
    case 'text':
      return { kind: 'text', text: Content ?? '' };
    case 'image':
    case 'voice':
    case 'video':
    case 'location':
    case 'link':
      return { kind: 'unreadable', what: MsgType };
    case 'event': {
      if (Event === 'subscribe') return { kind: 'entered' };
      // Out of the app's visible range, disabled, or gone (企业微信 事件格式 90240).
      if (Event === 'unsubscribe') return { kind: 'left', people: [sender] };
      if (Event === 'template_card_event' || Event === 'template_card_menu_event') {
        return { kind: 'tap', code: EventKey ?? '', ...(TaskId ? { card: TaskId } : {}) };
      }
      const alert = AlertSchema.safeParse(Event);
      if (alert.success) return { kind: 'alert', what: alert.data, effectiveAt: toInstant(EffectTime) };
      return { kind: 'unknown', what: `event ${Event ?? ''}`, raw: plain.slice(0, 4000) };
    }
    default:
      return { kind: 'unknown', what: MsgType, raw: plain.slice(0, 4000) };
  }
}

/** Seconds, as every time in a callback; null if it says none. */
function toInstant(seconds: string | undefined): string | null {
  return seconds && /^\d{9,10}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : null;
}

import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Happening, InboundEvent } from '../../core/event.ts';
import type { AddressGuard } from '../address-guard.ts';
import { createEnvelope } from '../envelope.ts';
import { readJson } from '../read-json.ts';
import { readSignedQuery } from './signed-query.ts';
import { verifyUrl } from './verify-url.ts';

const OuterSchema = z
  .object({ encrypt: z.string().min(1) })
  .or(z.object({ Encrypt: z.string().min(1) }).transform(({ Encrypt }) => ({ encrypt: Encrypt })));

const CardEventSchema = z.object({
  event_key: z.string().nullish(),
  eventkey: z.string().nullish(),
  task_id: z.string().nullish(),
  taskid: z.string().nullish(),
});

const TextSchema = z.object({ content: z.string() }).nullish();

/** 企业微信 智能机器人接收消息 100719, 接收事件 101027. Fields we do not know are ignored; a new kind may lack any but its id. */
const MessageSchema = z.object({
  msgid: z.string().min(1),
  chattype: z.string().nullish(),
  /** In groups only. */
  chatid: z.string().nullish(),
  from: z.object({ userid: z.string().nullish() }).nullish(),
  response_url: z.string().nullish(),
  msgtype: z.string(),
  text: TextSchema,
  voice: TextSchema,
  file: z.object({ url: z.string().nullish(), name: z.string().nullish() }).nullish(),
  mixed: z.object({ msg_item: z.array(z.object({ msgtype: z.string(), text: TextSchema })) }).nullish(),
  event: z.object({ eventtype: z.string().nullish(), template_card_event: CardEventSchema.nullish() }).nullish(),
});
type Message = z.infer<typeof MessageSchema>;

/** What the channel needs for answering. */
export const AibotHandleSchema = z.object({
  /** One active reply within an hour (企业微信 智能机器人主动回复消息 101138). */
  responseUrl: z.string().optional(),
  /** Of the tapped card. */
  taskId: z.string().optional(),
  /** Of a file, encrypted with the callback's key; good for five minutes (100719). */
  fileUrl: z.string().optional(),
});

/** The callback does not say what a file is called. */
const fileName = '文件.xlsx';

/**
 * The callback address of the AI bot: JSON, encrypted, without a receiver id (企业微信 智能机器人加解密方案 101033).
 * @param corpId the organisation its users belong to: only members of it can use the bot
 */
export function createAibotEndpoint(options: {
  corpId: string;
  token: string;
  aesKey: Buffer;
  mayCall: AddressGuard;
}): Endpoint {
  const { corpId, token, aesKey, mayCall } = options;
  const envelope = createEnvelope({ token, aesKey, receiverIds: [''] });
  return {
    path: '/wecom/aibot',
    channel: 'wecom-aibot',
    verify: (query) => verifyUrl(query, envelope),
    open: ({ query, body, now }) => {
      const { signature, timestamp, nonce } = readSignedQuery(query);
      const { encrypt } = readJson(body, OuterSchema);
      const plain = envelope.open({ signature, timestamp, nonce, encrypted: encrypt });
      if (!isTimely(Number(timestamp) * 1000, now)) throw new Refusal(403, 'expired');
      return {
        event: toEvent(readJson(plain, MessageSchema), { corpId, mayCall, plain }),
        reply: (inline): CallbackReply => {
          if (inline === null) return { contentType: 'text/plain', body: '' };
          const seconds = Math.floor(now.getTime() / 1000);
          const encrypted = envelope.seal(JSON.stringify(inline));
          // The nonce has to be the one of the callback's address (101033).
          const msgsignature = envelope.sign({ timestamp: String(seconds), nonce, encrypted });
          return {
            contentType: 'application/json',
            body: JSON.stringify({ encrypt: encrypted, msgsignature, timestamp: seconds, nonce }),
          };
        },
      };
    },
  };
}

function toEvent(
  message: Message,
  { corpId, mayCall, plain }: { corpId: string; mayCall: AddressGuard; plain: string },
): InboundEvent {
  const { msgid, from, chattype, chatid, response_url: responseUrl, event } = message;
  const taskId = event?.template_card_event?.task_id ?? event?.template_card_event?.taskid;
  // What is not known to be one-to-one is treated as a group.
  const place = chattype === 'single' ? 'direct' : 'group';
  const fileUrl = message.msgtype === 'file' && place === 'direct' ? message.file?.url : undefined;
  return {
    channel: 'wecom-aibot',
    key: JSON.stringify(['wecom-aibot', msgid]),
    sender: from?.userid ? { platform: 'wecom', corpId, userId: from.userid } : null,
    place,
    ...(place === 'group' && chatid ? { groupId: chatid } : {}),
    happening: fileUrl ? { kind: 'file', name: message.file?.name || fileName } : happeningOf(message, plain),
    handle: {
      ...(responseUrl && mayCall(responseUrl) ? { responseUrl } : {}),
      ...(taskId ? { taskId } : {}),
      ...(fileUrl ? { fileUrl } : {}),
    },
  };
}

function happeningOf({ msgtype, text, voice, mixed, event }: Message, plain: string): Happening {
  switch (msgtype) {
    case 'text':
      return { kind: 'text', text: text?.content ?? '' };
    case 'voice':
      // Already transcribed by the platform.
      return { kind: 'text', text: voice?.content ?? '' };
    case 'mixed':
      return { kind: 'text', text: (mixed?.msg_item ?? []).map((item) => item.text?.content ?? '').join(' ') };
    case 'image':
    case 'file':
    case 'video':
      return { kind: 'unreadable', what: msgtype };
    case 'event': {
      const card = event?.template_card_event;
      if (event?.eventtype === 'enter_chat') return { kind: 'entered' };
      if (event?.eventtype === 'template_card_event') {
        return { kind: 'tap', code: card?.event_key ?? card?.eventkey ?? '' };
      }
      return { kind: 'unknown', what: `event ${event?.eventtype ?? ''}`, raw: plain.slice(0, 4000) };
    }
    default:
      return { kind: 'unknown', what: msgtype, raw: plain.slice(0, 4000) };
  }
}

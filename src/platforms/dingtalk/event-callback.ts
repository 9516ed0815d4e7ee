import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Happening } from '../../core/event.ts';
import { createEnvelope } from '../envelope.ts';
import { readJson } from '../read-json.ts';

const OuterSchema = z.object({ encrypt: z.string().min(1) });

const UserIdsSchema = z
  .union([z.array(z.string()), z.string().transform((one) => [one])])
  .nullish()
  .catch(null);

/** 钉钉 开发事件推送服务. */
const EventSchema = z.looseObject({
  EventType: z.string().min(1),
  eventId: z.string().nullish(),
  CorpId: z.string().nullish().catch(null),
  UserId: UserIdsSchema,
  userId: UserIdsSchema,
  ProcessQueryKey: z.string().nullish().catch(null),
  processQueryKey: z.string().nullish().catch(null),
  /** ms, as a number or a text; some samples have another text. */
  OperatTime: z.coerce.number().nullish().catch(null),
  operatTime: z.coerce.number().nullish().catch(null),
});
type Event = z.infer<typeof EventSchema>;

const dayMs = 24 * 60 * 60_000;

/** 通讯录用户离职. Nothing else is known that means leaving. */
const leaving = 'user_leave_org';
/** 机器人消息已读事件. */
const reading = 'robot_msg_read';

/** Some pages spell the query one way, some the other (钉钉 配置事件推送方式, 回调事件消息体加解密). */
const QuerySchema = z
  .object({
    signature: z.string().optional(),
    msg_signature: z.string().optional(),
    timestamp: z.string().optional(),
    timeStamp: z.string().optional(),
    nonce: z.string().min(1),
  })
  .transform(({ signature, msg_signature, timestamp, timeStamp, nonce }) => ({
    signature: signature ?? msg_signature ?? '',
    timestamp: timestamp ?? timeStamp ?? '',
    nonce,
  }));

/** Pushes carry milliseconds, the documented sample seconds. */
function toMs(timestamp: string): number {
  return Number(timestamp) * (timestamp.length > 10 ? 1 : 1000);
}

/**
 * The address of the HTTP event subscription: the encrypted envelope with the client id as receiver; every event must be
 * answered with the encrypted word `success`.
 * @param options.corpId whose people an event is about that does not say it
 */
export function createEventEndpoint(options: {
  corpId: string;
  receiverIds: readonly string[];
  token: string;
  aesKey: Buffer;
}): Endpoint {
  const envelope = createEnvelope(options);
  return {
    path: '/dingtalk/event',
    channel: 'dingtalk-event',
    open: ({ query, body, now }) => {
      const parsed = QuerySchema.safeParse(query);
      if (!parsed.success) throw new Refusal(400, 'malformed', parsed.error);
      const { encrypt: encrypted } = readJson(body, OuterSchema);
      const plain = envelope.open({ ...parsed.data, encrypted });
      if (!isTimely(toMs(parsed.data.timestamp), now)) throw new Refusal(403, 'expired');
      const event = readJson(plain, EventSchema);
      const { EventType: type, eventId } = event;
      const success = (): CallbackReply => {
        const timeStamp = String(now.getTime());
        const { nonce } = parsed.data;
        const encrypt = envelope.seal('success');
        const msg_signature = envelope.sign({ timestamp: timeStamp, nonce, encrypted: encrypt });
        return { contentType: 'application/json', body: JSON.stringify({ msg_signature, timeStamp, nonce, encrypt }) };
      };
      // The test of the address; no event.
      if (type === 'check_url') return success();
      return {
        event: {
          channel: 'dingtalk-event',
          // A digest, for a text of any length: an index takes short keys only.
          key: JSON.stringify(['dingtalk-event', eventId || createHash('sha256').update(plain).digest('hex')]),
          sender: null,
          place: 'direct',
          happening: happeningOf(event, { plain, corpId: options.corpId, now }),
          handle: {},
        },
        reply: success,
      };
    },
  };
}

function happeningOf(event: Event, { plain, corpId, now }: { plain: string; corpId: string; now: Date }): Happening {
  const { EventType: type, UserId, userId, CorpId } = event;
  const userIds = (UserId ?? userId ?? []).filter((id) => id !== '');
  const readKey = event.ProcessQueryKey ?? event.processQueryKey;
  if (type === reading && readKey && userIds.length > 0) {
    return { kind: 'read', readKey, userIds, at: readAt(event, now).toISOString() };
  }
  if (type !== leaving || userIds.length === 0) {
    return { kind: 'unknown', what: `event ${type}`, raw: plain.slice(0, 4000) };
  }
  const of = CorpId || corpId;
  return { kind: 'left', people: userIds.map((id) => ({ platform: 'dingtalk', corpId: of, userId: id })) };
}

/** When it was read, as far as that is said and can be: not before a day ago, not after now. */
function readAt({ OperatTime, operatTime }: Event, now: Date): Date {
  const ms = OperatTime ?? operatTime ?? 0;
  return ms > now.getTime() - dayMs && ms < now.getTime() ? new Date(ms) : now;
}

import { randomInt } from 'node:crypto';
import { nanoid } from 'nanoid';
import { type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { refuseOld } from './errors.ts';
import { checkWebhookMessage } from './messages.ts';

const LIFETIME_MS = 5_400_000;

export interface Sessions {
  /** The two sessionWebhook fields of a callback; 90 minutes and up to 0.3 s, as seen in the vendor's samples. */
  open(conversation: string): { sessionWebhook: string; sessionWebhookExpiredTime: number };
  /** POST /robot/sendBySession: no token, always HTTP 200. */
  send: ApiHandler;
}

/** Replying through sessionWebhook (机器人回复/发送消息). */
export function createSessions(deps: Deps): Sessions {
  const { clock, faults, mailbox } = deps;
  const open = new Map<string, { conversation: string; until: number }>();
  return {
    open(conversation) {
      const session = nanoid(32);
      const until = clock.now() + LIFETIME_MS + randomInt(300);
      open.set(session, { conversation, until });
      return {
        sessionWebhook: `${deps.url()}/robot/sendBySession?session=${session}`,
        sessionWebhookExpiredTime: until,
      };
    },
    send(call) {
      const session = call.query.get('session') ?? '';
      const found = open.get(session);
      const isLost = faults.take('session-expired', { channel: 'dingtalk-oapi', path: call.path }) !== undefined;
      if (isLost) open.delete(session);
      if (!found || isLost || clock.now() > found.until) return refuseOld(300001, 'session 不存在');
      if (!call.headers['content-type']?.includes('application/json')) {
        return refuseOld(43004, '无效的HTTP HEADER Content-Type');
      }
      const body = jsonObject(call.body);
      if (!body) return refuseOld(40035, '缺少参数 json');
      const check = checkWebhookMessage(body, call.body);
      if (!check.ok) return refuseOld(check.errcode, check.errmsg);
      call.warnings.push(...check.warnings);
      const { kind, drawn, warnings } = check;
      mailbox.post({ conversation: found.conversation, from: 'bot', kind, draw: drawn, warnings });
      return { json: { errcode: 0, errmsg: 'ok' } };
    },
  };
}

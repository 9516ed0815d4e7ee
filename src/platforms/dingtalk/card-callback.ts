import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { InboundEvent } from '../../core/event.ts';
import { safeEqual } from '../../core/safe-equal.ts';
import { readJson } from '../read-json.ts';

/** 钉钉 互动卡片 · 事件回调. `content` and `value` hold the same JSON text; pages show the one or the other. */
const CallbackSchema = z.object({
  outTrackId: z.string().default(''),
  corpId: z.string().default(''),
  userId: z.string().default(''),
  content: z.string().optional(),
  value: z.string().optional(),
});

const ContentSchema = z.object({
  cardPrivateData: z
    .object({ actionIds: z.array(z.string()).default([]), params: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** What the channel needs for answering. */
export const CardHandleSchema = z.object({ outTrackId: z.string(), staffId: z.string() });

/** The parameter that our template sends with every button (cards/dingtalk/README.md). */
const tapParameter = 'tap';
/** Our card ids begin so when the card stands in a group: the callback does not say where it was pressed. */
export const groupCardPrefix = 'g-';

/** The address of card callbacks in HTTP mode: JSON in clear, signed headers. */
export function createCardEndpoint(options: { corpId: string; cardSecret: string }): Endpoint {
  const { corpId, cardSecret } = options;
  return {
    path: '/dingtalk/card',
    channel: 'dingtalk-card',
    open: ({ headers, body, now }) => {
      const timestamp = headers['x-ddpaas-signature-timestamp'] ?? '';
      const signature = createHmac('sha256', cardSecret).update(timestamp).digest('base64');
      if (!safeEqual(headers['x-ddpaas-signature'] ?? '', signature)) throw new Refusal(403, 'signature');
      if (!/^\d{1,15}$/.test(timestamp) || !isTimely(Number(timestamp), now)) throw new Refusal(403, 'expired');
      return {
        event: toEvent(readJson(body, CallbackSchema), corpId, timestamp),
        reply: (inline): CallbackReply => ({ contentType: 'application/json', body: JSON.stringify(inline ?? {}) }),
      };
    },
  };
}

function toEvent(callback: z.infer<typeof CallbackSchema>, ourCorpId: string, timestamp: string): InboundEvent {
  const { outTrackId, userId, corpId } = callback;
  const text = callback.content ?? callback.value;
  const content = text === undefined ? {} : readJson(text, ContentSchema);
  const code = (content.cardPrivateData?.params ?? content.params)?.[tapParameter];
  // Callbacks without an action of ours occur (event chains): nothing to do.
  const isTap = typeof code === 'string' && outTrackId !== '' && userId !== '';
  return {
    channel: 'dingtalk-card',
    // There is no event id. A second press is signed at another time, a repeated delivery is not.
    key: JSON.stringify([
      'dingtalk-card',
      outTrackId,
      userId,
      timestamp,
      content.cardPrivateData?.actionIds ?? [],
      code ?? '',
    ]),
    sender: userId === '' ? null : { platform: 'dingtalk', corpId: corpId === '' ? ourCorpId : corpId, userId },
    place: outTrackId.startsWith(groupCardPrefix) ? 'group' : 'direct',
    happening: isTap ? { kind: 'tap', code } : { kind: 'unknown', what: 'card callback without action' },
    handle: { outTrackId, staffId: userId },
  };
}

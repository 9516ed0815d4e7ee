import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { type CallbackReply, type Endpoint, isTimely } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { InboundEvent, Sender } from '../../core/event.ts';
import { safeEqual } from '../../core/safe-equal.ts';
import { readJson } from '../read-json.ts';
import { readRequest } from './form.ts';

/** 钉钉 互动卡片 · 事件回调. `content` and `value` hold the same JSON text; pages show the one or the other. */
const CallbackSchema = z.object({
  outTrackId: z.string().nullish(),
  corpId: z.string().nullish(),
  userId: z.string().nullish(),
  content: z.string().nullish(),
  value: z.string().nullish(),
});

const ParamsSchema = z.record(z.string(), z.unknown()).nullish();
/** What is of another shape is noise: event chains and AI templates call back as well. */
const ContentSchema = z
  .object({
    cardPrivateData: z.object({ actionIds: z.array(z.unknown()).nullish(), params: ParamsSchema }).nullish(),
    params: ParamsSchema,
  })
  .nullable()
  .catch(null);

/** What the channel needs for answering. */
export const CardHandleSchema = z.object({ outTrackId: z.string(), staffId: z.string() });

/** The parameter that our template sends with every button and form (cards/dingtalk/README.md). */
const tapParameter = 'tap';
/** Under which the form component sends what was filled in (钉钉 互动卡片 表单变量). */
const formParameter = 'form';
/** Our card ids begin so when the card stands in a group: the callback does not say where it was pressed. */
export const groupCardPrefix = 'g-';

/** The address of card callbacks in HTTP mode: JSON in clear, signed headers. */
export function createCardEndpoint(options: { cardSecret: string }): Endpoint {
  const { cardSecret } = options;
  return {
    path: '/dingtalk/card',
    channel: 'dingtalk-card',
    open: ({ headers, body, now }) => {
      const timestamp = headers['x-ddpaas-signature-timestamp'] ?? '';
      const signature = createHmac('sha256', cardSecret).update(timestamp).digest('base64');
      if (!safeEqual(headers['x-ddpaas-signature'] ?? '', signature)) throw new Refusal(403, 'signature');
      if (!/^\d{1,15}$/.test(timestamp) || !isTimely(Number(timestamp), now)) throw new Refusal(403, 'expired');
      return {
        event: toEvent(body, timestamp),
        reply: (inline): CallbackReply => ({ contentType: 'application/json', body: JSON.stringify(inline ?? {}) }),
      };
    },
  };
}

function toEvent(body: string, timestamp: string): InboundEvent {
  const callback = readJson(body, CallbackSchema);
  const { outTrackId, corpId, userId } = {
    outTrackId: callback.outTrackId ?? '',
    corpId: callback.corpId ?? '',
    userId: callback.userId ?? '',
  };
  const { actionIds, code, form } = readAction(callback);
  const request = typeof code === 'string' ? readRequest(code, form) : null;
  // The secret proves the platform, not whose member pressed: that is always said, and without it nobody has rights.
  const sender: Sender | null = corpId && userId ? { platform: 'dingtalk', corpId, userId } : null;
  const isTap = request !== null && outTrackId !== '' && sender !== null;
  const isForm = typeof code === 'string' && request === null;
  const what = isForm ? 'form of another shape' : request ? 'incomplete card callback' : 'card callback without action';
  // The client chooses what it sends, at any length; an index takes short keys only. And of who pressed nothing is left in it.
  const action = createHash('sha256')
    .update(JSON.stringify([userId, actionIds, code, ...(form === undefined ? [] : [form])]))
    .digest('hex');
  return {
    channel: 'dingtalk-card',
    // There is no event id. A second press is signed at another time or fills in something else, a repeated delivery is not.
    key: JSON.stringify(['dingtalk-card', outTrackId, timestamp, action]),
    sender,
    // In which group is not said in HTTP mode, hence no `groupId`.
    place: outTrackId.startsWith(groupCardPrefix) ? 'group' : 'direct',
    happening: isTap
      ? { kind: 'tap', ...request, card: outTrackId }
      : { kind: 'unknown', what, raw: body.slice(0, 4000) },
    handle: { outTrackId, staffId: userId },
  };
}

/** What was pressed: `content` before `value`, and in each what is private before what stands beside it. */
function readAction({ content, value }: z.infer<typeof CallbackSchema>): {
  actionIds: unknown[];
  code: unknown;
  form: unknown;
} {
  const [first, second] = [content, value].map((text) => (text ? readJson(text, ContentSchema) : null));
  const params = { ...paramsOf(second), ...paramsOf(first) };
  const actionIds = first?.cardPrivateData?.actionIds ?? second?.cardPrivateData?.actionIds ?? [];
  return { actionIds, code: params[tapParameter], form: params[formParameter] };
}

function paramsOf(content: z.infer<typeof ContentSchema> | undefined): Record<string, unknown> {
  return { ...content?.params, ...content?.cardPrivateData?.params };
}

import { z } from 'zod';
import { jsonObject } from '../api.ts';
import { hmacBase64 } from '../crypto.ts';
import { type Answer, deliver, type Parcel, type Reading, STALE_MS } from '../delivery.ts';
import type { Deps } from '../deps.ts';
import type { Forgery } from '../faults.ts';
import type { DeliveryView } from '../message-view.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { CallbackRoute } from './callback-routes.ts';
import { answerClicker, type CardInstance, checkParams, type ParamMap, replacePrivate } from './card-store.ts';
import { ParamsSchema } from './private-data.ts';
import type { ButtonAction } from './templates.ts';

const ReplySchema = z.object({
  cardUpdateOptions: z
    .object({ updateCardDataByKey: z.boolean().default(false), updatePrivateDataByKey: z.boolean().default(false) })
    .prefault({}),
  cardData: ParamsSchema.optional(),
  // Not keyed by user id: a frequent mistake, which leaves cardParamMap missing here (互动卡片 常见问题).
  userPrivateData: ParamsSchema.optional(),
});

interface CardReply {
  cardData?: ParamMap;
  userPrivateData?: ParamMap;
  cardByKey: boolean;
  privateByKey: boolean;
}

/** Sends a click to the registered address and applies the answer to the clicker (互动卡片 事件回调). */
export async function sendCardCallback(
  deps: Deps,
  options: {
    card: CardInstance;
    route: CallbackRoute;
    userId: string;
    action: ButtonAction;
    view: DeliveryView;
    changed(): void;
  },
): Promise<void> {
  const { card, route, userId, action, view, changed } = options;
  const { timeoutMs, retries } = deps.settings.dingtalkCard;
  const pack = (content: ButtonAction, forgery?: Forgery) =>
    packCallback(deps, { card, route, userId, action: content, forgery });
  const delivery = {
    channel: 'dingtalk-card' as const,
    timeoutMs,
    delaysMs: Array<number>(retries).fill(0),
    retryNon200: true,
    repack: true,
    // Without an apiSecret nothing is signed, so nothing can be forged.
    forgeable: route.apiSecret ? (['signature', 'stale'] as const) : [],
    read: (answer: Answer) => readReply(answer.body, card, deps),
  };
  card.openCallbacks += 1;
  try {
    if (deps.faults.take('noise', { channel: 'dingtalk-card' })) {
      // Event chains and AI templates send callbacks without business content.
      const silent: DeliveryView = { state: 'pending', attempts: [] };
      const empty = { actionIds: [], params: {} };
      await deliver<CardReply>(deps, {
        ...delivery,
        pack: (forgery) => pack(empty, forgery),
        view: silent,
        changed: () => undefined,
      });
    }
    const reply = await deliver<CardReply>(deps, {
      ...delivery,
      pack: (forgery) => pack(action, forgery),
      view,
      changed,
    });
    if (reply?.cardData) answerClicker(card, userId, reply.cardData, reply.cardByKey);
    if (reply?.userPrivateData) replacePrivate(card, userId, reply.userPrivateData, reply.privateByKey);
  } finally {
    card.openCallbacks -= 1;
    changed();
  }
}

function packCallback(
  deps: Deps,
  options: {
    card: CardInstance;
    route: CallbackRoute;
    userId: string;
    action: ButtonAction;
    forgery: Forgery | undefined;
  },
): Parcel {
  const { card, route, userId, action, forgery } = options;
  const { callbackSpelling } = deps.settings.dingtalkCard;
  const content = JSON.stringify({ cardPrivateData: action });
  // 交互方式 shows value instead of content, with params beside cardPrivateData.
  const value = JSON.stringify({ cardPrivateData: { actionIds: action.actionIds }, params: action.params });
  const body = {
    type: 'actionCallback',
    outTrackId: card.outTrackId,
    corpId: deps.directory.world.dingtalk?.corpId,
    userId,
    ...(callbackSpelling === 'value' ? { value } : { content }),
    ...(callbackSpelling === 'both' ? { value: content } : {}),
  };
  const timestamp = String(deps.clock.now() - (forgery === 'stale' ? STALE_MS : 0));
  const signed = route.apiSecret
    ? {
        'x-ddpaas-signature-timestamp': timestamp,
        'x-ddpaas-signature': hmacBase64(route.apiSecret + (forgery === 'signature' ? 'x' : ''), timestamp),
      }
    : {};
  return {
    url: route.callbackUrl,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...signed },
    body: JSON.stringify(body),
    decrypted: JSON.stringify({ ...body, ...(callbackSpelling === 'value' ? {} : { content: JSON.parse(content) }) }),
  };
}

function readReply(answer: string, card: CardInstance, deps: Deps): Reading<CardReply> {
  if (answer.trim() === '') return {};
  const body = jsonObject(answer);
  if (!body) return { error: 'the answer is neither empty nor a JSON object' };
  const parsed = ReplySchema.safeParse(body);
  if (!parsed.success) return { error: z.prettifyError(parsed.error) };
  const { cardUpdateOptions, cardData, userPrivateData } = parsed.data;
  const limits = deps.settings.dingtalkCard;
  const reply: CardReply = {
    cardByKey: cardUpdateOptions.updateCardDataByKey,
    privateByKey: cardUpdateOptions.updatePrivateDataByKey,
  };
  // `response` belongs to Stream mode, `privateData` to the update interface: here both do nothing.
  const warnings = strayWarnings(body, parsed.data);
  for (const [name, part] of Object.entries({ cardData, userPrivateData })) {
    if (!part) continue;
    const check = checkParams(card.template, part.cardParamMap, limits);
    if (!check.ok) return { error: `${name}: ${check.why}` };
    warnings.push(...check.warnings);
    Object.assign(reply, { [name]: check.params });
  }
  return { reply, warnings };
}

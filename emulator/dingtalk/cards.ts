import { z } from 'zod';
import { type ApiAnswer, type ApiCall, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { Message } from '../message.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome, Tapping } from '../player.ts';
import { strayWarnings } from '../stray-keys.ts';
import { createCallbackRoutes } from './callback-routes.ts';
import { sendCardCallback } from './card-callback.ts';
import { createAndDeliver } from './card-create.ts';
import { pressOn } from './card-press.ts';
import { type CardInstance, checkParams, drawingRemarks, replaceData, replacePrivate } from './card-store.ts';
import { refuse } from './errors.ts';
import { staffIdOf } from './members.ts';
import { ParamsSchema, PrivateDataSchema, readPrivateData } from './private-data.ts';
import type { SentMessages } from './sent-messages.ts';
import { loadTemplate } from './templates.ts';

const UpdateSchema = z.object({
  outTrackId: z.string().min(1),
  cardData: ParamsSchema.optional(),
  privateData: PrivateDataSchema.optional(),
  cardUpdateOptions: z
    .object({ updateCardDataByKey: z.boolean().default(false), updatePrivateDataByKey: z.boolean().default(false) })
    .prefault({}),
  userIdType: z.union([z.literal(1), z.literal(2)]).optional(),
});

/** Interactive cards (互动卡片): creation, update, callback registration, clicks. */
export function createCards(deps: Deps, sent: SentMessages) {
  const { directory, mailbox, settings } = deps;
  const templates = new Map((directory.world.dingtalk?.templates ?? []).map((one) => [one.id, loadTemplate(one)]));
  const cards = new Map<string, CardInstance>();
  const shown = new WeakMap<Message, CardInstance>();
  const routes = createCallbackRoutes(deps);

  const userIdOf = (card: CardInstance, personId: string) => {
    const person = directory.person(personId);
    return card.userIdType === 2 ? person.dingtalk?.unionId : staffIdOf(directory, person);
  };
  const touch = (card: CardInstance) => {
    for (const message of card.messages) mailbox.touch(message);
  };

  /** 更新卡片: PUT /v1.0/card/instances. */
  const update = (call: ApiCall): ApiAnswer => {
    const parsed = UpdateSchema.safeParse(jsonObject(call.body));
    if (!parsed.success) {
      const isMissing = parsed.error.issues[0]?.path[0] === 'outTrackId';
      return refuse(400, isMissing ? 'param.outTrackIdEmpty' : 'param.invalid', z.prettifyError(parsed.error));
    }
    const { outTrackId, cardData, privateData, cardUpdateOptions } = parsed.data;
    call.warnings.push(...strayWarnings(jsonObject(call.body), parsed.data));
    const card = cards.get(outTrackId);
    if (!card) return refuse(400, 'param.cardNotExist', '卡片实例不存在');
    if (!cardData && !privateData) {
      return refuse(400, 'param.cardDataAndPrivateDataBothEmpty', 'cardData和privateData同时为空');
    }
    const limits = settings.dingtalkCard;
    const shared = cardData ? checkParams(card.template, cardData.cardParamMap, limits) : undefined;
    if (shared && !shared.ok) return refuse(400, 'param.invalid', shared.why);
    const own = readPrivateData(deps, card, privateData ?? {});
    if (!own.ok) return own.answer;
    call.warnings.push(...own.warnings, ...(shared?.warnings ?? []));
    // 互动卡片 事件回调: do not update while the callback still waits for its answer.
    if (card.openCallbacks > 0) {
      if (limits.putDuringCallback === 'refuse') return refuse(500, 'system.busy', '卡片回调处理中');
      call.warnings.push(`card ${outTrackId} was updated while one of its callbacks was open`);
      if (limits.putDuringCallback === 'ignore') return { json: { success: true, result: true } };
    }
    if (shared) replaceData(card, shared.params, cardUpdateOptions.updateCardDataByKey);
    for (const [userId, params] of own.data) {
      replacePrivate(card, userId, params, cardUpdateOptions.updatePrivateDataByKey);
    }
    call.warnings.push(...drawingRemarks(card));
    touch(card);
    return { json: { success: true, result: true } };
  };

  return {
    create: (call: ApiCall) => {
      const isRegistered = (key: string) => routes.get(key) !== undefined;
      return createAndDeliver({ deps, templates, cards, shown, userIdOf, isRegistered, register: sent.register }, call);
    },
    update,
    registerCallback: routes.register,
    tap({ person, message, ...press }: Tapping): Outcome {
      const card = shown.get(message);
      if (!card) throw new RefusedError('this message is no interactive card');
      const userId = userIdOf(card, person.id);
      if (userId === undefined) throw new RefusedError(`${person.id} has no id of this card's userIdType`);
      const action = pressOn(card, userId, press, settings.dingtalkCard);
      const route = card.callbackType === 'HTTP' ? routes.get(card.callbackRouteKey ?? '') : undefined;
      if (!route) {
        mailbox.remark(message, person.id, '卡片没有可用的回调地址');
        mailbox.touch(message);
        return { message, done: Promise.resolve() };
      }
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const changed = () => {
        mailbox.remark(message, person.id, view.state === 'failed' ? '操作失败，请稍后重试' : undefined);
        touch(card);
      };
      const done = sendCardCallback(deps, { card, route, userId, action, view, changed });
      deps.background(() => done);
      return { message, done };
    },
    /** The cards stay, as on the platform: an outTrackId is never free again, and an update of one still succeeds. */
    forget() {
      for (const card of cards.values()) card.messages = [];
    },
  };
}

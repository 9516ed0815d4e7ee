import { z } from 'zod';
import { type ApiAnswer, type ApiCall, byteLength, isRecord, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Conversation } from '../directory.ts';
import type { Message } from '../message.ts';
import { strayWarnings } from '../stray-keys.ts';
import { type CardInstance, checkParams, drawFor, drawingRemarks } from './card-store.ts';
import { refuse } from './errors.ts';
import { hasRobot, memberBy, presentIn } from './members.ts';
import { ParamsSchema, PrivateDataSchema, readPrivateData } from './private-data.ts';
import type { Template } from './templates.ts';

// Documented and either looked at later or without a part to play here.
const unread = z.unknown().optional();
const RequestSchema = z.object({
  cardTemplateId: z.string().min(1),
  outTrackId: z.string().min(1),
  cardData: ParamsSchema,
  privateData: PrivateDataSchema.default({}),
  callbackType: z.string().optional(),
  callbackRouteKey: z.string().optional(),
  userIdType: z.union([z.literal(1), z.literal(2)]).default(1),
  openSpaceId: z.string().min(1),
  ...Object.fromEntries(
    ['imGroup', 'imRobot', 'imSingle', 'top', 'coFeed', 'doc'].flatMap((place) => [
      [`${place}OpenSpaceModel`, unread],
      [`${place}OpenDeliverModel`, unread],
    ]),
  ),
  userId: unread,
  cardAtUserIds: unread,
  openDynamicDataConfig: unread,
});
const EMPTY_CODES: Record<string, string> = {
  cardTemplateId: 'param.cardTemplateIdEmpty',
  outTrackId: 'param.outTrackIdEmpty',
  cardData: 'param.cardPublicDataEmpty',
  openSpaceId: 'param.openSpaceIdEmpty',
};

export interface Place {
  type: 'IM_GROUP' | 'IM_ROBOT' | 'IM_SINGLE' | 'ONE_BOX';
  id: string;
}

export interface CardCreateOptions {
  deps: Deps;
  templates: ReadonlyMap<string, Template>;
  cards: Map<string, CardInstance>;
  /** Which card a message shows. */
  shown: WeakMap<Message, CardInstance>;
  /** In the form of the card's userIdType; people outside the organisation have no userId. */
  userIdOf(card: CardInstance, personId: string): string | undefined;
  isRegistered(callbackRouteKey: string): boolean;
  register(messages: CardInstance['messages']): string;
}

/** 创建并投放卡片: POST /v1.0/card/instances/createAndDeliver. */
export function createAndDeliver(options: CardCreateOptions, call: ApiCall): ApiAnswer {
  const { deps, templates, cards } = options;
  const body = jsonObject(call.body) ?? {};
  const parsed = RequestSchema.safeParse(body);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? '');
    return refuse(400, EMPTY_CODES[field] ?? 'param.invalid', z.prettifyError(parsed.error));
  }
  const request = parsed.data;
  call.warnings.push(...strayWarnings(body, request));
  if (byteLength(request.outTrackId) > 64) return refuse(400, 'outTrackId.outOfLimit', 'outTrackId超过64个字符');
  const template = templates.get(request.cardTemplateId);
  if (!template) return refuse(400, 'param.templateNotExist', '卡片模板不存在');
  if (!template.published) return refuse(400, 'param.templateUnpublished', '卡片模板未发布');
  if (cards.has(request.outTrackId)) return refuse(400, 'param.cardAlreadyExist', '卡片实例已存在');
  const places = parseOpenSpaceId(request.openSpaceId);
  if (!places) return refuse(400, 'param.openSpaceIdInvalid', `openSpaceId无效：${request.openSpaceId}`);
  const missing = places.map((place) => missingModel(place, body, deps)).find((one) => one !== undefined);
  if (missing) return refuse(400, missing.code, missing.message);

  const limits = deps.settings.dingtalkCard;
  const data = checkParams(template, request.cardData.cardParamMap, limits);
  if (!data.ok) return refuse(400, 'param.invalid', data.why);
  const own = readPrivateData(deps, { template, userIdType: request.userIdType }, request.privateData);
  if (!own.ok) return own.answer;
  const card: CardInstance = {
    outTrackId: request.outTrackId,
    template,
    data: data.params,
    privateData: own.data,
    answered: new Map(),
    callbackType: request.callbackType,
    callbackRouteKey: request.callbackRouteKey,
    userIdType: request.userIdType,
    messages: [],
    openCallbacks: 0,
  };
  const warnings = [...own.warnings, ...data.warnings, ...drawingRemarks(card), ...callbackAdvice(card, options)];
  call.warnings.push(...warnings);
  cards.set(card.outTrackId, card);
  const deliverResults = places.map((place) => deliverTo(options, card, place, body, warnings, call));
  return { json: { success: true, result: { outTrackId: card.outTrackId, deliverResults } } };
}

function callbackAdvice(card: CardInstance, { isRegistered }: CardCreateOptions): string[] {
  if (card.callbackType === undefined) return ['without callbackType no callback arrives'];
  if (card.callbackType !== 'HTTP')
    return [`callbackType ${card.callbackType} is not played here, no callback arrives`];
  if (card.callbackRouteKey === undefined) return ['callbackType HTTP without callbackRouteKey: no callback arrives'];
  return isRegistered(card.callbackRouteKey)
    ? []
    : [`callbackRouteKey ${card.callbackRouteKey} is not registered (yet): no callback arrives`];
}

/** `dtv1.card//IM_GROUP.<id>;IM_ROBOT.<id>`; lower case occurs in the vendor's samples. */
export function parseOpenSpaceId(openSpaceId: string): Place[] | undefined {
  const rest = /^dtv1\.card\/\/(.+)$/i.exec(openSpaceId)?.[1];
  const places = rest?.split(';').map((one) => /^(IM_GROUP|IM_ROBOT|IM_SINGLE|ONE_BOX)\.(.+)$/i.exec(one));
  if (!places || places.some((place) => place === null)) return undefined;
  return places.map((place) => ({ type: (place?.[1] ?? '').toUpperCase() as Place['type'], id: place?.[2] ?? '' }));
}

function missingModel(place: Place, body: Record<string, unknown>, { directory }: Deps) {
  const prefix = { IM_GROUP: 'imGroup', IM_ROBOT: 'imRobot', ONE_BOX: 'top', IM_SINGLE: undefined }[place.type];
  if (prefix === undefined) return undefined;
  const space = body[`${prefix}OpenSpaceModel`];
  const deliver = body[`${prefix}OpenDeliverModel`];
  const spaceFits =
    isRecord(space) &&
    (place.type === 'ONE_BOX' ? space.spaceType === 'ONE_BOX' : typeof space.supportForward === 'boolean');
  if (!spaceFits) return { code: 'param.openSpaceModelInvalid', message: `${prefix}OpenSpaceModel缺失或无效` };
  if (!isRecord(deliver)) return { code: 'param.openDeliverModelEmpty', message: `${prefix}OpenDeliverModel为空` };
  const robotCode = directory.world.dingtalk?.robotCode;
  const wrong = {
    IM_GROUP: deliver.robotCode !== robotCode,
    IM_ROBOT: deliver.spaceType !== 'IM_ROBOT' || (deliver.robotCode !== undefined && deliver.robotCode !== robotCode),
    ONE_BOX: typeof deliver.expiredTimeMillis !== 'number',
    IM_SINGLE: false,
  }[place.type];
  return wrong ? { code: 'param.openDeliverModelError', message: `${prefix}OpenDeliverModel有误` } : undefined;
}

function conversationAt(place: Place, card: CardInstance, { directory }: Deps): Conversation | undefined {
  if (place.type === 'IM_GROUP' || place.type === 'ONE_BOX') return directory.group('dingtalk-robot', place.id);
  if (place.type === 'IM_SINGLE') return undefined;
  const person = card.userIdType === 2 ? directory.byUnionId(place.id) : memberBy(directory, place.id);
  return person && directory.direct('dingtalk-robot', person.id);
}

/** HTTP 200 and success can go with a failed place: the bot must look at every item. */
function deliverTo(
  { deps, register, userIdOf, shown }: CardCreateOptions,
  card: CardInstance,
  place: Place,
  body: Record<string, unknown>,
  warnings: string[],
  call: ApiCall,
) {
  const result = { spaceType: place.type, spaceId: place.id };
  const fault = deps.faults.take('deliver-failed', { channel: 'dingtalk-api', path: call.path });
  const conversation = conversationAt(place, card, deps);
  if (fault || !conversation || !hasRobot(deps.directory, conversation)) {
    const errorMsg = fault?.errorMsg ?? '投放场域不存在';
    call.warnings.push(`not delivered to ${place.type}.${place.id}: ${errorMsg}`);
    return { ...result, success: false, carrierId: '', errorMsg };
  }
  const model = body.imGroupOpenDeliverModel;
  const recipients = place.type === 'IM_GROUP' && isRecord(model) ? model.recipients : undefined;
  const present = presentIn(deps.directory, conversation);
  const withId = present.filter((member) => userIdOf(card, member) !== undefined);
  const outside = present.length - withId.length;
  // 互动卡片 常见问题: a card that outsiders see as well needs userIdType 2.
  if (outside > 0 && !Array.isArray(recipients)) {
    const where = `${place.type}.${place.id}`;
    call.warnings.push(`userIdType 1: members of ${where} without a userId do not see the card (${outside})`);
  }
  const visibleTo = Array.isArray(recipients)
    ? withId.filter((member) => recipients.includes(userIdOf(card, member)))
    : withId;
  const message = deps.mailbox.post({
    conversation: conversation.id,
    from: 'bot',
    kind: 'card',
    draw: (viewer) => {
      const userId = userIdOf(card, viewer);
      return userId === undefined ? { text: '' } : drawFor(card, userId, deps.settings.dingtalkCard);
    },
    warnings,
    visibleTo: new Set(visibleTo),
  });
  card.messages.push(message);
  shown.set(message, card);
  return { ...result, success: true, carrierId: register([message]), errorMsg: '' };
}

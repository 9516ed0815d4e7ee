import { byteLength, isRecord } from '../api.ts';
import { readCard } from '../drawn.ts';
import type { Message } from '../mailbox.ts';
import { readFormVariable } from './form-fields.ts';
import { drawTemplate } from './template-draw.ts';
import { misfit, type Template } from './templates.ts';

export type ParamMap = Record<string, string>;

/** A card instance: public data, private data per user id, and what callback answers gave to single clickers. */
export interface CardInstance {
  outTrackId: string;
  template: Template;
  data: ParamMap;
  privateData: Map<string, ParamMap>;
  /** cardData of a callback's answer reaches only the clicker (卡片更新); the next PUT overrides it. */
  answered: Map<string, { whole: boolean; data: ParamMap }>;
  callbackType: string | undefined;
  callbackRouteKey: string | undefined;
  /** 1 = userId, 2 = unionId; governs every user id of the card. */
  userIdType: 1 | 2;
  messages: Message[];
  /** Callbacks whose answer is still awaited. */
  openCallbacks: number;
}

/** The data one viewer sees: public, then what their own clicks were answered with, then their private data. */
export function dataFor(card: CardInstance, userId: string): ParamMap {
  const answered = card.answered.get(userId);
  const shared = answered?.whole ? answered.data : { ...card.data, ...answered?.data };
  return { ...shared, ...card.privateData.get(userId) };
}

/** Draws a card for a viewer. */
export function drawFor(card: CardInstance, userId: string, look: { oldClient: boolean }) {
  const drawn = drawTemplate(card.template, dataFor(card, userId), look);
  return { text: readCard(drawn.card), card: drawn.card };
}

/** What a card shows wrongly to anybody: drawn once with public data, and for each person with data of their own. */
export function drawingRemarks(card: CardInstance): string[] {
  const drawings = [card.data, ...[...card.privateData.keys()].map((userId) => dataFor(card, userId))];
  return [...new Set(drawings.flatMap((data) => drawTemplate(card.template, data).warnings))];
}

/** A PUT reaches everybody: what a callback had answered for a clicker under the same names gives way. */
export function replaceData(card: CardInstance, data: ParamMap, byKey: boolean): void {
  card.data = byKey ? { ...card.data, ...data } : data;
  if (!byKey) card.answered.clear();
  for (const answer of card.answered.values()) {
    if (answer.whole) Object.assign(answer.data, data);
    else for (const name of Object.keys(data)) delete answer.data[name];
  }
}

export function replacePrivate(card: CardInstance, userId: string, data: ParamMap, byKey: boolean): void {
  card.privateData.set(userId, byKey ? { ...card.privateData.get(userId), ...data } : data);
}

export function answerClicker(card: CardInstance, userId: string, data: ParamMap, byKey: boolean): void {
  const before = card.answered.get(userId);
  card.answered.set(
    userId,
    byKey ? { whole: before?.whole ?? false, data: { ...before?.data, ...data } } : { whole: true, data },
  );
}

const KEY_BYTES = 100;
const ADVISED_BYTES = 1024;

/** Values must be texts (卡片数据的填写说明), fit the type of their variable, and stay small. */
export function checkParams(
  template: Template,
  map: unknown,
  limits: { maxTotalBytes: number },
): { ok: true; params: ParamMap; warnings: string[] } | { ok: false; why: string } {
  if (!isRecord(map)) return { ok: false, why: 'cardParamMap is no object' };
  const params: ParamMap = {};
  const warnings: string[] = [];
  let total = 0;
  for (const [name, value] of Object.entries(map)) {
    if (typeof value !== 'string') return { ok: false, why: `cardParamMap.${name} is a ${typeof value}, not a text` };
    if (byteLength(name) > KEY_BYTES) return { ok: false, why: `the key ${name} exceeds ${KEY_BYTES} bytes` };
    const type = template.variables.get(name);
    if (type === undefined) warnings.push(`cardParamMap.${name}: the template has no such variable`);
    const wrong = type === undefined ? undefined : misfit(type, value);
    if (wrong !== undefined) return { ok: false, why: `cardParamMap.${name} (${type}) ${wrong}` };
    if (type === 'form' && value !== '') {
      const { remarks } = readFormVariable(JSON.parse(value));
      warnings.push(...remarks.map((remark) => `cardParamMap.${name} ${remark}`));
    }
    const size = byteLength(value);
    if (size > ADVISED_BYTES) warnings.push(`cardParamMap.${name} has ${size} bytes, documented are ${ADVISED_BYTES}`);
    total += size;
    params[name] = value;
  }
  if (total > limits.maxTotalBytes) return { ok: false, why: `cardParamMap has ${total} bytes in total` };
  return { ok: true, params, warnings };
}

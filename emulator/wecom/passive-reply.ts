import { isRecord } from '../api.ts';
import { aesKeyOf, EnvelopeError, sameText, signatureOf, unseal } from '../crypto.ts';
import type { Reading } from '../delivery.ts';
import { readXml } from '../xml.ts';
import type { FindMedia } from './media.ts';
import { type BodyCheck, checkMediaPart, checkNews, checkText } from './message-bodies.ts';
import { type CardUpdate, readCardUpdate } from './passive-card.ts';

/** What the bot may say in the HTTP answer to an app callback (被动回复消息格式 90241). */
export type PassiveReply =
  | { type: 'message'; body: Extract<BodyCheck, { ok: true }> }
  | { type: 'card'; update: CardUpdate };

/** Reads the encrypted XML answer as strictly as the text allows; an empty body means "received, no reply". */
export function readPassiveReply(
  body: string,
  expected: { token: string; aesKey: string; receiver: string } & Parties,
): Reading<PassiveReply> {
  if (body === '') return {};
  const outer = readXml(body);
  if (!outer.ok) return { error: `the reply is neither empty nor an encrypted envelope: ${outer.why}` };
  const { Encrypt: sealed, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce } = outer.root;
  if (!isText(sealed) || !isText(signature) || !isText(timestamp) || !isText(nonce)) {
    return { error: 'the reply lacks Encrypt, MsgSignature, TimeStamp or Nonce' };
  }
  if (!sameText(signatureOf([expected.token, timestamp, nonce, sealed]), signature)) {
    return { error: 'the reply has a wrong MsgSignature' };
  }
  let decrypted: string;
  try {
    decrypted = unseal({ key: aesKeyOf(expected.aesKey), sealed, receiver: expected.receiver });
  } catch (error) {
    if (error instanceof EnvelopeError) return { error: `the reply does not open: ${error.message}` };
    throw error;
  }
  return { decrypted, ...readInner(decrypted, expected) };
}

interface Parties {
  corpId: string;
  userId: string;
  find: FindMedia;
}

function readInner(xml: string, expected: Parties): Reading<PassiveReply> {
  const inner = readXml(xml);
  if (!inner.ok) return { error: `inside the reply: ${inner.why}` };
  const { root } = inner;
  if (String(root.ToUserName).toLowerCase() !== expected.userId.toLowerCase()) {
    return { error: `ToUserName is "${root.ToUserName}", not the member ${expected.userId}` };
  }
  if (root.FromUserName !== expected.corpId) return { error: `FromUserName is "${root.FromUserName}", not the corpid` };
  if (!/^\d+$/.test(String(root.CreateTime))) return { error: 'CreateTime is missing or no number of seconds' };
  switch (root.MsgType) {
    case 'text':
      return asMessage(checkText(root.Content));
    case 'news':
      return asMessage(checkNews(articlesOf(root)));
    case 'image':
    case 'voice':
    case 'video':
      return asMessage(checkMediaPart(root.MsgType, mediaOf(root), expected.find));
    case 'update_button':
    case 'update_template_card': {
      const update = readCardUpdate(root);
      return 'error' in update ? update : { reply: { type: 'card', update } };
    }
    default:
      return { error: `MsgType "${root.MsgType}" is not offered as a passive reply` };
  }
}

function asMessage(check: BodyCheck): Reading<PassiveReply> {
  return check.ok
    ? { reply: { type: 'message', body: check }, warnings: check.warnings }
    : { error: `${check.code}: ${check.why}` };
}

function mediaOf(root: Record<string, unknown>): Record<string, unknown> {
  const part = root[{ image: 'Image', voice: 'Voice', video: 'Video' }[String(root.MsgType)] ?? ''];
  return isRecord(part) ? { media_id: part.MediaId, title: part.Title, description: part.Description } : {};
}

function articlesOf(root: Record<string, unknown>): unknown {
  const articles = root.Articles;
  const item = typeof articles === 'object' && articles !== null ? Reflect.get(articles, 'item') : undefined;
  const list = item === undefined ? [] : Array.isArray(item) ? item : [item];
  return list.map((one: Record<string, unknown>) => ({
    title: one.Title,
    description: one.Description,
    url: one.Url,
    picurl: one.PicUrl,
  }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

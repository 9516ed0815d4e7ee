import type { Card } from '../../core/card.ts';
import { drawPlain } from '../../core/draw-text.ts';
import { byteLength, splitText } from '../split-text.ts';
import { type AppCall, appCall, type Recipient } from './app-call.ts';
import { duplicateCheck } from './media.ts';
import { appCardLimits, drawButtonCard, pressable } from './template-card.ts';

/** A text, passive or sent, is cut beyond this many bytes (企业微信 发送应用消息 90236, 被动回复消息格式 90241). */
export const textBytesAtMost = 2048;

/**
 * The calls that bring a card one-to-one to members through the app. `ref` makes each text one of a kind.
 * @param taskId never twice within the app
 */
export function messagesTo(to: Recipient, card: Card, ref: string, taskId = `${ref}@app`): AppCall[] {
  const message = (content: object) =>
    appCall('message/send', to, { touser: to.toUser, ...content, ...duplicateCheck });
  const texts = (text: string) => numbered(text, ref).map((content) => message({ msgtype: 'text', text: { content } }));
  if (pressable(card).length === 0) return texts(drawPlain(card, { buttons: false, anchors: true }));
  const { templateCard, before } = drawButtonCard(card, { limits: appCardLimits, taskId, anchors: true });
  const { subject } = card;
  return [
    ...(before === null ? [] : texts(before)),
    {
      ...message({ msgtype: 'template_card', template_card: templateCard }),
      ...(subject === undefined ? {} : { live: { card: taskId, subject } }),
    },
  ];
}

/**
 * Cuts a text into messages that each end with the reference. Two answers of equal wording would otherwise be equal
 * requests, and the duplicate check would swallow the second.
 */
function numbered(text: string, ref: string): string[] {
  const room = textBytesAtMost - byteLength(`\n（第99条，共99条，流水号 ${ref}）`);
  const parts = splitText(text, (part) => byteLength(part) <= room);
  return parts.map((part, index) => {
    const position = parts.length > 1 ? `第${index + 1}条，共${parts.length}条，` : '';
    return `${part}\n（${position}流水号 ${ref}）`;
  });
}

import type { Answer, Card } from '../../core/card.ts';
import type { Channel, Plan } from '../../core/channel.ts';
import { drawMarkdown, drawPlain } from '../../core/draw-text.ts';
import type { InboundEvent, Sender } from '../../core/event.ts';
import type { Log } from '../../core/log.ts';
import { byteLength, splitText } from '../split-text.ts';
import { AibotHandleSchema } from './aibot-callback.ts';
import type { AppCall } from './app-call.ts';
import { type Call, CallSchema, fileTo, type MakeCall } from './calls.ts';
import type { WecomCosts } from './costs.ts';
import type { FetchFile } from './fetch-file.ts';
import { messagesTo } from './messages.ts';
import { aibotCardLimits, drawButtonCard, drawOfferCard, drawUsedCard, pressable } from './template-card.ts';
import type { UserIds } from './user-ids.ts';

/** Content of a stream and of an active reply (企业微信 智能机器人被动回复消息 101031, 主动回复消息 101138). */
const markdownBytesAtMost = 20_480;

/** The AI bot, in groups and one-to-one. What goes one-to-one from a group goes through the app. */
export function createAibotChannel(options: {
  makeCall: MakeCall;
  costs: WecomCosts;
  fetchFile: FetchFile;
  userIds: UserIds;
  log: Log;
}): Channel {
  const { makeCall, costs, fetchFile, userIds, log } = options;
  const directMessages = (toUser: string, card: Card | undefined, ref: string): AppCall[] =>
    card ? messagesTo({ toUser }, card, ref) : [];
  /** One-to-one, through the app: the bot itself sends no files in this mode. */
  const direct = ({ userId: toUser }: Sender, answer: Answer, ref: string): Call[] => [
    ...directMessages(toUser, answer.direct, ref),
    ...fileTo({ toUser }, answer.attachmentId, ref),
  ];

  function planInTime(event: InboundEvent, answer: Answer, sender: Sender, ref: string): Plan {
    const after = direct(sender, answer, ref);
    if (event.happening.kind === 'tap') {
      const inline = updateReply(event, answer);
      return { inline, calls: [...activeReply(event, answer.here, sender, ref), ...after] };
    }
    if (!answer.here) return { inline: null, calls: after };
    // Plain text is allowed after enter_chat only, and nothing else is needed there (101031).
    if (event.happening.kind === 'entered') {
      const content = drawPlain(answer.here);
      return { inline: { msgtype: 'text', text: { content } }, calls: after };
    }
    const { inline, rest } = messageReply(answer.here, ref);
    return { inline, calls: [...activeMarkdown(event, rest, sender, ref, answer.here), ...after] };
  }

  function planLate(event: InboundEvent, answer: Answer, sender: Sender, ref: string): Plan {
    const calls = [...activeReply(event, answer.here, sender, ref), ...direct(sender, answer, ref)];
    return { inline: null, calls };
  }

  function activeReply(event: InboundEvent, card: Card | undefined, sender: Sender, ref: string): Call[] {
    if (!card) return [];
    // A card in a group would come with an empty quotation (101138), if at all.
    const choice = event.place === 'direct' && pressable(card).length > 0 ? drawChoice(card, ref) : null;
    if (choice?.before === null) return active(event, asTemplateCard(choice.templateCard), sender, ref, card);
    return activeMarkdown(event, markdownParts(drawMarkdown(card)), sender, ref, card);
  }

  /** The address takes one reply; a card that needs more is paged by its handler long before. */
  function activeMarkdown(event: InboundEvent, parts: string[], sender: Sender, ref: string, card: Card): Call[] {
    const [content, ...more] = parts;
    if (content === undefined) return [];
    if (more.length > 0) throw new Error('card too long for the AI bot');
    return active(event, { msgtype: 'markdown', markdown: { content } }, sender, ref, card);
  }

  function active(event: InboundEvent, body: Body, sender: Sender, ref: string, card: Card): Call[] {
    const { responseUrl } = AibotHandleSchema.parse(event.handle);
    const otherwise = event.place === 'direct' ? directMessages(sender.userId, card, ref) : undefined;
    if (responseUrl) return [{ api: 'aibot/response', url: responseUrl, body, ...(otherwise ? { otherwise } : {}) }];
    // Nothing else reaches a group (企业微信 智能机器人主动回复消息 101138).
    if (!otherwise) log.error({ ref }, 'no response_url for a late answer in a group: not sent');
    return otherwise ?? [];
  }

  return {
    name: 'wecom-aibot',
    // A click is not delivered again and must be answered within five seconds (企业微信 智能机器人接收事件 101027).
    decideWithinMs: 2000,
    recognisesRepeats: true,
    identify: async (sender) => ({ ...sender, userId: await userIds.resolve(sender.userId) }),
    plan: (event, answer, { late, sender, ref }) =>
      late ? planLate(event, answer, sender, ref) : planInTime(event, answer, sender, ref),
    send: (call) => makeCall(CallSchema.parse(call)),
    costs: (call) => costs.call(CallSchema.parse(call)),
    fetchFile: (event, bytesAtMost) => fetchFile(AibotHandleSchema.parse(event.handle).fileUrl, bytesAtMost),
  };
}

type Body = Record<string, unknown>;

/** Never repeats within the bot (企业微信 智能机器人模板卡片类型 101032). */
function taskIdOf(ref: string): string {
  return `${ref}@bot`;
}

function drawChoice(card: Card, ref: string) {
  return drawButtonCard(card, { limits: aibotCardLimits, taskId: taskIdOf(ref) });
}

function asTemplateCard(templateCard: object): Body {
  return { msgtype: 'template_card', template_card: templateCard };
}

function markdownParts(markdown: string): string[] {
  return splitText(markdown, (part) => byteLength(part) <= markdownBytesAtMost);
}

/** A finished stream, with a card under it where the answer has buttons or an offer; `rest` is what did not fit. */
function messageReply(card: Card, ref: string): { inline: object; rest: string[] } {
  if (pressable(card).length > 0) {
    const { templateCard, before } = drawChoice(card, ref);
    if (before === null) return { inline: asTemplateCard(templateCard), rest: [] };
    return withStream(drawMarkdown(card, { buttons: true }), ref, templateCard);
  }
  const offerCard = card.offer && drawOfferCard(card.offer, taskIdOf(ref));
  return withStream(drawMarkdown(card), ref, offerCard);
}

function withStream(
  markdown: string,
  ref: string,
  templateCard: object | undefined,
): { inline: object; rest: string[] } {
  const [content = '', ...rest] = markdownParts(markdown);
  const stream = { id: ref, finish: true, content };
  const inline = templateCard
    ? { msgtype: 'stream_with_template_card', stream, template_card: templateCard }
    : { msgtype: 'stream', stream };
  return { inline, rest };
}

/** The only moment at which a card of the AI bot can change is the answer to a click on it (101031). */
function updateReply(event: InboundEvent, { tapped }: Answer): object | null {
  const { taskId } = AibotHandleSchema.parse(event.handle);
  if (tapped === undefined || taskId === undefined) return null;
  // The id is the callback's own, encrypted or not. Without any the card changes for everybody.
  const userids = tapped.forAll || !event.sender ? {} : { userids: [event.sender.userId] };
  return { response_type: 'update_template_card', ...userids, template_card: drawUsedCard(tapped, taskId) };
}

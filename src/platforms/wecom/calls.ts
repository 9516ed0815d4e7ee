import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { CardState } from '../../core/channel.ts';
import { drawPlain } from '../../core/draw-text.ts';
import { PlatformError } from '../../core/errors.ts';
import { byteLength, splitText } from '../split-text.ts';
import type { PostTo } from './client.ts';
import type { Corps } from './corps.ts';
import { duplicateCheck, type SendFile } from './media.ts';
import { appCardLimits, drawButtonCard, pressable } from './template-card.ts';

/** A text, passive or sent, is cut beyond this many bytes (企业微信 发送应用消息 90236, 被动回复消息格式 90241). */
export const textBytesAtMost = 2048;

/** Somebody whom the app reaches. */
const RecipientSchema = z.object({
  toUser: z.string(),
  /** Their organisation; absent if it is ours. */
  corpId: z.string().optional(),
});
export type Recipient = z.infer<typeof RecipientSchema>;

const AppCallSchema = z.object({
  api: z.enum(['message/send', 'message/update_template_card']),
  corpId: z.string().optional(),
  /** Without agentid: that depends on the organisation and is added on the way. */
  body: z.record(z.string(), z.unknown()),
  /** A card that is to be changed later: our name of it, and what it is about. */
  live: z.object({ card: z.string(), subject: z.string() }).optional(),
});
export type AppCall = z.infer<typeof AppCallSchema>;

/** An API call of a plan. */
export const CallSchema = z.union([
  AppCallSchema,
  z.object({ api: z.literal('file'), to: RecipientSchema, attachmentId: z.string(), ref: z.string() }),
  z.object({
    api: z.literal('aibot/response'),
    url: z.string(),
    body: z.record(z.string(), z.unknown()),
    /** What to send instead if the address is used up or too old; absent in groups. */
    otherwise: z.array(AppCallSchema).optional(),
  }),
]);
export type Call = z.infer<typeof CallSchema>;

/** A call about something of one person's, with their organisation if that is not ours. */
export function appCall(api: AppCall['api'], { corpId }: Recipient, body: Record<string, unknown>): AppCall {
  return { api, ...(corpId === undefined ? {} : { corpId }), body };
}

/** The calls that bring a card one-to-one to a member through the app. `ref` makes each text one of a kind. */
export function messagesTo(to: Recipient, card: Card, ref: string): AppCall[] {
  const message = (content: object) =>
    appCall('message/send', to, { touser: to.toUser, ...content, ...duplicateCheck });
  const texts = (text: string) => numbered(text, ref).map((content) => message({ msgtype: 'text', text: { content } }));
  if (pressable(card).length === 0) return texts(drawPlain(card, { buttons: false, anchors: true }));
  const taskId = `${ref}@app`;
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

/** The call that brings an answer's file, if it has one. */
export function fileTo(to: Recipient, attachmentId: string | undefined, ref: string): Call[] {
  return attachmentId === undefined ? [] : [{ api: 'file', to, attachmentId, ref }];
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

/** Of a card that was sent: one update within 72 hours (企业微信 更新模版卡片消息 94888). A repeat that was dropped has none. */
const SentCardSchema = z.object({ response_code: z.string().min(1) });
const changeableMs = 72 * 60 * 60_000;

/** Makes one stored call. @returns the card that it brought, if that is to be changed later @throws PlatformError */
export type MakeCall = (call: Call) => Promise<CardState | undefined>;

export function createMakeCall(options: { corps: Corps; sendFile: SendFile; postTo: PostTo }): MakeCall {
  const { corps, sendFile, postTo } = options;

  async function send({ api, corpId, body, live }: AppCall): Promise<CardState | undefined> {
    const { client, agentId } = await corps.lineTo(corpId);
    const answer = SentCardSchema.safeParse(await client.call(api, { ...body, agentid: agentId }));
    if (!live || !answer.success) return undefined;
    const handle = { toUser: body.touser, corpId, responseCode: answer.data.response_code };
    return { ...live, channel: 'wecom-app', handle, changeableMs };
  }

  return async (call) => {
    if (call.api === 'file') {
      const { to, attachmentId, ref } = call;
      await sendFile(await corps.lineTo(to.corpId), { toUser: to.toUser, attachmentId, ref });
      return undefined;
    }
    if (call.api !== 'aibot/response') return send(call);
    try {
      await postTo(call.url, 'aibot/response', call.body);
      return undefined;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable || !call.otherwise) throw error;
      // One card at most, and it comes last.
      let sent: CardState | undefined;
      for (const other of call.otherwise) sent = await send(other);
      return sent;
    }
  };
}

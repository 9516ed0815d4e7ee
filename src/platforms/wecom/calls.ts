import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import { drawPlain } from '../../core/draw-text.ts';
import { PlatformError } from '../../core/errors.ts';
import { byteLength, splitText } from '../split-text.ts';
import type { WecomClient } from './client.ts';
import { appCardLimits, drawButtonCard } from './template-card.ts';

/** A text, passive or sent, is cut beyond this many bytes (企业微信 发送应用消息 90236, 被动回复消息格式 90241). */
export const textBytesAtMost = 2048;

const AppCallSchema = z.object({
  api: z.enum(['message/send', 'message/update_template_card']),
  body: z.record(z.string(), z.unknown()),
});
export type AppCall = z.infer<typeof AppCallSchema>;

/** An API call of a plan. */
export const CallSchema = z.union([
  AppCallSchema,
  z.object({
    api: z.literal('aibot/response'),
    url: z.string(),
    body: z.record(z.string(), z.unknown()),
    /** What to send instead if the address is used up or too old; absent in groups. */
    otherwise: z.array(AppCallSchema).optional(),
  }),
]);
export type Call = z.infer<typeof CallSchema>;

/** The calls that bring a card one-to-one to a member through the app. `ref` makes each text one of a kind. */
export function messagesTo(options: { toUser: string; agentId: number; card: Card; ref: string }): AppCall[] {
  const { toUser, agentId, card, ref } = options;
  const message = (content: object): AppCall => ({
    api: 'message/send',
    // The platform drops a repeat of the very same request: a retry after a crash reaches nobody twice.
    body: { touser: toUser, agentid: agentId, ...content, enable_duplicate_check: 1, duplicate_check_interval: 1800 },
  });
  const texts = (text: string) => numbered(text, ref).map((content) => message({ msgtype: 'text', text: { content } }));
  if (!card.buttons) return texts(drawPlain(card));
  const { templateCard, before } = drawButtonCard(card, { limits: appCardLimits, taskId: `${ref}@app` });
  return [
    ...(before === null ? [] : texts(before)),
    message({ msgtype: 'template_card', template_card: templateCard }),
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

/** Makes one stored call. @throws PlatformError */
export async function makeCall(client: WecomClient, call: Call): Promise<void> {
  if (call.api !== 'aibot/response') {
    await client.call(call.api, call.body);
    return;
  }
  try {
    await client.respond(call.url, call.body);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.retryable || !call.otherwise) throw error;
    for (const other of call.otherwise) await client.call(other.api, other.body);
  }
}

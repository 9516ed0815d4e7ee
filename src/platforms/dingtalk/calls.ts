import { z } from 'zod';
import type { CallQuota } from '../../core/call-quota.ts';
import { type CardState, CardStateSchema } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { byteLength, splitText } from '../split-text.ts';
import type { DingtalkClient } from './client.ts';
import type { DrawFile } from './send-file.ts';
import { RecipientSchema, type SendMessage } from './send-message.ts';
import { createUpdateCard } from './update-card.ts';

/** Above about this length clients stop rendering markdown (agentscope-ai/QwenPaw#3742); the hard limits lie beyond. */
const markdownCharactersAtMost = 3500;
/** A send interface takes 15 000 bytes (钉钉 机器人发送群聊消息), less what wraps the text. */
const markdownBytesAtMost = 14_000;

const SaySchema = z.object({
  api: z.literal('say'),
  title: z.string(),
  text: z.string(),
  /** Tried first, costs nothing; `until` in ms. */
  webhook: z.object({ url: z.string(), until: z.number() }).optional(),
  /** Where the send interface reaches the same conversation; absent for people outside the organisation. */
  to: RecipientSchema.optional(),
});
type Say = z.infer<typeof SaySchema>;

/** An API call of a plan. */
export const CallSchema = z.discriminatedUnion('api', [
  SaySchema,
  z.object({
    api: z.literal('card'),
    body: z.record(z.string(), z.unknown()),
    /** The same in words, if the card cannot be delivered. */
    otherwise: z.array(SaySchema),
    /** If it is to be changed later. */
    live: CardStateSchema.optional(),
  }),
  z.object({
    api: z.literal('update-card'),
    body: z.looseObject({ outTrackId: z.string() }),
    /** In ms: an older state never comes after a newer one. */
    at: z.number().default(0),
    /** Nobody waits for it: it is left out when calls are short. */
    spare: z.boolean().optional(),
  }),
  z.object({ api: z.literal('file'), staffId: z.string(), attachmentId: z.string(), ref: z.string() }),
]);
export type Call = z.infer<typeof CallSchema>;
type CardCall = Extract<Call, { api: 'card' }>;

/** From this part of the month's calls on, what would be a card is said in words where that is no call (README). */
const cardsUpTo = 0.95;

/** A markdown text as one or more messages. */
export function sayings(title: string, markdown: string, target: Pick<Say, 'webhook' | 'to'>): Say[] {
  const fits = (part: string) => part.length <= markdownCharactersAtMost && byteLength(part) <= markdownBytesAtMost;
  return splitText(markdown, fits).map((text) => ({ api: 'say', title, text, ...target }));
}

/** The call that brings an answer's file, if it has one and somebody whom it reaches. */
export function fileTo(staffId: string | undefined, attachmentId: string | undefined, ref: string): Call[] {
  return staffId === undefined || attachmentId === undefined ? [] : [{ api: 'file', staffId, attachmentId, ref }];
}

const DeliverAnswerSchema = z.looseObject({
  success: z.boolean().nullish(),
  result: z.looseObject({
    deliverResults: z.array(z.looseObject({ success: z.boolean().nullish(), errorMsg: z.string().nullish() })),
  }),
});

export interface CallMaker {
  /** Makes one call. @returns the card that it brought, if that is to be changed later @throws PlatformError */
  make(call: Call): Promise<CardState | undefined>;
}

export function createCallMaker(options: {
  client: DingtalkClient;
  sendMessage: SendMessage;
  drawFile: DrawFile;
  quota: CallQuota;
  clock: Clock;
  log: Log;
}): CallMaker {
  const { client, sendMessage, drawFile, quota, clock, log } = options;
  const updateCard = createUpdateCard({ client, quota, log });
  /** Cards that are being said in words. */
  const inWords = new Set<unknown>();

  /** A minute in hand; one report has it dead long before the promised time (agentscope-ai/QwenPaw#2221). */
  const isOpen = ({ webhook }: Say) => webhook !== undefined && clock.now().getTime() < webhook.until - 60_000;

  async function say(saying: Say): Promise<void> {
    const { title, text, webhook, to } = saying;
    if (webhook && isOpen(saying)) {
      try {
        return await client.reply(webhook.url, { msgtype: 'markdown', markdown: { title, text } });
      } catch (error) {
        if (!to) throw error;
        log.warn({ err: error }, 'sessionWebhook failed, using the send interface');
      }
    }
    if (!to) throw new PlatformError('no way to this person', { code: 'unreachable', retryable: false });
    return sendMessage(to, { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) });
  }

  async function deliverCard(body: Record<string, unknown>): Promise<void> {
    try {
      assertDelivered(await client.call('POST', '/v1.0/card/instances/createAndDeliver', body));
    } catch (error) {
      // Our own retry: the id is ours alone.
      if (error instanceof PlatformError && error.code.endsWith('cardAlreadyExist')) return;
      throw error;
    }
  }

  /** Words through the conversation's webhook are no call. */
  async function areWordsCheaper(otherwise: readonly Say[]): Promise<boolean> {
    return otherwise.length > 0 && otherwise.every(isOpen) && (await quota.used()) >= cardsUpTo;
  }

  async function deliverOrSay({ body, otherwise, live }: CardCall): Promise<CardState | undefined> {
    const { outTrackId } = body;
    // If words failed before: the card was created, delivered or not, and trying again would find it there.
    if (!inWords.has(outTrackId) && !(await areWordsCheaper(otherwise))) {
      try {
        await deliverCard(body);
        return live;
      } catch (error) {
        if (!(error instanceof PlatformError) || error.retryable) throw error;
        log.error({ err: error }, 'card refused, saying it in words');
        inWords.add(outTrackId);
      }
    }
    for (const words of otherwise) await say(words);
    inWords.delete(outTrackId);
    return undefined;
  }

  return {
    async make(call) {
      switch (call.api) {
        case 'say':
          await say(call);
          return undefined;
        case 'update-card':
          await updateCard(call);
          return undefined;
        case 'card':
          return deliverOrSay(call);
        case 'file':
          await sendMessage({ staffId: call.staffId }, await drawFile(call.attachmentId, call.ref));
          return undefined;
      }
    },
  };
}

/**
 * HTTP 200 with `success` can go with a place that failed (钉钉 创建并投放卡片). What does not say that it was delivered was
 * not: the same in words is at worst a double, a missing answer is worse.
 */
function assertDelivered(answer: unknown): void {
  const parsed = DeliverAnswerSchema.safeParse(answer);
  const places = parsed.success && parsed.data.success !== false ? parsed.data.result.deliverResults : [];
  if (places.length > 0 && places.every(({ success }) => success === true)) return;
  const reason = places.find(({ success }) => success !== true)?.errorMsg ?? 'no reason given';
  throw new PlatformError(`card not delivered: ${reason}`, { code: 'deliver', retryable: false });
}

import { z } from 'zod';
import type { CallQuota } from '../../core/call-quota.ts';
import type { CardState, Sent } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Cost } from '../../core/pacing.ts';
import type { Call, CardCall, Say } from './call.ts';
import type { DingtalkClient } from './client.ts';
import { type CallCost, createCosts } from './costs.ts';
import { makeMail } from './mail.ts';
import { paths } from './paths.ts';
import type { DrawFile } from './send-file.ts';
import type { SendMessage, SendToMany } from './send-message.ts';
import { createUpdateCard } from './update-card.ts';

/** From this part of the month's calls on, what would be a card is said in words where that is no call (README). */
const cardsUpTo = 0.95;

const DeliverAnswerSchema = z.looseObject({
  success: z.boolean().nullish(),
  result: z.looseObject({
    deliverResults: z.array(z.looseObject({ success: z.boolean().nullish(), errorMsg: z.string().nullish() })),
  }),
});

export interface CallMaker {
  /** Makes one call. @throws PlatformError */
  make(call: Call): Promise<Sent>;
  /** The limits that it falls under. */
  costs(call: Call): readonly Cost[];
}

export function createCallMaker(options: {
  client: DingtalkClient;
  sendMessage: SendMessage;
  sendToMany: SendToMany;
  costOf: CallCost;
  drawFile: DrawFile;
  quota: CallQuota;
  clock: Clock;
  log: Log;
}): CallMaker {
  const { client, sendMessage, sendToMany, costOf, drawFile, quota, clock, log } = options;
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
      assertDelivered(await client.call('POST', paths.deliver, body));
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
          return {};
        case 'update-card':
          await updateCard(call);
          return {};
        case 'card':
          return { card: await deliverOrSay(call) };
        case 'mail':
          return makeMail(call, { sendToMany, deliverOrSay });
        case 'file':
          await sendMessage({ staffId: call.staffId }, await drawFile(call.attachmentId, call.ref));
          return {};
      }
    },
    costs: createCosts({ costOf, isOpen }),
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

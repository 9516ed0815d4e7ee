import { nanoid } from 'nanoid';
import { jsonObject } from '../api.ts';
import { aesKeyOf, createPadCycle, EnvelopeError, sameText, seal, signatureOf, unseal } from '../crypto.ts';
import { type Answer, deliver, type Parcel, type Reading, STALE_MS } from '../delivery.ts';
import type { Deps } from '../deps.ts';
import type { Forgery } from '../faults.ts';
import type { DeliveryView } from '../message-view.ts';

// 智能机器人 回调和回复的加解密方案 (101033): receiveid is the empty string for an in-house bot.
const RECEIVER = '';

export interface AibotCallback {
  push<Reply>(options: {
    content: Record<string, unknown>;
    /** Card events are sent once whatever the settings say (接收事件 101027). */
    once: boolean;
    view: DeliveryView;
    changed(): void;
    /** Reads the decrypted reply; an empty body never gets here. */
    read(reply: Record<string, unknown>, isCopy: boolean): Reading<Reply>;
  }): Promise<Reply | undefined>;
}

/** Encrypted JSON to the AI bot's callback address, and its encrypted JSON answer. */
export function createAibotCallback(deps: Deps): AibotCallback {
  const { clock, settings, callbacks, directory } = deps;
  const padFor = createPadCycle();
  return {
    push<Reply>(
      options: Parameters<AibotCallback['push']>[0] & {
        read(reply: Record<string, unknown>, isCopy: boolean): Reading<Reply>;
      },
    ) {
      const { content, once, view, changed } = options;
      const bot = directory.world.wecom?.aibot;
      const url = callbacks.wecomAibot;
      if (!bot || !url) {
        view.state = 'not-sent';
        view.reason = 'no callback address of the AI bot is known';
        changed();
        return Promise.resolve(undefined);
      }
      const key = aesKeyOf(bot.aesKey);
      const json = JSON.stringify(content);
      const plain = json + ' '.repeat(padFor(Buffer.byteLength(json) + 20 + RECEIVER.length));
      const pack = (forgery?: Forgery): Parcel => {
        const encrypt = seal({ key, message: plain, receiver: forgery === 'receiver' ? 'wwother' : RECEIVER });
        const age = forgery === 'stale' ? STALE_MS : 0;
        const timestamp = String(Math.floor((clock.now() - age) / 1000));
        const nonce = nanoid(12).replace(/[-_]/g, '0');
        const token = forgery === 'signature' ? `${bot.token}x` : bot.token;
        const target = new URL(url);
        target.searchParams.set('msg_signature', signatureOf([token, timestamp, nonce, encrypt]));
        target.searchParams.set('timestamp', timestamp);
        target.searchParams.set('nonce', nonce);
        return {
          url: target.href,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ encrypt }),
          decrypted: plain,
        };
      };
      const { timeoutMs, retries, retryDelayMs } = settings.wecomAibot;
      return deliver<Reply>(deps, {
        channel: 'wecom-aibot',
        timeoutMs,
        delaysMs: once ? [] : Array(retries).fill(retryDelayMs),
        retryNon200: true,
        // 101033: the nonce does not repeat within two hours.
        repack: true,
        pack,
        forgeable: ['signature', 'receiver', 'stale'],
        read(answer, parcel, isCopy) {
          const opened = openReply(answer, parcel, { token: bot.token, key });
          if (!('reply' in opened)) return opened;
          return { decrypted: JSON.stringify(opened.reply), ...options.read(opened.reply, isCopy) };
        },
        view,
        changed,
      });
    },
  };
}

function openReply(
  answer: Answer,
  parcel: Parcel,
  { token, key }: { token: string; key: Buffer },
): { error?: string } | { reply: Record<string, unknown> } {
  if (answer.body === '') return {};
  const outer = jsonObject(answer.body);
  if (!outer) return { error: 'the reply is neither empty nor JSON' };
  const sealed = outer.encrypt ?? outer.Encrypt;
  const { msgsignature: signature, timestamp, nonce } = outer;
  if (typeof sealed !== 'string' || typeof signature !== 'string' || typeof nonce !== 'string') {
    return { error: 'the reply lacks encrypt, msgsignature or nonce' };
  }
  if (typeof timestamp !== 'number' && typeof timestamp !== 'string') return { error: 'the reply lacks timestamp' };
  // 101033: the reply carries the nonce of the callback address.
  if (nonce !== new URL(parcel.url).searchParams.get('nonce'))
    return { error: "the reply's nonce is not the callback's" };
  if (!sameText(signatureOf([token, String(timestamp), nonce, sealed]), signature)) {
    return { error: 'the reply has a wrong msgsignature' };
  }
  try {
    const reply = jsonObject(unseal({ key, sealed, receiver: RECEIVER }));
    return reply ? { reply } : { error: 'inside the reply there is no JSON object' };
  } catch (error) {
    if (error instanceof EnvelopeError) return { error: `the reply does not open: ${error.message}` };
    throw error;
  }
}

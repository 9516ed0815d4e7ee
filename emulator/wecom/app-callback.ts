import { randomInt } from 'node:crypto';
import { nanoid } from 'nanoid';
import { aesKeyOf, createPadCycle, seal, signatureOf } from '../crypto.ts';
import { deliver, type Parcel, STALE_MS } from '../delivery.ts';
import type { Deps } from '../deps.ts';
import type { Forgery } from '../faults.ts';
import type { DeliveryView } from '../message-view.ts';
import { writeXml, type XmlNode } from '../xml.ts';
import type { WecomMedia } from './media.ts';
import { type PassiveReply, readPassiveReply } from './passive-reply.ts';

/** Whether a readable reply is allowed where it came; an ignored one is logged and not shown. */
export interface Judgement {
  error?: string;
  ignored?: string;
  warnings?: string[];
}

/** Whom a push is about: the id the app knows, and the downstream corp if it is not a member of the own one. */
export interface Subject {
  userId: string;
  downstream?: string | undefined;
}

/** One push to the app's callback address, from the fields of the inner XML to the passive reply. */
export interface AppCallback {
  /** Adds ToUserName, FromUserName, CreateTime and AgentID in the documented places. */
  push(options: {
    about: Subject;
    fields: XmlNode;
    view: DeliveryView;
    changed(): void;
    judge(reply: PassiveReply): Judgement;
  }): Promise<PassiveReply | undefined>;
  messageId(): string;
}

const PUSH_HEADERS = { 'User-Agent': 'Mozilla/4.0', 'Content-Type': 'text/xml' };

/**
 * 接收消息与事件 (90238), 回调配置 (90930): encrypted XML, 5 s, repeated three times. What downstream members of a shared app
 * do comes to the same address, with their corp in the inner ToUserName (上下游 概述 97213).
 */
export function createAppCallback(deps: Deps, media: WecomMedia): AppCallback {
  const { clock, settings, callbacks } = deps;
  const wecom = deps.directory.world.wecom;
  const padFor = createPadCycle();
  // A 64-bit number of 19 digits: it does not survive a conversion to a JavaScript number.
  let messageId = 7_000_000_000_000_000_000n + BigInt(randomInt(1_000_000_000)) * 1_000_000n;

  return {
    messageId: () => {
      messageId += BigInt(randomInt(1, 1000));
      return String(messageId);
    },
    push({ about, fields, view, changed, judge }) {
      const app = wecom?.app;
      const url = callbacks.wecomApp;
      if (!wecom || !app || !url) {
        view.state = 'not-sent';
        view.reason = 'no callback address of the app is known';
        changed();
        return Promise.resolve(undefined);
      }
      const key = aesKeyOf(app.aesKey);
      const { receiver: seals, agentId: speaks } = settings.wecomDownstream;
      const corp = wecom.downstream.find((one) => one.corpId === about.downstream);
      const corpId = corp?.corpId ?? wecom.corpId;
      const owner = corp && seals === 'downstream' ? corp.corpId : wecom.corpId;
      const content = {
        ToUserName: corpId,
        FromUserName: about.userId,
        CreateTime: Math.floor(clock.now() / 1000),
        ...fields,
        AgentID: corp && speaks === 'downstream' ? corp.agentId : app.agentId,
      };
      const bare = Buffer.byteLength(writeXml(content)) + 20 + owner.length;
      const plain = writeXml(content, padFor(bare));
      const pack = (forgery?: Forgery): Parcel => {
        const receiver = forgery === 'receiver' ? `${owner}x` : owner;
        const sealed = seal({ key, message: plain, receiver });
        const age = forgery === 'stale' ? STALE_MS : 0;
        const timestamp = String(Math.floor((clock.now() - age) / 1000));
        const nonce = nanoid(10).replace(/[-_]/g, '0');
        const token = forgery === 'signature' ? `${app.token}x` : app.token;
        const target = new URL(url);
        target.searchParams.set('msg_signature', signatureOf([token, timestamp, nonce, sealed]));
        target.searchParams.set('timestamp', timestamp);
        target.searchParams.set('nonce', nonce);
        const body = writeXml({ ToUserName: wecom.corpId, AgentID: String(app.agentId), Encrypt: sealed });
        return { url: target.href, headers: PUSH_HEADERS, body, decrypted: plain };
      };
      const { timeoutMs, retries, retryDelayMs, retryNon200, retryNonce } = settings.wecomApp;
      return deliver<PassiveReply>(deps, {
        channel: 'wecom-app',
        timeoutMs,
        delaysMs: Array(retries).fill(retryDelayMs),
        retryNon200,
        repack: retryNonce === 'fresh',
        pack,
        forgeable: ['signature', 'receiver', 'stale'],
        read(answer) {
          const { reply, ...reading } = readPassiveReply(answer.body, {
            token: app.token,
            aesKey: app.aesKey,
            receiver: owner,
            corpId,
            userId: about.userId,
            find: media.of(corpId),
          });
          if (!reply) return reading;
          const { error, ignored, warnings = [] } = judge(reply);
          if (error !== undefined) return { ...reading, error };
          if (ignored !== undefined) return { ...reading, warnings: [ignored] };
          return { ...reading, reply, warnings: [...(reading.warnings ?? []), ...warnings] };
        },
        view,
        changed,
      });
    },
  };
}

import { nanoid } from 'nanoid';
import { type ApiHandler, jsonObject } from '../api.ts';
import { aesKeyOf, createPadCycle, EnvelopeError, sameText, seal, signatureOf, unseal } from '../crypto.ts';
import { deliver, type Parcel, type Reading, STALE_MS } from '../delivery.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { Forgery } from '../faults.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome } from '../player.ts';

export interface Events {
  /** Pushes an event with its fields in capitals; EventTime, CorpId, BizId and eventId are added. */
  push(fields: Record<string, unknown>): Outcome & { delivery: DeliveryView };
  /** 获取推送失败的事件列表: at most 200, cleared by reading. */
  failedList: ApiHandler;
}

const FAILED_LIST_LIMIT = 200;
// The list can be read 3 to 5 minutes later.
const LIST_DELAY_MS = 180_000;

/** HTTP event subscription (开发事件推送服务): encrypted push, the answer must be an encrypted "success". */
export function createEvents(deps: Deps): Events {
  const { clock, settings, callbacks } = deps;
  const org = deps.directory.world.dingtalk;
  const padFor = createPadCycle();
  let failed: { at: number; event: Record<string, unknown> }[] = [];

  const packer =
    (url: string, json: string, events: { token: string; aesKey: string }, owner: string) =>
    (forgery?: Forgery): Parcel => {
      const plain = json + ' '.repeat(padFor(Buffer.byteLength(json) + 20 + Buffer.byteLength(owner)));
      const encrypt = seal({
        key: aesKeyOf(events.aesKey),
        message: plain,
        receiver: forgery === 'receiver' ? `${owner}x` : owner,
      });
      const timestamp = String(clock.now() - (forgery === 'stale' ? STALE_MS : 0));
      const nonce = nanoid(8).replace(/[-_]/g, '0');
      const isOld = settings.dingtalkEvent.querySpelling === 'msg_signature';
      const token = forgery === 'signature' ? `${events.token}x` : events.token;
      const target = new URL(url);
      target.searchParams.set(isOld ? 'msg_signature' : 'signature', signatureOf([token, timestamp, nonce, encrypt]));
      target.searchParams.set(isOld ? 'timeStamp' : 'timestamp', timestamp);
      target.searchParams.set('nonce', nonce);
      const headers = { 'Content-Type': 'application/json; charset=utf-8' };
      return { url: target.href, headers, body: JSON.stringify({ encrypt }), decrypted: plain };
    };

  return {
    push(fields) {
      const url = callbacks.dingtalkEvent;
      if (!org?.events) throw new RefusedError('the world has no dingtalk.events (token, aesKey)');
      if (!url) throw new RefusedError('no callback address for DingTalk events is known');
      if (typeof fields.EventType !== 'string')
        throw new RefusedError('event.EventType is missing, e.g. "user_leave_org"');
      const { token, aesKey } = org.events;
      // 开发事件推送服务: the owner key of an internal app is its Client ID.
      const owner = org.clientId;
      const now = clock.now();
      const event: Record<string, unknown> = {
        EventTime: now,
        CorpId: org.corpId,
        BizId: nanoid(16),
        eventId: nanoid(24),
        ...fields,
      };
      const { timeoutMs, retryDelaysMs } = settings.dingtalkEvent;
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const done = deliver<'success'>(deps, {
        channel: 'dingtalk-event',
        timeoutMs,
        delaysMs: fields.EventType === 'check_url' ? [] : retryDelaysMs,
        retryNon200: true,
        retryUnfit: true,
        repack: true,
        pack: packer(url, JSON.stringify(event), { token, aesKey }, owner),
        read: (answer) => readAnswer(answer.body, { token, aesKey, owner }),
        forgeable: ['signature', 'receiver', 'stale'],
        view,
        changed: () => undefined,
      }).then((answer) => {
        if (answer === undefined && event.EventType !== 'check_url') failed.push({ at: clock.now(), event });
      });
      deps.background(() => done);
      return { done, delivery: view };
    },
    failedList() {
      const ready = failed.filter((one) => clock.now() - one.at >= LIST_DELAY_MS).slice(0, FAILED_LIST_LIMIT);
      failed = failed.filter((one) => !ready.includes(one));
      return {
        json: {
          errcode: 0,
          errmsg: 'ok',
          has_more: failed.some((one) => clock.now() - one.at >= LIST_DELAY_MS),
          // A guess: the document's example of an item is not at hand; call_back_tag and the flat fields follow older samples.
          failed_list: ready.map(({ event }) => ({
            event_time: event.EventTime,
            call_back_tag: event.EventType,
            corpid: event.CorpId,
            ...event,
          })),
        },
      };
    },
  };
}

function readAnswer(
  body: string,
  { token, aesKey, owner }: { token: string; aesKey: string; owner: string },
): Reading<'success'> {
  const { msg_signature: signature, timeStamp, nonce, encrypt } = jsonObject(body) ?? {};
  if (typeof signature !== 'string' || typeof nonce !== 'string' || typeof encrypt !== 'string') {
    return { error: 'the answer lacks msg_signature, nonce or encrypt' };
  }
  if (typeof timeStamp !== 'string' && typeof timeStamp !== 'number') return { error: 'the answer lacks timeStamp' };
  if (!sameText(signatureOf([token, String(timeStamp), nonce, encrypt]), signature)) {
    return { error: 'the answer has a wrong msg_signature' };
  }
  try {
    const decrypted = unseal({ key: aesKeyOf(aesKey), sealed: encrypt, receiver: owner });
    if (decrypted !== 'success') return { decrypted, error: 'the answer is not the encrypted word success' };
    return { decrypted, reply: 'success' };
  } catch (error) {
    if (error instanceof EnvelopeError) return { error: `the answer does not open: ${error.message}` };
    throw error;
  }
}

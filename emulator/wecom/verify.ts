import { randomInt } from 'node:crypto';
import { nanoid } from 'nanoid';
import { aesKeyOf, seal, signatureOf } from '../crypto.ts';
import type { Deps } from '../deps.ts';
import { sendOutbound } from '../outbound.ts';

export interface VerifyReport {
  ok: boolean;
  reason?: string;
  ms: number;
}

/** 验证URL有效性 (回调配置 90930): the decrypted echostr within a second, byte for byte. */
export async function verifyWecomUrl(
  deps: Deps,
  endpoint: { channel: 'wecom-app' | 'wecom-aibot'; url: string; token: string; aesKey: string; receiver: string },
): Promise<VerifyReport> {
  const at = deps.clock.now();
  const echo = `${randomInt(1, 10)}${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;
  const sealed = sealWithPlus(aesKeyOf(endpoint.aesKey), echo, endpoint.receiver);
  const timestamp = String(Math.floor(at / 1000));
  const nonce = nanoid(10).replace(/[-_]/g, '0');
  const url = new URL(endpoint.url);
  url.searchParams.set('msg_signature', signatureOf([endpoint.token, timestamp, nonce, sealed]));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  url.searchParams.set('echostr', sealed);
  const answer = await sendOutbound({
    method: 'GET',
    url: url.href,
    timeoutMs: deps.settings.wecomApp.verifyTimeoutMs,
    signal: deps.stopping,
  });
  const reason = judge(answer.ok ? answer : undefined, echo) ?? (answer.ok ? undefined : answer.error);
  deps.wire.add({
    at,
    direction: 'callback',
    channel: endpoint.channel,
    attempt: 1,
    request: { method: 'GET', url: url.href, headers: {}, body: '', decrypted: echo },
    ...(answer.ok ? { response: { status: answer.status, headers: answer.headers, body: answer.body } } : {}),
    ms: answer.ms,
    ...(reason === undefined ? {} : { error: reason }),
  });
  return { ok: reason === undefined, ...(reason === undefined ? {} : { reason }), ms: answer.ms };
}

/** A ciphertext that holds a "+" and a "/", which a second URL decoding would spoil. */
function sealWithPlus(key: Buffer, message: string, receiver: string): string {
  for (;;) {
    const sealed = seal({ key, message, receiver });
    if (sealed.includes('+') && sealed.includes('/')) return sealed;
  }
}

function judge(answer: { status: number; body: string } | undefined, echo: string): string | undefined {
  if (!answer) return undefined;
  if (answer.status !== 200) return `HTTP status ${answer.status}`;
  const { body } = answer;
  if (body === echo) return undefined;
  if (body.startsWith('\uFEFF')) return 'the answer begins with a BOM';
  if (body.startsWith('"')) return 'the answer is in quotes';
  if (body.trim() === echo) return 'the answer has white space around it, e.g. a trailing newline';
  return 'the answer is not the decrypted echostr';
}

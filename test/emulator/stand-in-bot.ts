import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Callbacks } from '../../emulator/server.ts';

// A scripted bot for the emulator's own tests. Its crypto is written once more, in the shortest way, so that an error in the
// emulator's cannot hide behind itself.

/** A request as the bot got it; `plain` is the opened body of the sealed channels. */
export interface Received {
  path: string;
  method: string;
  query: URLSearchParams;
  headers: http.IncomingHttpHeaders;
  rawHeaders: string[];
  raw: string;
  plain: string;
  padLength?: number;
  /** Whom a sealed body was sealed for. */
  receiver?: string;
}

interface BotAnswer {
  status?: number;
  /** Sent as it is. */
  raw?: string;
  /** Sealed for the channel it answers (inner XML, or an object for JSON channels). */
  sealed?: string | object;
  /** Changes the sealed envelope before it goes out, for bad replies. */
  spoil?: (envelope: Record<string, string>) => Record<string, string>;
  headers?: Record<string, string>;
}

export type Script = (request: Received) => BotAnswer | Promise<BotAnswer> | undefined;

export interface Sealing {
  token: string;
  aesKey: string;
  receiver: string;
}

export const seal = (text: string, { aesKey, receiver }: Sealing): string => {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(text), Buffer.from(receiver)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
};

export const unseal = (sealed: string, { aesKey }: Sealing): { text: string; receiver: string; padLength: number } => {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]);
  const padLength = padded.at(-1) ?? 0;
  const plain = padded.subarray(0, -padLength);
  const end = 20 + plain.readUInt32BE(16);
  return { text: plain.subarray(20, end).toString(), receiver: plain.subarray(end).toString(), padLength };
};

export const sign = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');

/** The value of an element in flat XML. */
export const element = (xml: string, tag: string): string =>
  new RegExp(`<${tag}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${tag}>`).exec(xml)?.[1] ?? '';

const channels = {
  app: '/wecom/app',
  aibot: '/wecom/aibot',
  robot: '/dingtalk/robot',
  card: '/dingtalk/card',
  event: '/dingtalk/event',
};
export type BotChannel = keyof typeof channels;

export async function startStandInBot(sealings: { app: Sealing; aibot: Sealing; event: Sealing }) {
  const received: Received[] = [];
  const scripts = new Map<string, Script>();
  let tell: () => void = () => undefined;
  let closed: () => void = () => undefined;
  const sealingOf = (path: string) =>
    ({ [channels.app]: sealings.app, [channels.aibot]: sealings.aibot, [channels.event]: sealings.event })[path];

  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://bot');
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const sealing = sealingOf(url.pathname);
    const sealed = request.method === 'GET' ? (url.searchParams.get('echostr') ?? '') : sealedIn(raw);
    const opened = sealing && sealed ? unseal(sealed, sealing) : undefined;
    const got: Received = {
      path: url.pathname,
      method: request.method ?? '',
      query: url.searchParams,
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      raw,
      plain: opened?.text ?? raw,
      ...(opened ? { padLength: opened.padLength, receiver: opened.receiver } : {}),
    };
    received.push(got);
    response.once('close', () => {
      if (!response.writableEnded) closed();
    });
    tell();
    const answer = (await scripts.get(url.pathname)?.(got)) ?? {};
    response.writeHead(answer.status ?? 200, answer.headers);
    response.end(
      answer.raw ?? (answer.sealed !== undefined && sealing ? pack(got, answer, sealing) : defaultAnswer(got, sealing)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    received,
    callbacks: {
      wecomApp: url + channels.app,
      wecomAibot: url + channels.aibot,
      dingtalkRobot: url + channels.robot,
      dingtalkEvent: url + channels.event,
    } satisfies Callbacks,
    on(channel: BotChannel, script: Script) {
      scripts.set(channels[channel], script);
    },
    /** Told when a caller hangs up before it was answered. */
    onClose(listener: () => void) {
      closed = listener;
    },
    at: (channel: BotChannel) => received.filter((one) => one.path === channels[channel]),
    /** Waits until so many requests reached a channel. */
    async count(channel: BotChannel, wanted: number): Promise<Received[]> {
      const here = () => received.filter((one) => one.path === channels[channel]);
      while (here().length < wanted)
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      return here();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sealedIn(raw: string): string {
  if (raw.startsWith('<')) return element(raw, 'Encrypt');
  try {
    return (JSON.parse(raw) as { encrypt?: string }).encrypt ?? '';
  } catch {
    return '';
  }
}

function pack(got: Received, answer: BotAnswer, sealing: Sealing): string {
  const text = typeof answer.sealed === 'string' ? answer.sealed : JSON.stringify(answer.sealed);
  const encrypt = seal(text, sealing);
  const timestamp = '1700000000';
  const nonce = got.query.get('nonce') ?? 'nonce';
  const plainEnvelope = { encrypt, signature: sign(sealing.token, timestamp, nonce, encrypt), timestamp, nonce };
  const { encrypt: e, signature: s, timestamp: t, nonce: n } = { ...plainEnvelope, ...answer.spoil?.(plainEnvelope) };
  if (got.path === channels.app) {
    return `<xml><Encrypt><![CDATA[${e}]]></Encrypt><MsgSignature><![CDATA[${s}]]></MsgSignature><TimeStamp>${t}</TimeStamp><Nonce><![CDATA[${n}]]></Nonce></xml>`;
  }
  return JSON.stringify(
    got.path === channels.aibot
      ? { encrypt: e, msgsignature: s, timestamp: Number(t), nonce: n }
      : { encrypt: e, msg_signature: s, timeStamp: t, nonce: n },
  );
}

/** Without a script: the decrypted echostr, the encrypted word success, or an empty 200. */
function defaultAnswer(got: Received, sealing: Sealing | undefined): string {
  if (got.method === 'GET') return got.plain;
  return got.path === channels.event && sealing ? pack(got, { sealed: 'success' }, sealing) : '';
}

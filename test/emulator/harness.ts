import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type MessageView,
  type WorldInput,
} from '../../emulator/server.ts';
import { templateExport } from './fixtures/card.ts';
import { type Sealing, startStandInBot } from './stand-in-bot.ts';

const folder = mkdtempSync(join(tmpdir(), 'emulator-test-'));
const templateFile = join(folder, 'card.json');
writeFileSync(templateFile, templateExport());

export const appSealing: Sealing = {
  token: 'appToken1',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiver: 'wwcorp',
};
export const aibotSealing: Sealing = {
  token: 'botToken1',
  aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
  receiver: '',
};
export const eventSealing: Sealing = {
  token: 'evtToken1',
  aesKey: 'Yue0EfdN5900c1ce5cf6A152c63DDe1808a60c5ecd7',
  receiver: 'dingkey',
};

export const TEMPLATE = 'card-1.schema';

export function smallWorld(): WorldInput {
  return {
    wecom: {
      corpId: 'wwcorp',
      app: {
        agentId: 1000002,
        name: '科企通',
        secret: 'app-secret-1',
        token: appSealing.token,
        aesKey: appSealing.aesKey,
      },
      aibot: { botId: 'BOT', name: '科企通助手', token: aibotSealing.token, aesKey: aibotSealing.aesKey },
      groups: [{ chatId: 'wr1', name: '工作群', members: ['zhang', 'li'] }],
    },
    dingtalk: {
      corpId: 'dingcorp',
      clientId: 'dingkey',
      clientSecret: 'ding-secret-1',
      robotCode: 'dingkey',
      robotName: '科企通',
      events: { token: eventSealing.token, aesKey: eventSealing.aesKey },
      groups: [{ openConversationId: 'cidG==', name: '企业群', members: ['zhang', 'li', 'guest'] }],
      templates: [
        { id: TEMPLATE, file: templateFile },
        { id: 'draft.schema', file: templateFile, published: false },
      ],
    },
    people: [
      { id: 'zhang', name: '张三', wecom: { userId: 'ZhangSan' }, dingtalk: { staffId: 's1', unionId: 'u1' } },
      { id: 'li', name: '李四', wecom: { userId: 'LiSi' }, dingtalk: { staffId: 's2', unionId: 'u2' } },
      { id: 'guest', name: '陌生人', dingtalk: { unionId: 'u3' } },
    ],
  };
}

/** Waits small enough for tests; a clock that stands on Friday 2023-12-29 10:00 unless told otherwise. */
const QUICK: NonNullable<EmulatorOptions['settings']> = {
  wecomApp: { retryDelayMs: 5, timeoutMs: 2000 },
  wecomAibot: { retryDelayMs: 5, refreshMs: 5, timeoutMs: 2000 },
  dingtalkRobot: { retryDelayMs: 5, timeoutMs: 2000 },
  dingtalkApi: { callsPerSecond: 0 },
};

/** An emulator and a scripted bot, connected; both end with the test. */
export async function startBoth(options: Partial<EmulatorOptions> = {}) {
  const bot = await startStandInBot({ app: appSealing, aibot: aibotSealing, event: eventSealing });
  const settings = Object.fromEntries(
    [...new Set([...Object.keys(QUICK), ...Object.keys(options.settings ?? {})])].map((group) => [
      group,
      merge(Reflect.get(QUICK, group), Reflect.get(options.settings ?? {}, group)),
    ]),
  );
  const emulator = createEmulator({
    world: smallWorld(),
    clock: { start: '2023-12-29T10:00', mode: 'frozen' },
    ...options,
    settings,
  });
  const { url } = await emulator.start();
  emulator.connect(bot.callbacks);
  onTestFinished(async () => {
    await emulator.stop();
    await bot.stop();
  });
  return { emulator, bot, url, ...callers(url), ...look(emulator) };
}

function merge(base: unknown, over: unknown): unknown {
  return typeof base === 'object' && typeof over === 'object' ? { ...base, ...over } : (over ?? base);
}

type Json = Record<string, unknown>;

/** Digs into an answer: `at(json, 'result', 'deliverResults', 0, 'success')`. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    json,
  );
}

function callers(url: string) {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: parse(text) };
  };
  const wecomToken = async () =>
    String((await send('GET', '/cgi-bin/gettoken?corpid=wwcorp&corpsecret=app-secret-1')).json.access_token);
  const dingToken = async () =>
    String(
      (await send('POST', '/v1.0/oauth2/accessToken', { appKey: 'dingkey', appSecret: 'ding-secret-1' })).json
        .accessToken,
    );
  return {
    send,
    wecomToken,
    dingToken,
    /** A WeCom API call with a fresh token; the answer's JSON. */
    wecom: async (path: string, body: unknown): Promise<Json> =>
      (await send('POST', `${path}?access_token=${await wecomToken()}`, body)).json,
    /** A DingTalk API call with a fresh token. */
    ding: async (method: string, path: string, body: unknown): Promise<{ status: number; json: Json }> =>
      send(method, path, body, { 'x-acs-dingtalk-access-token': await dingToken() }),
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

function look(emulator: Emulator) {
  return {
    /** What a person sees in a conversation from the bot. */
    fromBot: async (as: string, conversation: string): Promise<MessageView[]> =>
      (await emulator.messages({ as, conversation })).filter((message) => message.from === 'bot'),
    lastWire: () => {
      const entry = emulator.wire().at(-1);
      if (!entry) throw new Error('the wire log is empty');
      return entry;
    },
  };
}

export function first<Item>(list: readonly Item[]): Item {
  const [item] = list;
  if (item === undefined) throw new Error('expected at least one item');
  return item;
}

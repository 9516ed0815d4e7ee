import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/server.ts';
import type { Answer } from '../../src/core/card.ts';
import type { CardState, Channel } from '../../src/core/channel.ts';
import { Refusal } from '../../src/core/errors.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import { createDingtalk } from '../../src/platforms/dingtalk/index.ts';
import { createDownload } from '../../src/platforms/download.ts';
import { decodeAesKey } from '../../src/platforms/envelope.ts';
import { createHttpClient } from '../../src/platforms/http-client.ts';
import { createWecom } from '../../src/platforms/wecom/index.ts';
import { fakeQuota } from '../helpers/call-quota.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

const wecom = {
  corpId: 'wwbureau',
  app: { agentId: 1000002, name: '科企通', secret: 'app-secret', token: 'appToken', aesKey: 'a'.repeat(43) },
  aibot: { botId: 'bot', name: '机器人', token: 'aibotToken', aesKey: 'b'.repeat(43) },
  downstream: [{ corpId: 'wwdown', name: '示例企业01', agentId: 2000001 }],
  groups: [{ chatId: 'group1', name: '服务群', members: ['staff'], webhookKey: 'hook-key' }],
};
const dingtalk = {
  corpId: 'dingbureau',
  clientId: 'dingclient',
  clientSecret: 'ding-secret',
  robotCode: 'dingclient',
  robotName: '科企通',
  events: { token: 'eventToken', aesKey: 'c'.repeat(43) },
  groups: [{ openConversationId: 'cid1==', name: '交流群', members: ['staff'] }],
  templates: [{ id: 'keqitong.schema', file: join(import.meta.dirname, '../../cards/dingtalk/keqitong-card.json') }],
};
const world: EmulatorOptions['world'] = {
  wecom,
  dingtalk,
  people: [
    {
      id: 'staff',
      name: '王晨',
      wecom: { userId: 'WangChen' },
      dingtalk: { staffId: 'staff1', unionId: 'union1' },
    },
    { id: 'other', name: '刘洋', wecom: { userId: 'LiuYang' } },
    { id: 'contact', name: '李一', wecom: { userId: 'liyi', corpId: 'wwdown' } },
  ],
};
const keyOf = (text: string) => decodeAesKey(text) ?? Buffer.alloc(0);

/** What came, and what it is answered with. */
export interface Bot {
  events: InboundEvent[];
  answers: Answer[];
  attachments: Map<string, { name: string; bytes: Uint8Array }>;
  /** The cards that were sent and can be changed later. */
  live: CardState[];
}

export interface Emulated extends Bot {
  emulator: Emulator;
  url: string;
  wecom: ReturnType<typeof createWecom>;
  dingtalk: ReturnType<typeof createDingtalk>;
  channel(name: Channel['name']): Channel;
  log: MemoryLog;
  /** Has a card say that its matter is settled. */
  close(card: CardState | undefined, to: NonNullable<InboundEvent['sender']>, state: string): Promise<void>;
  /** Sends an answer that nobody asked for. */
  tell(channel: Channel, to: NonNullable<InboundEvent['sender']>, answer: Answer, ref: string): Promise<void>;
  post(path: string, body: object): Promise<Record<string, unknown>>;
  /** Resolves when everything that was begun has ended. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** The emulator, and the platforms' side of the bot: no database and no decisions, whatever is in `answers` is answered. */
export async function startEmulated(options: Partial<EmulatorOptions> = {}): Promise<Emulated> {
  const emulator = createEmulator({ world, clock: { start: '2023-12-29T10:00', mode: 'frozen' }, ...options });
  const { url } = await emulator.start();
  const bot: Bot = { events: [], answers: [], attachments: new Map(), live: [] };
  const log = memoryLog();
  const clock = { now: () => new Date(emulator.clock.now()) };
  const deps = {
    http: createHttpClient(),
    download: createDownload(),
    quota: fakeQuota(),
    pacer: freePacer,
    readAttachment: async (id: string) => bot.attachments.get(id) ?? null,
    clock,
    log,
  };
  const app = { ...wecom.app, corpId: wecom.corpId, aesKey: keyOf(wecom.app.aesKey), accountCap: 200 };
  const aibot = { token: wecom.aibot.token, aesKey: keyOf(wecom.aibot.aesKey) };
  const ofWecom = createWecom(
    { apiUrl: url, oauthUrl: url, app, aibot },
    { ...deps, userIdMemory: { find: async () => null, remember: async () => undefined } },
  );
  const working = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = answer(request, response).finally(() => working.delete(work));
    working.add(work);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const events = { token: dingtalk.events.token, aesKey: keyOf(dingtalk.events.aesKey) };
  const { corpId, clientId, clientSecret, robotCode } = dingtalk;
  const cards = { templateId: 'keqitong.schema', routeKey: 'route', secret: 'card-secret' };
  const robot = { corpId, clientId, clientSecret, robotCode };
  const ofDingtalk = createDingtalk(
    { apiUrl: url, oapiUrl: url, loginUrl: url, publicUrl: own, robot, cards, events },
    deps,
  );
  const endpoints = [...ofWecom.endpoints, ...ofDingtalk.endpoints];
  const channels = [...ofWecom.channels, ...ofDingtalk.channels];
  const channel = (name: Channel['name']) => {
    const found = channels.find((one) => one.name === name);
    if (!found) throw new Error(`no channel ${name}`);
    return found;
  };
  async function run(calls: readonly unknown[], from: Channel): Promise<void> {
    for (const call of calls) {
      const { card } = await from.send(call);
      if (card) bot.live.push(card);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://bot');
    const endpoint = endpoints.find(({ path }) => path === pathname);
    if (!endpoint) return void response.writeHead(404).end();
    try {
      const opened = endpoint.open({
        query: Object.fromEntries(searchParams),
        headers: headersOf(request),
        body: await bodyOf(request),
        now: clock.now(),
      });
      if (!('event' in opened)) return void response.end(opened.body);
      const { event } = opened;
      bot.events.push(event);
      const from = channel(event.channel);
      const sender = event.sender && (await from.identify(event.sender));
      const answer = bot.answers.shift();
      const ref = `R${bot.events.length}`;
      const plan = sender && answer ? from.plan(event, answer, { sender, late: false, ref }) : null;
      response.end(opened.reply(plan?.inline ?? null).body);
      await run(plan?.calls ?? [], from);
    } catch (error) {
      log.error({ err: error }, 'callback');
      if (!response.headersSent) response.writeHead(error instanceof Refusal ? error.status : 500).end();
    }
  }

  emulator.connect({
    wecomApp: `${own}/wecom/app`,
    wecomAibot: `${own}/wecom/aibot`,
    dingtalkRobot: `${own}/dingtalk/robot`,
    dingtalkEvent: `${own}/dingtalk/event`,
  });

  return {
    ...bot,
    emulator,
    url,
    wecom: ofWecom,
    dingtalk: ofDingtalk,
    channel,
    log,
    async tell(from, to, answer, ref) {
      const reached = from.reach?.(to);
      if (!reached) throw new Error('not reached');
      const happening = { kind: 'entered' } as const;
      const event: InboundEvent = { ...reached, key: ref, sender: to, place: 'direct', happening };
      await run(from.plan(event, answer, { sender: to, late: true, ref }).calls, from);
    },
    async close(card, to, state) {
      if (!card) throw new Error('no card');
      const from = channel(card.channel);
      const happening = { kind: 'close-card', liveCardId: 'L1' } as const;
      const { channel: name, handle } = card;
      const event: InboundEvent = { channel: name, key: 'close', sender: to, place: 'direct', happening, handle };
      const answer: Answer = { tapped: { state, forAll: true } };
      await run(from.plan(event, answer, { sender: to, late: true, ref: 'CLOSE' }).calls, from);
    },
    async post(path, body) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${url}/emulator/${path}`, init);
      return (await response.json()) as Record<string, unknown>;
    },
    async settle() {
      await emulator.idle();
      while (working.size > 0) await Promise.all(working);
      await emulator.idle();
    },
    async stop() {
      await emulator.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

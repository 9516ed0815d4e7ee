import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Context, type Next } from 'koa';
import { z } from 'zod';
import { type Clock, type ClockOptions, createClock } from './clock.ts';
import { createDeliveries, type DeliveryPage, type DeliveryQuery } from './deliveries.ts';
import { type Callbacks, createBackground, type Deps } from './deps.ts';
import { createDingtalk } from './dingtalk/index.ts';
import { createDirectory } from './directory.ts';
import { createEmulatorApi } from './emulator-api.ts';
import { RefusedError } from './errors.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFiles } from './files.ts';
import { createMailbox, type MessageQuery } from './mailbox.ts';
import type { MessageView } from './message-view.ts';
import { createPage } from './page.ts';
import { createPeople, type People } from './people.ts';
import { type Making, makePeople } from './people-made.ts';
import { createPlatformApi } from './platform-api.ts';
import { createSettings, type Settings, type SettingsPatch } from './settings.ts';
import { type Verifiable, verifyCallback } from './verify.ts';
import { createWecom } from './wecom/index.ts';
import type { VerifyReport } from './wecom/verify.ts';
import { createWire, type WireEntry } from './wire.ts';
import { type World, type WorldInput, WorldSchema } from './world.ts';

export type { Clock, ClockOptions } from './clock.ts';
export type { DeliveryPage, DeliveryQuery, DeliveryRow } from './deliveries.ts';
export type { Callbacks } from './deps.ts';
export type { ButtonView, CardView, SelectView } from './drawn.ts';
export type { Fault, FaultInput, FaultKind, Faults } from './faults.ts';
export type { FieldView, FormView } from './form-view.ts';
export type { DeliveryView, MessageView } from './message-view.ts';
export type { ActionReport, People } from './people.ts';
export type { Settings, SettingsPatch } from './settings.ts';
export type { VerifyReport } from './wecom/verify.ts';
export type { WireEntry } from './wire.ts';
export { type Person, type World, type WorldInput, WorldSchema } from './world.ts';

export interface EmulatorOptions {
  world: WorldInput;
  /** 0 (default) = a free one. */
  port?: number;
  host?: string;
  clock?: ClockOptions;
  settings?: SettingsPatch;
  callbacks?: Callbacks;
}

export interface Emulator {
  /** Listens; the address serves as WECOM_API_URL, DINGTALK_API_URL and DINGTALK_OAPI_URL. */
  start(): Promise<{ url: string }>;
  /** Ends open requests, timers and event streams; safe to call twice. */
  stop(): Promise<void>;
  readonly url: string;
  readonly world: World;
  readonly clock: Clock;
  /** Mutable: change a field and it counts from the next use. */
  readonly settings: Settings;
  readonly faults: Faults;
  readonly people: People;
  /** Sets the bot's callback addresses; nothing is sent. Absent names stay as they are. */
  connect(callbacks: Callbacks): void;
  /** URL verification, as when an administrator presses Save. */
  verify(which: Verifiable): Promise<VerifyReport>;
  messages(query: MessageQuery & { waitMs?: number }): Promise<MessageView[]>;
  wire(after?: number): WireEntry[];
  /** What bots sent to whom, after a position; also what was dropped. */
  deliveries(query?: DeliveryQuery): DeliveryPage;
  /** People who come later, thousands at once. */
  makePeople(making: Making): { made: number; total: number };
  /** Resolves when no callback exchange and no stream is open that would go on without the clock being moved. */
  idle(): Promise<void>;
  resetHistory(): void;
}

/** WeCom, DingTalk and the people who use them, on one HTTP port. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const world = WorldSchema.parse(options.world);
  const clock = createClock(options.clock);
  const settings = createSettings(options.settings);
  const faults = createFaults(clock);
  const directory = createDirectory(world);
  const deliveries = createDeliveries();
  const mailbox = createMailbox({ clock, directory, deliveries });
  const wire = createWire({ secrets: secretsOf(world) });
  const callbacks: Callbacks = { ...options.callbacks };
  const stopping = new AbortController();
  const background = createBackground({ clock, settings, stopping: stopping.signal });
  let url = '';
  const deps: Deps = {
    directory,
    clock,
    wire,
    mailbox,
    deliveries,
    files: createFiles(clock),
    settings,
    faults,
    callbacks,
    url: () => url,
    stopping: stopping.signal,
    wait: background.wait,
    background: background.background,
  };
  const wecom = createWecom(deps);
  const dingtalk = createDingtalk(deps);
  const people = createPeople(deps, { wecom, dingtalk });
  const connect = (next: Callbacks) => {
    Object.assign(callbacks, next);
  };
  const resetHistory = () => {
    wire.clear();
    for (const player of [wecom.app, wecom.aibot, wecom.chats, dingtalk]) player.forget();
    // Last, because it tells the readers, who then look at everything anew.
    mailbox.clear();
  };

  const api = createEmulatorApi({ deps, people, dingtalk, wecom, connect, resetHistory });
  const page = createPage(world.title);
  const platforms = createPlatformApi(deps, [...wecom.routes, ...dingtalk.routes]);
  const koa = new Koa();
  koa.use(answerErrors);
  koa.use(api.routes());
  koa.use(dingtalk.pages.routes());
  koa.use(async (context: Context) => {
    if (context.path.startsWith('/emulator/'))
      throw new RefusedError(`there is no ${context.method} ${context.path}`, 404);
    if (!(await page(context))) await platforms(context);
  });
  koa.on('error', (error: Error & { code?: string }) => {
    // A caller that hung up is its own affair.
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      console.error('emulator:', error);
    }
  });
  // No platform hangs up after Node's five seconds: who was busy for so long would write into a closed connection.
  const server = http.createServer({ keepAliveTimeout: 75_000 }, koa.callback());

  return {
    world,
    clock,
    settings,
    faults,
    people,
    connect,
    resetHistory,
    get url() {
      return url;
    },
    async start() {
      const { port = 0, host = '127.0.0.1' } = options;
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
      const { port: bound } = server.address() as AddressInfo;
      url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
      return { url };
    },
    async stop() {
      stopping.abort();
      clock.stop();
      if (server.listening) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
      await background.drained();
    },
    verify: (which) => verifyCallback(deps, dingtalk, which),
    messages: ({ waitMs = 0, ...query }) => mailbox.wait(query, waitMs, stopping.signal),
    wire: (after = 0) => wire.after(after),
    deliveries: deliveries.page,
    makePeople: (making) => makePeople(directory, making),
    idle: background.idle,
  };
}

async function answerErrors(context: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (error instanceof RefusedError) {
      context.status = error.status;
      context.body = { error: error.message };
    } else if (error instanceof z.ZodError) {
      context.status = 400;
      context.body = { error: z.prettifyError(error) };
    } else throw error;
  }
}

function secretsOf({ wecom, dingtalk }: World): string[] {
  return [
    wecom?.app?.secret,
    wecom?.app?.token,
    wecom?.app?.aesKey,
    wecom?.aibot?.token,
    wecom?.aibot?.aesKey,
    dingtalk?.clientSecret,
    dingtalk?.events?.token,
    dingtalk?.events?.aesKey,
  ].filter((secret) => secret !== undefined);
}

import Router from '@koa/router';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { MAX_DELIVERIES } from './deliveries.ts';
import type { Callbacks, Deps } from './deps.ts';
import type { Dingtalk } from './dingtalk/index.ts';
import { RefusedError } from './errors.ts';
import { openEvents } from './event-stream.ts';
import { FAULT_KINDS, FaultSchema } from './faults.ts';
import { downloadHeaders } from './files.ts';
import type { People } from './people.ts';
import { makePeople } from './people-made.ts';
import { CLIENTS, httpUrl, phoneCookie, visit } from './phone.ts';
import { pictureType } from './picture-type.ts';
import { patchSettings } from './settings.ts';
import { type Verifiable, verifyCallback } from './verify.ts';
import type { Wecom } from './wecom/index.ts';

const url = z.url().optional();
const CallbacksSchema = z.strictObject({
  wecomApp: url,
  wecomAibot: url,
  dingtalkRobot: url,
  dingtalkEvent: url,
});
const ClockSchema = z.union([
  z.strictObject({ advanceMs: z.number(), jump: z.boolean().optional() }),
  z.strictObject({ to: z.union([z.string(), z.number()]), jump: z.boolean().optional() }),
  z.strictObject({ stop: z.literal(true) }),
]);
const VerifySchema = z.strictObject({ which: z.enum(['wecom-app', 'wecom-aibot', 'dingtalk-event']) });
const OpeningSchema = z.strictObject({ as: z.string(), url: z.string(), client: z.enum(CLIENTS).default('wecom') });
const DeliveryQuerySchema = z.strictObject({
  after: z.coerce.number().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_DELIVERIES).default(MAX_DELIVERIES),
  platform: z.enum(['wecom', 'dingtalk']).optional(),
  person: z.string().optional(),
  conversation: z.string().optional(),
  /** 1 = only what was dropped, 0 = only what arrived. */
  dropped: z
    .enum(['0', '1'])
    .transform((value) => value === '1')
    .optional(),
});
const EndingSchema = z.strictObject({
  id: z.coerce.number().int().optional(),
  kind: z.enum(FAULT_KINDS).optional(),
});
const MAX_WAIT_MS = 60_000;
// The AI bot's 100 MB in base64, and what stands around them.
const BODY_LIMIT = '140mb';

export interface EmulatorApiOptions {
  deps: Deps;
  people: People;
  dingtalk: Dingtalk;
  wecom: Wecom;
  connect(callbacks: Callbacks): void;
  resetHistory(): void;
}

/** The emulator's own JSON API, documented in README.md: what people do, and the knobs. */
export function createEmulatorApi({
  deps,
  people,
  dingtalk,
  wecom,
  connect,
  resetHistory,
}: EmulatorApiOptions): Router {
  const { clock, directory, mailbox, wire, settings, faults, callbacks } = deps;
  const router = new Router({ prefix: '/emulator' });
  const clockView = () => ({
    now: clock.now(),
    iso: clock.iso(),
    mode: clock.mode,
    ...(clock.movingTo === undefined ? {} : { movingTo: clock.movingTo }),
  });
  const wait = (context: Context) => ({ wait: context.query.wait === '1' });
  const number = (context: Context, name: string) => {
    const value = Number(context.query[name] ?? 0);
    if (!Number.isFinite(value) || value < 0) throw new RefusedError(`${name} is no number`);
    return value;
  };

  router.get('/state', (context) => {
    const { world, conversations } = directory;
    context.body = {
      ...(world.title === undefined ? {} : { title: world.title }),
      people: world.people,
      absences: directory.absences.list(),
      conversations,
      examples: world.examples,
      clock: clockView(),
      callbacks,
      dingtalkCalls: dingtalk.quota.used(),
      wecomMessages: wecom.app.cap.used(world.wecom?.corpId ?? ''),
    };
  });
  router.post('/say', async (context) => {
    context.body = await people.say(await body(context), wait(context));
  });
  router.post('/tap', async (context) => {
    context.body = await people.tap(await body(context), wait(context));
  });
  router.post('/enter', async (context) => {
    context.body = await people.enter(await body(context), wait(context));
  });
  router.post('/event', async (context) => {
    context.body = await people.event(await body(context), wait(context));
  });
  router.post('/leave', async (context) => {
    context.body = await people.leave(await body(context), wait(context));
  });
  router.post('/join', async (context) => {
    context.body = await people.join(await body(context), wait(context));
  });
  router.post('/share', async (context) => {
    context.body = await people.share(await body(context), wait(context));
  });
  router.get('/open', (context) => {
    const { as, url: link, client } = OpeningSchema.parse({ ...context.query });
    context.set(
      'Set-Cookie',
      `${phoneCookie({ person: directory.person(as), client })}; Path=/; HttpOnly; SameSite=Lax`,
    );
    context.redirect(httpUrl(link).href);
  });
  router.post('/authorize', async (context) => {
    const { as, url: link, client } = OpeningSchema.parse(await body(context));
    context.body = await visit(deps.url(), { person: directory.person(as), client }, link);
  });
  router.get('/messages', async (context) => {
    const as = String(context.query.as ?? '');
    const conversation = context.query.conversation;
    directory.person(as);
    if (conversation !== undefined) directory.seat(as, String(conversation));
    const query = {
      as,
      conversation: conversation === undefined ? undefined : String(conversation),
      after: number(context, 'after'),
    };
    const waitMs = Math.min(number(context, 'waitMs'), MAX_WAIT_MS);
    const messages = await mailbox.wait(query, waitMs, gone(context, deps.stopping));
    context.body = { messages, latest: mailbox.latest() };
  });
  router.get('/deliveries', (context) => {
    context.body = deps.deliveries.page(DeliveryQuerySchema.parse({ ...context.query }));
  });
  router.post('/people', async (context) => {
    context.body = makePeople(directory, await body(context));
  });
  router.get('/files/:id', (context) => {
    const file = deps.files.get(context.params.id ?? '');
    if (!file) throw new RefusedError('there is no such file, or its time is over', 404);
    context.body = file.bytes;
    const type = pictureType(file.bytes);
    context.set({ ...downloadHeaders(file), ...(type === undefined ? {} : { 'Content-Type': type }) });
  });
  router.get('/events', (context) => {
    context.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' });
    context.body = openEvents(deps, clockView);
  });
  router.get('/wire', (context) => {
    context.body = { entries: wire.after(number(context, 'after')) };
  });
  router.get('/clock', (context) => {
    context.body = clockView();
  });
  router.post('/clock', async (context) => {
    const move = ClockSchema.parse(await body(context));
    if ('stop' in move) await clock.halt();
    else if ('to' in move) await clock.to(move.to, { jump: move.jump ?? false });
    else await clock.advance(move.advanceMs, { jump: move.jump ?? false });
    context.body = clockView();
  });
  router.get('/callbacks', (context) => {
    context.body = callbacks;
  });
  router.put('/callbacks', async (context) => {
    connect(CallbacksSchema.parse(await body(context)));
    context.body = callbacks;
  });
  router.post('/verify', async (context) => {
    const which: Verifiable = VerifySchema.parse(await body(context)).which;
    context.body = await verifyCallback(deps, dingtalk, which);
  });
  router.get('/settings', (context) => {
    context.body = settings;
  });
  router.patch('/settings', async (context) => {
    context.body = patchSettings(settings, await body(context));
  });
  router.get('/faults', (context) => {
    context.body = { faults: faults.list() };
  });
  router.post('/faults', async (context) => {
    context.body = faults.add(FaultSchema.parse(await body(context)));
  });
  router.delete('/faults', (context) => {
    const { id, kind } = EndingSchema.parse({ ...context.query });
    if (id !== undefined) faults.end({ id });
    else if (kind !== undefined) faults.end({ kind });
    else faults.clear();
    context.body = { faults: faults.list() };
  });
  router.post('/reset-history', (context) => {
    resetHistory();
    context.body = { latest: mailbox.latest() };
  });
  return router;
}

async function body<Json>(context: Context): Promise<Json> {
  try {
    return JSON.parse(await getRawBody(context.req, { limit: BODY_LIMIT, encoding: 'utf8' })) as Json;
  } catch {
    throw new RefusedError('the body is not JSON');
  }
}

/** Aborts when the caller goes away or the emulator stops. */
function gone(context: Context, stopping: AbortSignal): AbortSignal {
  const left = new AbortController();
  context.res.once('close', () => left.abort());
  return AbortSignal.any([left.signal, stopping]);
}

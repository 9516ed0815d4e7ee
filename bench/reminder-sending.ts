import { pino } from 'pino';
import { callbacksOf, demoEnv, demoWorld } from '../demo/world.ts';
import { createEmulator } from '../emulator/server.ts';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { createHttpClient, type HttpClient } from '../src/platforms/http-client.ts';
import { limits } from '../src/platforms/limits.ts';
import { openDatabase } from '../src/store/database.ts';
import { createJobStore } from '../src/store/jobs.ts';
import { at, prefix, remindedCount, stepDays } from './reminder-data.ts';
import { virtualTime } from './virtual-time.ts';

/** A day's reminders on their way through the platforms' limits, in virtual time. */
export interface Sending {
  messages: number;
  /** Calls that brought them. */
  wecomCalls: number;
  dingtalkCalls: number;
  /** Answered with anything but yes. */
  refused: number;
  /** From the ring to the last message of each platform, in ms of virtual time. */
  wecomMs: number;
  dingtalkMs: number;
  /** The least that twenty calls a second allow, in even steps; and the least by our own pace. */
  leastMs: number;
  leastByPaceMs: number;
}

const isSend = (url: string) => /message\/send|batchSend|createAndDeliver/u.test(url);

/** @param databaseUrl filled, nothing planned */
export async function sendReminders(databaseUrl: string): Promise<Sending> {
  const [day] = stepDays;
  const start = at(day, '09:00');
  const emulator = createEmulator({
    world: demoWorld,
    clock: { start: start - 60_000, mode: 'frozen' },
    // The second and the month of the platform are those of the virtual clock; so many accounts as the bot is told of.
    settings: { wecomApp: { accountCap: 200 }, dingtalkApi: { edition: 'professional', secondEndsBy: 'virtual' } },
  });
  emulator.makePeople({ count: remindedCount, prefix });
  // Nobody calls it back here, but a card with buttons is refused without.
  const botUrl = 'http://127.0.0.1:1';
  emulator.connect(callbacksOf(botUrl));
  const { url: emulatorUrl } = await emulator.start();
  const sent = { wecom: 0, dingtalk: 0, refused: 0 };
  const time = virtualTime(emulator.clock);
  const ask = createHttpClient();
  const http: HttpClient = async (request) => {
    const answer = await time.during(() => ask(request));
    if (!isSend(request.url)) return answer;
    sent[request.url.includes('/cgi-bin/') ? 'wecom' : 'dingtalk'] += 1;
    const { errcode = 0 } = answer.json as { errcode?: number };
    if (answer.status !== 200 || errcode !== 0) sent.refused += 1;
    return answer;
  };
  const env = { ...demoEnv({ emulatorUrl, botUrl, databaseUrl }), PORT: '0' };
  const database = await openDatabase(databaseUrl, { onStatement: time.seen });
  const app = createApp(loadConfig({ ...env, DINGTALK_MONTHLY_CALLS: '200000', WECOM_ACCOUNT_CAP: '200' }), {
    database,
    jobs: createJobStore(database, 'bench'),
    clock: { now: () => new Date(emulator.clock.now()) },
    log: pino({ level: 'silent' }),
    http,
    wait: time.wait,
  });
  try {
    await app.start();
    await app.ring();
    await app.idle();
    const before = { ...sent };
    await emulator.clock.to(start, { jump: true });
    await time.passWhile(app.ring());
    for (;;) {
      await time.passWhile(app.idle());
      const next = await database.client.job.findFirst({
        where: { state: { in: ['waiting', 'running'] } },
        orderBy: { dueAt: 'asc' },
      });
      if (!next) break;
      await emulator.clock.to(Math.max(next.dueAt.getTime(), emulator.clock.now() + 1), { jump: true });
    }
    const { deliveries } = emulator.deliveries({ dropped: false });
    const own = deliveries.filter(({ person }) => person?.startsWith(prefix));
    const last = (platform: string) =>
      Math.max(start, ...own.filter((one) => one.platform === platform).map((one) => one.at)) - start;
    const dingtalkCalls = sent.dingtalk - before.dingtalk;
    const { value, window, pace } = limits.dingtalkCalls;
    return {
      messages: own.length,
      wecomCalls: sent.wecom - before.wecom,
      dingtalkCalls,
      refused: sent.refused - before.refused,
      wecomMs: last('wecom'),
      dingtalkMs: last('dingtalk'),
      leastMs: ((dingtalkCalls - 1) * window) / value,
      leastByPaceMs: (dingtalkCalls - 1) * pace.intervalMs,
    };
  } finally {
    await app.stop();
    await emulator.stop();
  }
}

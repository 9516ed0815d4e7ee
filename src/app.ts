import { intents, works } from '../handlers/index.ts';
import { occasions } from '../handlers/occasions.ts';
import { tellTrouble } from '../handlers/rounds/alarm.ts';
import { createRounds } from '../handlers/rounds/index.ts';
import { openReports } from '../handlers/rounds/open-reports.ts';
import { createHeadLog } from './audit/head-log.ts';
import { createPruning, createRetention } from './audit/retention.ts';
import { createSealer } from './audit/sealer.ts';
import { charts } from './charts/charts.ts';
import type { Config } from './config.ts';
import type { Channel } from './core/channel.ts';
import type { Clock } from './core/clock.ts';
import type { ChannelName, Sender } from './core/event.ts';
import { signLink } from './core/link-token.ts';
import type { Log } from './core/log.ts';
import type { Pacer } from './core/pacing.ts';
import { deriveKeys } from './core/sealed.ts';
import { systemDoer } from './core/system-doer.ts';
import { createDecide } from './dispatch/decide.ts';
import { createPipeline } from './dispatch/pipeline.ts';
import { dateOf } from './domain/calendar.ts';
import { webConversation } from './domain/web-sessions.ts';
import { addressesOf, pagesOf } from './h5/addresses.ts';
import { createPages } from './h5/index.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { createExchange } from './import/exchange.ts';
import { type RunImport, runImport } from './import/run-import.ts';
import { type Chore, createScheduler } from './jobs/scheduler.ts';
import { createWorker } from './jobs/worker.ts';
import { createDownload } from './platforms/download.ts';
import { createHttpClient, type HttpClient } from './platforms/http-client.ts';
import { plugIn } from './plug-in.ts';
import { createOwnerOf } from './store/attachments.ts';
import { coverEvent } from './store/cover-event.ts';
import type { Database } from './store/database.ts';
import { createMailingBook } from './store/deadlines/mailing-book.ts';
import { purgeCodes } from './store/expired-codes.ts';
import type { JobStore } from './store/jobs.ts';
import { createLiveCards } from './store/live-cards.ts';
import { migrate } from './store/migrate.ts';
import { createEnqueue } from './store/notices.ts';
import { createPacer } from './store/pacing.ts';
import { findActor } from './store/people.ts';
import { createReadiness } from './store/readiness.ts';
import { createChangesOf, createRecordAudit, recordSent } from './store/record-audit.ts';
import { createStores } from './store/stores.ts';
import { createUploads } from './store/uploads.ts';
import { createWebSessions } from './store/web-sessions.ts';

export interface Deps {
  database: Database;
  jobs: JobStore;
  clock: Clock;
  log: Log;
  /** Replaced by tests that stop the process in the middle of a call. */
  http?: HttpClient;
  /** How long stopping waits for answers that are on their way, in ms. */
  stopMs?: number;
  /** How a call waits for its turn: replaced where time does not pass by itself. */
  wait?: (ms: number) => Promise<unknown>;
  /** Replaced by tests whose people ask faster than any of flesh and blood. */
  pacer?: Pacer;
  /** Replaced by tests that are about what is said of a file, and not about the process that reads it. */
  runImport?: RunImport;
}

export interface App {
  /** Brings the database up to date, takes up what was left and listens. @returns the port */
  start(): Promise<number>;
  /** The other way round. Safe to call twice. */
  stop(): Promise<void>;
  /** Looks after everything that is due: what a minute's ring does. */
  ring(): Promise<void>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
}

/** Finished jobs are kept so long: redeliveries come within hours, questions about an answer within weeks. */
const keepJobsMs = 30 * 24 * 60 * 60_000;
const defaultStopMs = 10_000;
/** Where the addresses of WeCom's group robots lead, whatever the API is reached by. */
const wecomUrl = 'https://qyapi.weixin.qq.com';

/** The composition root: puts the parts together, top to bottom as a message runs. */
export function createApp(config: Config, deps: Deps): App {
  const { database, jobs, clock, log, http: givenHttp, pacer: givenPacer, stopMs = defaultStopMs, wait } = deps;
  const { sql, dialect } = database;
  const metrics = createMetrics(jobs.countOpen, () => plugged.monthlyCalls());
  const http = givenHttp ?? createHttpClient({ onCall: metrics.countApiCall });
  const download = createDownload({ onCall: metrics.countApiCall });
  const pacer = givenPacer ?? createPacer({ sql, clock, log, ...(wait ? { wait } : {}) });
  const plugged = plugIn(config, { http, download, pacer, clock, log, database });
  const { monthlyCalls, endpoints, channels, logins, pushers, register } = plugged;

  const bureau = { name: config.BUREAU_NAME, tel: config.BUREAU_TEL };
  const keys = deriveKeys({ linkSecret: config.LINK_SECRET, dataKey: config.DATA_KEY });
  const enqueue = createEnqueue((to) => {
    const [reached] = channels.flatMap((channel) => channel.reach?.(to) ?? []);
    return reached ?? null;
  });
  // What a change leaves to do is taken up at once, not at the worker's next look.
  const groupWays = { pushers, pacer, apiUrls: [wecomUrl, config.WECOM_API_URL] };
  const wake = () => void worker.drain();
  const storeDeps = { client: database.client, sql, keys, enqueue, wake };
  const exchange = createExchange({
    ...storeDeps,
    databaseUrl: config.DATABASE_URL,
    clock,
    runImport: deps.runImport ?? runImport,
  });
  const addresses = addressesOf(config.PUBLIC_URL);
  const pages = pagesOf(config.PUBLIC_URL);
  const whole = (path: string) => new URL(path, config.PUBLIC_URL).href;
  const linkAddress = (id: string) => whole(addresses.link(signLink(keys.link, id)));
  const stores = createStores({
    ...storeDeps,
    clock,
    techSmeValidTo: config.TECH_SME_VALID_TO,
    groupWays,
    exchange,
    charts,
    monthlyCalls,
    linkAddress,
  });
  const sessions = createWebSessions(storeDeps);
  const liveCards = createLiveCards({ client: database.client, now: () => clock.now(), wake });
  const recordAudit = createRecordAudit(sql, keys);
  const findWho = (sender: Sender, conversation: string) =>
    findActor(sql, sender, { conversation, today: dateOf(clock.now()) });
  const decide = createDecide({
    intents,
    works,
    occasions,
    findActor: findWho,
    stores,
    recordAudit,
    changesOf: createChangesOf(sql, () => clock.now()),
    cover: (ref) => coverEvent(database.client, ref),
    stateOf: liveCards.stateOf,
    ownerOf: createOwnerOf(database.client),
    bureau,
    pages,
    clock,
    log,
  });
  const pipeline = createPipeline({
    jobs,
    channels: new Map<ChannelName, Channel>(channels.map((channel) => [channel.name, channel])),
    decide,
    apologise: (ref) => occasions.failed(ref, bureau),
    unrecorded: (ref) => occasions.unrecorded(ref, bureau),
    book: createMailingBook(storeDeps),
    pacer,
    clock,
    log,
    onOutcome: metrics.countOutcome,
    onSent: async (sent) => {
      await recordSent(recordAudit, sent, clock.now());
      await liveCards.told(sent.event, sent.jobId);
    },
    rememberCard: liveCards.remember,
    onTrouble: (reported) => {
      metrics.countTrouble(reported.channel, reported.trouble);
      void tellTrouble({ stores, bureau, log }, reported);
    },
  });
  const worker = createWorker({ jobs, resume: pipeline.resume, keep: pipeline.keep, held: pipeline.held, clock, log });
  const trail = { client: database.client, keys, clock, log };
  const sealer = createSealer(trail);
  const whoRead = async (readKey: string) =>
    (await channels.find(({ readers }) => readers !== undefined)?.readers?.(readKey)) ?? null;
  const goThroughRounds = createRounds();
  let purgedOn: string | undefined;
  const chores: Chore[] = [
    { name: 'due jobs', run: () => worker.drain() },
    { name: 'open month', run: (now) => openReports({ stores, pages, doer: systemDoer(now), log }, now) },
    {
      name: 'rounds of the day',
      run: (now) => goThroughRounds({ stores, bureau, pages, doer: systemDoer(now), log, whoRead }, now),
    },
    { name: 'set up platforms', run: register },
    createHeadLog({ ...trail, sealer }),
    createPruning({ retention: createRetention(trail), log }),
    {
      name: 'what is over',
      run: async (now) => {
        if (dateOf(now) === purgedOn) return;
        await jobs.purge(new Date(now.getTime() - keepJobsMs));
        await sessions.purge(now);
        await stores.attempts.purge();
        await purgeCodes(database.client, now);
        await exchange.purge(now);
        await stores.funds.purgeDrafts(now);
        await liveCards.purge();
        purgedOn = dateOf(now);
      },
    },
  ];
  const scheduler = createScheduler({ chores, clock, log });
  const server = createHttpServer({
    host: config.HOST,
    port: config.PORT,
    prefix: new URL(config.PUBLIC_URL).pathname.replace(/\/+$/u, ''),
    trustProxy: config.TRUST_PROXY,
    log,
    callbacks: { endpoints, receive: pipeline.receive, clock, log, metrics },
    pages: createPages({
      publicUrl: config.PUBLIC_URL,
      bureau,
      keys,
      logins,
      findActor: (sender) => findWho(sender, webConversation),
      stores,
      sessions,
      uploads: createUploads(database.client),
      recordAudit,
      clock,
      log,
    }),
    operator: {
      metrics,
      metricsToken: config.METRICS_TOKEN,
      dataDir: config.DATA_DIR,
      readiness: createReadiness({ database, clock, isRinging: scheduler.isRunning }),
    },
  });

  async function shutDown(): Promise<void> {
    const inTime = new Promise((resolve) => setTimeout(resolve, stopMs).unref());
    // Nothing new is begun; what is on its way gets its time, all of it together; the rest is put back for the next start.
    const begunJobs = Promise.all([scheduler.stop(), worker.stop()]);
    await server.stop();
    await Promise.race([begunJobs.then(() => pipeline.idle()), inTime]);
    // What cannot be put back now is free a minute later.
    await jobs.release(clock.now()).catch((error: unknown) => log.error({ err: error }, 'jobs not put back'));
    await sealer.stop();
    await database.close();
  }

  let stopping: Promise<void> | undefined;
  return {
    async start() {
      const applied = await migrate(database);
      if (applied.length > 0) log.info({ applied }, 'database migrated');
      const port = await server.start();
      // SQLite serves one process, and the port is ours: whatever others hold was held by one that is dead.
      if (dialect === 'sqlite') {
        // Where it cannot be written now it is free a minute after that process died: no reason not to start.
        await jobs.releaseOthers(clock.now()).catch((error: unknown) => log.error({ err: error }, 'jobs not put back'));
      }
      worker.start();
      sealer.start();
      scheduler.start();
      void register();
      if (config.dingtalkRobot && !config.dingtalkEvents) {
        log.warn({}, 'DINGTALK_EVENT_* not set: who leaves the DingTalk organisation is not unbound by itself');
      }
      log.info({ port, channels: channels.map(({ name }) => name) }, 'listening');
      return port;
    },
    stop() {
      stopping ??= shutDown();
      return stopping;
    },
    ring: () => scheduler.ring(),
    idle: async () => {
      // What is being decided may leave work, which a look that is under way may have missed.
      await pipeline.idle();
      await worker.drain();
      await worker.drain();
      await pipeline.idle();
    },
  };
}

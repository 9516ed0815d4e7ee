import type { Config } from './config.ts';
import type { MonthlyCalls } from './core/call-quota.ts';
import type { Channel, ReadAttachment } from './core/channel.ts';
import type { Clock } from './core/clock.ts';
import type { Endpoint } from './core/endpoint.ts';
import type { GroupPusher } from './core/group-push.ts';
import type { Log } from './core/log.ts';
import type { Login } from './core/login.ts';
import type { Pacer } from './core/pacing.ts';
import { createDingtalk } from './platforms/dingtalk/index.ts';
import type { Download } from './platforms/download.ts';
import type { HttpClient } from './platforms/http-client.ts';
import { createWecom } from './platforms/wecom/index.ts';
import { createCallCounts } from './store/call-counts.ts';
import type { Database } from './store/database.ts';
import { createUserIdMemory } from './store/wecom-user-ids.ts';

interface Plugged {
  endpoints: Endpoint[];
  channels: Channel[];
  logins: Login[];
  pushers: GroupPusher[];
  monthlyCalls: MonthlyCalls;
  /** What has to be set up with the platforms; to be called every minute, and never throws. */
  register(): Promise<void>;
}

/** The platforms whose settings are there. */
export function plugIn(
  config: Config,
  deps: { http: HttpClient; download: Download; pacer: Pacer; clock: Clock; log: Log; database: Database },
): Plugged {
  const { wecomApp, wecomAibot, dingtalkRobot, dingtalkCards, dingtalkEvents } = config;
  const { http, download, pacer, clock, log, database } = deps;
  const readAttachment: ReadAttachment = (id) =>
    database.client.attachment.findUnique({ where: { id }, select: { name: true, bytes: true } });
  const plugged: Omit<Plugged, 'register'> = {
    endpoints: [],
    channels: [],
    logins: [],
    pushers: [],
    monthlyCalls: async () => null,
  };
  const registrations: (() => Promise<void>)[] = [];
  if (wecomApp) {
    const settings = {
      apiUrl: config.WECOM_API_URL,
      oauthUrl: config.WECOM_OAUTH_URL,
      app: {
        corpId: wecomApp.WECOM_CORP_ID,
        agentId: wecomApp.WECOM_AGENT_ID,
        secret: wecomApp.WECOM_APP_SECRET,
        token: wecomApp.WECOM_APP_TOKEN,
        aesKey: wecomApp.WECOM_APP_AES_KEY,
        accountCap: config.WECOM_ACCOUNT_CAP,
      },
      aibot: wecomAibot && { token: wecomAibot.WECOM_AIBOT_TOKEN, aesKey: wecomAibot.WECOM_AIBOT_AES_KEY },
    };
    const userIdMemory = createUserIdMemory(database.client, () => clock.now());
    const wecom = createWecom(settings, { http, download, readAttachment, clock, log, userIdMemory });
    plugged.endpoints.push(...wecom.endpoints);
    plugged.channels.push(...wecom.channels);
    plugged.logins.push(wecom.login);
    plugged.pushers.push(wecom.pusher);
    registrations.push(wecom.register);
  }
  if (dingtalkRobot) {
    const settings = {
      apiUrl: config.DINGTALK_API_URL,
      oapiUrl: config.DINGTALK_OAPI_URL,
      loginUrl: config.DINGTALK_LOGIN_URL,
      publicUrl: config.PUBLIC_URL,
      robot: {
        corpId: dingtalkRobot.DINGTALK_CORP_ID,
        clientId: dingtalkRobot.DINGTALK_CLIENT_ID,
        clientSecret: dingtalkRobot.DINGTALK_CLIENT_SECRET,
        robotCode: dingtalkRobot.DINGTALK_ROBOT_CODE,
      },
      cards: dingtalkCards && {
        templateId: dingtalkCards.DINGTALK_CARD_TEMPLATE_ID,
        routeKey: dingtalkCards.DINGTALK_CARD_ROUTE_KEY,
        secret: dingtalkCards.DINGTALK_CARD_SECRET,
      },
      events: dingtalkEvents && {
        token: dingtalkEvents.DINGTALK_EVENT_TOKEN,
        aesKey: dingtalkEvents.DINGTALK_EVENT_AES_KEY,
      },
    };
    const limit = config.DINGTALK_MONTHLY_CALLS;
    const of = { platform: 'dingtalk', corpId: settings.robot.corpId } as const;
    const quota = createCallCounts({ sql: database.sql, of, limit, now: () => clock.now(), log });
    plugged.monthlyCalls = async () => ({ made: await quota.thisMonth(), limit });
    const dingtalk = createDingtalk(settings, { http, download, readAttachment, quota, pacer, clock, log });
    plugged.endpoints.push(...dingtalk.endpoints);
    plugged.channels.push(...dingtalk.channels);
    plugged.logins.push(dingtalk.login);
    plugged.pushers.push(dingtalk.pusher);
    registrations.push(dingtalk.register);
  }
  return { ...plugged, register: async () => void (await Promise.all(registrations.map((register) => register()))) };
}

import type { Channel, ReadAttachment } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { GroupPusher } from '../../core/group-push.ts';
import type { Log } from '../../core/log.ts';
import type { Login } from '../../core/login.ts';
import { createAddressGuard } from '../address-guard.ts';
import type { Download } from '../download.ts';
import type { HttpClient } from '../http-client.ts';
import { createAibotEndpoint } from './aibot-callback.ts';
import { createAibotChannel } from './aibot-channel.ts';
import { createAppEndpoint } from './app-callback.ts';
import { createAppChannel } from './app-channel.ts';
import { createMakeCall } from './calls.ts';
import { createPostTo, createWecomClient } from './client.ts';
import { createCorps } from './corps.ts';
import { createCosts } from './costs.ts';
import { createFetchFile } from './fetch-file.ts';
import { createGroupPusher } from './group-pusher.ts';
import { createWecomLogin } from './login.ts';
import { createSendFile } from './media.ts';
import { createAppTokens } from './tokens.ts';
import { createUserIds, type UserIdMemory } from './user-ids.ts';

export interface WecomSettings {
  apiUrl: string;
  oauthUrl: string;
  app: { corpId: string; agentId: number; secret: string; token: string; aesKey: Buffer; accountCap: number };
  aibot: { token: string; aesKey: Buffer } | null;
}

export interface WecomDeps {
  http: HttpClient;
  download: Download;
  readAttachment: ReadAttachment;
  userIdMemory: UserIdMemory;
  clock: Clock;
  log: Log;
}

/** Everything of WeCom that the program plugs in. `register` has to be called until it is known whom the app serves. */
export function createWecom(
  { apiUrl, oauthUrl, app, aibot }: WecomSettings,
  { http, download, readAttachment, userIdMemory: memory, clock, log }: WecomDeps,
): { endpoints: Endpoint[]; channels: Channel[]; login: Login; pusher: GroupPusher; register(): Promise<void> } {
  const { corpId, agentId, secret, token, aesKey, accountCap } = app;
  const tokens = createAppTokens({ apiUrl, corpId, secret, http, clock });
  const client = createWecomClient({ apiUrl, tokens, http });
  const postTo = createPostTo(http);
  const corps = createCorps({ apiUrl, own: { client, agentId }, http, clock, log });
  const makeCall = createMakeCall({ corps, sendFile: createSendFile({ readAttachment, clock }), postTo });
  const mayCall = createAddressGuard({ apiUrls: [apiUrl], hosts: ['qyapi.weixin.qq.com'] });
  const endpoints = [createAppEndpoint({ corpId, token, aesKey, corps })];
  const costs = createCosts({ corpId, accountCap });
  const channels = [createAppChannel({ makeCall, costs, corpId })];
  if (aibot) {
    endpoints.push(createAibotEndpoint({ corpId, ...aibot, mayCall }));
    // Where files were seen to lie; the callback that names them is signed and sealed.
    const mayFetch = createAddressGuard({ apiUrls: [apiUrl], hosts: ['qq.com', 'qpic.cn', 'myqcloud.com'] });
    const fetchFile = createFetchFile({ download, aesKey: aibot.aesKey, mayFetch });
    const userIds = createUserIds({ client, memory, clock, log });
    channels.push(createAibotChannel({ makeCall, costs, fetchFile, userIds, log }));
  }
  return {
    endpoints,
    channels,
    login: createWecomLogin({ oauthUrl, corpId, agentId, client }),
    pusher: createGroupPusher({ client, postTo, mayCall }),
    register: corps.learn,
  };
}

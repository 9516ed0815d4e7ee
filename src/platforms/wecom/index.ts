import type { Channel } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Log } from '../../core/log.ts';
import { createAddressGuard } from '../address-guard.ts';
import type { HttpClient } from '../http-client.ts';
import { createAibotEndpoint } from './aibot-callback.ts';
import { createAibotChannel } from './aibot-channel.ts';
import { createAppEndpoint } from './app-callback.ts';
import { createAppChannel } from './app-channel.ts';
import { createWecomClient } from './client.ts';
import { createUserIds, type UserIdMemory } from './user-ids.ts';

export interface WecomSettings {
  apiUrl: string;
  app: { corpId: string; agentId: number; secret: string; token: string; aesKey: Buffer };
  aibot: { token: string; aesKey: Buffer } | null;
}

/** Everything of WeCom that the program plugs in. */
export function createWecom(
  { apiUrl, app, aibot }: WecomSettings,
  deps: { http: HttpClient; clock: Clock; log: Log; userIdMemory: UserIdMemory },
): { endpoints: Endpoint[]; channels: Channel[] } {
  const { http, clock, log, userIdMemory: memory } = deps;
  const { corpId, agentId, secret } = app;
  const client = createWecomClient({ apiUrl, corpId, secret, http, clock });
  const endpoints = [createAppEndpoint(app)];
  const channels = [createAppChannel({ client, agentId })];
  if (aibot) {
    const mayCall = createAddressGuard({ apiUrls: [apiUrl], hosts: ['qyapi.weixin.qq.com'] });
    endpoints.push(createAibotEndpoint({ corpId, ...aibot, mayCall }));
    const userIds = createUserIds({ client, memory, clock, log });
    channels.push(createAibotChannel({ client, agentId, userIds, log }));
  }
  return { endpoints, channels };
}

import type { Channel } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Log } from '../../core/log.ts';
import { createAddressGuard } from '../address-guard.ts';
import type { HttpClient } from '../http-client.ts';
import { createCallMaker } from './calls.ts';
import { createCardEndpoint } from './card-callback.ts';
import { createCardChannel } from './card-channel.ts';
import { createCardRegistration } from './card-registration.ts';
import { createDingtalkClient } from './client.ts';
import { createEventEndpoint } from './event-callback.ts';
import { createRobotEndpoint } from './robot-callback.ts';
import { createRobotChannel } from './robot-channel.ts';

export interface DingtalkSettings {
  apiUrl: string;
  oapiUrl: string;
  /** Where phones and platforms reach us. */
  publicUrl: string;
  robot: { corpId: string; clientId: string; clientSecret: string; robotCode: string };
  cards: { templateId: string; routeKey: string; secret: string } | null;
  events: { token: string; aesKey: Buffer } | null;
}

/** Everything of DingTalk that the program plugs in. `register` has to be called until card callbacks are set up. */
export function createDingtalk(
  settings: DingtalkSettings,
  { http, clock, log }: { http: HttpClient; clock: Clock; log: Log },
): { endpoints: Endpoint[]; channels: Channel[]; register(): Promise<void> } {
  const { apiUrl, oapiUrl, publicUrl, robot, cards, events } = settings;
  const { corpId, clientId, clientSecret, robotCode } = robot;
  const client = createDingtalkClient({ apiUrl, clientId, clientSecret, http, clock });
  const maker = createCallMaker({ client, robotCode, clock, log });
  const mayCall = createAddressGuard({ apiUrls: [apiUrl, oapiUrl], hosts: ['oapi.dingtalk.com', 'api.dingtalk.com'] });
  const endpoints = [createRobotEndpoint({ corpId, clientSecret, mayCall })];
  const channels = [createRobotChannel({ maker, robotCode, cards })];
  if (events) {
    // The console signs with the client id; calls registered through the old interface with the corp id.
    endpoints.push(createEventEndpoint({ receiverIds: [clientId, corpId], ...events }));
  }
  if (!cards) return { endpoints, channels, register: async () => undefined };
  const { routeKey, secret } = cards;
  endpoints.push(createCardEndpoint({ cardSecret: secret }));
  channels.push(createCardChannel({ maker }));
  const callbackUrl = `${publicUrl}/dingtalk/card`;
  return { endpoints, channels, register: createCardRegistration({ client, routeKey, callbackUrl, secret, log }) };
}

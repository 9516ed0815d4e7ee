import type { CallQuota } from '../../core/call-quota.ts';
import type { Channel, ReadAttachment } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { GroupPusher } from '../../core/group-push.ts';
import type { Log } from '../../core/log.ts';
import type { Login } from '../../core/login.ts';
import type { Pacer } from '../../core/pacing.ts';
import { createAddressGuard } from '../address-guard.ts';
import type { Download } from '../download.ts';
import type { HttpClient } from '../http-client.ts';
import { createCallMaker } from './calls.ts';
import { createCardEndpoint } from './card-callback.ts';
import { createCardChannel } from './card-channel.ts';
import { createCardRegistration } from './card-registration.ts';
import { createDingtalkClient } from './client.ts';
import { createCallCost } from './costs.ts';
import { createEventEndpoint } from './event-callback.ts';
import { createEventChannel } from './event-channel.ts';
import { createFetchFile } from './fetch-file.ts';
import { createGroupPusher } from './group-pusher.ts';
import { createDingtalkLogin } from './login.ts';
import { createReadState } from './read-state.ts';
import { createRobotEndpoint } from './robot-callback.ts';
import { createRobotChannel } from './robot-channel.ts';
import { createDrawFile } from './send-file.ts';
import { createSendMessage, createSendToMany } from './send-message.ts';

export interface DingtalkSettings {
  apiUrl: string;
  oapiUrl: string;
  loginUrl: string;
  /** Where phones and platforms reach us. */
  publicUrl: string;
  robot: { corpId: string; clientId: string; clientSecret: string; robotCode: string };
  cards: { templateId: string; routeKey: string; secret: string } | null;
  events: { token: string; aesKey: Buffer } | null;
}

export interface DingtalkDeps {
  http: HttpClient;
  download: Download;
  readAttachment: ReadAttachment;
  quota: CallQuota;
  pacer: Pacer;
  clock: Clock;
  log: Log;
}

/** Everything of DingTalk that the program plugs in. `register` has to be called until card callbacks are set up. */
export function createDingtalk(
  settings: DingtalkSettings,
  { http, download, readAttachment, quota, pacer, clock, log }: DingtalkDeps,
): { endpoints: Endpoint[]; channels: Channel[]; login: Login; pusher: GroupPusher; register(): Promise<void> } {
  const { apiUrl, oapiUrl, loginUrl, publicUrl, robot, cards, events } = settings;
  const { corpId, clientId, clientSecret, robotCode } = robot;
  const apiUrls = [apiUrl, oapiUrl];
  const client = createDingtalkClient({ apiUrl, oapiUrl, clientId, clientSecret, http, quota, clock });
  const sendToMany = createSendToMany({ client, robotCode });
  const sendMessage = createSendMessage({ client, robotCode, sendToMany });
  const costOf = createCallCost(clientId);
  const drawFile = createDrawFile({ client, readAttachment });
  const maker = createCallMaker({ client, sendMessage, sendToMany, costOf, drawFile, quota, clock, log });
  const mayCall = createAddressGuard({ apiUrls, hosts: ['oapi.dingtalk.com', 'api.dingtalk.com'] });
  const fetchFile = createFetchFile({ client, download, robotCode, apiUrls });
  const readState = createReadState({ client, robotCode, costOf, pacer });
  const endpoints = [createRobotEndpoint({ corpId, clientSecret, mayCall })];
  const channels = [createRobotChannel({ maker, fetchFile, readState, corpId, robotCode, cards })];
  if (events) {
    // The console signs with the client id; calls registered through the old interface with the corp id.
    endpoints.push(createEventEndpoint({ corpId, receiverIds: [clientId, corpId], ...events }));
    channels.push(createEventChannel());
  }
  const ports = {
    endpoints,
    channels,
    login: createDingtalkLogin({ loginUrl, corpId, clientId, clientSecret, client }),
    pusher: createGroupPusher({ maker }),
  };
  if (!cards) return { ...ports, register: async () => undefined };
  const { routeKey, secret } = cards;
  endpoints.push(createCardEndpoint({ cardSecret: secret }));
  channels.push(createCardChannel({ maker, clock }));
  const callbackUrl = `${publicUrl}/dingtalk/card`;
  return { ...ports, register: createCardRegistration({ client, routeKey, callbackUrl, secret, log }) };
}

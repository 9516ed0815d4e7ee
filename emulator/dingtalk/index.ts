import type Router from '@koa/router';
import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { Player } from '../player.ts';
import { createAuthCodes } from './auth-codes.ts';
import { createCards } from './cards.ts';
import { createContacts } from './contacts.ts';
import { createCustomRobots } from './custom-robot.ts';
import { createDownloads } from './downloads.ts';
import { createEvents, type Events } from './events.ts';
import { createGroupMembers } from './group-members.ts';
import { createLoginPage } from './login-page.ts';
import { createMedia } from './media.ts';
import { createPages } from './pages.ts';
import { createQuota, type Quota } from './quota.ts';
import { createReadState } from './read-state.ts';
import { createRobot } from './robot.ts';
import { createRobotSend } from './robot-send.ts';
import { createSentMessages } from './sent-messages.ts';
import { createSessions } from './sessions.ts';
import { createDingtalkTokens } from './tokens.ts';
import { createUserTokens } from './user-tokens.ts';

export interface Dingtalk extends Player {
  routes: ApiRoute[];
  /** What only this vendor's client does, under /emulator/dingtalk. */
  pages: Router;
  events: Events;
  quota: Quota;
}

/** DingTalk (钉钉) as far as the product uses it: robot, interactive cards, event push. */
export function createDingtalk(deps: Deps): Dingtalk {
  const quota = createQuota(deps);
  const tokens = createDingtalkTokens(deps, quota);
  const sessions = createSessions(deps);
  const downloads = createDownloads(deps);
  const robot = createRobot(deps, sessions, downloads);
  const media = createMedia(deps);
  const sent = createSentMessages(deps.clock);
  const send = createRobotSend(deps, media, sent);
  const cards = createCards(deps, sent);
  const events = createEvents(deps);
  const readState = createReadState(deps, sent, events);
  const codes = createAuthCodes(deps.clock);
  const contacts = createContacts(deps, codes);
  const userTokens = createUserTokens(deps, codes);
  const api = (method: ApiRoute['method'], path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'dingtalk-api',
    method,
    path,
    handle: tokens.authorised(handle),
  });
  const contact = (path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'dingtalk-oapi',
    method: 'POST',
    path,
    handle: tokens.authorisedOld(handle, { isFree: true }),
  });
  const login = (method: ApiRoute['method'], path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'dingtalk-api',
    method,
    path,
    isTokenCall: true,
    handle,
  });
  return {
    pages: createPages(deps, { codes, readState }),
    routes: [
      ...tokens.routes,
      login('GET', '/oauth2/auth', createLoginPage(deps, codes)),
      login('POST', '/v1.0/oauth2/userAccessToken', userTokens.userAccessToken),
      { channel: 'dingtalk-api', method: 'GET', path: '/v1.0/contact/users/me', handle: userTokens.me },
      {
        channel: 'dingtalk-oapi',
        method: 'POST',
        path: '/media/upload',
        handle: tokens.authorisedOld(media.upload),
      },
      contact('/topapi/v2/user/getuserinfo', contacts.getUserInfo),
      contact('/topapi/user/getbyunionid', contacts.getByUnionId),
      contact('/topapi/v2/user/get', contacts.getUser),
      api('POST', '/v1.0/robot/oToMessages/batchSend', send.batchSend),
      api('POST', '/v1.0/robot/groupMessages/send', send.groupSend),
      // Lower-case t: so spelt in 批量撤回人与机器人会话中机器人消息.
      api('POST', '/v1.0/robot/otoMessages/batchRecall', send.batchRecall),
      api('POST', '/v1.0/robot/groupMessages/recall', send.groupRecall),
      api('GET', '/v1.0/robot/oToMessages/readStatus', readState.readStatus),
      api('POST', '/v1.0/robot/groupMessages/query', readState.groupQuery),
      api('POST', '/v1.0/robot/messageFiles/download', downloads.download),
      downloads.route,
      api('POST', '/v1.0/im/sceneGroups/members/batchQuery', createGroupMembers(deps)),
      api('POST', '/v1.0/card/instances/createAndDeliver', cards.create),
      api('PUT', '/v1.0/card/instances', cards.update),
      api('POST', '/v1.0/card/callbacks/register', cards.registerCallback),
      { channel: 'dingtalk-oapi', method: 'POST', path: '/robot/sendBySession', handle: sessions.send },
      { channel: 'dingtalk-oapi', method: 'POST', path: '/robot/send', handle: createCustomRobots(deps) },
      {
        channel: 'dingtalk-oapi',
        method: 'GET',
        path: '/call_back/get_call_back_failed_result',
        handle: tokens.authorisedOld(events.failedList),
      },
    ],
    say: robot.say,
    tap: cards.tap,
    enter() {
      throw new RefusedError('the robot is not told when its conversation is opened (接收消息)');
    },
    events,
    quota,
    forget: cards.forget,
  };
}

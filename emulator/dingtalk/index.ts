import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { Player } from '../player.ts';
import { createCards } from './cards.ts';
import { createDownloads } from './downloads.ts';
import { createEvents, type Events } from './events.ts';
import { createQuota, type Quota } from './quota.ts';
import { createRobot } from './robot.ts';
import { createRobotSend } from './robot-send.ts';
import { createSessions } from './sessions.ts';
import { createDingtalkTokens } from './tokens.ts';

export interface Dingtalk extends Player {
  routes: ApiRoute[];
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
  const send = createRobotSend(deps);
  const cards = createCards(deps, send);
  const events = createEvents(deps);
  const api = (method: ApiRoute['method'], path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'dingtalk-api',
    method,
    path,
    handle: tokens.authorised(handle),
  });
  return {
    routes: [
      ...tokens.routes,
      api('POST', '/v1.0/robot/oToMessages/batchSend', send.batchSend),
      api('POST', '/v1.0/robot/groupMessages/send', send.groupSend),
      // Lower-case t: so spelt in 批量撤回人与机器人会话中机器人消息.
      api('POST', '/v1.0/robot/otoMessages/batchRecall', send.batchRecall),
      api('POST', '/v1.0/robot/groupMessages/recall', send.groupRecall),
      api('POST', '/v1.0/robot/messageFiles/download', downloads.download),
      downloads.route,
      api('POST', '/v1.0/card/instances/createAndDeliver', cards.create),
      api('PUT', '/v1.0/card/instances', cards.update),
      api('POST', '/v1.0/card/callbacks/register', cards.registerCallback),
      { channel: 'dingtalk-oapi', method: 'POST', path: '/robot/sendBySession', handle: sessions.send },
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

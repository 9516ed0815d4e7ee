import { type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { World } from '../world.ts';
import { refuseOld } from './errors.ts';
import { checkWebhookMessage } from './messages.ts';
import { whatIsUnsafe } from './webhook-security.ts';

type Group = NonNullable<World['dingtalk']>['groups'][number];
export type CustomRobot = Group['customRobots'][number];

const MINUTE = 60_000;
// 自定义机器人发送群消息; the code for a longer list is a guess.
const MAX_AT_USERS = 50;

/** POST /robot/send?access_token=…: messages into one group, without a token of the app and without callbacks (digest 7). */
export function createCustomRobots(deps: Deps): ApiHandler {
  const { clock, directory, mailbox, settings } = deps;
  const pace = new Map<string, { recent: number[]; blockedUntil: number }>();
  const uuids = new Set<string>();
  const find = (token: string | null) => {
    for (const group of directory.world.dingtalk?.groups ?? []) {
      const robot = group.customRobots.find((one) => one.accessToken === token);
      if (robot) return { robot, conversation: directory.group('dingtalk-robot', group.openConversationId) };
    }
    return undefined;
  };

  /** 20 a minute; the next one blocks the robot for 10 minutes. */
  const isTooFast = (token: string): boolean => {
    const now = clock.now();
    const { perMinute, blockMs } = settings.dingtalkCustomRobot;
    const { recent, blockedUntil } = pace.get(token) ?? { recent: [], blockedUntil: 0 };
    if (now < blockedUntil) return true;
    const minute = recent.filter((at) => at > now - MINUTE && at <= now);
    const isOver = minute.length >= perMinute;
    pace.set(
      token,
      isOver ? { recent: [], blockedUntil: now + blockMs } : { recent: [...minute, now], blockedUntil: 0 },
    );
    return isOver;
  };

  return (call) => {
    const token = call.query.get('access_token');
    const found = find(token);
    if (token === null || !found?.conversation) return refuseOld(300001, 'token is not exist');
    if (!call.headers['content-type']?.includes('application/json')) {
      return refuseOld(43004, '无效的HTTP HEADER Content-Type');
    }
    const body = jsonObject(call.body);
    if (!body) return refuseOld(40035, '缺少参数 json');
    const { msgUuid, ...message } = body;
    const check = checkWebhookMessage(message, call.body);
    if (!check.ok) return refuseOld(check.errcode, check.errmsg);
    const at = message.at as { atUserIds?: string[] } | undefined;
    if ((at?.atUserIds?.length ?? 0) > MAX_AT_USERS) return refuseOld(40035, `atUserIds超过${MAX_AT_USERS}个`);
    const unsafe = whatIsUnsafe(found.robot, call, message, clock.now());
    if (unsafe !== undefined) return refuseOld(310000, unsafe);
    if (isTooFast(token)) {
      const code = settings.dingtalkCustomRobot.tooFastCode;
      return refuseOld(code, code === 410100 ? '发送速度太快而限流' : 'send too fast, exceed 20 times per minute');
    }
    call.warnings.push(...check.warnings);
    const uuid = typeof msgUuid === 'string' ? `${token} ${msgUuid}` : undefined;
    const isRepeated = uuid !== undefined && uuids.has(uuid);
    if (uuid !== undefined) uuids.add(uuid);
    if (!isRepeated) {
      const { kind, drawn, warnings } = check;
      const sender = found.robot.name;
      mailbox.post({ conversation: found.conversation.id, from: 'bot', sender, kind, draw: drawn, warnings });
    }
    return { json: { errcode: 0, errmsg: 'ok' } };
  };
}

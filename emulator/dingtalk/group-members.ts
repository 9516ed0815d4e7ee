import { type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import { refuse } from './errors.ts';
import { hasRobot, presentIn, staffIdOf } from './members.ts';

/**
 * 查询场景群成员: POST /v1.0/im/sceneGroups/members/batchQuery (digest 9): members by userid, outsiders by unionId.
 * Every internal group counts as a scene group here, and one page holds everybody.
 */
export function createGroupMembers({ directory }: Deps): ApiHandler {
  return (call) => {
    const body = jsonObject(call.body) ?? {};
    const { openConversationId, coolAppCode, maxResults, nextToken } = body;
    call.warnings.push(...strayWarnings(body, { openConversationId, coolAppCode, maxResults, nextToken }));
    const group = directory.group('dingtalk-robot', String(openConversationId ?? ''));
    // A guess: the code of the robot's send.
    if (!group || !hasRobot(directory, group)) return refuse(400, 'invalid.openConversationId', '群会话不存在');
    const people = presentIn(directory, group).map((id) => directory.person(id));
    const memberUserIds = people.flatMap((person) => staffIdOf(directory, person) ?? []);
    const outside = people.filter((person) => staffIdOf(directory, person) === undefined);
    const unionIdList = outside.flatMap(({ dingtalk }) => dingtalk?.unionId ?? []);
    return { json: { memberUserIds, unionIdList, hasMore: false, nextToken: '' } };
  };
}

import { z } from 'zod';
import { type ApiAnswer, type ApiHandler, byteLength, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import { refuse } from './errors.ts';
import type { Media } from './media.ts';
import { hasRobot, memberBy } from './members.ts';
import { drawMsgParam } from './msg-param.ts';
import type { SentMessages } from './sent-messages.ts';

const PARAM_BYTES = 15_000;
const MAX_USERS = 20;
const RECALL_MS = 24 * 3600_000;

export interface RobotSend {
  /** 批量发送人与机器人会话中机器人消息. */
  batchSend: ApiHandler;
  /** 机器人发送群聊消息. */
  groupSend: ApiHandler;
  /** 批量撤回人与机器人会话中机器人消息. */
  batchRecall: ApiHandler;
  /** 企业机器人撤回内部群消息. */
  groupRecall: ApiHandler;
}

const RecallSchema = z.object({
  robotCode: z.string(),
  processQueryKeys: z.array(z.string()).min(1).max(20),
  openConversationId: z.string().optional(),
});

/** The robot's own sends. HTTP 200 does not mean that everybody got it: the answer lists who did not. */
export function createRobotSend(deps: Deps, media: Media, sent: SentMessages): RobotSend {
  const { directory, mailbox, clock, faults } = deps;
  const org = directory.world.dingtalk;

  /** What both sends check alike: the robot, msgKey, msgParam. */
  const readMessage = (body: Record<string, unknown>, receivers: readonly string[]) => {
    const refused = (code: string, message: string) => ({ refusal: refuse(400, code, message) });
    const { robotCode, msgKey, msgParam } = body;
    if (typeof robotCode !== 'string' || robotCode === '')
      return refused('invalidParameter.robotCode.empty', 'robotCode为空');
    if (robotCode !== org?.robotCode) return refused('invalidParameter.robotCode.notExsit', 'robotCode不存在');
    if (typeof msgKey !== 'string') return refused('invalidParameter.msgKey.invalid', 'msgKey无效');
    if (typeof msgParam !== 'string') {
      return refused('invalidParameter.msgParam.invalid', 'msgParam必须是JSON字符串');
    }
    if (byteLength(msgParam) > PARAM_BYTES) {
      return refused('invalidParameter.msgParam.tooLong', `msgParam超过${PARAM_BYTES}字节`);
    }
    const drawn = drawMsgParam(msgKey, msgParam, media);
    if (!drawn.ok) return refused(drawn.code, drawn.message);
    const known = ['robotCode', 'msgKey', 'msgParam', ...receivers];
    const strays = strayWarnings(body, Object.fromEntries(known.map((name) => [name, body[name]])));
    return { drawn: { ...drawn, warnings: [...strays, ...drawn.warnings] } };
  };

  const recall = (body: string, isGroup: boolean): ApiAnswer => {
    const parsed = RecallSchema.safeParse(jsonObject(body));
    // A guess: the refusals of a recall are not listed.
    if (!parsed.success) return refuse(400, 'invalidParameter.processQueryKeys.empty', z.prettifyError(parsed.error));
    if (parsed.data.robotCode !== org?.robotCode) {
      return refuse(400, 'invalidParameter.robotCode.notExsit', 'robotCode不存在');
    }
    const kind = isGroup ? 'group' : 'direct';
    const successResult: string[] = [];
    const failedResult: Record<string, string> = {};
    for (const key of parsed.data.processQueryKeys) {
      const found = sent.find(key);
      const fits = found?.messages.filter((message) => {
        const conversation = directory.conversation(message.conversation);
        return conversation.kind === kind && (!isGroup || conversation.key === parsed.data.openConversationId);
      });
      if (!found || !fits || fits.length === 0) failedResult[key] = '消息不存在';
      else if (clock.now() - found.at > RECALL_MS) failedResult[key] = '超过24小时，不能撤回';
      else {
        for (const message of fits) {
          message.recalled = true;
          mailbox.touch(message);
        }
        successResult.push(key);
      }
    }
    return { json: { successResult, failedResult } };
  };

  return {
    batchSend(call) {
      const body = jsonObject(call.body);
      // A guess: which code a body earns that is no JSON.
      if (!body) return refuse(400, 'invalidParameter', '请求体不是JSON对象');
      const message = readMessage(body, ['userIds']);
      if ('refusal' in message) return message.refusal;
      const userIds = z.array(z.string()).safeParse(body.userIds);
      if (!userIds.success || userIds.data.length === 0)
        return refuse(400, 'invalidParameter.userIds.empty', 'userIds为空');
      // The document's text says 20, an error text of the same page 100.
      if (userIds.data.length > MAX_USERS)
        return refuse(400, 'invalidParameter.userIds.overMax', `userIds超过${MAX_USERS}个`);
      const fault = faults.take('flow-control', { channel: 'dingtalk-api', path: call.path });
      const held = fault ? userIds.data.filter((id) => fault.userIds?.includes(id) ?? true) : [];
      // A guess: which of the two a single wrong id earns. Who has left had a userid, and is listed.
      if (!userIds.data.some((id) => directory.byStaffId(id))) return refuse(400, 'staffId.notExisted', '员工不存在');
      const invalid = userIds.data.filter((id) => !memberBy(directory, id));
      const { kind, drawn, warnings } = message.drawn;
      call.warnings.push(...warnings);
      const messages = userIds.data.flatMap((id) => {
        const person = held.includes(id) ? undefined : memberBy(directory, id);
        const conversation = person && directory.direct('dingtalk-robot', person.id);
        return conversation
          ? [mailbox.post({ conversation: conversation.id, from: 'bot', kind, draw: drawn, warnings })]
          : [];
      });
      return {
        json: {
          processQueryKey: sent.register(messages),
          invalidStaffIdList: invalid,
          flowControlledStaffIdList: held.filter((id) => !invalid.includes(id)),
        },
      };
    },
    groupSend(call) {
      const body = jsonObject(call.body);
      // A guess: which code a body earns that is no JSON.
      if (!body) return refuse(400, 'invalidParameter', '请求体不是JSON对象');
      const message = readMessage(body, ['openConversationId', 'coolAppCode', 'token']);
      if ('refusal' in message) return message.refusal;
      const conversation = directory.group('dingtalk-robot', String(body.openConversationId ?? ''));
      if (!conversation) return refuse(400, 'invalid.openConversationId', '群会话不存在');
      // A guess among the codes of 4.3.
      if (!hasRobot(directory, conversation)) return refuse(400, 'conversation.org.notMatch', '不是本组织的内部群');
      const { kind, drawn, warnings } = message.drawn;
      call.warnings.push(...warnings);
      const post = mailbox.post({ conversation: conversation.id, from: 'bot', kind, draw: drawn, warnings });
      return { json: { processQueryKey: sent.register([post]) } };
    },
    batchRecall: (call) => recall(call.body, false),
    groupRecall: (call) => recall(call.body, true),
  };
}

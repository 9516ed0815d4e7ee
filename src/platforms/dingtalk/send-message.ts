import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { DingtalkClient } from './client.ts';
import { paths } from './paths.ts';

/** A robot's message: the parameter is JSON as text (钉钉 消息发送与接收类型). */
export interface Message {
  msgKey: 'sampleMarkdown' | 'sampleFile' | 'sampleImageMsg';
  msgParam: string;
}

export const RecipientSchema = z.union([z.object({ staffId: z.string() }), z.object({ conversationId: z.string() })]);
type Recipient = z.infer<typeof RecipientSchema>;

/** Says something one-to-one or in a group, unasked. @throws PlatformError */
export type SendMessage = (to: Recipient, message: Message) => Promise<void>;

/** What became of a message to several. */
export interface Delivered {
  invalid: readonly string[];
  flowControlled: readonly string[];
  readKey: string | null;
}

/** The same to several, at most as many as mailingSizes says. @throws PlatformError */
export type SendToMany = (staffIds: readonly string[], message: Message) => Promise<Delivered>;

const SendAnswerSchema = z.looseObject({
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
  processQueryKey: z.string().min(1).nullish().catch(null),
});

export function createSendToMany(options: { client: Pick<DingtalkClient, 'call'>; robotCode: string }): SendToMany {
  const { client, robotCode } = options;
  return async (staffIds, message) => {
    const body = { robotCode, ...message, userIds: [...staffIds] };
    // HTTP 200 does not mean that it arrived (钉钉 批量发送人与机器人会话中机器人消息).
    const answer = SendAnswerSchema.safeParse(await client.call('POST', paths.toMany, body));
    // Taken by all appearances, and there is no key by which a repeat is known: rather lost once than told ten times.
    if (!answer.success) throw new PlatformError('batchSend: unexpected answer', { code: 'shape', retryable: false });
    const { invalidStaffIdList, flowControlledStaffIdList, processQueryKey } = answer.data;
    return {
      invalid: invalidStaffIdList ?? [],
      flowControlled: flowControlledStaffIdList ?? [],
      readKey: processQueryKey ?? null,
    };
  };
}

export function createSendMessage(options: {
  client: Pick<DingtalkClient, 'call'>;
  robotCode: string;
  sendToMany?: SendToMany;
}): SendMessage {
  const { client, robotCode, sendToMany = createSendToMany(options) } = options;
  return async (to, message) => {
    if ('conversationId' in to) {
      const body = { robotCode, ...message, openConversationId: to.conversationId };
      await client.call('POST', paths.toGroup, body);
      return;
    }
    const { invalid, flowControlled } = await sendToMany([to.staffId], message);
    if (invalid.length > 0) {
      throw new PlatformError('batchSend: invalid staff id', { code: 'invalidStaffId', retryable: false });
    }
    if (flowControlled.length > 0) {
      throw new PlatformError('batchSend: flow control', { code: 'flowControl', retryable: true });
    }
  };
}

import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { DingtalkClient } from './client.ts';

/** A robot's message: the parameter is JSON as text (钉钉 消息发送与接收类型). */
export interface Message {
  msgKey: 'sampleMarkdown' | 'sampleFile' | 'sampleImageMsg';
  msgParam: string;
}

export const RecipientSchema = z.union([z.object({ staffId: z.string() }), z.object({ conversationId: z.string() })]);
type Recipient = z.infer<typeof RecipientSchema>;

/** Says something one-to-one or in a group, unasked. @throws PlatformError */
export type SendMessage = (to: Recipient, message: Message) => Promise<void>;

const SendAnswerSchema = z.looseObject({
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
});

export function createSendMessage(options: { client: Pick<DingtalkClient, 'call'>; robotCode: string }): SendMessage {
  const { client, robotCode } = options;
  return async (to, message) => {
    if ('conversationId' in to) {
      const body = { robotCode, ...message, openConversationId: to.conversationId };
      await client.call('POST', '/v1.0/robot/groupMessages/send', body);
      return;
    }
    const body = { robotCode, ...message, userIds: [to.staffId] };
    // HTTP 200 does not mean that it arrived (钉钉 批量发送人与机器人会话中机器人消息).
    const answer = SendAnswerSchema.safeParse(await client.call('POST', '/v1.0/robot/oToMessages/batchSend', body));
    // Taken by all appearances, and there is no key by which a repeat is known: rather lost once than told ten times.
    if (!answer.success) throw new PlatformError('batchSend: unexpected answer', { code: 'shape', retryable: false });
    if (answer.data.invalidStaffIdList?.length) {
      throw new PlatformError('batchSend: invalid staff id', { code: 'invalidStaffId', retryable: false });
    }
    if (answer.data.flowControlledStaffIdList?.length) {
      throw new PlatformError('batchSend: flow control', { code: 'flowControl', retryable: true });
    }
  };
}

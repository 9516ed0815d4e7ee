import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { Pacer } from '../../core/pacing.ts';
import { readAs } from './answer.ts';
import type { DingtalkClient } from './client.ts';
import type { CallCost } from './costs.ts';
import { paths } from './paths.ts';

const AnswerSchema = z.looseObject({
  sendStatus: z.string(),
  messageReadInfoList: z.array(z.looseObject({ userId: z.string(), readStatus: z.string() })).nullish(),
});

/** Who has read a message to several, by user id; null: the platform does not know any more. @throws PlatformError */
export type ReadState = (readKey: string) => Promise<readonly string[] | null>;

/** Asked for a day after sending (钉钉 批量查询人与机器人会话机器人消息是否已读). */
export function createReadState(options: {
  client: Pick<DingtalkClient, 'ask'>;
  robotCode: string;
  costOf: CallCost;
  pacer: Pacer;
}): ReadState {
  const { client, robotCode, costOf, pacer } = options;
  const path = paths.readStatus;

  return async (processQueryKey) => {
    const notBefore = await pacer.turn([costOf(path)], { urgent: false });
    if (notBefore) throw new PlatformError(`${path}: not its turn yet`, { code: 'paced', retryable: true });
    let answer: unknown;
    try {
      answer = await client.ask(path, { robotCode, processQueryKey });
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable || error.trouble) throw error;
      // Too old, or none of ours: no later question is answered otherwise.
      return null;
    }
    const { sendStatus, messageReadInfoList } = readAs(AnswerSchema, answer, path);
    if (sendStatus === 'RECALLED') return null;
    return (messageReadInfoList ?? []).filter(({ readStatus }) => readStatus === 'READ').map(({ userId }) => userId);
  };
}

import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import { publicAddress } from '../address-guard.ts';
import type { Download } from '../download.ts';
import { readAs } from './answer.ts';
import type { DingtalkClient } from './client.ts';

/** Fetches a file that somebody sent to the robot. @throws PlatformError, UserError if it is larger than `bytesAtMost` */
export type FetchFile = (downloadCode: string | undefined, bytesAtMost: number) => Promise<Buffer>;

const AnswerSchema = z.object({ downloadUrl: z.string().min(1) });
const path = '/v1.0/robot/messageFiles/download';

/**
 * The code gives an address for a short time (钉钉 下载机器人接收消息的文件内容).
 * @param apiUrls where the platform is
 */
export function createFetchFile(options: {
  client: Pick<DingtalkClient, 'call'>;
  download: Download;
  robotCode: string;
  apiUrls: readonly string[];
}): FetchFile {
  const { client, download, robotCode, apiUrls } = options;
  return async (downloadCode, bytesAtMost) => {
    if (downloadCode === undefined) {
      throw new PlatformError('no file in this event', { code: 'noFile', retryable: false });
    }
    const { downloadUrl } = readAs(AnswerSchema, await client.call('POST', path, { downloadCode, robotCode }), path);
    const url = publicAddress(downloadUrl, apiUrls);
    if (url === null) throw new PlatformError(`${path}: not a public address`, { code: 'host', retryable: false });
    return download({ url, bytesAtMost });
  };
}

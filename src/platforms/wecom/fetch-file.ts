import { PlatformError } from '../../core/errors.ts';
import type { AddressGuard } from '../address-guard.ts';
import { type Download, tooLarge } from '../download.ts';
import { decryptPadded } from '../envelope.ts';

/** Fetches a file that somebody sent to the AI bot. @throws PlatformError, UserError if it is larger than `bytesAtMost` */
export type FetchFile = (url: string | undefined, bytesAtMost: number) => Promise<Buffer>;

/** At most so much is added (企业微信 智能机器人接收消息 100719). */
const paddingBytes = 32;

/**
 * Files are encrypted with the callback's key as they are, without random bytes or a length in front (100719).
 * @param mayFetch the address stands in a callback
 */
export function createFetchFile(options: { download: Download; aesKey: Buffer; mayFetch: AddressGuard }): FetchFile {
  const { download, aesKey, mayFetch } = options;
  return async (url, bytesAtMost) => {
    if (url === undefined) throw new PlatformError('no file in this event', { code: 'noFile', retryable: false });
    if (!mayFetch(url)) {
      const host = URL.canParse(url) ? new URL(url).host : 'nowhere';
      throw new PlatformError(`file from ${host}: not a host of the platform`, { code: 'host', retryable: false });
    }
    const sealed = await download({ url, bytesAtMost: bytesAtMost + paddingBytes });
    const file = decryptPadded(sealed, aesKey);
    if (file === null) throw new PlatformError('file: not sealed with our key', { code: 'shape', retryable: false });
    if (file.length > bytesAtMost) throw tooLarge(bytesAtMost);
    return file;
  };
}

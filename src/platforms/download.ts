import type { Readable } from 'node:stream';
import axios, { AxiosError } from 'axios';
import { PlatformError, UserError } from '../core/errors.ts';

/**
 * Fetches a file. Follows no redirect: it could lead into the office network.
 * @throws UserError if it is larger than `bytesAtMost`, PlatformError otherwise; what they say names the host alone, for
 * the rest of the address is a secret
 */
export type Download = (request: { url: string; bytesAtMost: number }) => Promise<Buffer>;

/**
 * @param onCall told a fixed name (addresses of files are all different) and the HTTP status, or `error`
 * @param timeoutMs for the whole file
 */
export function createDownload(
  options: { onCall?: (path: string, result: string) => void; timeoutMs?: number } = {},
): Download {
  const { onCall, timeoutMs = 60_000 } = options;
  return async ({ url, bytesAtMost }) => {
    const { host } = new URL(url);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const { status, data } = await axios.get<Readable>(url, {
        responseType: 'stream',
        maxRedirects: 0,
        validateStatus: () => true,
        signal,
      });
      onCall?.('file download', String(status));
      if (status !== 200) {
        data.destroy();
        const retryable = status >= 500 || status === 429;
        throw new PlatformError(`file from ${host}: HTTP ${status}`, { code: `http ${status}`, retryable });
      }
      return await readAtMost(data, bytesAtMost);
    } catch (error) {
      if (error instanceof PlatformError || error instanceof UserError) throw error;
      onCall?.('file download', 'error');
      const code = signal.aborted ? 'timeout' : error instanceof AxiosError ? (error.code ?? 'network') : 'network';
      throw new PlatformError(`file from ${host}: ${code}`, { code, retryable: true });
    }
  };
}

async function readAtMost(stream: Readable, bytesAtMost: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early destroys the stream.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bytesAtMost) throw tooLarge(bytesAtMost);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What somebody is told whose file is larger than we take. */
export function tooLarge(bytesAtMost: number): UserError {
  const megabytes = Math.max(1, Math.floor(bytesAtMost / 1024 / 1024));
  return new UserError(`文件超过 ${megabytes} MB，无法处理。请拆分后分次发送。`);
}

import type { ApiRoute } from '../api.ts';
import { aesKeyOf, sealBytes } from '../crypto.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import { downloadHeaders, type StoredFile } from '../files.ts';

export interface AibotFiles {
  /** An address of 5 minutes for what a person sent. */
  offer(file: StoredFile): string;
  route: ApiRoute;
}

const LIFETIME_MS = 5 * 60_000;
const LIMIT = 100 * 1024 ** 2;

/** Media of 智能机器人 接收消息 (100719, digest 3.1): sealed with the callback's EncodingAESKey, without random bytes and length. */
export function createAibotFiles({ clock, files, settings, directory, url }: Deps): AibotFiles {
  const bot = directory.world.wecom?.aibot;
  return {
    offer(file) {
      if (file.bytes.length > LIMIT) throw new RefusedError('the AI bot takes files of at most 100 MB (100719)');
      const bytes = sealBytes(aesKeyOf(bot?.aesKey ?? ''), file.bytes);
      return `${url()}/aibot/media/${files.put({ name: file.name, bytes, expiresAt: clock.now() + LIFETIME_MS })}`;
    },
    route: {
      channel: 'wecom-api',
      method: 'GET',
      path: /^\/aibot\/media\/([\w-]+)$/,
      handle(_call, [id = '']) {
        const file = files.get(id);
        // Not documented: what an address says whose time is over. A file store refuses.
        if (!file) return { status: 403, json: { error: 'AccessDenied: Request has expired' } };
        // 100719 names no way to the file's name; Tencent's SDK reads it from this header.
        const { 'Content-Disposition': disposition = '', ...headers } = downloadHeaders(file);
        const named = settings.wecomAibot.fileName === 'header' ? { 'Content-Disposition': disposition } : {};
        return { headers: { ...headers, ...named }, bytes: file.bytes };
      },
    },
  };
}

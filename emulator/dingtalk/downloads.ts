import { nanoid } from 'nanoid';
import { type ApiAnswer, type ApiHandler, type ApiRoute, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { downloadHeaders, type StoredFile } from '../files.ts';
import { strayWarnings } from '../stray-keys.ts';
import { refuse } from './errors.ts';

export interface Downloads {
  /** A downloadCode for something a person sent (digest 1.3). */
  offer(file: StoredFile): string;
  /** POST /v1.0/robot/messageFiles/download. */
  download: ApiHandler;
  /** The short-lived address the answer leads to; needs no token. */
  route: ApiRoute;
}

/** 下载机器人接收消息的文件内容 (digest 1.3): a code for an address, an address for the bytes; both for a while only. */
export function createDownloads(deps: Deps): Downloads {
  const { clock, files, settings } = deps;
  const org = deps.directory.world.dingtalk;
  const offered = new Map<string, string>();
  const expiresIn = (ms: number) => clock.now() + ms;

  return {
    offer(file) {
      const code = nanoid(48);
      offered.set(code, files.put({ ...file, expiresAt: expiresIn(settings.dingtalkRobot.downloadCodeMs) }));
      return code;
    },
    download(call) {
      const body = jsonObject(call.body) ?? {};
      const { downloadCode, robotCode } = body;
      call.warnings.push(...strayWarnings(body, { downloadCode, robotCode }));
      // A guess: the digest knows only the code for an expired or foreign downloadCode; 4.3 has these of the robot's sends.
      if (typeof robotCode !== 'string' || robotCode === '')
        return refuse(400, 'invalidParameter.robotCode.empty', 'robotCode为空');
      if (robotCode !== org?.robotCode) return refuse(400, 'invalidParameter.robotCode.notExsit', 'robotCode不存在');
      const file = typeof downloadCode === 'string' ? files.get(offered.get(downloadCode) ?? '') : undefined;
      if (!file) return refuse(400, 'invalidParameter.robotCode.downloadCode', 'downloadCode无效或已过期');
      const id = files.put({ ...file, expiresAt: expiresIn(settings.dingtalkRobot.downloadUrlMs) });
      return { json: { downloadUrl: `${deps.url()}/robot/file/${id}` } };
    },
    route: {
      channel: 'dingtalk-oapi',
      method: 'GET',
      path: /^\/robot\/file\/([^/]+)$/,
      handle: (_call, [id = '']): ApiAnswer => {
        const file = files.get(id);
        // An expired signed address of a file store; no document says what exactly it answers.
        if (!file) return { status: 403, json: { code: 'AccessDenied', message: 'Request has expired.' } };
        return { headers: downloadHeaders(file), bytes: file.bytes };
      },
    },
  };
}

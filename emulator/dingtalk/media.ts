import { nanoid } from 'nanoid';
import type { ApiAnswer, ApiCall } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Drawn } from '../drawn.ts';
import { keepFile } from '../files.ts';
import { readMultipart } from '../multipart.ts';
import { refuseOld } from './errors.ts';

export type MediaType = keyof typeof RULES;

export interface Media {
  /** POST /media/upload. */
  upload(call: ApiCall): ApiAnswer;
  /** What a mediaId stands for; nothing when it is unknown or of another type. */
  find(type: MediaType, mediaId: string): NonNullable<Drawn['file']> | undefined;
}

const MB = 1024 * 1024;
const RULES = {
  image: { limit: 20 * MB, endings: ['jpg', 'gif', 'png', 'bmp'] },
  voice: { limit: 2 * MB, endings: ['amr', 'mp3', 'wav'] },
  video: { limit: 20 * MB, endings: ['mp4'] },
  file: { limit: 20 * MB, endings: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
} as const;

const isType = (type: string | null): type is MediaType => type !== null && Object.hasOwn(RULES, type);

/** 上传媒体文件 (digest 4.5). The codes are those of 全局错误码: the page names none of its own. A mediaId never expires. */
export function createMedia({ clock, files }: Deps): Media {
  const kept = new Map<string, { type: MediaType; file: NonNullable<Drawn['file']> }>();
  return {
    upload(call) {
      const type = call.query.get('type');
      if (!isType(type)) return refuseOld(40004, '不合法的媒体文件类型');
      const parts = readMultipart(call.headers['content-type'], call.bytes);
      if (!parts) return refuseOld(43008, '参数需要multipart类型');
      const part = parts.find((one) => one.name === 'media');
      if (part?.fileName === undefined) return refuseOld(41005, '缺少多媒体文件数据');
      const name = part.fileName;
      const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
      const { endings, limit } = RULES[type];
      if (!endings.some((one) => one === ending)) return refuseOld(40005, '不合法的文件类型');
      const size = part.bytes.length;
      // A guess: that an empty file is refused by its size too.
      if (size === 0 || size > limit) return refuseOld(40006, '不合法的文件大小');
      const mediaId = `@lA${nanoid(30)}`;
      kept.set(mediaId, { type, file: keepFile(files, { name, bytes: part.bytes }) });
      return { json: { errcode: 0, errmsg: 'ok', type, media_id: mediaId, created_at: clock.now() } };
    },
    find(type, mediaId) {
      const found = kept.get(mediaId);
      return found?.type === type ? found.file : undefined;
    },
  };
}

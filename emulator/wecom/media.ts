import { nanoid } from 'nanoid';
import type { ApiAnswer, ApiCall } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Drawn } from '../drawn.ts';
import { downloadHeaders, fileView, type StoredFile } from '../files.ts';
import { readMultipart } from '../multipart.ts';
import { accept, refuse } from './errors.ts';
import { checkMedia, isMediaType, type MediaType } from './media-rules.ts';
import type { WecomHandler } from './tokens.ts';

/** The media_id a message names, if it is still good, of that type, and uploaded by the same owner. */
export type FindMedia = (mediaId: unknown, type: MediaType) => Drawn['file'];

export interface WecomMedia {
  /** 上传临时素材 (90253). */
  upload: WecomHandler;
  /** 获取临时素材 (96486). */
  get: WecomHandler;
  /** The same upload for an owner that is no corp: a group webhook keeps its media to itself (99110). */
  take(call: ApiCall, owner: string, offered: readonly MediaType[]): ApiAnswer;
  /** What a member sends gets a media_id as well (消息格式 90239). */
  keep(type: MediaType, file: StoredFile, owner: string): { mediaId: string; fileId: string };
  /** What a corp's or webhook's messages can name. */
  of(owner: string): FindMedia;
  /** The same for the attachments of cards: where they can be downloaded. */
  attachments(owner: string): (mediaId: string) => string | undefined;
}

const LIFETIME_MS = 3 * 24 * 3600_000;

/** Temporary media (digest 2.9): good for 3 days, shared among the apps of one corp. */
export function createWecomMedia({ clock, files, settings, directory, url }: Deps): WecomMedia {
  const kept = new Map<string, { type: MediaType; fileId: string; owner: string; until: number }>();
  const ownCorp = directory.world.wecom?.corpId;
  const isCorp = (owner: string) =>
    owner === ownCorp || (directory.world.wecom?.downstream ?? []).some((corp) => corp.corpId === owner);

  const find = (mediaId: unknown, owner: string) => {
    const found = typeof mediaId === 'string' ? kept.get(mediaId) : undefined;
    if (!found || clock.now() > found.until) return undefined;
    const isShared = settings.wecomDownstream.sharedMedia && isCorp(found.owner) && isCorp(owner);
    return found.owner === owner || isShared ? found : undefined;
  };

  const of: WecomMedia['of'] = (owner) => (mediaId, type) => {
    const found = find(mediaId, owner);
    const file = found?.type === type ? files.get(found.fileId) : undefined;
    return found && file && fileView(found.fileId, file);
  };

  const keep: WecomMedia['keep'] = (type, file, owner) => {
    const mediaId = `3${nanoid(60)}`;
    // The file outlives its media_id: who got it in a message keeps it.
    const fileId = files.put(file);
    kept.set(mediaId, { type, fileId, owner, until: clock.now() + LIFETIME_MS });
    return { mediaId, fileId };
  };

  const take: WecomMedia['take'] = (call, owner, offered) => {
    const type = call.query.get('type') ?? '';
    if (!isMediaType(type) || !offered.includes(type)) return refuse(40005, 'invalid media type');
    const part = readMultipart(call.headers['content-type'], call.bytes)?.find((one) => one.name === 'media');
    // 90253: the name people see is the part's filename.
    if (!part?.fileName) return refuse(44001, 'empty media data: no multipart part "media" with a filename');
    const wrong = checkMedia(type, part.bytes);
    if (wrong) return refuse(wrong.code, wrong.why);
    const { mediaId } = keep(type, { name: part.fileName, bytes: part.bytes }, owner);
    return accept({ type, media_id: mediaId, created_at: String(Math.floor(clock.now() / 1000)) });
  };

  return {
    take,
    keep,
    upload: (call, _match, { corpId }) => take(call, corpId, ['image', 'voice', 'video', 'file']),
    get(call, _match, { corpId }) {
      const mediaId = call.query.get('media_id');
      if (!mediaId) return refuse(41006, 'media_id missing');
      const file = files.get(find(mediaId, corpId)?.fileId ?? '');
      return file ? download(file, call.headers.range) : refuse(40007, 'invalid media_id');
    },
    of,
    attachments: (owner) => (mediaId) => {
      const file = of(owner)(mediaId, 'file');
      return file && `${url()}/emulator/files/${file.id}`;
    },
  };
}

/** 96486: Range is understood, and answered with 206. */
function download(file: StoredFile, range: string | undefined): ApiAnswer {
  const headers = downloadHeaders(file);
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (!asked) return { headers, bytes: file.bytes };
  const size = file.bytes.length;
  const from = Number(asked[1]);
  const to = Math.min(asked[2] ? Number(asked[2]) : size - 1, size - 1);
  if (from > to)
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` }, bytes: Buffer.alloc(0) };
  const bytes = file.bytes.subarray(from, to + 1);
  return { status: 206, headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${size}` }, bytes };
}

import { z } from 'zod';
import type { ReadAttachment } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import { isWithin } from '../elapsed.ts';
import type { UploadFile } from '../multipart.ts';
import { isPicture } from '../picture.ts';
import { readAs } from './answer.ts';
import type { Line } from './corps.ts';

/** 企业微信 上传临时素材 90253: more than 5 bytes, at most 20 MB; a picture at most 10 MB. */
const bytesAtLeast = 6;
const bytesAtMost = 20 * 1024 * 1024;
const pictureBytesAtMost = 10 * 1024 * 1024;
/** It lives three days; a day in hand. */
const mediaMs = 2 * 24 * 60 * 60_000;
const keptAtMost = 1000;
const mediaGone = '40007';

const UploadedSchema = z.object({ media_id: z.string().min(1) });

/** What an upload is uploaded and sent as. */
type MediaType = 'file' | 'image';

interface Uploaded {
  mediaId: string;
  type: MediaType;
  since: Date;
}

/** A file that is to be sent through the app. */
export interface FileCall {
  toUser: string;
  attachmentId: string;
  /** The job's id. */
  ref: string;
}

/** Sends an attachment to a member. @throws PlatformError */
export type SendFile = (line: Line, call: FileCall) => Promise<void>;

/**
 * Uploads and sends. An upload is remembered for its job as long as this process lives, so that a repeated send is the very
 * same request, which the platform drops (企业微信 发送应用消息 90236); after a crash between sending and noting it down the
 * file is uploaded anew and may arrive twice.
 */
export function createSendFile(options: { readAttachment: ReadAttachment; clock: Clock }): SendFile {
  const { readAttachment, clock } = options;
  const uploaded = new Map<string, Uploaded>();

  async function upload({ client }: Line, file: UploadFile, key: string): Promise<Uploaded> {
    const path = 'media/upload';
    const { bytes } = file;
    // A picture that is too large for one can still be sent as a file.
    const type: MediaType = isPicture(bytes) && bytes.length <= pictureBytesAtMost ? 'image' : 'file';
    const { media_id: mediaId } = readAs(UploadedSchema, await client.upload(path, { type }, file), path);
    if (uploaded.size >= keptAtMost) uploaded.clear();
    const fresh = { mediaId, type, since: clock.now() };
    uploaded.set(key, fresh);
    return fresh;
  }

  async function send({ client, agentId }: Line, toUser: string, content: object): Promise<void> {
    const body = { touser: toUser, agentid: agentId, ...content, ...duplicateCheck };
    await client.call('message/send', body);
  }

  return async (line, { toUser, attachmentId, ref }) => {
    const key = `${ref} ${attachmentId}`;
    const message = ({ mediaId, type }: Uploaded) => ({ msgtype: type, [type]: { media_id: mediaId } });
    const known = uploaded.get(key);
    if (known && isWithin(clock.now(), known.since, mediaMs)) {
      try {
        return await send(line, toUser, message(known));
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code !== mediaGone) throw error;
        uploaded.delete(key);
      }
    }
    const file = await readAttachment(attachmentId);
    const size = file?.bytes.length ?? 0;
    if (!file || size < bytesAtLeast || size > bytesAtMost) {
      const content = `${file ? unsendable : gone}\n（流水号 ${ref}）`;
      return send(line, toUser, { msgtype: 'text', text: { content } });
    }
    await send(line, toUser, message(await upload(line, file, key)));
  };
}

const gone = '文件已过期或已删除，请重新生成。';
const unsendable = '文件为空或超过 20 MB，无法发送。请缩小范围后重新生成。';

/** The platform drops a repeat of the very same request: a retry after a crash reaches nobody twice. */
export const duplicateCheck = { enable_duplicate_check: 1, duplicate_check_interval: 1800 };

import { extname } from 'node:path';
import { z } from 'zod';
import type { ReadAttachment } from '../../core/channel.ts';
import { isPicture } from '../picture.ts';
import { readAs } from './answer.ts';
import type { DingtalkClient } from './client.ts';
import type { Message } from './send-message.ts';

/** 钉钉 上传媒体文件: at most 20 MB. */
const bytesAtMost = 20 * 1024 * 1024;
/** What a robot can send beside pictures (钉钉 消息发送与接收类型, sampleFile, sampleImageMsg). */
const fileTypes: readonly string[] = ['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'];

const UploadedSchema = z.object({ media_id: z.string().min(1) });

/**
 * An attachment as a message, uploaded; or a sentence instead if it is gone or no robot could send it. The id of an upload
 * can be used again, but nothing tells a repeated send apart: after a crash a file may arrive twice.
 * @throws PlatformError
 */
export type DrawFile = (attachmentId: string, ref: string) => Promise<Message>;

export function createDrawFile(options: { client: DingtalkClient; readAttachment: ReadAttachment }): DrawFile {
  const { client, readAttachment } = options;
  return async (attachmentId, ref) => {
    const file = await readAttachment(attachmentId);
    const fileType = extname(file?.name ?? '')
      .slice(1)
      .toLowerCase();
    const isWhole = file && file.bytes.length > 0 && file.bytes.length <= bytesAtMost;
    const type = isWhole && isPicture(file.bytes) ? 'image' : 'file';
    if (!isWhole || (type === 'file' && !fileTypes.includes(fileType))) {
      const text = `${file ? unsendable : gone}（流水号 ${ref}）`;
      return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title: '文件未发出', text }) };
    }
    const path = '/media/upload';
    const uploaded = await client.callOld(path, { query: { type }, file });
    const { media_id: mediaId } = readAs(UploadedSchema, uploaded, path);
    if (type === 'image') return { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: mediaId }) };
    return { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName: file.name, fileType }) };
  };
}

const gone = '文件已过期或已删除，请重新生成。';
const unsendable = '文件为空、超过 20 MB 或不是钉钉能发送的类型，无法发送。';

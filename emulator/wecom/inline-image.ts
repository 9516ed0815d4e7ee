import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StoredFile } from '../files.ts';
import { isJpg, isPng } from './media-rules.ts';

const ImageSchema = z.object({ base64: z.base64(), md5: z.string() });

/** A picture within a message: base64 and md5 of its bytes, JPG or PNG up to a limit. Codes: 全局错误码 (90313). */
export function readInlineImage(part: unknown, limit: number): StoredFile | { code: number; why: string } {
  const parsed = ImageSchema.safeParse(part);
  if (!parsed.success) return { code: 40058, why: `image: ${z.prettifyError(parsed.error)}` };
  const bytes = Buffer.from(parsed.data.base64, 'base64');
  if (bytes.length > limit) return { code: 40009, why: 'invalid image size' };
  if (createHash('md5').update(bytes).digest('hex') !== parsed.data.md5.toLowerCase())
    return { code: 301019, why: 'invalid image md5' };
  if (!isJpg(bytes) && !isPng(bytes)) return { code: 40123, why: 'an image is JPG or PNG' };
  return { name: isPng(bytes) ? '图片.png' : '图片.jpg', bytes };
}

import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { UserError } from '../core/errors.ts';
import { importBytesAtMost } from '../domain/exchange.ts';

/** What stands around the file: boundaries, the other fields. */
const aroundBytes = 64 * 1024;
/** As long as a slow line needs for 20 MB. */
export const uploadMs = 5 * 60_000;

export interface Upload {
  csrf: string;
  file: { name: string; bytes: Uint8Array };
}

/** A form with one file. No more of it is taken in than is allowed. @throws UserError */
export async function readUpload(ctx: Context, bytesAtMost = importBytesAtMost): Promise<Upload> {
  const type = ctx.get('content-type');
  if (!/^multipart\/form-data;/iu.test(type)) throw new UserError('提交的内容格式不正确，请返回页面重新选择文件。');
  const form = await parse(await readBody(ctx, bytesAtMost), type);
  const csrf = form.get('csrf');
  const file = form.get('file');
  // Without a name nothing was chosen.
  if (typeof file !== 'object' || file === null || file.name === '') throw new UserError('请选择填好的 .xlsx 文件。');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { csrf: typeof csrf === 'string' ? csrf : '', file: { name: file.name, bytes } };
}

async function readBody(ctx: Context, bytesAtMost: number): Promise<Buffer> {
  const limit = bytesAtMost + aroundBytes;
  try {
    return await getRawBody(ctx.req, { limit, length: ctx.request.length ?? null });
  } catch (error) {
    // The rest is read and forgotten, so that the browser sees the answer.
    ctx.req.resume();
    const isLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    throw isLarge
      ? tooLarge(bytesAtMost, error)
      : new UserError('文件没有收全，请检查网络后重新上传。', { cause: error });
  }
}

/** By Node's own reader (RFC 7578). */
async function parse(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw new UserError('提交的内容格式不正确，请返回页面重新选择文件。', { cause: error });
  }
}

function tooLarge(bytesAtMost: number, cause?: unknown): UserError {
  return new UserError(`文件超过 ${bytesAtMost / 2 ** 20} MB，请拆分后分次上传。`, { cause });
}

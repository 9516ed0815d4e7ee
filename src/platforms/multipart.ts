import { randomBytes } from 'node:crypto';

/** A file to be uploaded. */
export interface UploadFile {
  /** Shown to people. */
  name: string;
  bytes: Uint8Array;
}

/**
 * A file as the part `media` of a multipart/form-data body, as both platforms take it (企业微信 上传临时素材 90253; 钉钉
 * 上传媒体文件). Names are escaped as browsers do it.
 * @param lengthInHead WeCom wants the length in the part's head too; a strict reader refuses that
 */
export function multipartBody(
  { name, bytes }: UploadFile,
  { lengthInHead }: { lengthInHead: boolean },
): { contentType: string; body: Buffer } {
  const boundary = `keqitong-${randomBytes(16).toString('hex')}`;
  const filename = name.replace(/[\r\n"]/gu, (character) => encodeURIComponent(character));
  const length = lengthInHead ? `; filelength=${bytes.length}` : '';
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="media"; filename="${filename}"${length}`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multipartBody } from '../../src/platforms/multipart.ts';

/** Reads a body with Node's own parser. */
async function read(name: string, bytes: Uint8Array): Promise<{ name: string; bytes: Buffer }> {
  const { contentType, body } = multipartBody({ name, bytes }, { lengthInHead: false });
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const part = form.get('media');
  if (!(part instanceof Blob)) throw new Error('no file in it');
  return { name: (part as File).name, bytes: Buffer.from(await part.arrayBuffer()) };
}

describe('a file to be uploaded', () => {
  it('is read by another as it was, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await read('资质名单.xlsx', bytes)).toEqual({ name: '资质名单.xlsx', bytes: Buffer.from(bytes) });
      }),
    );
  });

  it('says how long it is where WeCom wants it', () => {
    const { body } = multipartBody({ name: 'a.xlsx', bytes: Buffer.from('abcdef') }, { lengthInHead: true });
    expect(body.toString()).toContain('name="media"; filename="a.xlsx"; filelength=6\r\n');
  });

  it('cannot break out of its head by its name', () => {
    const { body } = multipartBody(
      { name: 'a"\r\nX-Evil: 1\r\n\r\n.xlsx', bytes: Buffer.from('x') },
      { lengthInHead: false },
    );
    expect(body.toString()).toContain('filename="a%22%0D%0AX-Evil: 1%0D%0A%0D%0A.xlsx"');
  });
});

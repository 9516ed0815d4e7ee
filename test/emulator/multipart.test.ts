import { expect, test } from 'vitest';
import { readMultipart } from '../../emulator/multipart.ts';

const type = 'multipart/form-data; boundary=X';
const body = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const part = ['--X', 'Content-Disposition: form-data; name="media"; filename="月报 1.xlsx"; filelength=3'];

test('what fetch sends is read back, bytes and Chinese names included', async () => {
  const bytes = Buffer.from('\r\n--\u0000\u00ff--X\r\n', 'latin1');
  const form = new FormData();
  form.set('note', '说明');
  form.set('media', new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), '月报"1".xlsx');
  const request = new Request('http://bot.test', { method: 'POST', body: form });
  const sent = Buffer.from(await request.arrayBuffer());
  expect(readMultipart(request.headers.get('content-type') ?? '', sent)).toEqual([
    { name: 'note', fileName: undefined, contentType: undefined, bytes: Buffer.from('说明') },
    { name: 'media', fileName: '月报"1".xlsx', contentType: 'text/plain', bytes },
  ]);
});

test('further parameters, a quoted boundary and an empty file', () => {
  const sent = body(...part, '', '', '--X--', '');
  const [got] = readMultipart('multipart/form-data; charset=utf-8; boundary="X"', sent) ?? [];
  expect(got).toMatchObject({ name: 'media', fileName: '月报 1.xlsx', bytes: Buffer.alloc(0) });
});

test('anything else is no form', () => {
  expect(readMultipart(undefined, body(...part, '', 'a', '--X--'))).toBeUndefined();
  expect(readMultipart('application/json', body('{}'))).toBeUndefined();
  expect(readMultipart(type, body('nothing'))).toBeUndefined();
  // Cut off before the last boundary, without a blank line, without a name.
  expect(readMultipart(type, body(...part, '', 'a'))).toBeUndefined();
  expect(readMultipart(type, body(...part, '--X--'))).toBeUndefined();
  expect(readMultipart(type, body('--X', 'Content-Type: text/plain', '', 'a', '--X--'))).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { readLink, signLink } from '../../src/core/link-token.ts';

const key = Buffer.alloc(32, 'k');
const id = '01HZXW3K9QAB';
const token = signLink(key, id);

it('is as it was in the first release', () => {
  // Computed with openssl: printf 'link\n1\n01HZXW3K9QAB' | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
  expect(token).toBe('101HZXW3K9QAB0daf6b58b2f1daaf06a749c51ed6735d');
});

it('is read back', () => {
  for (let n = 0; n < 1000; n += 1) {
    const fresh = newId();
    expect(readLink(key, signLink(key, fresh))).toBe(fresh);
  }
});

it('is letters and digits only', () => {
  expect(token).toMatch(/^[0-9A-Za-z]+$/);
});

describe('is refused', () => {
  const last = token.at(-1) ?? '';
  const upper = token.slice(0, 13) + token.slice(13).toUpperCase();
  it.each([
    ['empty', ''],
    ['another version', `2${token.slice(1)}`],
    ['another id', token.replace('01HZ', '01HY')],
    ['signed with another key', signLink(Buffer.alloc(32, 'x'), id)],
    ['cut short', token.slice(0, -1)],
    ['made longer', `${token}A`],
    ['with a line end', `${token}\n`],
    ['in lower case', token.toLowerCase()],
    ['with a signature in upper case', upper],
    ...[...'0123456789abcdefg']
      .filter((one) => one !== last)
      .map((one) => [`ending in ${one}`, token.slice(0, -1) + one]),
  ])('%s', (_name, wrong) => {
    expect(readLink(key, wrong)).toBeNull();
  });
});

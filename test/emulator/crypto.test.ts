import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  aesKeyOf,
  createPadCycle,
  EnvelopeError,
  hmacBase64,
  seal,
  signatureOf,
  unseal,
} from '../../emulator/crypto.ts';

// Vectors from outside our code: the sample of the callback documents (Tencent's WXBizMsgCrypt demo), the sample in
// sbzhu/weworkapi_python callback/Sample.py, and open-dingtalk/DingTalk-Callback-Crypto DingCallbackCrypto3.py.
const vectors = [
  {
    name: 'WeCom sample, echostr',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiver: 'wx5823bf96d3bd56c7',
    timestamp: '1409659589',
    nonce: '263014780',
    sealed: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    message: '1616140317555161061',
  },
  {
    name: 'WeCom sample, message with a pad of 30',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiver: 'wx5823bf96d3bd56c7',
    timestamp: '1409659813',
    nonce: '1372623149',
    sealed:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
    signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    message:
      '<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>',
  },
  {
    name: 'WeCom sample of 2016, echostr',
    token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
    aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
    receiver: 'ww1436e0e65a779aee',
    timestamp: '1476416373',
    nonce: '47744683',
    sealed: 'fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==',
    signature: '012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb',
    message: '1288432023552776189',
  },
  {
    name: 'DingTalk sample, check_url',
    token: 'mryue',
    aesKey: 'Yue0EfdN5900c1ce5cf6A152c63DDe1808a60c5ecd7',
    receiver: 'ding6ccabc44d2c8d38b',
    timestamp: '1608001896814',
    nonce: 'WL4PK6yA',
    sealed:
      '0vJiX6vliEpwG3U45CtXqi+m8PXbQRARJ8p8BbDuD1EMTDf0jKpQ79QS93qEk7XHpP6u+oTTrd15NRPvNvmBKyDCYxxOK+HZeKju4yhELOFchzNukR+t8SB/qk4ROMu3',
    signature: '03044561471240d4a14bb09372dfcfd4fd0e40cb',
    message: '{"EventType":"check_url"}',
  },
];

describe.each(vectors)('$name', ({ token, aesKey, receiver, timestamp, nonce, sealed, signature, message }) => {
  const key = aesKeyOf(aesKey);

  test('opens and signs as published', () => {
    expect(signatureOf([token, timestamp, nonce, sealed])).toBe(signature);
    expect(unseal({ key, sealed, receiver })).toBe(message);
  });

  test('its spoiled twins are refused', () => {
    expect(signatureOf([token, timestamp, nonce, `x${sealed}`])).not.toBe(signature);
    expect(signatureOf([`${token}x`, timestamp, nonce, sealed])).not.toBe(signature);
    expect(() => unseal({ key, sealed, receiver: 'someone-else' })).toThrow(EnvelopeError);
    expect(() => unseal({ key, sealed: sealed.slice(0, -4), receiver })).toThrow(EnvelopeError);
    expect(() => unseal({ key, sealed: sealed.replace('+', ' '), receiver })).toThrow(/base64/);
    const flipped = Buffer.from(sealed, 'base64');
    flipped.writeUInt8((flipped.at(-1) ?? 0) ^ 1, flipped.length - 1);
    expect(() => unseal({ key, sealed: flipped.toString('base64'), receiver })).toThrow(EnvelopeError);
    expect(() => unseal({ key: aesKeyOf(aesKey.replace(/^./, 'Z')), sealed, receiver })).toThrow(EnvelopeError);
  });

  test('seals so that a published decoder reads it', () => {
    expect(unseal({ key, sealed: seal({ key, message, receiver }), receiver })).toBe(message);
    const random = Buffer.alloc(16, 7);
    expect(seal({ key, message, receiver, random })).toBe(seal({ key, message, receiver, random }));
  });
});

/** Encrypts exactly these bytes, without any care. */
function encryptRaw(bytes: Buffer): string {
  const key = aesKeyOf(vectors[0]?.aesKey ?? '');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
}
const plain = (message: string, length = message.length) => {
  const head = Buffer.alloc(20, 1);
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, Buffer.from(`${message}corp`)]);
};
const padded = (bytes: Buffer, ...pad: number[]) => encryptRaw(Buffer.concat([bytes, Buffer.from(pad)]));
const open = (sealed: string) => unseal({ key: aesKeyOf(vectors[0]?.aesKey ?? ''), sealed, receiver: 'corp' });

test('an envelope made by hand opens; every bent rule is named', () => {
  // 20 + 4 + 4 bytes: a pad of 4 fills the block.
  expect(open(padded(plain('text'), 4, 4, 4, 4))).toBe('text');
  expect(() => open(padded(plain('text'), 4, 4, 4, 0))).toThrow(/pad byte 0/);
  expect(() => open(padded(plain('text'), 4, 4, 4, 33))).toThrow(/pad byte 33/);
  expect(() => open(padded(plain('text'), 4, 9, 4, 4))).toThrow(/pad bytes differ/);
  expect(() => open(padded(plain('text', 9), 4, 4, 4, 4))).toThrow(/beyond the message/);
  expect(() => open(padded(plain('text', 3), 4, 4, 4, 4))).toThrow(/receiver "tcorp"/);
  expect(() => open(encryptRaw(Buffer.alloc(32, 32)))).toThrow(/only 0 bytes/);
  // Padded to 16 as ordinary PKCS#7 would.
  const short = plain('sixteen pads');
  expect(() => open(padded(short, ...Array<number>(48 - short.length).fill(48 - short.length)))).toThrow(
    /multiple of 32/,
  );
});

test('the HMAC equals the one of RFC 4231, test case 2', () => {
  const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(Buffer.from(hmacBase64('Jefe', 'what do ya want for nothing?'), 'base64').toString('hex')).toBe(hex);
  expect(Buffer.from(hmacBase64('Jefe', 'what do ya want for nothing!'), 'base64').toString('hex')).not.toBe(hex);
});

test('an EncodingAESKey of another length is refused', () => {
  expect(() => aesKeyOf('short')).toThrow(EnvelopeError);
});

test('the pad cycle runs through every pad length', () => {
  const filler = createPadCycle();
  const key = aesKeyOf(vectors[0]?.aesKey ?? '');
  const pads = Array.from({ length: 32 }, (_, index) => {
    const message = `{"n":${index}}`;
    const length = 20 + message.length + 'corp'.length;
    const padded = length + filler(length);
    const sealed = seal({ key, message: message + ' '.repeat(padded - length), receiver: 'corp' });
    expect(unseal({ key, sealed, receiver: 'corp' }).trim()).toBe(message);
    return 32 - (padded % 32);
  });
  expect(new Set(pads).size).toBe(32);
});

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
import { cryptoVectors } from '../fixtures/crypto-vectors.ts';

describe.each(cryptoVectors)('$name', ({ token, aesKey, receiver, timestamp, nonce, sealed, signature, message }) => {
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
  const key = aesKeyOf(cryptoVectors[0]?.aesKey ?? '');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
}
const plain = (message: string, length = message.length) => {
  const head = Buffer.alloc(20, 1);
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, Buffer.from(`${message}corp`)]);
};
const padded = (bytes: Buffer, ...pad: number[]) => encryptRaw(Buffer.concat([bytes, Buffer.from(pad)]));
const open = (sealed: string) => unseal({ key: aesKeyOf(cryptoVectors[0]?.aesKey ?? ''), sealed, receiver: 'corp' });

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
  const key = aesKeyOf(cryptoVectors[0]?.aesKey ?? '');
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

import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnvelope, decodeAesKey, decryptPadded } from '../../src/platforms/envelope.ts';
import { cryptoVectors } from '../fixtures/crypto-vectors.ts';
import { fileKey, fileText, fileVectors } from '../fixtures/file-vectors.ts';
import { refusal } from '../helpers/thrown.ts';

function keyOf(text: string): Buffer {
  const key = decodeAesKey(text);
  if (!key) throw new Error(`not a key: ${text}`);
  return key;
}

const sample = { token: 'token', aesKey: keyOf('a'.repeat(43)), receiverIds: ['corp'] };

describe.each(cryptoVectors)('$name', ({ token, aesKey, receiver, timestamp, nonce, sealed, signature, message }) => {
  const envelope = createEnvelope({ token, aesKey: keyOf(aesKey), receiverIds: [receiver] });
  const parts = { signature, timestamp, nonce, encrypted: sealed };

  it('opens', () => {
    expect(envelope.open(parts)).toBe(message);
  });

  it('is refused once spoiled', () => {
    expect(refusal(() => envelope.open({ ...parts, timestamp: `${timestamp}0` }))[1]).toBe('signature');
    expect(refusal(() => envelope.open({ ...parts, nonce: 'other' }))[1]).toBe('signature');
    expect(refusal(() => envelope.open({ ...parts, signature: signature.toUpperCase() }))[1]).toBe('signature');
    const cut = sealed.slice(0, -24);
    const signed = { ...parts, encrypted: cut, signature: envelope.sign({ timestamp, nonce, encrypted: cut }) };
    expect(refusal(() => envelope.open(signed))[1]).toBe('malformed');
    const other = createEnvelope({ token, aesKey: keyOf(aesKey), receiverIds: ['', 'somebody'] });
    expect(refusal(() => other.open(parts))[1]).toBe('receiver');
  });
});

describe('padding', () => {
  const envelope = createEnvelope(sample);
  const signed = (encrypted: string) => {
    const signature = envelope.sign({ timestamp: '1', nonce: 'n', encrypted });
    return { signature, timestamp: '1', nonce: 'n', encrypted };
  };
  /** A message with padding of our choice, correct in everything else. */
  const forge = (padding: Buffer, body = Buffer.from('hello'), length = body.length) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(length);
    const plain = Buffer.concat([randomBytes(16), header, body, Buffer.from('corp'), padding]);
    const cipher = createCipheriv('aes-256-cbc', sample.aesKey, sample.aesKey.subarray(0, 16)).setAutoPadding(false);
    return signed(Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64'));
  };

  it('of every length from 1 to 32 is read', () => {
    for (let length = 0; length < 64; length += 1) {
      const message = 'x'.repeat(length);
      expect(envelope.open(signed(envelope.seal(message)))).toBe(message);
    }
  });

  // 16 + 4 + 5 + 4 = 29 bytes before the padding.
  it.each([
    ['right', Buffer.alloc(3, 3), null],
    ['zero', Buffer.from([0, 0, 0]), 'malformed'],
    ['more than 32', Buffer.alloc(35, 35), 'malformed'],
    ['unequal', Buffer.from([1, 2, 3]), 'malformed'],
    ['longer than the message', Buffer.alloc(3, 32), 'malformed'],
  ])('%s', (_name, padding, expected) => {
    const parts = forge(padding);
    if (expected === null) expect(envelope.open(parts)).toBe('hello');
    else expect(refusal(() => envelope.open(parts))[1]).toBe(expected);
  });

  it('leaves at least the header, and the length stays inside', () => {
    expect(refusal(() => envelope.open(forge(Buffer.alloc(3, 3), Buffer.from('hello'), 6000)))[1]).toBe('malformed');
    expect(refusal(() => envelope.open(forge(Buffer.alloc(3, 3), Buffer.from('hello'), 10)))[1]).toBe('malformed');
    expect(refusal(() => envelope.open(forge(Buffer.alloc(3, 3), Buffer.from('hello'), 4)))[1]).toBe('receiver');
    expect(refusal(() => envelope.open(signed('')))[1]).toBe('malformed');
    expect(refusal(() => envelope.open(signed('not base64 at all')))[1]).toBe('malformed');
  });

  it('carries any text there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (message) => {
        // Half a surrogate pair has no UTF-8.
        const text = Buffer.from(message).toString();
        expect(envelope.open(signed(envelope.seal(text)))).toBe(text);
      }),
    );
  });
});

describe('an EncodingAESKey', () => {
  it('has exactly 43 letters and digits', () => {
    expect(decodeAesKey('a'.repeat(42))).toBeNull();
    expect(decodeAesKey('a'.repeat(44))).toBeNull();
    expect(decodeAesKey(`${'a'.repeat(42)}+`)).toBeNull();
    expect(decodeAesKey('')).toBeNull();
  });

  it('may carry spare bits in its last character, as the vendor’s own sample does', () => {
    expect(decodeAesKey('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C')).toHaveLength(32);
  });
});

describe('an envelope for further receivers', () => {
  const ours = createEnvelope(sample);
  const open = createEnvelope({ ...sample, alsoFor: (id) => id === 'other' });
  const parts = (receiverId?: string) => {
    const encrypted = ours.seal('hello', receiverId);
    return { encrypted, signature: ours.sign({ timestamp: '1', nonce: 'n', encrypted }), timestamp: '1', nonce: 'n' };
  };

  it.each([
    [undefined, 'corp'],
    ['corp', 'corp'],
    ['other', 'other'],
  ])('says for which it was (%s)', (sealedFor, receiverId) => {
    expect(open.openFor(parts(sealedFor))).toEqual({ message: 'hello', receiverId });
    expect(open.open(parts(sealedFor))).toBe('hello');
  });

  it('takes no others', () => {
    expect(refusal(() => open.openFor(parts('stranger')))).toEqual([403, 'receiver']);
    expect(refusal(() => ours.openFor(parts('other')))).toEqual([403, 'receiver']);
  });
});

describe('a file', () => {
  const key = keyOf(fileKey);
  it.each(fileVectors)('with a pad of $pad is read', ({ sealed, length }) => {
    const file = decryptPadded(Buffer.from(sealed, 'base64'), key);
    expect(file).toEqual(Buffer.from(fileText).subarray(0, length));
  });

  it.each(fileVectors)('with a pad of $pad is refused once spoiled', ({ sealed }) => {
    const bytes = Buffer.from(sealed, 'base64');
    expect(decryptPadded(bytes.subarray(1), key)).toBeNull();
    expect(decryptPadded(bytes.subarray(0, 16), key)).toBeNull();
    expect(decryptPadded(Buffer.alloc(0), key)).toBeNull();
    expect(decryptPadded(bytes, keyOf('a'.repeat(43)))).toBeNull();
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(decryptPadded(bytes, key)).toBeNull();
  });
});

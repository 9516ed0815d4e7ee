import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// One envelope, two vendors: 企业微信 加解密方案说明 (90968) and 钉钉 回调事件消息体加解密 describe the same bytes
// (16 random + 4 length + message + receiver, padded to 32). Written apart from the bot on purpose, and stricter than either SDK.

const BLOCK = 32;

/** A sealed text that does not open: which rule it broke. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/** The 43-character EncodingAESKey as 32 bytes; the last character may carry spare bits, so decoding must be lenient. */
export function aesKeyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== 32) {
    throw new EnvelopeError('an EncodingAESKey has 43 characters (回调配置 90930)');
  }
  return key;
}

/** SHA-1 over the four strings in byte order, lower-case hex. */
export function signatureOf(parts: readonly [token: string, timestamp: string, nonce: string, sealed: string]): string {
  return createHash('sha1')
    .update([...parts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(''))
    .digest('hex');
}

/** Pads to a multiple of 32 and encrypts. */
export function sealBytes(key: Buffer, plain: Buffer): Buffer {
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]);
}

/** Encrypts a message for a receiver. */
export function seal(options: { key: Buffer; message: string; receiver: string; random?: Buffer }): string {
  const message = Buffer.from(options.message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([options.random ?? randomBytes(16), length, message, Buffer.from(options.receiver)]);
  return sealBytes(options.key, plain).toString('base64');
}

/** Decrypts and checks everything the layout promises: base64, padding 1..32, length, receiver. */
export function unseal(options: { key: Buffer; sealed: string; receiver: string }): string {
  const bytes = Buffer.from(options.sealed, 'base64');
  if (bytes.toString('base64') !== options.sealed) throw new EnvelopeError('the ciphertext is not standard base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) {
    throw new EnvelopeError(`the ciphertext has ${bytes.length} bytes, not a multiple of ${BLOCK}`);
  }
  const decipher = createDecipheriv('aes-256-cbc', options.key, options.key.subarray(0, 16));
  // Node's own unpadding knows blocks of 16 only and would refuse every pad of 17..32.
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const pad = padded[padded.length - 1] ?? 0;
  if (pad < 1 || pad > BLOCK) throw new EnvelopeError(`pad byte ${pad} is outside 1..${BLOCK}`);
  if (!padded.subarray(-pad).every((byte) => byte === pad)) throw new EnvelopeError('the pad bytes differ');
  const plain = padded.subarray(0, padded.length - pad);
  if (plain.length < 20) throw new EnvelopeError(`only ${plain.length} bytes before the padding`);
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) throw new EnvelopeError('the length field points beyond the message');
  const receiver = plain.subarray(end).toString();
  if (receiver !== options.receiver) {
    throw new EnvelopeError(`receiver "${receiver}" instead of "${options.receiver}"`);
  }
  return plain.subarray(20, end).toString();
}

/** base64(HMAC-SHA256(key, text)), as DingTalk signs robot callbacks and card callbacks. */
export function hmacBase64(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/** Compares without telling by its duration where the texts differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A short opaque id in the alphabet the vendors use; equal input gives an equal id. */
export function opaqueId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').replace(/[-_]/g, 'x');
}

/**
 * Hands out filler lengths so that the pad bytes of successive envelopes run through 1..32.
 * The filler is white space a parser ignores; without it a test run would meet only a few pad lengths.
 */
export function createPadCycle(): (lengthOfPlain: number) => number {
  let pad = 0;
  return (lengthOfPlain) => {
    pad = (pad % BLOCK) + 1;
    return (BLOCK - ((lengthOfPlain + pad) % BLOCK)) % BLOCK;
  };
}

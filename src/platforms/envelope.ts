import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../core/errors.ts';
import { safeEqual } from '../core/safe-equal.ts';

/**
 * The encrypted envelope of callbacks, the same on both platforms (企业微信 加解密方案说明 90968; 钉钉 回调事件消息体加解密):
 * AES-256-CBC, the key's first 16 bytes as IV, padded to 32 bytes; plain text = 16 random bytes, the message's length
 * (4 bytes, big-endian), the message, the receiver id. Signature = SHA-1 over the sorted token, timestamp, nonce and
 * cipher text.
 */
export interface Envelope {
  /** Lower-case hex. Each part is taken as the literal string it arrived as. */
  sign(parts: { timestamp: string; nonce: string; encrypted: string }): string;
  /** Checks the signature, decrypts and checks the receiver. @throws Refusal */
  open(parts: SealedParts): string;
  /** The same, and for which receiver it was. @throws Refusal */
  openFor(parts: SealedParts): { message: string; receiverId: string };
  /** Encrypts a message for a receiver (the first if not said); the result is base64. */
  seal(message: string, receiverId?: string): string;
}

interface SealedParts {
  signature: string;
  timestamp: string;
  nonce: string;
  encrypted: string;
}

const blockBytes = 32;
const ivBytes = 16;
const randomPrefixBytes = 16;
const headerBytes = randomPrefixBytes + 4;

/** The 32 bytes of an EncodingAESKey of 43 characters, or null if it is none. */
export function decodeAesKey(encodingAesKey: string): Buffer | null {
  if (!/^[A-Za-z0-9]{43}$/.test(encodingAesKey)) return null;
  // Node's decoder is lenient, which is needed: the last character may carry spare bits (Tencent's own sample key does).
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}

/**
 * @param receiverIds the receiver ids that are accepted; the first is used for sealing
 * @param alsoFor accepts further ones
 */
export function createEnvelope(options: {
  token: string;
  aesKey: Buffer;
  receiverIds: readonly string[];
  alsoFor?: (receiverId: string) => boolean;
}): Envelope {
  const { token, aesKey, receiverIds, alsoFor = () => false } = options;
  const iv = aesKey.subarray(0, ivBytes);

  const sign: Envelope['sign'] = ({ timestamp, nonce, encrypted }) =>
    createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

  const openFor: Envelope['openFor'] = ({ signature, timestamp, nonce, encrypted }) => {
    if (!safeEqual(signature, sign({ timestamp, nonce, encrypted }))) throw new Refusal(403, 'signature');
    const opened = decrypt(encrypted, aesKey);
    if (!receiverIds.includes(opened.receiverId) && !alsoFor(opened.receiverId)) throw new Refusal(403, 'receiver');
    return opened;
  };

  return {
    sign,
    openFor,
    open: (parts) => openFor(parts).message,
    seal(message, receiverId = receiverIds[0] ?? '') {
      const body = Buffer.from(message);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      const plain = Buffer.concat([randomBytes(randomPrefixBytes), length, body, Buffer.from(receiverId)]);
      const pad = blockBytes - (plain.length % blockBytes);
      const cipher = createCipheriv('aes-256-cbc', aesKey, iv).setAutoPadding(false);
      return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
        'base64',
      );
    },
  };
}

/** What was encrypted, or null if it was not so padded (a wrong key shows in that). Files have no header in front. */
export function decryptPadded(cipherText: Uint8Array, aesKey: Buffer): Buffer | null {
  if (cipherText.length === 0 || cipherText.length % blockBytes !== 0) return null;
  // Node's own unpadding stops at 16 bytes and would refuse every pad of 17 to 32.
  const decipher = createDecipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, ivBytes)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipherText), decipher.final()]);
  const pad = padded[padded.length - 1] ?? 0;
  const unpadded = padded.subarray(0, padded.length - pad);
  const padIsRight = pad >= 1 && pad <= blockBytes && padded.subarray(unpadded.length).every((byte) => byte === pad);
  return padIsRight ? unpadded : null;
}

function decrypt(encrypted: string, aesKey: Buffer): { message: string; receiverId: string } {
  const unpadded = decryptPadded(Buffer.from(encrypted, 'base64'), aesKey);
  if (unpadded === null || unpadded.length < headerBytes) throw new Refusal(400, 'malformed');
  const end = headerBytes + unpadded.readUInt32BE(randomPrefixBytes);
  if (end > unpadded.length) throw new Refusal(400, 'malformed');
  return { message: unpadded.toString('utf8', headerBytes, end), receiverId: unpadded.toString('utf8', end) };
}

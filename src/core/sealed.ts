import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Every key the program needs beside the two secrets of its configuration, one for each purpose (HKDF, RFC 5869): who
 * learns one of them learns no other.
 */
export interface Keys {
  /** Encrypts what is stored and has to be read again: phone numbers, webhook addresses. */
  data: Buffer;
  /** Recognises what is stored and never read again: codes, cookies, phone numbers. */
  digest: Buffer;
  /** Chains the audit trail. */
  audit: Buffer;
  /** Signs links, cookies and forms. */
  link: Buffer;
  csrf: Buffer;
}

/** @param secrets LINK_SECRET as text, DATA_KEY as base64 of 32 bytes */
export function deriveKeys(secrets: { linkSecret: string; dataKey: string }): Keys {
  const data = Buffer.from(secrets.dataKey, 'base64');
  const from = (secret: Buffer | string, purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'keqitong', purpose, 32));
  return {
    data: from(data, 'data'),
    digest: from(data, 'digest'),
    audit: from(data, 'audit'),
    link: from(secrets.linkSecret, 'link'),
    csrf: from(secrets.linkSecret, 'csrf'),
  };
}

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D): base64 of nonce, tag and cipher text. */
export function seal(key: Buffer, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @throws if it was sealed with another key, or changed */
export function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}

/** A keyed digest (HMAC-SHA-256, base64url), by which something is recognised without being stored. */
export function digestOf(key: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

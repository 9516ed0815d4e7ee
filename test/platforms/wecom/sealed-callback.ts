import { createEnvelope } from '../../../src/platforms/envelope.ts';

export const now = new Date('2023-12-29T02:00:00Z');
export const seconds = now.getTime() / 1000;
export const settings = { token: 'token', aesKey: Buffer.alloc(32, 7) };

/** A genuine callback, with anything about it changed. */
export function sealed(plain: string, receiver: string, timestamp: number | string = seconds) {
  const envelope = createEnvelope({ ...settings, receiverIds: [receiver] });
  const encrypted = envelope.seal(plain);
  const query = { timestamp: String(timestamp), nonce: 'n' };
  return { encrypted, query: { ...query, msg_signature: envelope.sign({ ...query, encrypted }) } };
}

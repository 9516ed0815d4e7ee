import { createHmac } from 'node:crypto';
import { type CoveredColumns, covered } from '../store/audit-rows.ts';

/** A place in the chain and what everything up to it adds up to. */
export interface Link {
  seq: bigint;
  mac: string;
}

/** Before the first row. */
export const beginning: Link = { seq: 0n, mac: '' };

/** The link behind `previous` that a row becomes: HMAC-SHA-256 over its place, the link before it and its columns. */
export function linkAfter(key: Buffer, previous: Link, row: CoveredColumns): Link {
  const seq = previous.seq + 1n;
  return { seq, mac: hmac(key, ['chain', String(seq), previous.mac, ...covered(row)]) };
}

/** What retention removed, and the link that stands for it. */
export interface Checkpoint extends Link {
  removed: bigint;
  removedAt: Date;
}

/** Without the key nobody can say that rows were removed by rule. */
export function proofOf(key: Buffer, { seq, mac, removed, removedAt }: Checkpoint): string {
  return hmac(key, ['checkpoint', String(seq), mac, String(removed), removedAt.toISOString()]);
}

/** A list as JSON: each part keeps its ends, and a null is no text. The first part says what it is the HMAC of. */
function hmac(key: Buffer, parts: readonly (string | null)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}

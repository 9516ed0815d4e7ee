import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AuditFact, Doer } from '../core/audit.ts';
import { newId } from '../core/ids.ts';

/** What the chain covers of a row: every column but the erasable two, its place in the chain apart. */
export interface CoveredColumns {
  id: string;
  at: Date;
  personId: string | null;
  role: string;
  channel: string;
  place: string;
  action: string;
  objectType: string | null;
  objectId: string | null;
  enterpriseId: string | null;
  result: string;
  requestId: string;
  detailDigest: string;
}

/** A row of AuditEntry that is not sealed yet. */
export interface AuditRow extends CoveredColumns {
  detail: string;
  salt: string;
  /** Until the row is sealed: its stamp. */
  mac: string;
}

/**
 * The rows that record these facts. They are written in the transaction of what they record, or before the answer.
 * @param key Keys.audit
 */
export function auditRows(doer: Doer, facts: readonly AuditFact[], key: Buffer): AuditRow[] {
  return facts.map(({ action, result, place, objectType, objectId, enterpriseId, detail }) => {
    const { account, groupId, link } = doer;
    const text = JSON.stringify({
      ...(account ? { account } : {}),
      ...(groupId ? { groupId } : {}),
      ...detail,
      ...(link ? { via: 'link', linkId: link.id, linkCreatedById: link.createdById } : {}),
    });
    const salt = randomBytes(16).toString('base64url');
    const row = {
      id: newId(),
      at: doer.at,
      personId: doer.personId,
      role: doer.role,
      channel: doer.channel,
      place: place ?? doer.place,
      action,
      objectType: objectType ?? null,
      objectId: objectId ?? null,
      enterpriseId: enterpriseId ?? null,
      result,
      requestId: doer.requestId,
      detailDigest: digestDetail(salt, text),
    };
    return { ...row, detail: text, salt, mac: stampOf(key, row) };
  });
}

/** What the chain covers of `detail`: with salt and text gone it tells nothing. */
export function digestDetail(salt: string, detail: string): string {
  return createHash('sha256').update(`${salt}\n${detail}`).digest('base64url');
}

/** The covered columns as a list for JSON, which keeps null and every text apart; instants are in UTC. */
export function covered(row: CoveredColumns): readonly (string | null)[] {
  const { id, at, personId, role, channel, place, action, objectType, objectId, enterpriseId } = row;
  const { result, requestId, detailDigest } = row;
  const who = [personId, role, channel, place];
  return [id, at.toISOString(), ...who, action, objectType, objectId, enterpriseId, result, requestId, detailDigest];
}

/**
 * The stamp with which the program writes a row: the sealer chains no other, so that nobody without the key can slip one
 * in, or change one that is not sealed yet.
 */
export function stampOf(key: Buffer, row: CoveredColumns): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['entry', ...covered(row)]))
    .digest('base64url');
}

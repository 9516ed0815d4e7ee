import type { Doer } from '../core/audit.ts';
import { type JoinObstacle, joinMinutes, joinObstacles, type Settled } from '../domain/joins.ts';
import type { AccountRow } from './join-sides.ts';
import { lookBackMs } from './record-audit.ts';
import type { Tx } from './transact.ts';

/** The states in which something can still come of it. */
export const openJoins = ['CODE', 'TYPED', 'CONFIRMED'];

export interface JoinRow {
  id: string;
  accountId: string;
  otherId: string | null;
  state: string;
  expiresAt: Date;
}

/** Until when the next step has to be taken. */
export function joinUntil(now: Date): Date {
  return new Date(now.getTime() + joinMinutes * 60_000);
}

export function settledAs({ state, expiresAt }: JoinRow, now: Date): Settled {
  if (state === 'DONE') return { kind: 'done-before' };
  if (state === 'CANCELLED') return { kind: 'cancelled' };
  return { kind: expiresAt <= now ? 'expired' : 'waiting' };
}

/**
 * By its id; or the newest in time that waits for this account (to be cancelled: that is open); or else the newest in time
 * that another account had to do with, whatever has become of it.
 */
export async function findJoin(
  tx: Tx,
  own: AccountRow,
  { id, forWhat, now }: { id: string | null; forWhat: 'confirm' | 'cancel'; now: Date },
): Promise<JoinRow | null> {
  if (id !== null) return tx.accountJoin.findUnique({ where: { id } });
  const [asker, typist] = [{ accountId: own.id }, { otherId: own.id }];
  const newest = (
    ...OR: { accountId?: string; otherId?: string | { not: null }; state?: string | { in: string[] } }[]
  ) => tx.accountJoin.findFirst({ where: { OR, expiresAt: { gt: now } }, orderBy: { recordedAt: 'desc' } });
  const state = { in: openJoins };
  const waiting =
    forWhat === 'confirm'
      ? await newest({ ...typist, state: 'TYPED' }, { ...asker, state: 'CONFIRMED' })
      : await newest({ ...typist, state }, { ...asker, state });
  return waiting ?? newest(typist, { ...asker, otherId: { not: null } });
}

/** What this very request did with a join before its answer got lost; null if it did nothing. */
export async function doneInRequest(
  tx: Tx,
  { requestId, at }: Doer,
): Promise<{ id: string; failed: JoinObstacle | null } | null> {
  const row = await tx.auditEntry.findFirst({
    where: {
      requestId,
      at: { gte: new Date(at.getTime() - lookBackMs) },
      action: 'account.join',
      result: { in: ['allowed', 'failed'] },
    },
  });
  if (!row?.objectId) return null;
  const step: unknown = JSON.parse(row.detail ?? '{}').step;
  return { id: row.objectId, failed: joinObstacles.find((one) => one === step) ?? null };
}

export function joinFact(id: string, step: string, more: Readonly<Record<string, string>> = {}) {
  return {
    action: 'account.join' as const,
    result: 'allowed' as const,
    objectType: 'account-join',
    objectId: id,
    detail: { step, ...more },
  };
}

import type { EnterpriseRef, Role } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import type { Telling } from './bindings.ts';

/** A code is good for so long, and so is each step that follows on it. */
export const joinMinutes = 10;

/** One of two accounts that are being joined, and who is behind it. */
export interface JoinSide {
  account: Sender;
  /** Whole; masked where the other side sees it. */
  name: string | null;
  role: Role;
  enterprises: readonly EnterpriseRef[];
}

/** 关联: two accounts, once both are known. */
export interface Join {
  id: string;
  /** Who asked for the code. */
  asker: JoinSide;
  /** Who typed it. */
  typist: JoinSide;
}

/** Why two accounts cannot be one person's. */
export const joinObstacles = [
  'same-account',
  /** Both are one person's already. */
  'joined',
  /** Each organisation knows a person by one account. */
  'same-organisation',
  /** Two different roles at the bureau: an administrator settles that first. */
  'roles-differ',
  /** One of the accounts is not there any more. */
  'gone',
] as const;
export type JoinObstacle = (typeof joinObstacles)[number];

export type Begun =
  | { kind: 'code'; code: string; joinedTo: readonly Sender[] }
  | { kind: 'too-often'; retryAfterMs: number }
  /** Asked for by a message that is answered once more: the code has been used or replaced meanwhile. */
  | { kind: 'over' };

/** What has become of one that is not to be confirmed now. */
export type Settled =
  /** It is the other side's turn. */
  { kind: 'waiting' } | { kind: 'done-before' } | { kind: 'cancelled' } | { kind: 'expired' };

export type Typed =
  | { kind: 'shown'; join: Join }
  /** Too many codes typed by this account, or this code too often by whomever. */
  | { kind: 'too-often'; retryAfterMs: number }
  /** There is no such code, or it was used, replaced or cancelled. */
  | { kind: 'unknown' }
  | { kind: 'obstacle'; why: JoinObstacle }
  /** The code is expired; or this very account typed it before, and it went on from there. */
  | Settled;

export type Confirmed =
  /** The typist confirmed; the asker has been asked. */
  | { kind: 'asked'; join: Join }
  /** Both did: they are one. */
  | { kind: 'done'; join: Join }
  | { kind: 'obstacle'; why: JoinObstacle }
  | Settled
  /** It is between two other accounts. */
  | { kind: 'foreign' }
  | { kind: 'none' };

export type Cancelled = 'cancelled' | 'done-before' | 'cancelled-before' | 'foreign' | 'none';

/** What the other side is told. */
export type JoinNews =
  | Extract<Confirmed, { kind: 'asked' | 'done' }>
  /** `other` waited for it, and it came to nothing. */
  | { kind: 'failed'; why: JoinObstacle; other: Sender };

/**
 * Joining two accounts of one person. Each step is a compare-and-set, records itself and tells those concerned. Asked for
 * once more by the same message, because its answer got lost, a step does nothing and has the same result.
 */
export interface Joins {
  /** A new code for this account; what it had begun before is cancelled. */
  begin(doer: Doer, account: Sender): Promise<Begun>;
  /** The code is typed on the other side. */
  type(doer: Doer, typed: { account: Sender; code: string }): Promise<Typed>;
  /** @param joining.id null: the one that waits for this account, or else the newest that it has to do with */
  confirm(
    doer: Doer,
    joining: { account: Sender; id: string | null; tell(news: JoinNews): readonly Telling[] },
  ): Promise<Confirmed>;
  cancel(
    doer: Doer,
    joining: { account: Sender; id: string | null; tell(other: Sender): readonly Telling[] },
  ): Promise<Cancelled>;
}

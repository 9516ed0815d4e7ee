import { newId } from '../../core/ids.ts';
import type { Funds } from '../../domain/funds/funds.ts';
import type { StoreDeps } from '../store-deps.ts';
import { transact } from '../transact.ts';
import { createFundClaims } from './claiming.ts';
import { createFundEntering } from './entering.ts';
import { createFundRegister } from './registering.ts';
import { createFundStatuses } from './statuses.ts';

export type FundWrites = Pick<
  Funds,
  | 'addBatch'
  | 'addProject'
  | 'enter'
  | 'reverse'
  | 'setStatus'
  | 'claim'
  | 'decideClaim'
  | 'withdrawClaim'
  | 'keepDraft'
  | 'dropDraft'
  | 'purgeDrafts'
>;

/** How long what was read back waits for its confirmation: a working day. */
const draftHours = 24;

/**
 * The write side of the fund ledger. A change holds its batch, reads what the rules look at, asks them and inserts, in one
 * transaction with its audit rows and notices.
 */
export function createFundWrites(deps: StoreDeps): FundWrites {
  const { client } = deps;
  return {
    ...createFundRegister(deps),
    ...createFundEntering(deps),
    ...createFundStatuses(deps),
    ...createFundClaims(deps),

    async keepDraft({ personId, at }, content) {
      if (personId === null) throw new Error('a draft is somebody’s');
      const id = newId();
      const expiresAt = new Date(at.getTime() + draftHours * 60 * 60_000);
      const draft = { id, personId, content: JSON.stringify(content), expiresAt, recordedAt: at };
      await transact(client, (tx) => tx.fundDraft.create({ data: draft }));
      return id;
    },

    async dropDraft(id, personId) {
      await transact(client, (tx) => tx.fundDraft.deleteMany({ where: { id, personId } }));
    },

    async purgeDrafts(now) {
      await transact(client, (tx) => tx.fundDraft.deleteMany({ where: { expiresAt: { lte: now } } }));
    },
  };
}

import type { Funds } from '../../domain/funds/funds.ts';
import type { StoreDeps } from '../store-deps.ts';
import { createFundReads } from './reads.ts';
import { createFundWrites } from './writes.ts';

/** 专项资金: an append-only ledger; every figure is summed by the database as it is asked for. */
export function createFunds(deps: StoreDeps): Funds {
  return { ...createFundReads(deps), ...createFundWrites(deps) };
}

import type { Tx } from '../transact.ts';

/** What tells which batch something belongs to. */
export type BatchOf = { batchId: string } | { projectId: string } | { entryId: string } | { claimId: string };

/**
 * Holds a batch until the transaction ends, before anything is read: of two who enter something into it one waits for the
 * other and then finds what that one entered. By a write of its own, the first of the transaction, which both databases
 * let only one make.
 */
export async function holdBatch(tx: Tx, of: BatchOf): Promise<void> {
  if ('batchId' in of) {
    await tx.$executeRaw`UPDATE "FundBatch" SET "version" = "version" + 1 WHERE "id" = ${of.batchId}`;
  } else if ('projectId' in of) {
    await tx.$executeRaw`
      UPDATE "FundBatch" SET "version" = "version" + 1
      WHERE "id" = (SELECT p."batchId" FROM "FundProject" p WHERE p."id" = ${of.projectId})`;
  } else if ('entryId' in of) {
    await tx.$executeRaw`
      UPDATE "FundBatch" SET "version" = "version" + 1
      WHERE "id" = (SELECT e."batchId" FROM "FundEntry" e WHERE e."id" = ${of.entryId})`;
  } else {
    await tx.$executeRaw`
      UPDATE "FundBatch" SET "version" = "version" + 1
      WHERE "id" = (
        SELECT p."batchId" FROM "FundClaim" c JOIN "FundProject" p ON p."id" = c."projectId" WHERE c."id" = ${of.claimId})`;
  }
}

import { z } from 'zod';
import { safeEqual } from '../core/safe-equal.ts';
import type { Keys } from '../core/sealed.ts';
import { digestDetail, stampOf } from '../store/audit-rows.ts';
import type { Client } from '../store/database.ts';
import { beginning, type Link, linkAfter, proofOf } from './chain.ts';

/** Something in the trail that the program did not do. */
export type Finding =
  /** A row is not what was sealed. */
  | { kind: 'changed'; seq: bigint; id: string }
  /** Rows are gone from the middle, or from the beginning without a checkpoint. */
  | { kind: 'missing'; from: bigint; to: bigint }
  /** Rows are gone from the end: the head says that there were more. */
  | { kind: 'cut'; from: bigint; to: bigint }
  /** The head is not the last row's link. */
  | { kind: 'head'; seq: bigint }
  /** A checkpoint that retention did not write. */
  | { kind: 'checkpoint'; seq: bigint }
  /** A row that retention removed is there. */
  | { kind: 'returned'; seq: bigint; id: string }
  /** `detail` is not what its digest was made of. */
  | { kind: 'detail'; seq: bigint | null; id: string }
  /** `detail` is gone, and no erasure says so. */
  | { kind: 'erased'; seq: bigint | null; id: string }
  /** Not sealed, and not written by the program (or changed since). */
  | { kind: 'foreign'; id: string }
  /** The head that the log has is not, or not any more, part of the chain. */
  | { kind: 'known-head'; seq: bigint; why: 'differs' | 'gone' | 'pruned' };

export interface Verification {
  findings: readonly Finding[];
  /** How many sealed rows were looked at. */
  rows: number;
  /** Written, and waiting to be sealed. */
  unsealed: number;
  /** Where the chain begins: behind this. */
  checkpoint: Link;
  end: Link;
}

const batch = 500;

type Row = NonNullable<Awaited<ReturnType<Client['auditEntry']['findFirst']>>>;

/**
 * Walks the chain from the last checkpoint and compares everything with everything. It may run while the program runs:
 * rows and head are moved in one commit, so whatever the head says is there when the rows are read after it.
 * @param known a head from the log
 */
export async function verifyTrail(options: { client: Client; keys: Keys; known?: Link }): Promise<Verification> {
  const before = await lastCheckpoint(options.client);
  const result = await walk(options);
  // Retention removed what we were reading: once more from where the chain begins now.
  if (result.findings.length > 0 && (await lastCheckpoint(options.client)) !== before) return walk(options);
  return result;
}

async function lastCheckpoint(client: Client): Promise<bigint> {
  return (await client.auditCheckpoint.aggregate({ _max: { seq: true } }))._max.seq ?? 0n;
}

async function walk({ client, keys: { audit: key }, known }: Parameters<typeof verifyTrail>[0]): Promise<Verification> {
  const findings: Finding[] = [];
  const erasures = createErasures();

  let checkpoint: Link = beginning;
  for (const one of await client.auditCheckpoint.findMany({ orderBy: { seq: 'asc' } })) {
    if (safeEqual(one.proof, proofOf(key, one))) checkpoint = one;
    else findings.push({ kind: 'checkpoint', seq: one.seq });
    if (known?.seq === one.seq && known.mac !== one.mac)
      findings.push({ kind: 'known-head', seq: one.seq, why: 'differs' });
  }
  const returned = await client.auditEntry.findMany({ where: { seq: { lte: checkpoint.seq } }, take: batch });
  for (const { id, seq } of returned) findings.push({ kind: 'returned', seq: seq ?? 0n, id });

  let rows = 0;
  let last = checkpoint;
  const look = (row: Row & { seq: bigint }) => {
    rows += 1;
    const { seq, id } = row;
    const mac = row.mac ?? '';
    if (seq === last.seq + 1n) {
      if (!safeEqual(mac, linkAfter(key, last, row).mac)) findings.push({ kind: 'changed', seq, id });
      else erasures.look(row);
    } else {
      // What the row behind a gap was chained to is gone with it.
      findings.push({ kind: 'missing', from: last.seq + 1n, to: seq - 1n });
    }
    lookAtDetail(row, findings, erasures);
    if (known?.seq === seq && known.mac !== mac) findings.push({ kind: 'known-head', seq, why: 'differs' });
    last = { seq, mac };
  };

  for (;;) {
    const next = await client.auditEntry.findMany({
      where: { seq: { gt: last.seq } },
      orderBy: { seq: 'asc' },
      take: batch,
    });
    for (const row of next) if (row.seq !== null) look({ ...row, seq: row.seq });
    if (next.length > 0) continue;
    const head = (await client.auditHead.findUnique({ where: { id: 1 } })) ?? beginning;
    // Sealed since we looked?
    if (head.seq > last.seq && (await client.auditEntry.count({ where: { seq: { gt: last.seq } } })) > 0) continue;
    if (head.seq > last.seq) findings.push({ kind: 'cut', from: last.seq + 1n, to: head.seq });
    else if (head.seq < last.seq || head.mac !== last.mac) findings.push({ kind: 'head', seq: head.seq });
    break;
  }
  if (known && known.seq > last.seq) findings.push({ kind: 'known-head', seq: known.seq, why: 'gone' });
  if (known && known.seq < checkpoint.seq) {
    const kept = await client.auditCheckpoint.count({ where: { seq: known.seq } });
    if (kept === 0) findings.push({ kind: 'known-head', seq: known.seq, why: 'pruned' });
  }

  const unsealed = await client.auditEntry.findMany({ where: { seq: null } });
  for (const row of unsealed) lookAtDetail(row, findings, erasures);
  for (const row of unsealed) {
    if (row.mac === null || !safeEqual(row.mac, stampOf(key, row))) findings.push({ kind: 'foreign', id: row.id });
    else erasures.look(row);
  }
  return { findings: [...findings, ...erasures.unexplained()], rows, unsealed: unsealed.length, checkpoint, end: last };
}

function lookAtDetail({ id, seq, detail, salt, detailDigest }: Row, findings: Finding[], erasures: Erasures): void {
  if (detail === null && salt === null) erasures.await({ id, seq });
  else if (detail === null || salt === null || digestDetail(salt, detail) !== detailDigest) {
    findings.push({ kind: 'detail', seq, id });
  }
}

const ErasedSchema = z.object({ erased: z.array(z.string()) });

type Erasures = ReturnType<typeof createErasures>;

/** Rows whose detail is gone, until an erasure comes that names them: it is recorded with what it erases, so behind it. */
function createErasures() {
  const awaited = new Map<string, bigint | null>();
  return {
    await: ({ id, seq }: { id: string; seq: bigint | null }) => void awaited.set(id, seq),
    /** @param row authentic */
    look({ action, salt, detail, detailDigest }: Row) {
      if (action !== 'person.erase' || salt === null || detail === null) return;
      if (digestDetail(salt, detail) !== detailDigest) return;
      const parsed = ErasedSchema.safeParse(JSON.parse(detail));
      for (const id of parsed.data?.erased ?? []) awaited.delete(id);
    },
    unexplained: (): Finding[] => [...awaited].map(([id, seq]) => ({ kind: 'erased', seq, id })),
  };
}

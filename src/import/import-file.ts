import { createHash } from 'node:crypto';
import { readFile as readWhole, stat } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import type { ImportProgress } from '../domain/exchange.ts';
import type { ImportOutcome, ImportReport } from '../domain/workbook/report.ts';
import { applyPlan, Stale } from './apply.ts';
import { type Claim, claimImport, Lost, type Now } from './claim.ts';
import { tidyUp, unmark } from './leftovers.ts';
import type { Line } from './line.ts';
import { type Plan, planImport } from './plan.ts';
import { readFile } from './read-file.ts';
import { sql } from './statement.ts';
import type { ImportTask } from './task.ts';
import { isNothing } from './writes.ts';

export interface ImportResult {
  outcome: ImportOutcome | 'checked';
  report: ImportReport;
  /** SHA-256 of the file. */
  fileDigest: string;
}

/** More changes than this nobody reads one by one; they are counted. */
const changesAtMost = 20_000;

/** Does the whole of one task. @throws UserError if the file cannot be read at all, or not be applied now */
export async function importFile(
  line: Line,
  task: ImportTask,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  const { work } = task;
  const began = performance.now();
  const now: Now = () => new Date(task.now.getTime() + performance.now() - began);
  const bytes = await bytesOf(line, task);
  const fileDigest = createHash('sha256').update(bytes).digest('hex');
  if (work.mode === 'check') {
    const { plan, found } = await plannedFrom(bytes, line, task, onProgress);
    return { outcome: 'checked', report: reportOf(plan, found), fileDigest };
  }
  await tidyUp(line, now);
  const claim = await claimImport(line, { id: work.importId, digest: fileDigest, now });
  try {
    const { plan, found } = await plannedFrom(bytes, line, task, onProgress);
    const report = reportOf(plan, found);
    const refused = whyNot(plan, work);
    if (refused !== null) {
      await claim.release(refused === 'stale' ? 'CHECKED' : 'DISCARDED');
      return { outcome: refused, report, fileDigest };
    }
    const outcome = await apply(line, plan, { task: work, auditKey: task.keys.audit, claim, now, onProgress });
    return { outcome, report, fileDigest };
  } catch (error) {
    await claim.release('FAILED').catch(() => undefined);
    await tidyUp(line, now).catch(() => undefined);
    if (error instanceof Lost || error instanceof Stale || isConflict(error)) {
      throw new UserError('导入期间数据被他人修改，本次没有写入任何数据，请重新导入。');
    }
    throw error;
  }
}

function whyNot(
  { findings, changes, concerned, writes, digest }: Plan,
  { allowChanges, agreed }: { allowChanges: boolean; agreed: string | null },
): ImportOutcome | null {
  if (findings.problemCount > 0) return 'problems';
  if (isNothing(writes)) return 'nothing';
  if (agreed !== null && agreed !== digest) return 'stale';
  // What everybody will hear of is looked at first, too.
  const isToBeAgreed = changes.length > 0 || concerned.some(({ isEverybody }) => isEverybody);
  if (isToBeAgreed && !allowChanges) return 'unconfirmed';
  return null;
}

async function apply(
  line: Line,
  plan: Plan,
  {
    task: { importId, doer },
    auditKey,
    claim,
    now,
    onProgress,
  }: {
    task: Extract<ImportTask['work'], { mode: 'apply' }>;
    auditKey: Buffer;
    claim: Claim;
    now: Now;
    onProgress(progress: ImportProgress): void;
  },
): Promise<'applied'> {
  await applyPlan(line, plan, {
    importId,
    doer,
    auditKey,
    claim,
    now,
    onProgress: (done, total) => onProgress({ stage: 'write', done, total }),
  });
  onProgress({ stage: 'tidy', done: 0, total: null });
  // Applied is applied: what is left marked is unmarked by the next import.
  await unmark(line, importId).catch(() => undefined);
  return 'applied';
}

async function plannedFrom(
  bytes: Buffer,
  line: Line,
  { keys, today, now }: ImportTask,
  onProgress: (progress: ImportProgress) => void,
) {
  let rows = 0;
  const content = await readFile(bytes, {
    today,
    onRow() {
      rows += 1;
      if (rows % 1000 === 0) onProgress({ stage: 'read', done: rows, total: null });
    },
  });
  onProgress({ stage: 'compare', done: 0, total: null });
  return { plan: await planImport(content, { db: line, keys, today, now }), found: content.found };
}

function reportOf({ counts, changes, concerned, findings, digest }: Plan, found: ImportReport['found']): ImportReport {
  const { problems, problemCount, notes } = findings;
  return {
    found,
    counts,
    changes: changes.slice(0, changesAtMost).map(({ sheet, row, enterprise, subject, column, before, after }) => ({
      sheet,
      row,
      enterprise,
      subject,
      column,
      before,
      after,
    })),
    changeCount: changes.length,
    concerned,
    problems,
    problemCount,
    notes,
    digest,
  };
}

async function bytesOf(line: Line, { source, fileBytesAtMost }: ImportTask): Promise<Buffer> {
  if ('path' in source) {
    const info = await stat(source.path).catch(() => null);
    if (!info?.isFile()) throw new UserError(`找不到文件 ${source.path}。`);
    if (info.size > fileBytesAtMost) throw new UserError(tooLarge(info.size, fileBytesAtMost));
    return readWhole(source.path);
  }
  const [row] = await line.query<{ bytes: Uint8Array }>(
    sql`SELECT "bytes" FROM "Attachment" WHERE "id" = ${source.attachmentId}`,
  );
  if (!row) throw new UserError('文件已过保存期限，请重新发送。');
  if (row.bytes.length > fileBytesAtMost) throw new UserError(tooLarge(row.bytes.length, fileBytesAtMost));
  return Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength);
}

/** The sentence for a file that is too large. */
export function tooLarge(bytes: number, atMost: number): string {
  const megabytes = (count: number) => (count / 2 ** 20).toFixed(count < 10 * 2 ** 20 ? 1 : 0);
  return `文件有 ${megabytes(bytes)} MB，超过 ${megabytes(atMost)} MB，不予处理。请删除图片等多余内容，或分成几个文件。`;
}

/** A row that somebody else wrote meanwhile: the same code, number or binding. */
function isConflict(error: unknown): boolean {
  const kind = (error as { cause?: { kind?: unknown } } | null)?.cause?.kind;
  return kind === 'UniqueConstraintViolation' || kind === 'ForeignKeyConstraintViolation';
}

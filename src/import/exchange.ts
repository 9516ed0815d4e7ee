import type { Clock } from '../core/clock.ts';
import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { importTemplate } from '../documents/import-template.ts';
import { dateOf } from '../domain/calendar.ts';
import {
  type Exchange,
  type ImportProgress,
  type ImportRecord,
  importBytesAtMost,
  type OnProgress,
} from '../domain/exchange.ts';
import { type ImportReport, noCounts } from '../domain/workbook/report.ts';
import { change, type StoreDeps } from '../store/store-deps.ts';
import { createExport } from './export.ts';
import { createReportFiles } from './report-files.ts';
import type { RunImport } from './run-import.ts';
import type { ImportTask } from './task.ts';

/** Files on their way are kept so long. */
const keepMs = 7 * 24 * 60 * 60_000;
/** So many problems and changes are kept with the record; who sent the file has the whole list as a file. */
const keptAtMost = 2000;

/** 导入 and 导出 of the running program: one process for one file, one file at a time. */
export function createExchange(
  deps: StoreDeps & { databaseUrl: string; clock: Clock; runImport: RunImport },
): Exchange {
  const { client, keys, databaseUrl, clock, runImport } = deps;
  const progress = new Map<string, ImportProgress>();
  const inTurn = createTurns();

  function run(
    { id, attachmentId, onProgress }: { id: string; attachmentId: string; onProgress: OnProgress | undefined },
    work: ImportTask['work'],
  ) {
    return inTurn(async () => {
      const now = clock.now();
      const { data, digest, audit } = keys;
      const task: ImportTask = {
        databaseUrl,
        keys: { data, digest, audit },
        today: dateOf(now),
        now,
        source: { attachmentId },
        fileBytesAtMost: importBytesAtMost,
        work,
      };
      try {
        return await runImport(task, {
          onProgress(step) {
            progress.set(id, step);
            onProgress?.(step);
          },
        });
      } finally {
        progress.delete(id);
      }
    });
  }

  async function find(id: string) {
    const row = await client.import.findUnique({ where: { id } });
    if (!row) return null;
    const report = JSON.parse(row.report) as ImportReport;
    // One that is older than a sheet does not count it.
    const counts = { ...noCounts(), ...report.counts };
    const concerned = report.concerned ?? [];
    return { ...row, state: row.state as ImportRecord['state'], report: { ...report, counts, concerned } };
  }

  const keep: Exchange['keep'] = async (doer, { name, bytes }) => {
    if (doer.personId === null) throw new Error('nobody known to keep a file for');
    if (bytes.length > importBytesAtMost) throw new UserError('文件超过 20 MB，不予处理。');
    const id = newId();
    const copy = new Uint8Array(bytes);
    await client.attachment.create({
      data: { id, name: name.slice(0, 200), bytes: copy, personId: doer.personId, recordedAt: doer.at },
    });
    return id;
  };

  return {
    ...createExport(deps),
    ...createReportFiles(deps, { keep, inTurn: createTurns() }),
    keep,
    template: async (doer) => keep(doer, { name: '导入模板.xlsx', bytes: await importTemplate() }),

    async check(doer, attachmentId, onProgress) {
      const file = await client.attachment.findUnique({ where: { id: attachmentId }, select: { personId: true } });
      if (!file || file.personId !== doer.personId) throw new UserError('文件已过保存期限，请重新发送。');
      const { report, fileDigest } = await run({ id: attachmentId, attachmentId, onProgress }, { mode: 'check' });
      const id = newId();
      // What cannot be applied is not left to be decided.
      const state = report.problemCount > 0 ? 'FAILED' : 'CHECKED';
      await change(deps, doer, async (tx) => {
        const row = { id, state, digest: fileDigest, attachmentId, personId: doer.personId };
        await tx.import.create({ data: { ...row, report: stored(report), recordedAt: doer.at } });
        const { counts, changeCount, problemCount } = report;
        const about = { objectType: 'import', objectId: id, detail: { counts, changeCount, problemCount } };
        return { result: null, alongside: { audit: [{ action: 'import.check', result: 'allowed', ...about }] } };
      });
      return { id, state, personId: doer.personId, report };
    },

    find,

    async apply(doer, importId, onProgress) {
      const before = await find(importId);
      if (!before?.attachmentId) throw new UserError('没有找到这次导入，请重新发送文件。');
      // Asked again, after a restart say: it is done already.
      if (before.state === 'APPLIED') return { outcome: 'applied', record: before };
      const { outcome, report } = await run(
        { id: importId, attachmentId: before.attachmentId, onProgress },
        { mode: 'apply', importId, doer, allowChanges: true, agreed: before.report.digest },
      );
      if (outcome === 'checked') throw new Error('applying does not check');
      await client.import.update({ where: { id: importId }, data: { report: stored(report) } });
      const after = await find(importId);
      return { outcome, record: { ...before, state: after?.state ?? before.state, report } };
    },

    discard: (doer, importId) =>
      change(deps, doer, async (tx) => {
        const { count } = await tx.import.updateMany({
          where: { id: importId, state: 'CHECKED' },
          data: { state: 'DISCARDED' },
        });
        if (count === 0) return { result: false, alongside: null };
        const row = await tx.import.findUnique({ where: { id: importId }, select: { attachmentId: true } });
        if (row?.attachmentId) await tx.attachment.deleteMany({ where: { id: row.attachmentId } });
        const fact = { action: 'import.discard', result: 'allowed', objectType: 'import', objectId: importId } as const;
        return { result: true, alongside: { audit: [fact] } };
      }),

    progressOf: (id) => progress.get(id) ?? null,

    begin: (doer, work) =>
      change(deps, doer, async () => ({ result: undefined, alongside: { audit: [], works: [work] } })),

    async purge(now) {
      await client.attachment.deleteMany({ where: { recordedAt: { lt: new Date(now.getTime() - keepMs) } } });
    },
  };
}

/** Each waits for the one before, so that only one is in memory. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function stored(report: ImportReport): string {
  const { problems, changes } = report;
  return JSON.stringify({ ...report, problems: problems.slice(0, keptAtMost), changes: changes.slice(0, keptAtMost) });
}

import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { reportTemplate } from '../documents/report-template.ts';
import { type SheetToWrite, writeXlsx } from '../documents/write-xlsx.ts';
import { dateOf } from '../domain/calendar.ts';
import { type Exchange, importBytesAtMost } from '../domain/exchange.ts';
import type { ReportFiles } from '../domain/reports/files.ts';
import { formatPeriod } from '../domain/reports/period.ts';
import { change, type StoreDeps } from '../store/store-deps.ts';
import { reportSheets } from './export-reports.ts';
import { readReportGrid } from './read-report.ts';

/** 月报 as workbooks. One is written or read at a time: so only one is in memory. */
export function createReportFiles(
  deps: StoreDeps,
  { keep, inTurn }: { keep: Exchange['keep']; inTurn<T>(work: () => Promise<T>): Promise<T> },
): ReportFiles {
  return {
    exportReports: (doer, { from, to }) =>
      inTurn(async () => {
        const { personId } = doer;
        if (personId === null) throw new Error('nobody known to export for');
        const { sheets, counts } = await reportSheets(deps, { from, to, at: doer.at });
        const bytes = await bytesOf(sheets);
        const id = newId();
        const { enterprises, rows } = counts();
        const span = from === to ? from : `${from}至${to}`;
        const file = { id, name: `月报-${span}-${dateOf(doer.at)}.xlsx`, bytes, personId, recordedAt: doer.at };
        // Recorded with the file: there is no copy that nobody knows of.
        await change(deps, doer, async (tx) => {
          await tx.attachment.create({ data: file });
          const about = { objectType: 'reports', objectId: id, detail: { from, to, enterprises, rows, whole: true } };
          return { result: null, alongside: { audit: [{ action: 'export', result: 'allowed', ...about }] } };
        });
        return { attachmentId: id, enterprises, rows };
      }),

    async reportTemplate(doer, template) {
      const last = template.months.at(-1)?.period;
      const name = `月报表格-${last === undefined ? '' : formatPeriod(last)}.xlsx`;
      return keep(doer, { name, bytes: await reportTemplate(template) });
    },

    readReports: (doer, attachmentId) =>
      inTurn(async () => {
        const file = await deps.client.attachment.findUnique({ where: { id: attachmentId } });
        if (!file || file.personId !== doer.personId) throw new UserError('文件已过保存期限，请重新发送。');
        return readReportGrid(Buffer.from(file.bytes));
      }),
  };
}

/** The whole workbook, unless it is larger than what the platforms carry: then writing ends there. */
async function bytesOf(sheets: readonly SheetToWrite[]): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of writeXlsx(sheets) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > importBytesAtMost) throw new UserError('导出文件超过 20 MB，请缩短期间后重试，例如按季度导出。');
  }
  return new Uint8Array(Buffer.concat(chunks));
}

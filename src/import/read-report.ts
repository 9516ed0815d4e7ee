import { UserError } from '../core/errors.ts';
import type { ReportGrid } from '../domain/reports/sheet.ts';
import { templateSheet } from '../domain/reports/template.ts';
import { type SheetRow, tidy } from '../domain/workbook/cell.ts';
import { openPackage, type ZipLimits } from './open-zip.ts';
import { readSheet, readWorkbook, type SheetInfo } from './read-workbook.ts';
import { createOwner, readSharedStrings } from './shared-strings.ts';

/**
 * A sheet of figures has a few hundred cells: what is much larger is none. That bounds reading to a fraction of a second,
 * a piece at a time, and to a few megabytes, so it needs no process of its own as an import does, whose start alone takes
 * longer and which is one at a time.
 */
const limits: ZipLimits = { unpackedAtMost: 8 * 2 ** 20, entriesAtMost: 200, ratioAtMost: 250 };
const rowsAtMost = 500;
const mergesAtMost = 200;

/** Reads the sheet of a filled-in template. @throws UserError if it is none */
export async function readReportGrid(bytes: Buffer): Promise<ReportGrid> {
  const pack = await openPackage(bytes, limits);
  try {
    const workbook = await readWorkbook(pack);
    const sheet = sheetOf(workbook.sheets);
    const own = createOwner();
    const shared = await readSharedStrings(pack, workbook.sharedStrings, own);
    const rows: SheetRow[] = [];
    const merges = await readSheet(pack, sheet.part, { shared, own }, (row) => {
      if (rows.length >= rowsAtMost) throw new UserError(`工作表超过${rowsAtMost}行，不是月报表格，未读取。`);
      rows.push(row);
    });
    if (merges.length > mergesAtMost) throw new UserError('表中合并单元格过多，请全部取消合并后重新发送。');
    return { rows, merges };
  } finally {
    pack.close();
  }
}

function sheetOf(sheets: readonly SheetInfo[]): SheetInfo {
  const named = sheets.find(({ name }) => tidy(name).replace(/\s/gu, '') === templateSheet);
  // Whoever copied it into a file of their own may have called it something else.
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  const sheet = named ?? (shown.length === 1 ? shown[0] : undefined);
  if (sheet) return sheet;
  throw new UserError(`文件中没有“${templateSheet}”工作表。发送“/月报 模板”获取表格。`);
}

import { UserError } from '../core/errors.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { SheetRow } from '../domain/workbook/cell.ts';
import { tidy } from '../domain/workbook/cell.ts';
import {
  contactColumns,
  enterpriseColumns,
  ignoredSheets,
  qualificationColumns,
  type SheetKind,
  sheetGroups,
  sheetKinds,
  sheets,
} from '../domain/workbook/columns.ts';
import { deadlineColumns } from '../domain/workbook/deadline-columns.ts';
import { type DeadlineRow, readDeadlineRow } from '../domain/workbook/deadline-rows.ts';
import { fundBatchColumns } from '../domain/workbook/fund-batch-columns.ts';
import { fundEntryColumns } from '../domain/workbook/fund-entry-columns.ts';
import { fundProjectColumns } from '../domain/workbook/fund-project-columns.ts';
import {
  type FundBatchRow,
  type FundEntryRow,
  type FundProjectRow,
  type ReversalRow,
  readFundBatchRow,
  readFundEntryRow,
  readFundProjectRow,
} from '../domain/workbook/fund-rows.ts';
import { createFindings, type FindingsCollector } from '../domain/workbook/problem.ts';
import {
  type ContactRow,
  type EnterpriseRow,
  type QualificationRow,
  readContactRow,
  readEnterpriseRow,
  readQualificationRow,
} from '../domain/workbook/rows.ts';
import { openPackage, type Package, type ZipLimits } from './open-zip.ts';
import { readSheet, readWorkbook, type SheetInfo, type Strings, type Workbook } from './read-workbook.ts';
import { createOwner, readSharedStrings } from './shared-strings.ts';
import { createSheetTable } from './sheet-table.ts';

/** A file as it was understood; what is wrong with it is in the findings. */
export interface FileContent {
  /** Names of the sheets that were found. */
  found: Readonly<Partial<Record<SheetKind, string>>>;
  enterprises: EnterpriseRow[];
  contacts: ContactRow[];
  qualifications: QualificationRow[];
  fundBatches: FundBatchRow[];
  fundProjects: FundProjectRow[];
  fundEntries: (FundEntryRow | ReversalRow)[];
  deadlines: DeadlineRow[];
  findings: FindingsCollector;
}

/** Reads a whole file. @throws UserError if it is none that could be read */
export async function readFile(
  bytes: Buffer,
  options: { today: CalendarDate; limits?: ZipLimits; onRow?(): void },
): Promise<FileContent> {
  const pack = await openPackage(bytes, options.limits);
  try {
    const workbook = await readWorkbook(pack);
    const own = createOwner();
    const strings: Strings = { shared: await readSharedStrings(pack, workbook.sharedStrings, own), own };
    const findings = createFindings();
    const chosen = await chooseSheets(pack, workbook, strings, findings);
    const content = {
      found: Object.fromEntries([...chosen].map(([kind, { name }]) => [kind, name])),
      enterprises: [] as EnterpriseRow[],
      contacts: [] as ContactRow[],
      qualifications: [] as QualificationRow[],
      fundBatches: [] as FundBatchRow[],
      fundProjects: [] as FundProjectRow[],
      fundEntries: [] as (FundEntryRow | ReversalRow)[],
      deadlines: [] as DeadlineRow[],
      findings,
    };
    const common = { findings, dateSystem: workbook.dateSystem, today: options.today };
    const tables = {
      enterprises: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('enterprises'),
          columns: enterpriseColumns,
          read: readEnterpriseRow,
          rows: content.enterprises,
        }),
      contacts: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('contacts'),
          columns: contactColumns,
          read: readContactRow,
          rows: content.contacts,
        }),
      qualifications: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('qualifications'),
          columns: qualificationColumns,
          read: readQualificationRow,
          rows: content.qualifications,
        }),
      fundBatches: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('fundBatches'),
          columns: fundBatchColumns,
          read: readFundBatchRow,
          rows: content.fundBatches,
        }),
      fundProjects: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('fundProjects'),
          columns: fundProjectColumns,
          read: readFundProjectRow,
          rows: content.fundProjects,
        }),
      fundEntries: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('fundEntries'),
          columns: fundEntryColumns,
          read: readFundEntryRow,
          rows: content.fundEntries,
        }),
      deadlines: () =>
        createSheetTable({
          ...common,
          sheet: nameOf('deadlines'),
          columns: deadlineColumns,
          read: readDeadlineRow,
          rows: content.deadlines,
        }),
    };
    const nameOf = (kind: SheetKind) => chosen.get(kind)?.name ?? sheets[kind].name;
    for (const kind of sheetKinds) {
      const sheet = chosen.get(kind);
      if (!sheet) {
        const isExpected = sheetGroups.some((group) => group.includes(kind) && group.some((one) => chosen.has(one)));
        if (isExpected && findings.problemCount === 0) {
          findings.note(`文件中没有“${sheets[kind].name}”表，未导入该类数据。`);
        }
        continue;
      }
      const table = tables[kind]();
      const merges = await readSheet(pack, sheet.part, strings, (row) => {
        table.row(row);
        options.onRow?.();
      });
      table.end(merges);
    }
    return content;
  } finally {
    pack.close();
  }
}

/** Which sheet is which. One that is not known and not empty is a problem: it may be one that was renamed. */
async function chooseSheets(
  pack: Package,
  workbook: Workbook,
  strings: Strings,
  findings: FindingsCollector,
): Promise<Map<SheetKind, SheetInfo>> {
  const chosen = new Map<SheetKind, SheetInfo>();
  const expected = sheetKinds.map((kind) => `“${sheets[kind].name}”`).join('、');
  for (const sheet of workbook.sheets) {
    const name = tidy(sheet.name).replace(/\s/gu, '');
    const kind = sheetKinds.find((one) => sheets[one].name === name || sheets[one].also.includes(name));
    if (kind === undefined) {
      if (ignoredSheets.has(name) || sheet.isHidden || (await isEmpty(pack, sheet, strings))) continue;
      const reason = `不认识的工作表。应为${expected}；不导入的请删除，或改名为“说明”。`;
      findings.add({ sheet: shortened(sheet.name), row: null, column: null, reason });
      continue;
    }
    const before = chosen.get(kind);
    if (before) {
      const reason = `“${before.name}”和“${sheet.name}”都是${sheets[kind].name}表，请只留一张。`;
      findings.add({ sheet: sheet.name, row: null, column: null, reason });
    } else chosen.set(kind, sheet);
  }
  if (chosen.size === 0) {
    const names = workbook.sheets
      .map(({ name }) => `“${shortened(name)}”`)
      .slice(0, 10)
      .join('、');
    throw new UserError(`文件中没有可以导入的工作表。应有${expected}中的至少一张，这里是${names || '空文件'}。`);
  }
  return chosen;
}

function shortened(name: string): string {
  return name.length > 20 ? `${name.slice(0, 20)}…` : name;
}

async function isEmpty(pack: Package, sheet: SheetInfo, strings: Strings): Promise<boolean> {
  let hasRows = false;
  await readSheet(pack, sheet.part, strings, (row: SheetRow) => {
    hasRows ||= [...row.cells.values()].some(({ value }) => tidy(value) !== '');
  });
  return !hasRows;
}

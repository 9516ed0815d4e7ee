import { posix } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Cell, DateSystem, SheetRow } from '../domain/workbook/cell.ts';
import { addressOf } from '../domain/workbook/header.ts';
import type { Package } from './open-zip.ts';
import { readXml } from './read-xml.ts';
import { unescaped } from './shared-strings.ts';

export interface SheetInfo {
  name: string;
  part: string;
  isHidden: boolean;
}

/** What a workbook says about itself. */
export interface Workbook {
  sheets: readonly SheetInfo[];
  dateSystem: DateSystem;
  sharedStrings: string | null;
}

const officeDocument = /\/officeDocument$/u;

/** @throws UserError if it is no Excel workbook */
export async function readWorkbook(pack: Package): Promise<Workbook> {
  const root = await relationships(pack, '_rels/.rels', '');
  const main = [...root.values()].find(({ type }) => officeDocument.test(type))?.target;
  if (main === undefined || !pack.has(main)) throw new UserError('这个压缩包不是 Excel 工作簿（.xlsx）。');
  if (main.endsWith('.bin')) throw new UserError('这是 .xlsb 文件，请另存为 .xlsx 格式后再导入。');
  const links = await relationships(
    pack,
    posix.join(posix.dirname(main), '_rels', `${posix.basename(main)}.rels`),
    posix.dirname(main),
  );
  const sheets: SheetInfo[] = [];
  let dateSystem: DateSystem = 1900;
  let isWorkbook = false;
  await readXml(pack.open(main), {
    open(name, attribute) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr' && /^(?:1|true)$/u.test(attribute('date1904') ?? '')) dateSystem = 1904;
      if (name !== 'sheet') return;
      const link = links.get(attribute('r:id') ?? attribute('id') ?? '');
      // Others are charts and dialogues.
      if (!link?.type.endsWith('/worksheet')) return;
      sheets.push({
        name: attribute('name') ?? '',
        part: link.target,
        isHidden: /idden$/u.test(attribute('state') ?? ''),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  if (!isWorkbook) throw new UserError('这个文件不是 Excel 工作簿（.xlsx），请用 Excel 或 WPS 另存后再导入。');
  const strings = [...links.values()].find(({ type }) => type.endsWith('/sharedStrings'));
  return { sheets, dateSystem, sharedStrings: strings?.target ?? null };
}

/** The parts that a part refers to, by the id it calls them. */
async function relationships(
  pack: Package,
  part: string,
  base: string,
): Promise<Map<string, { type: string; target: string }>> {
  const found = new Map<string, { type: string; target: string }>();
  if (!pack.has(part)) return found;
  await readXml(pack.open(part), {
    open(name, attribute) {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      const path = target.startsWith('/') ? target.slice(1) : posix.join(base, target);
      found.set(attribute('Id') ?? '', { type: attribute('Type') ?? '', target: path });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return found;
}

/** Cells that were made one: `B3:B5`. */
export interface Merge {
  text: string;
  firstRow: number;
  lastRow: number;
}

/** Texts that cells refer to by number, and what makes others our own. */
export interface Strings {
  shared: readonly string[];
  own(text: string): string;
}

/** A sheet may have so many rows and columns; Excel's own limits are 1 048 576 and 16 384. */
const rowsAtMost = 100_000;
const columnsAtMost = 200;
const mergesAtMost = 10_000;
const charactersAtMost = 32_767;

/**
 * Reads a sheet row by row as it is unpacked; rows without anything in them are left out.
 * @returns the merged cells, which the file tells of behind its rows
 */
export async function readSheet(
  pack: Package,
  part: string,
  { shared, own }: Strings,
  onRow: (row: SheetRow) => void,
): Promise<readonly Merge[]> {
  const merges: Merge[] = [];
  let rows = 0;
  let rowNumber = 0;
  let column = -1;
  let cells = new Map<number, Cell>();
  let type = 'n';
  let value = '';
  let formula = false;
  let collects = false;
  let isInPhonetic = false;

  function endCell(): void {
    const cell = cellOf(type, value, formula, { shared, own });
    if (!cell) return;
    if (column >= columnsAtMost) throw new UserError(`工作表超过${columnsAtMost}列，请删除多余的列后再试。`);
    cells.set(column, cell);
  }

  function endRow(): void {
    if (cells.size === 0) return;
    rows += 1;
    if (rows > rowsAtMost) throw new UserError(`工作表超过${rowsAtMost}行，请分成几个文件导入。`);
    onRow({ number: rowNumber, cells });
  }

  await readXml(pack.open(part), {
    open(name, attribute) {
      switch (name) {
        case 'row':
          // Both the row's number and the cell's address may be left out: then it is the next.
          rowNumber = Number(attribute('r') ?? rowNumber + 1);
          cells = new Map();
          column = -1;
          break;
        case 'c':
          column = addressOf(attribute('r') ?? '')?.column ?? column + 1;
          type = attribute('t') ?? 'n';
          value = '';
          formula = false;
          break;
        case 'f':
          formula = true;
          break;
        case 'rPh':
          isInPhonetic = true;
          break;
        case 'v':
        case 't':
          collects = !isInPhonetic;
          break;
        case 'mergeCell': {
          const merge = mergeOf(attribute('ref') ?? '');
          if (merge && merges.length < mergesAtMost) merges.push(merge);
          break;
        }
      }
    },
    close(name) {
      if (name === 'v' || name === 't') collects = false;
      else if (name === 'rPh') isInPhonetic = false;
      else if (name === 'c') endCell();
      else if (name === 'row') endRow();
    },
    text(piece) {
      if (collects && value.length <= charactersAtMost) value += piece;
    },
  });
  return merges;
}

/** Null if there is nothing in it. */
function cellOf(type: string, value: string, formula: boolean, { shared, own }: Strings): Cell | null {
  switch (type) {
    case 's': {
      const text = shared[Number(value)];
      if (text === undefined) throw new UserError('文件内容已损坏，请在 Excel 或 WPS 中重新保存后再试。');
      return text === '' ? null : { kind: 'text', value: text, formula };
    }
    case 'inlineStr':
    case 'str':
    case 'd':
      return value === '' && !formula ? null : { kind: 'text', value: own(unescaped(value)), formula };
    case 'b':
      return { kind: 'boolean', value, formula };
    case 'e':
      return { kind: 'error', value: own(value), formula };
    default:
      return value === '' && !formula ? null : { kind: 'number', value: own(value), formula };
  }
}

function mergeOf(reference: string): Merge | null {
  const [from, to] = reference.split(':').map(addressOf);
  if (!from) return null;
  return { text: reference.slice(0, 20), firstRow: from.row, lastRow: (to ?? from).row };
}

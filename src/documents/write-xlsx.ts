import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { letters } from '../domain/workbook/header.ts';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface SheetToWrite {
  name: string;
  columns: readonly { header: string; width: number; choices?: readonly string[] }[];
  /** One cell for each column; null = empty. Read as the file is written. */
  rows: Iterable<readonly CellToWrite[]> | AsyncIterable<readonly CellToWrite[]>;
  /** So many columns stay where they are when the others are moved; the header always does. */
  frozenColumns?: number;
}

/**
 * A text, or a number as it is written in digits, shown with two decimals or (`whole`) none: nothing is lost on the way, and
 * it can be summed up. A number that is null is an empty cell which takes what is typed into it for one.
 */
export type CellToWrite = string | null | { number: string | null; whole?: boolean };

/**
 * Writes a workbook as it is read: no more than a few rows are in memory at once. What is text has
 * the format of text, so that no spreadsheet turns a code, a number or a date into something else; a text that begins with
 * `=` is no formula either.
 */
export function writeXlsx(sheets: readonly SheetToWrite[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name);
  add('[Content_Types].xml', contentTypes(sheets.length));
  add('_rels/.rels', rootRelationships);
  add('xl/workbook.xml', workbook(sheets));
  add('xl/_rels/workbook.xml.rels', workbookRelationships(sheets.length));
  add('xl/styles.xml', styles);
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, (take) => {
      const rows = Readable.from(pieces(sheet), { objectMode: false });
      // Nobody else listens: a row that cannot be read would end the process, and who waits for the file would wait on.
      rows.on('error', (error) => output.destroy(error));
      take(null, rows);
    });
  }
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  zip.end();
  return output;
}

/** The whole workbook. */
export async function xlsxBytes(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeXlsx(sheets)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const spreadsheetml = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Choices are offered for so many rows. */
const rowsWithChoices = 5000;
/** A list of choices that stands in the sheet itself may have no more characters. */
const choicesAtMost = 255;
const rowsAPiece = 200;

function contentTypes(count: number): string {
  const part = (name: string, kind: string) =>
    `<Override PartName="${name}" ContentType="${spreadsheetml}.${kind}+xml"/>`;
  return `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/styles.xml', 'styles')}${each(count, (n) => part(`/xl/worksheets/sheet${n}.xml`, 'worksheet'))}</Types>`;
}

const rootRelationships = `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function workbookRelationships(count: number): string {
  const sheet = (n: number) =>
    `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`;
  return `${xml}<Relationships xmlns="${packages}/relationships">${each(count, sheet)}<Relationship Id="rId${count + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
}

function workbook(sheets: readonly SheetToWrite[]): string {
  const list = sheets.map(({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`);
  return `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`;
}

/** 0: plain, 1: text (Excel's own format 49), 2: header, 3: number with two decimals (format 2), 4: whole number (format 1). */
const styles = `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>`;

async function* pieces({ columns, rows, frozenColumns = 0 }: SheetToWrite): AsyncGenerator<Buffer> {
  const cols = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" style="1" customWidth="1"/>`,
  );
  const view = `<sheetViews><sheetView workbookViewId="0">${pane(frozenColumns)}</sheetView></sheetViews>`;
  let text = `${xml}<worksheet xmlns="${main}">${view}<cols>${cols.join('')}</cols><sheetData>`;
  text += rowXml(
    1,
    columns.map(({ header }) => header),
    2,
  );
  let number = 1;
  for await (const row of rows) {
    number += 1;
    text += rowXml(number, row, 1);
    if (number % rowsAPiece > 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData>${validations(columns)}</worksheet>`);
}

function pane(columns: number): string {
  const split = columns === 0 ? '' : `xSplit="${columns}" `;
  const active = columns === 0 ? 'bottomLeft' : 'bottomRight';
  return `<pane ${split}ySplit="1" topLeftCell="${letters(columns)}2" activePane="${active}" state="frozen"/>`;
}

function rowXml(number: number, cells: readonly CellToWrite[], style: number): string {
  const parts = cells.map((value, index) => {
    if (value === null || value === '') return '';
    const at = `${letters(index)}${number}`;
    if (typeof value !== 'string') {
      const format = value.whole ? 4 : 3;
      if (value.number === null) return `<c r="${at}" s="${format}"/>`;
      return `<c r="${at}" s="${format}"><v>${digits(value.number)}</v></c>`;
    }
    return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  });
  return `<row r="${number}">${parts.join('')}</row>`;
}

function digits(number: string): string {
  if (!/^-?\d+(?:\.\d+)?$/u.test(number)) throw new Error('not a number in digits');
  return number;
}

function validations(columns: SheetToWrite['columns']): string {
  const list = columns.flatMap(({ choices }, index) => {
    const formula = `"${choices?.join(',') ?? ''}"`;
    if (!choices || formula.length > choicesAtMost) return [];
    const range = `${letters(index)}2:${letters(index)}${rowsWithChoices}`;
    return [
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${range}"><formula1>${escaped(formula)}</formula1></dataValidation>`,
    ];
  });
  return list.length === 0 ? '' : `<dataValidations count="${list.length}">${list.join('')}</dataValidations>`;
}

/** Without what XML cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/gu, '_x005F_x')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function each(count: number, make: (n: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index + 1)).join('');
}

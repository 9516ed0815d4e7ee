import { ZipFile } from 'yazl';
import { xlsxBytes } from '../../src/documents/write-xlsx.ts';
import { type SheetKind, sheetKinds, sheets, writtenColumns } from '../../src/domain/workbook/columns.ts';

export type Rows = readonly (readonly (string | null)[])[];

/** A workbook of sheets, each given by its name, its header and its rows. */
export function workbook(...sheets: { name: string; header: readonly string[]; rows: Rows }[]): Promise<Buffer> {
  return xlsxBytes(
    sheets.map(({ name, header, rows }) => ({
      name,
      rows,
      columns: header.map((one) => ({ header: one, width: 20 })),
    })),
  );
}

/** The sheets that are given, with all their columns; cells that are left out at the end of a row are empty. */
export function fullWorkbook(content: Partial<Record<SheetKind, Rows>>): Promise<Buffer> {
  return workbook(
    ...sheetKinds.flatMap((kind) => {
      const rows = content[kind];
      return rows ? [{ name: sheets[kind].name, header: writtenColumns(kind).map(({ header }) => header), rows }] : [];
    }),
  );
}

/** Rows of a sheet by the keys of their columns; what is left out is empty. */
export function rowsBy(kind: SheetKind, ...rows: readonly Readonly<Record<string, string>>[]): Rows {
  const keys = Object.entries(sheets[kind].columns).flatMap(([key, { isOptional }]) => (isOptional ? [] : key));
  for (const key of rows.flatMap((row) => Object.keys(row)))
    if (!keys.includes(key)) throw new Error(`no column ${key}`);
  return rows.map((row) => keys.map((key) => row[key] ?? ''));
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A zip file of these entries. */
export async function zipOf(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A workbook whose sheets are written by hand: what stands within `<worksheet>`. */
export function rawWorkbook(
  sheets: Readonly<Record<string, string>>,
  options: {
    sharedStrings?: string;
    date1904?: boolean;
    hidden?: readonly string[];
    extra?: Record<string, Buffer>;
  } = {},
): Promise<Buffer> {
  const names = Object.keys(sheets);
  const rel = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const relationships = (list: string) =>
    `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`;
  const hidden = (name: string) => (options.hidden?.includes(name) ? ' state="hidden"' : '');
  const list = names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"${hidden(name)}/>`);
  const settings = options.date1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>';
  return zipOf({
    '_rels/.rels': relationships(rel('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}">${settings}<sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      names.map((_, n) => rel(`rId${n + 1}`, 'worksheet', `worksheets/sheet${n + 1}.xml`)).join('') +
        rel('strings', 'sharedStrings', '/xl/sharedStrings.xml'),
    ),
    'xl/sharedStrings.xml': `${xml}<sst xmlns="${main}">${options.sharedStrings ?? ''}</sst>`,
    ...Object.fromEntries(
      names.map((name, n) => [
        `xl/worksheets/sheet${n + 1}.xml`,
        `${xml}<worksheet xmlns="${main}">${sheets[name]}</worksheet>`,
      ]),
    ),
    ...options.extra,
  });
}

/** `<sheetData>` of rows of ready cells: a text becomes an inline string, what begins with `<c` stays as it is. */
export function sheetData(rows: readonly (readonly string[])[], from = 1): string {
  const cell = (text: string) => (text.startsWith('<c') ? text : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return `<sheetData>${rows.map((cells, n) => `<row r="${n + from}">${cells.map(cell).join('')}</row>`).join('')}</sheetData>`;
}

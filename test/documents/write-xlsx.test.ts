import { describe, expect, it } from 'vitest';
import { type CellToWrite, xlsxBytes } from '../../src/documents/write-xlsx.ts';
import { exactYuan, readAmount } from '../../src/domain/money.ts';
import { openPackage } from '../../src/import/open-zip.ts';

/** The XML of the second row. */
async function rowOf(...cells: CellToWrite[]): Promise<string> {
  const columns = cells.map((_, n) => ({ header: `列${n + 1}`, width: 12 }));
  const pack = await openPackage(await xlsxBytes([{ name: '表', columns, rows: [cells] }]));
  const chunks: Buffer[] = [];
  for await (const chunk of pack.open('xl/worksheets/sheet1.xml')) chunks.push(chunk);
  pack.close();
  return /<row r="2">(.*?)<\/row>/su.exec(Buffer.concat(chunks).toString())?.[1] ?? '';
}

describe('numbers', () => {
  it.each([
    // What no binary fraction holds, the largest and the smallest amounts, and what was taken back.
    '0.10',
    '1.005',
    '199.55',
    '-0.01',
    '0.00',
    '999999999999.99',
    '-999999999999.99',
    '10070500',
  ])('%s is written digit by digit, as a number', async (number) => {
    expect(await rowOf('甲', { number })).toContain(`<c r="B2" s="3"><v>${number}</v></c>`);
  });

  it('every 分 of an amount arrives', async () => {
    for (const fen of [1n, -1n, 3_333_333n, 199_550_000n, 10n ** 14n - 1n]) {
      const [, value = ''] = /<v>(.*?)<\/v>/u.exec(await rowOf({ number: exactYuan(fen).slice(0, -1) })) ?? [];
      expect(readAmount(`${value}元`)).toMatchObject({ ok: true, fen });
    }
  });

  it.each(['1e9', '1,000', '１２', '', '.5', '5.', '+1', '—', '=1+1', '1</v><v>2', 'NaN'])(
    '%s is none',
    async (number) => {
      await expect(rowOf({ number })).rejects.toThrow('not a number in digits');
    },
  );
});

describe('texts', () => {
  it.each(['007', '=1+1', '2023-12', '12.50'])('%s stays one', async (text) => {
    const row = await rowOf(text);
    expect(row).toBe(`<c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`);
  });

  it('what is empty has no cell', async () => {
    expect(await rowOf(null, '', { number: '1' })).toBe('<c r="C2" s="3"><v>1</v></c>');
  });
});

it('rows that cannot be read any more are an error of the file, and of nothing else', async () => {
  async function* rows() {
    yield ['甲'];
    await Promise.resolve();
    throw new Error('the database is gone');
  }
  const sheet = { name: '表', columns: [{ header: '列', width: 12 }], rows: rows() };
  await expect(xlsxBytes([sheet])).rejects.toThrow('the database is gone');
});

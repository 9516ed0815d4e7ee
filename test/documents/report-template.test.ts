import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportTemplate } from '../../src/documents/report-template.ts';
import { type AskedIndicator, askedOf } from '../../src/domain/reports/asked.ts';
import type { Cell } from '../../src/domain/reports/cell.ts';
import { builtInSet } from '../../src/domain/reports/indicators.ts';
import { readReportSheet } from '../../src/domain/reports/sheet.ts';
import { readSheetFigures } from '../../src/domain/reports/sheet-figures.ts';
import type { TemplateMonth } from '../../src/domain/reports/template.ts';
import { readReportGrid } from '../../src/import/read-report.ts';

const firm = '某某科技有限公司';
const projects = [{ number: 12, name: '甲项目', received: 0n }];
const facts = { isHnte: true, isTechSme: false, isIndustry: false, operatingState: 'NORMAL', projects };
const asked = askedOf(builtInSet, facts);
const both = new Map([
  ['2026-09', asked],
  ['2026-10', asked],
]);

async function read(bytes: Buffer) {
  const sheet = readReportSheet(await readReportGrid(bytes));
  return { ...sheet, ...readSheetFigures(sheet, both) };
}

const flows = new Set(asked.filter(({ kind }) => kind === 'FLOW').map(({ key }) => key));
const monthOf = (period: string, given: Partial<TemplateMonth> = {}): TemplateMonth => ({
  ...{ period, isLate: false, version: 3, asked, known: new Map(), totals: new Set() },
  ...given,
});

describe('the template', () => {
  it('goes round: what is known comes back as it was', async () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n }).map((steps) => steps * 10_000n);
    const figureOf = ({ unit, mayBeNegative }: AskedIndicator) =>
      unit === 'WAN' ? (mayBeNegative ? amount.map((fen) => -fen) : amount) : fc.bigInt({ min: 0n, max: 999_999_999n });
    const cellOf = (one: AskedIndicator) =>
      fc.record({
        month: fc.option(figureOf(one)),
        total: one.kind === 'STOCK' ? fc.constant(null) : fc.option(figureOf(one)),
      });
    const cells = fc
      .tuple(...asked.map(cellOf))
      .map((all) => new Map(asked.map(({ key }, n) => [key, all[n] as Cell])));
    await fc.assert(
      fc.asyncProperty(cells, cells, async (one, two) => {
        const given = [
          monthOf('2026-09', { known: one, totals: flows }),
          monthOf('2026-10', { known: two, totals: flows, version: 7 }),
        ];
        const sheet = await read(await reportTemplate({ enterprise: { id: '1', name: firm }, months: given }));
        expect([sheet.enterprise, sheet.problems, sheet.notes]).toEqual([firm, [], []]);
        expect([...sheet.versions]).toEqual([
          ['2026-09', 3],
          ['2026-10', 7],
        ]);
        const filled = (known: ReadonlyMap<string, Cell>) =>
          [...known]
            .filter(([, { month, total }]) => month !== null || total !== null)
            .map(([key, cell]) => ({ key, ...cell }));
        expect(sheet.months.map(({ entries }) => entries)).toEqual([filled(one), filled(two)]);
      }),
      { numRuns: 30 },
    );
  });

  it('asks for cumulative figures only where it was told to, and marks what needs no figure', async () => {
    const given = [
      monthOf('2026-09', { asked: asked.filter(({ key }) => key !== 'export') }),
      monthOf('2026-10', { totals: new Set(['revenue']) }),
    ];
    const bytes = await reportTemplate({ enterprise: { id: '1', name: firm }, months: given });
    const { rows } = await readReportGrid(bytes);
    const texts = rows.map(({ cells }) => [...cells.values()].map(({ value }) => value));
    expect(texts[0]).toEqual(['指标', '2026年9月', '2026年10月', '2026年10月累计', '单位', '口径']);
    expect(texts[1]).toEqual([`企业全称：${firm}`]);
    expect(texts.find(([label]) => label === '出口额')).toEqual(['出口额', '—', '—', '万元']);
    expect(texts.find(([label]) => label === '*科技人员')).toEqual([
      '*科技人员',
      '—',
      '人',
      '月末数；包含在期末从业人员中',
    ]);
    expect(texts.at(-1)).toEqual(['表格版本（请勿改动）', '3', '3']);
  });

  it('of a renamed indicator has the latest name, and both months come back', async () => {
    const renamed = asked.map((one) => (one.key === 'export' ? { ...one, label: '出口总额', words: [] } : one));
    const known = new Map([['export', { month: 10_000n, total: null }]]);
    const given = [monthOf('2026-09', { known }), monthOf('2026-10', { known, asked: renamed })];
    const bytes = await reportTemplate({ enterprise: { id: '1', name: firm }, months: given });
    const sheet = readReportSheet(await readReportGrid(bytes));
    const figures = readSheetFigures(
      sheet,
      new Map([
        ['2026-09', asked],
        ['2026-10', renamed],
      ]),
    );
    expect(figures.problems).toEqual([]);
    expect(figures.months.map(({ entries }) => entries)).toEqual([
      [{ key: 'export', month: 10_000n, total: null }],
      [{ key: 'export', month: 10_000n, total: null }],
    ]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getInstanceById, init } from 'echarts/core';
import { describe, expect, it } from 'vitest';
import { drawPng, drawSvg } from '../../src/charts/draw-png.ts';
import { fundFigure } from '../../src/charts/fund-chart.ts';
import type { FundChart } from '../../src/domain/charts.ts';
import { readAmount } from '../../src/domain/money.ts';
import { charactersOf } from './font.ts';

function fen(text: string): bigint {
  const read = readAmount(text);
  if (!read.ok) throw new Error(read.reason);
  return read.fen;
}

const of2023: FundChart = {
  title: '2023年科技专项资金获得情况',
  subtitle: '数据截至2023年12月31日',
  levels: [
    { label: '中央', fen: fen('50万元') },
    { label: '自治区', fen: fen('662.5万元') },
    { label: '市', fen: fen('294.55万元') },
  ],
  batches: [
    { label: 'B-01 2023年中央引导地方科技发展资金', level: '中央', fen: fen('50万元') },
    { label: 'B-02 通辽市科技创新专项资金', level: '市', fen: fen('199.55万元') },
    { label: 'B-03 2023年第二批自治区科技成果转化专项资金', level: '自治区', fen: fen('362.5万元') },
  ],
};

/** Every text of the picture. */
function texts(chart: FundChart): string[] {
  const svg = drawSvg(fundFigure(chart));
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gsu)].map((match) => (match[1] ?? '').replace(/<[^>]+>/gu, ''));
}

/** Width and height as the PNG says them itself (ISO/IEC 15948, IHDR). */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('what is written in it', () => {
  it('is exact: amounts, shares of the levels, the total', () => {
    const written = texts(of2023);
    for (const text of [
      '2023年科技专项资金获得情况',
      '合计1007.05万元，共3批',
      '数据截至2023年12月31日',
      '50.00万元　占4.96%',
      '662.50万元　占65.79%',
      '294.55万元　占29.25%',
      'B-02 通辽市科技创新专项资金（市）',
      '199.55万元',
    ]) {
      expect(written).toContain(text);
    }
  });

  it('and exact beyond what a float can hold', () => {
    const levels = [{ label: '市', fen: 90_071_992_547_409_930_000n }];
    expect(texts({ ...of2023, levels }).join()).toContain('90071992547409.93');
  });

  it('of many batches the smallest are one, and the sum of them is exact', () => {
    const batches = Array.from({ length: 40 }, (_, n) => ({
      label: `B-${n + 1} 批次`,
      level: '市',
      fen: BigInt(n + 1) * 100_000_001n,
    }));
    const written = texts({ ...of2023, batches });
    // 1 + … + 26 = 351 times 1 000 000.01 元
    expect(written).toContain('其他26批合计（金额较小，未逐批列出）');
    expect(written).toContain('35100.00万元');
    expect(written.filter((text) => /^B-\d+ 批次（市）$/u.test(text))).toHaveLength(14);
    expect(written).toContain('B-40 批次（市）');
    expect(written).not.toContain('B-26 批次（市）');
  });

  it.each([
    [2500n, 2499n, '0.00万元'],
    [2500n, 2500n, '0.01万元'],
  ])('is summed before it is rounded: %d and %d 分', (one, other, sum) => {
    const large = Array.from({ length: 14 }, (_, n) => ({ label: `B-${n}`, level: '市', fen: 1_000_000n }));
    const small = [one, other].map((fen, n) => ({ label: `小 ${n}`, level: '市', fen }));
    const written = texts({ ...of2023, batches: [...small, ...large] });
    expect(written).toContain('其他2批合计（金额较小，未逐批列出）');
    expect(written.filter((text) => text === '0.00万元' || text === '0.01万元')).toEqual([sum]);
  });

  it('of batches that take away the smallest are one as well', () => {
    const batches = Array.from({ length: 16 }, (_, n) => ({ label: `B-${n + 1}`, level: '市', fen: -1_000_001n }));
    expect(texts({ ...of2023, batches })).toContain('-2.00万元');
    expect(texts({ ...of2023, batches: batches.slice(1) }).join()).not.toContain('其他');
  });

  it('has no share where a level is less than nothing, and says so', () => {
    const levels = [
      { label: '市', fen: 10_000_000n },
      { label: '开发区', fen: -1_000_000n },
    ];
    const written = texts({ ...of2023, levels });
    expect(written).toContain('合计9.00万元，共3批');
    expect(written).toContain('10.00万元　占—');
    expect(written).toContain('有级次的金额为负数，不计算占比');
    expect(texts(of2023)).not.toContain('有级次的金额为负数，不计算占比');
  });

  it('amounts as large as any fit beside their bars', () => {
    const fen = 99_999_999_999_999n;
    const { option } = fundFigure({ ...of2023, levels: [{ label: '市', fen }], batches: [] });
    const [grid] = option.grid as { left: number; width: number }[];
    // 100000000.00万元　占100.00% is 433 wide in the shipped font.
    expect((grid?.left ?? 0) + (grid?.width ?? 0) + 12 + 433).toBeLessThanOrEqual(750 - 36);
    expect(grid?.width).toBeGreaterThan(100);
  });

  it('long names are wrapped and nothing of them is lost', () => {
    const label = `B-07 ${'很长的批次名称'.repeat(12)}`;
    const written = texts({ ...of2023, batches: [{ label, level: '市', fen: 1n }] }).join('');
    expect(written).toContain(`${label}（市）`);
  });

  it.each([
    ['nothing', [], [], '没有登记的资金'],
    ['zero', [{ label: '市', fen: 0n }], [{ label: 'B-01 甲', level: '市', fen: 0n }], '0.00万元　占—'],
    ['less than nothing', [{ label: '市', fen: -5_000_000n }], [], '-5.00万元　占—'],
    ['what could be markup', [{ label: '<市>&"', fen: 1_000_000n }], [], '&lt;市&gt;&amp;&quot;'],
  ])('%s is drawn too', (_what, levels, batches, text) => {
    const chart = { ...of2023, levels, batches };
    expect(texts(chart).join('\n')).toContain(text);
    expect(sizeOf(drawPng(fundFigure(chart)))[0]).toBe(1500);
  });
});

describe('the picture', () => {
  it('is twice as large as the figure, so that it is sharp', () => {
    const figure = fundFigure(of2023);
    expect(sizeOf(drawPng(figure))).toEqual([1500, figure.height * 2]);
    expect(figure.height).toBeGreaterThan(figure.width);
  });

  it('grows with the batches up to a limit', () => {
    const heightOf = (count: number) =>
      fundFigure({ ...of2023, batches: Array.from({ length: count }, () => ({ label: '甲', level: '市', fen: 1n })) })
        .height;
    expect(heightOf(3)).toBeGreaterThan(heightOf(1));
    expect(heightOf(500)).toBe(heightOf(15));
  });

  it('is less sharp rather than endless', () => {
    expect(sizeOf(drawPng({ width: 750, height: 6000, option: {} }))).toEqual([1125, 9000]);
  });

  it('has its characters in the shipped font', () => {
    // Without the font all three would be empty; without these characters the first two would be the same boxes.
    const pictures = ['开发区镍', '自治区辽', '　'].map((text) => {
      const option = { graphic: [{ type: 'text', style: { text, fontSize: 28, fontFamily: 'Noto Sans SC' } }] };
      return Buffer.from(drawPng({ width: 200, height: 50, option })).toString('base64');
    });
    expect(new Set(pictures).size).toBe(3);
  });

  it('leaves nothing behind in the charting library, whether it was drawn or not', () => {
    const next = () => {
      const probe = init(null, null, { renderer: 'svg', ssr: true, width: 1, height: 1 });
      probe.dispose();
      return Number(probe.id.replace(/\D/gu, ''));
    };
    const before = next();
    const figure = fundFigure(of2023);
    for (let n = 0; n < 50; n++) drawSvg(figure);
    const broken = { ...figure, option: { ...figure.option, grid: [], xAxis: [{ gridIndex: 7 }] } };
    expect(() => drawSvg(broken)).toThrow();
    const after = next();
    // Instances are numbered in a row.
    expect(after - before).toBe(52);
    const kept = Array.from({ length: 52 }, (_, n) => getInstanceById(`ec_${before + n}`)).filter(Boolean);
    expect(kept).toEqual([]);
  });
});

it('the shipped font has every character that the product writes', () => {
  const root = join(import.meta.dirname, '../..');
  const has = charactersOf(readFileSync(join(root, 'src/charts/fonts/NotoSansSC-Regular.ttf')));
  const written = ['cards', 'handlers', 'src/domain', 'src/charts', 'prisma'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name) && !name.startsWith('generated'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  // Letters, marks and figures; not the arrows and ticks of messages.
  const characters = new Set(written.join('').match(/[\p{Script=Han}\p{P}\p{N}\p{L}]/gu));
  expect(characters.size).toBeGreaterThan(500);
  expect([...characters].filter((character) => !has(character))).toEqual([]);
});

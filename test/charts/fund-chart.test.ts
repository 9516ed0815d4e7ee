import { describe, expect, it } from 'vitest';
import { drawPng, drawSvg } from '../../src/charts/draw-png.ts';
import { fundFigure } from '../../src/charts/fund-chart.ts';
import type { FundChart } from '../../src/domain/charts.ts';
import { readAmount } from '../../src/domain/money.ts';

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
async function texts(chart: FundChart): Promise<string[]> {
  const svg = await drawSvg(fundFigure(chart));
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gsu)].map((match) => (match[1] ?? '').replace(/<[^>]+>/gu, ''));
}

/** Width and height as the PNG says them itself (ISO/IEC 15948, IHDR). */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('what is written in it', () => {
  it('is exact: amounts, shares of the levels, the total', async () => {
    const written = await texts(of2023);
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

  it('and exact beyond what a float can hold', async () => {
    const levels = [{ label: '市', fen: 90_071_992_547_409_930_000n }];
    expect((await texts({ ...of2023, levels })).join()).toContain('90071992547409.93');
  });

  it('of many batches the smallest are one, and the sum of them is exact', async () => {
    const batches = Array.from({ length: 40 }, (_, n) => ({
      label: `B-${n + 1} 批次`,
      level: '市',
      fen: BigInt(n + 1) * 100_000_001n,
    }));
    const written = await texts({ ...of2023, batches });
    // 1 + … + 26 = 351 times 1 000 000.01 元
    expect(written).toContain('其他26批合计');
    expect(written).toContain('35100.00万元');
    expect(written.filter((text) => /^B-\d+ 批次（市）$/u.test(text))).toHaveLength(14);
    expect(written).toContain('B-40 批次（市）');
    expect(written).not.toContain('B-26 批次（市）');
  });

  it('long names are wrapped and nothing of them is lost', async () => {
    const label = `B-07 ${'很长的批次名称'.repeat(12)}`;
    const written = (await texts({ ...of2023, batches: [{ label, level: '市', fen: 1n }] })).join('');
    expect(written).toContain(`${label}（市）`);
  });

  it.each([
    ['nothing', [], [], '没有登记的资金'],
    ['zero', [{ label: '市', fen: 0n }], [{ label: 'B-01 甲', level: '市', fen: 0n }], '0.00万元　占—'],
    ['less than nothing', [{ label: '市', fen: -5_000_000n }], [], '-5.00万元　占100.00%'],
    ['what could be markup', [{ label: '<市>&"', fen: 1_000_000n }], [], '&lt;市&gt;&amp;&quot;'],
  ])('%s is drawn too', async (_what, levels, batches, text) => {
    const chart = { ...of2023, levels, batches };
    expect((await texts(chart)).join('\n')).toContain(text);
    expect(sizeOf(await drawPng(fundFigure(chart)))[0]).toBe(1080);
  });
});

describe('the picture', () => {
  it('is as large as the figure', async () => {
    const figure = fundFigure(of2023);
    expect(sizeOf(await drawPng(figure))).toEqual([1080, figure.height]);
  });

  it('has its characters in the shipped font', async () => {
    // A character that a font lacks is not drawn: then both pictures would be the same.
    const withTitle = (title: string) => drawPng(fundFigure({ ...of2023, title }));
    const [zone, region, blank] = [await withTitle('开发区镍'), await withTitle('自治区辽'), await withTitle('　')];
    expect(Buffer.from(zone).equals(Buffer.from(region))).toBe(false);
    expect(Buffer.from(zone).equals(Buffer.from(blank))).toBe(false);
    expect(zone.length).toBeGreaterThan(blank.length + 1000);
  });

  it('leaves nothing behind in the charting library', async () => {
    const { getInstanceById } = await import('echarts/core');
    const drawn = await drawSvg(fundFigure(of2023));
    expect(drawn).toContain('<svg');
    // Instances are numbered in a row: of the last hundred none is left.
    const { init } = await import('echarts/core');
    const probe = init(null, null, { renderer: 'svg', ssr: true, width: 1, height: 1 });
    const last = Number(probe.id.replace(/\D/gu, ''));
    probe.dispose();
    const kept = Array.from({ length: 100 }, (_, n) => getInstanceById(`ec_${last - n}`)).filter(Boolean);
    expect(kept).toEqual([]);
  });
});

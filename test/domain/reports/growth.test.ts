import { describe, expect, it } from 'vitest';
import { growthCell, growthOf, growthText } from '../../../src/domain/reports/growth.ts';

const of = (key: string, now: bigint | null, before: bigint | null) => {
  const growth = growthOf({ key }, { now, before });
  return [growthText(growth), growthCell(growth)];
};

describe('同比 and 环比', () => {
  it.each([
    // now, before, in text, in a table
    [110n, 100n, '增长10.0%', '10.00%'],
    [95n, 100n, '下降5.0%', '-5.00%'],
    [100n, 100n, '持平', '0.00%'],
    [0n, 100n, '下降100.0%', '-100.00%'],
    [400n, 300n, '增长33.3%', '33.33%'],
    [500n, 300n, '增长66.7%', '66.67%'],
    [200n, 300n, '下降33.3%', '-33.33%'],
    // 四舍五入 by magnitude, on both sides of zero.
    [100_250n, 100_000n, '增长0.3%', '0.25%'],
    [99_750n, 100_000n, '下降0.3%', '-0.25%'],
    [1_000_050n, 1_000_000n, '持平', '0.01%'],
    [999_950n, 1_000_000n, '持平', '-0.01%'],
    [100_001n, 100_000n, '持平', '0.00%'],
    [99_999n, 100_000n, '持平', '0.00%'],
    [3_000n, 1n, '增长299900.0%', '299900.00%'],
    // A base of nothing or below gives no percentage.
    [100n, 0n, '—', '—'],
    [0n, 0n, '—', '—'],
    [-100n, 0n, '—', '—'],
    [100n, -50n, '—', '—'],
    [-100n, -50n, '—', '—'],
    [-50n, 100n, '下降150.0%', '-150.00%'],
    [null, 100n, '—', '—'],
    [100n, null, '—', '—'],
  ])('%s after %s: %s, %s', (now, before, text, cell) => {
    expect(of('revenue', now, before)).toEqual([text, cell]);
  });

  it.each([
    [30n, -20n, '扭亏为盈'],
    [0n, -20n, '减亏'],
    [-10n, -20n, '减亏'],
    [-30n, -20n, '增亏'],
    [-20n, -20n, '持平'],
    [-1n, 20n, '由盈转亏'],
  ])('of a profit %s after %s: %s', (now, before, word) => {
    expect(of('totalProfit', now, before)).toEqual([word, word]);
  });

  it.each([
    [30n, 20n, '增长50.0%', '50.00%'],
    [0n, 20n, '下降100.0%', '-100.00%'],
    [30n, 0n, '—', '—'],
    [-30n, 0n, '—', '—'],
    [null, -20n, '—', '—'],
  ])('of a profit %s after %s: %s, %s', (now, before, text, cell) => {
    expect(of('totalProfit', now, before)).toEqual([text, cell]);
  });
});

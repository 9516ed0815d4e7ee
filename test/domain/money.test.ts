import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideHalfUp,
  exactYuan,
  formatRate,
  formatWan,
  readAmount,
  readPositiveAmount,
  spokenAmount,
  textWan,
} from '../../src/domain/money.ts';

/** What is read of an amount, in words: 分 and whether its unit was written, or the reason. */
function said(text: string): string {
  const read = readAmount(text);
  if (!read.ok) return read.reason;
  return `${read.fen}${read.hasUnit ? '' : ' 万元 taken'}`;
}

describe('an amount as people write it', () => {
  it.each([
    ['1元', '100'],
    ['0.01元', '1'],
    ['1995500元', '199550000'],
    ['1,995,500元', '199550000'],
    ['1，995，500.50元', '199550050'],
    ['¥1,234.56元', '123456'],
    ['人民币20万元整', '20000000'],
    ['33333.33元', '3333333'],
    ['8块', '800'],
    ['3千元', '300000'],
    ['3千', '300000'],
    ['1.005万元', '1005000'],
    ['0.0001万元', '100'],
    ['0.000001万元', '1'],
    ['362.5万元', '362500000'],
    ['20万', '20000000'],
    [' 20 万 元 ', '20000000'],
    ['.5万元', '500000'],
    ['5.万元', '5000000'],
    ['2百万', '200000000'],
    ['1.5千万元', '1500000000'],
    ['1.2亿元', '12000000000'],
    ['0.01亿', '100000000'],
    ['20', '20000000 万元 taken'],
    ['1,234', '1234000000 万元 taken'],
    ['1２．５ 万元', '12500000'],
    ['３６２．５万元', '362500000'],
    ['-5万元', '-5000000'],
    ['−5万元', '-5000000'],
    ['－5万元', '-5000000'],
    ['+5万元', '5000000'],
    ['0元', '0'],
    ['-0元', '0'],
    ['999999999999.99元', '99999999999999'],
    ['9999.99999999亿元', '99999999999900'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it.each([
    ['1e9', '“1e9”是科学记数法，请把数字完整写出，例如 20万元。'],
    ['１ｅ９', '“１ｅ９”是科学记数法，请把数字完整写出，例如 20万元。'],
    ['-1.5E+3', '“-1.5E+3”是科学记数法，请把数字完整写出，例如 20万元。'],
    ['20万万', '金额“20万万”的单位写重了，请只写一个单位：元、千元、万元或亿元。'],
    ['20万万元', '金额“20万万元”的单位写重了，请只写一个单位：元、千元、万元或亿元。'],
    ['20元万', '金额“20元万”的单位写重了，请只写一个单位：元、千元、万元或亿元。'],
    ['200000.005元', '金额“200000.005元”小于一分，最多精确到0.01元。'],
    ['0.001元', '金额“0.001元”小于一分，最多精确到0.01元。'],
    ['1.0000005万元', '金额“1.0000005万元”小于一分，最多精确到0.01元。'],
    ['1,2345元', '金额“1,2345元”的千分位逗号位置不对，请去掉逗号后重写。'],
    ['1,000,00元', '金额“1,000,00元”的千分位逗号位置不对，请去掉逗号后重写。'],
    [',123元', '金额“,123元”的千分位逗号位置不对，请去掉逗号后重写。'],
    ['1000000000000元', '金额“1000000000000元”过大，请核对单位。'],
    ['10000亿元', '金额“10000亿元”过大，请核对单位。'],
    ['-10000亿元', '金额“-10000亿元”过大，请核对单位。'],
    ['20美元', '不认识金额单位“美元”，可用元、千元、万元、亿元。'],
    ['20%', '不认识金额单位“%”，可用元、千元、万元、亿元。'],
    ['二十万元', '没有看懂金额“二十万元”，请写成 20万元 或 200000元 这样的形式。'],
    ['1.2.3万元', '没有看懂金额“1.2.3万元”，请写成 20万元 或 200000元 这样的形式。'],
    ['20万5千元', '没有看懂金额“20万5千元”，请写成 20万元 或 200000元 这样的形式。'],
    ['--5元', '没有看懂金额“--5元”，请写成 20万元 或 200000元 这样的形式。'],
    ['万元', '没有看懂金额“万元”，请写成 20万元 或 200000元 这样的形式。'],
    ['', '没有看懂金额“”，请写成 20万元 或 200000元 这样的形式。'],
  ])('%s is refused with its reason', (text, reason) => {
    expect(said(text)).toBe(reason);
  });

  it.each([
    ['0万元', '金额不能为零。'],
    ['0', '金额不能为零。'],
    ['-5万元', '金额不能为负数；如需更正，请冲销原记录。'],
    ['－０．０１元', '金额不能为负数；如需更正，请冲销原记录。'],
    ['20万万', '金额“20万万”的单位写重了，请只写一个单位：元、千元、万元或亿元。'],
  ])('%s is nothing that is entered', (text, reason) => {
    expect(readPositiveAmount(text)).toEqual({ ok: false, reason });
  });

  it('0.01元 is the least that is entered', () => {
    expect(readPositiveAmount('0.01元')).toEqual({ ok: true, fen: 1n, hasUnit: true });
  });

  it('is the same after it was written out', () => {
    const fen = fc.bigInt(-(10n ** 14n) + 1n, 10n ** 14n - 1n);
    fc.assert(
      fc.property(fen, (x) => {
        expect(readAmount(exactYuan(x))).toEqual({ ok: true, fen: x, hasUnit: true });
      }),
    );
  });
});

describe('an amount as it is printed', () => {
  // 1.005 万元 in floating point is 1.00499…: half up has to make 1.01 of it (domain.md C4).
  it.each([
    ['1007.05万元', 1_007_050_000n, '1007.05', '1007.05万元', '1007.05万元（10070500.00元）'],
    ['1.005万元', 1_005_000n, '1.01', '1.01万元', '10050.00元'],
    ['the 分 below', 1_004_999n, '1.00', '1万元', '10049.99元'],
    ['negative, half up too', -1_005_000n, '-1.01', '-1.01万元', '-10050.00元'],
    ['negative, less than half', -1_004_999n, '-1.00', '-1万元', '-10049.99元'],
    ['half of the last digit', 5_000n, '0.01', '0.01万元', '50.00元'],
    ['less than half of it', 4_999n, '0.00', '0万元', '49.99元'],
    ['no negative zero', -4_999n, '0.00', '0万元', '-49.99元'],
    ['nothing', 0n, '0.00', '0万元', '0万元（0.00元）'],
    ['one decimal', 362_500_000n, '362.50', '362.5万元', '362.5万元（3625000.00元）'],
    ['no decimal', 50_000_000n, '50.00', '50万元', '50万元（500000.00元）'],
    ['zeros before the point stay', 100_000_000n, '100.00', '100万元', '100万元（1000000.00元）'],
    ['one of three payments', 3_333_333n, '3.33', '3.33万元', '33333.33元'],
    ['three payments', 3n * 3_333_333n, '10.00', '10万元', '99999.99元'],
    ['199.55万元', 199_550_000n, '199.55', '199.55万元', '199.55万元（1995500.00元）'],
    ['beyond what a float holds', 99_999_999_999_999n, '100000000.00', '100000000万元', '999999999999.99元'],
  ])('%s', (_what, fen, wan, text, spoken) => {
    expect([formatWan(fen), textWan(fen), spokenAmount(fen)]).toEqual([wan, text, spoken]);
  });

  it.each([
    [1n, '0.01元'],
    [-5n, '-0.05元'],
    [100n, '1.00元'],
    [3_333_333n, '33333.33元'],
  ])('%s 分 in 元', (fen, text) => {
    expect(exactYuan(fen)).toBe(text);
  });
});

describe('a quotient', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [-5n, -2n, 3n],
    [4n, 3n, 1n],
    [5n, 3n, 2n],
    [0n, 7n, 0n],
  ])('%s ÷ %s is %s', (n, d, expected) => {
    expect(divideHalfUp(n, d)).toBe(expected);
  });

  it('is the nearest, of two the one further from zero', () => {
    const divisor = fc.bigInt(1n, 10n ** 9n);
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), divisor, (n, d) => {
        const twiceOff = 2n * (divideHalfUp(n, d) * d - n);
        expect(twiceOff > -d && twiceOff <= d).toBe(true);
        expect(divideHalfUp(-n, d)).toBe(-divideHalfUp(n, d));
      }),
    );
  });
});

describe('a rate', () => {
  it.each([
    [7n, 15n, '46.67%'],
    [1n, 3n, '33.33%'],
    [2n, 3n, '66.67%'],
    [1n, 1n, '100.00%'],
    [3n, 2n, '150.00%'],
    [0n, 5n, '0.00%'],
    [1n, 20_000n, '0.01%'],
    [1n, 20_001n, '0.00%'],
    [-1n, 3n, '-33.33%'],
    [5n, 0n, '—'],
    [0n, 0n, '—'],
  ])('%s of %s', (part, whole, text) => {
    expect(formatRate(part, whole)).toBe(text);
  });
});

import { describe, expect, it } from 'vitest';
import { exactWan } from '../../../src/domain/money.ts';
import { readAmountCell, readUnit, unitInHeader } from '../../../src/domain/workbook/amounts.ts';
import type { Cell, Reading } from '../../../src/domain/workbook/cell.ts';
import { sheetKinds, sheets, writtenColumns } from '../../../src/domain/workbook/columns.ts';
import {
  readDocNoCell,
  readFundReference,
  readMonthCell,
  readWords,
  readYearCell,
} from '../../../src/domain/workbook/fund-values.ts';

const text = (value: string): Cell => ({ kind: 'text', value, formula: false });
const number = (value: string): Cell => ({ kind: 'number', value, formula: false });
const told = <T>(read: Reading<T>) => (read.ok ? read.value : read.reason);

describe('amounts in cells', () => {
  it.each([
    // As a number: digit by digit.
    [number('199.55'), '万元', 199_550_000n],
    [number('199.54999999999998'), '万元', 199_550_000n],
    [number('199.55000000000001'), '万元', 199_550_000n],
    [number('0.30000000000000004'), '元', 30n],
    [number('1.005'), '元', '金额“1.005元”小于一分，最多精确到0.01元。'],
    [number('3.333333'), '万元', 3_333_333n],
    [number('3.3333333'), '万元', '金额“3.3333333万元”小于一分，最多精确到0.01元。'],
    [number('3.3333333333333335'), '万元', 3_333_333n],
    [number('1.9955E6'), '元', 199_550_000n],
    [number('1E-2'), '元', 1n],
    [number('1E-3'), '元', '金额“0.001元”小于一分，最多精确到0.01元。'],
    [number('-12.5'), '万元', -12_500_000n],
    [number('0'), '万元', 0n],
    [number('1000000000'), '万元', '金额“1000000000万元”过大，请核对单位。'],
    [number('1000000000'), '元', 100_000_000_000n],
    [number('999999999999.99'), '元', 99_999_999_999_999n],
    [number('362.5'), '千元', 36_250_000n],
    [number('1.2'), '亿元', 12_000_000_000n],
    [number('362.5'), null, '“362.5”没有写明单位，请在表头注明，如“金额（万元）”，或在单元格内写明，如 20万元。'],
    // As text.
    [text('199.55'), '万元', 199_550_000n],
    [text('199.54999999999998'), '万元', '金额“199.54999999999998万元”小于一分，最多精确到0.01元。'],
    [text('1,995,500'), '元', 199_550_000n],
    [text('２０万'), '元', 20_000_000n],
    [text(' 20 万元 '), null, 20_000_000n],
    [text('20'), null, '“20”没有写明单位，请在表头注明，如“金额（万元）”，或在单元格内写明，如 20万元。'],
    [text('999999999999.99'), '元', 99_999_999_999_999n],
    [text('20万万'), '万元', '金额“20万万”的单位写重了，请只写一个单位：元、千元、万元或亿元。'],
    [text('很多'), '万元', '没有看懂金额“很多”，请写成 20万元 或 200000元 这样的形式。'],
    [text('1.9E6'), '元', '“1.9E6”是科学记数法，请把数字完整写出，例如 20万元。'],
    [text(''), '元', null],
    [undefined, '元', null],
    [{ kind: 'boolean', value: '1', formula: false } as Cell, '元', '应为金额，这里是逻辑值（TRUE/FALSE）。'],
    [{ kind: 'error', value: '#REF!', formula: true } as Cell, '元', '单元格是错误值 #REF!，请改正。'],
  ])('%o in %s', (cell, unit, expected) => {
    expect(told(readAmountCell(cell, unit))).toBe(expected);
  });

  it('a rounding that is no leftover of binary is told', () => {
    expect(readAmountCell(number('3.3333333333333335'), '万元')).toMatchObject({
      note: '3.3333333333333335万元按四舍五入读作33333.33元。',
    });
    expect(readAmountCell(number('199.54999999999998'), '万元')).not.toHaveProperty('note');
  });

  it.each([
    ['下达金额（万元）', '万元'],
    ['下达金额(元)', '元'],
    ['金额【单位：千元】', '千元'],
    ['金额（必填）（亿元）', '亿元'],
    ['金额元', '元'],
    ['金额', null],
    ['金额（含税）', null],
  ])('the unit of the header %s', (title, unit) => {
    expect(unitInHeader(title)).toBe(unit);
  });

  it.each([
    ['万元', '万元'],
    ['单位：元', '元'],
    ['美元', null],
    ['', null],
  ])('the unit %s', (word, unit) => {
    expect(readUnit(word)).toBe(unit);
  });

  it.each([
    [199_550_000n, '199.55'],
    [3_333_333n, '3.333333'],
    [1n, '0.000001'],
    [0n, '0'],
    [-12_500_000n, '-12.5'],
    [99_999_999_999_999n, '99999999.999999'],
  ])('is written as %s', (fen, written) => {
    expect(exactWan(fen)).toBe(written);
    expect(told(readAmountCell(text(written), '万元'))).toBe(fen);
  });
});

describe('other cells', () => {
  it.each([
    ['2023-11', '2023-11'],
    ['2023年11月', '2023-11'],
    ['2023/1', '2023-01'],
    ['202311', '2023-11'],
    ['2023-11-30', '2023-11'],
    ['２０２３．１１', '2023-11'],
    ['2023-13', '“2023-13”不是月份，请写成 2023-11。'],
    ['11月', '“11月”不是月份，请写成 2023-11。'],
    ['', null],
  ])('month %s', (written, expected) => {
    expect(told(readMonthCell(text(written), 1900))).toBe(expected);
  });

  it('a month that a spreadsheet took for a day', () => {
    expect(told(readMonthCell(number('45231'), 1900))).toBe('2023-11');
    expect(told(readMonthCell(number('202311'), 1900))).toBe('2023-11');
    expect(told(readMonthCell(number('3'), 1900))).toBe('数字 3 不是月份，请写成 2023-11。');
  });

  it.each([
    ['2023', 2023],
    ['2023年度', 2023],
    ['二〇二三', '“二〇二三”不是年度，请写成 2023。'],
    ['23', '“23”不是年度，请写成 2023。'],
  ])('year %s', (written, expected) => {
    expect(told(readYearCell(text(written)))).toBe(expected);
  });

  it.each([
    ['B-03', 3],
    ['b3', 3],
    ['Ｂ－０３', 3],
    ['B 003', 3],
    ['P-03', null],
    ['2023年B-03', null],
  ])('batch %s', (written, expected) => {
    const read = readFundReference('B')(text(written));
    expect(read.ok && read.value?.number).toBe(expected);
  });

  it('words keep their brackets, lose their lines', () => {
    expect(told(readWords(text('通辽市（第二批）\n２０２３ '), { atMost: 100 }))).toBe('通辽市（第二批） 2023');
    expect(told(readDocNoCell(text('内财科[2023] 11号')))).toBe('内财科〔2023〕11号');
    expect(told(readDocNoCell(text('…')))).toContain('不是文号');
  });

  it('every header is understood in its own sheet, as one column', () => {
    for (const kind of sheetKinds) {
      const all = Object.values(sheets[kind].columns).flatMap(({ header, also }) => [header, ...also]);
      expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([]);
      expect(writtenColumns(kind).length).toBeGreaterThan(3);
    }
  });
});

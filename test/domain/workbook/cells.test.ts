import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, readText, tidy, wholeDigits } from '../../../src/domain/workbook/cell.ts';
import { dateOfSerial, dateWritten, readDateCell } from '../../../src/domain/workbook/dates.ts';
import {
  readAliases,
  readCertNo,
  readCodeCell,
  readMobile,
  readPersonName,
  readReference,
  readYesNo,
} from '../../../src/domain/workbook/values.ts';

const text = (value: string): Cell => ({ kind: 'text', value, formula: false });
const number = (value: string): Cell => ({ kind: 'number', value, formula: false });

const outcome = (read: { ok: boolean; value?: unknown; reason?: string }) =>
  read.ok ? read.value : `! ${read.reason}`;

describe('serial numbers', () => {
  it.each([
    // 1900 system: 60 is the day that never was; before it everything is one later than after it.
    [1, 1900, '1900-01-01'],
    [59, 1900, '1900-02-28'],
    [60, 1900, null],
    [61, 1900, '1900-03-01'],
    [36526, 1900, '2000-01-01'],
    [44927, 1900, '2023-01-01'],
    [45291.999, 1900, '2023-12-31'],
    [2958465, 1900, '9999-12-31'],
    [2958466, 1900, null],
    [0, 1900, null],
    [-1, 1900, null],
    [Number.NaN, 1900, null],
    // 1904 system: 0 is the first day; the same day is 1462 less.
    [0, 1904, '1904-01-01'],
    [59, 1904, '1904-02-29'],
    [43465, 1904, '2023-01-01'],
    [-1, 1904, null],
  ] as const)('%d in %d is %s', (serial, system, date) => {
    expect(dateOfSerial(serial, system)).toBe(date);
  });
});

describe('dates as text', () => {
  it.each([
    ['2023/1/2', '2023-01-02'],
    ['2023-1-2', '2023-01-02'],
    ['2023.01.02', '2023-01-02'],
    ['2023年1月2日', '2023-01-02'],
    ['2023 年 1 月 2 日', '2023-01-02'],
    ['2023年1月2', '2023-01-02'],
    ['20230102', '2023-01-02'],
    ['２０２３／１／２', '2023-01-02'],
    ['２０２３年１月２日', '2023-01-02'],
    ['2023—01—02', '2023-01-02'],
    ['2023-01-02 00:00:00', '2023-01-02'],
    ['2023-01-02T00:00:00Z', '2023-01-02'],
    ['\u200b2024-02-29 ', '2024-02-29'],
    ['', null],
    ['　', null],
  ])('%j is %s', (written, date) => {
    expect(outcome(dateWritten(written))).toBe(date);
  });

  it.each([
    ['2023-02-29', /没有“2023-02-29”这一天/],
    ['2023-13-01', /没有/],
    ['2023-00-10', /没有/],
    ['2023-06-31', /没有/],
    ['20231301', /没有/],
    ['2023年10月', /没有写到日/],
    ['2023-10', /没有写到日/],
    ['2023年', /没有写到日/],
    ['1/2/2023', /次序不明/],
    ['23-01-02', /次序不明/],
    ['2023.1-2', /不是日期/],
    ['长期', /不是日期/],
    ['1899-01-01', /不合理/],
    ['2123-01-01', /不合理/],
  ])('%j is refused', (written, why) => {
    expect(outcome(dateWritten(written))).toMatch(why);
  });
});

describe('dates in cells', () => {
  it.each([
    [number('44927'), '2023-01-01'],
    [number('44927.5'), '2023-01-01'],
    [number('4.4927E4'), '2023-01-01'],
    [number('20230102'), '2023-01-02'],
    [text('44927'), '! “44927”不是日期，请写成 2023-01-02 这样的日期。'],
    // A year alone would be a day of 1905.
    [number('2023'), '! 数字 2023 作为日期是 1905-07-15，不合理，请写成 2023-01-02 这样的日期。'],
    [number('60'), '! 数字 60 不是日期，请写成 2023-01-02 这样的日期。'],
    [
      { kind: 'boolean', value: '1', formula: false } as const,
      '! 应为日期，这里是逻辑值，请写成 2023-01-02 这样的日期。',
    ],
    [{ kind: 'error', value: '#N/A', formula: true } as const, '! 单元格是错误值 #N/A，请改正。'],
  ])('%j is %s', (cell, expected) => {
    expect(outcome(readDateCell(cell, 1900))).toBe(expected);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(outcome(readDateCell(number('43465'), 1904))).toBe('2023-01-01');
  });
});

describe('numbers that were text', () => {
  it.each([
    ['13800001234', '13800001234'],
    ['1.3800001234E+10', '13800001234'],
    ['1.38E+10', '13800000000'],
    ['13800001234.0', '13800001234'],
    ['0', '0'],
    ['123456789012345', '123456789012345'],
    ['1234567890123456', null],
    ['2.0231505020800012E+17', null],
    ['1.5', null],
    ['-1', null],
    ['1E400', null],
    ['', null],
    ['12,3', null],
  ])('the number %s is %s', (value, digits) => {
    expect(wholeDigits(value)).toBe(digits);
  });

  it.each([
    ['1.38E+10', null],
    ['1.3800001234E+10', '13800001234'],
    ['9.15E+17', null],
  ])('somebody sees %s: %s', (value, digits) => {
    expect(wholeDigits(value, { typed: true })).toBe(digits);
  });

  it.each([
    [readMobile(number('13800001234')), '13800001234'],
    [readMobile(number('1.3800001234E+10')), '13800001234'],
    [readMobile(text('１３８-００００-１２３４')), '13800001234'],
    [readMobile(text('+86 138 0000 1234')), '13800001234'],
    [readMobile(text('8613800001234')), '13800001234'],
    [readMobile(text('1.38E+10')), /被表格软件存成了数字 1\.38E\+10/],
    [readMobile(text('12800001234')), /应为11位、以13至19开头，这里是11位/],
    [readMobile(text('1380000123')), /这里是10位/],
    [readMobile(text('0475-8210000')), /这里是11位/],
    [readMobile(text('无')), /不是手机号/],
    [readCodeCell(number('911505000000000436')), /被表格软件存成了数字/],
    [readCodeCell(text('9.11505E+17')), /被表格软件存成了数字/],
    [readCodeCell(text('９１３５０１００Ｍ０００１００Ｙ４３')), '91350100M000100Y43'],
    [readCodeCell(text('91350100M000100Y42')), /校验码不符/],
    [readCertNo(number('202315000123')), '202315000123'],
    [readCertNo(number('202315050208000123')), /被表格软件存成了数字/],
    [readCertNo(text('GR 2023 1500 0001')), 'GR202315000001'],
  ])('case %#', (read, expected) => {
    if (expected instanceof RegExp) expect(outcome(read)).toMatch(expected);
    else expect(outcome(read)).toBe(expected);
  });
});

describe('other cells', () => {
  it('a code whose organisation part disagrees is taken, and noted', () => {
    expect(readCodeCell(text('91150500000000018J'))).toEqual({
      ok: true,
      value: '91150500000000018J',
      note: '91150500000000018J 主体标识码校验不一致',
    });
  });

  it.each([
    [readReference(text('内蒙古某某（通辽）公司')), { key: '内蒙古某某(通辽)公司', isCode: false }],
    [readReference(text('91350100m000100y43')), { key: '91350100M000100Y43', isCode: true }],
  ])('what stands for an enterprise: case %#', (read, expected) => {
    expect(outcome(read)).toMatchObject(expected);
  });

  it('what is neither a name nor a code is refused', () => {
    expect(outcome(readReference(text('ABC')))).toMatch(/不是企业全称/);
  });

  it('short names: parted by any of the usual marks, each once', () => {
    expect(outcome(readAliases(text('甲科技、 乙，丙；甲科技\n丁,')))).toEqual(['甲科技', '乙', '丙', '丁']);
  });

  it('a phone number is no name', () => {
    expect(outcome(readPersonName(text('13800001234')))).toMatch(/不像姓名/);
    expect(outcome(readPersonName(number('13800001234')))).toMatch(/不像姓名/);
    expect(outcome(readPersonName(text('李*')))).toMatch(/姓名已脱敏/);
    expect(outcome(readPersonName(text('李＊')))).toMatch(/姓名已脱敏/);
    expect(outcome(readPersonName(text('阿 拉坦·格日勒')))).toBe('阿 拉坦·格日勒');
  });

  it.each([
    [text('是'), true],
    [text('否'), false],
    [text(' √ '), true],
    [{ kind: 'boolean', value: '1', formula: false } as const, true],
    [{ kind: 'boolean', value: '0', formula: false } as const, false],
    [text(''), null],
  ])('yes and no: %j', (cell, expected) => {
    expect(outcome(readYesNo(cell))).toBe(expected);
  });

  it('a formula without a saved result is an error, with one it is what it gave', () => {
    expect(outcome(readText({ kind: 'number', value: '', formula: true }, { atMost: 9 }))).toMatch(/没有保存计算结果/);
    expect(outcome(readText({ kind: 'text', value: '甲', formula: true }, { atMost: 9 }))).toBe('甲');
  });

  it.each([
    ['科\t\u0000\t技', '科 技'],
    ['e\u0001\u0301', '\u00e9'],
    ['\u200b Ａ\u3000\u3000Ｂ\u200b\ufeff', 'A B'],
  ])('what nobody sees keeps nothing apart: %j', (value, expected) => {
    expect(tidy(value)).toBe(expected);
  });

  it('no text makes any reader fail, and what is tidy stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const once = tidy(value);
        expect(tidy(once)).toBe(once);
        for (const read of [
          readMobile,
          readCodeCell,
          readCertNo,
          readReference,
          readAliases,
          readPersonName,
          readYesNo,
        ]) {
          for (const kind of ['text', 'number', 'boolean', 'error'] as const) read({ kind, value, formula: false });
        }
        readDateCell(number(value), 1904);
        readDateCell(text(value), 1900);
      }),
    );
  });
});

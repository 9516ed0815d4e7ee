import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { readFundRequest } from '../../../src/domain/funds/request.ts';

const read = (argument: string) => readFundRequest(argument.normalize('NFKC'), 2023);
const year = (wanted: number) => ({ of: 'year', year: wanted, page: 1 });

describe('what stands behind 资金', () => {
  it.each([
    ['', { of: 'own' }],
    ['2023', year(2023)],
    ['2023年', year(2023)],
    ['2022', year(2022)],
    ['B-03', { of: 'batch', number: 3 }],
    ['b3', { of: 'batch', number: 3 }],
    ['B 03', { of: 'batch', number: 3 }],
    ['Ｂ－０３', { of: 'batch', number: 3 }],
    ['P-12', { of: 'project', number: 12 }],
    ['p12', { of: 'project', number: 12 }],
    ['P-012', { of: 'project', number: 12 }],
    ['示例企业01', { of: 'enterprise', name: '示例企业01' }],
    ['易统云', { of: 'enterprise', name: '易统云' }],
    ['执行率', { of: 'rates', rate: null, year: null }],
    ['执行率 2023', { of: 'rates', rate: null, year: 2023 }],
    ['支出执行率', { of: 'rates', rate: 'spending', year: null }],
    ['预算执行率', { of: 'rates', rate: 'budget', year: null }],
    ['拨付率', { of: 'rates', rate: 'disbursement', year: null }],
    ['2023 到位率', { of: 'rates', rate: 'receipt', year: 2023 }],
    ['待验收', { of: 'acceptance', page: 1 }],
    ['待验收 第2页', { of: 'acceptance', page: 2 }],
    ['预警', { of: 'warnings', page: 1 }],
    ['提醒', { of: 'warnings', page: 1 }],
    ['按级次', { ...year(2023), by: 'level' }],
    ['2022 按类别', { ...year(2022), by: 'category' }],
    ['按批次 2023', { ...year(2023), by: 'batch' }],
    ['2023 按企业 第 2 页', { of: 'year', year: 2023, by: 'enterprise', page: 2 }],
    ['2023年 按项目', { ...year(2023), by: 'project' }],
    ['明细', { of: 'entries', which: null, page: 1 }],
    ['流水 第3页', { of: 'entries', which: null, page: 3 }],
    ['明细 P-12', { of: 'entries', which: { kind: 'P', number: 12 }, page: 1 }],
    ['P-12 明细', { of: 'entries', which: { kind: 'P', number: 12 }, page: 1 }],
    ['明细 B-03 第2页', { of: 'entries', which: { kind: 'B', number: 3 }, page: 2 }],
    ['图', { of: 'chart', year: 2023 }],
    ['2022 图', { of: 'chart', year: 2022 }],
  ])('“%s”', (argument, expected) => {
    expect(read(argument)).toEqual(expected);
  });
});

describe('as at which day', () => {
  it.each([
    ['2023-11-30', { of: 'own', on: '2023-11-30' }],
    ['截至 2023-11-30', { of: 'own', on: '2023-11-30' }],
    ['截至2023年11月30日', { of: 'own', on: '2023-11-30' }],
    ['2023 截至 2023-11-30', { ...year(2023), on: '2023-11-30' }],
    ['截至 2023-11-30 2023', { ...year(2023), on: '2023-11-30' }],
    ['B-03 2023-11-30', { of: 'batch', number: 3, on: '2023-11-30' }],
    ['2023年11月', { of: 'own', on: '2023-11-30' }],
    ['2023-12-31 登记至 2024-01-05', { of: 'own', on: '2023-12-31', known: '2024-01-05' }],
    ['2023 登记至2024-01-05', { ...year(2023), known: '2024-01-05' }],
    ['登记至 2024-01-05 截至 2023-12-31 P-12', { of: 'project', number: 12, on: '2023-12-31', known: '2024-01-05' }],
    ['目前', { of: 'own' }],
  ])('“%s”', (argument, expected) => {
    expect(read(argument)).toEqual(expected);
  });

  it.each(['2023-13-01', '截至 2023-02-30', '登记至 2023-02-29', 'B-03 2023-11-31'])(
    '“%s” has no such day',
    (argument) => {
      expect(() => read(argument)).toThrow(UserError);
    },
  );
});

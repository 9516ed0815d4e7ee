import { describe, expect, it } from 'vitest';
import { readCertNo, yearOfCertNo } from '../../src/domain/cert-no.ts';
import type { QualificationType } from '../../src/domain/qualification.ts';

const read = (type: QualificationType, written: string, issuedOn: string | null = null) =>
  readCertNo(type, written, issuedOn);

describe('高新技术企业', () => {
  it.each([
    ['GR202315000001', 'GR202315000001'],
    ['ｇｒ２０２３１５０００００１', 'GR202315000001'],
    ['GR2023 15 000001', 'GR202315000001'],
    ['gr202315000001', 'GR202315000001'],
  ])('%s is taken as %s', (written, certNo) => {
    expect(read('HNTE', written, '2023-11-09')).toEqual({ ok: true, certNo, warnings: [] });
  });

  it.each([
    'GR2023150001',
    'GR20231500000',
    'GR2023150000011',
    'GX202315000001',
    'GR192315000001',
    '202315000001',
    'GR2023150000O1',
    '',
    'GR20231500000１２',
  ])('%s is refused', (written) => {
    expect(read('HNTE', written).ok).toBe(false);
  });

  it('of another province is shown and not refused', () => {
    const found = read('HNTE', 'GR202344001234', '2023-11-09');
    expect(found).toMatchObject({ ok: true, certNo: 'GR202344001234' });
    expect(found.ok && found.warnings.join()).toMatch(/省份代码为 44，不是内蒙古/);
  });

  it('of another year than that of issue is shown', () => {
    const found = read('HNTE', 'GR202215000001', '2023-01-03');
    expect(found.ok && found.warnings.join()).toMatch(/编号年份 2022 与.*2023 不一致/);
  });

  it('both at once are two remarks', () => {
    const found = read('HNTE', 'GR202244000001', '2023-01-03');
    expect(found.ok && found.warnings).toHaveLength(2);
  });
});

describe('科技型中小企业', () => {
  it.each([
    ['202315050009000027', true],
    ['2023150500A9000027', true],
    ['20231505000900002a', true],
    ['20231505000900002', false],
    ['2023150500090000271', false],
    ['192315050009000027', false],
    ['2023A50500A9000027', false],
  ])('%s: %s', (written, ok) => {
    expect(read('TECH_SME', written).ok).toBe(ok);
  });
});

it('other types number as they like, up to forty characters', () => {
  expect(read('KEY_LAB', '通科重实-2023-01')).toMatchObject({ ok: true, warnings: [] });
  expect(read('KEY_LAB', '1'.repeat(40)).ok).toBe(true);
  expect(read('KEY_LAB', '1'.repeat(41)).ok).toBe(false);
});

it.each([
  ['HNTE', 'GR202315000001', 2023],
  ['TECH_SME', '202415050009000027', 2024],
  ['KEY_LAB', '2023-01', null],
] as const)('%s %s is of the year %s', (type, certNo, year) => {
  expect(yearOfCertNo(type, certNo)).toBe(year);
});

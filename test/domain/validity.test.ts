import { describe, expect, it } from 'vitest';
import { hnteValidTo, techSmeValidUntil } from '../../src/domain/validity.ts';

describe('the last valid day of a 高新技术企业 certificate', () => {
  it.each([
    ['2021-12-01', '2024-12-01'],
    ['2023-11-09', '2026-11-09'],
    ['2021-02-28', '2024-02-28'],
    // 29 February: the month has none three years later.
    ['2024-02-29', '2027-02-28'],
    ['2020-02-29', '2023-02-28'],
    ['2023-12-31', '2026-12-31'],
    ['2024-01-01', '2027-01-01'],
  ])('issued on %s is %s', (issuedOn, validTo) => {
    expect(hnteValidTo(issuedOn)).toBe(validTo);
  });
});

describe('the last valid day of a 科技型中小企业 number', () => {
  it.each([
    ['2023-01-01', 'NEXT_MAR_31', '2024-03-31'],
    ['2023-08-25', 'NEXT_MAR_31', '2024-03-31'],
    ['2023-12-31', 'NEXT_MAR_31', '2024-03-31'],
    ['2024-02-29', 'NEXT_MAR_31', '2025-03-31'],
    ['2023-01-01', 'YEAR_END', '2023-12-31'],
    ['2023-12-31', 'YEAR_END', '2023-12-31'],
  ] as const)('of %s by %s is %s', (on, rule, validTo) => {
    expect(techSmeValidUntil(on, rule)).toBe(validTo);
  });
});

import { expect, it } from 'vitest';
import { maskName, maskPhone } from '../../src/domain/masking.ts';

it.each([
  ['王晨', '王*'],
  ['欧阳娜娜', '欧*'],
  ['王', '王*'],
  // Outside of the basic plane: one character, two code units.
  ['𠮷田', '𠮷*'],
  [null, '未登记'],
  ['', '未登记'],
])('the name %s reads %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

it.each([
  ['13812345678', '138****5678'],
  ['0475-8234567', '0475-*****67'],
  ['04758234567', '0475-*****67'],
  ['010-12345678', '010-******78'],
  ['8234567', '****'],
  ['+8613812345678', '****'],
  [null, '未登记'],
])('the number %s reads %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

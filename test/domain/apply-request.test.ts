import { expect, it } from 'vitest';
import { readApplyArgument } from '../../src/domain/apply-request.ts';

const hnte = { type: 'HNTE', level: null };

it.each([
  ['高企', { enterprise: '', kind: hnte, year: null, batch: null, on: null }],
  ['高企 2024年第1批', { enterprise: '', kind: hnte, year: 2024, batch: 1, on: null }],
  ['高企 2024年 第二批', { enterprise: '', kind: hnte, year: 2024, batch: 2, on: null }],
  ['2024年第1批高企', { enterprise: '', kind: hnte, year: 2024, batch: 1, on: null }],
  ['高企 2024', { enterprise: '', kind: hnte, year: 2024, batch: null, on: null }],
  ['示例企业02 高企', { enterprise: '示例企业02', kind: hnte, year: null, batch: null, on: null }],
  ['示例企业02高企 第3批', { enterprise: '示例企业02', kind: hnte, year: null, batch: 3, on: null }],
  [
    '示例企业02 高企 2023年第2批 2023-06-20',
    { enterprise: '示例企业02', kind: hnte, year: 2023, batch: 2, on: '2023-06-20' },
  ],
  [
    '示例企业02 高企 2023年6月20日',
    { enterprise: '示例企业02', kind: hnte, year: null, batch: null, on: '2023-06-20' },
  ],
  [
    '市级科技领军企业',
    { enterprise: '', kind: { type: 'TECH_LEADER', level: 'CITY' }, year: null, batch: null, on: null },
  ],
  [
    '自治区级重点实验室 2023年',
    { enterprise: '', kind: { type: 'KEY_LAB', level: 'REGION' }, year: 2023, batch: null, on: null },
  ],
  ['示例企业02', { enterprise: '示例企业02', kind: null, year: null, batch: null, on: null }],
  ['', { enterprise: '', kind: null, year: null, batch: null, on: null }],
])('%s', (argument, expected) => {
  expect(readApplyArgument(argument)).toEqual(expected);
});

it('a day that the calendar does not have is refused', () => {
  expect(() => readApplyArgument('高企 2023-02-30')).toThrow(/“2023-02-30”无效/);
});

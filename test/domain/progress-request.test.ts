import { describe, expect, it } from 'vitest';
import { hear } from '../../src/core/said.ts';
import { readProgressArgument } from '../../src/domain/progress-request.ts';

const read = (text: string) => readProgressArgument(hear(text).text);
const hnte = { type: 'HNTE', level: null };
const step = (number: number | null, move: string, text = '', given: object = {}) => ({
  ...{ of: 'move', number, move, text, seen: null, isConfirmed: false },
  ...given,
});

describe('what follows /进度', () => {
  it.each<[string, object]>([
    ['', { of: 'list', page: 1 }],
    ['第2页', { of: 'list', page: 2 }],
    ['待批复 第2页', { of: 'list', page: 2, status: 'PENDING' }],
    ['公示中', { of: 'list', page: 1, status: 'PUBLICITY' }],
    ['高企', { of: 'list', page: 1, kind: hnte }],
    ['示例企业02', { of: 'enterprise', name: '示例企业02' }],
    ['示例企业02 高企', { of: 'enterprise', name: '示例企业02', kind: hnte }],
    ['示例企业02高企', { of: 'enterprise', name: '示例企业02', kind: hnte }],
    // An enterprise's name may begin with a step's word.
    ['认定科技公司', { of: 'enterprise', name: '认定科技公司' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['S-12', 's-12', 'S12', 's 12', 'S－12', 'Ｓ－１２', 'S-012', 'S - 12', 'S—12'])(
    '%s is the twelfth',
    (text) => {
      expect(read(text)).toEqual({ of: 'one', number: 12 });
    },
  );

  it.each<[string, object]>([
    ['S-12 推荐 开科发〔2023〕12号 2023-07-10', step(12, 'recommend', '开科发〔2023〕12号 2023-07-10')],
    ['S-12 推荐上报 开科发〔2023〕12号', step(12, 'recommend', '开科发〔2023〕12号')],
    ['s12 退回：材料不齐', step(12, 'return', '材料不齐')],
    ['S-12 退回', step(12, 'return')],
    ['S-12 上报 2023-07-14', step(12, 'hand-on', '2023-07-14')],
    ['S-12 不通过 原因', step(12, 'reject', '原因')],
    ['S-12 提交初审 #3', step(12, 'submit', '', { seen: 3 })],
    ['S-12 未通过 原因 2023-10-20 #5 确认', step(12, 'reject', '原因 2023-10-20', { seen: 5, isConfirmed: true })],
    ['提交', step(null, 'submit')],
    ['撤回 改报下一批', step(null, 'withdraw', '改报下一批')],
    ['取消资质', { of: 'revoke', text: '', seen: null, isConfirmed: false }],
    [
      '取消资质 示例企业05 高企 国科火字〔2024〕5号 2024-03-01 原因 #AB12 确认',
      { of: 'revoke', text: '示例企业05 高企 国科火字〔2024〕5号 2024-03-01 原因', seen: 'AB12', isConfirmed: true },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('what is no step is said so', () => {
    expect(() => read('S-12 拨款')).toThrow(/没有看懂对 S-12 的操作/);
  });
});

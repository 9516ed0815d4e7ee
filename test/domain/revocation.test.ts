import { describe, expect, it } from 'vitest';
import { readRevocation } from '../../src/domain/revocation.ts';

const today = '2024-03-29';
const evidence = { move: 'revoke', on: '2024-03-01', docNo: '国科火字〔2024〕5号', reason: '累计两年未报年报' };

describe('取消资质', () => {
  it.each([
    '示例企业05 高企 国科火字〔2024〕5号 2024-03-01 累计两年未报年报',
    '示例企业05高企 2024-03-01 国科火字[2024]5号 累计两年未报年报',
    '示例企业05 高新技术企业 累计两年未报年报 国科火字【2024】5号 2024年3月1日',
  ])('%s', (text) => {
    expect(readRevocation(text, today)).toEqual({
      ok: true,
      revocation: { enterprise: '示例企业05', kind: { type: 'HNTE', level: null }, word: '高新技术企业', evidence },
    });
  });

  it('a level is told apart', () => {
    const read = readRevocation('示例企业05 市级科技领军企业 通科发〔2024〕5号 2024-03-01 不再符合条件', today);
    expect(read.ok && read.revocation).toMatchObject({
      kind: { type: 'TECH_LEADER', level: 'CITY' },
      word: '市级科技领军企业',
    });
  });

  it.each<[string, readonly RegExp[]]>([
    ['', [/缺少企业/, /缺少资质类型/, /缺少决定文号/, /缺少决定日期/, /缺少原因/]],
    ['示例企业05 高企', [/缺少决定文号/, /缺少决定日期/, /缺少原因/]],
    ['高企 国科火字〔2024〕5号 2024-03-01 原因', [/缺少企业/]],
    ['示例企业05 高企 国科火字〔2024〕5号 2024-02-30 原因', [/“2024-02-30”无效/]],
    [`示例企业05 高企 国科火字〔2024〕5号 2024-03-01 ${'长'.repeat(101)}`, [/原因共101个字/]],
  ])('%s is not enough', (text, problems) => {
    const read = readRevocation(text, today);
    const found = read.ok ? [] : read.problems;
    expect(found).toHaveLength(problems.length);
    problems.forEach((problem, index) => {
      expect(found[index]).toMatch(problem);
    });
  });
});

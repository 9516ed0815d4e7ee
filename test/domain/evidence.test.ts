import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../src/domain/evidence.ts';
import type { Move } from '../../src/domain/progress.ts';
import type { QualificationType } from '../../src/domain/qualification.ts';

const today = '2023-12-29';
const read = (move: Move, text: string, type: QualificationType = 'HNTE') => {
  const found = readEvidence(type, move, text, today);
  return found.ok ? found.evidence : found.problems;
};

describe('what proves a step, as it is typed', () => {
  it.each<[Move, string, object]>([
    ['recommend', '开科发〔2023〕12号 2023-07-10', { on: '2023-07-10', docNo: '开科发〔2023〕12号' }],
    ['recommend', '2023年7月10日 开科发[2023] 12号', { on: '2023-07-10', docNo: '开科发〔2023〕12号' }],
    ['recommend', '推荐文号:开科发(2023)12号,日期:2023.7.10', { on: '2023-07-10', docNo: '开科发〔2023〕12号' }],
    ['recommend', '开科发〔2023〕12号 今天', { on: today, docNo: '开科发〔2023〕12号' }],
    ['return', '材料不齐全,请补齐', { on: today, reason: '材料不齐全，请补齐' }],
    ['return', '材料不齐全 2023-12-20', { on: '2023-12-20', reason: '材料不齐全' }],
    ['return', '2023-12-20 原因:材料不齐全', { on: '2023-12-20', reason: '材料不齐全' }],
    ['return', '2022-12-31 的报表有误 请核对', { on: '2022-12-31', reason: '的报表有误 请核对' }],
    ['return', '报表 2022-12-31 有误', { on: today, reason: '报表 2022-12-31 有误' }],
    ['hand-on', '2023-07-14', { on: '2023-07-14' }],
    ['hand-on', '通辽市科技局 2023-07-14', { on: '2023-07-14', to: '通辽市科技局' }],
    [
      'publicise',
      'https://www.innocom.gov.cn/a?b=2023-10-01 2023-10-16 2023-10-27',
      { on: '2023-10-16', endsOn: '2023-10-27', link: 'https://www.innocom.gov.cn/a?b=2023-10-01' },
    ],
    [
      'publicise',
      '2023-10-16至2023-10-27 http://kjj.example/gs',
      { on: '2023-10-16', endsOn: '2023-10-27', link: 'http://kjj.example/gs' },
    ],
    [
      'recognise',
      '国科火字〔2023〕12号 GR202315000001 2023-11-09',
      { on: '2023-11-09', docNo: '国科火字〔2023〕12号', certNo: 'GR202315000001', validTo: null },
    ],
    [
      'recognise',
      'gr202315000001 2023年11月9日 国科火字[2023]12号 有效期至2026-11-08',
      { on: '2023-11-09', docNo: '国科火字〔2023〕12号', certNo: 'GR202315000001', validTo: '2026-11-08' },
    ],
    ['reject', '专家评审未通过', { on: today, reason: '专家评审未通过' }],
    ['withdraw', '改报下一批', { on: today, reason: '改报下一批' }],
    ['submit', '', { on: today }],
    ['submit', '已按意见补正 2023-12-28', { on: '2023-12-28', note: '已按意见补正' }],
    ['draft', '', { on: today }],
  ])('%s %s', (move, text, expected) => {
    expect(read(move, text)).toEqual({ move, ...expected });
  });

  it('a laboratory needs no number', () => {
    expect(read('recognise', '通科发〔2023〕5号 2023-11-09', 'KEY_LAB')).toMatchObject({ certNo: null });
  });
});

describe('what is missing or wrong is named all at once', () => {
  it.each<[Move, string, readonly RegExp[]]>([
    ['recommend', '', [/缺少推荐文号/, /缺少推荐日期/]],
    ['recommend', '开科发〔2023〕12号 2023-02-30', [/“2023-02-30”无效/]],
    ['recommend', '开科发〔2023〕12号 2023年7月', [/请写到日/]],
    ['recommend', '开科发〔2023〕12号 2023-07-10 2023-07-11', [/写了2个日期/]],
    ['return', '', [/缺少原因/]],
    ['return', '长'.repeat(101), [/原因共101个字/]],
    ['hand-on', '', [/缺少上报日期/]],
    ['publicise', '', [/缺少公示网址/, /缺少公示开始日期和截止日期/]],
    ['publicise', 'ftp://a.example 2023-10-16', [/缺少公示网址/, /缺少公示截止日期/]],
    ['publicise', 'www.innocom.gov.cn 2023-10-16 2023-10-27', [/公示网址无效/]],
    ['recognise', '', [/缺少公告文号/, /缺少发证（公告）日期/, /缺少证书编号/]],
    ['recognise', '国科火字〔2023〕12号 GR2023150001 2023-11-09', [/格式不符/]],
    ['recognise', '国科火字〔2023〕12号 GR202315000001 GR202315000002 2023-11-09', [/写了2个编号/]],
  ])('%s %s', (move, text, problems) => {
    const found = read(move, text);
    expect(found).toHaveLength(problems.length);
    problems.forEach((problem, index) => {
      expect((found as string[])[index]).toMatch(problem);
    });
  });
});

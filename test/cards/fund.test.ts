import { describe, expect, it } from 'vitest';
import { fundTableCard } from '../../cards/fund-lists.ts';
import { fundEntriesCard } from '../../cards/fund-one.ts';
import { balanceFields, surplusText } from '../../cards/fund-parts.ts';
import { fundYearCard } from '../../cards/fund-year.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { EntryFact } from '../../src/domain/funds/facts.ts';
import type { SurplusFate } from '../../src/domain/funds/standing.ts';
import { noSums, type Sums, sumOf } from '../../src/domain/funds/sums.ts';

const now = new Date('2023-12-29T02:00:00Z');
const asAt = { on: '2023-12-29' };
const page = 'https://bot.example/h5/funds';

const entry = (number: number, more: Partial<EntryFact> = {}): EntryFact => ({
  ...{ id: `E${number}`, batchId: 'B1', projectId: 'P1', type: 'SPEND', fen: 1_000_000n, effectiveOn: '2023-11-30' },
  ...{ dateKnown: true, docNo: null, period: '2023-11', note: null, reversesId: null, claimId: null },
  ...{ recordedBy: null, recordedAt: now, ...more },
});

describe('movements', () => {
  const entries = Array.from({ length: 45 }, (_, index) => entry(index + 1));
  const shown = (wanted: number, list: readonly EntryFact[] = entries) =>
    drawPlain(
      fundEntriesCard({
        ...{ title: '明细', entries: list, withIds: false, page: wanted, asAt, now },
        say: '/资金 明细',
      }),
    );

  it.each([
    [1, '1. ', '20. ', '第1页，共3页。发送“/资金 明细 第2页”继续查看。'],
    [2, '21. ', '40. ', '第2页，共3页。发送“/资金 明细 第3页”继续查看。'],
    [3, '41. ', '45. ', '第3页，共3页。'],
    [99, '41. ', '45. ', '第3页，共3页。'],
  ])('page %d', (wanted, first, last, line) => {
    const text = shown(wanted);
    const numbers = text.split('\n').filter((one) => /^\d+\. /u.test(one));
    expect([numbers.at(0)?.slice(0, first.length), numbers.at(-1)?.slice(0, last.length)]).toEqual([first, last]);
    expect(text).toContain(line);
    expect(text.includes('继续查看')).toBe(line.includes('继续查看'));
  });

  it('both of a pair are marked though they stand on two pages', () => {
    const reversal = entry(46, { type: 'SPEND_REVERSAL', fen: -1_000_000n, reversesId: 'E1' });
    expect(shown(1, [...entries, reversal])).toContain('1. 2023年11月30日 支出 1万元（已冲销）');
    expect(shown(3, [...entries, reversal])).toContain('46. 2023年11月30日 支出冲销 -1万元（冲销）');
  });

  it('an unknown day and an amount that is no round 万元', () => {
    const odd = entry(1, { type: 'ALLOCATE', projectId: null, period: null, dateKnown: false, fen: 3_333_333n });
    expect(shown(1, [odd])).toContain('1. 日期未登记 指标下达 33333.33元');
  });
});

describe('a table', () => {
  const of = (allocated: bigint): Sums => ({ ...noSums, allocated });
  const rows = Array.from({ length: 21 }, (_, index) => ({ label: `第${index + 1}行`, sums: of(1_000_000n) }));
  const text = (whole: Sums, wanted = 1) =>
    drawPlain(
      fundTableCard({
        ...{ title: '2023年专项资金（按级次）', rows, ofBatches: true, whole },
        listing: { page: wanted, say: '资金 2023 按级次', asAt, now, link: page },
      }),
    );

  it('says whether its rows make up the whole, and goes on by pages', () => {
    const whole = sumOf(rows.map(({ sums }) => sums));
    expect(text(whole)).toMatch(/合计（21行）：获得21\.00万元[^\n]*校验一致。/u);
    expect(text(whole)).toContain('第1页，共2页。发送“/资金 2023 按级次 第2页”继续查看。');
    expect(text(whole, 2)).toContain('21. 第21行，获得1.00万元');
    expect(text({ ...whole, allocated: whole.allocated + 1n })).toMatch(/校验不一致。/u);
  });
});

describe('what is left of a project', () => {
  const fen = 3_250_000n;
  it.each<[SurplusFate, string]>([
    [{ kind: 'KEEP' }, '留归单位'],
    [{ kind: 'RECOVER' }, '（应收回）'],
    [{ kind: 'RECOVER_2Y', on: '2025-12-12', isDue: false }, '2025年12月12日起应收回'],
    [{ kind: 'RECOVER_2Y', on: '2023-12-12', isDue: true }, '已满两年，应收回'],
  ])('%j', (fate, words) => {
    expect(surplusText({ kind: '结余', fen, fate })).toContain(words);
    expect(surplusText({ kind: '结余', fen, fate })).toContain('3.25万元');
  });

  it('结转 is not 结余', () => {
    expect(surplusText({ kind: '结转', fen })).toBe('3.25万元（项目未结束，继续使用）');
  });
});

describe('the five figures (domain.md C2)', () => {
  const labels = (sums: Sums, isTracked: boolean) =>
    balanceFields(sums, isTracked).map(({ label, value }) => `${label} ${value}`);
  const approved = { ...noSums, approved: 120_000_000n, approvedTracked: 120_000_000n };

  it('nothing received yet: 余额 0.00, and what is to come', () => {
    expect(labels(approved, true)).toEqual([
      '批复 120.00万元',
      '到位 0.00万元',
      '支出 0.00万元',
      '余额 0.00万元',
      '待拨付 120.00万元',
    ]);
  });

  it('a reward has no balance; what was taken back is said', () => {
    expect(labels({ ...approved, recovered: 1_000_000n }, false)).toEqual([
      '批复 120.00万元',
      '到位 0.00万元',
      '待拨付 120.00万元',
      '已收回 1.00万元',
    ]);
  });
});

it('a year without batches is no year of nothing obtained', () => {
  const text = drawPlain(fundYearCard({ year: 2022, batches: [], asAt, now, page, hasChart: false }));
  expect(text).toContain('没有登记2022年的资金批次');
  expect(text).not.toMatch(/0\.00/u);
});

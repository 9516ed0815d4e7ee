import { describe, expect, it } from 'vitest';
import {
  addTo,
  balanceOf,
  batchBalanceOf,
  inTransitOf,
  noSums,
  outstandingOf,
  type Rate,
  rateRules,
  rates,
  rateText,
  type Sums,
  sumOf,
} from '../../../src/domain/funds/sums.ts';
import type { EntryType } from '../../../src/domain/funds/terms.ts';
import { formatRate, formatWan } from '../../../src/domain/money.ts';

/** An entry of a project, or with `of: 'batch'` of the batch itself; the amount in 元, two decimals at most. */
interface Line {
  type: EntryType;
  yuan: number;
  of?: 'batch';
}

function sumsOf(lines: readonly Line[], { tracked = true } = {}): Sums {
  return lines.reduce(
    (sums, { type, yuan, of }) =>
      addTo(sums, { type, fen: BigInt(Math.round(yuan * 100)), isOfProject: of !== 'batch', tracked }),
    noSums,
  );
}

/** One project with everything that can be entered, in a batch of 500 万元. */
const full: readonly Line[] = [
  { type: 'ALLOCATE', yuan: 5_000_000, of: 'batch' },
  { type: 'ADJUST', yuan: -500_000, of: 'batch' },
  { type: 'ADJUST', yuan: 125_000, of: 'batch' },
  { type: 'RECOVER', yuan: 300_000, of: 'batch' },
  { type: 'APPROVE', yuan: 3_000_000 },
  { type: 'DISBURSE', yuan: 900_000 },
  { type: 'DISBURSE', yuan: 600_000 },
  { type: 'RECEIVE', yuan: 1_200_000 },
  { type: 'SPEND', yuan: 560_000 },
  { type: 'SPEND', yuan: 100_000 },
  { type: 'SPEND_REVERSAL', yuan: -40_000 },
  { type: 'RECOVER', yuan: 80_000 },
  { type: 'KEEP', yuan: 50_000 },
];

const figures = (sums: Sums) => ({
  下达: formatWan(sums.allocated),
  批复: formatWan(sums.approved),
  拨付: formatWan(sums.disbursed),
  到位: formatWan(sums.received),
  支出: formatWan(sums.spent),
  收回: formatWan(sums.recovered),
  指标收回: formatWan(sums.withdrawn),
  留用: formatWan(sums.kept),
  企业余额: formatWan(balanceOf(sums)),
  批次余额: formatWan(batchBalanceOf(sums)),
  待拨付: formatWan(outstandingOf(sums)),
  在途: formatWan(inTransitOf(sums)),
  ...Object.fromEntries(rates.map((rate) => [rateRules[rate].label, rateText(rate, sums)])),
});

describe('every formula (domain.md C2)', () => {
  it('of a project with everything', () => {
    expect(figures(sumsOf(full))).toEqual({
      下达: '462.50', // 500 − 50 + 12.5
      批复: '300.00',
      拨付: '150.00', // 90 + 60
      到位: '120.00',
      支出: '62.00', // 56 + 10 − 4
      收回: '8.00',
      指标收回: '30.00',
      留用: '5.00',
      企业余额: '50.00', // 120 − 62 − 8: what was kept is still there
      批次余额: '282.50', // 462.5 − 150 − 30
      待拨付: '150.00', // 300 − 150
      在途: '30.00', // 150 − 120
      拨付率: '32.43%', // 150 ÷ 462.5
      到位率: '80.00%', // 120 ÷ 150
      支出执行率: '51.67%', // 62 ÷ 120
      预算执行率: '20.67%', // 62 ÷ 300
    });
  });

  it('of nothing: zeros, and “—” for every rate', () => {
    const zeros = Object.fromEntries(
      ['下达', '批复', '拨付', '到位', '支出', '收回', '指标收回', '留用'].map((name) => [name, '0.00']),
    );
    const balances = { 企业余额: '0.00', 批次余额: '0.00', 待拨付: '0.00', 在途: '0.00' };
    const none = { 拨付率: '—', 到位率: '—', 支出执行率: '—', 预算执行率: '—' };
    expect(figures(noSums)).toEqual({ ...zeros, ...balances, ...none });
  });

  it.each<[string, Line[], string, string]>([
    ['nothing received yet', [{ type: 'APPROVE', yuan: 200_000 }], '0.00', '20.00'],
    [
      'paid out, on its way',
      [
        { type: 'APPROVE', yuan: 200_000 },
        { type: 'DISBURSE', yuan: 200_000 },
      ],
      '0.00',
      '0.00',
    ],
    [
      'more spent than received (垫支)',
      [
        { type: 'RECEIVE', yuan: 100_000 },
        { type: 'SPEND', yuan: 125_000.5 },
      ],
      '-2.50',
      '0.00',
    ],
    [
      'all taken back',
      [
        { type: 'RECEIVE', yuan: 100_000 },
        { type: 'SPEND', yuan: 40_000 },
        { type: 'RECOVER', yuan: 60_000 },
      ],
      '0.00',
      '0.00',
    ],
    [
      'a receipt that was reversed',
      [
        { type: 'RECEIVE', yuan: 100_000 },
        { type: 'RECEIVE', yuan: -100_000 },
      ],
      '0.00',
      '0.00',
    ],
  ])('企业余额 and 待拨付: %s', (_what, lines, balance, outstanding) => {
    const sums = sumsOf(lines);
    expect([formatWan(balanceOf(sums)), formatWan(outstandingOf(sums))]).toEqual([balance, outstanding]);
  });

  it.each<[Rate, Line[], string]>([
    ['spending', [{ type: 'SPEND', yuan: 10 }], '—'],
    ['budget', [{ type: 'SPEND', yuan: 10 }], '—'],
    ['disbursement', [{ type: 'DISBURSE', yuan: 10 }], '—'],
    ['receipt', [{ type: 'RECEIVE', yuan: 10 }], '—'],
    ['spending', [{ type: 'RECEIVE', yuan: 10 }], '0.00%'],
    ['budget', [{ type: 'APPROVE', yuan: 10 }], '0.00%'],
    ['disbursement', [{ type: 'ALLOCATE', yuan: 10, of: 'batch' }], '0.00%'],
    ['receipt', [{ type: 'DISBURSE', yuan: 10 }], '0.00%'],
  ])('%s with %o', (rate, lines, text) => {
    expect(rateText(rate, sumsOf(lines))).toBe(text);
  });

  it('a rate of the adjusted amount, not of what was first allocated', () => {
    const lines: Line[] = [
      { type: 'ALLOCATE', yuan: 1_000_000, of: 'batch' },
      { type: 'ADJUST', yuan: -200_000, of: 'batch' },
      { type: 'DISBURSE', yuan: 400_000 },
    ];
    expect(rateText('disbursement', sumsOf(lines))).toBe('50.00%');
  });
});

describe('rewards: spending is not followed', () => {
  const lines: Line[] = [
    { type: 'APPROVE', yuan: 500_000 },
    { type: 'DISBURSE', yuan: 500_000 },
    { type: 'RECEIVE', yuan: 300_000 },
    { type: 'SPEND', yuan: 100_000 },
    { type: 'RECOVER', yuan: 50_000 },
  ];
  const reward = sumsOf(lines, { tracked: false });

  it('are paid out and received, but in no balance and no rate of spending', () => {
    expect(figures(reward)).toMatchObject({
      批复: '50.00',
      拨付: '50.00',
      到位: '30.00',
      支出: '0.00',
      收回: '5.00',
      企业余额: '0.00',
      在途: '20.00',
      到位率: '60.00%',
      支出执行率: '—',
      预算执行率: '—',
    });
  });

  it('beside others leave balance and rates of spending as they are', () => {
    const tracked = sumsOf([
      { type: 'APPROVE', yuan: 1_000_000 },
      { type: 'DISBURSE', yuan: 1_000_000 },
      { type: 'RECEIVE', yuan: 1_000_000 },
      { type: 'SPEND', yuan: 250_000 },
    ]);
    expect(figures(sumOf([tracked, reward]))).toMatchObject({
      批复: '150.00',
      到位: '130.00',
      支出: '25.00',
      企业余额: '75.00', // 100 − 25
      到位率: '86.67%', // 130 ÷ 150
      支出执行率: '25.00%', // 25 ÷ 100
      预算执行率: '25.00%',
    });
  });
});

describe('sums are made of 分 and rounded once (domain.md C4)', () => {
  it('three payments of 33 333.33元 are 10.00万元', () => {
    const payment: Line = { type: 'DISBURSE', yuan: 33_333.33 };
    expect(formatWan(sumsOf([payment]).disbursed)).toBe('3.33');
    expect(formatWan(sumsOf([payment, payment, payment]).disbursed)).toBe('10.00');
    expect(formatWan(sumOf([payment, payment, payment].map((one) => sumsOf([one]))).disbursed)).toBe('10.00');
  });

  it('1.005万元 is 1.01', () => {
    expect(formatWan(sumsOf([{ type: 'RECEIVE', yuan: 10_050 }]).received)).toBe('1.01');
  });

  it('the six batches of 2023 are 1007.05万元, and by level and share what the bureau stated (domain.md A2)', () => {
    const levels = [[500_000], [3_625_000, 2_000_000, 1_000_000], [1_995_500, 950_000]];
    const sums = levels.map((amounts) => sumsOf(amounts.map((yuan) => ({ type: 'ALLOCATE', yuan, of: 'batch' }))));
    const total = sumOf(sums).allocated;
    expect(formatWan(total)).toBe('1007.05');
    expect(sums.map(({ allocated }) => [formatWan(allocated), formatRate(allocated, total)])).toEqual([
      ['50.00', '4.96%'],
      ['662.50', '65.79%'],
      ['294.55', '29.25%'],
    ]);
  });

  it('of no parts is nothing', () => {
    expect(sumOf([])).toEqual(noSums);
  });
});

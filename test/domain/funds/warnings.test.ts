import { describe, expect, it } from 'vitest';
import { noSums } from '../../../src/domain/funds/sums.ts';
import { warningsOf, warningText } from '../../../src/domain/funds/warnings.ts';
import { aBatch, aProject, aStatus, wan } from './facts.ts';

const received = (amount: number, spent: number) => ({
  ...noSums,
  received: wan(amount),
  receivedTracked: wan(amount),
  spent: wan(spent),
});
const texts = (...of: Parameters<typeof warningsOf>) => warningsOf(...of).map(warningText);

describe('支出 > 到位', () => {
  const project = aProject({ endsOn: null });
  it.each([
    [received(50, 50), []],
    [{ ...received(50, 0), spent: wan(50) + 1n }, ['支出大于到位0.01元，请核实是否为垫支']],
    [received(50, 62.5), ['支出大于到位12.5万元，请核实是否为垫支']],
    [{ ...received(50, 45), recoveredTracked: wan(10) }, ['支出大于到位5万元，请核实是否为垫支']],
  ])('%#', (sums, expected) => {
    expect(texts(project, sums, '2023-06-01')).toEqual(expected);
  });
  it('is no matter where nobody follows the spending', () => {
    expect(texts(aProject({ batch: aBatch({ trackSpending: false }) }), received(0, 10), '2023-06-01')).toEqual([]);
  });
});

describe('验收', () => {
  // Due on 2024-03-31 (a leap year): 90 days before is 2024-01-01, 30 days before 2024-03-01.
  const due = { endsOn: '2023-12-31', acceptanceDueOn: '2024-03-31' };
  it.each([
    ['2023-12-31', []],
    ['2024-01-01', ['验收到期日为2024年3月31日，剩余90天，尚未申请验收']],
    ['2024-02-29', ['验收到期日为2024年3月31日，剩余31天，尚未申请验收']],
    ['2024-03-01', ['验收到期日为2024年3月31日，剩余30天，尚未申请验收']],
    ['2024-03-31', ['验收到期日为2024年3月31日，今天到期，尚未申请验收']],
    ['2024-04-01', ['验收到期日为2024年3月31日，已超期1天，尚未申请验收']],
  ])('%s', (on, expected) => {
    expect(texts(aProject(due), received(100, 60), on)).toEqual(expected);
  });

  it.each([
    ['2024-01-01', 'in90'],
    ['2024-02-29', 'in90'],
    ['2024-03-01', 'in30'],
    ['2024-03-31', 'in30'],
    ['2024-04-01', 'overdue'],
  ])('%s is %s', (on, stage) => {
    expect(warningsOf(aProject(due), noSums, on)[0]).toMatchObject({ kind: 'acceptance', stage });
  });

  it('is due at the end of 实施期 where nothing else is known', () => {
    const project = aProject({ endsOn: '2024-03-30', acceptanceDueOn: null });
    expect(warningsOf(project, noSums, '2024-03-31')[0]).toMatchObject({ stage: 'overdue', dueOn: '2024-03-30' });
  });

  it.each([
    ['applied for', { statuses: [aStatus('ACCEPT_APPLIED', '2024-02-01')] }],
    ['passed', { statuses: [aStatus('ACCEPTED', '2024-02-01')] }],
    ['failed', { statuses: [aStatus('FAILED', '2024-02-01')] }],
    ['a reward', { batch: aBatch({ category: 'RND_SUBSIDY' as const }) }],
    ['no end known', { endsOn: null, acceptanceDueOn: null }],
  ])('no reminder: %s', (_, given) => {
    expect(texts(aProject({ ...due, ...given }), noSums, '2024-04-01')).toEqual([]);
  });
});

describe('支出执行率 at half time', () => {
  // 2023-01-01 … 2023-12-31 are 365 days; 183 of them lie behind on 2023-07-03.
  const warned = ['实施期已过半，支出执行率46.67%，低于50%'];
  it.each([
    ['2023-07-02', received(30, 14), []],
    ['2023-07-03', received(30, 14), warned],
    ['2023-07-04', received(30, 14), warned],
    ['2023-07-03', received(30, 15), []],
    ['2023-07-03', received(0, 0), []],
  ])('%s %#', (on, sums, expected) => {
    expect(texts(aProject(), sums, on)).toEqual(expected);
  });
  it('of an even number of days, on the first day of the second half', () => {
    // 1 … 10 March: five days lie behind on 6 March.
    const short = aProject({ startsOn: '2023-03-01', endsOn: '2023-03-10', acceptanceDueOn: '2023-09-01' });
    expect(texts(short, received(30, 14), '2023-03-05')).toEqual([]);
    expect(texts(short, received(30, 14), '2023-03-06')).toEqual(warned);
  });
  it.each([
    ['a reward', { batch: aBatch({ category: 'INNOVATION_REWARD' as const }) }],
    ['not followed', { batch: aBatch({ trackSpending: false }) }],
    ['concluded', { statuses: [aStatus('CONCLUDED', '2023-06-01')] }],
    ['no beginning known', { startsOn: null }],
  ])('no warning: %s', (_, given) => {
    expect(texts(aProject({ acceptanceDueOn: '2024-12-31', ...given }), received(30, 14), '2023-12-01')).toEqual([]);
  });
});

it('says what is to be given back', () => {
  const project = aProject({ statuses: [aStatus('TERMINATED', '2023-10-08')] });
  expect(texts(project, received(30, 14), '2023-10-07')).toContain('实施期已过半，支出执行率46.67%，低于50%');
  expect(texts(project, received(30, 14), '2023-10-08')).toEqual(['应收回16万元']);
});

import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../src/domain/deadlines/deadline.ts';
import { suggestedSettling } from '../../../src/domain/deadlines/deadline-rules.ts';
import { similarTo } from '../../../src/domain/deadlines/similar.ts';
import { contentOf } from '../../helpers/deadline-store.ts';

const now = new Date('2024-01-10T10:00:00+08:00');
const known: Deadline = {
  ...contentOf({
    program: '高新技术企业综合统计快报',
    year: 2024,
    batch: null,
    enterpriseDue: { on: '2024-01-17', at: '24:00' },
  }),
  ...{ id: 'D1', number: 1, isWithdrawn: false, version: 1, ladderFrom: '2023-12-01' },
};

describe('what may be the same matter', () => {
  it.each<[is: boolean, given: Partial<Deadline>, of: Partial<Deadline>]>([
    [true, {}, { program: '高新技术企业统计快报', year: 2024, batch: null }],
    [true, {}, { program: '高新技术企业综合统计快报', year: 2023, batch: null }],
    [true, { program: '火炬统计年报' }, { program: '火炬统计', year: 2024, batch: null }],
    // The very same is told otherwise; another batch, or a year far away, is another.
    [false, {}, { program: '高新技术企业综合统计快报', year: 2024, batch: null }],
    [false, { batch: 1 }, { program: '高新技术企业综合统计快报', year: 2024, batch: 2 }],
    [false, {}, { program: '高新技术企业综合统计快报', year: 2026, batch: null }],
    [false, { isWithdrawn: true }, { program: '高新技术企业统计快报', year: 2024, batch: null }],
    [
      false,
      { enterpriseDue: { on: '2024-01-09', at: '24:00' } },
      { program: '高新技术企业统计快报', year: 2024, batch: null },
    ],
    [false, {}, { program: '科技项目申报', year: 2024, batch: null }],
    [false, { program: '统计年报' }, { program: '统计', year: 2024, batch: null }],
  ])('%s: %j and %j', (is, given, of) => {
    expect(similarTo(contentOf(of), [{ ...known, ...given }], now)).toHaveLength(is ? 1 : 0);
  });

  it('a report about certificates is settled by none of them', () => {
    expect(suggestedSettling('高新技术企业统计快报', 'CALL', '2024-02-28')).toBeNull();
    expect(suggestedSettling('火炬统计快报', 'DUTY', '2024-07-10')).toBeNull();
    expect(suggestedSettling('火炬统计年报', 'DUTY', '2024-03-31')).toMatchObject({ duty: 'TORCH_STATISTICS' });
    expect(suggestedSettling('高新技术企业认定', 'CALL', '2024-02-28')).toEqual({ kind: 'application', type: 'HNTE' });
  });
});

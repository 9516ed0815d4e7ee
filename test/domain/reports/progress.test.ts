import { describe, expect, it } from 'vitest';
import { isIn, type ProgressList, progressOf, standingRows } from '../../../src/domain/reports/progress.ts';
import type { Submission } from '../../../src/domain/reports/record.ts';
import type { OverviewRow } from '../../../src/domain/reports/reports.ts';

const by = { personId: 'P', name: '李一' };
const at = new Date('2023-12-06T02:00:00Z');
const handedIn = (more: Partial<Submission> = {}): Submission => ({
  ...{ id: 'S', number: 1, kind: 'REPORT', isLate: false, reason: null, setNumber: 0, fromVersion: 1 },
  ...{ by, at, via: 'wecom-app', onBehalf: false, ...more },
});
const record = (more: Partial<NonNullable<OverviewRow['record']>> = {}): OverviewRow['record'] => ({
  ...{ state: 'SUBMITTED', exempt: null, submission: handedIn(), returned: null, version: 1, ...more },
});
const row = (name: string, of: OverviewRow['record'], more: Partial<OverviewRow> = {}): OverviewRow => ({
  ...{ enterprise: { id: name, name }, record: of, carried: 0, isReachable: true, ...more },
});

const rows = standingRows(
  [
    row('on time', record()),
    row('approved', record({ state: 'APPROVED' }), { carried: 2 }),
    row('late', record({ state: 'APPROVED', submission: handedIn({ isLate: true }) })),
    row('late and corrected', record({ submission: handedIn({ isLate: true, kind: 'CORRECTION' }) })),
    row('zero', record({ submission: handedIn({ kind: 'ZERO' }) })),
    row('returned', record({ state: 'RETURNED' }), { carried: 1 }),
    row('draft', record({ state: 'DRAFT', submission: null })),
    row('nothing', null),
    row('nobody', null, { isReachable: false }),
    row('exempt', record({ state: 'DRAFT', submission: null, exempt: { reason: '停产', by, at } }), {
      isReachable: false,
    }),
  ],
  '2023-11',
  '2023-12-29',
);

describe('how far a period has come', () => {
  it('counts everybody once: 应报 = 按时 + 补报 + 退回 + 未报 + 免报', () => {
    const { all, onTime, late, returned, missing, exempt } = progressOf(rows);
    expect({ all, onTime, late, returned, missing, exempt }).toEqual({
      ...{ all: 10, onTime: 3, late: 2, returned: 1, missing: 3, exempt: 1 },
    });
    expect(onTime + late + returned + missing + exempt).toBe(all);
  });

  it('and what overlaps with these', () => {
    expect(progressOf(rows)).toMatchObject({
      ...{ draft: 1, zero: 1, carried: 1, corrected: 1, approved: 2, waiting: 3, owed: 4, unreachable: 1 },
    });
  });

  it.each<[ProgressList, string[]]>([
    ['missing', ['draft', 'nothing', 'nobody']],
    ['overdue', ['draft', 'nothing', 'nobody']],
    ['draft', ['draft']],
    ['returned', ['returned']],
    ['reported', ['on time', 'approved', 'late', 'late and corrected', 'zero']],
    ['waiting', ['on time', 'late and corrected', 'zero']],
    ['approved', ['approved', 'late']],
    ['exempt', ['exempt']],
    ['zero', ['zero']],
    ['carried', ['approved']],
    ['late', ['late', 'late and corrected']],
    ['corrected', ['late and corrected']],
    ['unreachable', ['nobody']],
  ])('the list %s', (list, names) => {
    expect(rows.filter((one) => isIn(one, list)).map(({ enterprise }) => enterprise.name)).toEqual(names);
  });

  it('before the window is over nobody is overdue', () => {
    const open = standingRows(
      [row('nothing', null), row('draft', record({ state: 'DRAFT', submission: null }))],
      '2023-11',
      '2023-12-11',
    );
    expect(open.map(({ status }) => status)).toEqual(['NOT_STARTED', 'DRAFT']);
    expect(progressOf(open)).toMatchObject({ missing: 2, draft: 1, owed: 2 });
  });
});

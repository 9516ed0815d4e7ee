import type { Deadline } from '../../src/domain/deadlines/deadline.ts';

/** The second batch of 高企 2024, for all who hold a certificate that ends that year. */
export function deadlineOf(given: Partial<Deadline> = {}): Deadline {
  return {
    ...{ id: 'DEADLINE0001', number: 12, isWithdrawn: false, version: 1, ladderFrom: '2024-01-02' },
    ...{ program: '高新技术企业认定', year: 2024, batch: 2, kind: 'CALL', basis: 'NOTICE' },
    ...{ enterpriseDue: { on: '2024-07-05', at: '24:00' }, officialDue: { on: '2024-07-10', at: '17:00' } },
    ...{ noticeNo: '内科高字〔2024〕8号', url: null, settledBy: null },
    audience: { everybody: false, anyOf: [], industries: [], include: [], exempt: [] },
    ...given,
  };
}

import type { Audience } from '../src/domain/deadlines/audience.ts';
import type { DeadlineContent } from '../src/domain/deadlines/deadline.ts';
import type { Builder } from './builders.ts';

const audience = (...anyOf: Audience['anyOf'][number][]): Audience => ({
  ...{ everybody: false, anyOf, industries: [], include: [], exempt: [] },
});
const held = (state: 'VALID' | 'EXPIRES_IN_YEAR') =>
  ({ kind: 'qualification', type: 'HNTE', level: null, state }) as const;
const group = (group: 'G2' | 'G3') => ({ kind: 'group', group }) as const;
const valid = audience(held('VALID'));
const due = (on: string) => ({ on, at: '24:00' });

/** The year 2024 by custom, before its notices are out: the rows of domain.md E1 that have a day. */
const contents: readonly Pick<
  DeadlineContent,
  'program' | 'year' | 'batch' | 'kind' | 'enterpriseDue' | 'officialDue' | 'audience' | 'settledBy'
>[] = [
  {
    ...{ program: '高新技术企业综合统计快报', year: 2024, batch: null, kind: 'DUTY', settledBy: null },
    ...{ enterpriseDue: due('2024-01-17'), officialDue: due('2024-01-19'), audience: valid },
  },
  {
    ...{ program: '火炬统计年报', year: 2024, batch: null, kind: 'DUTY' },
    ...{ enterpriseDue: due('2024-03-31'), officialDue: due('2024-04-15'), audience: valid },
    settledBy: { kind: 'duty', duty: 'TORCH_STATISTICS', year: 2023 },
  },
  {
    ...{ program: '科技型中小企业信息更新与自评', year: 2024, batch: null, kind: 'CALL', settledBy: null },
    ...{ enterpriseDue: due('2024-03-31'), officialDue: null },
    audience: audience({ kind: 'qualification', type: 'TECH_SME', level: null, state: 'VALID' }),
  },
  ...(['2024-05-10', '2024-07-10', '2024-09-10'] as const).map((on, index) => ({
    ...{ program: '高新技术企业认定', year: 2024, batch: index + 1, kind: 'CALL' as const, officialDue: null },
    ...{ enterpriseDue: due(on), audience: audience(held('EXPIRES_IN_YEAR'), group('G2'), group('G3')) },
    settledBy: { kind: 'application' as const, type: 'HNTE' as const },
  })),
  {
    ...{ program: '高新技术企业年度发展情况报表', year: 2024, batch: null, kind: 'DUTY' },
    ...{ enterpriseDue: due('2024-05-31'), officialDue: null, audience: valid },
    settledBy: { kind: 'duty', duty: 'ANNUAL_REPORT', year: 2023 },
  },
];

export function addDemoDeadlines(build: Builder, enteredBy: string): void {
  for (const content of contents) {
    build.deadline(
      { ...content, basis: 'CUSTOM', noticeNo: null, url: null },
      { by: enteredBy, at: new Date('2023-12-20T02:00:00Z'), ladderFrom: '2023-12-20' },
    );
  }
}

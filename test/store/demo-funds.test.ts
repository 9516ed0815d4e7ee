import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import { writeDemoData } from '../../prisma/demo-data.ts';
import type { EntryFact, Project } from '../../src/domain/funds/facts.ts';
import { problemsOfBatch } from '../../src/domain/funds/history-rules.ts';
import { projectStatusAt, surplusOf } from '../../src/domain/funds/standing.ts';
import { balanceOf, sumOf } from '../../src/domain/funds/sums.ts';
import { batchLabel, projectLabel } from '../../src/domain/funds/terms.ts';
import { warningsOf } from '../../src/domain/funds/warnings.ts';
import { formatWan } from '../../src/domain/money.ts';
import type { Database } from '../../src/store/database.ts';
import { createStores } from '../../src/store/stores.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { storeDeps } from '../helpers/stores.ts';

const today = '2023-12-29';
const asAt = { on: today };

let database: Database & { drop(): Promise<void> };
let funds: ReturnType<typeof createStores>['funds'];
beforeAll(async () => {
  database = await testDatabase();
  const { wecom, dingtalk } = demoWorld;
  await writeDemoData(database.client, { wecom: wecom.corpId, dingtalk: dingtalk.corpId });
  ({ funds } = createStores({
    ...storeDeps(database),
    clock: fixedClock(),
    techSmeValidTo: 'NEXT_MAR_31',
    groupWays: { pushers: [], pacer: freePacer, apiUrls: [] },
    exchange: {} as never,
    charts: {} as never,
    monthlyCalls: async () => null,
    linkAddress: (id) => id,
  }));
});
afterAll(() => database.drop());

describe('the six batches of 2023 (domain.md A2)', () => {
  it('have their numbers, names, levels and amounts', async () => {
    const batches = await funds.batches({ year: 2023 }, asAt);
    expect(
      batches.map(({ batch, sums }) => [batchLabel(batch.number), batch.name, batch.level, formatWan(sums.allocated)]),
    ).toEqual([
      ['B-01', '2023年中央引导地方科技发展资金', 'CENTRAL', '50.00'],
      ['B-02', '通辽市科技创新专项资金', 'CITY', '199.55'],
      ['B-03', '2023年第二批自治区科技成果转化专项资金', 'REGION', '362.50'],
      ['B-04', '通辽市科技创新专项资金（第二批）', 'CITY', '95.00'],
      ['B-05', '2023年第四批自治区应用技术研究与开发资金', 'REGION', '200.00'],
      ['B-06', '2023年第四批自治区科技创新引导奖励资金', 'REGION', '100.00'],
    ]);
  });

  it('add up to what the annual summary states, in total and by level', async () => {
    const batches = await funds.batches({ year: 2023 }, asAt);
    const totalOf = (level?: string) =>
      formatWan(
        sumOf(batches.filter(({ batch }) => !level || batch.level === level).map(({ sums }) => sums)).allocated,
      );
    expect([totalOf(), totalOf('REGION'), totalOf('CITY'), totalOf('CENTRAL')]).toEqual([
      '1007.05',
      '662.50',
      '294.55',
      '50.00',
    ]);
  });

  it('are approved to the last 分, to placeholders only', async () => {
    for (const { batch, sums } of await funds.batches({ year: 2023 }, asAt)) {
      const projects = await funds.projects({ batchId: batch.id }, asAt);
      expect([batch.name, sumOf(projects.map((one) => one.sums)).approved]).toEqual([batch.name, sums.allocated]);
    }
    const projects = await funds.projects({ year: 2023 }, asAt);
    expect(projects.filter(({ project }) => !project.isDemo)).toEqual([]);
    expect(projects.filter(({ project }) => !/^示例企业\d\d$/u.test(project.enterprise.name))).toEqual([]);
  });

  it('break no rule of entering, whatever the order of days', async () => {
    const projects = (await funds.projects({}, asAt)).map(({ project }) => project);
    for (const { batch } of await funds.batches({}, asAt)) {
      const entries = await funds.entries({ batchId: batch.id }, asAt);
      const ofBatch = projects.filter((project) => project.batch.id === batch.id);
      // Entered one by one in the order in which they hold; what was taken back stands beside what takes it back.
      const reversed = new Set(entries.flatMap(({ id, reversesId }) => (reversesId ? [id, reversesId] : [])));
      const added = entries.filter(({ id }) => !reversed.has(id)).map(toAdded);
      const living = ofBatch.map((project): Project => ({ ...project, statuses: [] }));
      expect(problemsOfBatch({ batch, projects: living, entries: [], added }, today)).toEqual([]);
    }
  });
});

const toAdded = (entry: EntryFact) => ({ ...entry, isAdvance: false });

describe('what the demo shows', () => {
  it('every project as it stands', async () => {
    const projects = await funds.projects({}, asAt);
    expect(
      projects.map(({ project, sums }) => [
        projectLabel(project.number),
        project.enterprise.name,
        projectStatusAt(project, today),
        formatWan(balanceOf(sums)),
        warningsOf(project, sums, today)
          .map(({ kind }) => kind)
          .join(' '),
      ]),
    ).toEqual([
      ['P-01', '示例企业01', 'RUNNING', '15.25', ''],
      ['P-02', '示例企业05', 'TERMINATED', '7.50', 'take-back'],
      ['P-03', '示例企业02', 'RUNNING', '30.00', ''],
      ['P-04', '示例企业06', 'DUE', '1.60', 'acceptance'],
      ['P-05', '示例企业07', 'ACCEPTED', '3.25', ''],
      ['P-06', '示例企业01', 'APPROVED', '0.00', ''],
      ['P-07', '示例企业03', 'RUNNING', '70.00', 'slow'],
      ['P-08', '示例企业08', 'RUNNING', '28.00', ''],
      ['P-09', '示例企业04', 'RUNNING', '5.00', 'acceptance'],
      ['P-10', '示例企业09', 'ACCEPT_APPLIED', '1.80', ''],
      ['P-11', '示例企业10', 'RUNNING', '110.00', ''],
      ['P-12', '示例企业11', 'RUNNING', '25.00', ''],
      ['P-13', '示例企业12', 'APPROVED', '0.00', ''],
      ['P-14', '示例企业13', 'APPROVED', '0.00', ''],
      ['P-15', '示例企业14', 'APPROVED', '0.00', ''],
    ]);
  });

  it('a surplus, a correction and a report that waits', async () => {
    const [accepted] = (await funds.projects({}, asAt)).filter(({ project }) => project.number === 5);
    expect(accepted && surplusOf(accepted.project, accepted.sums, today)).toEqual({
      kind: '结余',
      fen: 3_250_000n,
      fate: { kind: 'RECOVER_2Y', on: '2025-12-12', isDue: false },
    });
    const [first] = (await funds.projects({}, asAt)).filter(({ project }) => project.number === 1);
    const movements = await funds.entries({ projectId: first?.project.id ?? '' }, asAt);
    expect(movements.filter(({ reversesId }) => reversesId !== null)).toMatchObject([
      { type: 'SPEND_REVERSAL', fen: -5_100_000n, period: '2023-10' },
    ]);
    expect(await funds.claims({ state: 'PENDING' })).toMatchObject([
      { type: 'SPEND', fen: 3_150_000n, project: { number: 1 }, reportedBy: { name: '李一' } },
    ]);
  });
});

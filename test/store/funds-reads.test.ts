import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFundReads } from '../../src/store/funds/reads.ts';
import type { Sql, Statement } from '../../src/store/sql.ts';
import { dialect, testDatabase } from '../helpers/database.ts';
import { at, plantFundLedger } from '../helpers/fund-rows.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let funds: ReturnType<typeof createFundReads>;
/** What was asked of the database by hand-written SQL. */
let asked: Statement[] = [];

const lastDay = { on: '2023-12-31' };

beforeAll(async () => {
  database = await testDatabase();
  const sql: Sql = {
    ...database.sql,
    query: (statement) => {
      asked.push(statement);
      return database.sql.query(statement);
    },
  };
  funds = createFundReads({ client: database.client, sql });
  await plantFundLedger(database.client);
});
afterAll(() => database.drop());

describe('batches', () => {
  it('by number; not one that an import is still writing', async () => {
    expect(await funds.findBatch(3)).toEqual({
      id: 'b3',
      number: 3,
      name: '第三批',
      level: 'CITY',
      category: 'CITY_INNOVATION',
      year: 2023,
      surplusPolicy: 'RECOVER_2Y',
      trackSpending: true,
    });
    expect(await funds.findBatch(1)).toMatchObject({ trackSpending: false, surplusPolicy: 'KEEP_BY_UNIT' });
    expect([await funds.findBatch(9), await funds.findBatch(99)]).toEqual([null, null]);
  });

  it('their years, the latest first', async () => {
    expect(await funds.years()).toEqual([2023, 2022]);
  });

  it('with their sums in the order of their numbers, none without an entry by then', async () => {
    const numbers = async (scope: Parameters<typeof funds.batches>[0], on: string) =>
      (await funds.batches(scope, { on })).map(({ batch }) => batch.number);
    expect(await numbers({}, '2023-12-31')).toEqual([1, 3]);
    expect(await numbers({ year: 2022 }, '2023-12-31')).toEqual([]);
    expect(await numbers({}, '2023-02-28')).toEqual([]);
    expect(await numbers({ enterpriseId: 'e2' }, '2023-12-31')).toEqual([3]);
  });
});

describe('projects', () => {
  it('by number, with all that is known of them', async () => {
    const statuses = [
      { status: 'APPROVED', effectiveOn: '2023-03-01', docNo: null, note: null, recordedAt: at('2023-03-02') },
      {
        status: 'TERMINATED',
        effectiveOn: '2023-06-01',
        docNo: '通科发〔2023〕9号',
        note: '主体注销',
        recordedAt: at('2023-06-05'),
      },
    ];
    const found = await funds.findProject(1);
    expect(found).toEqual({
      id: 'p1',
      number: 1,
      batch: await funds.findBatch(3),
      enterprise: { id: 'e1', name: '通辽甲公司' },
      name: '甲项目',
      code: '2023CG01',
      leader: '张三',
      partner: '某大学',
      startsOn: '2023-01-01',
      endsOn: '2024-12-31',
      acceptanceDueOn: '2025-03-31',
      selfRaised: 99_999_999_999_999n,
      goal: '一项专利',
      isDemo: true,
      statuses,
    });
    expect((await funds.projects({ projectId: 'p1' }, lastDay))[0]?.project).toEqual(found);
    const known = await funds.projects({ projectId: 'p1' }, { ...lastDay, knownBy: at('2023-06-04') });
    expect(known[0]?.project.statuses).toEqual(statuses.slice(0, 1));
    expect([await funds.findProject(8), await funds.findProject(9), await funds.findProject(99)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('in the order of their numbers, only what was approved by then', async () => {
    const numbers = async (on: string) => (await funds.projects({}, { on })).map(({ project }) => project.number);
    expect(await numbers('2023-12-31')).toEqual([1, 2, 4]);
    expect(await numbers('2023-12-30')).toEqual([1, 4]);
    expect(await numbers('2023-02-28')).toEqual([]);
  });

  it.each([
    ['by the one who entered last', at('2023-03-02'), { by: '王晨', at: at('2023-03-02') }],
    ['by who is the same person now', at('2023-06-30'), { by: '李一', at: at('2023-06-01') }],
    ['by nobody any more', at('2023-12-31'), { by: null, at: at('2023-07-01') }],
  ])('confirmed %s', async (_who, knownBy, confirmed) => {
    const [found] = await funds.projects({ projectId: 'p1' }, { ...lastDay, knownBy });
    expect(found?.confirmed).toEqual(confirmed);
  });

  it('an imported one is confirmed by nobody', async () => {
    const [found] = await funds.projects({ projectId: 'p4' }, lastDay);
    expect(found?.confirmed).toEqual({ by: null, at: at('2023-03-02') });
  });
});

describe('enterprises', () => {
  it('in the order of their names, with what of theirs was approved', async () => {
    const found = await funds.enterprises({ year: 2023 }, lastDay);
    expect(found.map(({ enterprise, projects, sums }) => [enterprise.name, projects, sums.approved])).toEqual([
      ['阿鲁乙公司', 1, 80n],
      ['通辽甲公司', 2, 320n],
    ]);
    expect(found[1]?.sums).toMatchObject({ approvedTracked: 300n, received: 100n, spent: 40n });
  });
});

describe('movements', () => {
  it('as they were entered, in the order in which they hold', async () => {
    const found = await funds.entries({ projectId: 'p1' }, { on: '2024-12-31' });
    expect(found.map(({ id }) => id)).toEqual(['a2', 'a4', 'a3', 'a8']);
    expect(found[2]).toEqual({
      id: 'a3',
      batchId: 'b3',
      projectId: 'p1',
      type: 'SPEND',
      fen: 40n,
      effectiveOn: '2023-05-31',
      dateKnown: false,
      docNo: null,
      period: '2023-05',
      note: '材料费',
      reversesId: null,
      claimId: null,
      recordedBy: '李一',
      recordedAt: at('2023-06-01'),
    });
    expect(found.map(({ recordedBy }) => recordedBy)).toEqual(['王晨', null, '李一', '王晨']);
    expect(found[3]).toMatchObject({ reversesId: 'a3', fen: -40n });
  });

  it('of a batch itself, and as they were known', async () => {
    const ids = async (...args: Parameters<typeof funds.entries>) => (await funds.entries(...args)).map(({ id }) => id);
    expect(await ids({ batchId: 'b3', batchOnly: true }, lastDay)).toEqual(['a1']);
    expect(await ids({ projectId: 'p1', batchOnly: true }, lastDay)).toEqual([]);
    expect(await ids({ projectId: 'p1' }, { ...lastDay, knownBy: at('2023-06-01') })).toEqual(['a2', 'a3']);
    expect(await ids({ projectId: 'p1' }, { on: '2023-05-30' })).toEqual(['a2', 'a4']);
    expect(await ids({ projectId: 'p1' }, { on: '2023-05-31' })).toEqual(['a2', 'a4', 'a3']);
  });

  it('by id; not one that an import is still writing', async () => {
    expect(await funds.findEntry('a1')).toMatchObject({ docNo: '通财〔2023〕1号', projectId: null, recordedBy: null });
    expect([await funds.findEntry('a9'), await funds.findEntry('nothing')]).toEqual([null, null]);
  });
});

describe('reports of enterprises', () => {
  it('the oldest first, by enterprise, project and state', async () => {
    const ids = async (filter: Parameters<typeof funds.claims>[0]) => (await funds.claims(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual(['c1', 'c2', 'c3']);
    expect(await ids({ state: 'PENDING' })).toEqual(['c2', 'c3']);
    expect(await ids({ enterpriseId: 'e1' })).toEqual(['c1', 'c2']);
    expect(await ids({ enterpriseId: 'e1', state: 'PENDING' })).toEqual(['c2']);
    expect(await ids({ projectId: 'p1', state: 'PENDING' })).toEqual(['c2']);
    expect(await ids({ projectId: 'p4' })).toEqual([]);
  });

  it('with who made them and who decided', async () => {
    expect(await funds.findClaim('c1')).toEqual({
      id: 'c1',
      project: await funds.findProject(1),
      type: 'RECEIVE',
      fen: 5n,
      effectiveOn: '2023-08-01',
      period: null,
      docNo: null,
      note: null,
      state: 'REJECTED',
      reason: '金额不符',
      reportedBy: { personId: 'li', name: '李一' },
      reportedAt: at('2023-08-01'),
      decidedBy: { personId: 'li', name: '李一' },
      decidedAt: at('2023-08-03'),
    });
    expect(await funds.findClaim('c3')).toMatchObject({
      type: 'SPEND',
      period: '2023-08',
      docNo: '凭证1',
      note: '电费',
      reportedBy: { personId: 'erased', name: null },
      decidedBy: null,
      decidedAt: null,
    });
    expect([await funds.findClaim('c9'), await funds.findClaim('nothing')]).toEqual([null, null]);
  });
});

describe('a draft', () => {
  it.each([
    ['of this person, in time', 'd1', 'wang', '2023-07-31', { kind: 'enter', fen: '5' }],
    ['expired', 'd1', 'wang', '2023-08-01', null],
    ['of another', 'd1', 'li', '2023-07-31', null],
    ['unknown', 'd2', 'wang', '2023-07-31', null],
  ])('%s', async (_what, id, personId, day, content) => {
    expect(await funds.findDraft(id, personId, at(day))).toEqual(content);
  });
});

describe('what it costs', () => {
  /** How SQLite would go about what was asked. */
  const plans = async (): Promise<string[]> => {
    const rows = await Promise.all(
      asked.map(({ sql, text, values }) =>
        database.sql.query<{ detail: string }>({ sql: `EXPLAIN QUERY PLAN ${sql}`, text, values }),
      ),
    );
    return rows.flat().map(({ detail }) => detail);
  };

  it('an enterprise’s answer is two statements', async () => {
    asked = [];
    await funds.projects({ enterpriseId: 'e1' }, lastDay);
    expect(asked).toHaveLength(2);
  });

  it.runIf(dialect === 'sqlite')('an enterprise’s answer looks at its own rows only', async () => {
    asked = [];
    await funds.projects({ enterpriseId: 'e1' }, lastDay);
    // `s` are the sums that were just made.
    expect((await plans()).filter((step) => step.startsWith('SCAN') && step !== 'SCAN s')).toEqual([]);
  });

  it.runIf(dialect === 'sqlite')('the year’s totals read one index, in its order', async () => {
    asked = [];
    await funds.batches({ year: 2023 }, lastDay);
    const steps = await plans();
    const index = 'FundEntry_batchId_type_importId_effectiveOn_fen_projectId_idx';
    expect(steps).toContain(`SEARCH e USING COVERING INDEX ${index} (batchId=?)`);
    expect(steps).not.toContain('USE TEMP B-TREE FOR GROUP BY');
  });
});

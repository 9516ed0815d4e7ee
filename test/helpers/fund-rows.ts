import type { Client } from '../../src/store/database.ts';

export const at = (day: string) => new Date(`${day}T08:00:00.000Z`);
const recordedAt = at('2023-01-01');

/** A few rows of everything in the fund ledger; `writing` is of an import that is not applied. */
export async function plantFundLedger(client: Client): Promise<void> {
  const imports = [
    { id: 'applied', state: 'APPLIED' },
    { id: 'writing', state: 'APPLYING' },
  ];
  await client.import.createMany({ data: imports.map((one) => ({ ...one, digest: '', report: '{}', recordedAt })) });
  await client.person.createMany({
    data: [
      { id: 'wang', name: '王晨', recordedAt },
      { id: 'li', name: '李一', recordedAt },
      { id: 'erased', name: null, erasedAt: recordedAt, recordedAt },
      { id: 'other-li', name: null, mergedIntoId: 'li', recordedAt },
    ],
  });
  const names = { e1: '通辽甲公司', e2: '阿鲁乙公司', e3: '科尔沁丙公司' };
  await client.enterprise.createMany({ data: Object.keys(names).map((id) => ({ id, recordedAt })) });
  await client.enterpriseName.createMany({
    data: Object.entries(names).flatMap(([enterpriseId, text]) =>
      [
        { kind: 'FULL', text },
        { kind: 'ALIAS', text: `${text}简称` },
      ].map((one) => ({ ...one, id: `${enterpriseId} ${one.kind}`, enterpriseId, searchKey: text, initials: '' })),
    ),
  });
  const batch = { level: 'CITY', category: 'CITY_INNOVATION', recordedAt };
  await client.fundBatch.createMany({
    data: [
      { ...batch, id: 'b3', number: 3, name: '第三批', year: 2023, surplusPolicy: 'RECOVER_2Y' },
      { ...batch, id: 'b7', number: 1, name: '奖励', year: 2023, category: 'RND_SUBSIDY', trackSpending: false },
      { ...batch, id: 'b2', number: 2, name: '空批次', year: 2022, importId: 'applied' },
      { ...batch, id: 'b9', number: 9, name: '导入中', year: 2021, importId: 'writing' },
    ],
  });
  const project = { recordedAt, batchId: 'b3' };
  await client.fundProject.createMany({
    data: [
      { ...project, id: 'p2', number: 2, name: '乙项目', enterpriseId: 'e2' },
      {
        ...project,
        id: 'p1',
        number: 1,
        name: '甲项目',
        enterpriseId: 'e1',
        code: '2023CG01',
        leader: '张三',
        partner: '某大学',
        startsOn: '2023-01-01',
        endsOn: '2024-12-31',
        acceptanceDueOn: '2025-03-31',
        selfRaised: 10n ** 14n - 1n,
        goal: '一项专利',
        isDemo: true,
      },
      { ...project, id: 'p3', number: 3, name: '未批复', enterpriseId: 'e3' },
      { ...project, id: 'p8', number: 8, name: '导入中', enterpriseId: 'e3', importId: 'writing' },
      { ...project, id: 'p9', number: 9, name: '批次导入中', enterpriseId: 'e3', batchId: 'b9' },
      { ...project, id: 'p4', number: 4, name: '奖励', enterpriseId: 'e1', batchId: 'b7', importId: 'applied' },
    ],
  });
  const status = { projectId: 'p1', effectiveOn: '2023-06-01' };
  await client.fundProjectStatus.createMany({
    data: [
      {
        ...status,
        id: 's2',
        status: 'TERMINATED',
        docNo: '通科发〔2023〕9号',
        note: '主体注销',
        recordedAt: at('2023-06-05'),
      },
      { ...status, id: 's1', status: 'APPROVED', effectiveOn: '2023-03-01', recordedAt: at('2023-03-02') },
      { ...status, id: 's3', status: 'REVOKED', recordedAt: at('2023-06-06'), importId: 'writing' },
    ],
  });
  const entry = { batchId: 'b3', effectiveOn: '2023-03-01', recordedAt: at('2023-03-02'), recordedById: 'wang' };
  const p1 = { ...entry, projectId: 'p1', enterpriseId: 'e1' };
  await client.fundEntry.createMany({
    data: [
      { ...entry, id: 'a1', type: 'ALLOCATE', fen: 500n, docNo: '通财〔2023〕1号', recordedById: null },
      { ...p1, id: 'a2', type: 'APPROVE', fen: 300n },
      {
        ...p1,
        id: 'a3',
        type: 'SPEND',
        fen: 40n,
        effectiveOn: '2023-05-31',
        period: '2023-05',
        recordedAt: at('2023-06-01'),
        recordedById: 'other-li',
        note: '材料费',
        dateKnown: false,
      },
      {
        ...p1,
        id: 'a4',
        type: 'RECEIVE',
        fen: 100n,
        effectiveOn: '2023-04-01',
        recordedAt: at('2023-07-01'),
        recordedById: 'erased',
      },
      { ...p1, id: 'a9', type: 'RECEIVE', fen: 9_000n, importId: 'writing' },
      { ...entry, id: 'a5', type: 'APPROVE', fen: 80n, projectId: 'p2', enterpriseId: 'e2', effectiveOn: '2023-12-31' },
      { ...entry, id: 'a6', type: 'DISBURSE', fen: 7n, projectId: 'p3', enterpriseId: 'e3' },
      {
        ...entry,
        id: 'a7',
        type: 'APPROVE',
        fen: 20n,
        projectId: 'p4',
        enterpriseId: 'e1',
        batchId: 'b7',
        recordedById: null,
        importId: 'applied',
      },
      // Into what is not there yet for anybody.
      { ...entry, id: 'b8', type: 'APPROVE', fen: 1n, projectId: 'p8', enterpriseId: 'e3' },
      { ...entry, id: 'b9', type: 'APPROVE', fen: 1n, projectId: 'p9', enterpriseId: 'e3', batchId: 'b9' },
    ],
  });
  await client.fundEntry.create({
    data: {
      ...p1,
      id: 'a8',
      type: 'SPEND_REVERSAL',
      fen: -40n,
      effectiveOn: '2024-01-05',
      reversesId: 'a3',
      recordedAt: at('2024-01-05'),
    },
  });
  const claim = { projectId: 'p1', type: 'RECEIVE', fen: 5n, effectiveOn: '2023-08-01', reportedById: 'li' };
  await client.fundClaim.createMany({
    data: [
      { ...claim, id: 'c2', state: 'PENDING', reportedAt: at('2023-08-02') },
      {
        ...claim,
        id: 'c1',
        state: 'REJECTED',
        reason: '金额不符',
        reportedAt: at('2023-08-01'),
        decidedById: 'other-li',
        decidedAt: at('2023-08-03'),
      },
      {
        ...claim,
        id: 'c3',
        state: 'PENDING',
        projectId: 'p2',
        type: 'SPEND',
        period: '2023-08',
        docNo: '凭证1',
        note: '电费',
        reportedById: 'erased',
        reportedAt: at('2023-08-04'),
      },
      { ...claim, id: 'c9', state: 'PENDING', projectId: 'p8', reportedAt: at('2023-08-05') },
    ],
  });
  await client.fundDraft.create({
    data: {
      id: 'd1',
      personId: 'wang',
      content: '{"kind":"enter","fen":"5"}',
      expiresAt: at('2023-08-01'),
      recordedAt,
    },
  });
}

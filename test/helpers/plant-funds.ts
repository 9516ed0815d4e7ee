import type { EntryType } from '../../src/domain/funds/terms.ts';
import type { Client } from '../../src/store/database.ts';

const recordedAt = new Date('2023-12-01T02:00:00Z');
const wan = (amount: number) => BigInt(amount) * 1_000_000n;

/**
 * A small fund ledger of its own in the place of that of the demo.
 *
 * B-01 下达 200万元, B-02 reward 10万元. P-01 of 示例企业01: 批复 100, 拨付 60, 到位 40, 支出 10 (May): 余额 30. P-02 and
 * P-03 of 示例企业02: 批复 30 and 20, 拨付 20 of the first. P-04 of 示例企业03: a reward of 10.
 */
export async function plantFunds(client: Client): Promise<void> {
  await client.fundEntry.deleteMany();
  await client.fundClaim.deleteMany();
  await client.fundProjectStatus.deleteMany();
  await client.fundProject.deleteMany();
  await client.fundBatch.deleteMany();
  const city = { level: 'CITY', year: 2023, recordedAt };
  await client.fundBatch.createMany({
    data: [
      { ...city, id: 'B1', number: 1, name: '示例科技创新资金', category: 'CITY_INNOVATION' },
      { ...city, id: 'B2', number: 2, name: '示例奖励资金', category: 'INNOVATION_REWARD', trackSpending: false },
    ],
  });
  const enterpriseIds = new Map<number, string>();
  for (const number of [1, 2, 3]) {
    const { enterpriseId } = await client.enterpriseName.findFirstOrThrow({
      where: { kind: 'FULL', text: `示例企业0${number}` },
    });
    enterpriseIds.set(number, enterpriseId);
  }
  const of = (number: number) => ({ enterpriseId: enterpriseIds.get(number) ?? '', recordedAt });
  const term = { startsOn: '2023-01-01', endsOn: '2024-12-31' };
  await client.fundProject.createMany({
    data: [
      { ...of(1), ...term, id: 'P1', number: 1, batchId: 'B1', name: '智能检测装备研发' },
      { ...of(2), ...term, id: 'P2', number: 2, batchId: 'B1', name: '蒙药提取工艺' },
      { ...of(2), ...term, id: 'P3', number: 3, batchId: 'B1', name: '饲料配方优化' },
      { ...of(3), id: 'P4', number: 4, batchId: 'B2', name: '高企奖励' },
    ],
  });
  const lines: readonly [id: string, of: string, type: EntryType, wan: number, on: string, docNo?: string][] = [
    ['E1', 'B1', 'ALLOCATE', 200, '2023-01-05', '通财科〔2023〕1号'],
    ['E2', 'B2', 'ALLOCATE', 10, '2023-01-05'],
    ['E3', 'P1', 'APPROVE', 100, '2023-01-10'],
    ['E4', 'P1', 'DISBURSE', 60, '2023-03-01', '通财科〔2023〕7号'],
    ['E5', 'P1', 'RECEIVE', 40, '2023-03-08'],
    ['E6', 'P1', 'SPEND', 10, '2023-05-31'],
    ['E7', 'P2', 'APPROVE', 30, '2023-01-10'],
    ['E8', 'P2', 'DISBURSE', 20, '2023-03-01'],
    ['E9', 'P3', 'APPROVE', 20, '2023-01-10'],
    ['E0', 'P4', 'APPROVE', 10, '2023-01-10'],
  ];
  const projects = await client.fundProject.findMany();
  await client.fundEntry.createMany({
    data: lines.map(([id, owner, type, amount, effectiveOn, docNo = null]) => {
      const project = projects.find((one) => one.id === owner);
      return {
        id,
        batchId: project?.batchId ?? owner,
        projectId: project?.id ?? null,
        enterpriseId: project?.enterpriseId ?? null,
        type,
        fen: wan(amount),
        effectiveOn,
        docNo,
        docKey: docNo === null ? null : `${type} ${owner} ${docNo}`,
        period: type === 'SPEND' ? effectiveOn.slice(0, 7) : null,
        sourceKey: type === 'SPEND' ? `${owner} ${effectiveOn.slice(0, 7)}` : null,
        recordedAt,
      };
    }),
  });
  await client.fundProjectStatus.createMany({
    data: projects.map(({ id }) => ({
      id: `S${id}`,
      projectId: id,
      status: 'APPROVED',
      effectiveOn: '2023-01-10',
      recordedAt,
    })),
  });
}

/** Where the bureau's messages of its own accord arrive: through the app on WeCom, from the robot on DingTalk. */
export const inbox = {
  'WeCom app': 'WeCom app',
  'WeCom AI bot': 'WeCom app',
  'DingTalk robot': 'DingTalk robot',
} as const;

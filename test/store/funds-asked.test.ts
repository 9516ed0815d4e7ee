import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { packTap } from '../../src/core/card.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onWecom, startDeciding } from '../helpers/deciding.ts';
import { plantFunds } from '../helpers/plant-funds.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let deciding: Deciding;

beforeAll(async () => {
  database = await testDatabase();
  deciding = await startDeciding(database);
});
beforeEach(() => plantFunds(database.client));
afterAll(() => database.drop());

const officer = onWecom('officer');

it('the next page is of the same day and of what was known then', async () => {
  const { client } = database;
  const row = { batchId: 'B1', projectId: 'P1', recordedAt: new Date('2023-12-01T02:00:00Z') };
  const { enterpriseId } = await client.fundProject.findUniqueOrThrow({ where: { id: 'P1' } });
  await client.fundEntry.createMany({
    data: Array.from({ length: 30 }, (_, n) => ({
      ...{ ...row, id: `X${n}`, enterpriseId, type: 'DISBURSE', fen: 100n },
      effectiveOn: `2023-04-${String(n + 1).padStart(2, '0')}`,
    })),
  });
  const { here } = await deciding.say(officer, '/资金 明细 P-01 截至 2023-11-30 登记至 2023-12-05');
  const text = JSON.stringify(here?.blocks);
  expect(text).toContain('发送“/资金 明细 P-01 截至 2023-11-30 登记至 2023-12-05 第2页”继续查看');
  const { here: next } = await deciding.say(officer, '/资金 明细 P-01 截至 2023-11-30 登记至 2023-12-05 第2页');
  expect(next?.footer).toContain('2023年11月30日');
  expect(JSON.stringify((await deciding.say(officer, '/资金 明细 P-01')).here)).toContain(
    '发送“/资金 明细 P-01 第2页”',
  );
});

it('a report with a long note asks for its project without buttons that WeCom could not carry', async () => {
  const contact = onWecom('contact02');
  const say = (note: string) => deciding.say(contact, `/资金 到位 20万 2023-11-20 备注 ${note}`);
  const short = (await say('首期')).here;
  expect(short?.buttons?.map(({ text }) => text)).toEqual(['P-02', 'P-03']);
  const long = (await say('长'.repeat(500))).here;
  expect(long?.title).toBe('请选择项目');
  for (const { tap } of long?.buttons ?? []) expect(Buffer.byteLength(packTap(tap))).toBeLessThanOrEqual(1024);
});

it('a status that was confirmed is not said to be given up', async () => {
  await deciding.say(officer, '/资金 P-01 申请验收 2023-11-30');
  const { id } = await database.client.fundDraft.findFirstOrThrow();
  expect((await deciding.say(officer, `/资金 确认 ${id}`)).here?.title).toBe('项目状态已登记');
  expect((await deciding.say(officer, `/资金 放弃 ${id}`)).here?.title).toBe('项目状态已登记');
  await deciding.say(officer, '/资金 P-02 申请验收 2023-11-30');
  const other = await database.client.fundDraft.findFirstOrThrow({ where: { id: { not: id } } });
  expect((await deciding.say(officer, `/资金 放弃 ${other.id}`)).here?.title).toBe('已放弃');
});

it('what is confirmed once more is on record as a look', async () => {
  const { client } = database;
  const contact = onWecom('contact01');
  for (const [who, text] of [
    [contact, '/资金 到位 P-01 5万 2023-11-20'],
    [officer, '/资金 P-01 申请验收 2023-11-30'],
    [officer, '/资金 登记 P-01 拨付 5万 2023-11-20'],
  ] as const) {
    await client.fundDraft.deleteMany();
    await deciding.say(who, text);
    const { id } = await client.fundDraft.findFirstOrThrow();
    expect((await deciding.say(who, `/资金 确认 ${id}`)).audit ?? []).toEqual([]);
    const { audit } = await deciding.say(who, `/资金 确认 ${id}`);
    expect(audit).toMatchObject([{ action: 'fund.read', result: 'allowed', objectId: 'P1' }]);
  }
});

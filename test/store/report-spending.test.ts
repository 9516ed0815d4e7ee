import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { drawPlain } from '../../src/core/draw-text.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onWecom, startDeciding } from '../helpers/deciding.ts';
import { clearReports, plantReport } from '../helpers/plant-report.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: Deciding;
const contact = onWecom('contact01');
const period = '2023-11';
beforeAll(async () => {
  database = await testDatabase();
  bot = await startDeciding(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await clearReports(database);
  await bot.client.fundEntry.deleteMany({ where: { period } });
  await bot.client.fundClaim.deleteMany({ where: { period } });
});

const say = async (text: string, by = contact) => {
  const { here } = await bot.say(by, text);
  return here ? drawPlain(here) : '';
};
/** Reported by the way of the funds, and waiting for staff. */
async function reported(amount: string): Promise<string> {
  const read = await say(`/资金 支出 P-01 ${period} ${amount}`);
  await say(`/资金 确认 ${/资金 确认 (\w{12})/u.exec(read)?.[1]}`);
  return (await bot.client.fundClaim.findFirstOrThrow({ where: { period, state: 'PENDING' } })).id;
}
async function plant(spent: number) {
  await plantReport(database, { enterprise: '示例企业01', period: '2023-10' });
  await plantReport(database, { enterprise: '示例企业01', period, figures: { 'fundSpent:1': spent } });
}
const receipt = () => say(`/月报 确认 ${period}`);

it('a spending that was reported before as another amount is pointed out in the receipt, with both ways to put it right', async () => {
  const id = await reported('3万元');
  await plant(2.5);
  const text = await receipt();
  expect(text).toMatch(
    /专项资金支出与自报、台账不一致[\s\S]*P-01 示例项目[^\n]*：月报填报2\.5万元，此前自报3万元（自报编号 \w{12}），正在等待确认，未作改动。/,
  );
  expect(text).toContain(`“/资金 撤回自报 ${id}”，再发送“/资金 支出 P-01 ${period} 2.5万元”`);
  const correction = `/月报 更正 ${period} P-01 专项资金支出3万元`;
  expect(text).toContain(`“${correction}”`);
  // Either way is as it says.
  expect(await say(correction)).toMatch(/P-01[^\n]*3\.00/);
  const corrected = await say(`/月报 确认 ${period} 数据有误`);
  expect(corrected).toMatch(/2023年11月更正已提交/);
  expect(corrected).not.toMatch(/不一致/);
  await say(`/资金 撤回自报 ${id}`);
  await reported('2.5万元');
  expect(await receipt()).toMatch(/月报填报3万元，此前自报2\.5万元/);
});

it('so is one that was entered; the same amount is nothing to say, whoever reported it', async () => {
  const id = await reported('3万元');
  await plant(3);
  expect(await receipt()).not.toMatch(/不一致/);
  expect(await say(`/资金 确认自报 ${id}`, onWecom('officer'))).toMatch(/已确认/);
  expect(await receipt()).not.toMatch(/不一致/);
  await clearReports(database);
  await plant(2);
  expect(await receipt()).toMatch(/月报填报2万元，资金台账已登记3万元。台账有误的，请联系开发区科技局冲销后重新登记/);
});

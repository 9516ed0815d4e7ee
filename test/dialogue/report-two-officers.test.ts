import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { clearReports, enterpriseNamed, plantReport } from '../helpers/plant-report.ts';
import { startSecondProcess } from '../helpers/second-process.ts';
import { type Chat, conversations, startWorld, type World } from '../helpers/world.ts';

const period = '2023-11';

let world: World;
/** The second officer's messages are another process's to answer, where the database serves several. */
let stopSecond: () => Promise<void>;
let one: Chat;
let two: Chat;
let firm: Chat;

beforeAll(async () => {
  const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
  world = await startWorld({ emulator: { settings } });
  const { client } = world.database;
  const { personId } = await client.account.findFirstOrThrow({ where: { userId: 'zhaoer' } });
  await client.person.update({ where: { id: personId }, data: { staffRole: 'OFFICER' } });
  await client.binding.deleteMany({ where: { personId } });
  stopSecond = await startSecondProcess(world);
  one = world.chat('officer', conversations['WeCom app']('officer'));
  two = world.chat('contact02', conversations['DingTalk robot']('contact02'));
  firm = world.chat('contact01', conversations['WeCom app']('contact01'));
});
afterAll(async () => {
  await stopSecond();
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

beforeEach(async () => {
  await clearReports(world.database);
  await plantReport(world.database, { enterprise: '示例企业01', period });
  await Promise.all([one.news(), two.news(), firm.news()]);
});

const reportOf = async (name = '示例企业01') => {
  const { id: enterpriseId } = await enterpriseNamed(world.database, name);
  return world.database.client.monthlyReport.findUniqueOrThrow({
    where: { enterpriseId_period: { enterpriseId, period } },
  });
};
/** All texts of what came. */
const texts = async (chat: Chat) => (await chat.news()).map(({ text }) => text).join('\n');

it.each([1, 2, 3, 4])('of two officers at once one wins, and the other reads by whom: %i', async () => {
  const { id, version } = await reportOf();
  await Promise.all([
    one.say(`/月报 通过 ${id} ${version}`),
    two.say(`/月报 退回 ${id} ${version} 营业收入 与账面不符`),
  ]);
  const [first, other] = [await texts(one), await texts(two)];
  const after = await reportOf();
  const approved = after.state === 'APPROVED';
  expect(after.version).toBe(version + 1);
  expect(first).toMatch(approved ? /您已审核通过/ : /本次未办理[\s\S]*赵尔已于2023年12月29日 10:00退回该月报/);
  expect(other).toMatch(approved ? /本次未办理[\s\S]*王晨已于2023年12月29日 10:00审核通过该月报/ : /您已退回/);
  expect(await texts(firm)).toMatch(approved ? /已审核通过/ : /【退回】贵公司2023年11月月报“营业收入”/);
  expect(await world.database.client.reportStep.count({ where: { reportId: id } })).toBe(1);
});

it('what the enterprise types meanwhile is seen before anything is decided; what was handed in stays what is decided about', async () => {
  const { id, version } = await reportOf();
  await plantReport(world.database, {
    ...{ enterprise: '示例企业01', period, figures: { revenue: { month: 500, total: 500 } } },
    ...{ isHandedIn: false, at: new Date('2023-12-29T02:00:00Z') },
  });
  await one.say(`/月报 退回 ${id} ${version} 营业收入 与账面不符`);
  const stale = await texts(one);
  expect(stale).toMatch(/本次未办理[\s\S]*李一已于2023年12月29日 10:00修改填报内容，尚未提交/);
  expect(stale).toMatch(/企业正在修改\d+项（尚未提交）/);
  expect(stale).toMatch(/营业收入（万元）：320\.00/);
  expect(stale).not.toContain('500.00');
  expect(await reportOf()).toMatchObject({ state: 'SUBMITTED' });
  // The buttons are those of the present state.
  await one.tap('通过');
  expect(await texts(one)).toMatch(/您已审核通过/);
});

it('exempting at once: the first reason stands, and the second officer reads whose it is', async () => {
  await clearReports(world.database);
  await Promise.all([one.say('/月报 免报 示例企业01 停产检修'), two.say('/月报 免报 示例企业01 企业搬迁')]);
  const [first, other] = [await texts(one), await texts(two)];
  const { exemptReason } = await reportOf();
  const mine = exemptReason === '停产检修';
  expect(first).toMatch(mine ? /您已免报/ : /赵尔已于2023年12月29日 10:00免报该企业本期月报，未重复办理/);
  expect(other).toMatch(mine ? /王晨已于2023年12月29日 10:00免报该企业本期月报，未重复办理/ : /您已免报/);
  expect((await firm.news()).filter(({ text }) => /经核定免报/u.test(text))).toHaveLength(1);
});

it('opening at once: one opening, and the second officer reads whose it is', async () => {
  await Promise.all([
    one.say('/月报 重开 2023-09 至 2024-01-20 示例企业01 数据更正'),
    two.say('/月报 重开 2023-09 至 2024-01-20 示例企业01 数据更正'),
  ]);
  const both = `${await texts(one)}\n${await texts(two)}`;
  expect(await world.database.client.periodOpening.count({ where: { period: '2023-09' } })).toBe(1);
  expect(both).toMatch(/您已于[\s\S]*(?:王晨|赵尔)已于|(?:王晨|赵尔)已于[\s\S]*您已于/);
  expect(both).toMatch(/此前已重新开放/);
});

it('pressing at once: each contact hears it once that day, and both officers read how many were told by whom', async () => {
  const told = world.chat('contact03', conversations['WeCom app']('contact03'));
  await told.news();
  for (const officer of [one, two]) {
    await officer.say(`/月报 催报 ${period}`);
    await officer.shouldSee(/可通知的联系人1人[\s\S]*将发送：【催报】/);
    await officer.news();
  }
  await Promise.all([one.tap('确认催报'), two.tap('确认催报')]);
  const both = [await one.shouldSee(/本次新发送/), await two.shouldSee(/本次新发送/)];
  const counted = both.map(({ text }) => {
    const [, sent, , before] = /本次新发送(\d+)条催报(；另有(\d+)条今日已发送，未重复发送)?。/u.exec(text) ?? [text];
    return { sent: Number(sent), before: Number(before ?? 0) };
  });
  expect(counted.map(({ sent, before }) => sent + before)).toEqual([2, 2]);
  expect(counted.reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
  const reminded = (await told.news()).filter(({ text }) => /【催报】/u.test(text));
  expect(reminded.map(({ text }) => /示例企业0\d/u.exec(text)?.[0]).sort()).toEqual(['示例企业03', '示例企业04']);
  await two.say(`/月报 催报 ${period}`);
  const { text: shown } = await two.shouldSee(/尚需报送/);
  expect(shown).toMatch(/今日已催报[\s\S]*(?:王晨|您)（10:00）：示例企业0[34]/);
  expect(shown).toContain('均已催报');
  expect(shown).not.toMatch(/将发送|确认催报/);
});

it('a doubtful figure that staff fill in is explained before it is handed in', async () => {
  await clearReports(world.database);
  // Hardly any research.
  await plantReport(world.database, {
    ...{ enterprise: '示例企业01', period: '2023-10', figures: { rndExpense: { month: 18.5, total: 95 } } },
  });
  await plantReport(world.database, { enterprise: '示例企业01', period, isHandedIn: false });
  await one.say('/月报 代填 示例企业01 2023-11 营收950万');
  const card = await texts(one);
  expect(card).toMatch(/营业收入原为320万元（李一，2023年12月5日 09:59填写），已改/);
  expect(card).toMatch(/其中\d+项为李一填写、尚未提交的内容，将一并提交/);
  expect(card).toMatch(/请核对并说明（2项）[\s\S]*营业收入/);
  const { id, version } = await reportOf();
  await one.say(`/月报 代填确认 ${id} ${version} 书面申请`);
  expect(await texts(one)).toMatch(/尚有须更正或说明的内容，本次未提交/);
  await one.tap('1.新签合同');
  expect(await texts(one)).toMatch(/请核对并说明（1项）[\s\S]*已说明（1项）[\s\S]*说明：新签合同/);
  await one.say(`/月报 代填说明 ${id} W9:rndExpense 下半年 集中投入`);
  expect(await texts(one)).toMatch(/已说明（2项）[\s\S]*说明：下半年 集中投入/);
  await one.say(`/月报 代填确认 ${id} ${version} 书面申请`);
  expect(await texts(one)).toMatch(/本次未提交，内容在您核对后有变动/);
  const now = await reportOf();
  await one.say(`/月报 代填确认 ${id} ${now.version}`);
  expect(await texts(one)).toMatch(/补报请写明原因/);
  await one.tap('确认代填');
  expect(await texts(one)).toMatch(/您已代示例企业01提交2023年11月月报/);
  expect(await texts(firm)).toMatch(/已根据贵公司的书面申请代为填报2023年11月月报[\s\S]*950\.00/);
  const made = await world.database.client.reportSubmission.findFirstOrThrow({ where: { reportId: id } });
  expect(made).toMatchObject({ onBehalf: true, isLate: true, reason: '企业书面申请,由科技局代为补报' });
});

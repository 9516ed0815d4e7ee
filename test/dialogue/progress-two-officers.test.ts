import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSecondProcess } from '../helpers/second-process.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
/** The second officer's messages are another process's to answer, where the database serves several. */
let stopSecond: () => Promise<void>;

beforeAll(async () => {
  world = await startWorld();
  const { client } = world.database;
  const { personId } = await client.account.findFirstOrThrow({ where: { userId: 'zhaoer' } });
  await client.person.update({ where: { id: personId }, data: { staffRole: 'OFFICER' } });
  await client.binding.deleteMany({ where: { personId } });
  stopSecond = await startSecondProcess(world);
});
afterAll(async () => {
  await stopSecond();
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

/** Enough that each of the two is first now and then. */
const rounds = [1, 2, 3, 4];
const one = () => world.chat('officer', conversations['WeCom app']('officer'));
const two = () => world.chat('contact02', conversations['DingTalk robot']('contact02'));
const statuses = async (number: number) => {
  const { client } = world.database;
  const rows = await client.transition.findMany({ where: { application: { number } }, orderBy: { recordedAt: 'asc' } });
  return rows.map(({ status }) => status);
};

it.each(rounds)('推荐 and 退回 at once: one wins, the other sees the present state and by whom (%i)', async () => {
  const { client } = world.database;
  // S-15 lies with the bureau; its enterprise has a contact who hears of it.
  await client.transition.deleteMany({
    where: { application: { number: 15 }, status: { in: ['RETURNED', 'RECOMMENDED'] } },
  });
  await client.application.update({ where: { number: 15 }, data: { version: 2 } });
  const { enterpriseId } = await client.application.findUniqueOrThrow({ where: { number: 15 } });
  const { personId } = await client.account.findFirstOrThrow({ where: { userId: 'liyi' } });
  const link = { personId, enterpriseId };
  await client.binding.upsert({
    where: { personId_enterpriseId: link },
    create: { id: 'binding27', ...link, recordedAt: new Date() },
    update: {},
  });
  await client.auditEntry.deleteMany();
  const told = world.chat('contact01', conversations['WeCom app']('contact01'));
  const [first, second] = [one(), two()];
  await first.news();
  await second.news();
  await told.news();
  const today = new Date(world.emulator.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await Promise.all([
    first.say(`/进度 S-15 推荐 开科发〔2023〕31号 ${today}`),
    second.say('/进度 S-15 退回 材料不齐全'),
  ]);
  const [here, there] = [await first.shouldSee(/S-15/), await second.shouldSee(/S-15/)];
  const [, , last] = await statuses(15);
  expect(await statuses(15)).toHaveLength(3);
  if (last === 'RECOMMENDED') {
    expect(here.text).toMatch(/已登记为“已推荐上报”/);
    expect(there.text).toMatch(/王晨已于.*登记为“已推荐上报”/);
  } else {
    expect(here.text).toMatch(/赵尔已于.*登记为“退回补正”/);
    expect(there.text).toMatch(/已登记为“退回补正”/);
  }
  const heard = (await told.news()).filter(({ text }) => text.includes('【办理进度】'));
  expect(heard).toHaveLength(1);
  expect(heard[0]?.text).toContain(last === 'RECOMMENDED' ? '已推荐上报' : '退回补正');
  expect(await client.auditEntry.count({ where: { action: 'application.move', result: 'allowed' } })).toBe(1);
});

it.each(rounds)('the same confirmation by two at once makes one certificate (%i)', async (n) => {
  const { client } = world.database;
  const number = 5 + n;
  const [first, second] = [one(), two()];
  await first.say(`/进度 S-${number} 公示 https://www.innocom.gov.cn/${n} 2023-10-16 2023-10-27`);
  await first.shouldSee(/已登记为“公示中”/);
  await first.news();
  await second.news();
  const { version } = await client.application.findUniqueOrThrow({ where: { number } });
  const say = `/进度 S-${number} 认定 国科火字〔2023〕50号 GR20231500100${n} 2023-11-09 #${version} 确认`;
  await Promise.all([first.say(say), second.say(say)]);
  const said = [await first.shouldSee(/S-\d+/), await second.shouldSee(/S-\d+/)].map(({ text }) => text);
  expect(said.filter((text) => /已登记为“已认定”，/u.test(text))).toHaveLength(1);
  expect(said.filter((text) => /(?:王晨|赵尔)已于.*登记为“已认定”/u.test(text))).toHaveLength(1);
  expect(await client.qualification.count({ where: { application: { number } } })).toBe(1);
});

it.each(rounds)('申报 by two at once opens one application (%i)', async (n) => {
  const { client } = world.database;
  const name = `示例企业${String(30 + n)}`;
  const [first, second] = [one(), two()];
  await first.news();
  await second.news();
  await Promise.all([first.say(`/申报 ${name} 高企 2024年`), second.say(`/申报 ${name} 高企 2024年`)]);
  const said = [await first.shouldSee(/S-\d+/), await second.shouldSee(/S-\d+/)].map(({ text }) => text);
  expect(said.filter((text) => /已开始申报/u.test(text))).toHaveLength(1);
  expect(said.filter((text) => /没有另外新建/u.test(text))).toHaveLength(1);
  const where = { enterprise: { names: { some: { text: name } } }, type: 'HNTE' };
  expect(await client.application.count({ where })).toBe(1);
});

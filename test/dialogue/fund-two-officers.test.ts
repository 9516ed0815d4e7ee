import { afterAll, beforeAll, expect, it } from 'vitest';
import { plantFunds } from '../helpers/plant-funds.ts';
import { startSecondProcess } from '../helpers/second-process.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
/** The second officer's messages are another process's to answer, where the database serves several. */
let stopSecond: () => Promise<void>;

beforeAll(async () => {
  world = await startWorld();
  const { client } = world.database;
  await plantFunds(client);
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

/** Months that nothing is entered for yet. */
const months = ['2023-06', '2023-07', '2023-08', '2023-09', '2023-10', '2023-11'];

it.each(months)('of two officers who decide a report at once one wins, and the other sees it: %s', async (month) => {
  const { client } = world.database;
  const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
  const one = world.chat('officer', conversations['WeCom app']('officer'));
  const two = world.chat('contact02', conversations['DingTalk robot']('contact02'));
  await client.fundDraft.deleteMany();
  await contact.say(`/资金 支出 P-01 ${month} 1万`);
  await contact.shouldSee(/请确认填报内容/);
  const { id } = await client.fundDraft.findFirstOrThrow();
  await contact.say(`/资金 确认 ${id}`);
  await contact.shouldSee(/自报编号/);
  await Promise.all([one.news(), two.news(), contact.news()]);
  await Promise.all([one.say(`/资金 确认自报 ${id}`), two.say(`/资金 退回自报 ${id} 金额与凭证不符`)]);
  const [first, other] = await Promise.all([one.shouldSee(/该笔自报/), two.shouldSee(/该笔自报/)]);
  const { state } = await client.fundClaim.findUniqueOrThrow({ where: { id } });
  const confirmed = state === 'CONFIRMED';
  expect(first.text).toMatch(confirmed ? /您已确认/ : /赵尔已于此前退回.*金额与凭证不符/su);
  expect(other.text).toMatch(confirmed ? /王晨已于此前确认/ : /您已退回/);
  await contact.shouldSee(confirmed ? /自报已确认/ : /自报已退回/);
  expect((await contact.news()).filter(({ text }) => /自报已/u.test(text))).toEqual([]);
  expect(await client.fundEntry.count({ where: { claimId: id } })).toBe(confirmed ? 1 : 0);
  const rows = await client.auditEntry.findMany({ where: { objectId: id, action: 'fund.claim.decide' } });
  expect(rows).toHaveLength(1);
});

it('two orders at once that only fit alone: one is entered, the other is told why not', async () => {
  const { client } = world.database;
  const one = world.chat('officer', conversations['WeCom app']('officer'));
  const two = world.chat('contact02', conversations['DingTalk robot']('contact02'));
  const ids: string[] = [];
  await client.fundDraft.deleteMany();
  for (const [chat, day] of [
    [one, '2023-10-08'],
    [two, '2023-10-09'],
  ] as const) {
    // 批复 100, 拨付 60: one 拨付 of 30 fits, two do not.
    await chat.say(`/资金 拨付 P-01 30万 ${day}`);
    await chat.shouldSee(/请确认资金登记/);
    const { id } = await client.fundDraft.findFirstOrThrow({ where: { id: { notIn: ids } } });
    ids.push(id);
  }
  await Promise.all([one.say(`/资金 确认 ${ids[0]}`), two.say(`/资金 确认 ${ids[1]}`)]);
  const said = await Promise.all([one.shouldSee(/(?:)/), two.shouldSee(/(?:)/)]);
  const texts = said.map(({ text }) => text);
  expect(texts.filter((text) => /已登记[\s\S]*明细编号/u.test(text))).toHaveLength(1);
  expect(texts.filter((text) => /拨付累计将为120万元，超过立项批复累计100万元，超出20万元/u.test(text))).toHaveLength(
    1,
  );
  expect(await client.fundEntry.count({ where: { id: { in: ids } } })).toBe(1);
});

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

/** Enough that each of the two is first now and then; each has the other beside it all the time. */
const rounds = [5, 6, 7, 8, 9, 10, 11, 12];

it.each(rounds)('of two officers who decide at once one wins, and the other sees what was decided: %i', async (n) => {
  const { client } = world.database;
  const name = `示例企业${String(n).padStart(2, '0')}`;
  const applicant = world.chat('stranger', conversations['WeCom app']('stranger'));
  const one = world.chat('officer', conversations['WeCom app']('officer'));
  const two = world.chat('contact02', conversations['DingTalk robot']('contact02'));
  await client.attemptCount.deleteMany();
  await applicant.say(`/绑定 ${name}`);
  await applicant.shouldSee(/申请已提交/);
  const { id } = await client.bindingRequest.findFirstOrThrow({ where: { state: 'PENDING' } });
  await one.news();
  await Promise.all([one.say(`/同意绑定 ${id}`), two.say(`/拒绝绑定 ${id} 非本企业人员`)]);
  const [first, other] = await Promise.all([one.shouldSee(/绑定/), two.shouldSee(/绑定/)]);
  const { state } = await client.bindingRequest.findUniqueOrThrow({ where: { id } });
  const approved = state === 'APPROVED';
  expect(first.text).toMatch(approved ? /您已同意/ : /赵尔已于此前拒绝.*非本企业人员/su);
  expect(other.text).toMatch(approved ? /王晨已于此前同意/ : /您已拒绝/);
  await applicant.shouldSee(approved ? /绑定已通过/ : /绑定未通过/);
  const again = await applicant.news();
  expect(again.filter(({ text }) => /绑定(?:已|未)通过/u.test(text))).toEqual([]);
  const rows = await client.auditEntry.findMany({
    where: { objectId: id, action: { in: ['binding.approve', 'binding.reject'] } },
  });
  expect(rows.map(({ action }) => action)).toEqual([approved ? 'binding.approve' : 'binding.reject']);
});

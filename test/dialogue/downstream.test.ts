import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import { conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

const corpId = 'ww0enterprise0five';

/** 上下游 (ids encrypted) and 企业互联 (ids plain): people of enterprises, in corps of their own. */
describe.each([
  ['上下游', 1],
  ['企业互联', 0],
] as const)('somebody of a downstream corp, %s', (_label, businessType) => {
  let world: World;
  beforeAll(async () => {
    const downstream = [{ corpId, name: '示例企业05', agentId: 1000077, businessType }];
    const people = [
      { id: 'down', name: '吴六', title: '示例企业05 职工', wecom: { userId: 'zhoushan', corpId } },
      ...demoWorld.people,
    ];
    world = await startWorld({
      emulator: { world: { ...demoWorld, wecom: { ...demoWorld.wecom, downstream }, people } },
    });
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const down = () => world.chat('down' as PersonId, `wecom-app:${corpId}/zhoushan`);
  const namesake = () => world.chat('stranger', conversations['WeCom app']('stranger'));

  it('is bound, told and answered there, and is not who has the same user id here', async () => {
    const [chat, officer] = [down(), world.chat('officer', conversations['WeCom app']('officer'))];
    await chat.say('/绑定 示例企业05 吴六');
    await chat.shouldSee(/申请已提交/);
    await officer.tapOn(/示例企业05|请在下方选择/, '同意');
    await chat.shouldSee(/绑定已通过/);
    await chat.say('资质');
    await chat.shouldSee(/示例企业05/);
    const other = namesake();
    await other.say('资质');
    await other.shouldSee(/尚未绑定/);
    const account = await world.database.client.account.findFirstOrThrow({ where: { corpId } });
    expect(account.userId === 'zhoushan').toBe(businessType === 0);
  });

  it('taps a card, and the card changes', async () => {
    const chat = down();
    await chat.say('/解绑');
    await chat.tapOn(/确认解绑|请在下方选择/, '确认解绑');
    await chat.shouldSee(/已解除/);
  });
});

it('a DingTalk sender whom the robot cannot name has no rights, whatever the nickname', async () => {
  const outsider = { id: 'outsider', name: '王晨', title: '外部人员', dingtalk: { unionId: 'union-elsewhere' } };
  const { dingtalk } = demoWorld;
  const groups = dingtalk.groups.map((group) => ({ ...group, members: [...group.members, 'outsider'] }));
  const world = await startWorld({
    emulator: { world: { ...demoWorld, dingtalk: { ...dingtalk, groups }, people: [...demoWorld.people, outsider] } },
  });
  const chat = world.chat('outsider' as PersonId, conversations['DingTalk robot in a group']());
  for (const say of ['/资质 待批复', '/资质 易统云', '单聊 资质']) {
    await chat.say(say);
    await chat.shouldSee(/尚未绑定/);
  }
  await chat.say('/绑定 示例企业05');
  await chat.shouldSee(/请在单聊中办理/);
  expect(await world.database.client.account.count({ where: { userId: { contains: 'elsewhere' } } })).toBe(0);
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

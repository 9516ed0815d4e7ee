import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chat, conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

/** 关联: somebody who is known on WeCom and has never been seen on DingTalk, and the other way round. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

const wecom = (person: Parameters<World['chat']>[0]) => world.chat(person, conversations['WeCom app'](person));
const dingtalk = (person: Parameters<World['chat']>[0]) => world.chat(person, conversations['DingTalk robot'](person));

const accountOf = (userId: string) => world.database.client.account.findFirst({ where: { userId } });
const trail = async () =>
  (await world.database.client.auditEntry.findMany({ where: { action: 'account.join' } }))
    .map(
      ({ result, detail }) =>
        `${result} ${String(JSON.parse(detail ?? '{}').step ?? JSON.parse(detail ?? '{}').reason)}`,
    )
    .sort();

/** The code on the card. */
async function askCode(chat: Chat): Promise<string> {
  await chat.say('/关联');
  const { text } = await chat.shouldSee(/关联码/);
  const code = /“\/关联 ([0-9A-Z]{8})”/u.exec(text)?.[1];
  if (!code) throw new Error(`no code in ${text}`);
  return code;
}

/** Takes an account away, so that whoever has it is unknown there, and forgets what was tried. */
async function forget(userId: string): Promise<void> {
  const { client } = world.database;
  await client.accountJoin.deleteMany({});
  await client.attemptCount.deleteMany({});
  await client.auditEntry.deleteMany({});
  await client.account.deleteMany({ where: { userId } });
}

describe.each([
  ['from WeCom to DingTalk', 'liyi', 'ding-liyi'],
  ['from DingTalk to WeCom', 'ding-liyi', 'liyi'],
] as const)('a contact joins a second account, %s', (_name, known, unknown) => {
  const isWecomFirst = known === 'liyi';
  const first = () => (isWecomFirst ? wecom('contact01') : dingtalk('contact01'));
  const second = () => (isWecomFirst ? dingtalk('contact01') : wecom('contact01'));

  it.each([
    ['the one who is known asks for the code', true],
    ['the one who is unknown asks for the code', false],
  ])('%s', async (_who, knownAsks) => {
    await forget(unknown);
    const [asker, typist] = knownAsks ? [first(), second()] : [second(), first()];
    const officer = wecom('officer');
    await officer.news();
    const code = await askCode(asker);
    await typist.say(`/关联 ${code.slice(0, 4).toLowerCase()} ${code.slice(4)}`);
    const shown = (await typist.shouldSee(/确认关联账号/)).text;
    if (knownAsks) expect(shown).toMatch(/李[*＊][\s\S]*示例企业01/);
    else expect(shown).not.toMatch(/李|示例企业/);
    await typist.tap('确认关联');
    await typist.shouldSee(/已请另一个账号确认/);
    const back = (await asker.shouldSee(/确认关联账号/)).text;
    if (knownAsks) expect(back).not.toMatch(/李|示例企业/);
    else expect(back).toMatch(/李[*＊][\s\S]*示例企业01/);
    expect((await accountOf(known))?.personId).not.toBe((await accountOf(unknown))?.personId);

    await asker.tap('确认');
    await asker.shouldSee(/您的账号已与(?:钉钉|企业微信)账号 .* 关联/);
    await typist.shouldSee(/您的账号已与(?:钉钉|企业微信)账号 .* 关联/);
    const report = (await officer.shouldSee(/人员账号已关联/)).text;
    expect(report).toContain(known);
    expect(report).toContain(unknown);
    expect((await accountOf(known))?.personId).toBe((await accountOf(unknown))?.personId);
    expect(await trail()).toEqual(['allowed code', 'allowed typed', 'allowed confirmed', 'allowed done'].sort());
    // At once, everywhere.
    await second().say('资质');
    const now = second();
    await now.say('资质');
    await now.shouldSee(/示例企业01 资质/);
  });
});

describe('with both still apart', () => {
  beforeEach(() => forget('ding-liyi'));

  it('the same button again, and the other’s, change nothing', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
    await asker.say('/关联 确认');
    await asker.shouldSee(/请在另一个账号确认/);
    await typist.say('/关联 确认');
    await typist.shouldSee(/已请另一个账号确认/);
    await typist.say('/关联 确认');
    await typist.shouldSee(/请在另一个账号确认/);
    await asker.shouldSee(/确认关联账号/);
    const join = await world.database.client.accountJoin.findFirstOrThrow();
    // Twice at once, as a double tap would.
    await Promise.all([asker.say(`/关联 确认 ${join.id}`), asker.say(`/关联 确认 ${join.id}`)]);
    const said = (await asker.news()).map(({ text }) => text).join('\n');
    expect(said).toMatch(/您的账号已与钉钉账号/);
    expect(said).toMatch(/这两个账号已经关联，无需重复确认/);
    expect((await trail()).filter((one) => one === 'allowed done')).toHaveLength(1);
    await typist.say(`/关联 取消 ${join.id}`);
    await typist.shouldSee(/已经关联，不能取消/);
    // And once more from the beginning.
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/这两个账号已经关联，无需重复办理/);
  });

  it('either side can cancel, and the other is told', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
    await typist.tap('取消');
    await typist.shouldSee(/已取消账号关联/);
    await asker.shouldSee(/对方已取消账号关联/);
    const { id } = await world.database.client.accountJoin.findFirstOrThrow();
    await typist.say(`/关联 确认 ${id}`);
    await typist.shouldSee(/该关联已取消，未作任何变更/);
    await typist.say(`/关联 取消 ${id}`);
    await typist.shouldSee(/此前已取消/);
    expect((await accountOf('liyi'))?.personId).not.toBe((await accountOf('ding-liyi'))?.personId);
  });

  it('who asked cancels when the other account turns out to be somebody else’s', async () => {
    await forget('ding-zhaoer');
    const [asker, other] = [wecom('contact01'), dingtalk('contact02')];
    await other.say(`/关联 ${await askCode(asker)}`);
    await other.shouldSee(/确认关联账号/);
    await other.tap('确认关联');
    expect((await asker.shouldSee(/确认关联账号/)).text).toContain('ding-zhaoer');
    // The buttons come behind the words.
    await asker.shouldSee(/内容见上一条消息/);
    await asker.tap('取消');
    await asker.shouldSee(/已取消账号关联/);
    await other.shouldSee(/对方已取消账号关联/);
    expect((await accountOf('liyi'))?.personId).not.toBe((await accountOf('ding-zhaoer'))?.personId);
    await other.say('资质');
    await other.shouldSee(/尚未绑定/);
  });

  it('asked for through the AI bot, confirmed in the app’s chat', async () => {
    const aibot = world.chat('contact01', conversations['WeCom AI bot']('contact01'));
    const [app, typist] = [wecom('contact01'), dingtalk('contact01')];
    await app.news();
    await typist.say(`/关联 ${await askCode(aibot)}`);
    await typist.shouldSee(/确认关联账号/);
    await typist.tap('确认关联');
    await app.shouldSee(/确认关联账号/);
    await app.shouldSee(/内容见上一条消息/);
    await app.tap('确认');
    await app.shouldSee(/您的账号已与钉钉账号 ding-liyi 关联/);
  });

  it('two accounts that nobody knows become one person, still without any right', async () => {
    const [asker, typist] = [wecom('stranger'), dingtalk('stranger')];
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/未绑定人员/);
    await typist.say('/关联 确认');
    await asker.shouldSee(/确认关联账号/);
    await asker.say('/关联 确认');
    await asker.shouldSee(/您的账号已与钉钉账号/);
    expect((await accountOf('zhoushan'))?.personId).toBe((await accountOf('ding-zhoushan'))?.personId);
    await typist.say('资质');
    await typist.shouldSee(/尚未绑定/);
  });

  it('somebody else cannot confirm, cancel or use it up', async () => {
    const [asker, typist, other] = [wecom('contact01'), dingtalk('contact01'), dingtalk('contact02')];
    const code = await askCode(asker);
    await typist.say(`/关联 ${code}`);
    await typist.shouldSee(/确认关联账号/);
    const { id } = await world.database.client.accountJoin.findFirstOrThrow();
    for (const say of [`/关联 确认 ${id}`, `/关联 取消 ${id}`]) {
      await other.say(say);
      await other.shouldSee(/不是您的账号发起或输入的/);
    }
    await other.say(`/关联 ${code}`);
    await other.shouldSee(/关联码不正确或已使用/);
    expect(await world.database.client.accountJoin.findFirstOrThrow()).toMatchObject({ state: 'TYPED' });
    expect(await trail()).toEqual(
      ['allowed code', 'allowed typed', 'denied foreign', 'denied foreign', 'denied unknown'].sort(),
    );
  });

  it('runs out after ten minutes, at each step', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    const [early, late] = [await askCode(asker), await askCode(asker)];
    await typist.say(`/关联 ${early}`);
    await typist.shouldSee(/关联码不正确或已使用/);
    await world.emulator.clock.advance(10 * 60_000);
    await typist.say(`/关联 ${late}`);
    await typist.shouldSee(/关联码已过期/);
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
    await world.emulator.clock.advance(10 * 60_000);
    await typist.tapOn(/确认关联账号/, '确认关联');
    await typist.shouldSee(/该关联已过期，未作任何变更/);
    expect((await trail()).filter((one) => /confirmed|done/.test(one))).toEqual([]);
  });

  it('five tries in ten minutes, then no more, even with the right code', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    const code = await askCode(asker);
    for (let n = 0; n < 5; n += 1) {
      await typist.say(`/关联 ABCD123${n}`);
      await typist.shouldSee(/关联码不正确或已使用/);
    }
    await typist.say(`/关联 ${code}`);
    await typist.shouldSee(/输入关联码的次数过多，请10分钟后再试/);
    expect(await world.database.client.accountJoin.findFirstOrThrow()).toMatchObject({ state: 'CODE' });
    await world.emulator.clock.advance(10 * 60_000);
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
  });

  it('a right code makes up for no wrong one: it may be one’s own', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    for (let n = 0; n < 3; n += 1) {
      await typist.say(`/关联 ABCD123${n}`);
      await typist.shouldSee(/关联码不正确或已使用/);
    }
    const code = await askCode(asker);
    await typist.say(`/关联 ${code}`);
    await typist.shouldSee(/确认关联账号/);
    // The same once more is no try.
    await typist.say(`/关联 ${code}`);
    await typist.shouldSee(/确认关联账号/);
    await typist.say('/关联 ABCD1237');
    await typist.shouldSee(/关联码不正确或已使用/);
    await typist.say('/关联 ABCD1238');
    await typist.shouldSee(/输入关联码的次数过多/);
  });

  it('five codes in ten minutes, then none for a while', async () => {
    const asker = wecom('stranger');
    for (let n = 0; n < 5; n += 1) await askCode(asker);
    const rows = async () => [
      await world.database.client.accountJoin.count(),
      await world.database.client.auditEntry.count(),
    ];
    const before = await rows();
    await asker.say('/关联');
    await asker.shouldSee(/取得关联码的次数过多，请10分钟后再发送“\/关联”/);
    expect(await rows()).toEqual(before);
    await world.emulator.clock.advance(10 * 60_000);
    await askCode(asker);
  });

  it('where the last step comes to nothing both are told why', async () => {
    const { client } = world.database;
    const [asker, typist] = [wecom('stranger'), dingtalk('stranger')];
    await client.account.deleteMany({ where: { userId: { contains: 'zhoushan' } } });
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
    await typist.tap('确认关联');
    await asker.shouldSee(/确认关联账号/);
    await asker.shouldSee(/内容见上一条消息/);
    for (const [userId, staffRole] of [
      ['zhoushan', 'VIEWER'],
      ['ding-zhoushan', 'AGENT'],
    ] as const) {
      const id = (await accountOf(userId))?.personId ?? '';
      await client.person.update({ where: { id }, data: { staffRole } });
    }
    await asker.tap('确认');
    await asker.shouldSee(/角色不同，不能关联/);
    await typist.shouldSee(/对方已确认，但账号未能关联：.*角色不同.*未作任何变更/);
    await client.person.updateMany({
      where: { staffRole: { in: ['VIEWER', 'AGENT'] }, name: null },
      data: { staffRole: null },
    });
  });

  it('of two who type the code at once one gets it', async () => {
    await forget('ding-zhaoer');
    const [typist, other] = [dingtalk('contact01'), dingtalk('contact02')];
    const code = await askCode(wecom('contact01'));
    await Promise.all([typist.say(`/关联 ${code}`), other.say(`/关联 ${code}`)]);
    const said = [...(await typist.news()), ...(await other.news())].map(({ text }) => text).join('\n');
    expect(said.match(/确认关联账号|对方账号/gu)?.length).toBeGreaterThan(0);
    expect(said.match(/关联码不正确或已使用/gu)).toHaveLength(1);
    expect((await trail()).filter((one) => one === 'allowed typed')).toHaveLength(1);
  });
});

it('two roles at the bureau are for an administrator to settle', async () => {
  await forget('ding-sunlan');
  const { client } = world.database;
  const person = await client.person.create({
    data: { id: 'TWICE0000001', name: '孙岚', staffRole: 'OFFICER', recordedAt: new Date() },
  });
  await client.account.create({
    data: {
      id: 'TWICE0000002',
      platform: 'dingtalk',
      corpId: 'ding0demo0tongliao',
      userId: 'ding-sunlan',
      personId: person.id,
    },
  });
  const [asker, typist] = [wecom('viewer'), dingtalk('viewer')];
  await typist.say(`/关联 ${await askCode(asker)}`);
  await typist.shouldSee(/角色不同，不能关联，请先由管理员统一角色/);
  expect(await trail()).toEqual(['allowed code', 'denied roles-differ'].sort());
});

it('the account that asked, and another of the same organisation, cannot type it', async () => {
  await forget('nobody');
  const asker = wecom('contact01');
  const code = await askCode(asker);
  await asker.say(`/关联 ${code}`);
  await asker.shouldSee(/不能在取得关联码的账号输入/);
  const other = wecom('contact02');
  await other.say(`/关联 ${code}`);
  await other.shouldSee(/同一平台同一组织内，一人只能有一个账号/);
});

it.each(groupChannels)('not in a group (%s)', async (channel) => {
  await forget('nobody');
  const chat = world.chat('contact01', conversations[channel]());
  for (const say of ['/关联', '/关联 ABCD1234', '/关联 确认']) {
    await chat.say(say);
    await chat.shouldSee(/请在单聊中办理/);
  }
  expect(await world.database.client.accountJoin.count()).toBe(0);
});

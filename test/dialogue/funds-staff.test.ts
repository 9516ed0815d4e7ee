import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Chat,
  conversations,
  directChannels,
  groupChannels,
  type PersonId,
  startWorld,
  type World,
} from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
// A member gets no more than thirty messages a minute (企业微信 90312).
beforeEach(() => world.emulator.clock.advance(60_000));
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

async function answer(chat: Chat, say: string): Promise<string> {
  await chat.news();
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}

describe.each(directChannels)('staff ask about funds (%s)', (channel) => {
  const chatOf = (person: PersonId) => world.chat(person, conversations[channel](person));
  const ask = (say: string, person: PersonId = 'officer') => answer(chatOf(person), say);

  it.each(['/资金', '资金'])('%s gives the overview', async (say) => {
    const text = await ask(say);
    expect(text).toMatch(/2023年获得1007\.05万元，共6批，已拨付746\.55万元，支出执行率51\.76%/u);
    expect(text).toMatch(/待确认的企业自报1笔，提醒4条/u);
    expect(text).toContain('/h5/funds');
  });

  it('who only reads is offered nothing to decide', async () => {
    expect(await ask('/资金', 'viewer')).not.toMatch(/自报”|待确认自报/u);
    const movements = await ask('/资金 明细 P-01', 'viewer');
    expect(movements).toMatch(/支出冲销 -5\.1万元（冲销）/u);
    expect(movements).not.toMatch(/明细编号/u);
    expect(await ask('/资金 明细 P-01')).toMatch(/明细编号/u);
  });

  it.each(['/资金 2023', '2023年拿了多少专项资金'])('%s: obtained, by level, by batch, then the rates', async (say) => {
    const text = await ask(say);
    for (const fact of [
      '2023年获得科技专项资金1007.05万元，共6批',
      '中央：50.00万元，占4.96%，1批',
      '自治区：662.50万元，占65.79%，3批',
      '市：294.55万元，占29.25%，2批',
      '合计：1007.05万元，校验一致',
      'B-01 2023年中央引导地方科技发展资金，中央，50.00万元',
      'B-02 通辽市科技创新专项资金，市，199.55万元',
      'B-03 2023年第二批自治区科技成果转化专项资金，自治区，362.50万元',
      'B-04 通辽市科技创新专项资金（第二批），市，95.00万元',
      'B-05 2023年第四批自治区应用技术研究与开发资金，自治区，200.00万元',
      'B-06 2023年第四批自治区科技创新引导奖励资金，自治区，100.00万元',
      '支出执行率 51.76%（支出（净）÷到位＝319.15÷616.55万元）',
      '预算执行率 35.19%（支出（净）÷批复＝319.15÷907.05万元）',
      '拨付率 74.13%（拨付÷下达（调整后）＝746.55÷1007.05万元）',
      '到位率 91.96%（到位÷拨付＝686.55÷746.55万元）',
      '奖励性资金不核算支出',
    ]) {
      expect(text).toContain(fact);
    }
    // Money obtained is not money left.
    expect(text).not.toMatch(/(?<!批次)余额[^\n]*1007\.05/u);
  });

  it('the picture of the year comes after the words, as a picture', async () => {
    for (const say of ['/资金 2023', '/资金 图']) {
      const chat = chatOf('officer');
      // Unasked, WeCom's AI bot says nothing: what comes later comes through the app. A picture that was drawn before comes
      // at once, maybe with the words: it is looked for by itself.
      const later = world.chat('officer', conversations[channel === 'WeCom AI bot' ? 'WeCom app' : channel]('officer'));
      await chat.news();
      await later.news();
      await chat.say(say);
      await chat.shouldSee(/图表/);
      const came = await later.news();
      const picture = came.find(({ kind }) => kind === 'image');
      expect(picture?.file).toMatchObject({ name: '2023年专项资金.png', type: 'image/png' });
      expect(came.at(-1)?.id).toBe(picture?.id);
      expect(came.map(({ text }) => text).join('\n')).toContain('见随附图片（数据截至2023年12月29日）');
    }
    expect(await ask('/资金 2022 图')).toMatch(/没有登记2022年的资金批次/u);
    const kept = await world.database.client.attachment.findMany();
    expect(kept.every(({ bytes }) => Buffer.from(bytes).subarray(1, 4).toString() === 'PNG')).toBe(true);
  });

  it('a batch with what is left to be paid out and its projects', async () => {
    for (const say of ['/资金 B-03', '/资金 b3', '／资金 Ｂ－０３', '/资金 B 03']) {
      const text = await ask(say);
      expect(text).toContain('B-03 2023年第二批自治区科技成果转化专项资金');
      expect(text).toContain('下达（调整后）：362.50万元');
      expect(text).toContain('拨付：200.00万元');
      expect(text).toContain('批次余额（未拨付指标）：162.50万元');
      expect(text).toContain('拨付率 55.17%（拨付÷下达（调整后）＝200.00÷362.50万元）');
      expect(text).toMatch(/P-07 [^\n]*，示例企业03，批复150\.00万元，拨付150\.00万元/u);
      expect(text).toContain('项目批复合计362.50万元，校验一致');
    }
    const reward = await ask('/资金 B-06');
    expect(reward).toContain('奖励性资金，不核算支出');
    expect(reward).toContain('支出执行率 —（支出（净）÷到位＝0.00÷0.00万元）');
    expect(await ask('/资金 明细 B-03')).toContain('1. 日期未登记 指标下达 362.5万元');
    expect(await ask('/资金 B-99')).toMatch(/没有找到编号为“B-99”的批次/u);
  });

  it('a project whole', async () => {
    const passed = await ask('/资金 P-05');
    expect(passed).toContain('承担单位：示例企业07');
    expect(passed).toContain('状态：验收通过');
    expect(passed).toContain('结余：3.25万元（2025年12月12日起应收回）');
    expect(passed).not.toContain('结转');
    const ended = await ask('/资金 P-02');
    expect(ended).toContain('状态：终止');
    expect(ended).toContain('结余：7.50万元（应收回）');
    expect(ended).toContain('1. 应收回7.5万元');
    const first = await ask('/资金 P-01');
    expect(first).toMatch(/企业自报、待确认（不计入余额）[\s\S]*2023年12月支出3\.15万元/u);
    expect(first).toContain('余额：15.25万元');
    // Three times 33 333.33 元, rounded once.
    expect(await ask('/资金 P-11')).toContain('支出：10.00万元');
    expect(await ask('/资金 P-99')).toMatch(/没有找到编号为“P-99”的项目/u);
  });

  it('an enterprise, in a command and in plain words', async () => {
    for (const say of ['/资金 示例企业01', '示例企业01的专项资金还剩多少']) {
      expect(await ask(say)).toMatch(/示例企业01 专项资金[\s\S]*余额：15\.25万元/u);
    }
    const reward = await ask('/资金 示例企业12');
    expect(reward).toMatch(/P-13 示例奖励：首次认定高新技术企业/u);
    expect(reward).toMatch(/奖励性资金，不核算支出/u);
    expect(reward).not.toMatch(/余额/u);
    expect(await ask('/资金 易统云')).toMatch(/没有登记内蒙古易统云科技发展有限公司承担的专项资金项目/u);
    expect(await ask('/资金 不存在的企业')).toMatch(/没有找到名称含“不存在的企业”的企业/u);
  });

  it('by level, category, batch, enterprise and project, each with its check total', async () => {
    expect(await ask('/资金 2023 按级次')).toMatch(
      /合计（3行）：获得1007\.05万元[^\n]*校验一致[\s\S]*自治区，获得662\.50万元，拨付430\.00万元/u,
    );
    expect(await ask('/资金 2023 按类别')).toMatch(
      /合计（5行）：获得1007\.05万元[^\n]*校验一致[\s\S]*市科技创新专项资金，获得294\.55万元/u,
    );
    expect(await ask('/资金 按批次')).toMatch(/合计（6行）：获得1007\.05万元[^\n]*校验一致/u);
    const enterprises = await ask('/资金 2023 按企业');
    expect(enterprises).toMatch(/合计（14行）：批复1007\.05万元[^\n]*余额297\.40万元，校验一致/u);
    expect(enterprises).toMatch(/示例企业01（2项），批复150\.00万元，拨付30\.00万元[^\n]*余额15\.25万元/u);
    expect(enterprises).toMatch(/示例企业12（1项）[^\n]*奖励性资金，不核算支出/u);
    expect(await ask('/资金 2023 按项目')).toMatch(/合计（15行）：批复1007\.05万元[^\n]*校验一致/u);
  });

  it('all four rates, one of them, and what is meant by 执行率', async () => {
    const all = await ask('/资金 执行率');
    expect(all).toMatch(/支出执行率 51\.76%[\s\S]*预算执行率 35\.19%[\s\S]*拨付率 74\.13%[\s\S]*到位率 91\.96%/u);
    const one = await ask('/资金 拨付率');
    expect(one).toContain('拨付率 74.13%（拨付÷下达（调整后）＝746.55÷1007.05万元）');
    expect(one).not.toMatch(/预算执行率 \d/u);
    // Nothing to divide by.
    expect(await ask('/资金 2022 执行率')).toMatch(/支出执行率 —[\s\S]*到位率 —/u);
    const chat = chatOf('officer');
    expect(await answer(chat, '执行率多少')).toMatch(/支出执行率[\s\S]*预算执行率[\s\S]*拨付率[\s\S]*到位率/u);
    await chat.tapOn(/执行率/, '支出执行率');
    expect((await chat.shouldSee(/2023年支出执行率/)).text).toContain('51.76%');
  });

  it('what waits for acceptance: overdue, due, applied', async () => {
    const text = await ask('/资金 待验收');
    expect(text).toMatch(/已超期1项，90天内到期1项，已申请验收1项/u);
    expect(text).toMatch(/1\. P-04 [^\n]*已超期29天[\s\S]*2\. P-09 [^\n]*剩余61天[\s\S]*3\. P-10 [^\n]*已申请验收/u);
    expect(await ask('哪些项目快要验收了')).toContain('P-04');
  });

  it('the warnings of all', async () => {
    const text = await ask('/资金 预警');
    expect(text).toMatch(/共4条/u);
    expect(text).toMatch(/P-02 [^\n]*应收回7\.5万元/u);
    expect(text).toMatch(/P-07 [^\n]*支出执行率30\.00%，低于50%/u);
  });

  it('as at a day, and by what had been entered until then', async () => {
    // Before its projects were approved nothing was there but the movements of those with a day.
    const october = await ask('/资金 P-01 截至2023-10-31');
    expect(october).toContain('支出：17.25万元');
    expect(october).toContain('数据截至2023年10月31日');
    expect(await ask('/资金 P-01 登记至 2023-12-28')).toMatch(/批复：0\.00万元/u);
    expect(await ask('/资金 2023-13-01')).toMatch(/日期“2023-13-01”无效/u);
    expect(await ask('/资金 2025-01-01')).toMatch(/还没有到/u);
  });
});

it('each look is on record: of one enterprise with it, of many as a list', async () => {
  const { client } = world.database;
  const id = async (name: string) =>
    (await client.enterpriseName.findFirstOrThrow({ where: { text: name } })).enterpriseId;
  const read = await client.auditEntry.findMany({ where: { action: 'fund.read', role: 'officer' } });
  expect(new Set(read.map(({ enterpriseId }) => enterpriseId))).toContain(await id('示例企业01'));
  expect(await client.auditEntry.count({ where: { action: 'fund.list', role: 'officer' } })).toBeGreaterThan(10);
});

describe.each(groupChannels)('in %s', (channel) => {
  const inbox = channel.startsWith('WeCom') ? 'WeCom app' : 'DingTalk robot';
  it.each([
    ['contact01', '/资金', /15\.25万元/u],
    ['contact01', '专项资金还剩多少', /15\.25万元/u],
    ['officer', '/资金 2023', /1007\.05万元/u],
    ['officer', '/资金 示例企业01', /15\.25万元/u],
    ['officer', '执行率多少', /支出执行率/u],
  ] as const)('%s says %s: one neutral line there, the answer one-to-one', async (person, say, expected) => {
    const group = world.chat(person, conversations[channel](person));
    const direct = world.chat(person, conversations[inbox](person));
    await direct.news();
    await group.news();
    await group.say(say);
    const inGroup = (await group.news()).map(({ text }) => text).join('\n');
    expect(inGroup).toContain('该信息涉及企业经营数据，请在单聊中查询。答复将单独发送给您。');
    expect(inGroup).not.toMatch(/\d+\.\d\d|万元|示例企业/u);
    expect((await direct.news()).map(({ text }) => text).join('\n')).toMatch(expected);
  });

  it('a stranger gets nothing', async () => {
    const text = await answer(world.chat('stranger', conversations[channel]('stranger')), '/资金 2023');
    expect(text).not.toMatch(/万元|1007/u);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe.each(directChannels)('an officer one-to-one (%s)', (channel) => {
  const chat = () => world.chat('officer', conversations[channel]('officer'));
  /** All texts of an answer, which may take several messages. */
  const answer = async (say: string) => {
    const asking = chat();
    await asking.say(say);
    return (await asking.news()).map(({ text }) => text).join('\n');
  };

  it.each([
    '/资质 易统云',
    '/资质易统云',
    '资质 内蒙古易统云科技发展有限公司',
    '/资质 yty',
    '/资质 YTYKJ',
    '易统云高企到期了吗',
    '易统云是高企吗',
    '/资质 易统云高企',
    '易统云',
    '查一下易统云',
    '资质，易统云',
    '资质易统云',
  ])('finds an enterprise by %s', async (say) => {
    const text = await answer(say);
    expect(text).toContain('内蒙古易统云科技发展有限公司');
    expect(text).toContain('待批复（尚未认定）');
    expect(text).toContain('更新于：未登记');
  });

  it('shows what is not known as 未登记 and no person of a real enterprise', async () => {
    const text = await answer('/资质 时机天成');
    expect(text).toContain('编号：未登记');
    expect(text).toContain('有效期：至2024年3月31日（起始日未登记）');
  });

  it('gets the list of a type with its counts', async () => {
    const text = await answer('/资质 高新技术企业');
    expect(text).toContain('有效期内 16 家；待批复 12 家（不计入已认定）。');
    expect(text).toContain('16. 示例企业17');
    expect(text).toContain('12. 通辽市创元软件开发有限公司，国家级，待批复');
  });

  it('gets thirty 科小 without losing one', async () => {
    const text = await answer('/资质 科小');
    expect(text).toContain('有效期内 30 家；待批复 0 家（不计入已认定）。');
    for (let n = 1; n <= 30; n += 1) expect(text).toMatch(new RegExp(`^${n}\\. `, 'm'));
  });

  it.each(['有多少家科小', '科小名单', '/资质 科小名单'])('gets the list by %s as well', async (say) => {
    expect(await answer(say)).toContain('有效期内 30 家；待批复 0 家');
  });

  it('gets what runs out, the soonest first', async () => {
    const text = await answer('/资质 即将到期');
    expect(text).toContain(
      '即将到期 7 家。科技型中小企业在到期前3个月内列入，高新技术企业等其他资质在到期前12个月内列入。',
    );
    expect(text).toContain('1. 示例企业01，国家级高新技术企业，至2024年9月16日，剩余262天');
    expect(text).not.toContain('自治区级科技型中小企业');
  });

  it('gets rows and enterprises counted where one enterprise has several', async () => {
    const text = await answer('即将到期 2024-01-01 第2页');
    expect(text).toContain('即将到期 37 项，涉及企业 36 家。');
    expect(text).toContain('37. ');
    expect(text).toContain('第2页，共2页。');
  });

  it.each(['/资质 待批复', '待批复'])('gets what is pending by %s', async (say) => {
    const text = await answer(say);
    expect(text).toContain('待批复 14 家。');
    expect(text).toContain('内蒙古科尔沁药业有限公司，市级专业化技术研发与中试公共服务平台，待批复');
  });

  it('is not answered about one of several whose names it has only part of', async () => {
    expect(await answer('蒙药')).toContain('没有看懂');
  });

  it('gets the counts of 2023-12-31, recognised and pending apart', async () => {
    const text = await answer('/资质 统计 2023-12-31');
    for (const line of [
      '国家级高新技术企业：16 家',
      '自治区级科技型中小企业：30 家',
      '市级科技领军企业：2 家',
      '市级企业研究开发中心：3 家',
      '市级重点实验室：1 家',
      '市级肉牛科技服务驿站：2 家',
      '国家级高新技术企业：12 家',
      '市级专业化技术研发与中试公共服务平台：2 家',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain('待批复（不计入已认定）');
    expect(text).not.toContain('28 家');
  });

  it('sees the 科小 lapsed on 2024-04-01', async () => {
    const text = await answer('/资质 统计 2024年4月1日');
    expect(text).toContain('自治区级科技型中小企业：0 家');
    expect(text).toContain('国家级高新技术企业：16 家');
    expect(text).toContain('按目前登记的情况推算');
  });

  it('is told what is wrong with a date', async () => {
    expect(await answer('/资质 统计 2023-02-30')).toContain('日期“2023-02-30”无效');
  });

  it('is told how many match where they are too many to choose from', async () => {
    const asking = chat();
    await asking.say('/资质 示例企业');
    const { text, card } = await asking.shouldSee(/共 52 家，以下为前 10 家/);
    expect(text).toContain('10. 示例企业10');
    expect(card).toBeUndefined();
  });

  it('is told when nobody is found', async () => {
    expect(await answer('/资质 不存在的企业')).toContain('没有找到名称含“不存在的企业”的企业');
  });

  it('is asked when several enterprises match, and gets the one that is tapped', async () => {
    const asking = chat();
    await asking.say('/资质 蒙药');
    const { text } = await asking.shouldSee(/请选择企业/);
    expect(text).toContain('内蒙古蒙药股份有限公司');
    expect(text).toContain('内蒙古恩和蒙药科技有限公司');
    await asking.tap('第2家');
    await asking.shouldSee(/内蒙古蒙药股份有限公司 资质[\s\S]*重点实验室/);
    // What was chosen stays on the used card where the answer is another message.
    const used = (
      await world.emulator.messages({ as: 'officer', conversation: conversations[channel]('officer'), after: 0 })
    )
      .filter(({ card }) => card?.buttons.some(({ enabled }) => !enabled))
      .map(({ text }) => text)
      .join('\n');
    if (channel === 'WeCom AI bot') expect(used).toContain('资质 内蒙古蒙药股份有限公司');
  });
});

describe.each(groupChannels)('an officer in a group (%s)', (channel) => {
  const chat = () => world.chat('officer', conversations[channel]('officer'));

  it('gets the public counts only', async () => {
    const asking = chat();
    await asking.say('/资质 统计');
    const { text } = await asking.shouldSee(/资质统计/);
    expect(text).toContain('国家级高新技术企业：16 家');
    expect(text).not.toMatch(/待批复|12 家/);
    expect(text).toContain('在此@我发送“单聊 资质 统计”');
  });

  it('gets no counts of days to come, which would tell when one certificate runs out', async () => {
    const asking = chat();
    await asking.say('/资质 统计 2024-04-01');
    expect((await asking.shouldSee(/请在单聊中查询/)).text).not.toMatch(/资质统计|家/);
  });

  it('gets a list by name, so that its order does not tell the expiry', async () => {
    const asking = chat();
    await asking.say('/资质 高新技术企业');
    const { text } = await asking.shouldSee(/高新技术企业名单/);
    expect(text).not.toMatch(/待批复|剩余|，至20/);
    expect(text).toContain('在此@我发送“单聊 资质 高新技术企业”');
  });

  it('gets no list of a day to come, which would tell who runs out by then', async () => {
    const asking = chat();
    await asking.say('/资质 高新技术企业 2024-09-17');
    expect((await asking.shouldSee(/请在单聊中查询/)).text).not.toContain('示例企业');
  });

  it('gets the neutral line for what is internal, whether there is anything or not', async () => {
    const asking = chat();
    await asking.say('/资质 即将到期');
    const now = (await asking.shouldSee(/请在单聊中查询/)).text;
    await asking.say('/资质 待批复');
    expect((await asking.shouldSee(/请在单聊中查询/)).text.replaceAll('待批复', '即将到期')).toBe(now);
    await asking.say('/资质 即将到期 2030-01-01');
    const then = (await asking.shouldSee(/请在单聊中查询/)).text;
    expect(then.replaceAll(' 2030-01-01', '')).toBe(now);
    expect(now).toContain('该信息涉及企业经营数据，请在单聊中查询。');
  });
});

describe('a choice in a DingTalk group', () => {
  it('becomes the public answer for everybody', async () => {
    const group = conversations['DingTalk robot in a group']();
    const officer = world.chat('officer', group);
    const onlooker = world.chat('contact01', group);
    await officer.say('/资质 蒙药');
    await officer.shouldSee(/请选择企业/);
    await onlooker.shouldSee(/请选择企业/);
    await officer.tap('第2家');
    const { text } = await onlooker.shouldSee(/内蒙古蒙药股份有限公司 资质/);
    expect(text).toContain('状态：已认定');
    expect(text).not.toMatch(/编号|有效期：/);
  });
});

describe.each(directChannels)('an old card (%s)', (channel) => {
  it('gives the present state at a tap', async () => {
    const asking = world.chat('officer', conversations[channel]('officer'));
    await asking.say('/资质 蒙药');
    await asking.shouldSee(/请选择企业/);
    const { iso } = { iso: new Date(world.emulator.clock.now() + 48 * 60 * 60_000) };
    await world.emulator.clock.advance(48 * 60 * 60_000, { jump: true });
    await asking.tap('第1家');
    const { text } = await asking.shouldSee(/内蒙古恩和蒙药科技有限公司 资质/);
    expect(text).toContain(`数据截至${iso.getFullYear()}年${iso.getMonth() + 1}月${iso.getDate()}日`);
  });
});

it('did nothing that the platforms remark on: every limit kept, documented or advised', () => {
  expect(world.remarks()).toEqual([]);
});

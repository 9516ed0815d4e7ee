import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe.each(directChannels)('a contact one-to-one (%s)', (channel) => {
  it.each(['/资质', '资质', '／资质', ' 资质　', '@科企通 资质。', '“资质”！', '查资质', '我们公司有哪些资质？'])(
    'says %s and gets the own qualifications',
    async (say) => {
      const chat = world.chat('contact01', conversations[channel]('contact01'));
      await chat.say(say);
      const { text } = await chat.shouldSee(/示例企业01 资质/);
      for (const fact of [
        '国家级高新技术企业',
        '状态：已认定，即将到期',
        '编号：GR202115000901',
        '发证日期：2021年9月16日',
        '有效期：2021年9月16日至2024年9月16日',
        '剩余：262天',
        '下一步：请于每年5月31日前报送年度发展情况报表',
        '自治区级科技型中小企业',
        '剩余：93天',
        '数据截至2023年12月29日 10:00',
      ]) {
        expect(text).toContain(fact);
      }
    },
  );

  it('asks about one type in plain words', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('我们高企到期了吗');
    const { text } = await chat.shouldSee(/示例企业01 高新技术企业/);
    expect(text).toContain('剩余：262天');
    expect(text).not.toContain('科技型中小企业');
  });

  it('sees the own pending application', async () => {
    const chat = world.chat('contact02', conversations[channel]('contact02'));
    await chat.say('我们高企到期了吗');
    const { text } = await chat.shouldSee(/示例企业02 高新技术企业/);
    expect(text).toContain('状态：待批复（尚未认定）');
    expect(text).toContain('更新于：2023年7月14日');
  });

  it('gets the public row only about another enterprise', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('/资质 示例企业02');
    const { text } = await chat.shouldSee(/示例企业02 资质/);
    expect(text).toContain('自治区级科技型中小企业');
    expect(text).toContain('状态：已认定');
    expect(text).not.toMatch(/待批复|有效期|编号|剩余/);
  });

  it.each(['/资质 高企', '/资质 即将到期', '/资质 待批复'])(
    'gets the own ones by %s as well: lists are the bureau’s',
    async (say) => {
      const chat = world.chat('contact02', conversations[channel]('contact02'));
      await chat.say(say);
      const { text } = await chat.shouldSee(/示例企业02/);
      expect(text).not.toMatch(/示例企业0[13]/);
    },
  );

  it.each(['/资质 统计', '科小名单', '有多少家高企'])('gets of everybody what is public only by %s', async (say) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(say);
    const texts = (await chat.news()).map(({ text }) => text).join('\n');
    expect(texts).toMatch(/16 家|30 家/);
    expect(texts).not.toMatch(/待批复|剩余|，至20|12 家/);
  });

  it.each([
    ['2023-12-31', '已认定，有效'],
    ['2024-01-01', '有效（待更新）'],
    ['2024-03-31', '有效（待更新）'],
    ['2024-04-01', '已失效'],
  ])('sees how the own 科小 stands on %s: %s', async (day, status) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(`科小 ${day}`);
    expect((await chat.shouldSee(/示例企业01 科技型中小企业/)).text).toContain(`状态：${status}`);
  });

  it('cannot find out by dates when another enterprise’s certificate runs out', async () => {
    const chat = world.chat('contact02', conversations[channel]('contact02'));
    const answers: string[] = [];
    // 示例企业01 holds one from 2021-09-16 until 2024-09-16.
    for (const day of ['2021-09-15', '2021-09-16', '2024-09-16', '2024-09-17']) {
      await chat.say(`/资质 示例企业01 ${day}`);
      answers.push((await chat.shouldSee(/不对外提供/)).text.replace(/编号 \w+/u, ''));
    }
    expect(new Set(answers).size).toBe(1);
    await chat.say('/资质 示例企业01 2023-12-29');
    expect((await chat.shouldSee(/示例企业01 资质/)).text).toContain('已认定');
  });

  it('may ask ahead about the own enterprise', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('资质 2024-09-17');
    expect((await chat.shouldSee(/示例企业01 资质/)).text).toContain('已失效');
  });
});

describe.each(groupChannels)('a contact in a group (%s)', (channel) => {
  const conversation = conversations[channel]('contact01');

  it('gets what the group may see, with the offer of a one-to-one answer', async () => {
    const chat = world.chat('contact01', conversation);
    await chat.say('资质');
    const { text } = await chat.shouldSee(/示例企业01 资质/);
    expect(text).toContain('国家级高新技术企业');
    expect(text).not.toMatch(/到期|有效期：|剩余|GR2021/);
    expect(text).toContain('请在单聊中发送“资质”，或在此@我发送“单聊 资质”');
  });

  it('gets the same offer whether or not anything was withheld', async () => {
    const offers: (string | undefined)[] = [];
    for (const person of ['contact01', 'contact02'] as const) {
      const chat = world.chat(person, conversation);
      await chat.say('资质');
      const { text } = await chat.shouldSee(/示例企业0\d 资质/);
      expect(text).not.toContain('待批复');
      offers.push(/有效期、申报进度.*/.exec(text)?.[0]);
    }
    expect(offers[0]).toBeDefined();
    expect(offers[0]).toBe(offers[1]);
  });

  it.each(['资质', '资质 示例企业01', '资质 高企'])(
    'does not learn by dates when a certificate runs out (%s)',
    async (say) => {
      const chat = world.chat('contact01', conversation);
      const answers: string[] = [];
      for (const day of ['2024-09-16', '2024-09-17']) {
        await chat.say(`${say} ${day}`);
        answers.push((await chat.shouldSee(/请在单聊中查询/)).text.replaceAll(day, '某日'));
      }
      expect(answers[0]).toBe(answers[1]);
    },
  );

  it('has the answer sent one-to-one by a word', async () => {
    const chat = world.chat('contact02', conversation);
    await chat.say('单聊 资质');
    const { text } = await chat.shouldSee(/单独发送给您/);
    expect(text).not.toMatch(/待批复|示例企业02/);
    const platform = channel === 'WeCom AI bot in a group' ? 'WeCom app' : 'DingTalk robot';
    const direct = world.chat('contact02', conversations[platform]('contact02'));
    await direct.shouldSee(/示例企业02 资质[\s\S]*待批复/);
  });

  it('is not spoken to unless it was addressed', async () => {
    const chat = world.chat('contact01', conversation);
    await chat.say('资质', { mention: false });
    expect(await chat.news()).toEqual([]);
  });
});

it('sends the answer one-to-one at the tap of the AI bot’s button, and leaves the others theirs', async () => {
  const group = conversations['WeCom AI bot in a group']();
  const asker = world.chat('contact02', group);
  const other = world.chat('contact01', group);
  await asker.say('资质');
  await asker.shouldSee(/需要完整信息/);
  await asker.tap('发到单聊');
  expect((await asker.shouldSee(/已发到单聊/)).card?.buttons[0]?.enabled).toBe(false);
  await world.chat('contact02', conversations['WeCom app']('contact02')).shouldSee(/待批复/);
  await other.tap('发到单聊');
  await world.chat('contact01', conversations['WeCom app']('contact01')).shouldSee(/示例企业01 资质[\s\S]*剩余：262天/);
});

it('did nothing that the platforms remark on: every limit kept, documented or advised', () => {
  expect(world.remarks()).toEqual([]);
});

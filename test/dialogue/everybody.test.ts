import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const everywhere = Object.keys(conversations) as (keyof typeof conversations)[];

describe.each(everywhere)('%s', (channel) => {
  const inGroup = channel.endsWith('in a group');

  it('tells a stranger how to get bound, and no more', async () => {
    const chat = world.chat('stranger', conversations[channel]('stranger'));
    const said: string[] = [];
    for (const say of ['资质', '今天天气', '你好', '/资质 易统云']) {
      await chat.say(say);
      said.push((await chat.shouldSee(/尚未绑定/)).text);
    }
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain('0475-8000000');
    expect(said[0]).toContain('/绑定 企业全称');
    expect(said[0]).not.toMatch(/帮助|资质|易统云/);
  });

  it('helps with what the asker may do', async () => {
    const contact = world.chat('contact01', conversations[channel]('contact01'));
    await contact.say('/帮助');
    const forContact = (await contact.shouldSee(/可以这样问/)).text;
    expect(forContact).toContain('我们高企到期了吗');
    expect(forContact).not.toContain('统计');
    const officer = world.chat('officer', conversations[channel]('officer'));
    await officer.say('/帮助');
    expect((await officer.shouldSee(/统计/)).text).toContain('/资质 易统云');
  });

  it('shows the way to the pages, one-to-one', async () => {
    for (const person of ['contact01', 'officer'] as const) {
      const chat = world.chat(person, conversations[channel](person));
      await chat.say('/网页');
      const { text } = await chat.shouldSee(inGroup ? /请在单聊中办理/ : /打开时自动识别您的身份/);
      expect(text.includes(`${world.botUrl}/h5`) || inGroup).toBe(true);
      expect(text.includes('导入')).toBe(person === 'officer' && !inGroup);
    }
  });

  it('says who one is, in a group without names', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('/我是谁');
    const { text } = await chat.shouldSee(/企业联系人/);
    expect(/李一|示例企业01/.test(text)).toBe(!inGroup);
  });

  it.each([
    '今天天气怎么样',
    '😀😀',
    '   ',
    '。。。',
    '资历',
    '什么是高企',
    '谢谢，已收到证书',
    '<script>alert(1)</script>',
    '[链接](http://example.com)',
  ])('answers %j once, with the nearest command', async (say) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(say);
    const news = await chat.news();
    expect(news).toHaveLength(1);
    expect(news[0]?.text).toMatch(/没有看懂[\s\S]*您可以发送“\/(资质|截止|我是谁|帮助)”/);
  });

  it.each([
    ['你好', /发送“帮助”查看可以查询的内容/],
    ['HELP', /可以这样问/],
    ['谢谢！', /如需查询，请随时发送“\/帮助”/],
  ] as const)('answers %s', async (say, expected) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(say);
    await chat.shouldSee(expected);
  });

  it.each([
    ['我是哪位', '/我是谁'],
    ['帮帮忙', '/帮助'],
    ['资历', '/资质'],
  ])('takes %s to be nearest to %s', async (say, nearest) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(say);
    await chat.shouldSee(new RegExp(`您可以发送“${nearest}”`));
  });

  it.runIf(inGroup)('answers a mention alone', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('');
    await chat.shouldSee(/没有看懂/);
  });

  it('answers twenty thousand characters shortly', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('资质证书到期'.repeat(3334));
    const news = await chat.news();
    expect(news).toHaveLength(1);
    expect(news[0]?.text.length).toBeLessThan(200);
  });

  it('answers twenty thousand characters behind a command as shortly', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say(`/资质 ${'企'.repeat(20_000)}`);
    const { text } = await chat.shouldSee(/没有找到名称含“企+…”的企业/);
    expect(text.length).toBeLessThan(200);
  });

  it('reads through control characters', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('\u200b/资\u0007质\u202e');
    await chat.shouldSee(/示例企业01 资质/);
  });
});

describe.each(directChannels)('%s', (channel) => {
  it('says that a picture cannot be read', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('', { kind: channel === 'DingTalk robot' ? 'picture' : 'image' });
    await chat.shouldSee(/目前只能识别文字/);
  });
});

it('did nothing that the platforms remark on: every limit kept, documented or advised', () => {
  expect(world.remarks()).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { strayKeys } from '../../emulator/stray-keys.ts';
import { CREATE, create, data, GROUP, PUT, REGISTER } from './fixtures/card-calls.ts';
import { buttons, notice } from './fixtures/template-cards.ts';
import { first, startBoth } from './harness.ts';

const unknown = (...fields: string[]) => fields.map((field) => `${field}: unknown field, ignored by the platform`);

test('what is given and was not read, at any depth', () => {
  const given = { a: 1, b: { c: 1, d: 2 }, list: [{ x: 1 }, { y: 1 }], more: {} };
  const read = { a: 1, b: { c: 1 }, list: [{ x: 1 }, {}], preset: true };
  expect(strayKeys(given, read)).toEqual(['b.d', 'list[1].y', 'more']);
  expect(strayKeys(given, given)).toEqual([]);
  expect(strayKeys('text', undefined)).toEqual([]);
});

describe('WeCom', () => {
  const message = (msgtype: string, part: object, more: object = {}) => ({
    touser: 'ZhangSan',
    agentid: 1000002,
    msgtype,
    [msgtype]: part,
    ...more,
  });
  const article = { title: '一', url: 'https://e.com' };
  const sends: [body: object, fields: string[]][] = [
    [message('text', { content: 'x' }, { to_user: 'LiSi' }), ['to_user']],
    [message('text', { content: 'x', contents: 'y' }), ['text.contents']],
    [message('markdown', { content: 'x', text: 'y' }, { text: { content: 'x' } }), ['text', 'markdown.text']],
    [message('textcard', { title: 'x', description: 'y', url: 'https://e.com', btnText: '看' }), ['textcard.btnText']],
    [message('news', { articles: [article, { ...article, picUrl: 'x' }] }), ['news.articles[1].picUrl']],
    [message('template_card', notice, { safee: 1 }), ['safee']],
  ];
  test.each(sends)('message/send %#', async (body, fields) => {
    const { wecom, fromBot, lastWire } = await startBoth();
    expect(await wecom('/cgi-bin/message/send', body)).toMatchObject({ errcode: 0 });
    expect(lastWire().warnings).toEqual(unknown(...fields));
    expect(first(await fromBot('zhang', 'wecom-app:ZhangSan')).warnings).toEqual(unknown(...fields));
  });

  test('update_template_card', async () => {
    const { wecom, lastWire } = await startBoth();
    const { response_code } = await wecom('/cgi-bin/message/send', message('template_card', buttons));
    const button = { replace_name: '完', replaceName: '完' };
    const update = { userids: ['ZhangSan'], agentid: 1000002, response_code, button, atAll: 1, enable_id_trans: 0 };
    expect(await wecom('/cgi-bin/message/update_template_card', update)).toMatchObject({ errcode: 0 });
    expect(lastWire().warnings).toEqual(unknown('button.replaceName', 'atAll'));
  });

  const replies: [reply: object, warnings: string[]][] = [
    [{ msgtype: 'stream', stream: { id: 's', finish: true, contents: 'x', content: 'y' } }, unknown('stream.contents')],
    [
      { msgtype: 'stream', stream: { id: 's', finish: true, content: 'y' }, template_card: buttons, userid: 'x' },
      unknown('template_card', 'userid'),
    ],
    [
      { msgtype: 'stream', stream: { id: 's', finish: true } },
      ['stream: finished without content, people see an empty message'],
    ],
    [{ msgtype: 'template_card', template_card: buttons, task_id: 'x' }, unknown('task_id')],
  ];
  test.each(replies)('a reply of the AI bot %#', async (reply, warnings) => {
    const { emulator, bot, fromBot, lastWire } = await startBoth();
    bot.on('aibot', () => ({ sealed: reply }));
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan', text: '?' }, { wait: true });
    expect(lastWire().error).toBeUndefined();
    expect(lastWire().warnings).toEqual(warnings);
    expect(first(await fromBot('zhang', 'wecom-aibot:ZhangSan')).warnings).toEqual(warnings);
  });

  test('a welcome of the AI bot', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    bot.on('aibot', () => ({ sealed: { msgtype: 'text', text: { content: 'x', mentioned_list: [] } } }));
    await emulator.people.enter({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan' }, { wait: true });
    const [welcome] = await fromBot('zhang', 'wecom-aibot:ZhangSan');
    expect(welcome?.warnings).toEqual(unknown('text.mentioned_list'));
  });

  test('an active reply of the AI bot', async () => {
    const { emulator, bot, send, lastWire } = await startBoth();
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan', text: '?' }, { wait: true });
    const url = new URL((JSON.parse(bot.at('aibot')[0]?.plain ?? '{}') as { response_url: string }).response_url);
    const markdown = { content: 'x', feedback: { id: 'f' }, title: '题' };
    await send('POST', url.pathname + url.search, { msgtype: 'markdown', markdown, to: 'x' });
    expect(lastWire().warnings).toEqual(unknown('markdown.title', 'to'));
  });
});

describe('DingTalk', () => {
  const link = { title: '题', text: '文', messageUrl: 'https://e.com', picUrl: '' };
  const feed = { links: [{ title: '题', messageURL: 'https://e.com', picURL: '' }] };
  const answers: [body: object, warnings: string[]][] = [
    [
      { msgtype: 'text', text: { content: 'x', contents: 'x' }, at: { atUserId: ['s1'] } },
      unknown('text.contents', 'at.atUserId'),
    ],
    [{ msgtype: 'markdown', markdown: { title: 'x', text: 'x' }, text: { content: 'x' } }, unknown('text')],
    [{ msgtype: 'link', link, at: { atUserIds: ['s1'] } }, ['at has no effect on link']],
    [{ msgtype: 'feedCard', feedCard: feed, at: { isAtAll: true } }, ['at has no effect on feedCard']],
    [
      {
        msgtype: 'actionCard',
        actionCard: { title: 'x', text: 'x', singleTitle: '看', singleURL: 'https://e.com' },
        at: { atUserIds: ['s1'] },
      },
      ['at s1 has no effect: the text lacks @s1'],
    ],
  ];
  test.each(answers)('a message through sessionWebhook %#', async (body, warnings) => {
    const { emulator, bot, send, fromBot, lastWire } = await startBoth();
    await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text: '?' }, { wait: true });
    const webhook = new URL((JSON.parse(bot.at('robot')[0]?.raw ?? '{}') as { sessionWebhook: string }).sessionWebhook);
    const answer = await send('POST', webhook.pathname + webhook.search, body);
    expect(answer.json.errcode).toBe(0);
    expect(lastWire().warnings).toEqual(warnings);
    expect(first(await fromBot('zhang', 'dingtalk:s1')).warnings).toEqual(warnings);
  });

  test('batchSend, and a msgParam', async () => {
    const { ding, lastWire, fromBot } = await startBoth();
    const body = {
      robotCode: 'dingkey',
      userIds: ['s1'],
      userids: [],
      msgKey: 'sampleActionCard',
      msgParam: JSON.stringify({ title: 'x', text: 'x', singleTitle: '看', singleURL: 'https://e.com', singleUrl: '' }),
    };
    await ding('POST', '/v1.0/robot/oToMessages/batchSend', body);
    expect(lastWire().warnings).toEqual(unknown('userids', 'msgParam.singleUrl'));
    expect(first(await fromBot('zhang', 'dingtalk:s1')).warnings).toEqual(lastWire().warnings);
    const msgParam = JSON.stringify({ title: 'x', text: 'x', txt: 'x' });
    const group = { openConversationId: 'cidG==', msgKey: 'sampleMarkdown', msgParam, coolAppCode: 'c' };
    await ding('POST', '/v1.0/robot/groupMessages/send', { robotCode: 'dingkey', ...group });
    expect(lastWire().warnings).toEqual(unknown('msgParam.txt'));
  });

  test('creation, update and registration of cards', async () => {
    const { ding, lastWire } = await startBoth();
    await ding('POST', REGISTER, { callbackRouteKey: 'route', callbackUrl: 'http://a/', secret: 's' });
    expect(lastWire().warnings).toEqual(unknown('secret'));
    const cardData = { cardParamMap: data(), cardParam: {} };
    await ding(
      'POST',
      CREATE,
      create({ userIdType: 2, cardData, userPrivateData: {}, cardAtUserIds: [], userId: 's1' }),
    );
    expect(lastWire().warnings).toEqual(unknown('cardData.cardParam', 'userPrivateData'));
    await ding('PUT', PUT, { outTrackId: 'card-1', cardData, cardUpdateOptions: { updateCardByKey: true } });
    expect(lastWire().warnings).toEqual(unknown('cardData.cardParam', 'cardUpdateOptions.updateCardByKey'));
  });

  test('the answer to a card callback: what only Stream mode or a PUT has', async () => {
    const { emulator, bot, ding, fromBot, lastWire } = await startBoth();
    await ding('POST', REGISTER, { callbackRouteKey: 'route', callbackUrl: `${bot.url}/dingtalk/card` });
    await ding('POST', CREATE, create({ userIdType: 2 }));
    const answer = { response: { cardData: { cardParamMap: {} } }, privateData: { s1: { cardParamMap: {} } } };
    bot.on('card', () => ({ raw: JSON.stringify(answer) }));
    const messageId = first(await fromBot('zhang', GROUP)).id;
    await emulator.people.tap({ as: 'zhang', conversation: GROUP, messageId, key: 'act#1' }, { wait: true });
    expect(lastWire().warnings).toEqual(unknown('response', 'privateData'));
  });
});

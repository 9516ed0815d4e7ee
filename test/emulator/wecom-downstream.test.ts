import { describe, expect, test } from 'vitest';
import type { EmulatorOptions, WorldInput } from '../../emulator/server.ts';
import { form, upload } from './fixtures/media.ts';
import { at, first, smallWorld, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const SEND = '/cgi-bin/message/send';
const APP = { agentId: 1000002 };
const CHEN = 'wecom-app:wwdown/chen';

function chainWorld(): WorldInput {
  const world = smallWorld();
  if (world.wecom) {
    world.wecom.downstream = [
      { corpId: 'wwdown', name: '示例企业01', agentId: 7 },
      { corpId: 'wwdown2', name: '示例企业02', agentId: 8, shared: false },
      { corpId: 'wwsub', name: '下级单位', agentId: 9, businessType: 0 },
    ];
  }
  world.people.push(
    { id: 'chen', name: '陈一', wecom: { userId: 'chen', corpId: 'wwdown' } },
    { id: 'wu', name: '吴二', wecom: { userId: 'wu', corpId: 'wwdown2' } },
    { id: 'sun', name: '孙三', wecom: { userId: 'ZhangSan', corpId: 'wwsub' } },
  );
  return world;
}

async function startChain(options: Partial<EmulatorOptions> = {}) {
  const both = await startBoth({ world: chainWorld(), ...options });
  const list = (body: object) =>
    both.wecom('/cgi-bin/corpgroup/corp/list_app_share_info', { agentid: APP.agentId, ...body });
  const token = (corpid: string, agentid: number, business_type = 1) =>
    both.wecom('/cgi-bin/corpgroup/corp/gettoken', { corpid, agentid, business_type });
  const call = async (access: unknown, path: string, body: object) =>
    (await both.send('POST', `${path}?access_token=${access}`, body)).json;
  /** The id the app knows a downstream member by, from what they say. */
  const heardFrom = async (as: string, conversation: string) => {
    await both.emulator.people.say({ as, conversation, text: '你好' }, { wait: true });
    const plain = both.bot.at('app').at(-1)?.plain ?? '';
    return { corpId: element(plain, 'ToUserName'), userId: element(plain, 'FromUserName'), plain };
  };
  const down = async () => String((await token('wwdown', 7)).access_token);
  const text = (touser: string, agentid = 7) => ({ touser, agentid, msgtype: 'text', text: { content: '通知' } });
  return { ...both, list, token, call, heardFrom, down, text };
}

describe('list_app_share_info', () => {
  test('names the corps of that kind the app is shared with, page by page', async () => {
    const { emulator, list } = await startChain();
    expect(await list({ business_type: 1 })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      ending: 1,
      corp_list: [{ corpid: 'wwdown', corp_name: '示例企业01', agentid: 7 }],
      next_cursor: '',
    });
    expect(at(await list({ business_type: 0 }), 'corp_list')).toMatchObject([{ corpid: 'wwsub' }]);
    expect(at(await list({ business_type: 1, corpid: 'wwsub' }), 'corp_list')).toEqual([]);
    await emulator.people.share({ corpId: 'wwdown2', shared: true }, { wait: true });
    const page = await list({ business_type: 1, limit: 1 });
    expect(page).toMatchObject({ ending: 0, corp_list: [{ corpid: 'wwdown' }] });
    const next = await list({ business_type: 1, limit: 1, cursor: page.next_cursor });
    expect(next).toMatchObject({ ending: 1, corp_list: [{ corpid: 'wwdown2' }] });
  });

  test.each([
    [{ business_type: 2 }, 40058],
    [{ business_type: 1, limit: 101 }, 40058],
    [{ business_type: 1, agentid: 1 }, 301002],
    [{ business_type: 1, cursor: 'x' }, 50100],
  ])('%o earns %i', async (body, code) => {
    const { list } = await startChain();
    expect((await list(body)).errcode).toBe(code);
  });
});

describe('the token of a downstream corp', () => {
  test('takes the number of the app over there, and lives 7200 s', async () => {
    const { emulator, token, call, text, down } = await startChain();
    expect(await token('wwdown', 7)).toMatchObject({ errcode: 0, expires_in: 7200, access_token: expect.any(String) });
    expect((await token('wwdown', APP.agentId)).errcode).toBe(40056);
    expect((await token('wwdown', 7, 0)).errcode).toBe(670004);
    expect((await token('wwdown2', 8)).errcode).toBe(670004);
    expect((await token('wwnobody', 7)).errcode).toBe(670004);
    const old = await down();
    await emulator.clock.advance(7_200_000, { jump: true });
    expect((await call(old, SEND, text('x'))).errcode).toBe(42001);
    expect(await down()).not.toBe(old);
  });

  test('is refused where it is not offered, and dies when the app is taken back', async () => {
    const { emulator, call, down, text } = await startChain();
    const token = await down();
    for (const path of [
      '/cgi-bin/corpgroup/corp/gettoken',
      '/cgi-bin/appchat/create',
      '/cgi-bin/batch/openuserid_to_userid',
    ]) {
      expect((await call(token, path, {})).errcode, path).toBe(48002);
    }
    await emulator.people.share({ corpId: 'wwdown', shared: false }, { wait: true });
    expect((await call(token, SEND, text('x'))).errcode).toBe(42001);
  });
});

describe('members of downstream corps', () => {
  test('are heard at the upstream address, with their corp and an encrypted id, and answered there', async () => {
    const { bot, heardFrom, fromBot } = await startChain();
    const reply = (userId: string, corpId: string) =>
      `<xml><ToUserName>${userId}</ToUserName><FromUserName>${corpId}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>您好</Content></xml>`;
    bot.on('app', (got) => ({ sealed: reply(element(got.plain, 'FromUserName'), 'wwcorp') }));
    await heardFrom('chen', CHEN);
    expect(await fromBot('chen', CHEN)).toEqual([]);
    bot.on('app', (got) => ({ sealed: reply(element(got.plain, 'FromUserName'), 'wwdown') }));
    const { corpId, userId, plain } = await heardFrom('chen', CHEN);
    expect([corpId, element(plain, 'AgentID')]).toEqual(['wwdown', '7']);
    expect(userId).toMatch(/^wo\w{30}$/);
    expect(bot.at('app')[0]).toMatchObject({ receiver: 'wwcorp' });
    expect(element(bot.at('app')[0]?.raw ?? '', 'ToUserName')).toBe('wwcorp');
    expect(first(await fromBot('chen', CHEN)).text).toBe('您好');
  });

  test('get messages under that id, with that token and number only', async () => {
    const { wecom, call, down, text, heardFrom, fromBot } = await startChain();
    const { userId } = await heardFrom('chen', CHEN);
    expect(await call(await down(), SEND, text(userId))).toMatchObject({ errcode: 0, msgid: expect.any(String) });
    expect(first(await fromBot('chen', CHEN))).toMatchObject({ text: '通知', name: '科企通' });
    expect((await call(await down(), SEND, text(userId, APP.agentId))).errcode).toBe(301002);
    expect((await wecom(SEND, text(userId, APP.agentId))).errcode).toBe(81013);
    expect(await call(await down(), SEND, text(`chen|ZhangSan|${userId}`))).toMatchObject({
      invaliduser: 'chen|zhangsan',
    });
    expect((await call(await down(), SEND, text('@all'))).errcode).toBe(0);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toEqual([]);
    expect(await fromBot('chen', CHEN)).toHaveLength(3);
  });

  test('in 企业互联 the userid is plain, and another than the own member of that name', async () => {
    const { token, call, text, heardFrom, fromBot } = await startChain();
    expect(await heardFrom('sun', 'wecom-app:wwsub/ZhangSan')).toMatchObject({ corpId: 'wwsub', userId: 'ZhangSan' });
    const { access_token: access } = await token('wwsub', 9, 0);
    expect((await call(access, SEND, text('zhangsan', 9))).errcode).toBe(0);
    expect(await fromBot('sun', 'wecom-app:wwsub/ZhangSan')).toHaveLength(1);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toEqual([]);
  });

  test('press cards; only the corp that sent a card updates and recalls it', async () => {
    const { emulator, bot, wecom, call, down, heardFrom, fromBot } = await startChain();
    const { userId } = await heardFrom('chen', CHEN);
    const card = {
      card_type: 'button_interaction',
      task_id: 'down-1',
      main_title: { title: '请确认' },
      button_list: [{ text: '确认', key: 'ok' }],
    };
    const sent = await call(await down(), SEND, {
      touser: userId,
      agentid: 7,
      msgtype: 'template_card',
      template_card: card,
    });
    const messageId = first(await fromBot('chen', CHEN)).id;
    await emulator.people.tap({ as: 'chen', conversation: CHEN, messageId, key: 'ok' }, { wait: true });
    const plain = bot.at('app').at(-1)?.plain ?? '';
    expect([element(plain, 'ToUserName'), element(plain, 'FromUserName')]).toEqual(['wwdown', userId]);
    const update = { userids: [userId], response_code: sent.response_code, button: { replace_name: '已确认' } };
    const path = '/cgi-bin/message/update_template_card';
    expect((await wecom(path, { ...update, agentid: APP.agentId })).errcode).toBe(42015);
    expect((await call(await down(), path, { ...update, agentid: 7 })).errcode).toBe(0);
    expect(first(await fromBot('chen', CHEN)).card?.replacedText).toBe('已确认');
    expect((await wecom('/cgi-bin/message/recall', { msgid: sent.msgid })).errcode).toBe(40058);
    expect((await call(await down(), '/cgi-bin/message/recall', { msgid: sent.msgid })).errcode).toBe(0);
  });

  test('have no AI bot, and log in as CorpId/userid', async () => {
    const { emulator, bot, send, url, wecomToken, heardFrom } = await startChain();
    const state = (await send('GET', '/emulator/state')).json;
    const mine = (state.conversations as { id: string; members: string[] }[]).filter((one) =>
      one.members.includes('chen'),
    );
    expect(mine.map((one) => one.id)).toEqual([CHEN]);
    const { userId } = await heardFrom('chen', CHEN);
    const query = `appid=wwcorp&redirect_uri=${encodeURIComponent(`${bot.url}/h5`)}&response_type=code&scope=snsapi_base&state=x`;
    const who = async () => {
      const link = `${url}/connect/oauth2/authorize?${query}#wechat_redirect`;
      const { location } = (await send('POST', '/emulator/authorize', { as: 'chen', url: link })).json;
      const code = new URL(String(location)).searchParams.get('code');
      return (await send('GET', `/cgi-bin/auth/getuserinfo?access_token=${await wecomToken()}&code=${code}`)).json;
    };
    expect(await who()).toEqual({ errcode: 0, errmsg: 'ok', userid: `wwdown/${userId}` });
    await emulator.people.share({ corpId: 'wwdown', shared: false }, { wait: true });
    expect(await who()).toMatchObject({ openid: expect.any(String) });
  });

  test('whose corp has not got the app cannot say anything', async () => {
    const { emulator } = await startChain();
    await expect(async () =>
      emulator.people.say({ as: 'wu', conversation: 'wecom-app:wwdown2/wu', text: '在吗' }),
    ).rejects.toThrow(/has left/);
  });
});

test('sharing and taking back is told as share_chain_change from sys', async () => {
  const { emulator, bot, send } = await startChain();
  await emulator.people.share({ corpId: 'wwdown2', shared: true }, { wait: true });
  const plain = bot.at('app')[0]?.plain ?? '';
  expect(['ToUserName', 'FromUserName', 'Event', 'AgentID'].map((tag) => element(plain, tag))).toEqual([
    'wwcorp',
    'sys',
    'share_chain_change',
    '1000002',
  ]);
  const unknown = await send('POST', '/emulator/share', { corpId: 'wwnobody', shared: true });
  expect(unknown.status).toBe(404);
});

test('the other readings can be switched on: receiver, number, media and cards', async () => {
  const settings = { wecomDownstream: { receiver: 'downstream', agentId: 'upstream', cards: 'refused' } } as const;
  const { emulator, bot, url, wecomToken, call, down, heardFrom } = await startChain({ settings });
  const { userId, plain } = await heardFrom('chen', CHEN);
  expect(element(plain, 'AgentID')).toBe('1000002');
  expect(bot.at('app')[0]?.receiver).toBe('wwdown');
  const card = { card_type: 'text_notice', main_title: { title: 'x' }, card_action: { type: 1, url: 'https://e.com' } };
  const body = { touser: userId, agentid: 7 };
  expect((await call(await down(), SEND, { ...body, msgtype: 'template_card', template_card: card })).errcode).toBe(
    48002,
  );
  const { media_id: id } = await upload(
    `${url}/cgi-bin/media/upload?type=file&access_token=${await wecomToken()}`,
    form(Buffer.alloc(9), 'a.txt'),
  );
  const file = { ...body, msgtype: 'file', file: { media_id: id } };
  expect((await call(await down(), SEND, file)).errcode).toBe(40007);
  emulator.settings.wecomDownstream.sharedMedia = true;
  expect((await call(await down(), SEND, file)).errcode).toBe(0);
});

test('a member of a corp that is not in the chain is no world', async () => {
  const world = chainWorld();
  world.people.push({ id: 'x', name: '无', wecom: { userId: 'x', corpId: 'wwnobody' } });
  await expect(startBoth({ world })).rejects.toThrow(/there is no downstream corp/);
});

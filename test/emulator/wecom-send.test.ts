import { describe, expect, test } from 'vitest';
import { first, startBoth } from './harness.ts';

const SEND = '/cgi-bin/message/send';
const text = (content: string, more: Record<string, unknown> = {}) => ({
  touser: 'ZhangSan',
  msgtype: 'text',
  agentid: 1000002,
  text: { content },
  ...more,
});

describe('tokens', () => {
  test('gettoken gives the same token until it expires', async () => {
    const { emulator, send, wecomToken } = await startBoth();
    const token = await wecomToken();
    await emulator.clock.advance(3_600_000, { jump: true });
    const again = await send('GET', '/cgi-bin/gettoken?corpid=wwcorp&corpsecret=app-secret-1');
    expect(again.json).toMatchObject({ errcode: 0, access_token: token, expires_in: 3600 });
    await emulator.clock.advance(3_600_000, { jump: true });
    expect((await send('POST', `${SEND}?access_token=${token}`, text('x'))).json.errcode).toBe(42001);
    expect(await wecomToken()).not.toBe(token);
    expect((await send('POST', `${SEND}?access_token=${token}`, text('x'))).json.errcode).toBe(42001);
  });

  test('what is missing or unknown has its own code, always with HTTP 200', async () => {
    const { send } = await startBoth();
    const code = async (path: string, body?: unknown) => {
      const answer = await send(body ? 'POST' : 'GET', path, body);
      expect(answer.status).toBe(200);
      return answer.json.errcode;
    };
    expect(await code('/cgi-bin/gettoken?corpsecret=x')).toBe(41002);
    expect(await code('/cgi-bin/gettoken?corpid=wwcorp')).toBe(41004);
    expect(await code('/cgi-bin/gettoken?corpid=other&corpsecret=app-secret-1')).toBe(40013);
    expect(await code('/cgi-bin/gettoken?corpid=wwcorp&corpsecret=wrong')).toBe(40001);
    expect(await code(SEND, text('x'))).toBe(41001);
    expect(await code(SEND, { ...text('x'), access_token: 'in-the-body' })).toBe(41001);
    expect(await code(`${SEND}?access_token=never-issued`, text('x'))).toBe(40014);
  });

  test('repeated wrong secrets lock the address for an hour', async () => {
    const { emulator, send } = await startBoth({ settings: { wecomApp: { wrongSecretLimit: 3 } } });
    const wrong = async (secret: string) =>
      (await send('GET', `/cgi-bin/gettoken?corpid=wwcorp&corpsecret=${secret}`)).json.errcode;
    expect([await wrong('a'), await wrong('b'), await wrong('c')]).toEqual([40001, 40001, 40001]);
    expect(await wrong('app-secret-1')).toBe(45009);
    await emulator.clock.advance(3_600_000, { jump: true });
    expect(await wrong('app-secret-1')).toBe(0);
  });

  test('the expired-token fault alternates 42001 and 40014 and really kills the token', async () => {
    const { emulator, send, wecomToken } = await startBoth();
    const codes: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      emulator.faults.add({ kind: 'expired-token', channel: 'wecom' });
      const token = await wecomToken();
      codes.push((await send('POST', `${SEND}?access_token=${token}`, text('x'))).json.errcode);
      expect((await send('POST', `${SEND}?access_token=${token}`, text('x'))).json.errcode).toBe(42001);
    }
    expect(codes).toEqual([42001, 40014]);
  });
});

describe('receivers', () => {
  test('refused userids come back in lower case, the others get the message', async () => {
    const { wecom, fromBot } = await startBoth();
    const answer = await wecom(SEND, text('通知', { touser: 'zhangsan|Nobody|LISI' }));
    expect(answer).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect(answer.msgid).toBeTypeOf('string');
    expect(answer).not.toHaveProperty('response_code');
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(1);
    expect(await fromBot('li', 'wecom-app:LiSi')).toHaveLength(1);
  });

  test('@all reaches every member', async () => {
    const { wecom, fromBot } = await startBoth();
    await wecom(SEND, text('全员', { touser: '@all' }));
    expect(await fromBot('li', 'wecom-app:LiSi')).toHaveLength(1);
  });

  const refusals: [name: string, change: Record<string, unknown>, code: number][] = [
    ['all refused', { touser: 'nobody' }, 81013],
    ['a party only (there is none)', { touser: '', toparty: '1' }, 81013],
    ['none given', { touser: '' }, 82001],
    ['1001 users', { touser: Array.from({ length: 1001 }, (_, n) => `u${n}`).join('|') }, 40032],
    ['101 parties', { toparty: Array.from({ length: 101 }, (_, n) => n).join('|') }, 82002],
    ['101 tags', { totag: Array.from({ length: 101 }, (_, n) => n).join('|') }, 82003],
    ['no agentid', { agentid: undefined }, 41011],
    ['an agentid as text', { agentid: '1000002' }, 40056],
    ['a foreign agentid', { agentid: 1 }, 301002],
    ['no msgtype', { msgtype: undefined }, 40008],
    ['markdown_v2', { msgtype: 'markdown_v2', markdown_v2: { content: 'x' } }, 40008],
    ['users as a list', { touser: ['ZhangSan'] }, 40058],
    ['safe as boolean', { safe: true }, 40058],
    ['an interval over 4 hours', { enable_duplicate_check: 1, duplicate_check_interval: 14401 }, 40058],
  ];
  test.each(refusals)('%s', async (_name, change, code) => {
    const { wecom } = await startBoth();
    expect((await wecom(SEND, text('x', change))).errcode).toBe(code);
  });

  test('a body that is no JSON', async () => {
    const { wecom } = await startBoth();
    expect((await wecom(SEND, '{"touser"')).errcode).toBe(40058);
  });
});

describe('bodies', () => {
  const card = { title: '标题', description: '<div class="gray">一</div>二<br>三', url: 'https://example.com' };
  const refusals: [name: string, body: Record<string, unknown>, code: number][] = [
    ['empty text', { msgtype: 'text', text: { content: '' } }, 44004],
    ['text missing', { msgtype: 'text', text: undefined }, 40063],
    ['markdown over 2048 bytes', { msgtype: 'markdown', markdown: { content: '中'.repeat(683) } }, 45002],
    ['textcard without title', { msgtype: 'textcard', textcard: { ...card, title: '' } }, 41016],
    ['textcard without description', { msgtype: 'textcard', textcard: { ...card, description: undefined } }, 41033],
    ['textcard without url', { msgtype: 'textcard', textcard: { ...card, url: '' } }, 41010],
    ['textcard without scheme', { msgtype: 'textcard', textcard: { ...card, url: 'example.com' } }, 45034],
    [
      'textcard with a long url',
      { msgtype: 'textcard', textcard: { ...card, url: `https://e.com/${'x'.repeat(2048)}` } },
      40058,
    ],
    ['news without articles', { msgtype: 'news', news: { articles: [] } }, 45008],
    [
      'news with nine articles',
      { msgtype: 'news', news: { articles: Array(9).fill({ title: 'a', url: 'https://e.com' }) } },
      45008,
    ],
    ['news without title', { msgtype: 'news', news: { articles: [{ url: 'https://e.com' }] } }, 41016],
    ['news without url', { msgtype: 'news', news: { articles: [{ title: 'a' }] } }, 41010],
    ['an image (no media is valid here)', { msgtype: 'image', image: { media_id: 'm' } }, 40007],
    ['a file without media_id', { msgtype: 'file', file: {} }, 41006],
  ];
  test.each(refusals)('%s', async (_name, body, code) => {
    const { wecom } = await startBoth();
    expect((await wecom(SEND, text('x', body))).errcode).toBe(code);
  });

  test('text is cut, textcard fields are cut and drawn', async () => {
    const { wecom, fromBot, lastWire } = await startBoth();
    await wecom(SEND, text(`${'a'.repeat(2047)}中`));
    const [cut] = await fromBot('zhang', 'wecom-app:ZhangSan');
    expect(cut?.text).toBe('a'.repeat(2047));
    expect(lastWire().warnings).toEqual(['text cut from 2050 to 2047 bytes (limit 2048)']);
    await wecom(
      SEND,
      text('', {
        text: undefined,
        msgtype: 'textcard',
        textcard: { ...card, title: '长'.repeat(130), btntxt: '查看详情页' },
      }),
    );
    const drawn = (await fromBot('zhang', 'wecom-app:ZhangSan'))[1]?.card;
    expect(drawn).toMatchObject({
      type: 'textcard',
      title: '长'.repeat(128),
      description: '一\n二\n三',
      url: 'https://example.com',
    });
    expect(lastWire().warnings).toHaveLength(2);
  });

  test('markdown of exactly 2048 bytes passes', async () => {
    const { wecom, fromBot } = await startBoth();
    await wecom(SEND, text('', { msgtype: 'markdown', markdown: { content: 'm'.repeat(2048) } }));
    expect(first(await fromBot('zhang', 'wecom-app:ZhangSan')).markdown).toHaveLength(2048);
  });
});

describe('rates and duplicates', () => {
  test('above 30 a minute messages are dropped silently', async () => {
    const { emulator, wecom, fromBot, lastWire } = await startBoth();
    for (let number = 0; number < 31; number += 1) {
      expect((await wecom(SEND, text(`第${number}条`))).errcode).toBe(0);
    }
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(30);
    expect(lastWire().warnings?.[0]).toMatch(/dropped silently/);
    await wecom(SEND, text('给李四', { touser: 'LiSi' }));
    expect(await fromBot('li', 'wecom-app:LiSi')).toHaveLength(1);
    await emulator.clock.advance(60_000);
    await wecom(SEND, text('一分钟后'));
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(31);
  });

  test('the hourly limit counts too, and both can be switched off', async () => {
    const { emulator, wecom, fromBot } = await startBoth({ settings: { wecomApp: { perHour: 2 } } });
    for (const word of ['一', '二', '三']) await wecom(SEND, text(word));
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(2);
    emulator.settings.wecomApp.memberRates = false;
    await wecom(SEND, text('四'));
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(3);
  });

  test('an identical request inside the interval is answered and not delivered', async () => {
    const { emulator, wecom, fromBot, lastWire } = await startBoth();
    const body = text('只发一次', { enable_duplicate_check: 1, duplicate_check_interval: 600 });
    const once = await wecom(SEND, body);
    expect(await wecom(SEND, body)).toEqual(once);
    expect(lastWire().warnings?.[0]).toMatch(/suppressed as a duplicate/);
    await wecom(SEND, { ...body, text: { content: '另一条' } });
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(2);
    await emulator.clock.advance(600_000, { jump: true });
    await wecom(SEND, body);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(3);
    await wecom(SEND, { ...body, enable_duplicate_check: 0 });
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(4);
  });

  test('recall within 24 hours, 42052 afterwards, 40058 for a foreign msgid', async () => {
    const { emulator, wecom, fromBot } = await startBoth();
    const { msgid } = await wecom(SEND, text('发错了'));
    expect((await wecom('/cgi-bin/message/recall', { msgid: 'unknown' })).errcode).toBe(40058);
    expect((await wecom('/cgi-bin/message/recall', {})).errcode).toBe(40063);
    expect((await wecom('/cgi-bin/message/recall', { msgid })).errcode).toBe(0);
    expect(first(await fromBot('zhang', 'wecom-app:ZhangSan'))).toMatchObject({ recalled: true, text: '此消息已撤回' });
    const late = await wecom(SEND, text('太晚'));
    await emulator.clock.advance(24 * 3_600_000 + 1, { jump: true });
    expect((await wecom('/cgi-bin/message/recall', { msgid: late.msgid })).errcode).toBe(42052);
  });
});

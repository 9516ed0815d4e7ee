import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import type { EmulatorOptions, WireEntry } from '../../emulator/server.ts';
import { conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const everywhere = Object.keys(conversations) as (keyof typeof conversations)[];
const callbackChannel = {
  'WeCom app': 'wecom-app',
  'WeCom AI bot': 'wecom-aibot',
  'WeCom AI bot in a group': 'wecom-aibot',
  'DingTalk robot': 'dingtalk-robot',
  'DingTalk robot in a group': 'dingtalk-robot',
} as const;

const callbacks = (channel: string) =>
  world.emulator.wire().filter((entry) => entry.direction === 'callback' && entry.channel === channel);
const apiCalls = (path: string) =>
  world.emulator.wire().filter(({ direction, request }) => direction === 'api' && request.url.includes(path));
/** What the bot answered, without the envelope. */
const inside = ({ response }: WireEntry) => JSON.stringify(response?.decrypted ?? response?.body ?? '');

/** Lets due retries happen: the clock passes a minute, which rings. */
const passMinutes = async (minutes: number) => {
  await world.emulator.clock.advance(minutes * 60_000);
  await world.app.idle();
};

describe.each(everywhere)('a repeated callback (%s)', (channel) => {
  it.each(['same', 'fresh'] as const)('with the %s nonce has no second effect', async (nonce) => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    world.emulator.faults.add({ kind: 'repeat', nonce, times: 3 });
    await chat.say('/我是谁');
    const news = await chat.news();
    expect(news.filter(({ text }) => text.includes('您的身份'))).toHaveLength(1);
    const deliveries = callbacks(callbackChannel[channel]);
    expect(deliveries).toHaveLength(4);
    expect(deliveries.every(({ response }) => response?.status === 200)).toBe(true);
    // Everybody who asks gets the answer that was given.
    const answers = new Set(deliveries.map(inside).map((text) => text.replace(/<CreateTime>\d+/u, '')));
    expect(answers.size).toBe(1);
  });
});

describe.each(['WeCom app', 'DingTalk robot'] as const)('a repeated tap (%s)', (channel) => {
  it('has no second effect', async () => {
    const chat = world.chat('officer', conversations[channel]('officer'));
    await chat.say('/资质 蒙药');
    await chat.shouldSee(/请选择企业/);
    world.emulator.faults.add({ kind: 'repeat', nonce: 'same', times: 2 });
    await chat.tap('第2家');
    const answers = (await chat.news()).filter(({ text }) => /内蒙古蒙药股份有限公司 资质[\s\S]*状态：/u.test(text));
    expect(answers).toHaveLength(1);
    expect(callbacks(channel === 'WeCom app' ? 'wecom-app' : 'dingtalk-card').length).toBeGreaterThanOrEqual(3);
  });
});

describe.each(everywhere)('a forgery before the true callback (%s)', (channel) => {
  const isDingtalk = channel.startsWith('DingTalk');
  // DingTalk's robot names no receiver.
  it.each(isDingtalk ? (['signature', 'stale'] as const) : (['signature', 'receiver', 'stale'] as const))(
    'is refused for its %s and changes nothing',
    async (what) => {
      world.emulator.faults.add({ kind: 'forge', what });
      const chat = world.chat('contact01', conversations[channel]('contact01'));
      await chat.say('/我是谁');
      expect((await chat.news()).filter(({ text }) => text.includes('您的身份'))).toHaveLength(1);
      const statuses = callbacks(callbackChannel[channel]).map(({ response }) => response?.status);
      expect(statuses).toEqual([403, 200]);
      expect(await world.database.client.job.count()).toBe(1);
    },
  );
});

it('answers once when WeCom lost our answer and delivers again', async () => {
  world.emulator.settings.wecomApp.retryDelayMs = 1;
  const chat = world.chat('contact01', conversations['WeCom app']('contact01'));
  world.emulator.faults.add({ kind: 'drop-response', channel: 'wecom-app' });
  await chat.say('/我是谁');
  expect((await chat.news()).filter(({ text }) => text.includes('您的身份'))).toHaveLength(1);
  expect(callbacks('wecom-app')).toHaveLength(2);
});

it('counts two different clicks of one person in one second', async () => {
  const chat = world.chat('officer', conversations['WeCom app']('officer'));
  await chat.say('/资质 蒙药');
  await chat.shouldSee(/请选择企业/);
  await chat.say('/资质 检');
  await chat.shouldSee(/相符的企业共 2 家/);
  // The clock stands still meanwhile.
  await chat.tap('第1家');
  await chat.shouldSee(/内蒙古大元检测服务有限公司 资质/);
  await chat.tapOn(/蒙药/, '第2家');
  await chat.shouldSee(/内蒙古蒙药股份有限公司 资质/);
});

describe('what nobody knows', () => {
  it('is answered 200, recorded and has no effect', async () => {
    const reports = [
      await world.emulator.people.event(
        { channel: 'wecom-app', event: { Event: 'something_new', FromUserName: 'liyi', EventKey: 'x' } },
        { wait: true },
      ),
      await world.emulator.people.event(
        { channel: 'wecom-app', event: { Event: 'share_agent_change', FromUserName: 'sys' } },
        { wait: true },
      ),
      await world.emulator.people.event(
        { channel: 'dingtalk-event', event: { EventType: 'user_add_org', UserId: ['somebody'] } },
        { wait: true },
      ),
    ];
    expect(reports.map(({ delivery }) => delivery?.attempts.map(({ status }) => status))).toEqual([
      [200],
      [200],
      [200],
    ]);
    const recorded = await world.database.client.job.findMany();
    expect(recorded.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(recorded.map(({ event }) => event).join()).toMatch(
      /something_new[\s\S]*share_agent_change[\s\S]*user_add_org/,
    );
    expect(apiCalls('send')).toEqual([]);
  });

  it('is recorded when DingTalk’s quota has emptied a message', async () => {
    const chat = world.chat('contact01', conversations['DingTalk robot']('contact01'));
    world.emulator.faults.add({ kind: 'quota' });
    await chat.say('资质');
    expect(await chat.news()).toEqual([]);
    const [job] = await world.database.client.job.findMany();
    expect(job?.event).toContain('20001');
  });
});

describe('the platforms’ test of our addresses', () => {
  it.each(['wecom-app', 'wecom-aibot', 'dingtalk-event'] as const)('%s is passed', async (which) => {
    expect(await world.emulator.verify(which)).toMatchObject({ ok: true });
  });
});

describe('a message that must go through WeCom’s API', () => {
  const ask = async () => {
    const chat = world.chat('officer', conversations['WeCom app']('officer'));
    await chat.say('/资质 科小');
    return chat;
  };
  const listed = (texts: readonly { text: string }[]) =>
    texts
      .map(({ text }) => text)
      .join('\n')
      .match(/^\d+\. /gmu)?.length;

  it.each([42001, 40014] as const)('survives a token that died early (%s)', async (code) => {
    world.emulator.faults.add({ kind: 'expired-token', channel: 'wecom-api', path: 'message/send', code });
    const chat = await ask();
    expect(listed(await chat.news())).toBe(30);
    expect(apiCalls('gettoken')).toHaveLength(2);
  });

  it.each(['busy', 'html', 'refused-ip', 'api-quota'] as const)('is sent later after %s', async (kind) => {
    world.emulator.faults.add({ kind, channel: 'wecom-api', path: 'message/send' });
    const chat = await ask();
    expect(await chat.news()).toEqual([]);
    // What no trying again puts right is tried again in a quarter of an hour.
    await passMinutes(kind === 'refused-ip' ? 16 : 1);
    expect(listed(await chat.news())).toBe(30);
  });

  it('reaches nobody twice when the answer to our call is lost', async () => {
    world.emulator.faults.add({ kind: 'cut-answer', channel: 'wecom-api', path: 'message/send' });
    const chat = await ask();
    expect(listed(await chat.news())).toBeLessThan(30);
    await passMinutes(1);
    const sends = apiCalls('message/send');
    expect(sends.length).toBe(3);
    const everything = await world.emulator.messages({ as: 'officer', conversation: 'wecom-app:wangchen', after: 0 });
    expect(listed(everything)).toBe(30);
  });

  it('is given up after ten tries, which the operator sees', async () => {
    world.emulator.faults.add({ kind: 'busy', channel: 'wecom-api', path: 'message/send', times: 100 });
    const chat = await ask();
    await chat.news();
    for (let hour = 0; hour < 6; hour += 1) await passMinutes(40);
    expect(await chat.news()).toEqual([]);
    const [job] = await world.database.client.job.findMany();
    expect(job?.state).toBe('failed');
    const metrics = await (await fetch(`${world.botUrl}/metrics`)).text();
    expect(metrics).toContain('keqitong_jobs{state="failed"} 1');
  });
});

describe('DingTalk', () => {
  it('falls back to the send interface when the session is gone', async () => {
    const chat = world.chat('contact01', conversations['DingTalk robot']('contact01'));
    world.emulator.faults.add({ kind: 'session-expired' });
    await chat.say('资质');
    await chat.shouldSee(/示例企业01 资质/);
    expect(apiCalls('oToMessages/batchSend')).toHaveLength(1);
  });

  it('falls back in a group as well', async () => {
    const chat = world.chat('contact01', conversations['DingTalk robot in a group']());
    world.emulator.faults.add({ kind: 'session-expired' });
    await chat.say('资质');
    await chat.shouldSee(/示例企业01 资质/);
    expect(apiCalls('groupMessages/send')).toHaveLength(1);
  });

  it('sends again what was flow-controlled', async () => {
    const chat = world.chat('contact01', conversations['DingTalk robot']('contact01'));
    world.emulator.faults.add({ kind: 'session-expired' });
    world.emulator.faults.add({ kind: 'flow-control' });
    await chat.say('资质');
    expect(await chat.news()).toEqual([]);
    await passMinutes(1);
    await chat.shouldSee(/示例企业01 资质/);
  });

  it('says in words what cannot be a card', async () => {
    const chat = world.chat('officer', conversations['DingTalk robot']('officer'));
    world.emulator.faults.add({ kind: 'deliver-failed' });
    await chat.say('/资质 蒙药');
    expect((await chat.shouldSee(/请选择企业/)).text).toContain('请发送企业全称');
  });

  it('renews a token that died early', async () => {
    const chat = world.chat('officer', conversations['DingTalk robot']('officer'));
    world.emulator.faults.add({ kind: 'expired-token', channel: 'dingtalk-api' });
    await chat.say('/资质 蒙药');
    await chat.shouldSee(/请选择企业/);
  });

  it('does not spend a call of the quota on an answer without buttons', async () => {
    const chat = world.chat('officer', conversations['DingTalk robot in a group']());
    for (const say of ['/资质 易统云', '/帮助', '你好']) {
      await chat.say(say);
      await chat.news();
    }
    expect(
      world.emulator.wire().filter(({ request }) => /\/v1\.0\/(?:robot|card\/instances)/u.test(request.url)),
    ).toEqual([]);
  });
});

describe('other set-ups', () => {
  const restart = async (options: { env?: Record<string, string>; emulator?: Partial<EmulatorOptions> }) => {
    await world.stop();
    world = await startWorld(options);
  };

  it('DingTalk without cards asks in words', async () => {
    await restart({ env: { DINGTALK_CARD_TEMPLATE_ID: '', DINGTALK_CARD_ROUTE_KEY: '', DINGTALK_CARD_SECRET: '' } });
    const chat = world.chat('officer', conversations['DingTalk robot']('officer'));
    await chat.say('/资质 蒙药');
    expect((await chat.shouldSee(/请选择企业/)).card).toBeUndefined();
  });

  it('the AI bot with encrypted user ids knows its people, asking once for each', async () => {
    const wecom = { ...demoWorld.wecom, aibot: { ...demoWorld.wecom.aibot, encryptedUserIds: true } };
    await restart({ emulator: { world: { ...demoWorld, wecom } } });
    const chat = world.chat('contact01', conversations['WeCom AI bot']('contact01'));
    for (let times = 0; times < 2; times += 1) {
      await chat.say('资质');
      await chat.shouldSee(/示例企业01 资质/);
    }
    expect(apiCalls('openuserid_to_userid')).toHaveLength(1);
  });

  it('an answer that comes too late for the AI bot’s callback goes to its response_url', async () => {
    const wecom = { ...demoWorld.wecom, aibot: { ...demoWorld.wecom.aibot, encryptedUserIds: true } };
    await restart({ emulator: { world: { ...demoWorld, wecom } } });
    world.emulator.faults.add({ kind: 'slow-network', path: 'openuserid_to_userid', ms: 2500 });
    const chat = world.chat('contact01', conversations['WeCom AI bot']('contact01'));
    await chat.say('资质');
    await chat.shouldSee(/示例企业01 资质/);
    expect(apiCalls('aibot/response')).toHaveLength(1);
  });

  it('below a path prefix the callbacks answer there only', async () => {
    const { botUrl } = world;
    expect((await fetch(`${botUrl}/dingtalk/robot`, { method: 'POST' })).status).toBe(403);
    await restart({ env: { PUBLIC_URL: 'https://bureau.example/x7Kq' } });
    expect((await fetch(`${world.botUrl}/dingtalk/robot`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${world.botUrl}/x7Kq/dingtalk/robot`, { method: 'POST' })).status).toBe(403);
    expect((await fetch(`${world.botUrl}/healthz`)).status).toBe(200);
  });

  it('a person outside the organisation is a stranger', async () => {
    const outsider = { id: 'outsider', name: '外部人员', dingtalk: { unionId: 'union-outside' } };
    const groups = demoWorld.dingtalk.groups.map((group) => ({ ...group, members: [...group.members, 'outsider'] }));
    const dingtalk = { ...demoWorld.dingtalk, groups };
    await restart({ emulator: { world: { ...demoWorld, dingtalk, people: [...demoWorld.people, outsider] } } });
    const conversation = conversations['DingTalk robot in a group']();
    await world.emulator.people.say({ as: 'outsider', conversation, text: '资质' }, { wait: true });
    await world.app.idle();
    const seen = await world.emulator.messages({ as: 'outsider', conversation, after: 0 });
    expect(seen.at(-1)?.text).toContain('尚未绑定');
  });
});

describe.each(directChannels)('logs (%s)', (channel) => {
  it('join a request to the job that a person may quote', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('资质');
    await chat.shouldSee(/示例企业01 资质/);
    const [job] = await world.database.client.job.findMany();
    const jobs = world.log.lines.flatMap(({ fields }) => ('job' in fields ? [fields.job] : []));
    expect(jobs).toContain(job?.id);
  });

  it('hold nothing of what was said and no secret', async () => {
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('我们高企到期了吗');
    await chat.shouldSee(/示例企业01/);
    const text = world.log.text();
    expect(text).not.toMatch(/到期了吗|示例企业01|GR2021|demo-app-secret|demo-dingtalk-secret|session=|access_token/);
  });
});

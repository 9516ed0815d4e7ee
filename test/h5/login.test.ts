import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { type MadeLink, makeLink } from '../helpers/made-link.ts';
import { platformLogin, signIn } from '../helpers/sign-in.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

const minuteMs = 60_000;
const agents = { wecom: 'Mozilla/5.0 wxwork/4.1 MicroMessenger/7', dingtalk: 'Mozilla/5.0 DingTalk/7.6' } as const;
type Platform = keyof typeof agents;
const platforms = Object.keys(agents) as Platform[];

let world: World;
let before: string[];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  before = (await world.database.client.auditEntry.findMany({ select: { id: true } })).map(({ id }) => id);
});

async function emulate<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${world.emulator.url}/emulator/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

const rows = () =>
  world.database.client.auditEntry.findMany({
    where: { channel: 'h5', id: { notIn: before } },
    orderBy: { at: 'asc' },
  });

describe.each(platforms)('by %s', (platform) => {
  it('somebody who is bound is in, for eight hours', async () => {
    const who = browse(world.botUrl, agents[platform]);
    expect((await signIn(world, 'contact01', platform, who)).location).toBe('/h5');
    expect((await who.get('/h5')).text).toMatch(/李一.*企业联系人.*示例企业01/u);
    expect((await rows()).map(({ action, result, role }) => [action, result, role])).toEqual([
      ['session.begin', 'allowed', 'contact'],
    ]);
    const [session] = await world.database.client.webSession.findMany({
      where: { endedAt: null, via: platform.toUpperCase() },
    });
    expect((session?.expiresAt.getTime() ?? 0) - (session?.recordedAt.getTime() ?? 0)).toBe(8 * 60 * minuteMs);
  });

  it('goes to the page that was asked for', async () => {
    const who = browse(world.botUrl, agents[platform]);
    const asked = await who.get('/h5/own');
    expect(asked.location).toBe('/h5/login?to=own');
    expect((await signIn(world, 'contact01', platform, who, `/h5/login/${platform}?to=own`)).location).toBe('/h5/own');
    expect((await who.get('/h5/own')).text).toMatch(/高新技术企业/);
    const read = (await rows()).filter(({ action }) => action === 'qualification.read');
    expect(read).toEqual([
      expect.objectContaining({ result: 'allowed', role: 'contact', channel: 'h5', place: 'web' }),
    ]);
  });

  const noTargets = [
    ...['constructor', '__proto__', 'toString-1', 'fundProject-1234567', 'fundBatch-1/..', 'newBatch-1'],
    ...['reportOf-202312', 'reportOf-ABCDEFGHJKMN', 'reportOf-202312-../../..', 'ownReport-202312-ILOUILOUILOU'],
    ...['own-ABCDEFGHJKMN0', 'funds-ABCDEFGHJKMN', 'fundBatch-1-ABCDEFGHJKMN', 'toString-ABCDEFGHJKMN'],
  ];
  it('leads nowhere else, whatever it is told', async () => {
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/h5/../x',
      'link-000000000000x',
      '%0d%0aX: y',
      ...noTargets,
    ]) {
      const who = browse(world.botUrl);
      const seen = await signIn(
        world,
        'contact01',
        platform,
        who,
        `/h5/login/${platform}?to=${encodeURIComponent(to)}`,
      );
      expect(seen.location).toBe('/h5');
    }
  });

  it('a member who is not bound reads how to be, and is recorded', async () => {
    const who = browse(world.botUrl, agents[platform]);
    const seen = await signIn(world, 'stranger', platform, who);
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('尚未绑定企业')]);
    expect(who.cookies.has('keqitong')).toBe(false);
    expect(await rows()).toEqual([expect.objectContaining({ action: 'session.begin', result: 'denied' })]);
  });

  it('somebody who was bound once and is no longer reads the same, and is not sent in circles', async () => {
    const { client } = world.database;
    const { corpId } = demoWorld[platform];
    const userId = platform === 'wecom' ? 'zhoushan' : 'ding-zhoushan';
    await client.person.create({ data: { id: 'once', name: '周珊', recordedAt: new Date() } });
    await client.account.create({ data: { id: 'once', platform, corpId, userId, personId: 'once' } });
    const who = browse(world.botUrl, agents[platform]);
    const seen = await signIn(world, 'stranger', platform, who);
    await client.account.delete({ where: { id: 'once' } });
    await client.person.delete({ where: { id: 'once' } });
    expect([seen.status, seen.location]).toEqual([403, null]);
    expect(who.cookies.has('keqitong')).toBe(false);
  });

  it('a way back works once, also for who copied the browser', async () => {
    const who = browse(world.botUrl);
    const back = await platformLogin(world, 'contact01', platform, await who.get(`/h5/login/${platform}`));
    const copy = browse(world.botUrl);
    for (const [name, value] of who.cookies) copy.cookies.set(name, value);
    expect((await who.get(back)).location).toBe('/h5');
    expect([...who.cookies.keys()].filter((name) => name.includes('login'))).toEqual([]);
    const again = await copy.get(back);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('登录没有完成')]);
    expect((await who.get(back)).status).toBe(400);
    expect(copy.cookies.has('keqitong')).toBe(false);
  });

  it('a way back does not work in somebody else’s browser', async () => {
    const attacker = browse(world.botUrl);
    const victim = browse(world.botUrl);
    await victim.get(`/h5/login/${platform}`);
    const back = await platformLogin(world, 'contact02', platform, await attacker.get(`/h5/login/${platform}`));
    expect((await victim.get(back)).status).toBe(400);
    expect(victim.cookies.has('keqitong')).toBe(false);
  });

  it.each(['state', 'code', 'authCode'])('a way back with another %s leads nowhere', async (name) => {
    const who = browse(world.botUrl);
    const back = new URL(await platformLogin(world, 'contact01', platform, await who.get(`/h5/login/${platform}`)));
    if (!back.searchParams.has(name)) return;
    for (const one of name === 'state' ? ['state'] : ['code', 'authCode']) {
      if (back.searchParams.has(one)) back.searchParams.set(one, 'a'.repeat(64));
    }
    expect([400, 403]).toContain((await who.get(back.href)).status);
    expect(who.cookies.has('keqitong')).toBe(false);
  });

  it('a way back after ten minutes leads nowhere', async () => {
    const who = browse(world.botUrl);
    const begun = await who.get(`/h5/login/${platform}`);
    await world.emulator.clock.advance(10 * minuteMs);
    expect((await who.get(await platformLogin(world, 'contact01', platform, begun))).status).toBe(400);
  });

  it('a new login ends the one before, and has another cookie', async () => {
    const who = browse(world.botUrl);
    await signIn(world, 'contact01', platform, who);
    const first = who.cookies.get('keqitong') ?? '';
    await signIn(world, 'contact02', platform, who);
    expect((await who.get('/h5')).text).toMatch(/赵尔/);
    who.cookies.set('keqitong', first);
    expect((await who.get('/h5')).location).toBe('/h5/login');
  });

  it('who leaves the organisation is out', async () => {
    const who = browse(world.botUrl);
    await signIn(world, 'contact03', platform, who);
    const { client } = world.database;
    const account = await client.account.findFirst({ where: { platform, person: { name: '吴双' } } });
    await client.account.delete({ where: { id: account?.id ?? '' } });
    expect((await who.get('/h5')).location).toBe('/h5/login');
    if (account) await client.account.create({ data: account });
    expect((await who.get('/h5')).status).toBe(200);
  });
});

describe('inside the client', () => {
  it('WeCom is asked at once', async () => {
    const who = browse(world.botUrl, agents.wecom);
    expect((await signIn(world, 'contact01', 'wecom', who, '/h5/login')).location).toBe('/h5');
  });

  const inDingtalk = async (as: PersonId, who: Browsing, from = '/h5/login') => {
    const page = await who.get(from);
    const { corpId, clientId } = demoWorld.dingtalk;
    const { code } = await emulate<{ code: string }>('dingtalk/auth-code', { as, corpId, clientId });
    return who.post('/h5/login/dingtalk/client', { code, to: page.field('to') });
  };

  it('DingTalk has one page with one script of our own, and a button for those without', async () => {
    const who = browse(world.botUrl, agents.dingtalk);
    const { html, headers } = await who.get('/h5/login?to=own');
    const scripts = [...html.matchAll(/<script[^>]*>/gu)].map(([tag]) => tag);
    expect(scripts).toEqual([expect.stringMatching(/^<script src="\/h5\/assets\/dingtalk-[0-9a-f]{12}\.js" defer>$/u)]);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).toContain('href="/h5/login/dingtalk?to=own"');
    expect((await inDingtalk('contact01', who, '/h5/login?to=own')).location).toBe('/h5/own');
    expect((await who.get('/h5/own')).text).toMatch(/高新技术企业/);
  });

  it('a code of DingTalk’s client works once, and none that is made up', async () => {
    const who = browse(world.botUrl, agents.dingtalk);
    await who.get('/h5/login');
    const { corpId, clientId } = demoWorld.dingtalk;
    const { code } = await emulate<{ code: string }>('dingtalk/auth-code', { as: 'contact01', corpId, clientId });
    expect((await who.post('/h5/login/dingtalk/client', { code, to: 'home' })).location).toBe('/h5');
    for (const one of [code, 'made-up', '']) {
      const other = browse(world.botUrl, agents.dingtalk);
      await other.get('/h5/login');
      const { status } = await other.post('/h5/login/dingtalk/client', { code: one, to: 'home' });
      expect(status).toBe(one === '' ? 400 : 403);
      expect(other.cookies.has('keqitong')).toBe(false);
    }
  });
});

describe('a link opened inside the client', () => {
  let link: MadeLink;
  beforeEach(async () => {
    await world.emulator.clock.advance(minuteMs);
    link = await makeLink(world, '示例企业01 李一');
  });

  it.each(platforms)('%s: the addressee is in without a code', async (platform) => {
    const who = browse(world.botUrl, agents[platform]);
    const page = await who.get(link.path);
    const start =
      platform === 'wecom'
        ? page
        : await who.get(/href="(\/h5\/login\/dingtalk\?to=link-\w+)"/u.exec(page.html)?.[1] ?? '');
    expect((await who.get(await platformLogin(world, 'contact01', platform, start))).location).toBe('/h5');
    expect((await who.get('/h5')).text).toMatch(/李一/);
    expect((await rows()).map(({ action, result }) => `${action} ${result}`).sort()).toEqual([
      'link.open allowed',
      'session.begin allowed',
    ]);
  });

  it.each(['contact02', 'officer', 'stranger'] as const)('%s is refused, told nothing, and recorded', async (as) => {
    const who = browse(world.botUrl, agents.wecom);
    const seen = await who.get(await platformLogin(world, as, 'wecom', await who.get(link.path)));
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('不是发给您的')]);
    expect(seen.text).not.toMatch(/李|示例企业/u);
    expect(who.cookies.has('keqitong')).toBe(false);
    expect(await rows()).toEqual([
      expect.objectContaining({ action: 'link.open', result: 'denied', objectId: link.id }),
    ]);
    expect((await world.database.client.accessLink.findUnique({ where: { id: link.id } }))?.codeTries).toBe(0);
  });

  it('a link’s number alone is not its address', async () => {
    for (const to of [link.id, `1${link.id}`, `1${link.id}${'0'.repeat(32)}`]) {
      const who = browse(world.botUrl);
      const seen = await signIn(world, 'contact01', 'wecom', who, `/h5/login/wecom?to=link-${to}`);
      expect(seen.location).toBe('/h5');
      expect([...who.cookies.values()].join()).not.toContain(link.id);
      expect((await who.get('/h5/login/wecom?to=link-x')).headers.getSetCookie().join()).toContain('.home;');
    }
  });

  it('a link that was stopped on the way opens nothing', async () => {
    const who = browse(world.botUrl, agents.wecom);
    const back = await platformLogin(world, 'contact01', 'wecom', await who.get(link.path));
    await world.database.client.accessLink.update({ where: { id: link.id }, data: { revokedAt: new Date() } });
    expect((await who.get(back)).status).toBe(403);
  });

  it('who is no member there is asked for the code', async () => {
    const who = browse(world.botUrl, agents.dingtalk);
    const page = await who.get(link.path);
    expect(page.html).toContain(`href="${link.path}/code"`);
    await who.get(`${link.path}/code`);
    expect((await who.post(`${link.path}/code`, { code: link.code })).location).toBe('/h5');
  });
});

it('one person’s logins are limited, from however many addresses', async () => {
  const { client } = world.database;
  const person = await client.person.findFirstOrThrow({ where: { name: '李一' } });
  const expiresAt = new Date(world.emulator.clock.now() + 60 * minuteMs);
  await client.attemptCount.create({ data: { key: `login of ${person.id}`, count: 60, expiresAt } });
  const seen = await signIn(world, 'contact01', 'wecom', browse(world.botUrl));
  expect([seen.status, seen.headers.get('retry-after')]).toEqual([429, '3600']);
  expect((await signIn(world, 'contact02', 'wecom', browse(world.botUrl))).location).toBe('/h5');
});

it('the platform does not answer: a sentence, and later it works', async () => {
  const who = browse(world.botUrl);
  const back = await platformLogin(world, 'contact01', 'wecom', await who.get('/h5/login/wecom'));
  await world.emulator.stop();
  const seen = await who.get(back);
  expect([seen.status, seen.text]).toEqual([503, expect.stringContaining('请稍后再试')]);
  expect(seen.text).toMatch(/流水号/);
});

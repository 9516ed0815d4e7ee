import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { demoKeys, plantLink } from '../helpers/plant-link.ts';
import { startWorld, type World } from '../helpers/world.ts';

const csp =
  "default-src 'none';style-src 'self';img-src 'self' data:;form-action 'self';frame-ancestors 'none';base-uri 'none';script-src 'none'";
const origin = 'https://bureau.example';
const base = '/x7Kq/h5';
/** What a browser says of a form on our own page. */
const own = { origin, 'sec-fetch-site': 'same-origin' };

/** As in production: behind one proxy, over https, under a path that nobody guesses. */
let world: World;
let who: Browsing;
let link: Awaited<ReturnType<typeof plantLink>>;
beforeAll(async () => {
  world = await startWorld({ env: { PUBLIC_URL: `${origin}/x7Kq`, TRUST_PROXY: '1' } });
});
afterAll(() => world.stop());
beforeEach(async () => {
  const { client } = world.database;
  await client.attemptCount.deleteMany();
  link = await plantLink(client, { name: '李一', now: new Date(world.emulator.clock.now()) });
  who = browse(world.botUrl);
});

const entry = () => `${base}/l/${link.token}`;
const codeForm = () => `${entry()}/code`;

async function enter(browser = who): Promise<string[]> {
  await browser.get(codeForm());
  const seen = await browser.post(codeForm(), { code: link.code }, own);
  expect([seen.status, seen.location]).toEqual([303, base]);
  return seen.headers.getSetCookie();
}

const sessions = () => world.database.client.webSession.count({ where: { linkId: link.id, endedAt: null } });
const tries = async () => (await world.database.client.accessLink.findUnique({ where: { id: link.id } }))?.codeTries;

describe('every page', () => {
  const pages = ['', '/own', '/login', '/none', '/l/none'];
  it.each(pages)('%s: loads nothing but our own style, is kept by nobody and framed by nobody', async (page) => {
    await enter();
    for (const browser of [who, browse(world.botUrl)]) {
      const { headers, html } = await browser.get(base + page);
      expect(headers.get('content-security-policy')).toBe(csp);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/u);
      expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/iu);
      expect(html).not.toMatch(/https?:\/\//u);
    }
  });

  it('has a style and a script that browsers may keep for ever', async () => {
    const html = (await browse(world.botUrl, 'DingTalk').get(`${base}/login`)).html;
    const files = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/gu)].map(([, file = '']) => file);
    expect(files).toHaveLength(2);
    for (const file of files) {
      const seen = await who.get(file);
      expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(seen.headers.get('content-type')).toMatch(/^text\/(?:css|javascript); charset=utf-8$/u);
    }
  });

  it('is under PUBLIC_URL and nowhere else', async () => {
    for (const path of ['/h5', '/h5/login', '/X7kq/h5', '/x7Kq/H5', '/x7Kq/h5x']) {
      const seen = await who.get(path);
      expect([path, seen.status, seen.html]).toEqual([path, 404, 'Not Found']);
    }
    expect(world.log.text()).not.toContain('x7Kq');
  });
});

describe('cookies', () => {
  it('over https are of https alone, for the pages alone, and unread by scripts', async () => {
    const [session = '', ...others] = await enter();
    expect(others).toEqual([]);
    expect(session).toMatch(
      /^__Secure-keqitong=[\w-]{43}; Path=\/x7Kq\/h5; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/u,
    );
    const [form = ''] = (await browse(world.botUrl).get(codeForm())).headers.getSetCookie();
    expect(form).toMatch(
      /^__Secure-keqitong-form=[\w-]{22}; Path=\/x7Kq\/h5; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/u,
    );
    const [login = ''] = (await browse(world.botUrl).get(`${base}/login/wecom`)).headers.getSetCookie();
    expect(login).toMatch(
      /^__Secure-keqitong-login=\S+; Path=\/x7Kq\/h5\/login; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/u,
    );
  });

  it.each(['', 'x', '0'.repeat(43), 'a;b', '"quoted"', '%00'])('that are made up (%j) open nothing', async (value) => {
    who.cookies.set('__Secure-keqitong', encodeURIComponent(value));
    expect((await who.get(`${base}/own`)).location).toBe(`${base}/login?to=own`);
  });

  it('of a session that was left open nothing any more', async () => {
    await enter();
    const kept = who.cookies.get('__Secure-keqitong') ?? '';
    await who.get(base);
    expect((await who.post(`${base}/logout`, {}, own)).location).toBe(`${base}/login`);
    expect(who.cookies.has('__Secure-keqitong')).toBe(false);
    who.cookies.set('__Secure-keqitong', kept);
    expect((await who.get(base)).location).toBe(`${base}/login`);
  });
});

describe('a form of another site', () => {
  const refused = async (fields: Record<string, string>, headers: Record<string, string>) => {
    await who.get(codeForm());
    const seen = await who.post(codeForm(), { code: link.code, ...fields }, headers);
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('页面已过期')]);
    expect([await sessions(), await tries()]).toEqual([0, 0]);
  };

  it('without a token is refused', () => refused({ csrf: '' }, own));
  it('with a token that is made up is refused', () => refused({ csrf: 'A'.repeat(43) }, own));
  it('with the token of another browser is refused', async () => {
    const other = await browse(world.botUrl).get(codeForm());
    await refused({ csrf: other.field('csrf') }, own);
  });
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://bureau.example' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { origin, 'sec-fetch-site': 'same-site' },
    { origin, 'sec-fetch-site': 'none' },
  ])('is refused by what the browser says: %j', (headers) => refused({}, headers));

  it('does not log anybody out', async () => {
    await enter();
    await who.get(base);
    expect((await who.post(`${base}/logout`, { csrf: '' }, own)).status).toBe(403);
    expect((await who.post(`${base}/logout`, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await who.get(base)).status).toBe(200);
  });

  it('a token from before the login is worth nothing after it', async () => {
    const csrf = (await who.get(codeForm())).field('csrf');
    await enter();
    expect((await who.post(`${base}/logout`, { csrf }, own)).status).toBe(403);
  });

  it('a browser that says nothing of itself is held to the token alone', async () => {
    await who.get(codeForm());
    expect((await who.post(codeForm(), { code: link.code }, { origin: '' })).location).toBe(base);
  });

  it.each(['/logout', '/choose', '/login/dingtalk/client'])('%s cannot be got', async (path) => {
    await enter();
    expect((await who.get(base + path)).status).toBe(404);
    expect(await sessions()).toBe(1);
  });
});

describe('a body', () => {
  const send = async (body: BodyInit, headers: Record<string, string>) => {
    await who.get(codeForm());
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(world.botUrl + codeForm(), {
      method: 'POST',
      body,
      headers: { cookie, ...own, ...headers },
    });
    return answer.status;
  };
  it.each([
    ['too long', 'x='.padEnd(20_000, 'x'), 'application/x-www-form-urlencoded', 400],
    ['JSON', '{"code":"246810"}', 'application/json', 400],
    ['of no kind', 'code=246810', '', 400],
    ['empty', '', 'application/x-www-form-urlencoded', 403],
  ])('%s is refused', async (_name, body, type, status) => {
    expect(await send(body, { 'content-type': type })).toBe(status);
    expect(await tries()).toBe(0);
  });
});

describe('too many tries', () => {
  /** Each try of another link, so that no link's own five are used up. */
  const tryFrom = async (forwarded: string) => {
    const now = new Date(world.emulator.clock.now());
    link = await plantLink(world.database.client, { name: '李一', now });
    await world.database.client.attemptCount.deleteMany({ where: { key: { startsWith: 'code of' } } });
    const browser = browse(world.botUrl);
    await browser.get(codeForm());
    return browser.post(codeForm(), { code: '000000' }, { ...own, 'x-forwarded-for': forwarded });
  };

  it('from one address are stopped, whatever it says before the proxy', async () => {
    for (let n = 0; n < 40; n += 1) expect((await tryFrom(`198.51.100.${n}, 203.0.113.9`)).status).toBe(403);
    const stopped = await tryFrom('198.51.100.99, 203.0.113.9');
    expect([stopped.status, stopped.text]).toEqual([429, expect.stringContaining('请在10分钟后再试')]);
    expect(stopped.headers.get('retry-after')).toBe('600');
    expect(await tries()).toBe(0);
    expect((await tryFrom('203.0.113.10')).status).toBe(403);
    await world.emulator.clock.advance(10 * 60_000);
    expect((await tryFrom('203.0.113.9')).status).toBe(403);
  });

  it('from one network of IPv6 are stopped', async () => {
    for (let n = 0; n < 40; n += 1) await tryFrom(`2001:db8:0:1::${n.toString(16)}`);
    expect((await tryFrom('2001:db8:0:1:ffff::1')).status).toBe(429);
    expect((await tryFrom('2001:db8:0:2::1')).status).toBe(403);
  });

  it('for one person are stopped, however many links and addresses', async () => {
    for (let n = 0; n < 20; n += 1) {
      link = await plantLink(world.database.client, { name: '李一', now: new Date(world.emulator.clock.now()) });
      await who.get(codeForm());
      await who.post(codeForm(), { code: '000000' }, { ...own, 'x-forwarded-for': `203.0.113.${n}` });
    }
    await who.get(codeForm());
    const stopped = await who.post(codeForm(), { code: link.code }, { ...own, 'x-forwarded-for': '203.0.113.99' });
    expect(stopped.status).toBe(429);
    expect(await sessions()).toBe(0);
  });

  it('of links that are none are stopped', async () => {
    const guess = (n: number) => who.get(`${base}/l/1${String(n).padStart(12, '0')}${'0'.repeat(32)}`);
    for (let n = 0; n < 40; n += 1) expect((await guess(n)).status).toBe(404);
    expect((await guess(41)).status).toBe(429);
    expect((await who.get(entry())).status).toBe(200);
  });

  it('of logins are stopped', async () => {
    for (let n = 0; n < 60; n += 1) {
      await who.get(`${base}/login`, { 'user-agent': 'DingTalk' });
      const seen = await who.post(`${base}/login/dingtalk/client`, { code: 'x', to: 'home' }, own);
      // The platform has its own limit, before ours.
      expect([403, 503]).toContain(seen.status);
    }
    expect((await who.post(`${base}/login/dingtalk/client`, { code: 'x', to: 'home' }, own)).status).toBe(429);
  });
});

it('our own failure: a sentence and a number that leads to the log', async () => {
  await enter();
  const { webSession } = world.database.client;
  await webSession.updateMany({ data: { via: 'LINK' } });
  const broken = await world.database.client.$executeRawUnsafe(
    'ALTER TABLE "ConversationChoice" RENAME TO "Elsewhere"',
  );
  const seen = await who.get(base);
  await world.database.client.$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "ConversationChoice"');
  expect(broken).toBeDefined();
  expect([seen.status, seen.text]).toEqual([500, expect.stringContaining('系统暂时无法处理')]);
  const id = /流水号：(\w{12})/u.exec(seen.text)?.[1] ?? '?';
  expect(world.log.lines.findLast(({ message }) => message === 'page failed')?.fields).toMatchObject({ requestId: id });
  expect(seen.html).not.toMatch(/Elsewhere|SELECT|Error/u);
});

it('keys of one purpose are of no use for another', () => {
  const all = Object.values(demoKeys).map((key) => key.toString('hex'));
  expect(new Set(all).size).toBe(all.length);
});

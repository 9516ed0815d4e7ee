import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { type MadeLink, makeLink } from '../helpers/made-link.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let world: World;
let link: MadeLink;
let visitor: Browsing;
/** The rows of the trail that were there before the test. */
let before: string[];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  // WeCom delivers thirty messages a minute to one member.
  await world.emulator.clock.advance(minuteMs);
  link = await makeLink(world, '示例企业01 钱大');
  visitor = browse(world.botUrl);
  before = (await world.database.client.auditEntry.findMany({ select: { id: true } })).map(({ id }) => id);
});

const codePath = () => `${link.path}/code`;
const wrongCode = () => (link.code === '000000' ? '111111' : '000000');

async function typeCode(code: string, who = visitor) {
  await who.get(link.path);
  return who.post(codePath(), { code });
}

async function enter(who = visitor) {
  const seen = await typeCode(link.code, who);
  expect([seen.status, seen.location]).toEqual([303, '/h5']);
  return seen;
}

const stored = () => world.database.client.accessLink.findUnique({ where: { id: link.id } });

const rows = () =>
  world.database.client.auditEntry.findMany({
    where: { channel: 'h5', id: { notIn: before } },
    select: { action: true, result: true, personId: true, role: true, place: true, objectId: true },
    orderBy: [{ action: 'asc' }, { result: 'asc' }],
  });

describe('the right code', () => {
  it('opens the pages of the addressee', async () => {
    await enter();
    const home = await visitor.get('/h5');
    expect(home.text).toMatch(/钱大.*企业联系人.*示例企业01/u);
    const own = await visitor.get('/h5/own');
    expect(own.text).toMatch(/示例企业01.*高新技术企业.*剩余 262天/u);
  });

  it.each(['full-width', 'spaced'])('may be written %s', async (how) => {
    const written = {
      'full-width': link.code.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      spaced: ` ${link.code.slice(0, 3)} ${link.code.slice(3)} `,
    }[how];
    expect((await typeCode(written ?? '')).location).toBe('/h5');
  });

  it('opens once: the second browser gets nothing', async () => {
    await enter();
    const other = browse(world.botUrl);
    expect((await typeCode(link.code, other)).text).toMatch(/验证码已失效/);
    expect((await other.get('/h5')).location).toBe('/h5/login');
  });

  it('opens nothing if somebody else was let in by it while it was being compared', async () => {
    const { client } = world.database;
    await client.$executeRawUnsafe(
      'CREATE TRIGGER faster AFTER UPDATE OF "codeTries" ON "AccessLink" BEGIN UPDATE "AccessLink" SET "codeDigest" = NULL WHERE "id" = NEW."id"; END',
    );
    const seen = await typeCode(link.code);
    await client.$executeRawUnsafe('DROP TRIGGER faster');
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('验证码已失效')]);
    expect(visitor.cookies.has('keqitong')).toBe(false);
    expect((await rows()).map(({ action, result }) => `${action} ${result}`)).toEqual(['link.open denied']);
  });

  it('on a device that is in already leads on without a code', async () => {
    await enter();
    expect((await visitor.get(link.path)).location).toBe('/h5');
    expect((await visitor.get(codePath())).location).toBe('/h5');
  });
});

describe('a wrong code', () => {
  it('says how many tries are left, and after five the right one is dead', async () => {
    for (const left of [4, 3, 2, 1]) {
      const seen = await typeCode(wrongCode());
      expect([seen.status, seen.text]).toEqual([403, expect.stringContaining(`还可以输入${left}次`)]);
    }
    expect((await typeCode(wrongCode())).text).toMatch(/验证码已失效/);
    expect((await typeCode(link.code)).text).toMatch(/验证码已失效/);
    expect(visitor.cookies.has('keqitong')).toBe(false);
  });

  it.each(['', '12345', '1234567', 'abcdef', "1' OR 1=1", '１２３'])('that is none (%j) costs no try', async (code) => {
    expect((await typeCode(code)).status).toBe(400);
    expect(await stored()).toMatchObject({ codeTries: 0 });
  });

  it('by another from another browser counts against the same five', async () => {
    for (let n = 0; n < 5; n += 1) await typeCode(wrongCode(), browse(world.botUrl));
    expect((await typeCode(link.code)).text).toMatch(/验证码已失效/);
  });

  it('is recorded as refused, without the code', async () => {
    await typeCode(wrongCode());
    await enter();
    expect(await rows()).toEqual([
      expect.objectContaining({ action: 'link.open', result: 'allowed', role: 'contact', objectId: link.id }),
      expect.objectContaining({
        action: 'link.open',
        result: 'denied',
        personId: null,
        objectId: link.id,
        place: 'web',
      }),
      expect.objectContaining({ action: 'session.begin', result: 'allowed', role: 'contact' }),
    ]);
    const trail = await world.database.client.auditEntry.findMany({ select: { detail: true } });
    expect(JSON.stringify(trail)).not.toContain(link.code);
  });
});

describe('looking at a link in advance changes nothing', () => {
  it.each(['GET', 'HEAD'])('%s, ten times, by chat clients and others', async (method) => {
    const tables = async () => {
      const { client } = world.database;
      const links = await client.accessLink.findMany();
      return JSON.stringify([links, await rows(), await client.webSession.count(), await client.attemptCount.count()]);
    };
    const before = await tables();
    const agents = ['Mozilla/5.0', 'Mozilla/5.0 wxwork/4.1', 'MicroMessenger/8', 'DingTalk/7.0', 'Googlebot', ''];
    for (const path of [link.path, codePath()]) {
      for (const agent of agents) {
        const answer = await fetch(world.botUrl + path, {
          method,
          redirect: 'manual',
          headers: { 'user-agent': agent },
        });
        expect([200, 302]).toContain(answer.status);
        expect(answer.headers.getSetCookie().join()).not.toMatch(/keqitong=/u);
      }
    }
    expect(await tables()).toBe(before);
    await enter();
  });
});

describe('stopped by an officer', () => {
  it('everything that was opened by it closes', async () => {
    const other = browse(world.botUrl);
    await other.get(codePath());
    await enter();
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await officer.say(`/链接 停用 ${link.id}`);
    await officer.shouldSee(/已停用/);
    expect((await visitor.get('/h5/own')).location).toBe('/h5/login?to=own');
    const seen = await visitor.get(link.path);
    expect([seen.status, seen.text]).toEqual([410, expect.stringContaining('链接已失效')]);
    expect((await other.post(codePath(), { code: link.code })).status).toBe(410);
  });
});

describe('a link that is none', () => {
  const spoiled: [string, (path: string) => string][] = [
    ['cut short', (path) => path.slice(0, -1)],
    ['with another id', (path) => path.replace(/\/l\/1(.)/u, (_all, one) => `/l/1${one === 'A' ? 'B' : 'A'}`)],
    ['of another version', (path) => path.replace('/l/1', '/l/2')],
    ['in upper case', (path) => path.toUpperCase().replace('/H5/L/', '/h5/l/')],
    ['empty', () => '/h5/l/%20'],
    ['with a null', (path) => `${path}%00`],
    ['not UTF-8', () => '/h5/l/%ff'],
    ['very long', () => `/h5/l/${'1'.repeat(8000)}`],
    ['a table name', () => '/h5/l/AccessLink'],
  ];
  it.each(spoiled)('%s: 404, with a sentence and a number', async (_name, spoil) => {
    const seen = await visitor.get(spoil(link.path));
    expect(seen.status).toBe(404);
    expect(seen.text).toMatch(/流水号：[0-9A-Z]{12}/u);
  });

  it('signed with the right key but made by nobody', async () => {
    await world.database.client.accessLink.deleteMany({ where: { id: link.id } });
    expect((await visitor.get(link.path)).status).toBe(404);
  });
});

describe('somebody else who is signed in', () => {
  it('is refused, told nothing of the addressee, and recorded', async () => {
    const other = await makeLink(world, '示例企业02 孙大');
    await enter();
    const seen = await visitor.get(other.path);
    expect(seen.status).toBe(403);
    expect(seen.text).toMatch(/不是发给您的/);
    expect(seen.text).not.toMatch(/孙大|示例企业02/);
    const refused = { action: 'link.open', result: 'denied', objectId: other.id, role: 'contact' };
    expect(await rows()).toContainEqual(expect.objectContaining(refused));
    // After logging out the link can be opened with its own code.
    expect((await visitor.post('/h5/logout', {})).location).toBe('/h5/login');
    await visitor.get(other.path);
    expect((await visitor.post(`${other.path}/code`, { code: other.code })).location).toBe('/h5');
    expect((await visitor.get('/h5')).text).toMatch(/孙大.*示例企业02/u);
  });

  it('with the code of another link gets nowhere', async () => {
    const other = await makeLink(world, '示例企业02 孙大');
    if (other.code === link.code) return;
    expect((await typeCode(other.code)).status).toBe(403);
  });
});

it('neither link nor code nor cookie is ever in the log', async () => {
  await typeCode(wrongCode());
  await enter();
  await visitor.get('/h5/own');
  const log = world.log.text();
  expect(log).toContain('/h5/own');
  for (const secret of [link.code, link.path.slice('/h5/l/'.length), visitor.cookies.get('keqitong') ?? '?']) {
    expect(log).not.toContain(secret);
  }
});

// Last: the clock only goes on.
describe('as time passes', () => {
  it('keeps the device for thirty days', async () => {
    await enter();
    await world.emulator.clock.advance(30 * dayMs - minuteMs, { jump: true });
    expect((await visitor.get('/h5')).status).toBe(200);
    await world.emulator.clock.advance(minuteMs, { jump: true });
    expect((await visitor.get('/h5')).location).toBe('/h5/login');
  });

  it('after ten minutes the code is dead, and a new one opens', async () => {
    await world.emulator.clock.advance(10 * minuteMs);
    expect((await typeCode(link.code)).text).toMatch(/验证码已失效/);
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await officer.say(`/链接 验证码 ${link.id}`);
    const told = await officer.shouldSee(/专用链接的验证码/);
    link.code = /验证码：\s*(\d{6})/u.exec(told.text)?.[1] ?? '';
    await enter();
  });

  it('after thirty days a link cannot be opened', async () => {
    await world.emulator.clock.advance(30 * dayMs, { jump: true });
    expect((await visitor.get(link.path)).status).toBe(410);
    expect((await visitor.get(codePath())).status).toBe(410);
  });
});

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
  link = await makeLink(world, '示例企业01 李一');
  visitor = browse(world.botUrl);
  before = (await world.database.client.auditEntry.findMany({ select: { id: true } })).map(({ id }) => id);
});

const codePath = () => `${link.path}/code`;
const wrongCode = () => (link.code === '000000' ? '111111' : '000000');

async function typeCode(code: string, who = visitor) {
  await who.get(codePath());
  return who.post(codePath(), { code });
}

async function stopLink() {
  const officer = world.chat('officer', conversations['WeCom app']('officer'));
  await officer.say(`/链接 停用 ${link.id}`);
  await officer.shouldSee(/已停用/);
}

async function newCode(): Promise<string> {
  const officer = world.chat('officer', conversations['WeCom app']('officer'));
  await officer.say(`/链接 验证码 ${link.id}`);
  const told = await officer.shouldSee(/专用链接的验证码/);
  return /验证码：\s*(\d{6})/u.exec(told.text)?.[1] ?? '';
}

async function rows() {
  const found = await world.database.client.auditEntry.findMany({
    where: { channel: 'h5', id: { notIn: before } },
    orderBy: [{ at: 'asc' }, { action: 'asc' }],
  });
  return found.map(({ action, result, objectId, personId, detail }) => {
    return { action, result, objectId, personId, detail: JSON.parse(detail ?? '{}') as Record<string, unknown> };
  });
}

describe('what is done by a link', () => {
  it('is recorded as done by it, with who made it', async () => {
    const wang = await world.database.client.person.findFirstOrThrow({ where: { name: '王晨' } });
    expect((await typeCode(link.code)).location).toBe('/h5');
    await visitor.get('/h5/own');
    await visitor.get('/h5/access');
    await visitor.post('/h5/logout', {});
    const recorded = await rows();
    const actions = ['access.read', 'link.open', 'qualification.read', 'session.begin', 'session.end'];
    expect(recorded.map(({ action }) => action).sort()).toEqual(actions);
    for (const { detail } of recorded) {
      expect(detail).toEqual({ via: 'link', linkId: link.id, linkCreatedById: wang.id });
    }
  });

  it('says so to the enterprise and to administrators', async () => {
    await typeCode(link.code);
    await visitor.get('/h5/own');
    expect((await visitor.get('/h5/access')).text).toContain(
      '李*（本企业联系人）经专用链接（王*生成），查询资质和申报进度',
    );
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    await contact.say('谁看过我们');
    await contact.shouldSee(/李[*＊]（本企业联系人）经专用链接（王[*＊]生成），查询资质和申报进度/u);
    const administrator = world.chat('administrator', conversations['WeCom app']('administrator'));
    await administrator.say('/审计 示例企业01');
    await administrator.shouldSee(/李[*＊]（企业联系人，网页）经专用链接（王晨生成），查询资质和申报进度：示例企业01/u);
  });

  it('is not that of who is known by a platform', async () => {
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    await contact.say('资质');
    await contact.shouldSee(/高新技术企业/);
    const [row] = await world.database.client.auditEntry.findMany({
      where: { action: 'qualification.read', channel: 'wecom-app', id: { notIn: before } },
    });
    expect(row?.detail).toMatch(/liyi/);
    expect(row?.detail).not.toMatch(/link/);
  });

  it.each(['WeCom app', 'DingTalk robot'] as const)(
    'is told to the addressee in the %s, once it is opened',
    async (app) => {
      const contact = world.chat('contact01', conversations[app]('contact01'));
      await contact.news();
      await typeCode(wrongCode());
      expect(await contact.news()).toEqual([]);
      await typeCode(link.code);
      const [told, ...others] = await contact.news();
      expect(others).toEqual([]);
      expect(told?.text).toMatch(
        /您的专用链接已打开[\s\S]*王[*＊]生成，编号 \w{12}[\s\S]*30天内[\s\S]*如非您本人操作/u,
      );
      expect(told?.text).not.toMatch(/王晨/u);
    },
  );
});

describe('what is refused is recorded', () => {
  const denied = { action: 'link.open', result: 'denied' };
  const thrice = async (work: () => Promise<unknown>) => {
    for (let n = 0; n < 3; n += 1) await work();
  };

  it('a link that was stopped: once in a while', async () => {
    await stopLink();
    await thrice(() => visitor.get(link.path));
    expect(await rows()).toEqual([expect.objectContaining({ ...denied, objectId: link.id, detail: { why: 'ended' } })]);
    await world.emulator.clock.advance(10 * minuteMs);
    await visitor.get(link.path);
    expect(await rows()).toHaveLength(2);
  });

  it('links that nobody made: one for all of them', async () => {
    for (const n of ['1', '2', '3']) await visitor.get(`/h5/l/1${n.padStart(12, '0')}${'0'.repeat(32)}`);
    expect(await rows()).toEqual([expect.objectContaining({ ...denied, objectId: null, detail: { why: 'unknown' } })]);
  });

  it('somebody else’s link', async () => {
    await typeCode(link.code);
    const other = await makeLink(world, '示例企业02 孙大');
    await thrice(() => visitor.get(other.path));
    // Nor by its code, while somebody else is signed in.
    await visitor.get('/h5');
    expect((await visitor.post(`${other.path}/code`, { code: other.code })).status).toBe(403);
    const refused = (await rows()).filter(({ result }) => result === 'denied');
    expect(refused).toEqual([
      expect.objectContaining({ ...denied, objectId: other.id, detail: expect.objectContaining({ why: 'foreign' }) }),
    ]);
  });

  it('codes where none is open', async () => {
    await typeCode(link.code);
    await thrice(() => typeCode('123456', browse(world.botUrl)));
    const refused = (await rows()).filter(({ result }) => result === 'denied');
    expect(refused).toEqual([expect.objectContaining({ ...denied, objectId: link.id, detail: { why: 'no code' } })]);
  });

  it('codes beyond what one address, or one person, may try', async () => {
    const limited = async (key: string) => {
      const { client } = world.database;
      await client.attemptCount.deleteMany();
      const expiresAt = new Date(world.emulator.clock.now() + 10 * minuteMs);
      await client.attemptCount.create({ data: { key, count: 1_000, expiresAt } });
      const known = (await rows()).length;
      await thrice(async () => expect((await typeCode(link.code)).status).toBe(429));
      return (await rows()).slice(known);
    };
    const expected = [expect.objectContaining({ ...denied, objectId: link.id, detail: { why: 'too often' } })];
    expect(await limited('code from 127.0.0.1')).toEqual(expected);
    const { personId } = await world.database.client.accessLink.findUniqueOrThrow({ where: { id: link.id } });
    expect(await limited(`code of ${personId}`)).toEqual(expected);
  });
});

it('who tries codes where none is open keeps the addressee out of nothing', async () => {
  await typeCode(link.code);
  const stranger = browse(world.botUrl);
  for (let n = 0; n < 25; n += 1) await typeCode('123456', stranger);
  const code = await newCode();
  expect((await typeCode(code, browse(world.botUrl))).location).toBe('/h5');
});

// Last: the clock only goes on.
describe('once the link can be opened no more', () => {
  it('a device that is in stays in, until the link is stopped', async () => {
    await world.emulator.clock.advance(20 * dayMs, { jump: true });
    await visitor.get(codePath());
    expect((await visitor.post(codePath(), { code: await newCode() })).location).toBe('/h5');
    await visitor.get('/h5');
    await world.emulator.clock.advance(11 * dayMs, { jump: true });
    for (const path of [link.path, codePath()]) {
      expect((await visitor.get(path)).location).toBe('/h5');
      expect((await browse(world.botUrl).get(path)).status).toBe(410);
    }
    await visitor.get('/h5');
    expect((await visitor.post(codePath(), { code: '123456' })).location).toBe('/h5');
    expect((await visitor.get('/h5/own')).status).toBe(200);
    await stopLink();
    expect((await visitor.get(link.path)).status).toBe(410);
    expect((await visitor.get('/h5/own')).location).toBe('/h5/login?to=own');
  });

  it('nothing secret of it is kept, and nothing of codes to join accounts', async () => {
    const { client } = world.database;
    const now = new Date(world.emulator.clock.now());
    const join = { state: 'CODE', accountId: 'A', recordedAt: now };
    await client.accountJoin.create({ data: { ...join, id: 'old', codeDigest: 'o', expiresAt: now } });
    const later = new Date(now.getTime() + minuteMs);
    await client.accountJoin.create({ data: { ...join, id: 'new', codeDigest: 'n', expiresAt: later } });
    await world.emulator.clock.advance(dayMs + 1, { jump: true });
    await world.app.ring();
    expect((await client.accountJoin.findMany()).map(({ id }) => id)).toEqual(['new']);
    const kept = { codeDigest: null, codeExpiresAt: null };
    expect(await client.accessLink.findUnique({ where: { id: link.id } })).toMatchObject(kept);
  });
});

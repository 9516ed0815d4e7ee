import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { plantLink } from '../helpers/plant-link.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await world.emulator.clock.advance(60_000);
  who = browse(world.botUrl);
});

/** Signs somebody of the demo in. */
async function as(name: string, browser = who): Promise<string> {
  const link = await plantLink(world.database.client, { name, now: new Date(world.emulator.clock.now()) });
  await browser.get(`/h5/l/${link.token}/code`);
  expect((await browser.post(`/h5/l/${link.token}/code`, { code: link.code })).location).toBe('/h5');
  const { personId } = await world.database.client.accessLink.findUniqueOrThrow({ where: { id: link.id } });
  return personId;
}

const client = () => world.database.client;
const idOf = async (name: string) =>
  (await client().enterpriseName.findFirstOrThrow({ where: { text: name } })).enterpriseId;
const reads = (personId: string, action: string) =>
  client().auditEntry.findMany({
    where: { personId, action },
    select: { result: true, enterpriseId: true, channel: true, place: true },
  });

describe('本企业资质', () => {
  it('says what the chat says, in the same words', async () => {
    const chat = world.chat('contact01', conversations['WeCom app']('contact01'));
    await chat.say('资质');
    const { text } = await chat.shouldSee(/剩余：/);
    await as('李一');
    const page = (await who.get('/h5/own')).text.replace(/\s/gu, '');
    const facts = text.split('\n').filter((line) => line.includes('：') && !line.startsWith('数据'));
    expect(facts.length).toBeGreaterThan(8);
    for (const fact of facts) expect(page).toContain(fact.replace('：', '').replace(/\s/gu, ''));
  });

  it('is recorded before it is shown', async () => {
    const personId = await as('李一');
    await who.get('/h5/own');
    expect(await reads(personId, 'qualification.read')).toContainEqual({
      result: 'allowed',
      enterpriseId: await idOf('示例企业01'),
      channel: 'h5',
      place: 'web',
    });
  });

  it('what cannot be recorded is not shown', async () => {
    await as('李一');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = await who.get('/h5/own');
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.status).toBe(500);
    expect(seen.text).not.toMatch(/高新|262/u);
  });
});

describe('谁看过我们', () => {
  it('lists who looked, masked, and counts itself among what is recorded', async () => {
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await officer.say('/资质 示例企业02');
    await officer.shouldSee(/示例企业02/);
    const personId = await as('赵尔');
    const { text } = await who.get('/h5/access');
    expect(text).toMatch(/示例企业02.*王\*（经办人员），查询资质/u);
    expect(text).not.toMatch(/王晨|发送“/u);
    expect(await reads(personId, 'access.read')).toEqual([
      { result: 'allowed', enterpriseId: await idOf('示例企业02'), channel: 'h5', place: 'web' },
    ]);
  });

  it('turns its pages by links, and takes no nonsense for a page', async () => {
    await as('李一');
    const enterpriseId = await idOf('示例企业01');
    const one = await client().auditEntry.findFirstOrThrow({ where: { enterpriseId, action: 'qualification.read' } });
    const { seq: _seq, mac: _mac, ...row } = one;
    const data = Array.from({ length: 45 }, (_none, n) => ({ ...row, id: `LOOK${n}`, mac: one.mac }));
    await client().auditEntry.createMany({ data });
    const first = await who.get('/h5/access');
    expect(first.text).toMatch(/第1页，共3页 下一页/u);
    expect(first.html).toContain('href="/h5/access?page=2"');
    expect((await who.get('/h5/access?page=3')).text).toMatch(/上一页 第3页，共3页/u);
    for (const page of ['0', '-1', 'x', '99', '1e9', '1;2', '']) {
      expect((await who.get(`/h5/access?page=${encodeURIComponent(page)}`)).status).toBe(200);
    }
  });
});

describe('who serves several enterprises', () => {
  it('chooses first, and never sees two together', async () => {
    await as('吴双');
    const home = await who.get('/h5');
    expect(home.text).toMatch(/请选择企业/);
    const names = [...home.html.matchAll(/name="enterprise" value="(\w+)"[^>]*>([^<]+)</gu)].map(
      ([, id = '', name = '']) => ({ id, name }),
    );
    expect(names.length).toBeGreaterThan(1);
    expect((await who.get('/h5/own')).location).toBe('/h5?to=own');
    for (const { id, name } of names) {
      expect((await who.post('/h5/choose', { enterprise: id })).location).toBe('/h5');
      const own = (await who.get('/h5/own')).text;
      expect(own).toContain(name);
      for (const other of names.filter((one) => one.id !== id)) expect(own).not.toContain(other.name);
      await who.get('/h5');
    }
  });

  it('goes on to what was wanted once it is chosen, and nowhere else', async () => {
    const personId = await as('吴双');
    await client().conversationChoice.deleteMany({ where: { personId } });
    const id = await idOf('示例企业04');
    const wanted = await who.get('/h5/own-reports/2023-11');
    expect(wanted.location).toBe('/h5?to=ownReport-202311');
    const page = await who.follow(wanted);
    expect(page.text).toContain('请选择企业');
    const seen = await who.post('/h5/choose', { enterprise: id, to: page.field('to') });
    expect(seen.location).toBe('/h5/own-reports/2023-11');
    expect((await who.follow(seen)).text).toContain('示例企业04');
    for (const to of ['https://evil.example', '//evil.example', 'toString', 'reportOf-202311']) {
      expect((await who.get(`/h5?to=${encodeURIComponent(to)}`)).html).not.toContain('name="to"');
      expect((await who.post('/h5/choose', { enterprise: id, to })).location).toBe('/h5');
    }
  });

  it('cannot choose one that is not theirs', async () => {
    await as('吴双');
    await who.get('/h5');
    for (const enterprise of [await idOf('示例企业01'), 'none', '']) {
      expect((await who.post('/h5/choose', { enterprise })).status).toBe(403);
    }
  });

  it('what is chosen on the pages is not chosen in the chat', async () => {
    const personId = await as('吴双');
    const home = await who.get('/h5');
    const [, id = ''] = /name="enterprise" value="(\w+)"/u.exec(home.html) ?? [];
    await who.post('/h5/choose', { enterprise: id });
    const rows = await client().conversationChoice.findMany({ where: { personId }, select: { conversation: true } });
    expect(rows).toEqual([{ conversation: 'h5' }]);
  });
});

it('what people are called is text, whatever it looks like', async () => {
  await client().person.create({ data: { id: 'odd', name: '<b>李&"\'', recordedAt: new Date() } });
  await client().binding.create({
    data: { id: 'odd', personId: 'odd', enterpriseId: await idOf('示例企业05'), recordedAt: new Date() },
  });
  await as('<b>李&"\'');
  const { html } = await who.get('/h5');
  expect(html).toContain('&lt;b>李&amp;&quot;');
  expect(html).not.toContain('<b>');
});

it('a binding that was ended closes the pages at once', async () => {
  const enterpriseId = await idOf('示例企业06');
  await client().person.create({ data: { id: 'gone', name: '钱终', recordedAt: new Date() } });
  await client().binding.create({ data: { id: 'gone', personId: 'gone', enterpriseId, recordedAt: new Date() } });
  await as('钱终');
  expect((await who.get('/h5/own')).status).toBe(200);
  await client().binding.update({ where: { id: 'gone' }, data: { endedAt: new Date() } });
  expect((await who.get('/h5/own')).location).toBe('/h5/login?to=own');
});

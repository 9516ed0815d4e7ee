import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { plantLink } from '../helpers/plant-link.ts';
import { signIn } from '../helpers/sign-in.ts';
import { conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  who = browse(world.botUrl);
});

const client = () => world.database.client;

/** Signs somebody in by WeCom, as they would open the page from a card there. */
async function as(person: PersonId, browser = who): Promise<void> {
  await signIn(world, person, 'wecom', browser);
}

/** A new application of an enterprise in a status, and its number. */
async function application(enterprise: string, status: string, effectiveOn = '2023-12-01'): Promise<number> {
  const { enterpriseId } = await client().enterpriseName.findFirstOrThrow({ where: { text: enterprise } });
  const { _max } = await client().application.aggregate({ _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  const id = `application${number}`;
  const recordedAt = new Date('2023-12-01T02:00:00Z');
  await client().application.create({
    data: { id, number, enterpriseId, type: 'KEY_LAB', level: 'CITY', year: 2020 + number, version: 1, recordedAt },
  });
  await client().transition.create({
    data: { id: `step${number}`, applicationId: id, status, effectiveOn, dateKnown: true, recordedAt },
  });
  return number;
}

const statusOf = async (number: number) => {
  const { transitions, result } = await client().application.findUniqueOrThrow({
    where: { number },
    include: { transitions: { orderBy: { recordedAt: 'desc' } }, result: true },
  });
  return result ? 'RECOGNIZED' : transitions[0]?.status;
};
const at = (number: number) => `/h5/applications/${number}`;

describe('who sees it', () => {
  it('staff and the enterprise do, others are told there is none, and both looks are on record', async () => {
    const number = await application('示例企业01', 'ZONE_REVIEW');
    await as('officer');
    expect((await who.get(at(number))).text).toMatch(/示例企业01.*开发区初审/u);
    const own = browse(world.botUrl);
    await as('contact01', own);
    expect((await own.get(at(number))).text).toMatch(/开发区初审/u);
    const foreign = browse(world.botUrl);
    await as('contact02', foreign);
    const seen = await foreign.get(at(number));
    expect(seen.status).toBe(404);
    expect(seen.text).not.toMatch(/示例企业01|初审/u);
    const looks = await client().auditEntry.findMany({
      where: { action: 'application.read', objectId: `application${number}`, channel: 'h5' },
      select: { result: true },
    });
    expect(looks.map(({ result }) => result).sort()).toEqual(['allowed', 'allowed', 'denied']);
  });

  it('who is not signed in comes back to it after the login', async () => {
    const number = await application('示例企业01', 'ZONE_REVIEW');
    const first = await who.get(at(number));
    expect(first.location).toBe(`/h5/login?to=application-${number}`);
    const back = await signIn(world, 'contact01', 'wecom', who, `/h5/login/wecom?to=application-${number}`);
    expect(back.location).toBe(at(number));
  });

  it.each(['0', '99999', 'x', '1e3', '-1'])('%s is no application', async (number) => {
    await as('officer');
    expect((await who.get(`/h5/applications/${number}`)).status).toBe(404);
  });
});

describe('what is offered', () => {
  it.each([
    ['officer', 'ZONE_REVIEW', ['recommend', 'return', 'withdraw']],
    ['contact01', 'ZONE_REVIEW', ['withdraw']],
    ['contact01', 'RETURNED', ['submit', 'withdraw']],
    ['viewer', 'ZONE_REVIEW', []],
    ['officer', 'PUBLICITY', ['recognise', 'reject']],
    ['officer', 'REJECTED', []],
  ] as const)('%s, %s', async (person, status, moves) => {
    const number = await application('示例企业01', status);
    await as(person);
    const { html } = await who.get(at(number));
    expect([...html.matchAll(/name="move" value="([\w-]+)"/gu)].map(([, move]) => move)).toEqual(moves);
  });
});

describe('taking a step', () => {
  it('moves it, tells the enterprise one-to-one, and shows how it stands', async () => {
    const number = await application('示例企业01', 'ZONE_REVIEW');
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    await as('officer');
    const page = await who.get(at(number));
    const done = await who.post(at(number), {
      move: 'recommend',
      version: page.field('version'),
      docNo: '开科发〔2023〕12号',
      on: '2023-12-20',
    });
    expect((await who.follow(done)).text).toMatch(/已登记为“已推荐上报”.*开科发〔2023〕12号/u);
    await contact.shouldSee(/【办理进度】贵公司市级重点实验室申报当前状态：已推荐上报（更新于2023年12月20日）/u);
    expect(await statusOf(number)).toBe('RECOMMENDED');
  });

  it('everything that is missing or wrong is said at once, and what was typed is kept', async () => {
    const number = await application('示例企业01', 'PENDING');
    await as('officer');
    await who.get(at(number));
    const seen = await who.post(at(number), {
      move: 'publicise',
      version: '1',
      link: 'javascript:alert(1)',
      on: '2023-12-20',
      endsOn: '2023-12-19',
    });
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(/结束日期不能早于开始日期/u);
    expect(seen.html).toContain('value="2023-12-19"');
    const link = await who.post(at(number), {
      move: 'publicise',
      version: '1',
      link: 'javascript:alert(1)',
      on: '2023-12-20',
      endsOn: '2023-12-29',
    });
    expect(link.text).toMatch(/应以 http/u);
    const none = await who.post(at(number), { move: 'publicise', version: '1' });
    expect(none.text).toMatch(/请填写公示网址.*请填写公示开始日期.*请填写公示结束日期/u);
    expect(await statusOf(number)).toBe('PENDING');
  });

  it.each([
    ['a day before the last step', { on: '2023-11-30' }, /早于上一步/u],
    ['a day to come', { on: '2023-12-30' }, /不能晚于今天/u],
    ['no day', { on: '2023-02-30' }, /不是有效的日期/u],
  ])('%s is refused', async (_what, fields, why) => {
    const number = await application('示例企业01', 'ZONE_REVIEW');
    await as('officer');
    await who.get(at(number));
    const seen = await who.post(at(number), { move: 'recommend', version: '1', docNo: '开科发〔2023〕1号', ...fields });
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(why);
    expect(await statusOf(number)).toBe('ZONE_REVIEW');
  });

  it('what ends it is read back first, with what is odd about it', async () => {
    const number = await application('示例企业01', 'PUBLICITY');
    const { enterpriseId } = await client().application.findUniqueOrThrow({ where: { number } });
    await client().application.update({ where: { number }, data: { type: 'HNTE', level: 'NATIONAL' } });
    await as('officer');
    await who.get(at(number));
    const fields = {
      ...{ move: 'recognise', version: '1', docNo: '国科火字[2023]50号', certNo: 'GR202344001234' },
      ...{ on: '2023-12-20', validTo: '' },
    };
    const long = await who.post(at(number), { ...fields, validTo: '2099-12-31' });
    expect(long.status).toBe(400);
    expect(long.text).toMatch(/有效期为发证之日起三年，应至2026年12月20日/u);
    const review = await who.post(at(number), fields);
    expect(review.text).toMatch(/请确认：认定.*省份代码为 44.*确认后申报办结并告知企业，登记后不能修改/u);
    expect(await statusOf(number)).toBe('PUBLICITY');
    const back = await who.post(at(number), { ...fields, step: 'back' });
    expect(back.html).toContain('value="GR202344001234"');
    await who.post(at(number), { ...fields, step: 'confirm' });
    expect(await statusOf(number)).toBe('RECOGNIZED');
    const made = await client().qualification.findFirstOrThrow({ where: { certNo: 'GR202344001234' } });
    expect(made).toMatchObject({ enterpriseId, issuedOn: '2023-12-20', validTo: '2026-12-20' });
  });

  it('of two officers the second sees what the first did', async () => {
    const number = await application('示例企业01', 'ZONE_REVIEW');
    const other = browse(world.botUrl);
    await as('officer');
    await as('administrator', other);
    await who.get(at(number));
    await other.get(at(number));
    await who.post(at(number), { move: 'return', version: '1', reason: '材料不齐', on: '2023-12-20' });
    const late = await other.post(at(number), {
      move: 'recommend',
      version: '1',
      docNo: '开科发〔2023〕1号',
      on: '2023-12-20',
    });
    expect(late.status).toBe(409);
    expect(late.text).toMatch(/状态已有变化，本次未作变更。当前状态为“退回补正”/u);
    expect(await statusOf(number)).toBe('RETURNED');
  });

  it('a form that is sent twice does it once', async () => {
    const number = await application('示例企业01', 'RETURNED');
    await as('contact01');
    await who.get(at(number));
    // Of whatever day a form says it is: what an enterprise does itself is of today.
    const fields = { move: 'submit', version: '1', on: '2023-12-20' };
    expect((await who.post(at(number), fields)).status).toBe(303);
    expect((await who.post(at(number), fields)).status).toBe(409);
    const steps = await client().transition.findMany({
      where: { applicationId: `application${number}` },
      orderBy: { recordedAt: 'asc' },
    });
    expect(steps.map(({ effectiveOn }) => effectiveOn)).toEqual(['2023-12-01', '2023-12-29']);
  });

  it.each([
    ['a step that is not the visitor’s', 'contact01', 'ZONE_REVIEW', 'recommend', 403],
    ['a step that is not possible now', 'officer', 'PENDING', 'recommend', 409],
  ] as const)('%s is refused, whatever the form says', async (_what, person, status, move, answer) => {
    const number = await application('示例企业01', status);
    await as(person);
    await who.get(at(number));
    await who.get('/h5');
    const seen = await who.post(at(number), { move, version: '1', docNo: '开科发〔2023〕1号', on: '2023-12-20' });
    expect(seen.status).toBe(answer);
    expect(await statusOf(number)).toBe(status);
  });

  it('somebody else’s application cannot be moved, and the try is on record', async () => {
    const number = await application('示例企业01', 'RETURNED');
    await as('contact02');
    await who.get('/h5');
    const seen = await who.post(at(number), { move: 'submit', version: '1', on: '2023-12-20' });
    expect(seen.status).toBe(404);
    const denied = { action: 'application.move', result: 'denied', objectId: `application${number}` };
    expect(await client().auditEntry.count({ where: denied })).toBe(1);
  });

  it('a contact’s step by a link is recorded with the link', async () => {
    const number = await application('示例企业01', 'RETURNED');
    const link = await plantLink(client(), { name: '李一', now: new Date(world.emulator.clock.now()) });
    await who.get(`/h5/l/${link.token}/code`);
    await who.post(`/h5/l/${link.token}/code`, { code: link.code });
    await who.get(at(number));
    await who.post(at(number), { move: 'submit', version: '1', on: '2023-12-20' });
    expect(await statusOf(number)).toBe('ZONE_REVIEW');
    const entry = await client().auditEntry.findFirstOrThrow({
      where: { action: 'application.move', objectId: `application${number}` },
    });
    expect(entry.detail).toContain(link.id);
  });
});

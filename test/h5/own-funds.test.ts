import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
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
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
/** The project of contact01's enterprise that received money. */
const projectOf = async (name: string) => {
  const { enterpriseId } = await client().enterpriseName.findFirstOrThrow({ where: { text: name } });
  return client().fundProject.findFirstOrThrow({ where: { enterpriseId }, orderBy: { number: 'asc' } });
};
/** Their second project, of which no spending is entered. */
const secondOf = async () => {
  const { enterpriseId } = await projectOf('示例企业01');
  return client().fundProject.findFirstOrThrow({ where: { enterpriseId }, orderBy: { number: 'desc' } });
};
const claims = () => client().fundClaim.count();

/** A report of a day of its own, so that none is in the way of another. */
let day = 1;
const report = async (over: Record<string, string> = {}) => ({
  project: String((await projectOf('示例企业01')).number),
  type: 'RECEIVE',
  amount: '1.5',
  amountUnit: '万元',
  on: new Date(Date.UTC(2023, 1, day++)).toISOString().slice(0, 10),
  docNo: '',
  note: '',
  ...over,
});

describe('what it shows', () => {
  it('is what the chat says, with the movements behind it, and is recorded', async () => {
    await as('contact01');
    const { text } = await who.get('/h5/own-funds');
    expect(text).toMatch(/合计（2项） 批复 150\.00 到位 30\.00 支出 14\.75 余额 15\.25 待拨付 120\.00/u);
    expect(text).toMatch(/支出 5\.1万元（已冲销）.*支出冲销 -5\.1万元（冲销）/u);
    expect(text).toMatch(/已自报、待确认（1笔） 以下尚未经工作人员确认，不计入余额/u);
    expect(text).toMatch(/数据截至2023年12月29日 10:\d\d，最近由王晨于2023年12月29日确认/u);
    const looks = { action: 'fund.read', channel: 'h5', result: 'allowed' };
    expect(await client().auditEntry.count({ where: looks })).toBeGreaterThan(0);
  });

  it('nobody sees another’s', async () => {
    await as('contact02');
    const { text } = await who.get('/h5/own-funds');
    expect(text).toContain('示例企业02');
    expect(text).not.toMatch(/示例企业01|15\.25|150\.00/u);
  });

  it('of several enterprises the one that is chosen', async () => {
    await as('contact03');
    expect((await who.get('/h5/own-funds')).location).toBe('/h5?to=ownFunds');
    await who.get('/h5');
    const { enterpriseId } = await client().enterpriseName.findFirstOrThrow({ where: { text: '示例企业04' } });
    await who.post('/h5/choose', { enterprise: enterpriseId });
    const { text } = await who.get('/h5/own-funds');
    expect(text).toContain('示例企业04');
    expect(text).not.toContain('示例企业03');
    const other = await client().enterpriseName.findFirstOrThrow({ where: { text: '示例企业03' } });
    const named = await who.get(`/h5/own-funds?enterprise=${other.enterpriseId}`);
    expect(named.text).toContain('示例企业03');
    expect(named.text).not.toContain('示例企业04');
  });

  it.each(['constructor', '__proto__', 'toString'])('there is no news named %s', async (done) => {
    await as('contact01');
    expect((await who.get(`/h5/own-funds?done=${done}`)).html).not.toContain('class="notice"');
  });

  it('staff without an enterprise are sent to the first page', async () => {
    await as('officer');
    expect((await who.get('/h5/own-funds')).location).toBe('/h5');
  });
});

describe('自报', () => {
  it('is read back, handed in, told to staff, and counts for nothing until they confirm it', async () => {
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report({ amount: '１２３４５.６', amountUnit: '元', docNo: '通财[2023]5号' });
    const review = await who.post('/h5/own-funds', { ...fields, step: 'review' });
    expect(review.text).toMatch(/金额 12345\.60元 日期 2023年2月1日 文号 通财〔2023〕5号/u);
    const before = await claims();
    const id = review.field('id');
    const done = await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    expect((await who.follow(done)).text).toMatch(/已提交，等待工作人员确认；确认前不计入余额。.*到位12345\.60元/u);
    expect(await claims()).toBe(before + 1);
    expect((await who.get('/h5/own-funds')).text).toContain('余额 15.25');
    await officer.shouldSee(/示例企业01在网页自报.*到位12345\.60元/su);
  });

  it('handed in twice it is there once, changed on the way it is refused', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report();
    const id = (await who.post('/h5/own-funds', { ...fields, step: 'review' })).field('id');
    const before = await claims();
    for (let n = 0; n < 2; n += 1) {
      expect((await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' })).status).toBe(303);
    }
    expect(await claims()).toBe(before + 1);
    const changed = await who.post('/h5/own-funds', { ...fields, amount: '2', id, step: 'confirm' });
    expect(changed.status).toBe(400);
    expect(changed.text).toContain('这张表单此前已提交过，改动后的内容没有提交');
    expect(changed.html).toContain('value="2"');
    expect(await claims()).toBe(before + 1);
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).fen).toBe(1_500_000n);
  });

  it('sent once more after it was taken back, it does not wait again', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report();
    const id = (await who.post('/h5/own-funds', { ...fields, step: 'review' })).field('id');
    await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    await who.post('/h5/own-funds/withdraw', { id });
    const again = await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    expect((await who.follow(again)).text).toContain('该笔自报此前已提交，并已处理或撤回');
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).state).toBe('WITHDRAWN');
  });

  it.each(['', 'short', '../../etc/pw'])('nothing under the id “%s”', async (id) => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const before = await claims();
    expect((await who.post('/h5/own-funds', { ...(await report()), id, step: 'confirm' })).status).toBe(400);
    expect(await claims()).toBe(before);
  });

  it('going back keeps what was typed', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report({ note: '第一笔' });
    const back = await who.post('/h5/own-funds', { ...fields, step: 'back' });
    expect(back.html).toContain('value="1.5"');
    expect(back.html).toContain('value="第一笔"');
    expect(back.html).toContain(`value="${fields.on}"`);
  });

  it.each([
    [
      'nothing',
      { project: '', type: '', amount: '', on: '' },
      /请选择本企业的项目.*请选择事项.*请填写金额.*请填写日期/su,
    ],
    ['a negative amount', { amount: '-5' }, /金额不能为负数/u],
    ['zero', { amount: '0.00' }, /金额不能为零/u],
    ['three decimals of 元', { amount: '1.005', amountUnit: '元' }, /小于一分/u],
    ['1e9', { amount: '1e9' }, /科学记数法/u],
    ['万 twice', { amount: '5万万' }, /单位写重了/u],
    ['a day to come', { on: '2023-12-30' }, /不能晚于今天/u],
    ['no day', { on: '2023-02-30' }, /不是有效的日期/u],
    ['a year for a day', { on: '2022' }, /不是有效的日期/u],
    ['a spending without day or month', { type: 'SPEND', on: '' }, /请填写日期，或只填写支出所属月份/u],
    ['a receipt of a month only', { on: '', period: '2023-02' }, /请填写日期。/u],
    ['a month to come', { type: 'SPEND', on: '', period: '2024-01' }, /支出月份不能晚于本月/u],
    ['a month after the day', { type: 'SPEND', on: '2023-02-20', period: '2023-03' }, /2023年3月晚于支出日期/u],
    ['no month', { type: 'SPEND', on: '', period: '2023-13' }, /不是有效的月份/u],
    [
      'a month that is entered, before it is confirmed',
      { type: 'SPEND', on: '', period: '2023-11' },
      /2023年11月支出已登记2\.6万元/u,
    ],
    ['a long note', { note: '长'.repeat(201) }, /说明最多200字/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const before = await claims();
    const seen = await who.post('/h5/own-funds', { ...(await report(over)), step: 'review' });
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(why);
    const { amount } = { amount: '1.5', ...over };
    if (amount !== '') expect(seen.html).toContain(`value="${amount}"`);
    expect(await claims()).toBe(before);
  });

  it('what is wrong stands beside its field, and is read out with it', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const seen = await who.post('/h5/own-funds', { ...(await report({ amount: '-5', type: '' })), step: 'review' });
    expect(seen.html).toMatch(/id="amount"[^>]* aria-invalid="true" aria-describedby="amount-problem"/u);
    expect(seen.html).toMatch(/<fieldset[^>]* aria-describedby="type-problem"/u);
    expect(seen.html).toContain('id="type-problem"');
  });

  it.each([
    ['2022-11', /未填写日期，支出日期按2022年11月30日计。.*日期 2022年11月30日 所属月份 2022年11月/u],
    // The present one ends with today.
    ['2023-12', /支出日期按2023年12月29日计。/u],
  ])('a spending of %s needs no day', async (period, said) => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report({ type: 'SPEND', on: '', period, project: String((await secondOf()).number) });
    const review = await who.post('/h5/own-funds', { ...fields, step: 'review' });
    expect(review.status).toBe(200);
    expect(review.text).toMatch(said);
    const id = review.field('id');
    await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).period).toBe(period);
  });

  it('another enterprise’s project is none of the choices, whatever the form says', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const before = await claims();
    const foreign = String((await projectOf('示例企业02')).number);
    for (const step of ['review', 'confirm']) {
      const seen = await who.post('/h5/own-funds', { ...(await report({ project: foreign })), step });
      expect(seen.status).toBe(400);
      expect(seen.text).toMatch(/请选择本企业的项目/u);
      expect(seen.text).not.toContain('示例企业02');
    }
    expect(await claims()).toBe(before);
  });

  it('a month whose spending is entered is refused by the ledger, and nothing typed is lost', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report({ type: 'SPEND', on: '2023-11-30' });
    const seen = await who.post('/h5/own-funds', { ...fields, id: newId(), step: 'confirm' });
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(/2023年11月支出已登记2\.6万元/u);
    expect(seen.html).toContain('value="1.5"');
  });

  it('is taken back by the enterprise alone, while it waits', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const fields = await report();
    const id = (await who.post('/h5/own-funds', { ...fields, step: 'review' })).field('id');
    await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    const other = browse(world.botUrl);
    await as('contact02', other);
    await other.get('/h5/own-funds');
    await other.post('/h5/own-funds/withdraw', { id });
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).state).toBe('PENDING');
    const done = await who.post('/h5/own-funds/withdraw', { id });
    expect((await who.follow(done)).text).toContain('已撤回');
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).state).toBe('WITHDRAWN');
    const again = await who.post('/h5/own-funds/withdraw', { id });
    expect((await who.follow(again)).text).toContain('该笔自报已处理，不能撤回');
  });

  it('a form of another site does nothing', async () => {
    await as('contact01');
    await who.get('/h5/own-funds');
    const before = await claims();
    const fields = { ...(await report()), step: 'confirm' };
    expect((await who.post('/h5/own-funds', { ...fields, csrf: 'x' })).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await who.post('/h5/own-funds', fields, foreign)).status).toBe(403);
    expect(await claims()).toBe(before);
  });

  it('by a link it is recorded with the link', async () => {
    const link = await plantLink(client(), { name: '李一', now: new Date(world.emulator.clock.now()) });
    await who.get(`/h5/l/${link.token}/code`);
    await who.post(`/h5/l/${link.token}/code`, { code: link.code });
    await who.get('/h5/own-funds');
    const fields = await report();
    const id = (await who.post('/h5/own-funds', { ...fields, step: 'review' })).field('id');
    await who.post('/h5/own-funds', { ...fields, id, step: 'confirm' });
    const entry = await client().auditEntry.findFirstOrThrow({ where: { action: 'fund.claim', objectId: id } });
    expect(entry.detail).toContain(link.id);
  });
});

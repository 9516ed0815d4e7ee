import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { type Browsing, browse, type Seen } from '../helpers/browsing.ts';
import { plantFunds } from '../helpers/plant-funds.ts';
import { signIn } from '../helpers/sign-in.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await plantFunds(world.database.client);
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const entries = () => client().fundEntry.count();
const addresses = {
  batch: '/h5/funds/batch/new',
  project: '/h5/funds/project/new',
  entry: '/h5/funds/entry/new?project=1',
} as const;

const line = (over: Record<string, string> = {}) => ({
  ...{ type: 'DISBURSE', amount: '20', amountUnit: '万元', on: '2023-10-08' },
  ...{ period: '', docNo: '通科发[2023]15号', note: '第二笔' },
  ...over,
});
const newBatch = (over: Record<string, string> = {}) => ({
  ...{ name: '2023年示例资金第二批', level: 'CITY', category: 'CITY_INNOVATION', year: '2023' },
  ...{ amount: '50', amountUnit: '万元', on: '2023-10-08', docNo: '通科发〔2023〕15号' },
  ...{ surplusPolicy: 'RECOVER_2Y', tracking: 'auto' },
  ...over,
});
const newProject = (over: Record<string, string> = {}) => ({
  ...{ batch: '1', enterprise: '示例企业05', name: '示例项目：中试线', amount: '30', amountUnit: '万元' },
  ...{ on: '2023-06-01', docNo: '', startsOn: '2023-06-01', endsOn: '2025-05-31', acceptanceDueOn: '' },
  ...{ selfRaised: '12', selfRaisedUnit: '万元', code: '', leader: '', partner: '', goal: '' },
  ...over,
});
const filled = { batch: newBatch, project: newProject, entry: line };

/** What a review carries along unseen. */
function carried({ html }: Seen): Record<string, string> {
  const main = /<main.*<\/main>/su.exec(html)?.[0] ?? '';
  const fields = [...main.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/gu)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

async function review(address: string, fields: Record<string, string>): Promise<Seen> {
  const id = (await who.get(address)).field('id');
  return who.post(address, { ...fields, id, step: 'review' });
}

const confirm = (address: string, seen: Seen, over: Record<string, string> = {}) =>
  who.post(address, { ...carried(seen), step: 'confirm', ...over });

describe.each(Object.entries(addresses))('%s: who may', (kind, address) => {
  it.each(['officer', 'administrator'] as const)('%s', async (person) => {
    await as(person);
    expect((await who.get(address)).status).toBe(200);
  });

  it.each(['viewer', 'contact01', 'agent'] as const)('not %s, and that is on record', async (person) => {
    await as(person);
    await who.get('/h5');
    const [before, denied] = [await entries(), { where: { action: 'command.denied' } }];
    const facts = await client().auditEntry.count(denied);
    expect((await who.get(address)).status).toBe(403);
    const fields = { ...filled[kind as keyof typeof filled](), id: newId(), step: 'confirm' };
    const seen = await who.post(address, fields);
    expect(seen.status).toBe(403);
    expect(seen.text).not.toMatch(/智能检测|示例科技/u);
    expect(await entries()).toBe(before);
    expect(await client().auditEntry.count(denied)).toBe(facts + 2);
  });

  it('whoever is not signed in logs in first, and is led back to the form', async () => {
    const { location } = await who.get(address);
    const to = { batch: 'newBatch', project: 'newProject', entry: 'newEntryOfProject-1' }[kind];
    expect(location).toBe(`/h5/login?to=${to}`);
    expect((await signIn(world, 'officer', 'wecom', who, `/h5/login/wecom?to=${to}`)).location).toBe(address);
  });

  it('not a form of another site', async () => {
    await as('officer');
    const seen = await review(address, filled[kind as keyof typeof filled]());
    const before = await entries();
    expect((await confirm(address, seen, { csrf: 'x' })).status).toBe(403);
    const foreign = await who.post(address, { ...carried(seen), step: 'confirm' }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await entries()).toBe(before);
  });

  it('everything that is missing at once', async () => {
    await as('officer');
    await who.get(address);
    const seen = await who.post(address, { step: 'review', note: '说明甲', name: '名称甲' });
    expect(seen.status).toBe(400);
    const missing = {
      batch: /请选择级次。.*请选择类别。.*请填写四位数的年度.*请填写下达金额。.*请填写下达日期。/u,
      project: /请选择资金批次。.*请填写承担单位。.*请填写批复金额。.*请填写批复日期。/u,
      entry: /请选择类型。.*请填写金额。.*请填写日期。/u,
    }[kind];
    expect(seen.text).toMatch(missing ?? /never/u);
    expect(seen.html).toMatch(/value="(?:说明甲|名称甲)"/u);
  });

  it.each(['', 'short', '../../etc/pw', 'ILOU00000000'])('nothing under the id “%s”', async (id) => {
    await as('officer');
    const seen = await review(address, filled[kind as keyof typeof filled]());
    const before = await entries();
    expect((await confirm(address, seen, { id })).status).toBe(400);
    expect(await entries()).toBe(before);
  });
});

it.each([
  '/h5/funds/project/new?batch=2',
  '/h5/funds/entry/new?batch=2',
  '/h5/funds/entry/new',
  '/h5/funds/entry/new?project=000001',
])('%s is led back to by the login', async (address) => {
  const to = (await who.get(address)).location?.split('=')[1];
  const { location } = await signIn(world, 'officer', 'wecom', who, `/h5/login/wecom?to=${to}`);
  expect(location).toBe(address.replace(/=0+/u, '='));
});

describe('an entry', () => {
  const { entry: address } = addresses;

  it('is read back, changed, read back again and entered, with its receipt', async () => {
    await as('officer');
    const before = await entries();
    const first = await review(address, line({ amount: '２０' }));
    expect(first.text).toMatch(/通科发〔2023〕15号”。/u);
    expect(first.text).toMatch(
      /项目 P-01 智能检测装备研发 承担单位 示例企业01 .*类型 拨付 金额 20万元（200000\.00元） 日期 2023年10月8日 文号 通科发〔2023〕15号 备注 第二笔 登记后余额 30万元（300000\.00元） 登记后其他 批复100万元，待拨付20万元，在途40万元/u,
    );
    const back = await who.post(address, { ...carried(first), step: 'back' });
    expect(back.status).toBe(200);
    expect(back.html).toMatch(/value="２０"/u);
    expect(back.html).toContain('value="第二笔"');
    expect(back.field('id')).toBe(first.field('id'));
    const second = await who.post(address, { ...carried(first), amount: '15', step: 'review' });
    expect(second.text).toContain('15万元（150000.00元）');
    expect(await entries()).toBe(before);
    const done = await confirm(address, second);
    expect(done.location).toBe(`/h5/funds/project/1?entered=${first.field('id')}`);
    const { text } = await who.follow(done);
    expect(text).toMatch(/已登记：2023年10月8日拨付15万元（明细编号 [0-9A-Z]{12}）/u);
    expect(text).toMatch(/通科发〔2023〕15号 第二笔 王晨于2023年12月29日登记/u);
    expect(await entries()).toBe(before + 1);
    const facts = await client().auditEntry.findMany({ where: { action: 'fund.enter', objectId: first.field('id') } });
    expect(facts.map(({ channel, result }) => [channel, result])).toEqual([['h5', 'allowed']]);
  });

  it('sent twice is there once; changed in between it is not entered', async () => {
    await as('officer');
    const seen = await review(address, line());
    const before = await entries();
    const [first, second] = await Promise.all([confirm(address, seen), confirm(address, seen)]);
    expect(second.location).toBe(first.location);
    expect(await entries()).toBe(before + 1);
    const changed = await confirm(address, seen, { amount: '19' });
    expect(changed.status).toBe(400);
    expect(changed.text).toContain('这张表单此前已登记（2023年10月8日拨付20万元），改动后的内容没有登记');
    expect(changed.field('id')).not.toBe(seen.field('id'));
    expect(await entries()).toBe(before + 1);
  });

  it('an amount changed after the review is checked like any other', async () => {
    await as('officer');
    const seen = await review(address, line());
    const before = await entries();
    const tooMuch = await confirm(address, seen, { amount: '41' });
    expect(tooMuch.status).toBe(400);
    expect(tooMuch.text).toMatch(/拨付累计将为101万元，超过立项批复累计100万元，超出1万元/u);
    expect(tooMuch.html).toContain('value="41"');
    expect(await entries()).toBe(before);
    await confirm(address, seen, { amount: '39.99' });
    const row = await client().fundEntry.findUniqueOrThrow({ where: { id: seen.field('id') } });
    expect(row.fen).toBe(39_990_000n);
  });

  it.each([
    ['a negative amount', { amount: '-5' }, /金额不能为负数/u],
    ['zero', { amount: '0.00' }, /金额不能为零/u],
    ['three decimals of 元', { amount: '1.005', amountUnit: '元' }, /小于一分/u],
    ['1e9', { amount: '1e9' }, /科学记数法/u],
    ['万 twice', { amount: '5万万' }, /单位写重了/u],
    ['another unit', { amount: '5', amountUnit: '美元' }, /不认识金额单位/u],
    ['a day to come', { on: '2023-12-30' }, /日期不能晚于今天/u],
    ['no day', { on: '2023-02-30' }, /不是有效的日期/u],
    ['a year for a day', { on: '2023' }, /不是有效的日期/u],
    ['a type of batches', { type: 'ALLOCATE' }, /请选择类型/u],
    [
      'a document number used before',
      { docNo: '通财科（2023）7 号' },
      /文号“通财科〔2023〕7号”已用于 P-01 的拨付60万元/u,
    ],
    ['a document number without letters', { docNo: '〔〕' }, /不是文号/u],
    ['a long note', { note: '长'.repeat(201) }, /说明最多200字，这里有201字/u],
    ['more received than paid', { type: 'RECEIVE', amount: '21' }, /到位累计将为61万元，超过拨付累计60万元/u],
    ['a month spent before', { type: 'SPEND', amount: '1', period: '2023-05' }, /2023年5月支出已登记10万元/u],
    ['no month', { type: 'SPEND', amount: '1', period: '2023-13' }, /不是有效的月份/u],
    ['结余留用 of what is running', { type: 'KEEP', amount: '1' }, /尚未验收通过，不能登记结余留用/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    const before = await entries();
    const seen = await review(address, line(over));
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(why);
    expect(seen.html).toContain(`value="${{ ...line(), ...over }.amount}"`);
    expect(seen.text).toContain('下一步：核对');
    expect(await entries()).toBe(before);
  });

  it.each([
    [{ amount: '200000', amountUnit: '元' }],
    [{ amount: '20万', amountUnit: '元' }],
    [{ amount: '２００', amountUnit: '千元' }],
    [{ amount: '200,000元' }],
    [{ amount: '0.002', amountUnit: '亿元' }],
  ])('%o is 20万元', async (over) => {
    await as('officer');
    expect((await review(address, line(over))).text).toContain('20万元（200000.00元）');
  });

  it('支出 beyond 到位 asks whether it is 垫支, and for its note', async () => {
    await as('officer');
    const fields = line({ type: 'SPEND', amount: '35', on: '2023-11-30', docNo: '', note: '' });
    const asked = await review(address, fields);
    expect(asked.status).toBe(400);
    expect(asked.text).toMatch(/支出大于到位.*超出5万元.*确属垫支（须在说明中写明）/u);
    const silent = await review(address, { ...fields, advance: '1' });
    expect(silent.text).toContain('垫支须写明说明。');
    const agreed = await review(address, { ...fields, advance: '1', note: '先行采购' });
    expect(agreed.text).toMatch(/支出月份 2023年11月.*垫支 是.*登记后余额 -5万元/u);
    const { text } = await who.follow(await confirm(address, agreed));
    expect(text).toMatch(/余额 -5\.00万元.*垫支：先行采购/u);
  });

  it('of a batch: what is more or less of it', async () => {
    const at = '/h5/funds/entry/new?batch=1';
    await as('officer');
    const form = await who.get(at);
    expect(form.text).toMatch(/类型 指标下达 指标调整 指标收回 金额/u);
    expect(form.text).not.toContain('支出所属月份');
    const fields = line({ type: 'ADJUST', amount: '10' });
    expect((await review(at, fields)).text).toContain('请选择调增或调减。');
    const less = await review(at, { ...fields, way: 'less' });
    expect(less.text).toMatch(/金额 调减10万元（100000\.00元）.*登记后批次余额 110万元/u);
    await confirm(at, less);
    const row = await client().fundEntry.findUniqueOrThrow({ where: { id: less.field('id') } });
    expect([row.fen, row.projectId]).toEqual([-10_000_000n, null]);
    const tooLow = await review(at, { ...fields, way: 'less', amount: '120', docNo: '' });
    expect(tooLow.text).toMatch(/低于已拨付的80万元|低于已批复的150万元/u);
  });

  it('of a reward there is no 支出', async () => {
    await as('officer');
    const { text } = await who.get('/h5/funds/entry/new?project=4');
    expect(text).toMatch(/类型 立项批复 拨付 到位 收回 金额/u);
    const seen = await review('/h5/funds/entry/new?project=4', line({ type: 'SPEND', amount: '1' }));
    expect(seen.text).toContain('请选择类型。');
  });

  it('without its place asks for the number', async () => {
    await as('officer');
    const at = '/h5/funds/entry/new';
    expect((await who.get(at)).text).toContain('项目或批次编号');
    expect((await who.get(`${at}?of=${encodeURIComponent(' ｐ－１ ')}`)).location).toBe(`${at}?project=1`);
    expect((await who.get(`${at}?of=b02`)).location).toBe(`${at}?batch=2`);
    const wrong = await who.get(`${at}?of=12%22%3E`);
    expect([wrong.status, wrong.html.includes('12"&gt;')]).toEqual([400, false]);
    expect(wrong.text).toContain('请填写项目或批次编号，如 P-12 或 B-03。');
    expect((await who.get(`${at}?project=99`)).status).toBe(404);
    expect((await who.post(at, line())).location).toBe(at);
  });
});

describe('a batch', () => {
  const { batch: address } = addresses;

  it('is read back and entered with its 下达, once', async () => {
    await as('officer');
    const seen = await review(address, newBatch());
    expect(seen.text).toMatch(
      /级次 市 类别 市科技创新专项资金 年度 2023年 下达金额 50万元（500000\.00元） 下达日期 2023年10月8日 .*两年后收回 支出 核算支出/u,
    );
    const first = await confirm(address, seen);
    const second = await confirm(address, seen);
    expect(first.location).toBe(`/h5/funds/batch/3?entered=${seen.field('id')}`);
    expect(second.location).toBe(first.location);
    expect((await who.follow(first)).text).toMatch(/B-03 2023年示例资金第二批.*已登记：2023年10月8日指标下达50万元/u);
    expect(await client().fundBatch.count()).toBe(3);
  });

  it('of rewards follows no spending, unless that is wanted', async () => {
    await as('officer');
    const rewards = newBatch({ category: 'INNOVATION_REWARD' });
    expect((await review(address, rewards)).text).toContain('奖励性资金，不核算支出');
    expect((await review(address, { ...rewards, tracking: 'yes' })).text).toContain('支出 核算支出');
  });

  it.each([
    ['a name that is taken', { name: '示例科技创新资金' }, /已登记为 B-01，不能重复登记/u],
    ['a document number that is taken', { docNo: '通科发（2023）15 号' }, /已用于 B-03 的指标下达50万元/u],
    ['a year far off', { year: '2035' }, /年度2035不在/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    await confirm(address, await review(address, newBatch({ name: '示例资金第三批' })));
    const seen = await review(address, newBatch({ docNo: '', ...over }));
    const refused = seen.status === 400 ? seen : await confirm(address, seen);
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(why);
    expect(refused.html).toContain(`value="${{ ...newBatch(), ...over }.name}"`);
    expect(await client().fundBatch.count()).toBe(3);
  });
});

describe('a project', () => {
  const { project: address } = addresses;

  it('is read back in full and entered with its 批复, once', async () => {
    await as('officer');
    const seen = await review(address, newProject());
    expect(seen.text).toMatch(
      /资金批次 B-01 示例科技创新资金 承担单位 示例企业05 项目名称 示例项目：中试线 批复金额 30万元（300000\.00元） .*实施期 2023年6月1日至2025年5月31日 验收到期日 2025年5月31日 自筹 12万元（120000\.00元），不计入余额 .*登记后余额 0万元（0\.00元） 登记后待拨付 30万元（300000\.00元） 登记后批次未批复 20万元（200000\.00元）/u,
    );
    const first = await confirm(address, seen);
    expect((await confirm(address, seen)).location).toBe(first.location);
    expect((await who.follow(first)).text).toMatch(
      /P-05 示例项目：中试线.*已登记：2023年6月1日立项批复30万元.*自筹 12\.00万元/u,
    );
    expect(await client().fundProject.count()).toBe(5);
  });

  it('of several enterprises asks which, and takes none but those', async () => {
    await as('officer');
    const asked = await review(address, newProject({ enterprise: '示例企业' }));
    expect(asked.status).toBe(400);
    expect(asked.text).toMatch(/有多家企业符合这个名称，请选择是哪一家。.*只列10家/u);
    expect(asked.html.match(/name="enterpriseId"/gu)).toHaveLength(10);
    const idOf = async (name: string) =>
      (await client().enterpriseName.findFirstOrThrow({ where: { kind: 'FULL', text: name } })).enterpriseId;
    const chosen = newProject({ enterprise: '示例企业', enterpriseId: await idOf('示例企业03') });
    expect((await review(address, chosen)).text).toContain('承担单位 示例企业03');
    const foreign = newProject({ enterprise: '示例企业05', enterpriseId: await idOf('示例企业03') });
    expect((await review(address, foreign)).text).toContain('承担单位 示例企业05');
    const none = await review(address, newProject({ enterprise: '查无此企业' }));
    expect(none.text).toContain('没有找到这家企业');
  });

  it.each([
    ['more than the batch has', { amount: '51' }, /批复合计将为201万元，超过批次指标200万元.*超出1万元/u],
    [
      'days in the wrong order',
      { startsOn: '2025-06-01' },
      /实施期结束日期2025年5月31日早于实施期开始日期2025年6月1日/u,
    ],
    ['a batch that is none', { batch: '9' }, /请选择资金批次/u],
    ['the same project again', { enterprise: '示例企业01', name: '智能检测装备研发' }, /已有同名项目 P-01/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    const seen = await review(address, newProject(over));
    const refused = seen.status === 400 ? seen : await confirm(address, seen);
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(why);
    expect(refused.html).toContain('value="2025-05-31"');
    expect(await client().fundProject.count()).toBe(4);
  });

  it('begun from a batch has it chosen', async () => {
    await as('officer');
    expect((await who.get(`${address}?batch=2`)).html).toMatch(/<option value="2" selected>/u);
  });
});

it('of two officers who enter the same month, the second is refused', async () => {
  const { entry: address } = addresses;
  const other = browse(world.botUrl);
  await as('officer');
  await as('administrator', other);
  const fields = line({ type: 'SPEND', amount: '2', on: '2023-11-30', docNo: '' });
  const mine = await review(address, fields);
  await other.get(address);
  const theirs = await other.post(address, { ...fields, id: newId(), step: 'review' });
  await confirm(address, mine);
  const late = await other.post(address, { ...carried(theirs), step: 'confirm' });
  expect(late.status).toBe(400);
  expect(late.text).toMatch(/2023年11月支出已登记2万元（王晨于2023年12月29日登记）/u);
});

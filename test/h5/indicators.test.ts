import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtInSet, setFor } from '../../src/domain/reports/indicators.ts';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { formOf } from '../helpers/form-of.ts';
import { reportsOf } from '../helpers/plant-report.ts';
import { signIn } from '../helpers/sign-in.ts';
import { testDoer } from '../helpers/stores.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
const address = '/h5/indicators';
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await world.database.client.indicatorSet.deleteMany();
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const reports = () => reportsOf(world.database);
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const open = async (at = address) => formOf(await who.get(at), 'set-form no-print');
const send = (form: Record<string, string>, over: Record<string, string>) => who.post(address, { ...form, ...over });
const without = (form: Record<string, string>, ...names: string[]) =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));
/** What is new, as it is typed. */
const added = {
  ...{ 'l.new': '用电量', 'u.new': 'PIECE', 'k.new': 'FLOW', 'w.new': '用电、电量', 'n.new': '以电费单为准' },
  ...{ 'a.new.INDUSTRY': '1', 'q.new.INDUSTRY': '1' },
};

describe('who changes what is asked', () => {
  it.each(['contact01', 'viewer', 'agent'] as const)('%s does not, and that is on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
    expect((await who.get(address)).status).toBe(403);
    await who.get('/h5');
    expect((await who.post(address, { seen: '0', step: 'confirm' })).status).toBe(403);
    expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + 2);
  });

  it('an officer sees what is in force and a form that begins with it', async () => {
    await as('officer');
    const seen = await who.get(address);
    expect(seen.text).toContain('现行指标：系统预置，共19项');
    expect(seen.text).toMatch(/研发费用（万元） 本月数（自动累计） 全部企业 全部企业 按研发费用辅助账的会计口径/u);
    const form = formOf(seen, 'set-form no-print');
    expect(form).toMatchObject({
      seen: '0',
      'a.hiTechRevenue.HNTE': '1',
      'w.export': '出口、出口交货值',
      'p.revenue': '1',
    });
    // From the month that is not over: what is being reported stays as it is.
    expect(form.from).toBe('2023-12');
  });
});

describe('a change', () => {
  it('is read back with everything that differs, then holds from its month on', async () => {
    await as('officer');
    const form = await open();
    const typed = {
      ...added,
      ...{ 'n.revenue': '不含税', 'w.export': '出口', 'a.outputValue.ALL': '1', 'p.staff': '1', 'p.revenue': '2' },
    };
    const changed = without({ ...form, ...typed }, 'a.coopSigned.ALL');
    const review = await send(changed, { step: 'review' });
    expect(review.status).toBe(200);
    for (const text of [
      '“营业收入”的口径由“无”改为“不含税”。',
      '“出口额”的说法由“出口、出口交货值”改为“出口”。',
      '“工业总产值”的填报范围由“工业企业”改为“全部企业、工业企业”。',
      '“新签产学研合作”不再填报。',
      '新增“用电量”（件，本月数（自动累计）），填报范围：工业企业。',
      '指标的顺序有调整。',
    ]) {
      expect(review.text).toContain(text);
    }
    expect(await reports().sets()).toEqual([]);
    const done = await who.follow(await send(changed, { step: 'confirm' }));
    expect(done.text).toMatch(/已保存新的填报指标。.*第1套，自2023年12月起：/u);
    const sets = await reports().sets();
    // Old periods keep their form.
    expect(setFor(sets, '2023-11')).toBe(builtInSet);
    const { indicators } = setFor(sets, '2024-01');
    expect(indicators[0]?.key).toBe('staff');
    expect(indicators.at(-1)).toEqual({
      ...{ key: 'added1', label: '用电量', unit: 'PIECE', kind: 'FLOW', mayBeNegative: false, note: '以电费单为准' },
      ...{ words: ['用电', '电量'], asked: ['INDUSTRY'], required: ['INDUSTRY'] },
    });
    expect(indicators.find(({ key }) => key === 'coopSigned')?.asked).toEqual([]);
    expect(await client().auditEntry.count({ where: { action: 'indicator.change', result: 'allowed' } })).toBe(1);
  });

  it('going back keeps what was typed', async () => {
    await as('officer');
    const back = await send({ ...(await open()), ...added, 'n.revenue': '不含税' }, { step: 'back' });
    expect(formOf(back, 'set-form no-print')).toMatchObject({ ...added, 'n.revenue': '不含税' });
  });

  it.each([
    ['a word that means another', { 'w.export': '出口、研发投入' }, /说法“研发投入”已用于“研发费用”，填报时无法区分/u],
    ['a word of what is new', { ...added, 'w.new': '营收' }, /说法“营收”已用于“营业收入”/u],
    ['a name that there is', { ...added, 'l.new': '出口额' }, /指标名称“出口额”已用于“出口额”/u],
    ['something new without a name', { ...added, 'l.new': '' }, /请填写新增指标的名称/u],
    ['something new that nobody is asked', { 'l.new': '用电量' }, /请勾选新增指标的填报范围/u],
    ['a unit that there is not', { ...added, 'u.new': 'TON' }, /请选择新增指标的单位和类型/u],
    [
      '必填 of whom nothing is asked',
      { 'q.outputValue.HNTE': '1' },
      /“工业总产值”的必填范围“高新技术企业”不在填报范围内/u,
    ],
    ['a long note', { 'n.revenue': '长'.repeat(101) }, /“营业收入”的口径请控制在100字以内/u],
    ['a place that is no number', { 'p.revenue': '最前' }, /“营业收入”的顺序请填写数字/u],
    ['a month that has been reported', { from: '2023-10', 'n.revenue': '不含税' }, /请选择从哪个月份的月报开始使用/u],
    ['nothing at all', {}, /指标没有改动/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    const form = await open();
    for (const step of ['review', 'confirm']) {
      const seen = await send(form, { ...over, step });
      expect(seen.status).toBe(400);
      expect(seen.text).toMatch(why);
      const { from: _from, ...typed } = over as Record<string, string>;
      const kept = formOf(seen, 'set-form no-print');
      if (!('u.new' in typed && typed['u.new'] === 'TON')) expect(kept).toMatchObject(typed);
    }
    expect(await reports().sets()).toEqual([]);
  });

  it('name, unit and kind of what there is stay, whatever stands in the form', async () => {
    await as('officer');
    const forged = {
      'u.revenue': 'PERSON',
      'k.revenue': 'STOCK',
      'l.revenue': '收入',
      'm.revenue': '1',
      'w.evil': 'x',
    };
    await send({ ...(await open()), ...forged, 'n.revenue': '不含税' }, { step: 'confirm' });
    const [set] = await reports().sets();
    expect(set?.indicators.find(({ key }) => key === 'revenue')).toMatchObject({
      ...{ label: '营业收入', unit: 'WAN', kind: 'FLOW', mayBeNegative: false, note: '不含税' },
    });
    expect(set?.indicators).toHaveLength(builtInSet.indicators.length);
  });

  it('of two officers the second is shown what the first did, and keeps what was typed', async () => {
    await as('officer');
    const form = await open();
    const indicators = builtInSet.indicators.map((one) => (one.key === 'taxPaid' ? { ...one, note: '含社保' } : one));
    await reports().saveSet(testDoer(new Date(world.emulator.clock.now())), {
      fromPeriod: '2023-12',
      indicators,
      seen: 0,
    });
    const typed = { ...added, 'n.revenue': '不含税' };
    const seen = await send(form, { ...typed, step: 'confirm' });
    expect(seen.status).toBe(409);
    expect(seen.text).toContain('“实际上缴税费”的口径由“有退税的请在说明中注明”改为“含社保”。');
    const again = formOf(seen, 'set-form no-print');
    expect(again).toMatchObject({ ...typed, 'n.taxPaid': '含社保', seen: '1' });
    await send(again, { step: 'confirm' });
    const latest = (await reports().sets()).at(-1);
    const notes = ['revenue', 'taxPaid'].map((key) => latest?.indicators.find((one) => one.key === key)?.note);
    expect([latest?.number, ...notes]).toEqual([2, '不含税', '含社保']);
  });

  it.each(['9', 'x', ''])('from a set “%s” that there is not nothing is made', async (seen) => {
    await as('officer');
    expect((await send(await open(), { seen, 'n.revenue': '不含税', step: 'confirm' })).status).toBe(400);
    expect(await reports().sets()).toEqual([]);
  });

  it('a form of another site does nothing', async () => {
    await as('officer');
    const form = await open();
    expect((await send(form, { 'n.revenue': '不含税', step: 'confirm', csrf: 'x' })).status).toBe(403);
    expect(await reports().sets()).toEqual([]);
  });
});

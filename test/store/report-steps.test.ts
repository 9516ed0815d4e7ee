import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawPlain } from '../../src/core/draw-text.ts';
import { reachableContacts } from '../../src/domain/reachable-contacts.ts';
import { builtInSet } from '../../src/domain/reports/indicators.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onDingtalk, onWecom, startDeciding } from '../helpers/deciding.ts';
import { clearReports, enterpriseNamed, plantReport } from '../helpers/plant-report.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: Deciding;
beforeAll(async () => {
  database = await testDatabase();
  bot = await startDeciding(database);
  await clearReports(database);
});
afterAll(() => database.drop());

it('reaches of many enterprises whom it reaches of each', async () => {
  const ids = (await bot.client.enterprise.findMany({ select: { id: true } })).map(({ id }) => id);
  const all = await bot.stores.bindings.reachable(ids);
  for (const id of ids) expect(all.get(id) ?? []).toEqual(await reachableContacts(bot.stores.bindings, id));
  expect(all.size).toBe(4);
  expect(await bot.stores.bindings.reachable([])).toEqual(new Map());
});

it('remembers every step of a report, with who and when', async () => {
  const { client, stores, clock } = bot;
  const planted = await plantReport(database, { enterprise: '示例企业01', period: '2023-11' });
  const { personId } = await client.account.findFirstOrThrow({ where: onWecom('officer') });
  await bot.say(onWecom('officer'), '/月报 核实 示例企业01 职工人数是否含劳务派遣');
  await bot.say(onWecom('officer'), '/月报 退回 示例企业01 研发费用、营业收入 与账面不符');
  const steps = await stores.reports.steps(planted.id);
  const by = { personId, name: '王晨' };
  expect(steps).toEqual([
    { kind: 'INQUIRE', keys: [], text: '职工人数是否含劳务派遣', dueOn: null, by, at: clock.now() },
    {
      kind: 'RETURN',
      keys: ['rndExpense', 'revenue'],
      text: '与账面不符',
      dueOn: expect.any(String),
      by,
      at: clock.now(),
    },
  ]);
});

it('what is opened or exempted twice stays as it was first', async () => {
  const { stores, clock } = bot;
  const enterprise = await enterpriseNamed(bot, '示例企业02');
  const doer = { ...(await doerOf('officer')), at: clock.now() };
  const first = await stores.reports.exempt(doer, { enterprise, period: '2023-11', reason: '停产', tell: () => [] });
  const again = await stores.reports.exempt(doer, { enterprise, period: '2023-11', reason: '搬迁', tell: () => [] });
  expect([first.exempt?.reason, again.exempt?.reason]).toEqual(['停产', '停产']);
  const opening = { period: '2023-09', enterpriseId: enterprise.id, until: '2030-01-20', tell: [] };
  const opened = await stores.reports.reopen(doer, { ...opening, reason: '更正' });
  const anew = await stores.reports.reopen({ ...doer, personId: 'somebody' }, { ...opening, reason: '补报' });
  expect(opened).toMatchObject({ isNew: true, by: { name: '王晨' }, opening: { reason: '更正' } });
  expect(anew).toMatchObject({ isNew: false, by: { name: '王晨' }, opening: { reason: '更正' } });
  const recorded = await bot.client.auditEntry.count({ where: { action: { in: ['report.exempt', 'report.reopen'] } } });
  expect(recorded).toBe(2);
});

it('who opens for all leaves the telling of it with it: a process that dies in between loses nobody', async () => {
  const { client, jobs } = bot;
  const confirmed = await bot.record(onWecom('officer'), '/月报 重开确认 2023-08 至 2030-01-20 系统故障');
  const said = JSON.stringify(await bot.answer(confirmed));
  expect(said).toMatch(/对全部企业重新开放2023年8月月报/);
  const told = () => client.job.count({ where: { event: { contains: 'report.reopen' } } });
  expect(await told()).toBe(0);
  // The answer got lost: what is left is the work.
  expect(JSON.stringify(await bot.answer(confirmed, true))).toMatch(/已办理|此前/);
  const works = await client.job.findMany({ where: { event: { contains: 'report-reopened' } } });
  expect(works).toHaveLength(1);
  const [work] = works;
  const kept = await jobs.find(work?.key ?? '');
  if (!work || !kept) throw new Error('no work was left');
  const done = JSON.stringify(await bot.answer({ id: work.id, event: kept.event }));
  expect(done).toMatch(/2023年8月月报[^"]*尚需报送的企业4家，已通知联系人4人/);
  expect(await told()).toBe(4);
  // Tried again it tells nobody twice, and says the same.
  expect(JSON.stringify(await bot.answer({ id: work.id, event: kept.event }, true))).toBe(done);
  expect(await told()).toBe(4);
  // An officer who opens it once more leaves nothing to do.
  expect(
    JSON.stringify(
      await bot.say(
        onDingtalk('officer'),
        confirmed.event.happening.kind === 'text' ? confirmed.event.happening.text : '',
      ),
    ),
  ).toMatch(/此前已重新开放/);
  expect(await client.job.count({ where: { event: { contains: 'report-reopened' } } })).toBe(1);
});

it('a report of another enterprise is not told apart from none, and who asked for it is on record', async () => {
  const { client } = bot;
  const { id, enterprise } = await plantReport(database, { enterprise: '示例企业03', period: '2023-11' });
  const denied = async (reportId: string) => {
    const { here } = await bot.say(onWecom('contact01'), `/月报 确认 ${reportId} 2`);
    expect(JSON.stringify(here)).toContain('没有找到贵公司的这份月报');
    const rows = await client.auditEntry.findMany({ where: { result: 'denied', objectId: reportId } });
    return rows.map(({ action, enterpriseId }) => [action, enterpriseId]);
  };
  expect(await denied(id)).toEqual([['report.read', enterprise.id]]);
  expect(await denied(`${id.slice(0, -4)}0000`)).toEqual([['report.read', null]]);
});

it('a look at a month that nobody has begun is recorded by whose and of when it is', async () => {
  const { id } = await enterpriseNamed(bot, '示例企业01');
  await bot.say(onWecom('contact01'), '/月报 2023-07');
  await bot.say(onWecom('officer'), '/月报 示例企业01 2023-07');
  const looks = await bot.client.auditEntry.findMany({ where: { action: 'report.read', objectId: `${id} 2023-07` } });
  expect(looks.map(({ role }) => role).sort()).toEqual(['contact', 'officer']);
});

async function doerOf(person: 'officer') {
  const { personId } = await bot.client.account.findFirstOrThrow({ where: onWecom(person) });
  return {
    ...{ personId, role: 'officer' as const, account: onWecom(person), channel: 'wecom-app' as const },
    ...{ place: 'direct' as const, groupId: null, requestId: 'R' },
  };
}

it('a correction is read by the form of its own month, whatever is asked since', async () => {
  const { stores, clock } = bot;
  await clearReports(database);
  await plantReport(database, { enterprise: '示例企业01', period: '2023-11' });
  clock.advance(7 * 24 * 3_600_000);
  const seen = (await stores.reports.sets()).at(-1);
  const indicators = (seen?.indicators ?? builtInSet.indicators).filter(({ key }) => key !== 'taxPaid');
  const doer = { ...(await doerOf('officer')), at: clock.now() };
  await stores.reports.saveSet(doer, { fromPeriod: '2023-12', indicators, seen: seen?.number ?? 0 });
  const { here } = await bot.say(onWecom('contact01'), '/月报 更正 2023-11 税13万');
  expect(here && drawPlain(here)).toMatch(/实际上缴税费[^\n]*13\.00/);
  // Written together with the figures the month counts as well; two of them are refused.
  const together = await bot.say(onWecom('contact01'), '/月报 更正 2023年11月研发18.5万 税14万');
  expect(together.here && drawPlain(together.here)).toMatch(/2023年11月[\s\S]*实际上缴税费[^\n]*14\.00/);
  const two = await bot.say(onWecom('contact01'), '/月报 更正 2023-11 10月税15万');
  expect(two.here && drawPlain(two.here)).toMatch(/报告期写的是2023年11月，数字里写的是2023年10月，本次未填写/);
});

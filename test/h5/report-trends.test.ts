import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { clearReports, plantReport } from '../helpers/plant-report.ts';
import { signIn } from '../helpers/sign-in.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
const address = '/h5/report-trends';
beforeAll(async () => {
  world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
  await clearReports(world.database);
  for (const [n, enterprise] of ['示例企业01', '示例企业02', '示例企业03', '示例企业04'].entries()) {
    const figures = (revenue: number) => ({ revenue, totalProfit: n === 0 ? -1 : -2 });
    await plantReport(world.database, { enterprise, period: '2023-11', figures: figures(300) });
    // In December one has nearly all of it.
    await plantReport(world.database, { enterprise, period: '2023-12', figures: figures(n === 0 ? 99_000 : 330) });
  }
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  who = browse(world.botUrl);
});

const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);

describe('zone totals', () => {
  it('of a month of which one has nearly all are withheld, and follow from nothing', async () => {
    await as('viewer');
    const seen = await who.get(address);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('2023年12月全区营业收入按规定不予显示');
    // 报送企业, 本月, 环比, 同比, 本年累计, 累计同比
    expect(seen.text).toMatch(/2023年12月 4家 \* — — \* —/u);
    expect(seen.text).toMatch(/2023年11月 4家 1200\.00 — — 13200\.00 —/u);
    expect(seen.text).toMatch(/2023年10月 — — — — — —/u);
    expect(seen.html).not.toMatch(/99990|99000|100023/u);
    expect(seen.text).toContain('“*”：报送企业不足3家');
  });

  it('of others are told in words, with what they are compared with', async () => {
    await as('officer');
    const seen = await who.get(`${address}?of=staff`);
    expect(seen.text).toContain('2023年12月全区期末从业人员（职工总数）184人（4家），环比持平。');
    expect(seen.text).toMatch(/2023年12月 4家 184 0\.00% —/u);
    expect((await who.get(`${address}?of=totalProfit`)).text).toContain('-7万元（4家），环比持平');
  });

  it.each([
    ['', 13],
    ['?months=25', 25],
    ['?months=99', 13],
    ['?of=nonsense', 13],
    ['?to=2030-01', 13],
    ['?to=x&of=__proto__', 13],
  ])('%s: so many months', async (query, months) => {
    await as('officer');
    const seen = await who.get(address + query);
    expect(seen.status).toBe(200);
    expect(seen.html.match(/<tr><th scope="row">/gu)).toHaveLength(months);
    expect(seen.html).toContain('<svg class="chart"');
  });

  it.each(['contact01', 'agent'] as const)('%s sees none, and every look is on record', async (person) => {
    await as(person);
    expect((await who.get(address)).status).toBe(403);
    const officer = browse(world.botUrl);
    await as('officer', officer);
    const { client } = world.database;
    const before = await client.auditEntry.count({ where: { action: 'report.list' } });
    await officer.get(`${address}?of=export`);
    expect(await client.auditEntry.count({ where: { action: 'report.list' } })).toBe(before + 1);
    await client.$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const unseen = await officer.get(`${address}?of=staff`);
    await client.$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect([unseen.status, unseen.text.includes('184')]).toEqual([500, false]);
  });
});

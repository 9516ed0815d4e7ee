import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReports } from '../../handlers/rounds/open-reports.ts';
import { pagesOf } from '../../src/h5/addresses.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { createStaffAccounts } from '../../src/store/staff-accounts.ts';
import { testDatabase } from '../helpers/database.ts';
import { memoryLog } from '../helpers/memory-log.ts';
import { reportRows, wan } from '../helpers/report-rows.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const period = '2023-12';
/** The first workday of January 2024 is the 2nd. */
const at = (minute: number) => new Date(Date.UTC(2024, 0, 2, 1, minute));
const log = memoryLog();

let database: Database & { drop(): Promise<void> };
const ids: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  const rows = reportRows(database);
  for (let n = 1; n <= 32; n += 1) {
    const id = await rows.enterprise(`示例企业${n}`);
    ids.push(id);
    const person = { id: `p${n}`, recordedAt: at(0) };
    await database.client.person.create({ data: person });
    await database.client.binding.create({
      data: { id: `b${n}`, personId: person.id, enterpriseId: id, duty: 'CONTACT', recordedAt: at(0) },
    });
    // The last but one is reached by nobody.
    if (n === 31) continue;
    const account = { platform: 'wecom', corpId: 'c', userId: person.id, personId: person.id };
    await database.client.account.create({ data: { id: `a${n}`, ...account } });
  }
  // The last has reported.
  await rows.report(ids[31] ?? '', period, { revenue: [wan(1), wan(12)] });
});
afterAll(() => database.drop());

/** One ring of a process that has just begun: it knows nothing but what the database says. */
async function ring(minute: number, limit: { enterprises: number; ms: number }) {
  const reports = createReports(storeDeps(database));
  const looked: string[] = [];
  const counted = { sets: 0, openings: 0, find: 0 };
  const stores = {
    bindings: createStaffAccounts(storeDeps(database)),
    reports: {
      ...reports,
      facts: (enterprise: { id: string; name: string }, of: string) => {
        looked.push(enterprise.id);
        return reports.facts(enterprise, of);
      },
      sets: () => {
        counted.sets += 1;
        return reports.sets();
      },
      openings: (...of: Parameters<typeof reports.openings>) => {
        counted.openings += 1;
        return reports.openings(...of);
      },
      find: (...of: Parameters<typeof reports.find>) => {
        counted.find += 1;
        return reports.find(...of);
      },
    },
  } as unknown as Parameters<typeof openReports>[0]['stores'];
  const pages = pagesOf('https://bot.example');
  const doer = testDoer(at(minute), { personId: null, role: 'system' });
  await openReports({ stores, pages, doer, log, limit }, at(minute));
  const told = await database.client.job.count({ where: { event: { contains: 'report.open' } } });
  return { looked, counted, told, isDone: await reports.wasTold(period) };
}

it('tells so many at each ring, goes on with the next, and reads nobody twice', async () => {
  const limit = { enterprises: 10, ms: 60_000 };
  const rings = [await ring(0, limit), await ring(1, limit), await ring(2, limit)];
  expect(rings.map(({ told, isDone }) => [told, isDone])).toEqual([
    [10, false],
    [20, false],
    [30, true],
  ]);
  expect(rings[0]?.counted).toEqual({ sets: 1, openings: 1, find: 0 });
  const looked = rings.flatMap((one) => one.looked);
  expect(looked.toSorted()).toEqual(ids.slice(0, 30).toSorted());
  expect(await ring(3, limit)).toMatchObject({ looked: [], told: 30, isDone: true });
});

it('stops when its time is over, and tells nobody twice whatever was remembered', async () => {
  await database.client.toldOnce.deleteMany();
  const short = await ring(4, { enterprises: 1000, ms: 0 });
  expect(short.looked.length).toBeLessThan(31);
  await database.client.toldOnce.deleteMany();
  const again = await ring(5, { enterprises: 1000, ms: 60_000 });
  expect(again).toMatchObject({ told: 30, isDone: true });
  expect(again.looked).toHaveLength(30);
});

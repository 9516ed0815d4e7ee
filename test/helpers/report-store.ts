import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Reports } from '../../src/domain/reports/reports.ts';
import type { Database } from '../../src/store/database.ts';
import { testDatabase } from './database.ts';
import { reportsOf } from './plant-report.ts';
import { wan } from './report-rows.ts';
import { testDoer } from './stores.ts';

export const period = '2023-12';
/** Within its window: it closes on 2024-01-10. */
export const now = new Date('2024-01-05T02:00:00Z');
export const late = new Date('2024-01-12T02:00:00Z');
export const li = (at = now) => testDoer(at, { personId: 'li', role: 'contact' });
export const zhao = (at = now) => testDoer(at, { personId: 'zhao', role: 'contact', channel: 'dingtalk-robot' });
export const wang = (at = now) => testDoer(at, { personId: 'wang' });
export const nobody = () => [];

/** Of a flow the month's and the year's figure, of a stock what there is. */
export const whole = (revenue = 320): { key: string; month: bigint; total: bigint | null }[] => [
  { key: 'revenue', month: wan(revenue), total: wan(3200) },
  { key: 'rndExpense', month: wan(18.5), total: wan(180) },
  { key: 'totalProfit', month: wan(25), total: wan(200) },
  { key: 'taxPaid', month: wan(12), total: wan(110) },
  { key: 'staff', month: 46n, total: null },
  { key: 'techStaff', month: 13n, total: null },
  { key: 'inventionApplied', month: 0n, total: 2n },
  { key: 'inventionGranted', month: 0n, total: 1n },
];

/**
 * For a file of tests of the store of 月报: a database with 李一 and 赵尔 of an enterprise and 王晨 of the bureau. The enterprise
 * is another for each test, so that none sees another's reports.
 */
export function reportStore() {
  let database: Database & { drop(): Promise<void> };
  let reports: Reports;
  let n = 0;
  let enterprise = { id: '', name: '' };

  beforeAll(async () => {
    database = await testDatabase();
    reports = reportsOf(database);
    const recordedAt = now;
    await database.client.person.createMany({
      data: [
        { id: 'li', name: '李一', recordedAt },
        { id: 'zhao', name: '赵尔', recordedAt },
        { id: 'wang', name: '王晨', staffRole: 'OFFICER', recordedAt },
      ],
    });
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    n += 1;
    enterprise = { id: `e${n}`, name: `示例企业${n}` };
    const { id: enterpriseId, name: text } = enterprise;
    await database.client.enterprise.create({ data: { id: enterpriseId, recordedAt: now } });
    await database.client.enterpriseName.create({
      data: { id: `n${n}`, enterpriseId, kind: 'FULL', text, searchKey: '', initials: '' },
    });
  });

  const fill = (doer = li(), entries = whole(), seen: number | null = null, of = period) =>
    reports.fill(doer, { enterprise, period: of, entries, seen, onBehalf: false });
  const submit = (version: number, doer = li(), more: Partial<Parameters<Reports['submit']>[1]> = {}) =>
    reports.submit(doer, {
      ...{ enterprise, period, version, kind: 'REPORT', reason: null, onBehalf: false, tell: nobody },
      ...more,
    });
  return {
    get database() {
      return database;
    },
    get reports() {
      return reports;
    },
    get enterprise() {
      return enterprise;
    },
    fill,
    submit,
    /** How the report stands. */
    present: () => reports.find(enterprise, period),
    async handedIn() {
      const { record } = await fill();
      const result = await submit(record.version);
      if (result.is !== 'submitted')
        throw new Error(`not handed in: ${JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`);
      return result;
    },
  };
}

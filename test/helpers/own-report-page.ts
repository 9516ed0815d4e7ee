import { beforeAll, beforeEach } from 'vitest';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { formOf } from './form-of.ts';
import { clearReports, enterpriseNamed, plantReport, reportsOf } from './plant-report.ts';
import { visitedWorld } from './visited-world.ts';

/** Its window closes on 10 January 2024. */
export const period = '2023-12';
export const address = `/h5/own-reports/${period}`;
/** Its window closed on 11 December; until 10 January it is taken late. */
export const lastMonth = '2023-11';

/**
 * For a file of tests of 月报填报, on 5 January 2024: 示例企业01 has handed in last month's report, of this month's nobody has
 * begun any when a test begins.
 */
export function ownReportPage() {
  const visited = visitedWorld('2024-01-05T10:00');
  const { as, now } = visited;
  let enterprise: EnterpriseRef;
  const database = () => visited.world.database;
  const plantLastMonth = async () => {
    await clearReports(database(), lastMonth);
    await plantReport(database(), { enterprise: enterprise.name, period: lastMonth });
  };
  beforeAll(async () => {
    await clearReports(database());
    enterprise = await enterpriseNamed(database(), '示例企业01');
    await plantLastMonth();
  });
  beforeEach(async () => {
    await database().client.indicatorSet.deleteMany();
    await clearReports(database(), period);
  });

  const reports = () => reportsOf(database());
  const record = (of = enterprise, month = period) => reports().find(of, month);
  return {
    get world() {
      return visited.world;
    },
    get who() {
      return visited.who;
    },
    get enterprise() {
      return enterprise;
    },
    as,
    now,
    client: () => database().client,
    reports,
    record,
    draftOf: async (key: string) => (await record())?.draft.find((one) => one.key === key) ?? null,
    async open(at = address) {
      const seen = await visited.who.get(at);
      return { seen, form: formOf(seen, 'report-form') };
    },
    /** Posts the form, filled in further. */
    send: (form: Record<string, string>, over: Record<string, string>) =>
      visited.who.post(address, { ...form, ...over }),
    plantLastMonth,
  };
}

import type { Reports } from '../../domain/reports/reports.ts';
import { createLedger } from '../ledger.ts';
import { personsNow } from '../persons-now.ts';
import type { StoreDeps } from '../store-deps.ts';
import { thoseThere } from '../visible-rows.ts';
import { createDeciding } from './deciding.ts';
import { createExempting } from './exempting.ts';
import { createFilling } from './filling.ts';
import { readFacts, readOpenings, readPast } from './looking-back.ts';
import { createOverview } from './overview.ts';
import { findRecord, readRecord, toStep, toSubmission, toValue } from './rows.ts';
import { createSets } from './sets.ts';
import { readSpendingsOff } from './spendings-off.ts';
import { createSubmitting } from './submitting.ts';
import { createSums } from './sums.ts';
import { createTelling } from './telling.ts';

/** 月报, put together of its parts. */
export function createReports(deps: StoreDeps): Reports {
  const { client } = deps;
  const ledger = createLedger(deps.sql);
  return {
    ...createSets(deps),
    ...createFilling(deps),
    ...createSubmitting({ ...deps, ledger }),
    ...createDeciding(deps),
    ...createExempting(deps),
    ...createOverview(deps),
    ...createTelling(deps),
    sums: createSums(deps.sql),

    async find(enterprise, period) {
      const row = await client.monthlyReport.findUnique({
        where: { enterpriseId_period: { enterpriseId: enterprise.id, period } },
      });
      return readRecord(client, row, enterprise);
    },
    async enterprise(id) {
      const names = await client.enterpriseName.findMany({ where: { enterpriseId: id, kind: 'FULL' } });
      const [name] = await thoseThere(client, names);
      return name ? { id, name: name.text } : null;
    },
    findById: (reportId) => findRecord(client, reportId),
    past: (enterpriseId, period) => readPast(client, enterpriseId, period),
    facts: (enterprise, period) => readFacts(deps, ledger, enterprise, period),
    openings: (period, enterpriseId) => readOpenings(client, period, enterpriseId),

    async submissions(reportId) {
      const rows = await client.reportSubmission.findMany({
        where: { reportId },
        include: { values: true },
        orderBy: { number: 'asc' },
      });
      const persons = await personsNow(
        client,
        rows.flatMap(({ personId, values }) => [personId, ...values.map((value) => value.personId)]),
      );
      return rows.map((row) => ({
        ...toSubmission(persons, row),
        values: row.values.map((value) => toValue(persons, value)),
      }));
    },

    spendingsOff: (record) => readSpendingsOff(client, record),

    async steps(reportId) {
      const rows = await client.reportStep.findMany({ where: { reportId }, orderBy: [{ seq: 'asc' }, { id: 'asc' }] });
      const persons = await personsNow(
        client,
        rows.map(({ personId }) => personId),
      );
      return rows.flatMap((row) => toStep(persons, row) ?? []);
    },

    async markTold(what, now) {
      const count = await client.$executeRaw`
        INSERT INTO "ToldOnce" ("what", "toldAt") VALUES (${what}, ${now}) ON CONFLICT ("what") DO NOTHING`;
      return count > 0;
    },
    toldOf: async (beginning) => {
      const rows = await client.toldOnce.findMany({ where: { what: { startsWith: beginning } } });
      return rows.map(({ what }) => what);
    },
    wasTold: async (what) => (await client.toldOnce.findUnique({ where: { what } })) !== null,
  };
}

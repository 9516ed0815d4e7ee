import type { Funds } from '../../domain/funds/funds.ts';
import type { StoreDeps } from '../store-deps.ts';
import { thoseThere } from '../visible-rows.ts';
import { claimParts, projectParts, toBatch, toClaims, toEntries, toProjects } from './rows.ts';
import { sumsOfBatches, sumsOfEnterprises, sumsOfProjects } from './sums.ts';

export type FundReads = Pick<
  Funds,
  | 'findBatch'
  | 'findProject'
  | 'years'
  | 'batches'
  | 'enterprises'
  | 'projects'
  | 'entries'
  | 'findEntry'
  | 'claims'
  | 'findClaim'
  | 'findDraft'
>;

/** The read side of the fund ledger. What an import is still writing is in nothing of it. */
export function createFundReads({ client, sql }: Pick<StoreDeps, 'client' | 'sql'>): FundReads {
  return {
    async findBatch(number) {
      const row = await client.fundBatch.findUnique({ where: { number } });
      const [there] = await thoseThere(client, row ? [row] : []);
      return there ? toBatch(there) : null;
    },

    async findProject(number) {
      const row = await client.fundProject.findUnique({ where: { number }, include: projectParts });
      const [project = null] = await toProjects(client, row ? [row] : []);
      return project;
    },

    async years() {
      const rows = await client.fundBatch.findMany({
        distinct: ['year', 'importId'],
        select: { year: true, importId: true },
      });
      return [...new Set((await thoseThere(client, rows)).map(({ year }) => year))].sort((a, b) => b - a);
    },

    batches: (scope, asAt) => sumsOfBatches(sql, scope, asAt),
    enterprises: (scope, asAt) => sumsOfEnterprises(sql, scope, asAt),
    projects: (scope, asAt) => sumsOfProjects(sql, scope, asAt),

    async entries({ year, batchId, enterpriseId, projectId, batchOnly = false }, { on, knownBy }) {
      const rows = await client.fundEntry.findMany({
        where: {
          ...(year === undefined ? {} : { batch: { year } }),
          ...(batchId === undefined ? {} : { batchId }),
          ...(enterpriseId === undefined ? {} : { enterpriseId }),
          AND: [projectId === undefined ? {} : { projectId }, batchOnly ? { projectId: null } : {}],
          effectiveOn: { lte: on },
          ...(knownBy ? { recordedAt: { lte: knownBy } } : {}),
        },
        orderBy: [{ effectiveOn: 'asc' }, { recordedAt: 'asc' }, { id: 'asc' }],
      });
      return toEntries(client, rows);
    },

    async findEntry(id) {
      const row = await client.fundEntry.findUnique({ where: { id } });
      const [entry = null] = await toEntries(client, row ? [row] : []);
      return entry;
    },

    async claims({ enterpriseId, projectId, state }) {
      const rows = await client.fundClaim.findMany({
        where: {
          ...(state === undefined ? {} : { state }),
          ...(projectId === undefined ? {} : { projectId }),
          ...(enterpriseId === undefined ? {} : { project: { enterpriseId } }),
        },
        include: claimParts,
        orderBy: [{ reportedAt: 'asc' }, { id: 'asc' }],
      });
      return toClaims(client, rows);
    },

    async findClaim(id) {
      const row = await client.fundClaim.findUnique({ where: { id }, include: claimParts });
      const [claim = null] = await toClaims(client, row ? [row] : []);
      return claim;
    },

    async findDraft(id, personId, now) {
      const row = await client.fundDraft.findFirst({ where: { id, personId, expiresAt: { gt: now } } });
      return row ? (JSON.parse(row.content) as unknown) : null;
    },
  };
}

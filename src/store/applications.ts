import type { ApplicationRecord, Applications } from '../domain/applications.ts';
import { closedStatuses } from '../domain/progress.ts';
import type { TechSmeValidTo } from '../domain/validity.ts';
import { createMoves } from './application-moves.ts';
import { applicationParts, toRecords } from './application-rows.ts';
import { createStart } from './application-start.ts';
import { createDuties } from './duties.ts';
import { createRevocation } from './revocation.ts';
import type { StoreDeps } from './store-deps.ts';

/** 申报进度 and 证书义务: every step a row of its own, none ever changed. */
export function createApplications(deps: StoreDeps & { techSmeValidTo: TechSmeValidTo }): Applications {
  const { client } = deps;
  const read = async (where: object): Promise<readonly ApplicationRecord[]> => {
    const rows = await client.application.findMany({ where, orderBy: { number: 'desc' }, include: applicationParts });
    return toRecords(client, rows);
  };

  return {
    async find(number) {
      const [found = null] = await read({ number });
      return found;
    },

    ofEnterprise: ({ id }) => read({ enterpriseId: id }),

    open: (on) => {
      const closed = { status: { in: [...closedStatuses] }, effectiveOn: { lte: on } };
      return read({
        // What closes an application is never followed by anything.
        transitions: { some: { effectiveOn: { lte: on } }, none: closed },
        NOT: { result: { transitions: { some: closed } } },
      });
    },

    ...createStart(deps),
    ...createMoves(deps),
    ...createRevocation(deps),
    ...createDuties(deps),
  };
}

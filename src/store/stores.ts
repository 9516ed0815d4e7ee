import type { MonthlyCalls } from '../core/call-quota.ts';
import type { Clock } from '../core/clock.ts';
import type { Charts } from '../domain/charts.ts';
import type { Exchange } from '../domain/exchange.ts';
import type { Stores } from '../domain/stores.ts';
import type { TechSmeValidTo } from '../domain/validity.ts';
import { createApplications } from './applications.ts';
import { createAttempts } from './attempts.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createBindings } from './bindings.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createDeadlines, createPromises } from './deadlines/deadlines.ts';
import { createFunds } from './funds/funds.ts';
import { createGroups, type GroupWays } from './groups.ts';
import { createJoins } from './joins.ts';
import { createLedger } from './ledger.ts';
import { createLinks } from './links.ts';
import { createMembers } from './members.ts';
import { createReports } from './reports/reports.ts';
import type { StoreDeps } from './store-deps.ts';

/** Everything that handlers and pages read and change. */
export function createStores(
  deps: StoreDeps & {
    clock: Clock;
    techSmeValidTo: TechSmeValidTo;
    groupWays: GroupWays;
    exchange: Exchange;
    charts: Charts;
    monthlyCalls: MonthlyCalls;
    linkAddress(id: string): string;
  },
): Stores {
  const { sql, clock, groupWays, exchange, charts, monthlyCalls, linkAddress } = deps;
  const ledger = createLedger(sql);
  const attempts = createAttempts(sql, () => clock.now());
  return {
    ledger,
    applications: createApplications(deps),
    funds: createFunds(deps),
    reports: createReports(deps),
    deadlines: createDeadlines(deps, ledger),
    promises: createPromises(deps),
    deadLetters: createDeadLetters(deps.client),
    bindings: createBindings(deps),
    attempts,
    joins: createJoins(deps, attempts),
    groups: createGroups(deps, groupWays),
    members: createMembers(deps),
    links: createLinks(deps, linkAddress, () => clock.now()),
    trail: createAuditTrail(deps.client),
    exchange,
    charts,
    monthlyCalls,
  };
}

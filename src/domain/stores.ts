import type { MonthlyCalls } from '../core/call-quota.ts';
import type { Applications } from './applications.ts';
import type { Attempts } from './attempts.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Bindings } from './bindings.ts';
import type { Charts } from './charts.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Deadlines } from './deadlines/deadlines.ts';
import type { Promises } from './deadlines/promises.ts';
import type { Exchange } from './exchange.ts';
import type { Funds } from './funds/funds.ts';
import type { Groups } from './groups.ts';
import type { Joins } from './joins.ts';
import type { Ledger } from './ledger.ts';
import type { Links } from './links.ts';
import type { Members } from './members.ts';
import type { Reports } from './reports/reports.ts';

/** What handlers and pages read and change; made in src/store. */
export interface Stores {
  ledger: Ledger;
  applications: Applications;
  funds: Funds;
  reports: Reports;
  deadlines: Deadlines;
  promises: Promises;
  bindings: Bindings;
  deadLetters: DeadLetters;
  attempts: Attempts;
  joins: Joins;
  groups: Groups;
  members: Members;
  links: Links;
  trail: AuditTrail;
  exchange: Exchange;
  charts: Charts;
  monthlyCalls: MonthlyCalls;
}

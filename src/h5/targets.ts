import { isId } from '../core/ids.ts';
import { type Addresses, aboutEnterprise } from './addresses.ts';

/** Pages that a login may lead to, by the name that stands for them while the platform is asked. */
const plainTargets = {
  home: (at) => at.home,
  own: (at) => at.own,
  access: (at) => at.access,
  import: (at) => at.import,
  funds: (at) => at.funds,
  ownFunds: (at) => at.ownFunds,
  ownReports: (at) => at.ownReports,
  reports: (at) => at.reports(),
  reportTrends: (at) => at.reportTrends,
  indicators: (at) => at.indicators,
  deadlines: (at) => at.deadlines,
  newDeadline: (at) => at.deadlineForm(),
  reminderRules: (at) => at.reminderRules,
  ownDeadlines: (at) => at.ownDeadlines,
  newBatch: (at) => at.fundForm('batch'),
  newProject: (at) => at.fundForm('project'),
  newEntry: (at) => at.fundForm('entry'),
} satisfies Record<string, (at: Addresses) => string>;
/** A month stands as 202610. */
const periodOf = (month: number) => String(month).replace(/(?=\d\d$)/u, '-');
/** Those about one thing, with its number behind the name. */
const numberedTargets = {
  application: (at, number) => at.application(number),
  deadline: (at, number) => at.deadline(number),
  deadlineForm: (at, number) => at.deadlineForm(number),
  ownDeadline: (at, number) => at.ownDeadline(number),
  ownReport: (at, month) => at.ownReport(periodOf(month)),
  reportsOf: (at, month) => at.reports(periodOf(month)),
  fundProject: (at, number) => at.fundProject(number),
  fundBatch: (at, number) => at.fundBatch(number),
  newProjectOfBatch: (at, batch) => at.fundForm('project', { batch }),
  newEntryOfProject: (at, project) => at.fundForm('entry', { project }),
  newEntryOfBatch: (at, batch) => at.fundForm('entry', { batch }),
} satisfies Record<string, (at: Addresses, number: number) => string>;
/** Those of one enterprise, with its id behind the name. */
const enterpriseTargets = {
  own: (at, id) => aboutEnterprise(at.own, id),
  access: (at, id) => aboutEnterprise(at.access, id),
  ownFunds: (at, id) => aboutEnterprise(at.ownFunds, id),
  ownReports: (at, id) => aboutEnterprise(at.ownReports, id),
  ownDeadlines: (at, id) => aboutEnterprise(at.ownDeadlines, id),
} satisfies Record<string, (at: Addresses, enterpriseId: string) => string>;
/** Those of one enterprise and a month or a number, with both behind the name. */
const jointTargets = {
  ownReport: (at, { enterpriseId, number }) => aboutEnterprise(at.ownReport(periodOf(number)), enterpriseId),
  ownDeadline: (at, { enterpriseId, number }) => aboutEnterprise(at.ownDeadline(number), enterpriseId),
  reportOf: (at, { enterpriseId, number }) => at.reportOf({ enterpriseId, period: periodOf(number) }),
} satisfies Record<string, (at: Addresses, of: { enterpriseId: string; number: number }) => string>;

type PlainTarget = keyof typeof plainTargets;
type NumberedTarget = keyof typeof numberedTargets;
/** A page of one's own enterprise, which its address may name. */
export type OwnTarget = keyof typeof enterpriseTargets | `ownReport-${number}` | `ownDeadline-${number}`;
export type Target =
  | PlainTarget
  | `${NumberedTarget}-${number}`
  | `${OwnTarget}-${string}`
  | `${keyof typeof jointTargets}-${number}-${string}`;

const has = <T extends object>(table: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(table, name);

/** Of what a browser says only a page of ours; the first page otherwise. */
export function readTarget(to: unknown): Target {
  return typeof to === 'string' && addressFor(to) !== null ? (to as Target) : 'home';
}

export function addressOfTarget(at: Addresses, target: Target): string {
  return addressFor(target)?.(at) ?? at.home;
}

function addressFor(target: string): ((at: Addresses) => string) | null {
  const [, name = '', digits, id] = /^([a-zA-Z]+)(?:-(\d{1,6}))?(?:-(\w{12}))?$/u.exec(target) ?? [];
  const number = Number(digits);
  if (id === undefined && digits === undefined) return has(plainTargets, name) ? plainTargets[name] : null;
  if (id === undefined) return has(numberedTargets, name) ? (at) => numberedTargets[name](at, number) : null;
  if (!isId(id)) return null;
  if (digits === undefined) return has(enterpriseTargets, name) ? (at) => enterpriseTargets[name](at, id) : null;
  return has(jointTargets, name) ? (at) => jointTargets[name](at, { enterpriseId: id, number }) : null;
}

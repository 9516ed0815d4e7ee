import { createHash } from 'node:crypto';
import type { Keys } from '../core/sealed.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { SheetKind } from '../domain/workbook/columns.ts';
import type { Findings } from '../domain/workbook/problem.ts';
import { type Counts, noCounts, type ReportedConcerned } from '../domain/workbook/report.ts';
import type { Sql } from '../store/sql.ts';
import { planContacts } from './plan-contacts.ts';
import { planDeadlines } from './plan-deadlines.ts';
import { planEnterprises } from './plan-enterprises.ts';
import { planFunds } from './plan-funds.ts';
import { planQualifications } from './plan-qualifications.ts';
import type { FileContent } from './read-file.ts';
import { createWrites, type Writes } from './writes.ts';

/** Something registered that the file says otherwise. */
export interface Change {
  sheet: SheetKind;
  row: number;
  /** null: a fund batch or a deadline, which is no enterprise's */
  enterpriseId: string | null;
  /** Full name of the enterprise, or the name of the batch or deadline. */
  enterprise: string;
  objectType: 'enterprise' | 'person' | 'qualification' | 'fund-batch' | 'fund-project' | 'deadline';
  objectId: string;
  /** Which contact, qualification or project; empty for the enterprise, the batch or the deadline itself. */
  subject: string;
  column: string;
  /** Phone numbers are masked here already. */
  before: string;
  after: string;
}

/** What importing a file would do. */
export interface Plan {
  counts: Readonly<Record<SheetKind, Counts>>;
  changes: readonly Change[];
  concerned: readonly ReportedConcerned[];
  findings: Findings;
  /** Two plans that would do the same have the same. */
  digest: string;
  writes: Writes;
}

export interface PlanDeps {
  db: Sql;
  keys: Pick<Keys, 'data' | 'digest'>;
  today: CalendarDate;
  now: Date;
}

/** What the parts of a plan add to. */
export interface PlanBook {
  counts: Record<SheetKind, Counts>;
  writes: Writes;
  change(change: Change): void;
  concern(concerned: ReportedConcerned): void;
  problem(sheet: SheetKind, row: number, column: string | null, reason: string): void;
  note(text: string): void;
  /** Whether rows of a sheet could not be read: what refers to them is not a problem of its own. */
  hasProblems(sheet: SheetKind): boolean;
}

/** Compares a file with what is registered; the content is used up. Nothing is written. */
export async function planImport(content: FileContent, deps: PlanDeps): Promise<Plan> {
  const { found, findings } = content;
  const counts = noCounts();
  const changes: Change[] = [];
  const concerned: ReportedConcerned[] = [];
  const writes = createWrites();
  const book: PlanBook = {
    counts,
    writes,
    change: (one) => changes.push(one),
    concern: (one) => concerned.push(one),
    problem: (sheet, row, column, reason) => findings.add({ sheet: found[sheet] ?? null, row, column, reason }),
    note: (text) => findings.note(text),
    hasProblems: (sheet) => findings.problems.some((one) => one.sheet === found[sheet]),
  };
  const enterprises = await planEnterprises(content, deps, book);
  // What is planned is not needed as rows any more.
  content.enterprises.length = 0;
  await planContacts(content.contacts, enterprises, deps, book);
  content.contacts.length = 0;
  await planQualifications(content.qualifications, enterprises, deps, book);
  content.qualifications.length = 0;
  await planFunds(content, enterprises, deps, book);
  // Whom they concern follows from everything before them.
  await planDeadlines(content.deadlines, enterprises, deps, book);
  return { counts, changes, concerned, findings, digest: digestOfPlan({ counts, changes, concerned }), writes };
}

function digestOfPlan({ counts, changes, concerned }: Pick<Plan, 'counts' | 'changes' | 'concerned'>): string {
  const hash = createHash('sha256').update(JSON.stringify(counts));
  for (const { sheet, row, objectId, column, before, after } of changes) {
    hash.update(JSON.stringify([sheet, row, objectId, column, before, after]));
  }
  // Who agreed to a number did not agree to another one.
  for (const { row, title, count, due, isTold } of concerned) {
    hash.update(JSON.stringify([row, title, count, due, isTold]));
  }
  return hash.digest('base64url');
}

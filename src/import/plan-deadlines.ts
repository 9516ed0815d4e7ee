import { newId } from '../core/ids.ts';
import type { Audience } from '../domain/deadlines/audience.ts';
import { audienceText, concernedBy } from '../domain/deadlines/concerned.ts';
import { changeKindOf, contentChanges, namesOf } from '../domain/deadlines/content-rows.ts';
import { contentOf, type DeadlineContent, deadlineNo } from '../domain/deadlines/deadline.ts';
import { type DeadlinePlan, planOf } from '../domain/deadlines/deadline-plan.ts';
import type { ContentProblem, ContentRead } from '../domain/deadlines/deadline-rules.ts';
import type { EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import { deadlineTitle, formatDueTime } from '../domain/deadlines/due-text.ts';
import { enteringProblems } from '../domain/deadlines/entering-problems.ts';
import { deadlineColumns as columns } from '../domain/workbook/deadline-columns.ts';
import type { DeadlineRow } from '../domain/workbook/deadline-rows.ts';
import { shown } from '../domain/workbook/values.ts';
import { openKeyOf, toColumns } from '../store/deadlines/rows.ts';
import { contentOfRow } from './deadline-content.ts';
import { type KnownDeadline, knownDeadlines, knownPolicy } from './deadline-existing.ts';
import { factsWith } from './deadline-facts.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';
import { updateColumns, deadlineColumns as written } from './writes.ts';

/** A line that would enter or change something. */
interface Wanted {
  row: number;
  /** null: it could not be read whole. */
  content: DeadlineContent | null;
  read: ContentRead;
  known: KnownDeadline | null;
  /** It was withdrawn before. */
  isAgain: boolean;
}

/**
 * Plans the deadlines, by the rules of the form. One is the same by its programme, year and batch; what a line says as it is
 * registered is not looked at again, also where its day is over by now.
 */
export async function planDeadlines(
  rows: readonly DeadlineRow[],
  resolve: Resolve,
  deps: PlanDeps,
  book: PlanBook,
): Promise<void> {
  if (rows.length === 0) return;
  const wanted = await wantedOf(rows, resolve, deps, book);
  if (wanted.length === 0) return;
  const { db, now } = deps;
  const facts = await factsWith(db, book.writes);
  const policy = await knownPolicy(db);
  // Whom a line that could not be used would have brought is missing: nobody would seem to be concerned.
  const isBroken = book.hasProblems('enterprises') || book.hasProblems('qualifications');
  for (const { row, content, read, known, isAgain } of wanted) {
    const before = known?.deadline ?? null;
    const wrong = [
      ...unknownIndustries(read.audience, before?.audience ?? null, facts),
      ...enteringProblems(read, { before, facts, now }),
    ];
    for (const { about, text } of wrong) {
      if (isBroken && (about === 'audience' || about === 'industries')) continue;
      book.problem('deadlines', row, columns[columnOf[about]].header, text);
    }
    if (wrong.length > 0 || !content) continue;
    const plan = planOf(content, { before, isAgain, facts, policy, now });
    tell(row, content, { known, plan, facts, on: deps.today }, book);
    if (known) change(content, known, plan, book);
    else add(content, plan, book);
  }
}

async function wantedOf(
  rows: readonly DeadlineRow[],
  resolve: Resolve,
  { db }: PlanDeps,
  book: PlanBook,
): Promise<Wanted[]> {
  const registered = await knownDeadlines(
    db,
    rows.map(({ program }) => program),
  );
  const seen = new Map<string, number>();
  return rows.flatMap((row): Wanted[] => {
    const first = seen.get(openKeyOf(row));
    if (first !== undefined) {
      const reason = `与第${first}行是同一事项、年度和批次，请只写一行。`;
      book.problem('deadlines', row.row, columns.program.header, reason);
      return [];
    }
    seen.set(openKeyOf(row), row.row);
    const known = registered.find(row);
    const before = known?.deadline ?? null;
    const { content, read } = contentOfRow(row, before, resolve, book);
    if (!content) return [{ row: row.row, content, read, known, isAgain: false }];
    if (before && JSON.stringify(content) === JSON.stringify(contentOf(before))) {
      book.counts.deadlines.unchanged += 1;
      return [];
    }
    const withdrawn = registered.findWithdrawn(row);
    if (withdrawn) {
      const which = `${deadlineNo(withdrawn.number)} ${deadlineTitle(withdrawn)}`;
      book.note(`“截止事项”表第${row.row}行：${which}此前已撤销，将重新登记；不需要的请删除该行。`);
    }
    return [{ row: row.row, content, read, known, isAgain: withdrawn !== null }];
  });
}

const columnOf: Readonly<Record<ContentProblem['about'] | 'industries', keyof typeof columns>> = {
  program: 'program',
  year: 'year',
  batch: 'batch',
  enterpriseDue: 'dueOn',
  officialDue: 'officialOn',
  noticeNo: 'noticeNo',
  url: 'url',
  audience: 'audience',
  industries: 'industries',
};

/** The form offers those that there are; here one may be misspelt, and would leave its enterprises out without a word. */
function unknownIndustries(
  audience: Audience | null,
  before: Audience | null,
  facts: readonly EnterpriseFacts[],
): { about: 'industries'; text: string }[] {
  const known = new Set([...facts.flatMap(({ industry }) => industry ?? []), ...(before?.industries ?? [])]);
  return (audience?.industries ?? [])
    .filter((one) => !known.has(one))
    .map((one) => ({ about: 'industries', text: `没有登记为“${shown(one)}”行业的企业，请核对写法。` }));
}

/** What is agreed to: old → new, and whom it concerns. */
function tell(
  row: number,
  content: DeadlineContent,
  of: { known: KnownDeadline | null; plan: DeadlinePlan; facts: readonly EnterpriseFacts[]; on: string },
  book: PlanBook,
): void {
  const { known, plan, facts, on } = of;
  const { audience, year, enterpriseDue } = content;
  const names = namesOf(facts);
  const everybody = { everybody: true, anyOf: [], industries: [], include: [], exempt: [] };
  const count = plan.concerned.length;
  book.concern({
    row,
    title: deadlineTitle(content),
    isNew: known === null,
    due: formatDueTime(enterpriseDue),
    audience: audienceText(audience, names),
    count,
    isEverybody: count > 1 && count === concernedBy(everybody, facts, { year, on }).length,
    isTold: plan.announceAt !== null,
  });
  if (!known) return;
  const { id, number } = known.deadline;
  for (const { label, was, is } of contentChanges(known.deadline, content, names)) {
    book.change({
      ...{ sheet: 'deadlines', row, enterpriseId: null, enterprise: `${deadlineNo(number)} ${deadlineTitle(content)}` },
      ...{ objectType: 'deadline', objectId: id, subject: '', column: label, before: was, after: is },
    });
  }
}

function add(content: DeadlineContent, { announceAt, ladderFrom }: DeadlinePlan, { counts, writes }: PlanBook): void {
  const id = newId();
  const number = writes.deadlines.Deadline.length + 1;
  const openKey = openKeyOf(content);
  const row = { id, number, ...toColumns(content), state: 'ACTIVE', version: 1, openKey, ladderFrom };
  writes.deadlines.Deadline.push(valuesOf(written.Deadline, row));
  const step = { id: newId(), deadlineId: id, version: 1, kind: 'ENTER', before: null, announceAt };
  writes.deadlines.DeadlineChange.push(valuesOf(written.DeadlineChange, { ...step, after: JSON.stringify(content) }));
  counts.deadlines.added += 1;
}

function change(
  content: DeadlineContent,
  { deadline, row }: KnownDeadline,
  { announceAt, ladderFrom }: DeadlinePlan,
  { counts, writes }: PlanBook,
): void {
  const { id } = deadline;
  const version = deadline.version + 1;
  writes.updates.Deadline.set(id, {
    before: valuesOf(updateColumns.Deadline, row),
    after: valuesOf(updateColumns.Deadline, { ...row, ...toColumns(content), ladderFrom, version }),
  });
  const [before, after] = [JSON.stringify(contentOf(deadline)), JSON.stringify(content)];
  const step = {
    id: newId(),
    deadlineId: id,
    version,
    kind: changeKindOf(deadline, content),
    before,
    after,
    announceAt,
  };
  writes.deadlines.DeadlineChange.push(valuesOf(written.DeadlineChange, step));
  counts.deadlines.changed += 1;
}

function valuesOf(columnNames: readonly string[], row: Readonly<Record<string, unknown>>): unknown[] {
  return columnNames.map((name) => row[name]);
}

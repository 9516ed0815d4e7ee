import { grouped } from '../core/grouped.ts';
import { newId } from '../core/ids.ts';
import { searchKey } from '../domain/enterprise-name.ts';
import { whyNotTerm } from '../domain/funds/day-rules.ts';
import { projectLabel } from '../domain/funds/terms.ts';
import { exactAmount } from '../domain/funds/wording.ts';
import { fundProjectColumns as columns } from '../domain/workbook/fund-project-columns.ts';
import type { FundEntryRow, FundProjectRow } from '../domain/workbook/fund-rows.ts';
import { words } from '../domain/workbook/fund-values.ts';
import { untold } from '../domain/workbook/rows.ts';
import { certKey } from '../domain/workbook/values.ts';
import { demoEnterprises, type KnownProject, knownEntries } from './fund-existing.ts';
import { differences, type PlannedBatch, type PlannedProject, standInNumber } from './fund-plan.ts';
import { createFundProjects, type FundProjects } from './fund-projects.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';
import type { PlannedBatches } from './plan-fund-batches.ts';

/** A line whose batch and enterprise are known. */
interface OwnedRow {
  row: FundProjectRow;
  batch: PlannedBatch;
  enterprise: { id: string; name: string };
}

/** Plans the projects, and finds them for their entries. */
export async function planFundProjects(
  rows: readonly FundProjectRow[],
  { entries, batches, resolve }: { entries: readonly FundEntryRow[]; batches: PlannedBatches; resolve: Resolve },
  deps: PlanDeps,
  book: PlanBook,
): Promise<FundProjects> {
  const owned = rows.flatMap((row) => {
    const batch = batches.find(row.batch);
    if ('reason' in batch) tell(row, 'batch', batch.reason, book);
    const enterprise = resolve(row.enterprise);
    if ('reason' in enterprise) tell(row, 'enterprise', enterprise.reason, book);
    return 'reason' in batch || 'reason' in enterprise ? [] : [{ row, batch, enterprise }];
  });
  const projects = await createFundProjects(deps.db, { owned, entries, batches, resolve });
  const said = new Map<string, number>();
  const matched: { one: OwnedRow; known: PlannedProject | null }[] = [];
  for (const one of owned) {
    const match = matchOf(one, projects);
    if ('reason' in match) tell(one.row, match.column, match.reason, book);
    else if (!isRepeated(one, match.known, said, book)) matched.push({ one, known: match.known });
  }
  const existing = matched.flatMap(({ known }) => known?.project.id ?? []);
  const approvals = grouped(
    await knownEntries(deps.db, { projectIds: existing, type: 'APPROVE' }),
    ({ projectId }) => projectId,
  );
  const isNew = matched.filter(({ known }) => !known).map(({ one }) => one.enterprise.id);
  const demo = await demoEnterprises(deps.db, isNew);
  // In the order of the file: where all of them together are too much, the last one is told so.
  const ids = isNew
    .map(() => newId())
    .sort()
    .reverse();
  for (const { one, known } of matched) {
    if (!known) {
      const id = ids.pop() ?? newId();
      add(one, { id, projects, isDemo: demo.has(one.enterprise.id), today: deps.today }, book);
    } else {
      const wrong = differences(one.row, approvals.get(known.project.id) ?? [], '批复');
      for (const { column, reason } of wrong) tell(one.row, column, reason, book);
      if (wrong.length > 0) continue;
      change(one.row, known, book);
      projects.add(known);
    }
  }
  return projects;
}

function tell(row: FundProjectRow, column: keyof typeof columns, reason: string | null, book: PlanBook): void {
  if (reason !== null) book.problem('fundProjects', row.row, columns[column].header, reason);
}

/** The number of ours decides, then the authority's, then batch, enterprise and name together. */
function matchOf(
  { row, batch, enterprise }: OwnedRow,
  projects: FundProjects,
): { known: PlannedProject | null } | { column: keyof typeof columns; reason: string } {
  const ofNumber = row.number === null ? undefined : projects.byNumber(row.number);
  if (row.number !== null && !ofNumber) {
    const reason = `没有项目 ${projectLabel(row.number)}。新项目的系统编号请留空，由系统编号。`;
    return { column: 'number', reason };
  }
  const ofCode = row.code === null ? undefined : projects.byCode(certKey(row.code));
  if (ofNumber && ofCode && ofNumber !== ofCode) {
    const reason = `项目编号“${row.code}”属于 ${projectLabel(ofCode.project.number)}，与系统编号 ${projectLabel(ofNumber.project.number)} 不符。`;
    return { column: 'code', reason };
  }
  const ofName = projects.byName(batch.batch.id, enterprise.id, row.nameKey);
  const known = ofNumber ?? ofCode ?? ofName;
  if (!known) return { known: null };
  const label = projectLabel(known.project.number);
  if (ofName && ofName !== known) {
    const reason = `“${enterprise.name}”在该批次已有同名项目 ${projectLabel(ofName.project.number)}，与 ${label} 不是同一项目。`;
    return { column: 'name', reason };
  }
  if (known.batch !== batch) {
    return { column: 'batch', reason: `${label} 属于批次“${known.batch.batch.name}”，项目的批次不能更改。` };
  }
  if (known.project.enterprise.id !== enterprise.id) {
    const reason = `${label} 的承担单位是“${known.project.enterprise.name}”，不是“${enterprise.name}”。`;
    return { column: 'enterprise', reason };
  }
  const isOther = ofNumber === undefined && row.code !== null && known.project.code !== null && !ofCode;
  if (isOther) {
    const reason = `同名项目 ${label} 已登记的项目编号是“${known.project.code}”，与文件中的“${row.code}”不同；确需更改编号的请填写系统编号 ${label}。`;
    return { column: 'code', reason };
  }
  return { known };
}

function isRepeated(
  { row, batch, enterprise }: OwnedRow,
  known: PlannedProject | null,
  said: Map<string, number>,
  book: PlanBook,
): boolean {
  const byName = `${batch.batch.id} ${enterprise.id} ${row.nameKey}`;
  const keys = [
    byName,
    ...(row.code === null ? [] : [`code ${certKey(row.code)}`]),
    ...(known ? [known.project.id] : []),
  ];
  const before = keys.map((key) => said.get(key)).find((one) => one !== undefined);
  for (const key of keys) said.set(key, before ?? row.row);
  if (before === undefined) return false;
  tell(row, 'name', `与第${before}行是同一项目。`, book);
  return true;
}

function add(
  { row, batch, enterprise }: OwnedRow,
  { id, projects, isDemo, today }: { id: string; projects: FundProjects; isDemo: boolean; today: string },
  book: PlanBook,
): void {
  const { name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, goal, fen, effectiveOn, docNo } = row;
  const wrong = whyNotTerm(row);
  tell(row, 'startsOn', wrong, book);
  if (fen === null) tell(row, 'amount', '新项目必须填写。', book);
  if (fen === null || wrong !== null) return;
  const { writes, counts } = book;
  const selfRaised = row.selfRaised ?? 0n;
  const number = writes.funds.FundProject.length + 1;
  const told = [name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, String(selfRaised), goal, isDemo];
  writes.funds.FundProject.push([id, number, batch.batch.id, enterprise.id, ...told]);
  const day = { effectiveOn: effectiveOn ?? today, dateKnown: effectiveOn !== null, docNo };
  writes.funds.FundProjectStatus.push([newId(), id, 'APPROVED', day.effectiveOn, docNo]);
  counts.fundProjects.added += 1;
  const dates = { startsOn, endsOn, acceptanceDueOn };
  const project: Omit<KnownProject, 'batchId'> = {
    ...{ id, number: standInNumber(row.row), enterprise: { id: enterprise.id, name: enterprise.name } },
    ...{ name, code, leader, partner, ...dates, selfRaised, goal, isDemo },
  };
  const planned = { project, batch, isNew: true };
  batch.added.push({
    ...{
      id,
      projectId: id,
      project: planned,
      type: 'APPROVE',
      fen,
      ...day,
      period: null,
      note: null,
      isAdvance: false,
    },
    ...{ sheet: 'fundProjects', row: row.row },
  });
  projects.add(planned);
}

function change(row: FundProjectRow, planned: PlannedProject, book: PlanBook): void {
  const { project: known } = planned;
  let isChanged = false;
  const taken = <T extends string | bigint>(
    column: keyof typeof columns,
    before: T | null,
    wanted: T | null,
    isSame: (before: T, wanted: T) => boolean = (a, b) => a === b,
  ): T | null => {
    if (wanted === null || (before !== null && isSame(before, wanted))) return before;
    isChanged = true;
    const label = (value: T | null) =>
      value === null ? untold : typeof value === 'bigint' ? exactAmount(value) : String(value);
    book.change({
      sheet: 'fundProjects',
      row: row.row,
      enterpriseId: known.enterprise.id,
      enterprise: known.enterprise.name,
      objectType: 'fund-project',
      objectId: known.id,
      subject: `${projectLabel(known.number)} ${known.name}`,
      column: columns[column].header,
      before: label(before),
      after: label(wanted),
    });
    return wanted;
  };
  const sameWords = (a: string, b: string) => words(a) === b;
  const sameName = (a: string, b: string) => searchKey(a) === searchKey(b);
  const after = {
    name: taken('name', known.name, row.name, sameName) ?? known.name,
    code: taken('code', known.code, row.code, (a, b) => certKey(a) === certKey(b)),
    leader: taken('leader', known.leader, row.leader, sameWords),
    partner: taken('partner', known.partner, row.partner, sameWords),
    startsOn: taken('startsOn', known.startsOn, row.startsOn),
    endsOn: taken('endsOn', known.endsOn, row.endsOn),
    acceptanceDueOn: taken('acceptanceDueOn', known.acceptanceDueOn, row.acceptanceDueOn),
    selfRaised: taken('selfRaised', known.selfRaised, row.selfRaised) ?? 0n,
    goal: taken('goal', known.goal, row.goal, sameWords),
  };
  const wrong = isChanged ? whyNotTerm(after) : null;
  tell(row, 'startsOn', wrong, book);
  if (wrong !== null) return;
  if (isChanged) book.writes.updates.FundProject.set(known.id, { before: valuesOf(known), after: valuesOf(after) });
  planned.project = { ...known, ...after };
  book.counts.fundProjects[isChanged ? 'changed' : 'unchanged'] += 1;
}

/** In the order of `updateColumns`. */
function valuesOf(
  project: Pick<
    KnownProject,
    'name' | 'code' | 'leader' | 'partner' | 'startsOn' | 'endsOn' | 'acceptanceDueOn' | 'selfRaised' | 'goal'
  >,
): unknown[] {
  const { name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, selfRaised, goal } = project;
  return [name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, String(selfRaised), goal];
}

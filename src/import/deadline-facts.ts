import { grouped } from '../core/grouped.ts';
import type { EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import type { QualificationFact, TransitionFact } from '../domain/ledger.ts';
import { type EnterpriseRow, toFacts } from '../store/deadlines/facts-rows.ts';
import { type HistoryRow, historyStatement, toHistory } from '../store/history-rows.ts';
import { isThereText } from '../store/is-there.ts';
import type { Sql, Statement } from '../store/sql.ts';
import { raw, sql } from './statement.ts';
import { insertColumns, updateColumns, type Writes } from './writes.ts';

/** Enterprises as audiences see them once the file is imported: as they are registered, and as the file has them otherwise. */
export async function factsWith(db: Sql, writes: Writes): Promise<EnterpriseFacts[]> {
  const rows = await db.query<EnterpriseRow>(
    raw(`
    SELECT e."id", n."text" AS "name", e."industry", e."operatingState" FROM "Enterprise" e
    JOIN "EnterpriseName" n ON n."enterpriseId" = e."id" AND n."kind" = 'FULL'
    WHERE ${isThereText('e')} AND ${isThereText('n')} ORDER BY e."id"`),
  );
  const statement = historyStatement<Statement>(sql, {
    name: raw('n."text"'),
    join: raw(`JOIN "EnterpriseName" n ON n."enterpriseId" = x."enterpriseId" AND n."kind" = 'FULL'`),
    where: raw(isThereText('n')),
    isThere: raw(isThereText('x')),
  });
  const { qualifications, applications } = toHistory(await db.query<HistoryRow>(statement));
  const history = { qualifications: qualificationsWith(qualifications, writes), applications };
  // What was recorded of duties decides who is reminded, not who is concerned.
  return toFacts(enterprisesWith(rows, writes), history, () => []);
}

type Row = readonly unknown[];

/** Values by the names of their columns. */
function named<T>(columns: readonly string[], row: Row): T {
  return Object.fromEntries(columns.map((column, index) => [column, row[index]])) as T;
}

function enterprisesWith(rows: readonly EnterpriseRow[], { inserts, updates, names }: Writes): EnterpriseRow[] {
  type Kept = Pick<EnterpriseRow, 'industry' | 'operatingState'>;
  const nameRows = [...inserts.EnterpriseName, ...[...names.values()].flat()].map((row) =>
    named<{ enterpriseId: string; kind: string; text: string }>(insertColumns.EnterpriseName, row),
  );
  const nameOf = new Map(nameRows.flatMap((one) => (one.kind === 'FULL' ? [[one.enterpriseId, one.text]] : [])));
  const changed = rows.map((row) => {
    const update = updates.Enterprise.get(row.id);
    const name = nameOf.get(row.id) ?? row.name;
    if (!update) return name === row.name ? row : { ...row, name };
    const { industry, operatingState } = named<Kept>(updateColumns.Enterprise, update.after);
    return { ...row, name, industry, operatingState };
  });
  const added = inserts.Enterprise.map((row) => {
    const { id, industry, operatingState } = named<Kept & { id: string }>(insertColumns.Enterprise, row);
    return { id, name: nameOf.get(id) ?? '', industry, operatingState };
  });
  return [...changed, ...added];
}

function qualificationsWith(
  known: readonly QualificationFact[],
  { inserts, updates, transitions }: Writes,
): QualificationFact[] {
  type Added = Omit<QualificationFact, 'enterprise' | 'transitions'> & { enterpriseId: string };
  const transitionRows = [...inserts.Transition, ...transitions].map((row) => {
    const fact = named<TransitionFact & { qualificationId: string }>(insertColumns.Transition, row);
    // Of several of one day the one recorded last counts: these are recorded after all that there are.
    return { ...fact, recordedAt: lastOfAll };
  });
  const transitionsOf = grouped(transitionRows, ({ qualificationId }) => qualificationId);
  const changed = known.map((fact) => {
    const update = updates.Qualification.get(fact.id);
    const more = transitionsOf.get(fact.id);
    if (!update && !more) return fact;
    const values = update ? named<Partial<QualificationFact>>(updateColumns.Qualification, update.after) : {};
    return { ...fact, ...values, transitions: [...fact.transitions, ...(more ?? [])] };
  });
  const added = inserts.Qualification.map((row) => {
    const { enterpriseId, ...fact } = named<Added>(insertColumns.Qualification, row);
    const enterprise = { id: enterpriseId, name: '' };
    return { ...fact, applicationId: null, enterprise, transitions: transitionsOf.get(fact.id) ?? [] };
  });
  return [...changed, ...added];
}

const lastOfAll = new Date('9999-12-31T00:00:00Z');

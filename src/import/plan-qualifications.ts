import { newId } from '../core/ids.ts';
import { levelLabels, typeFacts } from '../domain/qualification.ts';
import { qualificationColumns } from '../domain/workbook/columns.ts';
import { type QualificationRow, untold } from '../domain/workbook/rows.ts';
import { certKey } from '../domain/workbook/values.ts';
import { type KnownQualification, knownQualifications } from './existing.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';

interface OwnedRow extends QualificationRow {
  enterpriseId: string;
  enterpriseName: string;
}

const headers = qualificationColumns;

/** Plans the recognised qualifications. */
export async function planQualifications(
  rows: readonly QualificationRow[],
  resolve: Resolve,
  { db, today }: PlanDeps,
  book: PlanBook,
): Promise<void> {
  const groups = new Map<string, { isNew: boolean; rows: OwnedRow[] }>();
  const seen = new Map<string, number>();
  for (const row of rows) {
    const enterprise = resolve(row.enterprise);
    if ('reason' in enterprise) {
      if (enterprise.reason !== null) {
        book.problem('qualifications', row.row, headers.enterprise.header, enterprise.reason);
      }
      continue;
    }
    const owned = { ...row, enterpriseId: enterprise.id, enterpriseName: enterprise.name };
    if (isRepeated(owned, seen, book)) continue;
    const group = groups.get(enterprise.id);
    if (group) group.rows.push(owned);
    else groups.set(enterprise.id, { isNew: enterprise.isNew, rows: [owned] });
  }
  const all = [...groups];
  for (let from = 0; from < all.length; from += enterprisesAtOnce) {
    const some = all.slice(from, from + enterprisesAtOnce);
    const sound = some.flatMap(([, group]) => group.rows);
    const known = await knownQualifications(db, {
      enterpriseIds: some.flatMap(([id, { isNew }]) => (isNew ? [] : [id])),
      certNos: sound.flatMap(({ certNo }) => certNo ?? []),
    });
    for (const [row, match] of matches(sound, known, book)) {
      if (match) change(row, match, book);
      else add(row, today, book);
    }
  }
}

/** As many enterprises as are looked at together: what is registered of them is in memory meanwhile. */
const enterprisesAtOnce = 500;

/** What two rows of one thing have in common: the number within its type, else everything but it. */
function keyOf({ type, certNo, enterpriseId, level, issuedOn }: OwnedRow | KnownQualification): string {
  return certNo === null ? `${enterpriseId} ${type} ${level} ${issuedOn}` : `${type} ${certKey(certNo)}`;
}

function isRepeated(row: OwnedRow, seen: Map<string, number>, book: PlanBook): boolean {
  const key = keyOf(row);
  const before = seen.get(key);
  if (before === undefined) {
    seen.set(key, row.row);
    return false;
  }
  const reason =
    row.certNo === null ? `与第${before}行是同一项资质，请填写证书编号以便区分。` : `与第${before}行重复。`;
  book.problem('qualifications', row.row, headers.certNo.header, reason);
  return true;
}

/**
 * Which registered qualification each row speaks of, the surest first: the same number; the same day (or both without
 * one); then the only one that says nothing else.
 */
function matches(
  rows: readonly OwnedRow[],
  known: ReadonlyMap<string, KnownQualification>,
  book: PlanBook,
): Map<OwnedRow, KnownQualification | null> {
  const byNumber = new Map<string, KnownQualification>();
  const byKind = new Map<string, Set<KnownQualification>>();
  const kindOf = ({ enterpriseId, type, level }: OwnedRow | KnownQualification) => `${enterpriseId} ${type} ${level}`;
  for (const one of known.values()) {
    if (one.certNo !== null) byNumber.set(keyOf(one), one);
    byKind.set(kindOf(one), (byKind.get(kindOf(one)) ?? new Set()).add(one));
  }
  const found = new Map<OwnedRow, KnownQualification | null>();
  const claim = (row: OwnedRow, one: KnownQualification) => {
    found.set(row, one);
    byKind.get(kindOf(one))?.delete(one);
  };
  const wrong = new Set<OwnedRow>();
  for (const row of rows) {
    const same = row.certNo === null ? undefined : byNumber.get(keyOf(row));
    if (!same) continue;
    if (same.enterpriseId === row.enterpriseId) claim(row, same);
    else {
      const reason = `${typeFacts[row.type].label} ${row.certNo} 已登记在另一家企业名下，请核对。`;
      book.problem('qualifications', row.row, headers.certNo.header, reason);
      wrong.add(row);
    }
  }
  for (const isSure of [true, false]) {
    for (const row of rows) {
      if (found.has(row) || wrong.has(row)) continue;
      const candidates = [...(byKind.get(kindOf(row)) ?? [])].filter(({ certNo, issuedOn }) => {
        if (row.certNo !== null && certNo !== null) return false;
        if (isSure) return issuedOn === row.issuedOn && (row.certNo === null) === (certNo === null);
        return row.issuedOn === null || issuedOn === null || issuedOn === row.issuedOn;
      });
      if (candidates.length > 1) {
        const reason = `“${row.enterpriseName}”登记了${candidates.length}项同类同级的资质，请填写证书编号或发证日期以便区分。`;
        book.problem('qualifications', row.row, headers.certNo.header, reason);
        wrong.add(row);
      } else if (candidates[0]) claim(row, candidates[0]);
      else if (!isSure) found.set(row, null);
    }
  }
  return found;
}

function add(row: OwnedRow, today: string, { counts, writes, problem }: PlanBook): void {
  const { enterpriseId, type, level, certNo, issuedOn, validFrom, validTo } = row;
  const usual = usualEnd[type];
  if (usual !== undefined && validTo === null) {
    problem(
      'qualifications',
      row.row,
      headers.validTo.header,
      `${typeFacts[type].label}必须填写有效期止（${usual}）。`,
    );
    return;
  }
  const id = newId();
  writes.inserts.Qualification.push([id, enterpriseId, type, level, certNo, issuedOn, validFrom, validTo]);
  const known = issuedOn ?? validFrom;
  writes.inserts.Transition.push([newId(), id, 'RECOGNIZED', known ?? today, known !== null]);
  counts.qualifications.added += 1;
}

/** Types that never are without an end. */
const usualEnd: Readonly<Partial<Record<QualificationRow['type'], string>>> = {
  HNTE: '一般为发证日期起满三年之日',
  TECH_SME: '一般为次年3月31日',
};

function change(row: OwnedRow, known: KnownQualification, book: PlanBook): void {
  const { counts, writes } = book;
  let isChanged = false;
  const taken = (column: 'level' | 'certNo' | 'issuedOn' | 'validFrom' | 'validTo', label = (text: string) => text) => {
    const before = known[column];
    const after = row[column];
    if (after === null || after === before) return before;
    if (column === 'certNo' && before !== null && certKey(before) === certKey(after)) return before;
    isChanged = true;
    book.change({
      sheet: 'qualifications',
      row: row.row,
      enterpriseId: known.enterpriseId,
      enterprise: row.enterpriseName,
      objectType: 'qualification',
      objectId: known.id,
      subject: typeFacts[row.type].label,
      column: headers[column].header,
      before: before === null ? untold : label(before),
      after: label(after),
    });
    return after;
  };
  const labels: Readonly<Record<string, string>> = levelLabels;
  const before = [known.level, known.certNo, known.issuedOn, known.validFrom, known.validTo];
  const after = [
    taken('level', (level) => labels[level] ?? level),
    taken('certNo'),
    taken('issuedOn'),
    taken('validFrom'),
    taken('validTo'),
  ];
  const begins = after[3] ?? after[2];
  const ends = after[4];
  if (begins && ends && begins > ends) {
    book.problem('qualifications', row.row, headers.validTo.header, `有效期止 ${ends} 早于已登记的 ${begins}。`);
    return;
  }
  if (isChanged) writes.updates.Qualification.set(known.id, { before, after });
  // It was recognised that day, not when it was first entered; what is recorded stays.
  if (row.issuedOn !== null && row.issuedOn !== known.issuedOn) {
    writes.transitions.push([newId(), known.id, 'RECOGNIZED', row.issuedOn, true]);
  }
  counts.qualifications[isChanged ? 'changed' : 'unchanged'] += 1;
}

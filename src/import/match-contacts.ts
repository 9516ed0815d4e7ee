import { grouped } from '../core/grouped.ts';
import { newId } from '../core/ids.ts';
import { contactColumns } from '../domain/workbook/columns.ts';
import type { ContactRow } from '../domain/workbook/rows.ts';
import type { KnownBinding, KnownPerson } from './existing.ts';
import type { PlanBook } from './plan.ts';

/** A contact's row whose enterprise is known. */
export interface OwnedRow extends ContactRow {
  enterpriseId: string;
  enterpriseName: string;
  /** Of the mobile number. */
  digest: string | null;
}

export interface MatchedRow {
  row: OwnedRow;
  /** Whom the row speaks of, if they speak or spoke for this enterprise already. */
  binding: KnownBinding | null;
  /** Who it is, if they are known or another row of the file has the same number; null = somebody new. */
  personId: string | null;
  person: KnownPerson | KnownBinding | null;
}

/** Who has which number by the rows before, and in which of them it stood. */
export interface KnownInFile {
  byDigest: Map<string, { id: string; row: number }>;
}

/**
 * Finds out whom each row speaks of: within an enterprise who has the number, else who has the name; elsewhere who has the
 * number.
 */
export function matchContacts(
  rows: readonly OwnedRow[],
  known: {
    bindings: ReadonlyMap<string, readonly KnownBinding[]>;
    persons: ReadonlyMap<string, KnownPerson>;
    inFile: KnownInFile;
  },
  book: PlanBook,
): readonly MatchedRow[] {
  const matched: MatchedRow[] = [];
  for (const group of grouped(rows, ({ enterpriseId }) => enterpriseId).values()) {
    const sound = distinct(group, book);
    const free = new Set(known.bindings.get(group[0]?.enterpriseId ?? '') ?? []);
    const left: OwnedRow[] = [];
    for (const row of sound) {
      const binding =
        row.digest === null ? undefined : [...free].find(({ mobileDigest }) => mobileDigest === row.digest);
      if (!binding) {
        left.push(row);
        continue;
      }
      free.delete(binding);
      matched.push({ row, binding, personId: binding.personId, person: binding });
    }
    for (const row of left) {
      const elsewhere = row.digest === null ? undefined : known.persons.get(row.digest);
      const named =
        elsewhere || row.name === null ? [] : [...free].filter(({ name, isEnded }) => !isEnded && name === row.name);
      if (named.length > 1) {
        const reason = `“${row.enterpriseName}”有${named.length}位同名联系人，请填写已登记的手机号以便区分。`;
        book.problem('contacts', row.row, contactColumns.name.header, reason);
        continue;
      }
      const [binding] = named;
      if (binding) {
        free.delete(binding);
        matched.push({ row, binding, personId: binding.personId, person: binding });
      } else matched.push({ row, binding: null, personId: elsewhere?.id ?? null, person: elsewhere ?? null });
    }
  }
  return oneNumberOnePerson(matched, known.inFile, book);
}

/** Rows of different enterprises with the same number speak of one person. */
function oneNumberOnePerson(
  matched: readonly MatchedRow[],
  { byDigest: persons }: KnownInFile,
  book: PlanBook,
): readonly MatchedRow[] {
  const sound = matched.filter(({ row, personId }) => {
    if (row.digest === null || personId === null) return true;
    const before = persons.get(row.digest);
    if (before === undefined) persons.set(row.digest, { id: personId, row: row.row });
    if (before === undefined || before.id === personId) return true;
    const reason = `手机号与第${before.row}行相同，但两行是两位已登记的人员，请先核对。`;
    book.problem('contacts', row.row, contactColumns.mobile.header, reason);
    return false;
  });
  return sound.map((match) => {
    const { row, personId } = match;
    if (row.digest === null || personId !== null) return match;
    const person = persons.get(row.digest) ?? { id: newId(), row: row.row };
    persons.set(row.digest, person);
    return { ...match, personId: person.id };
  });
}

/** The rows of one enterprise without those that say the same person, or the same rank, twice. */
function distinct(group: readonly OwnedRow[], book: PlanBook): readonly OwnedRow[] {
  const { name, mobile, rank } = contactColumns;
  const seen = new Map<string, OwnedRow>();
  const claim = (key: string, row: OwnedRow) => {
    const before = seen.get(key);
    if (!before) seen.set(key, row);
    return before;
  };
  return group.filter((row) => {
    const sameMobile = row.digest === null ? undefined : claim(`mobile ${row.digest}`, row);
    if (sameMobile) book.problem('contacts', row.row, mobile.header, `与第${sameMobile.row}行是同一企业的同一手机号。`);
    const sameRank = row.rank === null ? undefined : claim(`rank ${row.rank}`, row);
    if (sameRank) {
      const word = row.rank === 'MAIN' ? '主联系人' : '备用联系人';
      book.problem(
        'contacts',
        row.row,
        rank.header,
        `与第${sameRank.row}行都是“${row.enterpriseName}”的${word}，至多一位。`,
      );
    }
    const sameName = row.name === null ? undefined : claim(`name ${row.name}`, row);
    const isUnclear = sameName !== undefined && (row.digest === null || sameName.digest === null);
    if (isUnclear && !sameMobile) {
      book.problem(
        'contacts',
        row.row,
        name.header,
        `与第${sameName.row}行是同一企业的同名联系人，请都填写手机号以便区分。`,
      );
    }
    return !sameMobile && !sameRank && !isUnclear;
  });
}

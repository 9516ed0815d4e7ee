import { newId } from '../core/ids.ts';
import { digestOf, seal, unseal } from '../core/sealed.ts';
import { dutyLabels } from '../domain/bindings.ts';
import { maskPhone } from '../domain/masking.ts';
import { contactColumns } from '../domain/workbook/columns.ts';
import { type ContactRow, untold } from '../domain/workbook/rows.ts';
import { type KnownBinding, knownBindings, knownPersons } from './existing.ts';
import { type KnownInFile, type MatchedRow, matchContacts, type OwnedRow } from './match-contacts.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';

const rankLabels: Readonly<Record<string, string>> = { MAIN: '主', BACKUP: '备' };
const headers = contactColumns;

/** As many enterprises as are looked at together: what is registered of them is in memory meanwhile. */
const enterprisesAtOnce = 500;

/** Plans who speaks for whom. */
export async function planContacts(
  rows: readonly ContactRow[],
  resolve: Resolve,
  deps: PlanDeps,
  book: PlanBook,
): Promise<void> {
  const groups = new Map<string, ContactsOf>();
  for (const row of rows) {
    const enterprise = resolve(row.enterprise);
    if ('reason' in enterprise) {
      if (enterprise.reason !== null) book.problem('contacts', row.row, headers.enterprise.header, enterprise.reason);
      continue;
    }
    const group = groups.get(enterprise.id);
    if (group) group.rows.push(row);
    else groups.set(enterprise.id, { enterprise, rows: [row] });
  }
  // Those that are registered first: whoever is known there is known when the others are looked at.
  const ordered = [...groups.values()].sort((a, b) => Number(a.enterprise.isNew) - Number(b.enterprise.isNew));
  const people: People = { byDigest: new Map(), persona: new Map() };
  for (let from = 0; from < ordered.length; from += enterprisesAtOnce) {
    await planSome(ordered.slice(from, from + enterprisesAtOnce), people, deps, book);
  }
}

interface ContactsOf {
  enterprise: { id: string; name: string; isNew: boolean };
  rows: ContactRow[];
}

/** What is known so far of people by the rows before. */
interface People extends KnownInFile {
  /** What a person is to be called, by the first of their rows. */
  persona: Map<string, { name: string | null; row: number }>;
}

async function planSome(
  groups: readonly ContactsOf[],
  people: People,
  { db, keys }: PlanDeps,
  book: PlanBook,
): Promise<void> {
  const owned = groups.flatMap(({ enterprise, rows }) =>
    rows.map((row): OwnedRow => {
      const digest = row.mobile === null ? null : digestOf(keys.digest, 'mobile', row.mobile);
      return { ...row, enterpriseId: enterprise.id, enterpriseName: enterprise.name, digest };
    }),
  );
  const registered = groups.filter(({ enterprise }) => !enterprise.isNew).map(({ enterprise }) => enterprise.id);
  const bindings = await knownBindings(db, registered);
  const persons = await knownPersons(
    db,
    owned.flatMap(({ digest }) => digest ?? []),
  );
  const matched = matchContacts(owned, { bindings, persons, inFile: people }, book);
  for (const { row, binding, personId, person } of matched) {
    const id = personId ?? newId();
    const told = people.persona.get(id);
    if (told?.name && row.name !== null && told.name !== row.name) {
      const reason = `手机号与第${told.row}行相同，姓名却不同。`;
      book.problem('contacts', row.row, headers.name.header, reason);
      continue;
    }
    const isFirst = told === undefined;
    if (isFirst) people.persona.set(id, { name: row.name, row: row.row });
    if (binding) changeBinding(row, binding, { keys, isFirst, book });
    else addBinding(row, { id, person, isFirst, keys, book });
  }
  demote(matched, bindings, book);
}

function changeOf(row: OwnedRow, personId: string, column: string, [before, after]: readonly [string, string]) {
  const { row: number, enterpriseId, enterpriseName: enterprise, name } = row;
  const subject = name ?? maskPhone(row.mobile);
  const what = { sheet: 'contacts', objectType: 'person', objectId: personId } as const;
  return { ...what, row: number, enterpriseId, enterprise, subject, column, before, after };
}

function addBinding(
  row: OwnedRow,
  {
    id,
    person,
    isFirst,
    keys,
    book,
  }: { id: string; person: MatchedRow['person']; isFirst: boolean; keys: PlanDeps['keys']; book: PlanBook },
): void {
  const { writes, counts } = book;
  if (isFirst && !person && row.name === null) {
    book.problem('contacts', row.row, headers.name.header, '新联系人必须填写姓名。');
    return;
  }
  if (isFirst && !person) {
    const sealed = row.mobile === null ? null : seal(keys.data, row.mobile);
    writes.inserts.Person.push([id, row.name, sealed, row.digest]);
  }
  writes.inserts.Binding.push([newId(), id, row.enterpriseId, row.duty ?? 'CONTACT', row.rank]);
  if (isFirst && person && row.name !== null && person.name !== row.name) {
    // The number is known, under another name: whoever confirms sees it.
    book.change(changeOf(row, id, headers.name.header, [person.name ?? untold, row.name]));
    const { name, mobileSealed, mobileDigest } = person;
    writes.updates.Person.set(id, {
      before: [name, mobileSealed, mobileDigest],
      after: [row.name, mobileSealed, mobileDigest],
    });
    counts.contacts.changed += 1;
  } else counts.contacts.added += 1;
}

function changeBinding(
  row: OwnedRow,
  known: KnownBinding,
  { keys, isFirst, book }: { keys: PlanDeps['keys']; isFirst: boolean; book: PlanBook },
): void {
  const { writes, counts } = book;
  let isChanged = false;
  const differs = (column: string, before: string, after: string) => {
    isChanged = true;
    book.change(changeOf(row, known.personId, column, [before, after]));
  };
  if (known.isEnded) {
    differs('绑定', '已解除', '有效');
    writes.revived.push(known.id);
  }
  const name = row.name ?? known.name;
  const hasNewName = known.name !== name;
  if (hasNewName && isFirst) differs(headers.name.header, known.name ?? untold, name ?? untold);
  const hasNewMobile = row.digest !== null && row.digest !== known.mobileDigest;
  if (hasNewMobile && isFirst) {
    const before = known.mobileSealed === null ? null : unseal(keys.data, known.mobileSealed);
    differs(headers.mobile.header, maskPhone(before), maskPhone(row.mobile));
  }
  if ((hasNewName || hasNewMobile) && isFirst) {
    const { mobileSealed, mobileDigest } = known;
    const mobile =
      hasNewMobile && row.mobile !== null ? [seal(keys.data, row.mobile), row.digest] : [mobileSealed, mobileDigest];
    writes.updates.Person.set(known.personId, {
      before: [known.name, mobileSealed, mobileDigest],
      after: [name, ...mobile],
    });
  }
  const duties: Readonly<Record<string, string>> = dutyLabels;
  const duty = row.duty ?? known.duty;
  if (duty !== known.duty) differs(headers.duty.header, duties[known.duty] ?? known.duty, duties[duty] ?? duty);
  const rank = row.rank ?? known.rank;
  if (rank !== known.rank) differs(headers.rank.header, labelOf(known.rank), labelOf(rank));
  if (duty !== known.duty || rank !== known.rank) {
    writes.updates.Binding.set(known.id, { before: [known.duty, known.rank], after: [duty, rank] });
  }
  counts.contacts[isChanged ? 'changed' : 'unchanged'] += 1;
}

/** One main and one backup contact at most: who was it before is it no longer. */
function demote(
  matched: readonly { row: OwnedRow; binding: KnownBinding | null }[],
  bindings: ReadonlyMap<string, readonly KnownBinding[]>,
  book: PlanBook,
): void {
  const told = new Map(matched.flatMap(({ row, binding }) => (binding ? [[binding.id, row] as const] : [])));
  for (const { row, binding } of matched) {
    if (row.rank === null) continue;
    for (const other of bindings.get(row.enterpriseId) ?? []) {
      if (other.id === binding?.id || other.isEnded || other.rank !== row.rank) continue;
      // Who has another rank by the file has it changed there.
      if (told.get(other.id)?.rank) continue;
      const planned = book.writes.updates.Binding.get(other.id);
      const duty = planned?.after[0] ?? other.duty;
      book.writes.updates.Binding.set(other.id, { before: [other.duty, other.rank], after: [duty, null] });
      const subject = other.name ?? untold;
      const change = changeOf(row, other.personId, headers.rank.header, [labelOf(other.rank), '无']);
      book.change({ ...change, subject });
    }
  }
}

function labelOf(rank: string | null): string {
  return rank === null ? '无' : (rankLabels[rank] ?? rank);
}

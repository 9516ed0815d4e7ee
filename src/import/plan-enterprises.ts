import { newId } from '../core/ids.ts';
import { initialsOf, searchKey } from '../domain/enterprise-name.ts';
import { enterpriseColumns, operatingStateLabels } from '../domain/workbook/columns.ts';
import { type EnterpriseRow, untold } from '../domain/workbook/rows.ts';
import type { Reference } from '../domain/workbook/values.ts';
import { type KnownEnterprise, type KnownEnterprises, knownEnterprises } from './existing.ts';
import type { PlanBook, PlanDeps } from './plan.ts';
import type { FileContent } from './read-file.ts';

/** Which enterprise a row of another sheet speaks of, or why none. */
export type Resolve = (
  reference: Reference,
) => { id: string; name: string; isNew: boolean } | { reason: string | null };

/** Plans the enterprises, and finds them for the other sheets. */
export async function planEnterprises(content: FileContent, { db }: PlanDeps, book: PlanBook): Promise<Resolve> {
  const { enterprises: rows, contacts, qualifications, fundProjects, fundEntries, deadlines } = content;
  const references = [
    ...[...contacts, ...qualifications, ...fundProjects].map(({ enterprise }) => enterprise),
    ...fundEntries.flatMap((row) => ('isReversal' in row ? [] : (row.enterprise ?? []))),
    ...deadlines.flatMap(({ include, exempt }) => [...(include ?? []), ...(exempt ?? [])]),
  ];
  const known = await knownEnterprises(db, {
    codes: [...rows.flatMap(({ code }) => code ?? []), ...references.filter((one) => one.isCode).map(({ key }) => key)],
    keys: [
      ...rows.flatMap(({ nameKey, aliases }) => [nameKey, ...(aliases ?? []).map(searchKey)]),
      ...references.filter((one) => !one.isCode).map(({ key }) => key),
    ],
  });
  const planned = new Map<string, { id: string; name: string; isNew: boolean }>();
  /** The new name of whom the file gives one. */
  const renamed = new Map<string, string>();
  const sound = withoutDuplicates(rows, book);
  const inFile = new Map(sound.map((row) => [row.nameKey, row]));
  const claimed = new Map<string, number>();
  for (const row of sound) {
    const match = matchOf(row, known);
    if ('reason' in match) {
      book.problem('enterprises', row.row, match.column, match.reason);
      continue;
    }
    const clash = aliasClash(row, match.enterprise?.id ?? null, known, inFile);
    if (clash) {
      book.problem('enterprises', row.row, enterpriseColumns.aliases.header, clash);
      continue;
    }
    const before = match.enterprise && claimed.get(match.enterprise.id);
    if (match.enterprise && before !== undefined && before !== null) {
      const reason = `与第${before}行是同一家已登记的企业“${match.enterprise.name}”。`;
      book.problem('enterprises', row.row, null, reason);
      continue;
    }
    if (match.enterprise) claimed.set(match.enterprise.id, row.row);
    const id = match.enterprise ? change(row, match.enterprise, book) : add(row, book);
    const entry = { id, name: row.name, isNew: match.enterprise === null };
    planned.set(row.nameKey, entry);
    if (match.enterprise && match.enterprise.nameKey !== row.nameKey) renamed.set(id, row.name);
    if (row.code !== null) planned.set(row.code, entry);
  }
  // From here on nothing but their names is wanted of those that are registered.
  const { byCode, byName, byAlias } = known;
  const names = new Map([...known.byId].map(([id, { name }]) => [id, name]));
  return (reference) => resolve(reference, planned, { byCode, byName, byAlias, names, renamed }, book);
}

function withoutDuplicates(rows: readonly EnterpriseRow[], book: PlanBook): EnterpriseRow[] {
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    for (const [column, key] of [
      [enterpriseColumns.name.header, row.nameKey],
      [enterpriseColumns.code.header, row.code],
    ] as const) {
      const before = key === null ? undefined : seen.get(key);
      if (before !== undefined) {
        book.problem('enterprises', row.row, column, `与第${before}行重复。`);
        return false;
      }
    }
    seen.set(row.nameKey, row.row);
    if (row.code !== null) seen.set(row.code, row.row);
    return true;
  });
}

/** The code decides; without one the full name does. A short name is nobody's full name. */
function matchOf(
  { name, nameKey, code }: EnterpriseRow,
  { byId, byCode, byName, byAlias }: KnownEnterprises,
): { enterprise: KnownEnterprise | null } | { column: string; reason: string } {
  const named = byName.get(nameKey) ?? [];
  const ofCode = code === null ? undefined : byId.get(byCode.get(code) ?? '');
  const column = enterpriseColumns.name.header;
  if (ofCode) {
    const other = named.find((id) => id !== ofCode.id);
    if (other === undefined) return { enterprise: ofCode };
    const registered = byId.get(other)?.code;
    return {
      column,
      reason: `信用代码 ${code} 属于已登记的“${ofCode.name}”，而“${name}”是另一家已登记的企业${registered ? `（${registered}）` : ''}。`,
    };
  }
  if (named.length > 1) return { column, reason: `“${name}”登记了${named.length}家，请填写信用代码。` };
  const [first] = named;
  const ofName = first === undefined ? undefined : byId.get(first);
  if (ofName) {
    if (code === null || ofName.code === null) return { enterprise: ofName };
    const reason = `“${ofName.name}”已登记的信用代码是 ${ofName.code}，与文件中的 ${code} 不同，请核对。`;
    return { column: enterpriseColumns.code.header, reason };
  }
  const [alias] = byAlias.get(nameKey) ?? [];
  const full = alias === undefined ? undefined : byId.get(alias)?.name;
  if (full !== undefined) return { column, reason: `“${name}”是已登记企业“${full}”的简称，请填写全称。` };
  return { enterprise: null };
}

function aliasClash(
  { name, aliases }: EnterpriseRow,
  ownId: string | null,
  { byId, byName }: KnownEnterprises,
  inFile: ReadonlyMap<string, EnterpriseRow>,
): string | null {
  for (const alias of aliases ?? []) {
    const key = searchKey(alias);
    const other = inFile.get(key)?.name ?? byId.get((byName.get(key) ?? []).find((id) => id !== ownId) ?? '')?.name;
    if (other !== undefined && other !== name) return `简称“${alias}”是另一家企业的全称。`;
  }
  return null;
}

function nameRow(enterpriseId: string, kind: 'FULL' | 'ALIAS', text: string): unknown[] {
  return [newId(), enterpriseId, kind, text, searchKey(text), initialsOf(text)];
}

function add(row: EnterpriseRow, { counts, writes }: PlanBook): string {
  const id = newId();
  const { name, code, aliases, industry, field, foundedOn, aboveScale, operatingState } = row;
  writes.inserts.Enterprise.push([id, code, industry, field, foundedOn, aboveScale, operatingState ?? 'NORMAL']);
  writes.inserts.EnterpriseName.push(nameRow(id, 'FULL', name));
  for (const alias of aliases ?? []) writes.inserts.EnterpriseName.push(nameRow(id, 'ALIAS', alias));
  counts.enterprises.added += 1;
  return id;
}

function change(row: EnterpriseRow, known: KnownEnterprise, book: PlanBook): string {
  const { counts, writes } = book;
  let isChanged = false;
  const differs = (column: keyof typeof enterpriseColumns, before: string, after: string) => {
    isChanged = true;
    book.change({
      sheet: 'enterprises',
      row: row.row,
      enterpriseId: known.id,
      enterprise: known.name,
      objectType: 'enterprise',
      objectId: known.id,
      subject: '',
      column: enterpriseColumns[column].header,
      before,
      after,
    });
  };
  const taken = <T extends string | boolean>(
    column: keyof typeof enterpriseColumns,
    before: T | null,
    wanted: T | null,
    label: (value: T) => string = String,
  ): T | null => {
    // An empty cell says nothing.
    if (wanted === null || wanted === before) return before;
    differs(column, before === null ? untold : label(before), label(wanted));
    return wanted;
  };
  const states: Readonly<Record<string, string>> = operatingStateLabels;
  const isRenamed = row.nameKey !== known.nameKey;
  if (isRenamed) differs('name', known.name, row.name);
  const before = [known.code, known.industry, known.field, known.foundedOn, known.aboveScale, known.operatingState];
  const after = [
    taken('code', known.code, row.code),
    taken('industry', known.industry, row.industry),
    taken('field', known.field, row.field),
    taken('foundedOn', known.foundedOn, row.foundedOn),
    taken('aboveScale', known.aboveScale, row.aboveScale, (value) => (value ? '是' : '否')),
    taken('operatingState', known.operatingState, row.operatingState, (value) => states[value] ?? value),
  ];
  if (after.some((value, index) => value !== before[index])) writes.updates.Enterprise.set(known.id, { before, after });

  const kept = known.aliases.filter(({ key }) => key !== row.nameKey).map(({ text }) => text);
  const keys = (aliases: readonly string[]) => aliases.map(searchKey).sort().join('\n');
  const hasNewAliases = row.aliases !== null && keys(row.aliases) !== keys(kept);
  const aliases = hasNewAliases && row.aliases ? row.aliases : kept;
  if (hasNewAliases) differs('aliases', kept.join('、') || untold, aliases.join('、') || untold);
  if (isRenamed || hasNewAliases) {
    const fullName = nameRow(known.id, 'FULL', isRenamed ? row.name : known.name);
    writes.names.set(known.id, [fullName, ...aliases.map((alias) => nameRow(known.id, 'ALIAS', alias))]);
  }
  counts.enterprises[isChanged ? 'changed' : 'unchanged'] += 1;
  return known.id;
}

function resolve(
  { key, isCode, text }: Reference,
  planned: ReadonlyMap<string, { id: string; name: string; isNew: boolean }>,
  known: Omit<KnownEnterprises, 'byId'> & Record<'names' | 'renamed', ReadonlyMap<string, string>>,
  book: PlanBook,
): ReturnType<Resolve> {
  const { byCode, byName, byAlias, names, renamed } = known;
  const own = planned.get(key);
  if (own) return own;
  const ids = isCode ? [byCode.get(key)].filter((id) => id !== undefined) : (byName.get(key) ?? []);
  if (ids.length > 1) return { reason: `“${text}”登记了${ids.length}家，请改填信用代码。` };
  const [id = ''] = ids;
  // By the name that the file takes away it would not be found in the same file a second time.
  const newName = isCode ? undefined : renamed.get(id);
  if (newName !== undefined)
    return { reason: `“${text}”在本文件的“企业”表中改名为“${newName}”，请填写新名称或信用代码。` };
  const name = names.get(id);
  if (name !== undefined) return { id, name, isNew: false };
  // It may be one of the rows that could not be read.
  if (book.hasProblems('enterprises')) return { reason: null };
  const [alias = ''] = isCode ? [] : (byAlias.get(key) ?? []);
  const full = names.get(alias);
  if (full !== undefined) return { reason: `“${text}”是简称，请填写全称“${full}”或信用代码。` };
  return { reason: `“${text}”没有登记，也不在本文件的“企业”表中。` };
}

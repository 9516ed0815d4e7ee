import { isThereText } from '../store/is-there.ts';
import type { Sql } from '../store/sql.ts';
import { listOf, raw, sql } from './statement.ts';

/** What is registered already, as far as the file is concerned with it. */
export interface KnownEnterprise {
  id: string;
  name: string;
  nameKey: string;
  code: string | null;
  aliases: readonly { text: string; key: string }[];
  industry: string | null;
  field: string | null;
  foundedOn: string | null;
  aboveScale: boolean | null;
  operatingState: string;
}

export interface KnownBinding {
  id: string;
  personId: string;
  enterpriseId: string;
  duty: string;
  rank: string | null;
  isEnded: boolean;
  name: string | null;
  mobileDigest: string | null;
  mobileSealed: string | null;
}

export interface KnownPerson {
  id: string;
  name: string | null;
  mobileDigest: string;
  mobileSealed: string | null;
}

export interface KnownQualification {
  id: string;
  enterpriseId: string;
  type: string;
  level: string;
  certNo: string | null;
  issuedOn: string | null;
  validFrom: string | null;
  validTo: string | null;
}

/** As many values as one look-up names. */
const atOnce = 500;

export async function lookUp<Row>(
  wanted: Iterable<string>,
  query: (values: readonly string[]) => Promise<readonly Row[]>,
  take: (row: Row) => void,
): Promise<void> {
  const values = [...new Set(wanted)];
  for (let from = 0; from < values.length; from += atOnce) {
    for (const row of await query(values.slice(from, from + atOnce))) take(row);
  }
}

const there = (alias: string) => raw(isThereText(alias));

export interface KnownEnterprises {
  byId: ReadonlyMap<string, KnownEnterprise>;
  byCode: ReadonlyMap<string, string>;
  /** By search key of the full name; several if they were registered twice. */
  byName: ReadonlyMap<string, readonly string[]>;
  byAlias: ReadonlyMap<string, readonly string[]>;
}

/** The enterprises that any of these codes and search keys belong to. */
export async function knownEnterprises(
  db: Sql,
  wanted: { codes: Iterable<string>; keys: Iterable<string> },
): Promise<KnownEnterprises> {
  const ids = new Set<string>();
  await lookUp(
    wanted.codes,
    (codes) =>
      db.query<{ id: string }>(
        sql`SELECT e."id" FROM "Enterprise" e WHERE e."creditCode" IN ${listOf(codes)} AND ${there('e')}`,
      ),
    ({ id }) => ids.add(id),
  );
  await lookUp(
    wanted.keys,
    (keys) =>
      db.query<{ id: string }>(sql`
        SELECT DISTINCT n."enterpriseId" AS "id" FROM "EnterpriseName" n
        WHERE n."searchKey" IN ${listOf(keys)} AND ${there('n')}`),
    ({ id }) => ids.add(id),
  );

  const byId = new Map<string, KnownEnterprise & { aliases: { text: string; key: string }[] }>();
  await lookUp(
    ids,
    (some) =>
      db.query<Omit<KnownEnterprise, 'name' | 'nameKey' | 'aliases'>>(sql`
        SELECT e."id", e."creditCode" AS "code", e."industry", e."field", e."foundedOn", e."aboveScale",
          e."operatingState"
        FROM "Enterprise" e WHERE e."id" IN ${listOf(some)}`),
    (row) => byId.set(row.id, { ...row, name: '', nameKey: '', aliases: [] }),
  );
  await lookUp(
    ids,
    (some) =>
      db.query<{ enterpriseId: string; kind: string; text: string; searchKey: string }>(sql`
        SELECT n."enterpriseId", n."kind", n."text", n."searchKey" FROM "EnterpriseName" n
        WHERE n."enterpriseId" IN ${listOf(some)} ORDER BY n."id"`),
    ({ enterpriseId, kind, text, searchKey }) => {
      const enterprise = byId.get(enterpriseId);
      if (!enterprise) return;
      if (kind === 'FULL') Object.assign(enterprise, { name: text, nameKey: searchKey });
      else enterprise.aliases.push({ text, key: searchKey });
    },
  );

  const byCode = new Map<string, string>();
  const byName = new Map<string, string[]>();
  const byAlias = new Map<string, string[]>();
  const push = (map: Map<string, string[]>, key: string, id: string) => map.set(key, [...(map.get(key) ?? []), id]);
  for (const { id, code, nameKey, aliases } of byId.values()) {
    if (code !== null) byCode.set(code, id);
    push(byName, nameKey, id);
    for (const { key } of aliases) push(byAlias, key, id);
  }
  return { byId, byCode, byName, byAlias };
}

/** Everybody who speaks or spoke for these enterprises. */
export async function knownBindings(
  db: Sql,
  enterpriseIds: Iterable<string>,
): Promise<ReadonlyMap<string, readonly KnownBinding[]>> {
  const found = new Map<string, KnownBinding[]>();
  await lookUp(
    enterpriseIds,
    (ids) =>
      db.query<Omit<KnownBinding, 'isEnded'> & { ended: number | bigint }>(sql`
        SELECT b."id", b."personId", b."enterpriseId", b."duty", b."rank",
          CASE WHEN b."endedAt" IS NULL THEN 0 ELSE 1 END AS "ended", p."name", p."mobileDigest", p."mobileSealed"
        FROM "Binding" b JOIN "Person" p ON p."id" = b."personId"
        WHERE b."enterpriseId" IN ${listOf(ids)} AND ${there('b')} ORDER BY b."id"`),
    ({ ended, ...row }) => {
      const binding = { ...row, isEnded: Number(ended) === 1 };
      found.set(row.enterpriseId, [...(found.get(row.enterpriseId) ?? []), binding]);
    },
  );
  return found;
}

/** Who has these numbers; of several the one who was recorded first. */
export async function knownPersons(db: Sql, digests: Iterable<string>): Promise<ReadonlyMap<string, KnownPerson>> {
  const found = new Map<string, KnownPerson>();
  await lookUp(
    digests,
    (some) =>
      db.query<KnownPerson>(sql`
        SELECT p."id", p."name", p."mobileDigest", p."mobileSealed" FROM "Person" p
        WHERE p."mobileDigest" IN ${listOf(some)} AND ${there('p')} ORDER BY p."recordedAt", p."id"`),
    (row) => {
      if (!found.has(row.mobileDigest)) found.set(row.mobileDigest, row);
    },
  );
  return found;
}

/** The qualifications of these enterprises, and those that have one of these numbers. */
export async function knownQualifications(
  db: Sql,
  wanted: { enterpriseIds: Iterable<string>; certNos: Iterable<string> },
): Promise<ReadonlyMap<string, KnownQualification>> {
  const found = new Map<string, KnownQualification>();
  const columns = raw(
    'SELECT q."id", q."enterpriseId", q."type", q."level", q."certNo", q."issuedOn", q."validFrom", q."validTo"',
  );
  const take = (row: KnownQualification) => found.set(row.id, row);
  await lookUp(
    wanted.enterpriseIds,
    (ids) =>
      db.query<KnownQualification>(
        sql`${columns} FROM "Qualification" q WHERE q."enterpriseId" IN ${listOf(ids)} AND ${there('q')} ORDER BY q."id"`,
      ),
    take,
  );
  await lookUp(
    wanted.certNos,
    (some) =>
      db.query<KnownQualification>(
        sql`${columns} FROM "Qualification" q WHERE q."certNo" IN ${listOf(some)} AND ${there('q')} ORDER BY q."id"`,
      ),
    take,
  );
  return found;
}

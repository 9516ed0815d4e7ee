import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { grouped } from '../core/grouped.ts';
import { newId } from '../core/ids.ts';
import { unseal } from '../core/sealed.ts';
import { type SheetToWrite, xlsxBytes } from '../documents/write-xlsx.ts';
import { dutyLabels } from '../domain/bindings.ts';
import { type CalendarDate, dateOf } from '../domain/calendar.ts';
import { type Exchange, exportNames } from '../domain/exchange.ts';
import { maskName, maskPhone } from '../domain/masking.ts';
import { levelLabels, typeFacts } from '../domain/qualification.ts';
import {
  fundSheetKinds,
  operatingStateLabels,
  type SheetKind,
  sheets,
  writtenColumns,
} from '../domain/workbook/columns.ts';
import { untold } from '../domain/workbook/rows.ts';
import { change, type StoreDeps } from '../store/store-deps.ts';
import { isThere } from '../store/visible-rows.ts';
import { deadlineRows } from './export-deadlines.ts';
import { fundRows } from './export-funds.ts';

/** As many enterprises as are read at once. */
const atOnce = 300;

type Cells = readonly (string | null)[];
type Named = { id: string; name: string };

/** Writes what is registered in the columns in which it is imported: the file goes round. */
export function createExport(deps: StoreDeps): Pick<Exchange, 'export'> {
  const { sql, keys } = deps;

  const funds = fundRows(sql);

  function rowsOf(kind: SheetKind, whole: boolean, today: CalendarDate): AsyncGenerator<Cells> {
    switch (kind) {
      case 'enterprises':
        return byEnterprise(enterprises);
      case 'contacts':
        return byEnterprise(contacts(whole));
      case 'qualifications':
        return byEnterprise(qualifications(today));
      case 'deadlines':
        return deadlineRows(sql);
      default:
        return funds[kind]();
    }
  }

  async function* byEnterprise(
    read: (ids: Prisma.Sql) => Promise<ReadonlyMap<string, readonly ((enterprise: Named) => Cells)[]>>,
  ): AsyncGenerator<Cells> {
    const all = await sql.query<Named>(Prisma.sql`
      SELECT e."id", n."text" AS "name" FROM "Enterprise" e
      JOIN "EnterpriseName" n ON n."enterpriseId" = e."id" AND n."kind" = 'FULL'
      WHERE ${isThere('e')} AND ${isThere('n')} ORDER BY n."text", e."id"`);
    for (let from = 0; from < all.length; from += atOnce) {
      const some = all.slice(from, from + atOnce);
      const found = await read(Prisma.join(some.map(({ id }) => id)));
      for (const enterprise of some) for (const cells of found.get(enterprise.id) ?? []) yield cells(enterprise);
    }
  }

  async function enterprises(ids: Prisma.Sql) {
    const rows = await sql.query<{
      id: string;
      code: string | null;
      industry: string | null;
      field: string | null;
      foundedOn: string | null;
      aboveScale: boolean | null;
      operatingState: string;
    }>(Prisma.sql`
      SELECT e."id", e."creditCode" AS "code", e."industry", e."field", e."foundedOn", e."aboveScale", e."operatingState"
      FROM "Enterprise" e WHERE e."id" IN (${ids})`);
    const names = await sql.query<{ enterpriseId: string; text: string }>(Prisma.sql`
      SELECT n."enterpriseId", n."text" FROM "EnterpriseName" n
      WHERE n."enterpriseId" IN (${ids}) AND n."kind" = 'ALIAS' ORDER BY n."id"`);
    const aliases = grouped(names, ({ enterpriseId }) => enterpriseId);
    const states: Readonly<Record<string, string>> = operatingStateLabels;
    return cellsBy(
      rows,
      ({ id }) => id,
      (row) =>
        ({ name }: Named): Cells => [
          name,
          row.code,
          (aliases.get(row.id) ?? []).map(({ text }) => text).join('、'),
          row.industry,
          row.field,
          row.foundedOn,
          row.aboveScale === null ? null : row.aboveScale ? '是' : '否',
          states[row.operatingState] ?? null,
        ],
    );
  }

  function contacts(whole: boolean) {
    return async (ids: Prisma.Sql) => {
      const rows = await sql.query<{
        enterpriseId: string;
        name: string | null;
        mobileSealed: string | null;
        duty: string;
        rank: string | null;
      }>(Prisma.sql`
        SELECT b."enterpriseId", p."name", p."mobileSealed", b."duty", b."rank"
        FROM "Binding" b JOIN "Person" p ON p."id" = b."personId"
        WHERE b."enterpriseId" IN (${ids}) AND b."endedAt" IS NULL AND ${isThere('b')} ORDER BY b."recordedAt", b."id"`);
      const duties: Readonly<Record<string, string>> = dutyLabels;
      return cellsBy(
        rows,
        ({ enterpriseId }) => enterpriseId,
        (row) =>
          (enterprise: Named): Cells => {
            const mobile = row.mobileSealed === null ? null : unseal(keys.data, row.mobileSealed);
            return [
              enterprise.name,
              row.name === null ? untold : whole ? row.name : maskName(row.name),
              mobile === null || whole ? mobile : maskPhone(mobile),
              duties[row.duty] ?? null,
              row.rank === null ? null : row.rank === 'MAIN' ? '主' : '备',
            ];
          },
      );
    };
  }

  function qualifications(today: CalendarDate) {
    return async (ids: Prisma.Sql) => {
      const rows = await sql.query<{
        enterpriseId: string;
        type: string;
        level: string;
        certNo: string | null;
        issuedOn: string | null;
        validFrom: string | null;
        validTo: string | null;
        revoked: number | bigint;
      }>(Prisma.sql`
        SELECT q."enterpriseId", q."type", q."level", q."certNo", q."issuedOn", q."validFrom", q."validTo",
          CASE WHEN EXISTS (SELECT 1 FROM "Transition" t WHERE t."qualificationId" = q."id" AND t."status" = 'REVOKED'
            AND t."effectiveOn" <= ${today}) THEN 1 ELSE 0 END AS "revoked"
        FROM "Qualification" q WHERE q."enterpriseId" IN (${ids}) AND ${isThere('q')} ORDER BY q."recordedAt", q."id"`);
      const types: Readonly<Record<string, { label: string }>> = typeFacts;
      const levels: Readonly<Record<string, string>> = levelLabels;
      return cellsBy(
        rows,
        ({ enterpriseId }) => enterpriseId,
        (row) =>
          (enterprise: Named): Cells => [
            enterprise.name,
            types[row.type]?.label ?? row.type,
            levels[row.level] ?? row.level,
            row.certNo,
            row.issuedOn,
            row.validFrom,
            row.validTo,
            Number(row.revoked) === 1 ? '已取消' : '已认定',
          ],
      );
    };
  }

  return {
    async export(doer, { kind, whole }) {
      const { personId } = doer;
      if (personId === null) throw new Error('nobody known to export for');
      let count = 0;
      async function* counted(one: SheetKind): AsyncGenerator<Cells> {
        for await (const row of rowsOf(one, whole, dateOf(doer.at))) {
          count += 1;
          yield row;
        }
      }
      const kinds = kind === 'funds' ? fundSheetKinds : [kind];
      const content = kinds.map(
        (one): SheetToWrite => ({ name: sheets[one].name, columns: writtenColumns(one), rows: counted(one) }),
      );
      const bytes = new Uint8Array(await xlsxBytes(content));
      const name = exportNames[kind];
      const attachmentId = newId();
      const fileName = `${name}${whole && kind === 'contacts' ? '（完整）' : ''}-${dateOf(doer.at)}.xlsx`;
      // Recorded with the file: there is no copy that nobody knows of.
      await change(deps, doer, async (tx) => {
        await tx.attachment.create({
          data: { id: attachmentId, name: fileName, bytes, personId, recordedAt: doer.at },
        });
        const about = { objectType: kind, objectId: attachmentId, detail: { rows: count, whole } };
        return { result: null, alongside: { audit: [{ action: 'export', result: 'allowed', ...about }] } };
      });
      return { attachmentId, rows: count };
    },
  };
}

function cellsBy<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  toValue: (row: Row) => Value,
): Map<string, Value[]> {
  return new Map([...grouped(rows, keyOf)].map(([key, group]) => [key, group.map(toValue)]));
}

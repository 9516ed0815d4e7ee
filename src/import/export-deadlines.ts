import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { basisLabels, deadlineKindLabels } from '../domain/deadlines/deadline.ts';
import { sayAudience } from '../domain/deadlines/say-deadline.ts';
import { toDeadline } from '../store/deadlines/rows.ts';
import type { Sql } from '../store/sql.ts';
import { isThere } from '../store/visible-rows.ts';

type Cells = readonly (string | null)[];

/** 截止事项 in force, in the columns in which they are imported: this year's, with new days, are the next year's. */
export async function* deadlineRows(sql: Sql): AsyncGenerator<Cells> {
  const names = new Map(
    (
      await sql.query<{ id: string; text: string }>(Prisma.sql`
        SELECT n."enterpriseId" AS "id", n."text" FROM "EnterpriseName" n WHERE n."kind" = 'FULL' AND ${isThere('n')}`)
    ).map(({ id, text }) => [id, text]),
  );
  const named = (ids: readonly string[]) => listed(ids.flatMap((id) => names.get(id) ?? []));
  const rows = await sql.query<Parameters<typeof toDeadline>[0]>(Prisma.sql`
    SELECT d.* FROM "Deadline" d WHERE d."state" = 'ACTIVE' AND ${isThere('d')} ORDER BY d."enterpriseDue", d."number"`);
  for (const row of rows) {
    const batch = row.batch === null ? null : Number(row.batch);
    const of = toDeadline({ ...row, batch, year: Number(row.year) });
    const { audience, enterpriseDue, officialDue } = of;
    yield [
      of.program,
      String(of.year),
      batch === null ? null : String(batch),
      deadlineKindLabels[of.kind],
      enterpriseDue.on,
      enterpriseDue.at,
      officialDue?.on ?? null,
      officialDue?.at ?? null,
      basisLabels[of.basis],
      of.noticeNo,
      of.url,
      sayAudience(audience, []) || null,
      listed(audience.industries, '；'),
      named(audience.include),
      named(audience.exempt),
    ];
  }
}

function listed(texts: readonly string[], mark = '、'): string | null {
  return texts.length === 0 ? null : texts.join(mark);
}

import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { grouped } from '../../core/grouped.ts';
import { type DutyFact, dutyKinds } from '../../domain/applications.ts';
import type { EnterpriseFacts } from '../../domain/deadlines/deadlines.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { StoreDeps } from '../store-deps.ts';
import { isThere } from '../visible-rows.ts';
import { type EnterpriseRow, toFacts } from './facts-rows.ts';

/** Enterprises with everything that audiences and ladders follow from, in three statements however many there are. */
export function createFacts(
  { client, sql }: Pick<StoreDeps, 'client' | 'sql'>,
  ledger: Pick<Ledger, 'history' | 'historyOf'>,
): (enterpriseId?: string) => Promise<readonly EnterpriseFacts[]> {
  return async (enterpriseId) => {
    const one = enterpriseId === undefined ? Prisma.empty : Prisma.sql`AND e."id" = ${enterpriseId}`;
    const rows = await sql.query<EnterpriseRow>(Prisma.sql`
      SELECT e."id", n."text" AS "name", e."industry", e."operatingState" FROM "Enterprise" e
      JOIN "EnterpriseName" n ON n."enterpriseId" = e."id" AND n."kind" = 'FULL'
      WHERE ${isThere('e')} AND ${isThere('n')} ${one} ORDER BY e."id"`);
    const [only] = rows;
    const history =
      enterpriseId === undefined
        ? await ledger.history({})
        : await ledger.historyOf({ id: enterpriseId, name: only?.name ?? '' });
    const ownerOf = new Map(history.qualifications.map(({ id, enterprise }) => [id, enterprise.id]));
    const duties = await client.dutyRecord.findMany({
      where: enterpriseId === undefined ? {} : { qualification: { enterpriseId } },
      orderBy: { recordedAt: 'asc' },
    });
    const dutiesOf = grouped(duties, ({ qualificationId }) => ownerOf.get(qualificationId) ?? '');
    return toFacts(rows, history, (id) => (dutiesOf.get(id) ?? []).flatMap(toDuty));
  };
}

function toDuty(row: {
  qualificationId: string;
  kind: string;
  year: number;
  state: string;
  recordedAt: Date;
}): DutyFact[] {
  const kind = dutyKinds.find((one) => one === row.kind);
  const { qualificationId, year, recordedAt } = row;
  return kind ? [{ qualificationId, kind, year, state: row.state === 'DONE' ? 'DONE' : 'MISSED', recordedAt }] : [];
}

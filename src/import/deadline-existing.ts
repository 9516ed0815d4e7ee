import type { Deadline, DeadlineContent } from '../domain/deadlines/deadline.ts';
import type { Policy } from '../domain/deadlines/policy.ts';
import { newestPolicy, openKeyOf, toDeadline, toPolicy } from '../store/deadlines/rows.ts';
import { isThereText } from '../store/is-there.ts';
import type { Sql } from '../store/sql.ts';
import { lookUp } from './existing.ts';
import { listOf, raw, sql } from './statement.ts';

/** A deadline as it is registered, and the values of its columns as they stand there. */
export interface KnownDeadline {
  deadline: Deadline;
  row: Readonly<Record<string, unknown>>;
}

type Named = Pick<DeadlineContent, 'program' | 'year' | 'batch'>;

export interface KnownDeadlines {
  /** The one in force of this programme, year and batch. */
  find(of: Named): KnownDeadline | null;
  /** One that was withdrawn, where none is in force. */
  findWithdrawn(of: Named): Deadline | null;
}

/** All deadlines of these programmes. */
export async function knownDeadlines(db: Sql, programs: Iterable<string>): Promise<KnownDeadlines> {
  const active = new Map<string, KnownDeadline>();
  const withdrawn = new Map<string, Deadline>();
  await lookUp(
    programs,
    (some) =>
      db.query<Parameters<typeof toDeadline>[0]>(sql`
        SELECT d."id", d."number", d."program", d."year", d."batch", d."kind", d."enterpriseDue", d."enterpriseTime",
          d."officialDue", d."officialTime", d."basis", d."noticeNo", d."url", d."audience", d."settledBy", d."state",
          d."version", d."ladderFrom"
        FROM "Deadline" d WHERE d."program" IN ${listOf(some)} AND ${raw(isThereText('d'))} ORDER BY d."number"`),
    (found) => {
      const whole = (value: number) => Number(value);
      const { number, year, version, batch } = found;
      const counted = { number: whole(number), year: whole(year), version: whole(version) };
      const row = { ...found, ...counted, batch: batch === null ? null : whole(batch) };
      const deadline = toDeadline(row);
      if (deadline.isWithdrawn) withdrawn.set(openKeyOf(deadline), deadline);
      else active.set(openKeyOf(deadline), { deadline, row });
    },
  );
  return {
    find: (of) => active.get(openKeyOf(of)) ?? null,
    findWithdrawn: (of) => (active.has(openKeyOf(of)) ? null : (withdrawn.get(openKeyOf(of)) ?? null)),
  };
}

export async function knownPolicy(db: Sql): Promise<Policy> {
  const [row] = await db.query<{ number: number; content: string }>(raw(newestPolicy));
  return toPolicy(row);
}

import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { type AuditAction, type AuditFact, changes, type Doer } from '../core/audit.ts';
import type { InboundEvent } from '../core/event.ts';
import { grouped } from '../core/grouped.ts';
import type { Mailed } from '../core/mailing.ts';
import type { Keys } from '../core/sealed.ts';
import { systemDoer } from '../core/system-doer.ts';
import { auditRows } from './audit-rows.ts';
import type { Sql } from './sql.ts';

/** A statement takes 32 766 values on SQLite, and no answer records as much. */
const factsAtOnce = 1_000;

/** Records what was read or refused, by itself, in one statement: what a change did is recorded with the change. */
export function createRecordAudit(sql: Sql, keys: Keys): (doer: Doer, facts: readonly AuditFact[]) => Promise<void> {
  return async (doer, facts) => {
    for (let from = 0; from < facts.length; from += factsAtOnce) {
      await insert(doer, facts.slice(from, from + factsAtOnce));
    }
  };

  async function insert(doer: Doer, facts: readonly AuditFact[]): Promise<void> {
    const rows = auditRows(doer, facts, keys.audit).map(
      (row) => Prisma.sql`(${row.id}, ${row.at}, ${row.personId}, ${row.role}, ${row.channel}, ${row.place},
        ${row.action}, ${row.objectType}, ${row.objectId}, ${row.enterpriseId}, ${row.result}, ${row.requestId},
        ${row.detail}, ${row.salt}, ${row.detailDigest}, ${row.mac})`,
    );
    await sql.execute(Prisma.sql`
      INSERT INTO "AuditEntry" ("id", "at", "personId", "role", "channel", "place", "action", "objectType", "objectId",
        "enterpriseId", "result", "requestId", "detail", "salt", "detailDigest", "mac")
      VALUES ${Prisma.join(rows)}`);
  }
}

/** A job is tried again within hours; further back nobody has to look. */
export const lookBackMs = 48 * 60 * 60_000;

/** What a job or request has changed, by the trail. */
export function createChangesOf(sql: Sql, now: () => Date): (requestId: string) => Promise<readonly AuditAction[]> {
  return async (requestId) => {
    const rows = await sql.query<{ action: AuditAction }>(Prisma.sql`
      SELECT DISTINCT "action" FROM "AuditEntry"
      WHERE "at" >= ${new Date(now().getTime() - lookBackMs)} AND "requestId" = ${requestId} AND "result" = 'allowed' AND "action" IN (${Prisma.join([...changes])})`);
    return rows.map(({ action }) => action);
  };
}

/** A message to somebody who had not asked just now. */
export interface Sent {
  jobId: string;
  event: InboundEvent;
  /** Whether the platform took it. */
  taken: boolean;
  /** Of a mailing what became of one call. */
  mailed?: Mailed | undefined;
}

/** Records what became of a message of our own accord; what answers a question is recorded as what it read. */
export async function recordSent(
  record: ReturnType<typeof createRecordAudit>,
  { jobId, event, taken, mailed }: Sent,
  at: Date,
): Promise<void> {
  const { happening, sender, channel } = event;
  const doer: Doer = { ...systemDoer(at), channel, place: 'direct', requestId: jobId };
  const job = { action: 'message.send', objectType: 'job', objectId: jobId } as const;
  if (happening.kind === 'mail' && mailed) {
    const facts = factsOf(happening, mailed).map((fact) => ({ ...job, ...fact }));
    if (facts.length > 0) await record(doer, facts);
    return;
  }
  if (happening.kind !== 'deliver') return;
  const detail = { to: sender, purpose: happening.purpose, title: happening.card.title };
  await record(doer, [{ ...job, result: taken ? 'allowed' : 'failed', detail }]);
}

/**
 * Of one call a row for those who got it and one for those who did not, whatever their number. Which enterprise was told
 * what stands in the promises themselves (Reminder): a call is about many enterprises, so its rows name none.
 */
function factsOf({ purpose, card }: Extract<InboundEvent['happening'], { kind: 'mail' }>, mailed: Mailed) {
  const facts: Pick<AuditFact, 'result' | 'detail'>[] = [];
  const { accepted, refused } = mailed;
  const about = { purpose, title: card.title };
  if (accepted.length > 0) {
    const reminders = accepted.map(({ reminderId }) => reminderId);
    facts.push({ result: 'allowed', detail: { ...about, count: accepted.length, reminders } });
  }
  if (refused.length > 0) {
    const why = Object.fromEntries(
      [...grouped(refused, (one) => one.why)].map(([reason, all]) => [
        reason,
        all.map(({ reader }) => reader.reminderId),
      ]),
    );
    facts.push({ result: 'failed', detail: { ...about, count: refused.length, why } });
  }
  return facts;
}

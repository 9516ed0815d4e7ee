import type { Doer } from '../../core/audit.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Period } from '../../domain/reports/period.ts';
import { lastDayFor } from '../../domain/reports/window.ts';
import type { Tx } from '../transact.ts';
import { readOpenings } from './looking-back.ts';

/** Names an opening by what it is: of two who make the same one at once, one does. */
export function openingId(of: { period: Period; enterpriseId: string | null; until: CalendarDate }): string {
  return [of.period, of.enterpriseId ?? '*', of.until].join(' ');
}

/**
 * What is asked of an enterprise until a day must be possible until then: opens the period again for it, if it would be
 * closed before. @returns whether it had to be
 */
export async function keepOpen(
  tx: Tx,
  doer: Doer,
  of: { period: Period; enterpriseId: string; until: CalendarDate; reason: string },
): Promise<boolean> {
  if (of.until <= lastDayFor(of.period, await readOpenings(tx, of.period, of.enterpriseId))) return false;
  const { period, enterpriseId, until, reason } = of;
  await tx.$executeRaw`
    INSERT INTO "PeriodOpening" ("id", "period", "enterpriseId", "until", "reason", "personId", "recordedAt")
    VALUES (${openingId(of)}, ${period}, ${enterpriseId}, ${until}, ${reason}, ${doer.personId}, ${doer.at})
    ON CONFLICT ("id") DO NOTHING`;
  return true;
}

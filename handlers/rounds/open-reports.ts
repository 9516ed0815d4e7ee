import { groupReportsOpenCard, reportOpenCard } from '../../cards/report-own.ts';
import type { Doer } from '../../src/core/audit.ts';
import type { Log } from '../../src/core/log.ts';
import type { Pages } from '../../src/dispatch/intent.ts';
import { dateOf, timeOf } from '../../src/domain/calendar.ts';
import { reachableContacts } from '../../src/domain/reachable-contacts.ts';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { lastPeriod, type Period } from '../../src/domain/reports/period.ts';
import { isOwed, statusOf } from '../../src/domain/reports/status.ts';
import { windowOf } from '../../src/domain/reports/window.ts';
import type { Stores } from '../../src/domain/stores.ts';

/** When messages of the bureau's own accord begin to go out, Asia/Shanghai (domain.md E2). */
const sendFrom = '09:00';

/**
 * Tells that a month is to be reported (domain.md D3): on day 1 or the next workday from 09:00 on, each contact one-to-one
 * and one neutral line to the registered groups. To be looked after every minute; what was told is not told again, and a
 * window that passed while nobody was running is not told of any more.
 */
export async function openReports(
  { stores, pages, doer, log }: { stores: Stores; pages: Pages; doer: Doer; log: Log },
  now: Date,
): Promise<void> {
  const period = lastPeriod(now);
  const today = dateOf(now);
  const { noticeOn, closesOn } = windowOf(period);
  if (today < noticeOn || today > closesOn || timeOf(now) < sendFrom) return;
  if (await stores.reports.wasTold(period)) return;
  const told = await tellContacts(stores, { pages, doer, period, today });
  await tellGroups(stores, { doer, period, now });
  // Last: who breaks off before goes on where it was, and nobody is told twice.
  if (await stores.reports.markTold(period, now)) log.info({ period, told }, 'the month is open for reports');
}

async function tellContacts(
  stores: Stores,
  { pages, doer, period, today }: { pages: Pages; doer: Doer; period: Period; today: string },
): Promise<number> {
  const { reports, bindings } = stores;
  let told = 0;
  for (const { enterprise, record, isReachable } of await reports.overview(period)) {
    if (!isReachable || !isOwed(statusOf(record, period, today))) continue;
    const look = await lookAtReport(reports, { enterprise, period, today });
    const card = reportOpenCard(look, pages.ownReport(period));
    const to = await reachableContacts(bindings, enterprise.id);
    const telling = { to, card, purpose: 'report.open', needs: 'report.file', enterpriseId: enterprise.id } as const;
    told += await reports.tellAll(doer, `report.open ${period}`, [telling]);
  }
  return told;
}

/** Which enterprises owe is not the group's business: one line, the same for all. */
async function tellGroups(
  { groups, reports }: Stores,
  { doer, period, now }: { doer: Doer; period: Period; now: Date },
): Promise<void> {
  for (const { id, push } of await groups.list()) {
    const occasion = `${period} group ${id}`;
    // Marked first: a neutral line is rather lost with a dying process than said twice by two.
    if (push === 'NONE' || !(await reports.markTold(occasion, now))) continue;
    await groups.say(doer, id, groupReportsOpenCard(period), 'report.open');
  }
}

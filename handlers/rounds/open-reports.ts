import { reportOpenCard } from '../../cards/report-own.ts';
import { toContacts } from '../../cards/report-told.ts';
import type { Doer } from '../../src/core/audit.ts';
import type { Log } from '../../src/core/log.ts';
import type { Pages } from '../../src/dispatch/intent.ts';
import type { Telling } from '../../src/domain/bindings.ts';
import { dateOf, timeOf } from '../../src/domain/calendar.ts';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { lastPeriod, type Period } from '../../src/domain/reports/period.ts';
import type { OverviewRow, Reports } from '../../src/domain/reports/reports.ts';
import { isOwed, statusOf } from '../../src/domain/reports/status.ts';
import { windowOf } from '../../src/domain/reports/window.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { tellInParts } from '../report-telling.ts';

/** When messages of the bureau's own accord begin to go out, Asia/Shanghai (domain.md E2). */
const sendFrom = '09:00';

/** How much is done at one ring: everything else that is looked after waits for it. */
const usualLimit = { enterprises: 1000, ms: 20_000 };
/** So many enterprises are read and told before it is noted how far it came. */
const enterprisesAtOnce = 50;

/**
 * Tells that a month is to be reported (domain.md D3): on day 1 or the next workday from 09:00 on, each contact one-to-one
 * (what groups read: tell-groups.ts). To be looked after every minute; what was told is not told again, and a
 * window that passed while nobody was running is not told of any more. Of thousands some are told at each ring.
 */
export async function openReports(
  {
    limit = usualLimit,
    ...round
  }: { stores: Told; pages: Pages; doer: Doer; log: Log; limit?: { enterprises: number; ms: number } },
  now: Date,
): Promise<void> {
  const { stores, log } = round;
  const period = lastPeriod(now);
  const today = dateOf(now);
  const { noticeOn, closesOn } = windowOf(period);
  if (today < noticeOn || today > closesOn || timeOf(now) < sendFrom) return;
  if (await stores.reports.wasTold(period)) return;
  const { told, left } = await tellContacts({ ...round, period, now }, limit);
  if (left > 0) return log.info({ period, told, left }, 'the opening of the month is being told');
  // Last: who breaks off before goes on where it was, and nobody is told twice.
  if (await stores.reports.markTold(period, now)) log.info({ period, told }, 'the month is open for reports');
}

type Told = Pick<Stores, 'reports' | 'bindings'>;

/** In the order of their ids: however far it came, and whichever process goes on, nobody is read twice. */
async function tellContacts(
  round: { stores: Told; pages: Pages; doer: Doer; period: Period; now: Date },
  limit: { enterprises: number; ms: number },
): Promise<{ told: number; left: number }> {
  const { stores, period, now } = round;
  const { reports } = stores;
  const until = performance.now() + limit.ms;
  const mark = `${period} until `;
  const done = (await reports.toldOf(mark)).reduce((last, one) => (one > last ? one : last), mark);
  const today = dateOf(now);
  const rows = (await reports.overview(period))
    .filter(({ enterprise, record, isReachable }) => {
      return isReachable && isOwed(statusOf(record, period, today)) && `${mark}${enterprise.id}` > done;
    })
    .sort((a, b) => (a.enterprise.id < b.enterprise.id ? -1 : 1));
  const reads = await readOnce(reports, period);
  let [told, from] = [0, 0];
  while (from < rows.length && from < limit.enterprises && (from === 0 || performance.now() < until)) {
    const part = rows.slice(from, from + Math.min(enterprisesAtOnce, limit.enterprises - from));
    told += await tellPart(round, reads, part);
    from += part.length;
    const last = part.at(-1)?.enterprise.id;
    if (last !== undefined) await reports.markTold(`${mark}${last}`, now);
  }
  return { told, left: rows.length - from };
}

/** What is the same for all is read once. */
async function readOnce(reports: Reports, period: Period): Promise<Parameters<typeof lookAtReport>[0]> {
  const [sets, openings] = await Promise.all([reports.sets(), reports.openings(period, null)]);
  return { ...reports, sets: async () => sets, openings: async () => openings };
}

async function tellPart(
  { stores, pages, doer, period, now }: { stores: Told; pages: Pages; doer: Doer; period: Period; now: Date },
  reads: Parameters<typeof lookAtReport>[0],
  part: readonly OverviewRow[],
): Promise<number> {
  const { reports, bindings } = stores;
  const reached = await bindings.reachable(part.map(({ enterprise }) => enterprise.id));
  const tellings: Telling[] = [];
  for (const { enterprise, record } of part) {
    const of = { enterprise, period, today: dateOf(now) };
    const look = await lookAtReport(reads, of, record === null ? null : undefined);
    const card = reportOpenCard(look, pages.ownReport({ enterpriseId: enterprise.id, period }));
    tellings.push(toContacts(reached.get(enterprise.id) ?? [], enterprise.id, 'report.open', card));
  }
  const { sent } = await tellInParts({ reports, doer }, `report.open ${period}`, tellings);
  return sent;
}

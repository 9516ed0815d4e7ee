import { reportName } from '../cards/report-parts.ts';
import { nothingOwedCard, type Owing, pressCard, pressedCard } from '../cards/report-press.ts';
import { reminderCard, toContacts } from '../cards/report-told.ts';
import { labelsOf } from '../cards/report-trace.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Sender } from '../src/core/event.ts';
import { newId } from '../src/core/ids.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import { setFor } from '../src/domain/reports/indicators.ts';
import { lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { type StandingRow, standingRows } from '../src/domain/reports/progress.ts';
import { isOwed } from '../src/domain/reports/status.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { addDays } from '../src/domain/workday.ts';
import { tellInParts } from './report-telling.ts';

/** 催报: asks first; then every contact of who owes is told, once for a press. */
export async function press(ctx: Context, request: { period: Period | null; pressId: string | null }): Promise<Answer> {
  const { now, pages } = ctx;
  const period = request.period ?? lastPeriod(now);
  const today = dateOf(now);
  const { opensOn } = windowOf(period);
  if (today < opensOn) {
    throw new UserError(`${reportName(period)}自${formatDate(opensOn)}起填报，目前无需催报。`);
  }
  const shown = { now, page: pages.reports(period) };
  const rows = standingRows(await ctx.reports.overview(period), period, today);
  const owing = rows.filter(({ status }) => isOwed(status));
  const listed = [{ action: 'report.list', result: 'allowed', detail: { period } }] as const;
  if (owing.length === 0) return { here: nothingOwedCard(period, today, shown), audit: listed };
  const reached = await ctx.bindings.reachable(owing.map(({ enterprise }) => enterprise.id));
  const counts = countOf(period, owing, reached);
  if (!isOfThesedays(request.pressId, today)) {
    return { here: pressCard(counts, newPressId(today), shown), audit: listed };
  }
  const tellings = await reminders(ctx, { period, owing, reached });
  const messages = tellings.reduce((sum, { to }) => sum + to.length, 0);
  const sent = await tellInParts(ctx, `remind:${period}:${request.pressId}`, tellings);
  return {
    here: pressedCard(counts, { sent, before: messages - sent }, shown),
    tapped: { state: '已催报', forAll: true },
    audit: [
      {
        action: 'report.remind',
        result: 'allowed',
        objectType: 'period',
        objectId: period,
        detail: { press: request.pressId, enterprises: counts.enterprises - counts.unreachable, sent },
      },
    ],
  };
}

/** Names its day: what was sent for it is remembered for a while only (the jobs are cleared away). */
function newPressId(today: CalendarDate): string {
  return `${today.replaceAll('-', '')}-${newId()}`;
}

/** A button of an earlier day asks anew. Over midnight it is still the same press. */
function isOfThesedays(pressId: string | null, today: CalendarDate): pressId is string {
  const day = /^(\d{8})-\w+$/u.exec(pressId ?? '')?.[1];
  return day !== undefined && [today, addDays(today, -1)].some((one) => one.replaceAll('-', '') === day);
}

type Reached = ReadonlyMap<string, readonly Sender[]>;

function countOf(period: Period, owing: readonly StandingRow[], reached: Reached): Owing {
  const people = new Set(
    [...reached.values()].flat().map(({ platform, corpId, userId }) => `${platform} ${corpId} ${userId}`),
  );
  return {
    period,
    enterprises: owing.length,
    returned: owing.filter(({ status }) => status === 'RETURNED').length,
    unreachable: owing.filter(({ enterprise }) => !reached.has(enterprise.id)).length,
    people: people.size,
  };
}

async function reminders(
  { reports, now, bureau, pages }: Context,
  { period, owing, reached }: { period: Period; owing: readonly StandingRow[]; reached: Reached },
): Promise<Telling[]> {
  const set = setFor(await reports.sets(), period);
  const today = dateOf(now);
  const page = pages.ownReport(period);
  return owing.flatMap(({ enterprise, record, status }) => {
    const to = reached.get(enterprise.id);
    if (!to) return [];
    const back = status === 'RETURNED' ? (record?.returned ?? null) : null;
    const said = back && { ...back, field: labelsOf(back.keys, { asked: [], set }) };
    const card = reminderCard({ enterprise, period, bureau, page }, today, said);
    return [toContacts(to, enterprise.id, 'report.remind', card)];
  });
}

import { reportName } from '../cards/report-parts.ts';
import { nothingOwedCard, type Owing, pressCard, pressedCard } from '../cards/report-press.ts';
import { reminderCard, toContacts } from '../cards/report-told.ts';
import { labelsOf } from '../cards/report-trace.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { dateOf, formatDate, startOfDay } from '../src/domain/calendar.ts';
import { setFor } from '../src/domain/reports/indicators.ts';
import { lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { type StandingRow, standingRows } from '../src/domain/reports/progress.ts';
import { isOwed } from '../src/domain/reports/status.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { expected, isOfToday, newPressId, peopleOf, pressesOf, type Reached } from './pressing.ts';
import { aboutReport, tellInParts } from './report-telling.ts';

/**
 * 催报: asks first; then every contact of who owes is told. Whoever presses and from however many cards, a contact hears it
 * once a day for an enterprise and period: the day is in the key of the message.
 */
export async function press(ctx: Context, request: { period: Period | null; pressId: string | null }): Promise<Answer> {
  const { now, pages } = ctx;
  const period = request.period ?? lastPeriod(now);
  const today = dateOf(now);
  const { opensOn } = windowOf(period);
  if (today < opensOn) {
    throw new UserError(`${reportName(period)}自${formatDate(opensOn)}起填报，目前无需催报。`);
  }
  const shown = { readerId: ctx.actor.personId, now, page: pages.reports(period) };
  const rows = standingRows(await ctx.reports.overview(period), period, today);
  const owing = rows.filter(({ status }) => isOwed(status));
  const listed = [{ action: 'report.list', result: 'allowed', detail: { period } }] as const;
  if (owing.length === 0) return { here: nothingOwedCard(period, today, shown), audit: listed };
  const reached = await ctx.bindings.reachable(owing.map(({ enterprise }) => enterprise.id));
  const names = new Map(owing.map(({ enterprise: { id, name } }) => [id, name]));
  const counts = countOf(period, owing, reached);
  const occasion = `remind:${period}:${today}`;
  const told = () => ctx.reports.toldFor(occasion, startOfDay(today));
  if (!isOfToday(request.pressId, today)) {
    const before = await told();
    const said = { pressed: pressesOf(before, names), messages: expected(reached, before), pressId: newPressId(today) };
    return { here: pressCard(counts, said, shown), audit: listed };
  }
  const messages = await tellInParts(ctx, occasion, await reminders(ctx, { period, owing, reached }));
  // Read behind it: who pressed at the same moment is among them.
  const pressed = messages.before === 0 ? [] : pressesOf(await told(), names);
  return {
    here: pressedCard(counts, { pressed, messages }, shown),
    tapped: { state: '已催报', forAll: true },
    audit: [
      {
        action: 'report.remind',
        result: 'allowed',
        objectType: 'period',
        objectId: period,
        detail: {
          press: request.pressId,
          enterprises: counts.enterprises - counts.unreachable,
          sent: messages.sent,
        },
      },
    ],
  };
}

function countOf(period: Period, owing: readonly StandingRow[], reached: Reached): Owing {
  return {
    period,
    enterprises: owing.length,
    returned: owing.filter(({ status }) => status === 'RETURNED').length,
    unreachable: owing.filter(({ enterprise }) => !reached.has(enterprise.id)).length,
    people: peopleOf(reached),
  };
}

async function reminders(
  { reports, now, ...ctx }: Context,
  { period, owing, reached }: { period: Period; owing: readonly StandingRow[]; reached: Reached },
): Promise<Telling[]> {
  const set = setFor(await reports.sets(), period);
  const today = dateOf(now);
  return owing.flatMap(({ enterprise, record, status }) => {
    const to = reached.get(enterprise.id);
    if (!to) return [];
    const back = status === 'RETURNED' ? (record?.returned ?? null) : null;
    const said = back && { ...back, field: labelsOf(back.keys, { asked: [], set }) };
    const card = reminderCard(aboutReport(ctx, enterprise, period), today, said);
    return [toContacts(to, enterprise.id, 'report.remind', card)];
  });
}

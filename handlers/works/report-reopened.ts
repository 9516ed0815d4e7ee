import { noticeCard } from '../../cards/notice.ts';
import { reportName } from '../../cards/report-parts.ts';
import { reopenedCard, toContacts } from '../../cards/report-told.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Context, Work } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import { isPeriod, type Period } from '../../src/domain/reports/period.ts';
import { standingRows } from '../../src/domain/reports/progress.ts';
import { isOwed } from '../../src/domain/reports/status.ts';
import { aboutReport, tellInParts } from '../report-telling.ts';

/** A period was opened again for all: who still owes is told, once for an opening. Those who have reported need not act. */
export const reportReopened: Work = {
  name: 'report-reopened',
  permission: 'report.decide',
  async run(ctx, { period, until }) {
    const openings = typeof period === 'string' && isPeriod(period) ? await ctx.reports.openings(period, null) : [];
    const opening = openings.find((one) => one.until === until);
    if (!opening) throw new UserError('没有找到该期的重新开放，未通知企业。');
    return tellOwing(ctx, opening);
  },
};

async function tellOwing(
  ctx: Context,
  { period, until, reason }: { period: Period; until: CalendarDate; reason: string },
) {
  const rows = standingRows(await ctx.reports.overview(period), period, dateOf(ctx.now));
  const owing = rows.filter(({ status }) => isOwed(status)).map(({ enterprise }) => enterprise);
  const reached = await ctx.bindings.reachable(owing.map(({ id }) => id));
  const tellings = owing.flatMap((enterprise) => {
    const to = reached.get(enterprise.id);
    const card = reopenedCard(aboutReport(ctx, enterprise, period), { until, reason });
    return to ? [toContacts(to, enterprise.id, 'report.reopen', card)] : [];
  });
  await tellInParts(ctx, `reopen:${period}:${until}`, tellings);
  // Counted whole: a second try after a crash has told only the rest.
  const people = tellings.reduce((sum, { to }) => sum + to.length, 0);
  const text = `${reportName(period)}重新开放，尚需报送的企业${owing.length}家，已通知联系人${people}人。`;
  return {
    here: { ...noticeCard(`${reportName(period)}已通知重新开放`, text), confidential: true },
    audit: [{ action: 'report.list', result: 'allowed', detail: { period } }],
  } as const;
}

/** What is left to do of an opening for all. */
export function reopenedWork({ sender }: Context, { period, until }: { period: Period; until: CalendarDate }) {
  return { to: sender, work: reportReopened.name, args: { period, until } };
}

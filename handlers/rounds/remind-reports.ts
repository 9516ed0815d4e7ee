import { lateReportsCard, phoneListCard } from '../../cards/deadline-calls.ts';
import { owedReportsCard, reminderCard } from '../../cards/report-told.ts';
import { labelsOf } from '../../cards/report-trace.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { reportsSubject } from '../../src/domain/deadlines/deadline.ts';
import { type ReportStepKind, reportLadderOf } from '../../src/domain/deadlines/ladder.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import { setFor } from '../../src/domain/reports/indicators.ts';
import { lastPeriod, type Period } from '../../src/domain/reports/period.ts';
import { type StandingRow, standingRows } from '../../src/domain/reports/progress.ts';
import { isOwed } from '../../src/domain/reports/status.ts';
import { addDays } from '../../src/domain/workday.ts';
import { aboutReport } from '../report-telling.ts';
import { callRows } from './call-rows.ts';
import { type Daily, slotKey } from './daily.ts';
import type { Span } from './due.ts';
import { planMailings } from './plan-mailings.ts';
import { isSending } from './remind.ts';
import type { Round } from './round.ts';
import { chosen, mailingsOf, type PlannedFor, worthOf } from './told-readers.ts';

/** From the last day on the backup contact is told too: nothing else is left then. */
const backupKinds: readonly ReportStepKind[] = ['LAST', 'LATE'];

/**
 * The ladder of monthly reports (domain.md D3): who owes is reminded on the policy's days, on the last day and the workday
 * after it; then staff get the list of 逾期, and two workdays later the one for the telephone. Missed days are made good by
 * one message; the notice on the first day is `openReports`.
 */
export const remindReports: Daily = {
  kind: 'REPORTS',
  isTime: isSending,
  async run(round, { today, now, last, policy }) {
    const span = { after: last ?? addDays(today, -1), on: today };
    const { period, kinds, rows, mailings } = await reportsDue(round, { period: lastPeriod(now), span, policy });
    if (kinds.length === 0) return { planned: 0 };
    const planned = await planMailings(round, mailings, { policy, key: slotKey('REPORTS', today) });
    await tellStaff(round, { period, rows, kinds, key: slotKey('REPORTS', today) });
    return { planned };
  },
};

/** What is due of a month's reports in a span of days: the steps beside the notice, who owes, and the texts that tell them. */
export async function reportsDue(
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>,
  { period, span, policy }: { period: Period; span: Span; policy: Policy },
): Promise<{
  period: Period;
  kinds: readonly ReportStepKind[];
  rows: readonly StandingRow[];
  mailings: readonly ValuedMailing[];
}> {
  const kinds = reportLadderOf(period, policy.reportDays)
    .filter(({ on }) => span.after < on && on <= span.on)
    .flatMap((step) => step.kinds)
    .filter((kind) => kind !== 'OPEN');
  if (kinds.length === 0) return { period, kinds, rows: [], mailings: [] };
  const all = standingRows(await round.stores.reports.overview(period), period, span.on);
  const rows = all.filter(({ status }) => isOwed(status));
  const isReminding = kinds.some((kind) => kind !== 'PHONE');
  const of = { period, today: span.on, all, rows, kinds, policy };
  return { period, kinds, rows, mailings: isReminding ? await mailingsFor(round, of) : [] };
}

async function mailingsFor(
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>,
  of: {
    period: Period;
    today: CalendarDate;
    /** Also of those who owe nothing: whoever serves one of them too has to be told which one is meant. */
    all: readonly StandingRow[];
    rows: readonly StandingRow[];
    kinds: readonly ReportStepKind[];
    policy: Policy;
  },
): Promise<ValuedMailing[]> {
  const { period, today, all, rows, kinds, policy } = of;
  const { stores, pages, bureau } = round;
  const contacts = await stores.promises.contacts(all.map(({ enterprise }) => enterprise.id));
  const isBackups = kinds.some((kind) => backupKinds.includes(kind));
  const readersFor = (enterprise: EnterpriseRef): PlannedFor[] =>
    chosen({
      ways: contacts.get(enterprise.id) ?? [],
      enterprise,
      subject: reportsSubject(period),
      leads: isBackups ? [0] : [],
      answer: null,
      // A duty that nobody may unsubscribe.
      optedOut: new Set(),
      policy,
      on: today,
    });
  const [returned, others] = [
    rows.filter((row) => row.record?.returned && row.status === 'RETURNED'),
    rows.filter((row) => row.status !== 'RETURNED'),
  ];
  const set = setFor(await stores.reports.sets(), period);
  const own = (enterprise: EnterpriseRef) => aboutReport({ bureau, pages }, enterprise, period);
  const worth = { value: worthOf('REPORT', 0), line: null };
  return [
    ...mailingsOf(
      others.flatMap(({ enterprise }) => readersFor(enterprise)),
      contacts,
      {
        purpose: 'report.remind',
        cardFor: (enterprise) =>
          enterprise
            ? reminderCard(own(enterprise), today, null)
            : owedReportsCard({ period, bureau, page: pages.home }, today),
        worth,
      },
    ),
    // What was questioned is each enterprise's own.
    ...returned.flatMap(({ enterprise, record }) => {
      const back = record?.returned;
      const said = back ? { ...back, field: labelsOf(back.keys, { asked: [], set }) } : null;
      const card = reminderCard(own(enterprise), today, said);
      return readersFor(enterprise).map(({ enterprise: _, ...reader }) => ({
        card,
        purpose: 'report.remind',
        readers: [reader],
        ...worth,
      }));
    }),
  ];
}

async function tellStaff(
  { stores, doer, pages }: Round,
  of: { period: Period; rows: readonly StandingRow[]; kinds: readonly ReportStepKind[]; key: string },
): Promise<void> {
  const { period, kinds, key } = of;
  const cards = [
    ...(kinds.includes('LATE') ? [{ purpose: 'report.late', draw: lateReportsCard }] : []),
    ...(kinds.includes('PHONE') ? [{ purpose: 'report.phone', draw: phoneListCard }] : []),
  ];
  if (cards.length === 0) return;
  const to = await stores.bindings.staff('report.decide');
  const rows = await callRows(
    stores,
    of.rows.map(({ enterprise }) => enterprise),
  );
  const shown = { now: doer.at, page: pages.reports(period) };
  await stores.bindings.tell(
    { ...doer, requestId: key },
    cards.map(({ purpose, draw }) => ({ to, card: draw({ period, rows }, shown), purpose, needs: 'report.decide' })),
  );
}

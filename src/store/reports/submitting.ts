import type { Doer } from '../../core/audit.ts';
import { UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { dateOf } from '../../domain/calendar.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { askedOf, type ReporterFacts } from '../../domain/reports/asked.ts';
import { type IndicatorSet, setFor } from '../../domain/reports/indicators.ts';
import { formatPeriod } from '../../domain/reports/period.ts';
import { type ReportRecord, reportSubject, type Submission } from '../../domain/reports/record.ts';
import type { Reports, Submitted } from '../../domain/reports/reports.ts';
import { isReady, type ReportView, saysWhy, viewReport } from '../../domain/reports/view.ts';
import { whyClosed } from '../../domain/reports/window.ts';
import { asZero } from '../../domain/reports/zero.ts';
import { toNotices } from '../binding-rows.ts';
import { personsNow } from '../persons-now.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { tidyReason } from './deciding.ts';
import { feedFunds } from './feed-funds.ts';
import { beginReport, holdSeen } from './hold-report.ts';
import { readFacts, readNextOff, readOpenings, readPast } from './looking-back.ts';
import { reportFact } from './report-fact.ts';
import { readRecord, toSubmission } from './rows.ts';
import { readSets } from './sets.ts';

type Wanted = Parameters<Reports['submit']>[1];

/** 提交: what was shown becomes what is in force, and what was in force stays on record. */
export function createSubmitting(deps: StoreDeps & { ledger: Ledger }): Pick<Reports, 'submit'> {
  return {
    async submit(doer, wanted) {
      const { enterprise, period } = wanted;
      const reason = wanted.reason === null || wanted.reason.trim() === '' ? null : tidyReason(wanted.reason, '原因');
      // Before the transaction: within one nothing else may be asked of the database.
      const facts = await readFacts(deps, deps.ledger, enterprise, period);
      const set = setFor(await readSets(deps.client), period);
      return change<Submitted>(deps, doer, async (tx) => {
        const row = await tx.monthlyReport.findUnique({
          where: { enterpriseId_period: { enterpriseId: enterprise.id, period } },
        });
        const present = await readRecord(tx, row, enterprise);
        const done = await sameBefore(tx, present, wanted.version);
        if (done) return { result: done, alongside: null };
        if ((present?.version ?? 0) !== wanted.version)
          return { result: { is: 'stale', record: present }, alongside: null };
        const view = await viewOf(tx, { wanted: { ...wanted, reason }, present, facts, set, doer });
        if (!isReady(view)) return { result: { is: 'refused', view }, alongside: null };
        return write(tx, doer, { wanted: { ...wanted, reason }, view, set });
      });
    },
  };
}

/** The second tap on the same button: what the first one did. */
async function sameBefore(tx: Tx, present: ReportRecord | null, version: number): Promise<Submitted | null> {
  if (!present || present.version === version) return null;
  const row = await tx.reportSubmission.findFirst({ where: { reportId: present.id, fromVersion: version } });
  if (!row) return null;
  const submission = toSubmission(await personsNow(tx, [row.personId]), row);
  return { is: 'submitted', record: present, submission, isNew: false, nextOff: await readNextOff(tx, present) };
}

async function viewOf(
  tx: Tx,
  of: { wanted: Wanted; present: ReportRecord | null; facts: ReporterFacts; set: IndicatorSet; doer: Doer },
): Promise<ReportView> {
  const { wanted, present, facts, set, doer } = of;
  const { enterprise, period, kind, reason } = wanted;
  const today = dateOf(doer.at);
  const openings = await readOpenings(tx, period, enterprise.id);
  const why = whyClosed(period, today, openings);
  if (why !== null) throw new UserError(why);
  if (present?.exempt) throw new UserError(`${formatPeriod(period)}已免报，无需填报。`);
  const past = await readPast(tx, enterprise.id, period);
  const common = { period, asked: askedOf(set, facts), facts, past, openings, today };
  const view = viewReport({ ...common, record: present });
  const shown = kind === 'ZERO' ? asZero(view, { ...common, enterprise, reason: reason ?? '', doer }) : view;
  const isNothingNew = present?.submission && present.state !== 'RETURNED' && !view.hasChanges && kind !== 'ZERO';
  if (isNothingNew) throw new UserError(`${formatPeriod(period)}月报已提交，没有新的修改，无需重新提交。`);
  assertReason(shown, kind, reason);
  return shown;
}

/** A zero report, one that is late, and a 更正 say why. */
function assertReason(view: ReportView, kind: Wanted['kind'], reason: string | null): void {
  if (reason !== null && reason.trim() !== '') return;
  if (kind === 'ZERO') throw new UserError('零报告请写明原因，例如“/月报 零报 本月停产检修”。');
  const why = saysWhy(view);
  if (why === 'correction') throw new UserError('更正请写明原因后再提交。');
  if (why === 'late') throw new UserError('填报期已结束，补报请写明原因后再提交。');
}

async function write(
  tx: Tx,
  doer: Doer,
  { wanted, view, set }: { wanted: Wanted; view: ReportView; set: IndicatorSet },
) {
  const { enterprise, period, version, kind, onBehalf, tell } = wanted;
  const held =
    view.record && version > 0
      ? await holdSeen(tx, view.record.id, version)
      : await beginReport(tx, { enterpriseId: enterprise.id, period }, doer.at);
  if (!held) {
    // Somebody was faster, perhaps with the same tap.
    const row = await tx.monthlyReport.findUnique({
      where: { enterpriseId_period: { enterpriseId: enterprise.id, period } },
    });
    const record = await readRecord(tx, row, enterprise);
    const result = (await sameBefore(tx, record, version)) ?? { is: 'stale' as const, record };
    return { result, alongside: null };
  }
  const id = newId();
  const entered = { personId: doer.personId, via: doer.channel, onBehalf };
  const submission: Pick<Submission, 'id' | 'kind' | 'isLate' | 'number'> = {
    id,
    number: (view.record?.submission?.number ?? 0) + 1,
    kind: view.isCorrection ? 'CORRECTION' : kind,
    // What was late once stays late, whatever is corrected later.
    isLate: view.record?.submission?.isLate ?? view.openness === 'late',
  };
  await tx.reportSubmission.create({
    data: {
      ...submission,
      reportId: held.id,
      reason: wanted.reason,
      setNumber: set.number,
      fromVersion: version,
      reasons: JSON.stringify(view.reasons),
      ...entered,
      recordedAt: doer.at,
    },
  });
  await tx.reportValue.createMany({
    data: view.rows
      .filter(({ month, total }) => month !== null || total !== null)
      .map(({ indicator, month, total, origin, entered: by }) => ({
        submissionId: id,
        key: indicator.key,
        month,
        total,
        isCarried: origin === 'carried',
        ...(by ? { personId: by.by.personId, via: by.via, onBehalf: by.onBehalf } : entered),
        recordedAt: by?.at ?? doer.at,
      })),
  });
  const row = await tx.monthlyReport.update({
    where: { id: held.id },
    data: { state: 'SUBMITTED', submissionId: id, submittedSeq: held.version },
  });
  await feedFunds(tx, doer, { period, rows: view.rows });
  const record = await readRecord(tx, row, enterprise);
  if (!record?.submission) throw new Error('a report that was handed in is not there');
  const detail = {
    kind: submission.kind,
    number: submission.number,
    ...(submission.isLate ? { late: true } : {}),
    ...(onBehalf ? { onBehalf } : {}),
  };
  return {
    result: {
      is: 'submitted' as const,
      record,
      submission: record.submission,
      isNew: true,
      nextOff: await readNextOff(tx, record),
    },
    alongside: {
      audit: [reportFact('report.submit', held, detail)],
      notices: tell(record).flatMap(toNotices),
      closes: [{ subject: reportSubject(enterprise.id, period), state: '已提交' }],
    },
  };
}

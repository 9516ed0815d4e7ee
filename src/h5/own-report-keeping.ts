import type { Context } from 'koa';
import type { SoftFinding } from '../domain/reports/finding.ts';
import type { ReportLook } from '../domain/reports/look.ts';
import type { NewEntry } from '../domain/reports/reports.ts';
import { isIn, openPoints } from './own-report-notices.ts';
import type { FieldProblem } from './pages/form-parts.tsx';
import { type ReportReading, readReasons, readReportForm } from './report-form.ts';
import type { Posting, ReportSheet } from './report-sheet.ts';
import { type Room, seeOther } from './room.ts';

/** Drafts and handing in, where somebody else may have been faster at every step. */
export function createReportKeeping({ at, stores }: Room, { show, showChanged, lookFor }: ReportSheet) {
  const { reports } = stores;

  /** Whether the report has what stands in the form, whoever changed it meanwhile: sent twice at once it has. */
  const agrees = ({ hasConflicts, hasNews }: ReportReading) => !hasConflicts && !hasNews;

  /** Keeps what can be kept: figures, then reasons. Null: somebody has to look first, the answer is on its way. */
  async function keep(
    ctx: Context,
    posting: Posting,
    {
      look,
      reading,
      version,
      entries,
    }: { look: ReportLook; reading: ReportReading; version: number; entries: readonly NewEntry[] },
  ): Promise<{ look: ReportLook; problems: readonly FieldProblem[] } | null> {
    const { enterprise, period, values, doer } = posting;
    let kept = look;
    if (entries.length > 0) {
      const filled = await reports.fill(doer, { enterprise, period, entries, seen: version, onBehalf: false });
      kept = await lookFor(posting, filled.record);
      if (filled.record.version !== version + 1 && !agrees(readReportForm(values, kept))) {
        await showChanged(ctx, posting, { look: kept, reading: readReportForm(values, kept) });
        return null;
      }
    }
    if (reading.hasConflicts) {
      await showChanged(ctx, posting, { look: kept, reading: readReportForm(values, kept) });
      return null;
    }
    const soft = kept.view.findings.filter((one): one is SoftFinding => one.severity === 'soft');
    const { reasons, problems } = readReasons(values, soft);
    const isNew = ({ findingId, code, text }: (typeof reasons)[number]) =>
      !kept.view.reasons.some((one) => one.findingId === findingId && one.code === code && one.text === text);
    const fresh = reasons.filter(isNew);
    if (fresh.length > 0 && kept.view.record) {
      const before = kept.view.version;
      const record = await reports.explain(doer, { reportId: kept.view.record.id, reasons: fresh });
      kept = await lookFor(posting, record);
      if (record?.version !== before + 1 && !agrees(readReportForm(values, kept))) {
        await showChanged(ctx, posting, { look: kept, reading: readReportForm(values, kept) });
        return null;
      }
    }
    return { look: kept, problems };
  }

  async function handIn(
    ctx: Context,
    posting: Posting,
    { look, kind, reason, triesLeft = 3 }: HandingIn,
  ): Promise<void> {
    const { session, enterprise, period, values, doer } = posting;
    const { version } = look.view;
    const wanted = { enterprise, period, version, kind, reason, onBehalf: false, tell: () => [] };
    const handed = await reports.submit(doer, wanted);
    switch (handed.is) {
      case 'submitted':
        return seeOther(ctx, `${at.ownReport(period)}?done=submitted`);
      case 'stale': {
        const now = await lookFor(posting, handed.record);
        const reading = readReportForm(values, now);
        const isSame = reading.entries.length === 0 && !reading.hasConflicts;
        if (isSame && isIn(now, version)) return seeOther(ctx, `${at.ownReport(period)}?done=submitted`);
        if (isSame && agrees(reading) && triesLeft > 0) {
          return handIn(ctx, posting, { look: now, kind, reason, triesLeft: triesLeft - 1 });
        }
        return showChanged(ctx, posting, { look: now, reading });
      }
      case 'refused': {
        const now = { ...look, view: { ...handed.view, record: look.view.record, version } };
        const problems = openPoints(now.view, { problems: [] });
        return show(ctx, {
          session,
          look: now,
          values,
          fields: readReportForm(values, look).fields,
          problems,
          tells: true,
          status: 400,
        });
      }
    }
  }

  return { keep, handIn };
}

interface HandingIn {
  look: ReportLook;
  kind: 'REPORT' | 'ZERO';
  reason: string | null;
  triesLeft?: number;
}

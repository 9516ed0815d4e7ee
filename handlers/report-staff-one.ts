import { noticeCard } from '../cards/notice.ts';
import { reportCard, type StaffReader } from '../cards/report-one.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { may } from '../src/domain/permissions.ts';
import { lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { type ReportRecord, reportRead } from '../src/domain/reports/record.ts';
import type { Meant } from '../src/domain/reports/staff-request.ts';
import { lookWhole, type StaffLook } from '../src/domain/reports/whole-look.ts';
import { findEnterprise } from './find-enterprise.ts';

type Found = { enterprise: EnterpriseRef; period: Period; record: ReportRecord | null } | { answer: Answer };

/**
 * The report that is meant; else the answer that says there is none, or asks which enterprise.
 * @param say the sentence that asks again, with the name written out
 */
export async function reportMeant(
  ctx: Context,
  { of, period }: { of: Meant; period: Period | null },
  say: (full: string, period: Period) => string,
): Promise<Found> {
  if ('reportId' in of) {
    const record = await ctx.reports.findById(of.reportId);
    if (record) return { enterprise: record.enterprise, period: record.period, record };
    const text = `没有编号为 ${of.reportId} 的月报，请发送“/月报 企业简称 2026-10”查看。`;
    return { answer: refused('没有找到月报', text) };
  }
  const wanted = period ?? lastPeriod(ctx.now);
  const found = await findEnterprise(ctx, of.name, (full) => say(full, wanted));
  if ('answer' in found) return found;
  const { enterprise } = found;
  return { enterprise, period: wanted, record: await ctx.reports.find(enterprise, wanted) };
}

/** Nothing was done, and why. */
export function refused(title: string, text: string, audit: readonly AuditFact[] = []): Answer {
  return {
    here: { ...noticeCard(title, text), confidential: true },
    tapped: { state: '未办理', forAll: false },
    ...(audit.length > 0 ? { audit } : {}),
  };
}

/** A report with its history. `record`: as it was just read, or as a change has handed it back. */
export function staffLook(
  { reports, now }: Context,
  { enterprise, period, record }: { enterprise: EnterpriseRef; period: Period; record: ReportRecord | null },
): Promise<StaffLook> {
  return lookWhole(reports, { enterprise, period, today: dateOf(now) }, record);
}

export function readerOf(
  { actor, now, pages }: Context,
  of: { enterprise: EnterpriseRef; period: Period },
): StaffReader {
  const page = pages.reportOf({ enterpriseId: of.enterprise.id, period: of.period });
  return { personId: actor.personId, decides: may(actor.role, 'report.decide'), now, page };
}

/** `/月报 企业 2026-10`: everything about one report. */
export async function oneReport(ctx: Context, request: { of: Meant; period: Period | null }): Promise<Answer> {
  const found = await reportMeant(ctx, request, (full, period) => `月报 ${full} ${period}`);
  if ('answer' in found) return found.answer;
  return { here: reportCard(await staffLook(ctx, found), readerOf(ctx, found)), audit: [reportRead(found)] };
}

/** The report as it stands by now, to somebody who came too late: who changed it, and the buttons anew. */
export async function presentState(
  ctx: Context,
  found: { enterprise: EnterpriseRef; period: Period; record: ReportRecord | null },
  remark: (look: StaffLook) => string,
): Promise<Answer> {
  const look = await staffLook(ctx, found);
  return {
    here: reportCard(look, readerOf(ctx, found), [remark(look)]),
    tapped: { state: '未办理', forAll: false },
    audit: [reportRead(found)],
  };
}

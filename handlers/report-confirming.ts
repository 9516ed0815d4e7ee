import { noticeCard } from '../cards/notice.ts';
import { inquiryAnsweredCard } from '../cards/report-inquiry.ts';
import { reportDraftCard, zeroToConfirmCard } from '../cards/report-own.ts';
import { reportName } from '../cards/report-parts.ts';
import { reportReceiptCard } from '../cards/report-receipt.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { type GivenReason, readReason, type SoftFinding } from '../src/domain/reports/finding.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import type { Of } from '../src/domain/reports/own-request.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { asZero } from '../src/domain/reports/zero.ts';
import { look, lookAfter, ownReportOf, readFact } from './report-look.ts';

/** 确认: hands in what was shown. A second tap on the same button gets the receipt again. */
export async function confirm(
  ctx: Context,
  { of, version, reason }: { of: Of; version: number | null; reason: string | null },
  named: EnterpriseRef | null,
): Promise<Answer> {
  const seen = await ownReportOf(ctx, of, named);
  const { view } = seen;
  const { period, record } = view;
  // Typed, there is no version: what is there now is meant. If nothing is new, there is nothing to hand in.
  if (version === null && record?.submission && !view.hasChanges && record.state !== 'RETURNED') {
    const spendingsOff = await ctx.reports.spendingsOff(record);
    return { here: reportReceiptCard(seen, { isNew: false, spendingsOff }), audit: [readFact(seen)] };
  }
  if (!record)
    throw new UserError(`${reportName(period)}还没有填写任何数字，请先发送数字，例如“营收320万 研发18.5万 职工46人”。`);
  return handIn(ctx, seen, { kind: 'REPORT', version: version ?? view.version, reason });
}

/** 零报: nothing of the month, with its reason; read back first. */
export async function zeroReport(
  ctx: Context,
  enterprise: EnterpriseRef,
  period: Period,
  reason: string,
): Promise<Answer> {
  if (reason === '') throw new UserError('零报告请写明原因，例如“/月报 零报 本月停产检修”。');
  const seen = await look(ctx, enterprise, period);
  const { asked, facts, past, openings } = seen;
  const given = { period, asked, facts, past, openings, today: dateOf(ctx.now), enterprise, reason, doer: ctx.doer };
  const shown = { ...seen, view: asZero(seen.view, given) };
  return { here: zeroToConfirmCard(shown, reason), audit: [readFact(seen)] };
}

export async function confirmZero(
  ctx: Context,
  enterprise: EnterpriseRef,
  { period, version, reason }: { period: Period; version: number; reason: string },
): Promise<Answer> {
  return handIn(ctx, await look(ctx, enterprise, period), { kind: 'ZERO', version, reason });
}

async function handIn(
  ctx: Context,
  seen: ReportLook,
  wanted: { kind: 'REPORT' | 'ZERO'; version: number; reason: string | null },
): Promise<Answer> {
  const { enterprise, view } = seen;
  const { period } = view;
  const url = ctx.pages.ownReport({ enterpriseId: enterprise.id, period });
  const result = await ctx.reports.submit(ctx.doer, { enterprise, period, ...wanted, onBehalf: false, tell: () => [] });
  switch (result.is) {
    case 'submitted': {
      const after = lookAfter(ctx, seen, result.record);
      const spendingsOff = await ctx.reports.spendingsOff(result.record);
      return {
        here: reportReceiptCard(after, { ...result, spendingsOff }),
        audit: [readFact(after)],
        tapped: { state: '已提交', forAll: true },
      };
    }
    case 'stale': {
      const after = await look(ctx, enterprise, period, result.record);
      const remark = '内容在您核对后已有变化，本次未提交；以下为最新内容，请核对后再确认。';
      return {
        here: reportDraftCard(after, url, [remark]),
        audit: [readFact(after)],
        tapped: { state: '内容已变化', forAll: true },
      };
    }
    case 'refused': {
      const after = await look(ctx, enterprise, period);
      const shown = wanted.kind === 'ZERO' ? { ...after, view: result.view } : after;
      return { here: reportDraftCard(shown, url, ['尚有须更正或说明的内容，本次未提交。']), audit: [readFact(after)] };
    }
  }
}

/** 说明: a reason for what the checks ask, tapped or written. */
export async function explain(
  ctx: Context,
  { of, target, text }: { of: Of; target: string; text: string },
  named: EnterpriseRef | null,
): Promise<Answer> {
  const seen = await ownReportOf(ctx, of, named);
  const { enterprise, view } = seen;
  const { period, record } = view;
  const url = ctx.pages.ownReport({ enterpriseId: enterprise.id, period });
  const about = view.unexplained.filter((finding) => isAbout(seen, finding, target));
  // What made a figure jump from last month made it jump from last year: asked once.
  const meant = view.unexplained.filter((one) => about.some((other) => other === one || isSameJump(one, other)));
  if (!record || meant.length === 0) {
    return {
      here: reportDraftCard(seen, url, ['没有找到需要说明的这一项，以下为最新内容。']),
      audit: [readFact(seen)],
    };
  }
  if (text === '') throw new UserError(`请写明原因，例如“/月报 说明 ${period} ${target} 新签合同”。`);
  const given = meant.map(({ id, basis }): GivenReason => ({ findingId: id, basis, ...readReason(text) }));
  const explained = await ctx.reports.explain(ctx.doer, { reportId: record.id, reasons: given });
  const after = lookAfter(ctx, seen, explained);
  return { here: reportDraftCard(after, url), audit: [readFact(after)], tapped: { state: '已说明', forAll: true } };
}

const jumps: readonly string[] = ['W2', 'W3'];

function isSameJump(one: SoftFinding, other: SoftFinding): boolean {
  return one.keys[0] === other.keys[0] && jumps.includes(one.rule) && jumps.includes(other.rule);
}

function isAbout({ asked }: ReportLook, { id, keys }: SoftFinding, target: string): boolean {
  if (id === target) return true;
  return asked.some(({ key, label, words }) => keys.includes(key) && (label === target || words.includes(target)));
}

/** 沿用值无误: what was carried over is confirmed, as if it had been typed. */
export async function keepCarried(ctx: Context, { of }: { of: Of }, named: EnterpriseRef | null): Promise<Answer> {
  const seen = await ownReportOf(ctx, of, named);
  const { enterprise, view } = seen;
  const { period } = view;
  const carried = view.rows.filter(({ origin }) => origin === 'carried');
  const entries = carried.map(({ indicator: { key }, month }) => ({ key, month, total: null }));
  const filled =
    entries.length === 0
      ? null
      : await ctx.reports.fill(ctx.doer, { enterprise, period, entries, seen: null, onBehalf: false });
  const after = lookAfter(ctx, seen, filled?.record ?? view.record);
  const here = reportDraftCard(after, ctx.pages.ownReport({ enterpriseId: enterprise.id, period }));
  return { here, audit: [readFact(after)], tapped: { state: '已核对', forAll: true } };
}

/** 放弃: what was typed since it was handed in. */
export async function discard(
  ctx: Context,
  { of, version }: { of: Of; version: number | null },
  named: EnterpriseRef | null,
): Promise<Answer> {
  const seen = await ownReportOf(ctx, of, named);
  const { enterprise, view } = seen;
  const { period, record } = view;
  if (!record || !view.hasChanges)
    return { here: { ...noticeCard('无需放弃', '没有尚未提交的修改。'), confidential: true } };
  const result = await ctx.reports.discard(ctx.doer, record.id, version ?? view.version);
  const after = lookAfter(ctx, seen, result.record);
  if (result.is === 'stale') {
    const remark = '内容在您核对后已有变化，本次未放弃；以下为最新内容。';
    return {
      here: reportDraftCard(after, ctx.pages.ownReport({ enterpriseId: enterprise.id, period }), [remark]),
      audit: [readFact(after)],
    };
  }
  const here = after.view.record?.submission
    ? reportReceiptCard(after, { isNew: false })
    : { ...noticeCard('已放弃', '尚未提交的内容已放弃。'), confidential: true };
  return { here, audit: [readFact(after)], tapped: { state: '已放弃', forAll: true } };
}

/** 答复: what staff asked about a report is explained. */
export async function answerInquiry(
  ctx: Context,
  { of, text }: { of: Of; text: string },
  named: EnterpriseRef | null,
): Promise<Answer> {
  const seen = await ownReportOf(ctx, of, named);
  const { record, period } = seen.view;
  const staff = await ctx.bindings.staff('report.decide', ctx.sender.platform);
  const done =
    record &&
    (await ctx.reports.answer(ctx.doer, {
      reportId: record.id,
      text,
      tell: (answered) => [
        { to: staff, card: inquiryAnsweredCard(answered), purpose: 'report.answer', needs: 'report.decide' },
      ],
    }));
  const said = done
    ? `对${reportName(period)}核实事项的答复已提交。`
    : `${reportName(period)}目前没有待答复的核实事项。`;
  return { here: { ...noticeCard(done ? '已答复' : '无需答复', said), confidential: true } };
}

import { fillingForCard } from '../cards/report-on-behalf.ts';
import { reportName } from '../cards/report-parts.ts';
import { stepDoneCard, toldText } from '../cards/report-steps.ts';
import { filledForCard, toContacts } from '../cards/report-told.ts';
import { lastChangeText, whenAt, whoIs } from '../cards/report-trace.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';
import { spokenFigure } from '../src/domain/reports/cell.ts';
import { entriesFor } from '../src/domain/reports/entries-for.ts';
import { type GivenReason, readReason } from '../src/domain/reports/finding.ts';
import { lookAtReport, type ReportLook } from '../src/domain/reports/look.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { type ReportRecord, reportRead } from '../src/domain/reports/record.ts';
import type { Filled } from '../src/domain/reports/reports.ts';
import type { Addressed, StaffRequest } from '../src/domain/reports/staff-request.ts';
import { viewReport } from '../src/domain/reports/view.ts';
import { readFiguresOf, sameMonth } from './report-filling.ts';
import { readerOf, refused, reportMeant } from './report-staff-one.ts';
import { aboutReport } from './report-telling.ts';

/** 代填: figures that an enterprise asked in writing to be filled in for it. Kept as a draft and read back. */
export async function fillFor(ctx: Context, request: Addressed & { text: string }): Promise<Answer> {
  const { text } = request;
  const reading = text === '' ? null : await readFiguresOf(ctx, text, request.period);
  const period = request.period ?? reading?.period ?? null;
  const found = await reportMeant(ctx, { of: request.of, period }, (full, of) =>
    `月报 代填 ${full} ${of} ${text}`.trim(),
  );
  if ('answer' in found) return found.answer;
  const { enterprise, record } = found;
  const sample = `“/月报 代填 ${enterprise.name} ${found.period} 营收320万 研发18.5万 职工46人”`;
  if (!reading) {
    const why = text === '' ? '请写明需要代填的数字' : '没有看懂需要代填的数字，本次未填写；请按“指标 数字 单位”书写';
    return refused('请写明数字', `${why}，例如${sample}。`, [reportRead(found)]);
  }
  sameMonth(found.period, reading);
  const before = await look(ctx, found);
  const why = whyNot(before, ctx);
  if (why !== null) return refused('不能代填', `本次未填写。${why}`, [reportRead(found)]);
  const { entries, remarks } = entriesFor(before, reading, text, '该企业');
  const questions = [...reading.questions, ...remarks];
  if (entries.length === 0) {
    return refused('请核对数字', `本次未填写。${questions.join('')}例如${sample}。`, [reportRead(found)]);
  }
  const filled = await ctx.reports.fill(ctx.doer, {
    ...{ enterprise, period: found.period, entries },
    seen: null,
    onBehalf: true,
  });
  const after = await look(ctx, { ...found, record: filled.record });
  return readBack(ctx, after, [...questions, ...changedBy(ctx, after, filled), ...othersIn(after, record)]);
}

function whyNot({ enterprise, view }: ReportLook, { actor }: Context): string | null {
  const { period, openness, record } = view;
  if (record?.exempt) {
    const { by, at } = record.exempt;
    return `该企业本期已由${whoIs(by, actor.personId)}于${whenAt(at)}免报；如需填报，请先发送“/月报 取消免报 ${enterprise.name} ${period}”。`;
  }
  if (openness === 'future') return `${reportName(period)}尚未开始填报。`;
  if (openness !== 'closed') return null;
  return `该期填报已截止，请先发送“/月报 重开 ${period} 至 日期 ${enterprise.name} 原因”重新开放。`;
}

/** What stood there before, of whom. */
function changedBy({ actor }: Context, { view }: ReportLook, { before }: Filled): string[] {
  return view.rows.flatMap(({ indicator, month }) => {
    const stood = before.get(indicator.key);
    if (!stood || stood.month === null || stood.month === month) return [];
    const who = whoIs(stood.by, actor.personId);
    return [`${indicator.label}原为${spokenFigure(indicator, stood.month)}（${who}，${whenAt(stood.at)}填写），已改。`];
  });
}

/** What the enterprise itself has typed and not handed in would be handed in along with it. */
function othersIn({ view }: ReportLook, before: ReportRecord | null): string[] {
  const own = view.record?.draft.filter(({ onBehalf }) => !onBehalf) ?? [];
  const [first] = own;
  if (!first || before === null) return [];
  return [`其中${own.length}项为${first.by.name ?? '企业'}填写、尚未提交的内容，将一并提交，请核对。`];
}

function look(
  { reports, now }: Context,
  of: { enterprise: EnterpriseRef; period: Period; record: ReportRecord | null },
) {
  const { enterprise, period, record } = of;
  return lookAtReport(reports, { enterprise, period, today: dateOf(now) }, record);
}

function readBack(ctx: Context, seen: ReportLook, remarks: readonly string[] = []): Answer {
  const { enterprise, view } = seen;
  const of = { enterprise, period: view.period, record: view.record };
  const here = fillingForCard(seen, { remarks, now: ctx.now, page: readerOf(ctx, of).page });
  return { here, audit: [reportRead(of)] };
}

/** 代填说明: a reason for what the checks ask, on the enterprise's behalf. */
export async function explainFilling(
  ctx: Context,
  { reportId, findingId, reason }: Extract<StaffRequest, { do: 'explain' }>,
): Promise<Answer> {
  const found = await reportMeant(ctx, { of: { reportId }, period: null }, () => '');
  if ('answer' in found) return found.answer;
  const seen = await look(ctx, found);
  const finding = seen.view.unexplained.find(({ id }) => id === findingId);
  if (!finding) return readBack(ctx, seen, ['没有找到需要说明的这一项，以下为最新内容。']);
  const { id, basis } = finding;
  const given: GivenReason = { findingId: id, basis, ...readReason(reason) };
  const record = await ctx.reports.explain(ctx.doer, { reportId, reasons: [given] });
  const after = await look(ctx, { ...found, record });
  return { ...readBack(ctx, after), tapped: { state: '已说明', forAll: true } };
}

/** 代填确认: hands in what was read back; the enterprise is told all of it. */
export async function submitFor(ctx: Context, request: Extract<StaffRequest, { do: 'submit' }>): Promise<Answer> {
  const { reportId, version, reason } = request;
  const found = await reportMeant(ctx, { of: { reportId }, period: null }, () => '');
  if ('answer' in found) return found.answer;
  const { enterprise, period } = found;
  const seen = await look(ctx, found);
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  const told = aboutReport(ctx, enterprise, period);
  const { asked, facts, past, openings } = seen;
  const made = await ctx.reports.submit(ctx.doer, {
    ...{ enterprise, period, version, kind: 'REPORT', reason, onBehalf: true },
    tell: (record) => {
      const view = viewReport({ period, record, asked, facts, past, openings, today: dateOf(ctx.now) });
      return [toContacts(contacts, enterprise.id, 'report.fill', filledForCard(told, view))];
    },
  });
  switch (made.is) {
    case 'stale': {
      const record = await ctx.reports.find(enterprise, period);
      const steps = record ? await ctx.reports.steps(record.id) : [];
      const who = record ? lastChangeText(record, steps, ctx.actor.personId) : '';
      const remark = `本次未提交，内容在您核对后有变动。${who}以下为最新内容，请重新核对。`;
      return {
        ...readBack(ctx, await look(ctx, { ...found, record }), [remark]),
        tapped: { state: '内容已变化', forAll: false },
      };
    }
    case 'refused': {
      const shown = { ...seen, view: made.view };
      return {
        ...readBack(ctx, shown, ['尚有须更正或说明的内容，本次未提交。']),
        tapped: { state: '未提交', forAll: false },
      };
    }
    case 'submitted': {
      const { submission, isNew } = made;
      const who = whoIs(submission.by, ctx.actor.personId);
      const what = `${who}已${isNew ? '' : '于此前'}代${enterprise.name}提交${reportName(period)}（${whenAt(submission.at)}），回执编号 ${submission.id}，标注为代填。`;
      return {
        here: stepDoneCard(found, {
          title: `${reportName(period)}已代填`,
          text: [what, ...(isNew ? [toldText(contacts.length)] : [])],
          ...{ page: readerOf(ctx, found).page, now: ctx.now },
        }),
        tapped: { state: '已代填', forAll: true },
        ...(isNew ? {} : { audit: [reportRead(found)] }),
      };
    }
  }
}

import type { Context } from 'koa';
import { inquiryAnsweredCard } from '../../cards/report-inquiry.ts';
import { UserError } from '../core/errors.ts';
import { builtInSet } from '../domain/reports/indicators.ts';
import type { ReportLook } from '../domain/reports/look.ts';
import type { ReportRecord } from '../domain/reports/record.ts';
import { createReportKeeping } from './own-report-keeping.ts';
import { droppedText, isIn, isUnchanged, openPoints, readWhy, readWritten } from './own-report-notices.ts';
import { type ReportReading, readReportForm } from './report-form.ts';
import { createReportSheet, noticeOf, type Posting } from './report-sheet.ts';
import { type Room, seeOther } from './room.ts';

/** What a contact does with the form of a month: nothing is kept between, and nothing that was typed is lost. */
export function createOwnReportSteps(room: Room) {
  const { at, stores } = room;
  const { reports } = stores;
  const sheet = createReportSheet(room);
  const { show, giveBack, showChanged, lookFor } = sheet;
  const { keep, handIn } = createReportKeeping(room, sheet);

  async function take(ctx: Context, posting: Posting): Promise<void> {
    const { values } = posting;
    const look = await lookFor(posting);
    if (values.step === 'answer') return answer(ctx, posting, look);
    const seen = /^\d{1,9}$/u.test(values.seen ?? '') ? Number(values.seen) : null;
    if (seen === null || seen > look.view.version) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    const reading = readReportForm(values, look);
    if (values.set !== String(look.set.number)) {
      const notice = `填报指标已调整，以下为新的表单，已填写的内容均已保留，请核对后提交。${droppedText(values, look, [builtInSet, ...(await reports.sets())])}`;
      return giveBack(ctx, posting, { look, reading, notices: [notice], status: 409 });
    }
    try {
      await step(ctx, posting, { look, reading, seen });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // Closed or exempt meanwhile: what was typed stays in the form.
      await giveBack(ctx, posting, { look, reading, problems: [{ field: null, text: error.message }], status: 400 });
    }
  }

  function step(ctx: Context, posting: Posting, of: Seen): Promise<void> {
    const { values } = posting;
    if (values.fix !== undefined) return save(ctx, withSuggestion(posting, of.look), of);
    switch (values.step) {
      case 'submit':
        return submit(ctx, posting, of);
      case 'zero':
        return zero(ctx, posting, of);
      case 'discard':
        return discard(ctx, posting, of);
      case 'save':
        return save(ctx, posting, of);
      default:
        throw new UserError('提交的内容不完整，请返回页面重新填写。');
    }
  }

  /** 保存草稿 */
  async function save(ctx: Context, posting: Posting, { look }: Seen): Promise<void> {
    const { values, period } = posting;
    const reading = readReportForm(values, look);
    const { entries, problems } = reading;
    if (problems.length > 0) {
      return giveBack(ctx, posting, { look, reading, problems, what: '没有保存', status: 400 });
    }
    const kept = await keep(ctx, posting, { look, reading, version: look.view.version, entries });
    if (!kept) return;
    if (kept.problems.length > 0) {
      const { problems } = kept;
      return show(ctx, {
        session: posting.session,
        values,
        ...kept,
        problems,
        what: '说明没有保存',
        tells: true,
        status: 400,
      });
    }
    // Reasons for the whole are no part of a draft: they stay in the form.
    if (`${values.reason ?? ''}${values.zeroReason ?? ''}`.trim() !== '') {
      const notices = [noticeOf('saved') ?? ''];
      return show(ctx, { session: posting.session, values, look: kept.look, notices, tells: true });
    }
    seeOther(ctx, `${at.ownReport(period)}?edit=1&done=saved`);
  }

  /** 提交: keeps what was typed, then hands in what was seen. */
  async function submit(ctx: Context, posting: Posting, { look, reading, seen }: Seen): Promise<void> {
    const { session, values, period } = posting;
    if (reading.problems.length > 0) {
      return giveBack(ctx, posting, { look, reading, problems: reading.problems, status: 400 });
    }
    const isUntouched = reading.entries.length === 0 && !reading.hasConflicts;
    // Sent twice, or the same was handed in before: the receipt again.
    if (isUntouched && isIn(look, seen)) return seeOther(ctx, `${at.ownReport(period)}?done=submitted`);
    if (isUntouched && isUnchanged(look)) return seeOther(ctx, `${at.ownReport(period)}?done=same`);
    if (reading.hasConflicts || reading.hasNews || isIn(look, seen))
      return showChanged(ctx, posting, { look, reading });
    const { entries } = reading;
    const kept = await keep(ctx, posting, { look, reading, version: look.view.version, entries });
    if (!kept) return;
    const why = readWhy(values, kept.look.view);
    const open = [...kept.problems, ...openPoints(kept.look.view, why)];
    if (open.length > 0) {
      const notices = ['填写的内容已保存为草稿，尚未提交。'];
      return show(ctx, { session, values, notices, look: kept.look, problems: open, tells: true, status: 400 });
    }
    await handIn(ctx, posting, { look: kept.look, kind: 'REPORT', reason: why.written });
  }

  /** 零报告: of what was typed only what there is at the end of the month counts, and sums that cannot be computed. */
  async function zero(ctx: Context, posting: Posting, { look, reading, seen }: Seen): Promise<void> {
    const { values, period } = posting;
    // Sent twice: the receipt again. What others handed in meanwhile is another matter.
    if (isIn(look, seen) && look.view.record?.submission?.kind === 'ZERO') {
      return seeOther(ctx, `${at.ownReport(period)}?done=submitted`);
    }
    if (isIn(look, seen)) return showChanged(ctx, posting, { look, reading });
    const stocks = new Set(look.asked.flatMap(({ key, kind }) => (kind === 'STOCK' ? [key] : [])));
    const sums = new Set(reading.fields.flatMap(({ row, asksTotal }) => (asksTotal ? [row.indicator.key] : [])));
    const problems = reading.problems.filter(({ field }) => {
      const [what, key = ''] = [field?.slice(0, 2), field?.slice(2)];
      return stocks.has(key) || (what === 't.' && sums.has(key));
    });
    const why = readWritten(values, 'zeroReason', '零报告请写明原因。');
    problems.push(...why.problems);
    if (problems.length > 0) return giveBack(ctx, posting, { look, reading, problems, status: 400 });
    if (reading.hasConflicts || reading.hasNews) return showChanged(ctx, posting, { look, reading });
    const entries = reading.entries.flatMap(({ key, month, total }) => {
      if (stocks.has(key)) return [{ key, month, total }];
      return sums.has(key) && total !== null ? [{ key, month: 0n, total }] : [];
    });
    const kept = await keep(ctx, posting, { look, reading, version: look.view.version, entries });
    if (kept) await handIn(ctx, posting, { look: kept.look, kind: 'ZERO', reason: why.written });
  }

  async function discard(ctx: Context, posting: Posting, { look }: Seen): Promise<void> {
    const { period, values, doer } = posting;
    const { record } = look.view;
    if (record?.submission) {
      const done = await reports.discard(doer, record.id, Number(values.seen));
      if (done.is === 'stale') {
        const now = await lookFor(posting, done.record);
        return showChanged(ctx, posting, { look: now, reading: readReportForm(values, now) });
      }
    }
    seeOther(ctx, `${at.ownReport(period)}?done=discarded`);
  }

  /** The answer to 核实. */
  async function answer(ctx: Context, posting: Posting, look: ReportLook): Promise<void> {
    const { session, period, values, doer } = posting;
    const { record } = look.view;
    const { written: text, problems } = readWritten(values, 'answer', '请填写说明。');
    if (text === null) return sheet.showReceipt(ctx, { session, look, values, problems, status: 400 });
    const to = await stores.bindings.staff('report.decide');
    const tell = (answered: ReportRecord) => [
      { to, card: inquiryAnsweredCard(answered), purpose: 'report.answer', needs: 'report.decide' as const },
    ];
    const isAsked = record?.inquiry && !record.inquiry.answer;
    const answered = isAsked ? await reports.answer(doer, { reportId: record.id, text, tell }) : null;
    seeOther(ctx, `${at.ownReport(period)}?done=${answered ? 'answered' : 'explained'}`);
  }

  return { take, show, showReceipt: sheet.showReceipt };
}

interface Seen {
  look: ReportLook;
  reading: ReportReading;
  /** The version that the form was drawn from. */
  seen: number;
}

/** One tap on what was probably meant: the figure of the finding as it is now, not of what the form says. */
function withSuggestion(posting: Posting, { view }: ReportLook): Posting {
  const finding = view.findings.find((one) => one.severity === 'soft' && one.id === posting.values.fix);
  if (finding?.severity !== 'soft' || !finding.suggestion) return posting;
  const { key, month } = finding.suggestion;
  // Exactly, in 元: the field reads any unit.
  const figure = `${month / 100n}元`;
  return { ...posting, values: { ...posting.values, [`m.${key}`]: figure, [`t.${key}`]: '' } };
}

import { noticeCard } from '../cards/notice.ts';
import { ownReportCard, ownReportsCard } from '../cards/report-history.ts';
import { standingText } from '../cards/report-standing.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer, Card } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { readOwnQuestion } from '../src/domain/reports/own-question.ts';
import { cutEnterprise, type OwnRequest, readOwnRequest } from '../src/domain/reports/own-request.ts';
import { addPeriods, lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { readPeriod } from '../src/domain/reports/read-period.ts';
import { answerInquiry, confirm, confirmZero, discard, explain, keepCarried, zeroReport } from './report-confirming.ts';
import { fileCard, fillForm, fillFrom, readFiguresOf, sameMonth } from './report-filling.ts';
import { look, readFact, whose } from './report-look.ts';
import { reportTemplateAnswer } from './report-template.ts';
import { leaveHistoryChart } from './works/report-charts.ts';

/** 月报 as an enterprise's contact asks for it. */
export async function ownReports(ctx: Context, argument: string): Promise<Answer> {
  const { enterpriseId, rest } = cutEnterprise(argument);
  const request = readOwnRequest(rest, dateOf(ctx.now));
  if (request && 'of' in request && 'reportId' in request.of) return ofReport(ctx, request, null);
  const own = whose(ctx, enterpriseId, `月报 ${rest}`);
  if ('ask' in own) return { here: own.ask };
  if (!request) return answerQuestion(ctx, own.enterprise, rest) ?? fillInstead(ctx, own.enterprise, rest);
  return 'of' in request ? ofReport(ctx, request, own.enterprise) : ofEnterprise(ctx, own.enterprise, request);
}

type OfReport = Extract<OwnRequest, { of: unknown }>;

function ofReport(ctx: Context, request: OfReport, enterprise: EnterpriseRef | null): Promise<Answer> {
  switch (request.do) {
    case 'confirm':
      return confirm(ctx, request, enterprise);
    case 'explain':
      return explain(ctx, request, enterprise);
    case 'discard':
      return discard(ctx, request, enterprise);
    case 'keep':
      return keepCarried(ctx, request, enterprise);
    case 'answer':
      return answerInquiry(ctx, request, enterprise);
  }
}

function ofEnterprise(
  ctx: Context,
  enterprise: EnterpriseRef,
  request: Exclude<OwnRequest, OfReport>,
): Promise<Answer> {
  const period = ('period' in request ? request.period : null) ?? lastPeriod(ctx.now);
  switch (request.do) {
    case 'show':
      return request.period === null ? history(ctx, enterprise) : showMonth(ctx, enterprise, request.period);
    case 'file':
      return fileCard(ctx, enterprise, period);
    case 'form':
      return fillForm(ctx, enterprise, request);
    case 'zero':
      return zeroReport(ctx, enterprise, period, request.reason);
    case 'zero confirmed':
      return confirmZero(ctx, enterprise, request);
    case 'correct':
      return correct(ctx, enterprise, request);
    case 'template':
      return reportTemplateAnswer(ctx, enterprise);
  }
}

const monthsShown = 12;

/** A plain question, whole or behind the command: how the month stands comes first. Null: it is none. */
function answerQuestion(ctx: Context, enterprise: EnterpriseRef, text: string): Promise<Answer> | null {
  const question = readOwnQuestion(text, true);
  if (!question) return null;
  const due = lastPeriod(ctx.now);
  const period = question.month === null ? due : readPeriod(question.month, dateOf(ctx.now));
  if (period === null) return null;
  return period === due ? history(ctx, enterprise, standingFirst) : showMonth(ctx, enterprise, period, standingFirst);
}

type Drawn = (seen: ReportLook, card: Card) => Card;

const asItIs: Drawn = (_seen, card) => card;
const standingFirst: Drawn = (seen, card) => ({
  ...card,
  blocks: [{ kind: 'text', text: standingText(seen) }, ...card.blocks],
});

async function history(ctx: Context, enterprise: EnterpriseRef, drawn = asItIs): Promise<Answer> {
  const period = lastPeriod(ctx.now);
  const seen = await look(ctx, enterprise, period);
  const months = await ctx.reports.reported({
    from: addPeriods(period, 1 - monthsShown),
    to: period,
    enterpriseId: enterprise.id,
  });
  // A question is answered by the first line: no picture comes after it.
  if (drawn === asItIs && months.length > 1) await leaveHistoryChart(ctx, enterprise, period);
  const shown = { months, today: dateOf(ctx.now), url: ctx.pages.ownReports(enterprise.id) };
  return { here: drawn(seen, ownReportsCard(seen, shown)), audit: [readFact(seen)] };
}

async function showMonth(ctx: Context, enterprise: EnterpriseRef, period: Period, drawn = asItIs): Promise<Answer> {
  const seen = await look(ctx, enterprise, period);
  const here = drawn(seen, ownReportCard(seen, ctx.pages.ownReport({ enterpriseId: enterprise.id, period })));
  return { here, audit: [readFact(seen)] };
}

/** 更正: the figures of a month that was handed in; handing in again asks for the reason. */
async function correct(
  ctx: Context,
  enterprise: EnterpriseRef,
  { period, text }: { period: Period | null; text: string },
): Promise<Answer> {
  if (text === '') return fileCard(ctx, enterprise, period ?? lastPeriod(ctx.now));
  const reading = await readFiguresOf(ctx, text, period);
  if (!reading) return notUnderstood();
  if (period !== null) sameMonth(period, reading);
  return fillFrom(ctx, enterprise, { ...reading, period: period ?? reading.period }, text);
}

/** `/月报 营收320万` is a report like any other. */
async function fillInstead(ctx: Context, enterprise: EnterpriseRef, argument: string): Promise<Answer> {
  const reading = await readFiguresOf(ctx, argument);
  return reading ? fillFrom(ctx, enterprise, reading, argument) : notUnderstood();
}

function notUnderstood(): Answer {
  const text =
    '没有看懂。填报请直接发送数字，例如“营收320万 研发18.5万 职工46人”；查看请发送“/月报”或“/月报 2026-10”；本月无业务请发送“/月报 零报 原因”。';
  return { here: { ...noticeCard('月报', text), confidential: true } };
}

import { noticeCard } from '../cards/notice.ts';
import { reportListCard, reportOverviewCard } from '../cards/report-overview.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { may } from '../src/domain/permissions.ts';
import { setFor } from '../src/domain/reports/indicators.ts';
import { formatPeriod, lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { standingRows } from '../src/domain/reports/progress.ts';
import { readStaffRequest, type StaffRequest, type Unclear } from '../src/domain/reports/staff-request.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { occasions } from './occasions.ts';
import { approve, giveBack, inquire } from './report-staff-deciding.ts';
import { explainFilling, fillFor, submitFor } from './report-staff-filling.ts';
import { oneReport } from './report-staff-one.ts';
import { exempt, reopen, takeBackExemption } from './report-staff-opening.ts';
import { press } from './report-staff-press.ts';
import { leaveProgressChart, leaveTrendChart } from './works/report-charts.ts';

/** 月报 for staff: how far a period has come, one report whole, and everything that is decided about it. */
export async function staffReports(ctx: Context, argument: string): Promise<Answer> {
  const request = readStaffRequest(argument, dateOf(ctx.now));
  const verb = verbOf(request);
  if (verb !== null && !may(ctx.actor.role, 'report.decide')) return mayNot(verb);
  // Asked in a group, the answer comes one-to-one; what changes something is done there only.
  if (verb !== null && ctx.groupId !== null) throw new UserError(`“/月报 ${verb}”请在单聊中办理，本次未办理。`);
  switch (request.do) {
    case 'overview':
      return overview(ctx, request.period ?? lastPeriod(ctx.now));
    case 'list':
      return list(ctx, request);
    case 'one':
      return oneReport(ctx, request);
    case 'trend':
      return trend(ctx, request);
    case 'approve':
      return approve(ctx, request);
    case 'return':
      return giveBack(ctx, request);
    case 'inquire':
      return inquire(ctx, request);
    case 'fill':
      return fillFor(ctx, request);
    case 'submit':
      return submitFor(ctx, request);
    case 'explain':
      return explainFilling(ctx, request);
    case 'exempt':
      return exempt(ctx, request);
    case 'unexempt':
      return takeBackExemption(ctx, request);
    case 'reopen':
      return reopen(ctx, request);
    case 'press':
      return press(ctx, request);
    case 'unclear':
      throw new UserError(usageOf[request.verb]);
  }
}

async function overview(ctx: Context, period: Period): Promise<Answer> {
  const { opensOn } = windowOf(period);
  if (dateOf(ctx.now) < opensOn) {
    throw new UserError(`${formatPeriod(period)}尚未结束，月报自${formatDate(opensOn)}起填报。`);
  }
  const { reports, now, pages, actor } = ctx;
  const rows = standingRows(await reports.overview(period), period, dateOf(now));
  const here = reportOverviewCard(
    { period, rows, now, page: pages.reports(period) },
    { decides: may(actor.role, 'report.decide') },
  );
  await leaveProgressChart(ctx, period);
  return { here, audit: [{ action: 'report.list', result: 'allowed', detail: { period } }] };
}

/** 趋势: the zone's sums of one indicator, as a picture. */
async function trend(
  ctx: Context,
  { indicator: named, period }: Extract<StaffRequest, { do: 'trend' }>,
): Promise<Answer> {
  const of = period ?? lastPeriod(ctx.now);
  const { indicators } = setFor(await ctx.reports.sets(), of);
  const meant =
    named === '' ? indicators[0] : indicators.find(({ label, words }) => label === named || words.includes(named));
  if (!meant) throw new UserError(`没有找到指标“${named.slice(0, 20)}”，请写指标名称，例如“/月报 趋势 研发费用”。`);
  await leaveTrendChart(ctx, meant.key, of);
  const text = `正在绘制开发区${meant.label}趋势图（截至${formatPeriod(of)}），完成后单独发送。表格请打开页面查看。`;
  const here = { ...noticeCard('月报趋势', text), link: { text: '打开趋势页面', url: ctx.pages.reportTrends } };
  return {
    here: { ...here, confidential: true },
    audit: [{ action: 'report.list', result: 'allowed', detail: { period: of, trend: meant.key } }],
  };
}

async function list(
  { reports, now, pages }: Context,
  { list, period, page: wanted }: Extract<StaffRequest, { do: 'list' }>,
): Promise<Answer> {
  const of = period ?? lastPeriod(now);
  const rows = standingRows(await reports.overview(of), of, dateOf(now));
  const here = reportListCard({ period: of, rows, now, page: pages.reports(of) }, { list, wanted });
  return { here, audit: [{ action: 'report.list', result: 'allowed', detail: { period: of, list } }] };
}

/** What is decided, by its word; null: it is only read. */
function verbOf(request: StaffRequest): string | null {
  const verb = request.do === 'unclear' ? request.verb : request.do;
  switch (verb) {
    case 'overview':
    case 'list':
    case 'one':
    case 'trend':
      return null;
    case 'approve':
      return '通过';
    case 'return':
      return '退回';
    case 'inquire':
      return '核实';
    case 'fill':
    case 'submit':
    case 'explain':
      return '代填';
    case 'exempt':
    case 'unexempt':
      return '免报';
    case 'reopen':
      return '重开';
    case 'press':
      return '催报';
  }
}

function mayNot(verb: string): Answer {
  const command = `月报 ${verb}`;
  return {
    ...occasions.forbidden(command),
    audit: [{ action: 'command.denied', result: 'denied', detail: { command } }],
  };
}

/** One sentence that helps, for each beginning that was understood and whose rest was not. */
const usageOf: Record<Unclear['verb'], string> = {
  list: '名单只需写报告期和页码，例如“/月报 2026-10 未报 第2页”；查看一家企业请发送“/月报 企业简称 2026-10”。',
  approve: '请写明企业和报告期，例如“/月报 通过 企业简称 2026-10”。',
  unexempt: '请写明企业和报告期，例如“/月报 取消免报 企业简称 2026-10”。',
  return: '请写明企业、报告期、指标和原因，例如“/月报 退回 企业简称 2026-10 研发费用、营业收入 与账面不符”。',
  inquire: '请写明企业、报告期和需要核实的内容，例如“/月报 核实 企业简称 2026-10 研发费用增幅较大的原因”。',
  fill: '请写明企业、报告期和数字，例如“/月报 代填 企业简称 2026-10 营收320万 研发18.5万 职工46人”。',
  submit: '代填的内容请用卡片上的按钮确认，或发送“/月报 代填 企业简称 2026-10 数字”重新填写。',
  explain: '代填的说明请用卡片上的按钮选择，或按卡片上的例句发送。',
  exempt: '请写明企业、报告期和原因，例如“/月报 免报 企业简称 2026-10 阶段性停产”。',
  reopen:
    '请写明报告期、截止日和原因，例如“/月报 重开 2026-09 至 2026-12-05 企业简称 数据更正”；不写企业即对全部企业重新开放。',
  press: '请只写报告期，例如“/月报 催报 2026-10”，确认后发送。',
};

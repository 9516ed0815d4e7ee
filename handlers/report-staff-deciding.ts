import { inChinese } from '../cards/parts.ts';
import { plainName } from '../cards/report-one.ts';
import { reportName } from '../cards/report-parts.ts';
import { chooseFiguresCard, stepDoneCard, toldText } from '../cards/report-steps.ts';
import { approvedCard, inquiredCard, returnedCard, type Told, toContacts } from '../cards/report-told.ts';
import { labelsOf, lastChangeText, whenAt, whoIs } from '../cards/report-trace.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import type { Sender } from '../src/core/event.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { isIn, standingRows } from '../src/domain/reports/progress.ts';
import { readQuestioned } from '../src/domain/reports/questioned.ts';
import { type ReportRecord, reportRead } from '../src/domain/reports/record.ts';
import type { Addressed } from '../src/domain/reports/staff-request.ts';
import type { StaffLook } from '../src/domain/reports/whole-look.ts';
import { lastDayFor } from '../src/domain/reports/window.ts';
import { workdaysAfter } from '../src/domain/workday.ts';
import { presentState, readerOf, refused, reportMeant, staffLook } from './report-staff-one.ts';
import { aboutReport } from './report-telling.ts';

/** A report that was handed in and is as it was seen. */
interface Decidable {
  enterprise: EnterpriseRef;
  period: Period;
  record: ReportRecord;
  version: number;
  contacts: readonly Sender[];
  told: Told;
}

/** 通过 */
export async function approve(ctx: Context, request: Addressed): Promise<Answer> {
  const found = await decidable(ctx, request, (full, period) => `月报 通过 ${full} ${period}`);
  if ('answer' in found) return found.answer;
  const { enterprise, period, record, version, contacts, told } = found;
  if (record.state === 'APPROVED') return presentState(ctx, found, (look) => approvedBefore(look, ctx));
  const tell = () => [toContacts(contacts, enterprise.id, 'report.approve', approvedCard(told))];
  const stepped = await ctx.reports.approve(ctx.doer, { reportId: record.id, version, tell });
  if (stepped.is === 'stale') return stale(ctx, found);
  return done(ctx, found, {
    title: `${reportName(period)}审核通过`,
    text: [`您已审核通过${enterprise.name} ${reportName(period)}（${whenAt(ctx.now)}）。`, toldText(contacts.length)],
    tapped: '已通过',
    goesOn: true,
  });
}

/** 退回: only the figures that are questioned, each of them with the one reason. */
export async function giveBack(ctx: Context, request: Addressed & { text: string }): Promise<Answer> {
  const found = await decidable(ctx, request, (full, period) => `月报 退回 ${full} ${period} ${request.text}`.trim());
  if ('answer' in found) return found.answer;
  const { enterprise, period, record, version, contacts, told } = found;
  const look = await staffLook(ctx, found);
  const read = readQuestioned(request.text, look.asked);
  const why = whyNot(read);
  if (why !== null) {
    const { page } = readerOf(ctx, found);
    return {
      here: chooseFiguresCard(look, { why, named: read.indicators, page }),
      tapped: { state: '待写明指标', forAll: false },
      audit: [reportRead(found)],
    };
  }
  const today = dateOf(ctx.now);
  const dueOn = workdaysAfter(today, 2);
  const last = lastDayFor(period, look.openings);
  const keys = read.indicators.map(({ key }) => key);
  const said = { field: labelsOf(keys, look), reason: read.reason, dueOn };
  const tell = () => [toContacts(contacts, enterprise.id, 'report.return', returnedCard(told, said))];
  const stepped = await ctx.reports.giveBack(ctx.doer, {
    ...{ reportId: record.id, version, keys, dueOn, tell },
    reason: read.reason,
  });
  if (stepped.is === 'stale') return stale(ctx, found);
  return done(ctx, found, {
    title: `${reportName(period)}已退回`,
    text: [
      `您已退回${enterprise.name} ${reportName(period)}的“${said.field}”（${whenAt(ctx.now)}），原因：${inChinese(said.reason)}。请企业于${formatDate(dueOn)}前修改。`,
      toldText(contacts.length),
      ...(dueOn > last ? [`该期填报原至${formatDate(last)}截止，已对该企业延长至${formatDate(dueOn)}。`] : []),
    ],
    tapped: '已退回',
    goesOn: true,
  });
}

/** What is missing of figures and reason; null: nothing. */
function whyNot({ indicators, reason, unknown, ambiguous }: ReturnType<typeof readQuestioned>): string | null {
  if (ambiguous.length > 0) {
    return `该企业有多个专项资金项目，请写明项目编号：${ambiguous.map(plainName).join('、')}。`;
  }
  if (unknown !== null) return `没有看懂指标“${unknown.slice(0, 20)}”。`;
  if (indicators.length === 0) return '请写明退回的指标和原因。';
  return reason === '' ? '请写明退回的原因。' : null;
}

/** 核实: asks the enterprise for an explanation. */
export async function inquire(ctx: Context, request: Addressed & { text: string }): Promise<Answer> {
  const { text } = request;
  const found = await decidable(ctx, request, (full, period) => `月报 核实 ${full} ${period} ${text}`.trim());
  if ('answer' in found) return found.answer;
  const { enterprise, period, record, version, contacts, told } = found;
  if (text === '') {
    const sample = `/月报 核实 ${record.id} 研发费用较上月增长较多，请说明原因`;
    const audit = [reportRead(found)];
    return refused(
      '请写明核实内容',
      `${enterprise.name} ${reportName(period)}需要核实什么，请写明，例如“${sample}”。`,
      audit,
    );
  }
  const asked = inquiredCard(told, { reportId: record.id, text });
  const tell = () => [toContacts(contacts, enterprise.id, 'report.inquire', asked)];
  const stepped = await ctx.reports.inquire(ctx.doer, { reportId: record.id, version, text, tell });
  if (stepped.is === 'stale') return stale(ctx, found);
  return done(ctx, found, {
    title: `${reportName(period)}待核实`,
    text: [
      `您已请${enterprise.name}核实${reportName(period)}（${whenAt(ctx.now)}）：${inChinese(text)}`,
      `${toldText(contacts.length)}企业答复后将告知您。`,
    ],
    tapped: '已发核实',
    goesOn: false,
  });
}

async function decidable(
  ctx: Context,
  request: Addressed,
  say: (full: string, period: Period) => string,
): Promise<Decidable | { answer: Answer }> {
  const found = await reportMeant(ctx, request, say);
  if ('answer' in found) return found;
  const { enterprise, period, record } = found;
  if (record?.exempt) {
    const { by, at } = record.exempt;
    const why = `该企业本期已由${whoIs(by, ctx.actor.personId)}于${whenAt(at)}免报，未办理。`;
    return { answer: await presentState(ctx, found, () => why) };
  }
  if (!record?.submission) {
    const text = `${enterprise.name} ${reportName(period)}尚未提交，不能审核。可发送“/月报 催报 ${period}”催报。`;
    return { answer: refused('尚未提交', text, [reportRead(found)]) };
  }
  const version = request.version ?? record.version;
  if (version !== record.version) return { answer: await stale(ctx, found) };
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  const told = aboutReport(ctx, enterprise, period);
  return { enterprise, period, record, version, contacts, told };
}

/** Somebody was faster: how it stands now, who changed it, and the buttons anew. */
async function stale(ctx: Context, found: { enterprise: EnterpriseRef; period: Period }): Promise<Answer> {
  // Read anew: what the refused step saw may be older than what it was refused for.
  const record = await ctx.reports.find(found.enterprise, found.period);
  return presentState(ctx, { ...found, record }, ({ view, steps }) => {
    const who = view.record ? lastChangeText(view.record, steps, ctx.actor.personId) : '';
    return `本次未办理，该月报在您查看之后有变动。${who}请核对后重新选择。`;
  });
}

function approvedBefore({ steps }: StaffLook, { actor }: Context): string {
  const step = steps.findLast(({ kind }) => kind === 'APPROVE');
  return step ? `${whoIs(step.by, actor.personId)}已于${whenAt(step.at)}审核通过该月报。` : '该月报此前已审核通过。';
}

async function done(
  ctx: Context,
  found: Decidable,
  {
    title,
    text,
    tapped,
    goesOn,
  }: {
    title: string;
    text: readonly string[];
    /** What the tapped card says from now on */
    tapped: string;
    /** Whether the next report that waits is offered */
    goesOn: boolean;
  },
): Promise<Answer> {
  const { page } = readerOf(ctx, found);
  const next = goesOn ? await nextWaiting(ctx, found) : null;
  return {
    here: stepDoneCard(found, { title, text, next, page, now: ctx.now }),
    tapped: { state: tapped, forAll: true },
    // Whose report waits next is read from the list.
    ...(next ? { audit: [{ action: 'report.list', result: 'allowed', detail: { period: found.period } }] } : {}),
  };
}

async function nextWaiting(
  ctx: Context,
  { enterprise, period }: Pick<Decidable, 'enterprise' | 'period'>,
): Promise<EnterpriseRef | null> {
  const rows = standingRows(await ctx.reports.overview(period), period, dateOf(ctx.now));
  const waiting = rows.filter((row) => isIn(row, 'waiting') && row.enterprise.id !== enterprise.id);
  return waiting[0]?.enterprise ?? null;
}

import { inChinese } from '../cards/parts.ts';
import { reportName } from '../cards/report-parts.ts';
import { confirmReopeningCard, reopenedForCard, stepDoneCard, toldText } from '../cards/report-steps.ts';
import { exemptedCard, reopenedCard, toContacts } from '../cards/report-told.ts';
import { whenAt, whoIs } from '../cards/report-trace.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { reportRead } from '../src/domain/reports/record.ts';
import type { Addressed, StaffRequest } from '../src/domain/reports/staff-request.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { findEnterprise } from './find-enterprise.ts';
import { presentState, readerOf, refused, reportMeant } from './report-staff-one.ts';
import { aboutReport } from './report-telling.ts';
import { reopenedWork } from './works/report-reopened.ts';

/** 免报 of one period. */
export async function exempt(ctx: Context, request: Addressed & { text: string }): Promise<Answer> {
  const found = await reportMeant(ctx, request, (full, period) => `月报 免报 ${full} ${period} ${request.text}`.trim());
  if ('answer' in found) return found.answer;
  const { enterprise, period, record } = found;
  const { personId } = ctx.actor;
  if (record?.exempt) {
    const { by, at } = record.exempt;
    return presentState(ctx, found, () => `${whoIs(by, personId)}已于${whenAt(at)}免报该企业本期月报，未重复办理。`);
  }
  if (request.text === '') {
    const text = `请写明免报的原因，例如“/月报 免报 ${enterprise.name} ${period} 阶段性停产”。`;
    return refused('请写明原因', text, [reportRead(found)]);
  }
  const told = aboutReport(ctx, enterprise, period);
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  const after = await ctx.reports.exempt(ctx.doer, {
    ...{ enterprise, period, reason: request.text },
    tell: (made) => [
      toContacts(contacts, enterprise.id, 'report.exempt', exemptedCard(told, made.exempt?.reason ?? request.text)),
    ],
  });
  const made = after.exempt;
  // Two at once: the first one's reason stands.
  if (made && (made.by.personId !== personId || made.at.getTime() !== ctx.doer.at.getTime())) {
    const who = `${whoIs(made.by, personId)}已于${whenAt(made.at)}免报该企业本期月报，未重复办理。`;
    return presentState(ctx, { enterprise, period, record: after }, () => who);
  }
  return {
    here: stepDoneCard(found, {
      title: `${reportName(period)}免报`,
      text: [
        `您已免报${enterprise.name} ${reportName(period)}（${whenAt(ctx.now)}），原因：${inChinese(request.text)}`,
        toldText(contacts.length),
        `取消请发送“/月报 取消免报 ${enterprise.name} ${period}”。`,
      ],
      ...{ page: readerOf(ctx, found).page, now: ctx.now },
    }),
    tapped: { state: '已免报', forAll: true },
  };
}

/** 取消免报: the enterprise reports after all. */
export async function takeBackExemption(ctx: Context, request: Addressed): Promise<Answer> {
  const found = await reportMeant(ctx, request, (full, period) => `月报 取消免报 ${full} ${period}`);
  if ('answer' in found) return found.answer;
  const { enterprise, period, record } = found;
  if (!record?.exempt) return presentState(ctx, found, () => '该企业本期未免报，无需取消。');
  const told = aboutReport(ctx, enterprise, period);
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  await ctx.reports.exempt(ctx.doer, {
    ...{ enterprise, period, reason: null },
    tell: () => [toContacts(contacts, enterprise.id, 'report.exempt', exemptedCard(told, null))],
  });
  return {
    here: stepDoneCard(found, {
      title: `${reportName(period)}取消免报`,
      text: [
        `您已取消${enterprise.name} ${reportName(period)}的免报（${whenAt(ctx.now)}）。`,
        toldText(contacts.length),
      ],
      ...{ page: readerOf(ctx, found).page, now: ctx.now },
    }),
    tapped: { state: '已取消免报', forAll: true },
  };
}

/** 重新开放 a period, at once for one enterprise, after a question for all of them. */
export async function reopen(ctx: Context, request: Extract<StaffRequest, { do: 'reopen' }>): Promise<Answer> {
  const { period, until, isConfirmed } = request;
  const today = dateOf(ctx.now);
  const { opensOn } = windowOf(period);
  if (today < opensOn) throw new UserError(`${reportName(period)}自${formatDate(opensOn)}起填报，无需重新开放。`);
  if (until < today) throw new UserError(`截止日${formatDate(until)}已过，请写今天或以后的日期。`);
  const whose = isConfirmed ? { enterprise: null, reason: request.text } : await whoseReopening(ctx, request);
  if ('answer' in whose) return whose.answer;
  const { enterprise, reason } = whose;
  if (reason === '') {
    const sample = `/月报 重开 ${period} 至 ${until}${enterprise ? ` ${enterprise.name}` : ''} 数据更正`;
    throw new UserError(`请写明重新开放的原因，例如“${sample}”。`);
  }
  if ([...reason].length > 200) throw new UserError('重新开放的原因请控制在200字以内。');
  if (!enterprise && !isConfirmed) {
    return { here: confirmReopeningCard({ period, until, reason }), tapped: { state: '待确认', forAll: false } };
  }
  return enterprise
    ? reopenFor(ctx, enterprise, { period, until, reason })
    : reopenForAll(ctx, { period, until, reason });
}

const everybody = /^(?:全部|全体|所有)(?:企业)?(?:\s+|$)/u;

/** For which enterprise, and why: the first word names it, if it names one and more is said behind it. */
async function whoseReopening(
  ctx: Context,
  { period, until, text }: { period: Period; until: CalendarDate; text: string },
): Promise<{ enterprise: EnterpriseRef | null; reason: string } | { answer: Answer }> {
  if (everybody.test(text)) return { enterprise: null, reason: text.replace(everybody, '') };
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(text) ?? [];
  const { total } = await ctx.ledger.findEnterprises(first);
  // What names nobody is a reason; so is a single word that may mean several.
  if (first === '' || total === 0 || (total > 1 && rest === '')) return { enterprise: null, reason: text };
  const say = (full: string) => `月报 重开 ${period} 至 ${until} ${full} ${rest}`;
  const found = await findEnterprise(ctx, first, say);
  return 'answer' in found ? found : { enterprise: found.enterprise, reason: rest };
}

interface Opening {
  period: Period;
  until: CalendarDate;
  reason: string;
}

async function reopenFor(ctx: Context, enterprise: EnterpriseRef, opening: Opening): Promise<Answer> {
  const { period, until, reason } = opening;
  const told = aboutReport(ctx, enterprise, period);
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  const tell = [toContacts(contacts, enterprise.id, 'report.reopen', reopenedCard(told, { until, reason }))];
  const made = await ctx.reports.reopen(ctx.doer, { ...opening, enterpriseId: enterprise.id, tell });
  const who = whoIs(made.by, ctx.actor.personId);
  const { page } = readerOf(ctx, { enterprise, period });
  return {
    here: reopenedForCard(
      { ...made.opening, whose: enterprise.name, who, at: made.at, isNew: made.isNew },
      { told: made.isNew ? toldText(contacts.length) : '', page, now: ctx.now },
    ),
    tapped: { state: '已重新开放', forAll: true },
    ...(made.isNew ? {} : { audit: [{ action: 'report.list', result: 'allowed', detail: { period } }] }),
  };
}

/** Telling everybody who still owes takes longer than an answer may: it is left as work, in the commit of the opening. */
async function reopenForAll(ctx: Context, opening: Opening): Promise<Answer> {
  const { period } = opening;
  const made = await ctx.reports.reopen(ctx.doer, {
    ...{ ...opening, enterpriseId: null, tell: [] },
    works: [reopenedWork(ctx, opening)],
  });
  const who = whoIs(made.by, ctx.actor.personId);
  const told = made.isNew ? '正在通知尚需报送的企业，完成后告知您。' : '';
  return {
    here: reopenedForCard(
      { ...made.opening, whose: '全部企业', who, at: made.at, isNew: made.isNew },
      { told, page: ctx.pages.reports(period), now: ctx.now },
    ),
    tapped: { state: '已重新开放', forAll: true },
    ...(made.isNew ? {} : { audit: [{ action: 'report.list', result: 'allowed', detail: { period } }] }),
  };
}

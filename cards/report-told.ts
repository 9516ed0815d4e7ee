import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';
import type { Sender } from '../src/core/event.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { formatPeriod, type Period } from '../src/domain/reports/period.ts';
import { reportSubject } from '../src/domain/reports/record.ts';
import type { ReportView } from '../src/domain/reports/view.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { inChinese } from './parts.ts';
import { findingBlocks, reportButton, reportName, tableBlocks } from './report-parts.ts';

/** What is told to the contacts of an enterprise. It hears of the bureau, not of who works there. */
export interface Told {
  enterprise: ReportLook['enterprise'];
  period: Period;
  bureau: Bureau;
  /** Where it is filled in. */
  page: string;
}

/** To everybody who speaks for the enterprise, if they still do when it arrives. */
export function toContacts(to: readonly Sender[], enterpriseId: string, purpose: string, card: Card): Telling {
  return { to, card, purpose, needs: 'report.file', enterpriseId };
}

/** Names the enterprise: somebody may speak for several. */
function told({ enterprise, period, bureau }: Told, { title, text }: { title: string; text: string }): Card {
  return {
    title,
    blocks: [
      { kind: 'text', text },
      { kind: 'fields', fields: [{ label: '企业', value: enterprise.name }] },
      { kind: 'text', text: `如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。` },
    ],
    subject: reportSubject(enterprise.id, period),
    confidential: true,
  };
}

/** Leads to filling it in again. */
function withFilling(card: Card, { enterprise, period, page }: Told): Card {
  return {
    ...card,
    buttons: [reportButton('去填报', `月报 ${enterpriseWord(enterprise.id)} 填报 ${period}`)],
    insteadOfButtons: `请发送“/月报 填报 ${period}”修改，或在页面修改。`,
    link: { text: '打开填报页面', url: page },
  };
}

/** In the words of domain.md G3. `field`: the labels of the questioned figures. */
export function returnedText(
  period: Period,
  { field, reason, dueOn }: { field: string; reason: string; dueOn: CalendarDate },
): string {
  const why = inChinese(reason).replace(/[。.;；,，\s]+$/u, '');
  return `【退回】贵公司${reportName(period)}“${field}”需核实：${why}。请于${formatDate(dueOn)}前修改后重新提交。`;
}

export function returnedCard(of: Told, said: Parameters<typeof returnedText>[1]): Card {
  const title = `${reportName(of.period)}被退回`;
  return withFilling(told(of, { title, text: returnedText(of.period, said) }), of);
}

export function approvedCard(of: Told): Card {
  const name = reportName(of.period);
  return told(of, { title: `${name}审核通过`, text: `贵公司${name}已审核通过。` });
}

export function inquiredCard(of: Told, { reportId, text }: { reportId: string; text: string }): Card {
  const name = reportName(of.period);
  const about = inChinese(text).replace(/[。.\s]+$/u, '');
  const how = `请发送“/月报 答复 ${reportId} 说明”答复；如数据有误，请发送“/月报 填报 ${of.period}”更正。`;
  const card = told(of, { title: `${name}需核实`, text: `【核实】贵公司${name}需说明：${about}。${how}` });
  return { ...card, link: { text: '打开填报页面', url: of.page } };
}

/** 代填: what staff handed in for them, whole. */
export function filledForCard(of: Told, view: ReportView): Card {
  const name = reportName(of.period);
  const text = `${of.bureau.name}已根据贵公司的书面申请代为填报${name}并提交，内容如下，请核对；如有误，请发送“/月报 填报 ${of.period}”更正。`;
  const card = told(of, { title: `已代填${name}`, text });
  return {
    ...card,
    blocks: [...card.blocks, ...tableBlocks(view), ...findingBlocks(view)],
    link: { text: '打开填报页面', url: of.page },
  };
}

/** `reason` null: it was taken back. */
export function exemptedCard(of: Told, reason: string | null): Card {
  const name = reportName(of.period);
  if (reason !== null) {
    return told(of, { title: `${name}免报`, text: `贵公司${name}经核定免报（${inChinese(reason)}），无需填报。` });
  }
  const { closesOn } = windowOf(of.period);
  const text = `贵公司${name}已取消免报，请填报；填报期至${formatDate(closesOn)}。`;
  return withFilling(told(of, { title: `${name}取消免报`, text }), of);
}

export function reopenedCard(of: Told, { until, reason }: { until: CalendarDate; reason: string }): Card {
  const name = reportName(of.period);
  const text = `${name}已重新开放填报（${inChinese(reason)}）。尚未报送或需要更正的，请于${formatDate(until)}前办理并说明原因；如已报送请忽略。`;
  return withFilling(told(of, { title: `${formatPeriod(of.period)}重新开放填报`, text }), of);
}

/** 催报, in the words of domain.md G3 once the window is over; before, until when. */
export function reminderText(period: Period, today: CalendarDate): string {
  const { closesOn } = windowOf(period);
  const name = reportName(period);
  return today > closesOn
    ? `【催报】贵公司${name}尚未报送，填报期已于${formatDate(closesOn)}结束，请尽快补报并说明原因。`
    : `贵公司${name}尚未报送，请于${formatDate(closesOn)}前填报。如已报送请忽略。`;
}

/** The same for everybody who owes and serves one enterprise: one call brings it to many, so it names nobody. */
export function owedReportsCard(
  { period, bureau, page }: Pick<Told, 'period' | 'bureau' | 'page'>,
  today: CalendarDate,
): Card {
  const how = `发送“/月报 填报 ${period}”或打开页面填报。`;
  return {
    title: `${reportName(period)}催报`,
    blocks: [
      { kind: 'text', text: reminderText(period, today) },
      { kind: 'text', text: how },
      { kind: 'text', text: `如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。` },
    ],
    link: { text: '打开填报页面', url: page },
    confidential: true,
  };
}

/**
 * To all who owe, thousands of them: without buttons, of which each costs a call on DingTalk.
 * @param returned what was questioned, where it was handed back
 */
export function reminderCard(of: Told, today: CalendarDate, returned: Parameters<typeof returnedText>[1] | null): Card {
  const text = returned ? returnedText(of.period, returned) : reminderText(of.period, today);
  const card = told(of, { title: `${reportName(of.period)}催报`, text });
  const how = `发送“/月报 填报 ${of.period}”或打开页面填报。`;
  return {
    ...card,
    blocks: [...card.blocks, { kind: 'text', text: how }],
    link: { text: '打开填报页面', url: of.page },
  };
}

import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import type { AskedIndicator } from '../src/domain/reports/asked.ts';
import { formatPeriod, type Period } from '../src/domain/reports/period.ts';
import type { StaffLook } from '../src/domain/reports/whole-look.ts';
import { asAt, inChinese } from './parts.ts';
import { plainName, reviewButtons, usualReason } from './report-one.ts';
import { findingBlocks, reportButton, reportName } from './report-parts.ts';
import { whenAt } from './report-trace.ts';

/** To who did something: what, for whom, who was told, and where to go on. */
export function stepDoneCard(
  { period }: { period: Period },
  done: {
    title: string;
    /** Paragraphs */
    text: readonly string[];
    /** Whose report waits next; null: nobody's */
    next?: EnterpriseRef | null;
    page: string;
    now: Date;
  },
): Card {
  const next = done.next ?? null;
  return {
    title: done.title,
    blocks: [
      ...done.text.map((text) => ({ kind: 'text' as const, text })),
      ...(next ? [{ kind: 'text' as const, text: `下一家待审核：${next.name}。` }] : []),
    ],
    ...(next
      ? {
          buttons: [reportButton('审核下一家', `月报 ${next.name} ${period}`)],
          insteadOfButtons: `请发送“/月报 ${next.name} ${period}”继续审核。`,
        }
      : {}),
    link: { text: '打开月报详情', url: done.page },
    footer: asAt(dateOf(done.now), done.now),
    confidential: true,
  };
}

/** How many contacts were told. */
export function toldText(contacts: number): string {
  return contacts === 0 ? '该企业没有可通知的联系人，请电话告知。' : `已通知该企业联系人${contacts}人。`;
}

/** 退回 asks which figures and why: one tap for those that have findings, the others by typing. */
export function chooseFiguresCard(
  look: StaffLook,
  { why, named, page }: { why: string; named: readonly AskedIndicator[]; page: string },
): Card {
  const { enterprise, inForce, asked } = look;
  const { period, record } = inForce;
  if (!record) throw new Error('nothing to hand back');
  const start = `月报 退回 ${record.id} ${record.version}`;
  const given = named.map(plainName).join('、');
  const buttons =
    named.length > 0
      ? [reportButton('按数据异常退回', `${start} ${given} ${usualReason}`)]
      : reviewButtons(inForce).filter(({ text }) => text.startsWith('退回：'));
  const sample = given === '' ? '研发费用、营业收入' : given;
  return {
    title: `退回${reportName(period)}`,
    blocks: [
      { kind: 'text', text: `${enterprise.name} ${reportName(period)}尚未退回。${why}` },
      ...(named.length > 0 ? [] : findingBlocks(inForce)),
      { kind: 'text', text: `请发送“/月报 退回 ${record.id} ${sample} 与账面不符”，指标之间用顿号分开，其后写原因。` },
      { kind: 'text', text: `该企业的指标：${asked.map(({ label }) => label).join('、')}。` },
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
    link: { text: '打开月报详情', url: page },
    confidential: true,
  };
}

interface Opening {
  period: Period;
  until: CalendarDate;
  reason: string;
}

/** 重新开放 for all is asked first. */
export function confirmReopeningCard({ period, until, reason }: Opening): Card {
  const say = `月报 重开确认 ${period} 至 ${until} ${reason}`;
  return {
    title: `请确认重新开放`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '报告期', value: formatPeriod(period) },
          { label: '范围', value: '全部企业' },
          { label: '截止', value: `${formatDate(until)}24:00` },
          { label: '原因', value: inChinese(reason) },
        ],
      },
      {
        kind: 'text',
        text: `确认后，全部企业可在截止日前补报或更正，尚需报送的企业将收到通知。只对一家企业开放的，请发送“/月报 重开 ${period} 至 ${until} 企业简称 ${reason}”。`,
      },
    ],
    buttons: [reportButton('确认重新开放', say)],
    insteadOfButtons: `请发送“/${say}”确认。`,
    confidential: true,
  };
}

/** A period was opened again, or had been. */
export function reopenedForCard(
  opening: Opening & { whose: string; who: string; at: Date; isNew: boolean },
  { told, page, now }: { told: string; page: string; now: Date },
): Card {
  const { period, until, reason, whose, who, at, isNew } = opening;
  const before = isNew ? '' : '此前';
  return {
    title: `${reportName(period)}${before}已重新开放`,
    blocks: [
      {
        kind: 'text',
        text: `${who}已于${whenAt(at)}对${whose}重新开放${reportName(period)}，至${formatDate(until)}24:00，原因：${inChinese(reason)}`,
      },
      ...(told === '' ? [] : [{ kind: 'text' as const, text: told }]),
    ],
    link: { text: '打开月报台账', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

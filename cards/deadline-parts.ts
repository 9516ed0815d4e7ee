import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf } from '../src/domain/calendar.ts';
import {
  cardSubject,
  type Deadline,
  type DeadlineContent,
  type DueTime,
  deadlineNo,
  type Subject,
} from '../src/domain/deadlines/deadline.ts';
import { daysLeft, deadlineTitle, dueText, restDayRemark } from '../src/domain/deadlines/due-text.ts';
import { fillText } from '../src/domain/deadlines/policy-rules.ts';
import { type DeadlineStanding, isOver, standingLabels } from '../src/domain/deadlines/standing.ts';
import { inChinese } from './parts.ts';

/** As many as WeCom's button card holds. */
export const buttonsAtMost = 6;

/** How long there is still. */
export function leftText(days: number): string {
  if (days < 0) return '已截止';
  return days === 0 ? '今日截止' : `剩余${days}天`;
}

/** How long there is still of a deadline: on its day until its time. */
export function timeLeft(deadline: Pick<Deadline, 'enterpriseDue'>, now: Date): string {
  return isOver(deadline, now) ? '已截止' : leftText(daysLeft(deadline, dateOf(now)));
}

/** `今年不报（暂不具备条件）` */
export function standingText({ state, answer }: Pick<DeadlineStanding, 'state' | 'answer'>): string {
  const reason = state === 'NOT_THIS_YEAR' || state === 'EXEMPT' ? (answer?.reason ?? null) : null;
  return `${standingLabels[state]}${reason === null ? '' : `（${inChinese(reason)}）`}`;
}

/** What stands beside the day that enterprises act on, where it is known and another one. */
export function officialFields({ enterpriseDue, officialDue, basis }: DeadlineContent): Field[] {
  if (officialDue === null) return [];
  const isSame = officialDue.on === enterpriseDue.on && officialDue.at === enterpriseDue.at;
  return isSame ? [] : [{ label: '推荐上报', value: dueText(officialDue, basis) }];
}

/** What stands on WeCom's button card where the whole went before it as text: of two at once one sees which is which. */
export function briefOf(title: string, fields: readonly Field[] = []): NonNullable<Card['brief']> {
  return { title: [...title].slice(0, 26).join(''), fields };
}

/** A button that says a sentence where its card stands. */
export function sayButton(text: string, say: string): Button {
  return { text, tap: { say, answer: 'here' } };
}

/** The words that an answer begins with: what it is about and, where one reader is meant, for which enterprise. */
export function answerWords(subject: string, enterpriseWord: string | null): string {
  return enterpriseWord === null ? `截止 ${subject}` : `截止 ${enterpriseWord} ${subject}`;
}

/** The four answers of a reminder (domain.md E2), as buttons and as what is typed instead. @param spoken what is typed for it */
export function answerWays(
  subject: string,
  enterpriseWord: string | null,
  spoken = subject,
): { buttons: Button[]; insteadOfButtons: string } {
  const words = answerWords(subject, enterpriseWord);
  return {
    buttons: ['已报送', '正在准备', '需要帮助', '今年不报'].map((answer) => sayButton(answer, `${words} ${answer}`)),
    insteadOfButtons: `请发送“/截止 ${spoken} 已报送”答复，也可写“正在准备”“需要帮助”，或“今年不报”并写明原因。`,
  };
}

/** The number that a deadline is asked for by, under what is told of it. */
export function numberLine({ number, kind }: { number: number; kind: DeadlineContent['kind'] }): string {
  const stop = kind === 'CALL' ? '不再接收申报通知可发送“/退订”。' : '';
  return `编号 ${deadlineNo(number)}。${stop}`;
}

/** Nothing where there is nothing to say. */
export function fieldsBlock(fields: readonly Field[]): Block[] {
  return fields.length === 0 ? [] : [{ kind: 'fields', fields }];
}

/** Only a card of one enterprise can be changed when that one has answered. */
export function subjectOf(subject: Subject, enterprise: EnterpriseRef | null): Pick<Card, 'subject'> {
  return enterprise ? { subject: cardSubject(subject, enterprise.id) } : {};
}

/** The batches of the year in which a certificate runs out, and which of them is the last. */
export function batchBlocks(batches: readonly Deadline[], today: CalendarDate): Block[] {
  if (batches.length === 0) return [{ kind: 'text', text: '到期年度的申报批次尚未登记，登记后另行告知。' }];
  const last = batches.at(-1);
  const items = batches.map((one) => {
    const state = one.enterpriseDue.on < today ? '，已截止' : one === last ? '，到期年度最后一批' : '';
    return `${deadlineTitle(one)}：材料到开发区${dueText(one.enterpriseDue, one.basis)}${state}`;
  });
  return [{ kind: 'list', heading: '到期年度的申报批次', items }];
}

/** 截止提醒 in the bureau's wording, with what has to be said of the day and of the batch. */
export function reminderText(of: {
  deadline: DeadlineContent;
  daysLeft: number;
  bureau: Bureau;
  isLastBatch: boolean;
  template: string;
}): string {
  const { deadline, daysLeft, bureau, isLastBatch, template } = of;
  const due = dueText(deadline.enterpriseDue, deadline.basis);
  const said = fillText(spokenTemplate(template, { deadline, daysLeft }), {
    ...{ program: programOf(deadline, template), due, enterpriseDue: dueText(deadline.enterpriseDue) },
    ...{ n: String(daysLeft), tel: bureau.tel },
  });
  const rest = restText(deadline.enterpriseDue);
  const last = isLastBatch ? '本批为目前登记的本年度最后一批，证书今年到期的企业请在本批申报。' : '';
  return `${said}${rest}${last}`;
}

/** 剩余0天 is what nobody says, and what is a duty is not applied for. */
function spokenTemplate(
  template: string,
  { deadline, daysLeft }: { deadline: DeadlineContent; daysLeft: number },
): string {
  const spoken = deadline.kind === 'DUTY' ? template.replaceAll('{program}申报', '{program}报送') : template;
  return daysLeft === 0 ? spoken.replace(/剩余\{n\}天/gu, '今日截止') : spoken;
}

/** 项目申报 before 申报 is said once. */
function programOf(deadline: DeadlineContent, template: string): string {
  const title = deadlineTitle(deadline);
  return template.includes('{program}申报') ? title.replace(/申报$/u, '') : title;
}

/** The remark of a day off as a sentence. */
export function restText(due: DueTime): string {
  const remark = restDayRemark(due);
  return remark === null ? '' : `${remark}。`;
}

/** What stands under it: whose it is, the official day, and on what it is founded. */
export function deadlineFields(deadline: DeadlineContent, enterprise: EnterpriseRef | null): Block[] {
  return fieldsBlock([
    ...(enterprise ? [{ label: '企业', value: enterprise.name }] : []),
    ...officialFields(deadline),
    ...(deadline.basis === 'CUSTOM' ? [{ label: '依据', value: '惯例，以正式通知为准' }] : []),
  ]);
}

import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Block, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { changedItems } from '../src/domain/deadlines/content-rows.ts';
import {
  certificateSubject,
  type Deadline,
  type DeadlineContent,
  deadlineKindLabels,
  deadlineNo,
  deadlineSubject,
} from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import { fillText } from '../src/domain/deadlines/policy-rules.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { addDays } from '../src/domain/workday.ts';
import { certificateWays } from './deadline-certificate.ts';
import {
  answerWays,
  batchBlocks,
  deadlineFields,
  fieldsBlock,
  leftText,
  numberLine,
  reminderText,
  restText,
  subjectOf,
} from './deadline-parts.ts';
import { inChinese } from './parts.ts';

/** What is told of a deadline to the contacts of those concerned. */
export interface DeadlineTold {
  deadline: Deadline;
  /** Calendar days from the day it is read on to 材料到开发区. */
  daysLeft: number;
  /** null: one text for the contacts of many, who are never named to each other */
  enterprise: EnterpriseRef | null;
  /** Its time is over when it is told. */
  isOver?: boolean;
  /** Of the batches of its year the last: whoever's certificate ends then has no other. */
  isLastBatch: boolean;
  bureau: Bureau;
  /** Where it is answered. */
  page: string;
  /** Policy.texts.deadline */
  template: string;
}

const text = (text: string): Block => ({ kind: 'text', text });

/** 截止提醒, in the words that the bureau has set. */
export function deadlineReminderCard(of: DeadlineTold): Card {
  const { deadline, enterprise } = of;
  return told(of, `截止提醒：${deadlineTitle(deadline)}`, [
    text(reminderText(of)),
    ...deadlineFields(deadline, enterprise),
  ]);
}

/** A deadline was entered: what it is, at once. */
export function deadlineEnteredCard(of: DeadlineTold): Card {
  const { deadline, enterprise } = of;
  const { noticeNo, url } = deadline;
  const source = noticeNo === null ? '' : `（${noticeNo}）`;
  const where = url === null ? [] : [text(`通知原文：${url}`)];
  const said = `【截止通知】新增${deadlineKindLabels[deadline.kind]}事项：${deadlineTitle(deadline)}${source}。`;
  return told(of, `截止通知：${deadlineTitle(deadline)}`, [
    text(`${said}${reminderText(of).replace(/^【[^】]*】/u, '')}`),
    ...where,
    ...deadlineFields(deadline, enterprise),
  ]);
}

/** What staff changed, old → new, and why. @param before the content that was told last */
export function deadlineChangedCard(of: DeadlineTold, before: DeadlineContent, reason: string | null): Card {
  const { deadline, daysLeft, isOver = false, enterprise, bureau } = of;
  const due = dueText(deadline.enterpriseDue, deadline.basis);
  const rest = restText(deadline.enterpriseDue);
  const ask = isOver
    ? `截止时间为${due}，现已截止；尚未报送的请立即联系开发区科技局。`
    : `请贵公司于${due}前将材料报送开发区科技局（${leftText(daysLeft)}）。${rest}`;
  const said = `【截止变更】${deadlineTitle(before)}有变更。${ask}此前的答复仍然有效。联系电话：${bureau.tel}。如已报送请忽略。`;
  const items = changedItems(before, deadline);
  return told(of, `截止变更：${deadlineTitle(deadline)}`, [
    text(said),
    ...(items.length > 0 ? [{ kind: 'list' as const, heading: '变更内容', items }] : []),
    ...fieldsBlock([
      ...enterpriseField(enterprise),
      ...(reason === null ? [] : [{ label: '变更原因', value: inChinese(reason) }]),
    ]),
  ]);
}

/** 撤销: nothing is to be done any more, so nothing is asked. */
export function deadlineWithdrawnCard(
  { deadline, enterprise, bureau }: Omit<DeadlineTold, 'page' | 'template'>,
  reason: string,
): Card {
  const why = inChinese(reason).replace(/[。.;；,，\s]+$/u, '');
  const said = `【截止撤销】${deadlineTitle(deadline)}（原定${dueText(deadline.enterpriseDue)}截止）已撤销：${why}。贵公司无需再为此事项报送材料，不再提醒。`;
  return nothingToDo({ deadline, enterprise, bureau }, `截止撤销：${deadlineTitle(deadline)}`, said);
}

/** A deadline that was told does not concern the enterprise any more: nothing is to be done. */
export function deadlineReleasedCard({ deadline, enterprise, bureau }: Omit<DeadlineTold, 'page' | 'template'>): Card {
  const said = `【截止变更】${deadlineTitle(deadline)}（${dueText(deadline.enterpriseDue, deadline.basis)}截止）经调整不再涉及贵公司。贵公司无需为此事项报送材料，不再提醒。`;
  return nothingToDo({ deadline, enterprise, bureau }, `不再涉及：${deadlineTitle(deadline)}`, said);
}

/** What ends a matter for an enterprise: nothing is asked any more. */
function nothingToDo(
  { deadline, enterprise, bureau }: Pick<DeadlineTold, 'deadline' | 'enterprise' | 'bureau'>,
  title: string,
  said: string,
): Card {
  return {
    title,
    blocks: [
      text(said),
      ...fieldsBlock(enterpriseField(enterprise)),
      text(`如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。`),
    ],
    ...subjectOf(deadlineSubject(deadline.id), enterprise),
    footer: `编号 ${deadlineNo(deadline.number)}`,
    confidential: true,
  };
}

/** 证书到期: how long a certificate is good for, and the batches of that year. */
export interface CertificateTold {
  qualificationId: string;
  certNo: string | null;
  /** 高新技术企业, or another type for which staff have switched reminders on */
  type: string;
  validTo: CalendarDate;
  daysLeft: number;
  /** Of the year in which it runs out, in the order of their days. */
  batches: readonly Deadline[];
  enterprise: EnterpriseRef;
  bureau: Bureau;
  page: string;
  /** Policy.texts.certificate */
  template: string;
}

/** 证书到期提醒, naming the batches that are left and which of them is the last. */
export function certificateReminderCard(of: CertificateTold): Card {
  const { qualificationId, certNo, type, validTo, daysLeft, batches, enterprise, bureau, page, template } = of;
  const subject = certificateSubject(qualificationId);
  const due = formatDate(validTo);
  const last = batches.at(-1);
  const enterpriseDue = last ? dueText(last.enterpriseDue, last.basis) : '以申报通知为准';
  const known = { program: type, due, enterpriseDue, n: String(daysLeft), tel: bureau.tel };
  const today = addDays(validTo, -daysLeft);
  const fields = [
    { label: '企业', value: enterprise.name },
    ...(certNo === null ? [] : [{ label: '证书编号', value: certNo }]),
  ];
  return {
    title: `证书到期提醒：${type}`,
    blocks: [text(fillText(template, known)), { kind: 'fields', fields }, ...batchBlocks(batches, today)],
    ...certificateWays(qualificationId, enterprise),
    brief: {
      title: `${type}证书到期提醒`,
      fields: [
        { label: '企业', value: enterprise.name },
        { label: '到期', value: due },
        { label: '剩余', value: `${daysLeft}天` },
      ],
    },
    ...subjectOf(subject, enterprise),
    link: { text: '打开截止事项', url: page },
    footer: '不再接收证书到期提醒可发送“/退订”。',
    confidential: true,
  };
}

/** What every message about a deadline has in common: how to answer it, and where. */
function told({ deadline, daysLeft, enterprise, page }: DeadlineTold, title: string, blocks: readonly Block[]): Card {
  return {
    title,
    blocks,
    ...answerWays(deadlineNo(deadline.number), enterprise && enterpriseWord(enterprise.id)),
    brief: {
      title: [...title].slice(0, 26).join(''),
      // Of two messages of one moment one sees for whom each is answered.
      fields: [
        ...enterpriseField(enterprise),
        { label: '截止', value: dueText(deadline.enterpriseDue, deadline.basis) },
        { label: '期限', value: leftText(daysLeft) },
      ],
    },
    ...subjectOf(deadlineSubject(deadline.id), enterprise),
    link: { text: '打开截止事项', url: page },
    footer: numberLine(deadline),
    confidential: true,
  };
}

function enterpriseField(enterprise: EnterpriseRef | null): Field[] {
  return enterprise ? [{ label: '企业', value: enterprise.name }] : [];
}

/** Several deadlines in one message, where the platform's calls of the month do not do for one each. */
export function mergedReminderCard(lines: readonly string[], { bureau, page }: { bureau: Bureau; page: string }): Card {
  return {
    title: `截止提醒（${lines.length}项）`,
    blocks: [
      { kind: 'list', heading: '【截止提醒】请贵公司按时将以下事项的材料报送开发区科技局', items: [...lines] },
      text(`联系电话：${bureau.tel}。如已报送请忽略。答复请发送“/截止”查看。`),
    ],
    link: { text: '打开截止事项', url: page },
    confidential: true,
  };
}

/** `J-4 2024年高新技术企业认定第一批：2024年5月10日24:00（预计）截止，剩余30天` */
export function deadlineLine(deadline: Deadline, daysLeft: number): string {
  const { number, enterpriseDue, basis } = deadline;
  return `${deadlineNo(number)} ${deadlineTitle(deadline)}：${dueText(enterpriseDue, basis)}截止，${leftText(daysLeft)}`;
}

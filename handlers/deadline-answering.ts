import { answeredText, askReasonCard } from '../cards/deadline-answer.ts';
import { ownCertificateCard } from '../cards/deadline-certificate.ts';
import { ownDeadlineCard } from '../cards/deadline-own.ts';
import { publicDeadlineCard } from '../cards/deadline-public.ts';
import { helpAskedCard } from '../cards/help-requests.ts';
import { noticeCard } from '../cards/notice.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer, Card } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import {
  certificateSubject,
  type Deadline,
  deadlineNo,
  deadlineSubject,
  type Subject,
} from '../src/domain/deadlines/deadline.ts';
import type { AboutWhat, OwnAnswer } from '../src/domain/deadlines/deadline-request.ts';
import type { Answered } from '../src/domain/deadlines/deadlines.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import type { HelpRequest } from '../src/domain/deadlines/help.ts';
import { answeredState, answerLabels } from '../src/domain/deadlines/reminders.ts';
import { isOver } from '../src/domain/deadlines/standing.ts';
import { certificateWord } from '../src/domain/deadlines/subject-words.ts';
import { typeFacts } from '../src/domain/qualification.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { workdaysAfter } from '../src/domain/workday.ts';
import { type CertificateMeant, certificateCalled, certificateMeant } from './deadline-certificate.ts';
import { deadlineNumbered, ownNamed, standingOf, whoseDeadline, whyWithdrawn } from './deadline-matter.ts';

/** What a contact says of a deadline, by its number, or of a certificate's end, by its id or as people call it. */
export interface AnswerOrder {
  about: AboutWhat;
  kind: OwnAnswer;
  reason: string | null;
}

const reasonAtMost = 200;

/** 已报送, 正在准备, 需要帮助, 今年不报: kept, and said what follows from it. */
export async function answerDeadline(ctx: Context, order: AnswerOrder, enterpriseId: string | null): Promise<Answer> {
  if (order.reason !== null && [...order.reason].length > reasonAtMost) {
    throw new UserError(`原因请控制在${reasonAtMost}字以内，本次未记录。`);
  }
  const { about, kind, reason } = order;
  if ('certificate' in about) {
    const answer = `${answerLabels[kind]}${reason === null ? '' : ` ${reason}`}`;
    const called = await certificateCalled(ctx, about.certificate, { enterpriseId, answer });
    return 'ask' in called ? called.ask : answerCertificate(ctx, called, order);
  }
  return 'number' in about
    ? answerNumbered(ctx, await deadlineNumbered(ctx, about.number), order, enterpriseId)
    : answerCertificate(ctx, await certificateMeant(ctx, about.qualificationId, enterpriseId), order);
}

async function answerNumbered(
  ctx: Context,
  deadline: Deadline,
  order: AnswerOrder,
  enterpriseId: string | null,
): Promise<Answer> {
  const word = deadlineNo(deadline.number);
  // Where the enterprise is not theirs, they learn nothing of the deadline by its button either.
  if (enterpriseId !== null) ownNamed(ctx, enterpriseId);
  if (deadline.isWithdrawn) return withdrawn(ctx, deadline);
  const whose = await whoseDeadline(ctx, deadline, {
    enterpriseId,
    say: ({ id }) =>
      `截止 ${enterpriseWord(id)} ${word} ${answerLabels[order.kind]}${order.reason ? ` ${order.reason}` : ''}`,
  });
  if ('ask' in whose) return { here: whose.ask };
  if ('nobody' in whose) {
    const remark = `该事项目前不涉及贵公司，无需答复，本次未记录。如认为应当涉及，请联系${ctx.bureau.name}（电话 ${ctx.bureau.tel}）。`;
    return { here: publicDeadlineCard(deadline, { now: ctx.now, remark }) };
  }
  const { enterprise, standing } = whose;
  const title = deadlineTitle(deadline);
  const page = ctx.pages.ownDeadline({ number: deadline.number, enterpriseId: enterprise.id });
  const shown = (remark: string, now = standing) =>
    ownDeadlineCard({ enterprise, deadline, standing: now }, { now: ctx.now, page, remark });
  if (standing.state === 'EXEMPT') return { here: shown('本局已免除贵公司的此事项，无需答复，本次未记录。') };
  const due = dueText(deadline.enterpriseDue, deadline.basis);
  if (isOver(deadline, ctx.now) && order.kind !== 'SUBMITTED') {
    return {
      here: shown(
        `该事项已于${due}截止，不再提醒，本次答复未记录。如已在截止前报送，请答复“已报送”；如需补办，请联系${ctx.bureau.name}（电话 ${ctx.bureau.tel}）。`,
      ),
    };
  }
  if (order.kind === 'NOT_THIS_YEAR' && order.reason === null)
    return { here: askReasonCard({ word, title, isDuty: deadline.kind === 'DUTY', enterprise, page }) };
  const done = await keep(ctx, { subject: deadlineSubject(deadline.id), topic: title, enterprise, order });
  if (done.is === 'withdrawn') return withdrawn(ctx, done.deadline);
  const late = isOver(deadline, ctx.now) ? `该事项已于${due}截止。` : '';
  const duty = deadline.kind === 'DUTY' && order.kind === 'NOT_THIS_YEAR' ? '该事项属于报送义务，原因由本局核实。' : '';
  const after = (await standingOf(ctx, deadline, enterprise.id)) ?? standing;
  return answered(order, shown(`${late}${answeredText(done)}${duty}`, after));
}

async function withdrawn(ctx: Context, deadline: Deadline): Promise<Answer> {
  const text = `${deadlineNo(deadline.number)} ${deadlineTitle(deadline)}已撤销${await whyWithdrawn(ctx, deadline)}，无需报送，也无需答复，本次未记录。`;
  return { here: noticeCard('事项已撤销', text), tapped: { state: '事项已撤销', forAll: true } };
}

async function answerCertificate(
  ctx: Context,
  { enterprise, certificate: own }: CertificateMeant,
  order: AnswerOrder,
): Promise<Answer> {
  const { id, type, validTo } = own.certificate;
  const page = ctx.pages.ownDeadlines(enterprise.id);
  const title = `${typeFacts[type].label}证书到期后的重新认定`;
  const shown = (remark: string, certificate = own): Card =>
    ownCertificateCard({ enterprise, certificate }, { now: ctx.now, page, remark });
  if (validTo < dateOf(ctx.now)) {
    return { here: shown(`该证书已于${formatDate(validTo)}到期，不再提醒，本次答复未记录。`) };
  }
  if (order.kind === 'NOT_THIS_YEAR' && order.reason === null) {
    const of = { word: certificateWord(id), spoken: '证书', title, isDuty: false, enterprise, page };
    return { here: askReasonCard(of) };
  }
  const done = await keep(ctx, { subject: certificateSubject(id), topic: title, enterprise, order });
  if (done.is === 'withdrawn') throw new Error('a certificate is not withdrawn as a deadline');
  return answered(order, shown(answeredText(done), { ...own, answer: done.answer }));
}

function answered({ kind }: AnswerOrder, here: Card): Answer {
  return { here, tapped: { state: answeredState(kind), forAll: true } };
}

async function keep(
  ctx: Context,
  of: { subject: Subject; topic: string; enterprise: EnterpriseRef; order: AnswerOrder },
): Promise<Answered> {
  const { subject, topic, enterprise, order } = of;
  const { kind, reason } = order;
  const help = kind === 'HELP' ? { ...(await helpOf(ctx)), topic } : null;
  return ctx.deadlines.answer(ctx.doer, { subject, enterprise, kind, reason, ...(help ? { help } : {}) });
}

/** By when a request for a 代办员 is to be accepted, and what those who may take it are told (domain.md F2). */
export async function helpOf(ctx: Context) {
  const staff = await ctx.bindings.staff('help.take', ctx.sender.platform);
  return {
    acceptBy: workdaysAfter(dateOf(ctx.now), 1),
    tell: (request: HelpRequest) => [
      { to: staff, card: helpAskedCard(request), purpose: 'help.ask', needs: 'help.take' as const },
    ],
  };
}

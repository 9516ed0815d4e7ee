import { whichAnsweredCard } from '../cards/deadline-answer.ts';
import { ownCertificateCard } from '../cards/deadline-certificate.ts';
import { ownDeadlineCard, ownDeadlinesCard, ownOverCard } from '../cards/deadline-own.ts';
import { type PublicReader, publicDeadlineCard, publicDeadlinesCard } from '../cards/deadline-public.ts';
import { noticeCard } from '../cards/notice.ts';
import { quoted } from '../cards/parts.ts';
import { type EnterpriseRef, isStaff } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { ownCertificates } from '../src/domain/deadlines/certificates.ts';
import { type Deadline, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import type { DeadlineQuestion } from '../src/domain/deadlines/deadline-question.ts';
import type { AboutWhat, OwnAnswer } from '../src/domain/deadlines/deadline-request.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { ownStandings } from '../src/domain/deadlines/own-standings.ts';
import { answerLabels } from '../src/domain/deadlines/reminders.ts';
import { overOf, upcomingOf } from '../src/domain/deadlines/standing.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { certificateCalled, certificateMeant } from './deadline-certificate.ts';
import { deadlineNumbered, deadlineRead, ownNamed, whoseDeadline, whyWithdrawn } from './deadline-matter.ts';
import { ownEnterprise } from './own-enterprise.ts';

/** 截止: what concerns one of the own enterprises, with its answers. */
export async function ownDeadlines(ctx: Context, enterpriseId: string | null): Promise<Answer> {
  const own =
    enterpriseId === null
      ? ownEnterprise(ctx, ({ id }) => `截止 ${enterpriseWord(id)}`)
      : { enterprise: ownNamed(ctx, enterpriseId) };
  if ('ask' in own) return { here: own.ask };
  const { enterprise } = own;
  const seen = await lookAtOwn(ctx, enterprise);
  const here = ownDeadlinesCard({ enterprise, ...seen }, { now: ctx.now, page: ctx.pages.ownDeadlines(enterprise.id) });
  return { here, audit: [deadlineRead(enterprise)] };
}

/** 截止 已截止: what concerned one of the own enterprises and is over, with its answers. */
export async function ownOver(
  ctx: Context,
  { enterpriseId, page: wanted }: { enterpriseId: string | null; page: number },
): Promise<Answer> {
  const own =
    enterpriseId === null
      ? ownEnterprise(ctx, ({ id }) => `截止 ${enterpriseWord(id)} 已截止`)
      : { enterprise: ownNamed(ctx, enterpriseId) };
  if ('ask' in own) return { here: own.ask };
  const { enterprise } = own;
  const all = await overOf(ctx.deadlines, ctx.now);
  const deadlines = await ownStandings(ctx.deadlines, {
    ...{ all, enterprise, on: dateOf(ctx.now) },
    facts: await ctx.deadlines.facts(enterprise.id),
  });
  const page = ctx.pages.ownDeadlines(enterprise.id);
  return {
    here: ownOverCard({ enterprise, deadlines }, { now: ctx.now, page, wanted }),
    audit: [deadlineRead(enterprise)],
  };
}

/** Everything that is still to come for an enterprise. */
export async function lookAtOwn(ctx: Pick<Context, 'deadlines' | 'now'>, enterprise: EnterpriseRef) {
  const on = dateOf(ctx.now);
  const [all, facts] = await Promise.all([upcomingOf(ctx.deadlines, ctx.now), ctx.deadlines.facts(enterprise.id)]);
  const deadlines = await ownStandings(ctx.deadlines, { all, facts, enterprise, on });
  const [fact] = facts;
  const certificates = fact ? await ownCertificates(ctx.deadlines, fact, on) : [];
  return { deadlines, certificates };
}

/** One deadline: in full for whom it concerns, else what everybody may know of it. */
export async function ownDeadline(ctx: Context, number: number, enterpriseId: string | null): Promise<Answer> {
  const deadline = await deadlineNumbered(ctx, number);
  if (deadline.isWithdrawn) {
    const text = `${deadlineNo(number)} ${deadlineTitle(deadline)}已撤销${await whyWithdrawn(ctx, deadline)}，无需报送。`;
    return { here: noticeCard('事项已撤销', text) };
  }
  const say = ({ id }: EnterpriseRef) => `截止 ${enterpriseWord(id)} ${deadlineNo(number)}`;
  const whose = await whoseDeadline(ctx, deadline, { enterpriseId, say });
  if ('ask' in whose) return { here: whose.ask };
  if ('nobody' in whose) {
    return { here: publicDeadlineCard(deadline, { now: ctx.now, remark: '该事项目前不涉及贵公司。' }) };
  }
  const page = ctx.pages.ownDeadline({ number, enterpriseId: whose.enterprise.id });
  return {
    here: ownDeadlineCard({ ...whose, deadline }, { now: ctx.now, page }),
    audit: [deadlineRead(whose.enterprise)],
  };
}

/** The end of a certificate, as a button of the list asks for it, or as people call it. */
export async function ownCertificate(
  ctx: Context,
  of: Exclude<AboutWhat, { number: number }>,
  enterpriseId: string | null,
): Promise<Answer> {
  const found =
    'certificate' in of
      ? await certificateCalled(ctx, of.certificate, { enterpriseId, answer: null })
      : await certificateMeant(ctx, of.qualificationId, enterpriseId);
  if ('ask' in found) return found.ask;
  const page = ctx.pages.ownDeadlines(found.enterprise.id);
  return { here: ownCertificateCard(found, { now: ctx.now, page }), audit: [deadlineRead(found.enterprise)] };
}

/** In a group, whoever asks: what everybody may know, and nothing of whom it concerns (domain.md G1). */
export async function publicDeadlines(ctx: Context, number: number | null): Promise<Answer> {
  if (number !== null) {
    const deadline = await deadlineNumbered(ctx, number);
    if (!deadline.isWithdrawn) return { here: publicDeadlineCard(deadline, { now: ctx.now }) };
    return { here: noticeCard('事项已撤销', `${deadlineNo(number)} ${deadlineTitle(deadline)}已撤销。`) };
  }
  const upcoming = await upcomingOf(ctx.deadlines, ctx.now);
  return { here: publicDeadlinesCard(upcoming, { now: ctx.now, reader: 'group' }) };
}

/** The same of what is over. */
export async function publicOver(ctx: Context): Promise<Answer> {
  const over = await overOf(ctx.deadlines, ctx.now);
  return { here: publicDeadlinesCard(over, { now: ctx.now, reader: 'group', title: '已截止的事项', list: 'over' }) };
}

/** “高企第二批什么时候截止”: everybody may know, so the answer is the same everywhere; one alone is shown whole. */
export function answerWhen(ctx: Context, found: readonly Deadline[], { words, year, batch }: DeadlineQuestion): Answer {
  const [only, ...others] = found;
  if (only && others.length === 0) return { here: publicDeadlineCard(only, { now: ctx.now }) };
  const title = `${year === null ? '' : `${year}年`}${words}${batch === null ? '' : `第${batch}批`}`;
  if (only)
    return { here: publicDeadlinesCard(found, { now: ctx.now, reader: readerOf(ctx), title: `${title}截止事项` }) };
  const text = `目前没有登记${quoted(title)}的截止时间，以正式通知为准。查看全部请发送“/截止”。`;
  return { here: noticeCard('没有登记', text) };
}

function readerOf({ place, actor }: Context): PublicReader {
  if (place === 'group') return 'group';
  return isStaff(actor) ? 'staff' : 'contact';
}

/** The answer alone was said: of which deadline is asked, of one alone too, since it may be meant of something else. */
export async function askWhichAnswered(ctx: Context, kind: OwnAnswer): Promise<Answer> {
  const own = ownEnterprise(ctx, ({ id }) => `截止 ${enterpriseWord(id)}`);
  if ('ask' in own) return { here: own.ask };
  const { enterprise } = own;
  const here = whichAnsweredCard(
    { enterprise, ...(await lookAtOwn(ctx, enterprise)) },
    { now: ctx.now, answer: answerLabels[kind], page: ctx.pages.ownDeadlines(enterprise.id) },
  );
  return { here, audit: [deadlineRead(enterprise)] };
}

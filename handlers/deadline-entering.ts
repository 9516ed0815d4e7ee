import { type Concerned, deadlineDraftCard, deadlineProblemsCard, whenText } from '../cards/deadline-draft.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { audienceText, concernedBy } from '../src/domain/deadlines/concerned.ts';
import { type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineProblems } from '../src/domain/deadlines/deadline-rules.ts';
import type { EnterpriseFacts } from '../src/domain/deadlines/deadlines.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { announcementOf, ladderOf } from '../src/domain/deadlines/ladder.ts';
import type { NewDeadline } from '../src/domain/deadlines/new-deadline.ts';
import { sayDraft } from '../src/domain/deadlines/say-deadline.ts';
import { findNames } from './deadline-names.ts';
import { staffDeadline } from './deadline-staff.ts';

/** 新增截止: read back with whom it concerns; entered when it is confirmed. */
export async function enterDeadline(ctx: Context, reading: NewDeadline, isConfirmed: boolean): Promise<Answer> {
  const { now, pages } = ctx;
  const page = pages.deadlineForm();
  if (!reading.ok) return { here: deadlineProblemsCard(reading.problems, page, reading.isBare) };
  const { draft, remarks } = reading;
  const found = await findNames(ctx, draft.names, (name, full) => {
    const names = draft.names.map((one) => (one === name ? full : one));
    return `新增截止 ${sayDraft(draft, names)}`;
  });
  const { names: _, ...rest } = draft;
  const include = found.enterprises.map(({ id }) => id);
  const content: DeadlineContent = { ...rest, audience: { ...draft.audience, include, exempt: [] } };
  const today = dateOf(now);
  // That nobody is chosen is no further problem where a name was not found.
  const isNamed = found.problems.length > 0 && include.length === 0;
  const judged = isNamed ? { ...content, audience: { ...content.audience, include: ['?'] } } : content;
  const wrong = deadlineProblems(judged, { today, now, before: null });
  // Of a name alone it can be asked which is meant.
  if (found.ask && wrong.length === 0) return { here: { ...found.ask, confidential: true } };
  const problems = [...found.problems, ...wrong];
  if (problems.length > 0) return { here: deadlineProblemsCard(problems, page) };
  const facts = await ctx.deadlines.facts();
  const concerned = concernedNow(content, facts, today);
  if (concerned.names.length === 0) return { here: deadlineProblemsCard([nobody(concerned.audience)], page) };
  const policy = await ctx.deadlines.policy();
  const dues = ladderOf(content.enterpriseDue.on, policy.leads);
  const { announceAt, ladderFrom } = announcementOf({ dues, now, policy });
  if (!isConfirmed) {
    const say = sayDraft(
      draft,
      found.enterprises.map(({ name }) => name),
    );
    return { here: deadlineDraftCard(content, { concerned, remarks, announceAt, say }, { now, page }) };
  }
  const stepped = await ctx.deadlines.enter(ctx.doer, { content, announceAt, ladderFrom });
  const { number } = stepped.deadline;
  const title = `${deadlineNo(number)} ${deadlineTitle(stepped.deadline)}`;
  if (stepped.is !== 'done') {
    const remark = `${title}此前已登记，本次未重复登记；以下为已登记的内容，需要变更请发送“/截止 ${deadlineNo(number)} 改 7月15日”。`;
    return staffDeadline(ctx, { number, remark });
  }
  const when = announceAt === null ? '将按提醒规则逐次提醒' : `将${whenText(announceAt, now)}通知所涉企业`;
  const after = await staffDeadline(ctx, {
    number,
    remark: `已登记${title}，涉及${concerned.names.length}家，${when}。`,
  });
  return { ...after, tapped: { state: '已登记', forAll: true } };
}

export function nobody(audience: string): string {
  return `对象“${audience}”目前没有涉及任何企业，登记后无人收到提醒，本次未登记；请核对对象或企业台账。`;
}

/** Whom a content concerns today, and how that is said. */
export function concernedNow(
  { audience, year }: Pick<DeadlineContent, 'audience' | 'year'>,
  facts: readonly EnterpriseFacts[],
  on: string,
): Concerned {
  const everybody = { everybody: true, anyOf: [], industries: [], include: [], exempt: [] };
  const names = concernedBy(audience, facts, { year, on })
    .map(({ name }) => name)
    .sort();
  const all = concernedBy(everybody, facts, { year, on }).length;
  const known = new Map(facts.map(({ enterprise: { id, name } }) => [id, name]));
  return { names, audience: audienceText(audience, known), isEverybody: names.length === all && all > 1 };
}

import { type Concerned, deadlineDraftCard, deadlineProblemsCard, whenText } from '../cards/deadline-draft.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { audienceText, concernedBy } from '../src/domain/deadlines/concerned.ts';
import { namesOf } from '../src/domain/deadlines/content-rows.ts';
import { type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { type ContentRead, contentProblems } from '../src/domain/deadlines/deadline-rules.ts';
import type { EnterpriseFacts } from '../src/domain/deadlines/deadlines.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { concernsNobody } from '../src/domain/deadlines/entering-problems.ts';
import { announcementOf, ladderOf } from '../src/domain/deadlines/ladder.ts';
import type { NewDeadline } from '../src/domain/deadlines/new-deadline.ts';
import { sayDraft } from '../src/domain/deadlines/say-deadline.ts';
import { findNames, type NamesFound } from './deadline-names.ts';
import { staffDeadline } from './deadline-staff.ts';

/** 新增截止: read back with whom it concerns; entered when it is confirmed. */
export async function enterDeadline(ctx: Context, reading: NewDeadline, isConfirmed: boolean): Promise<Answer> {
  const { now, pages } = ctx;
  const page = pages.deadlineForm();
  if (!reading.ok && reading.isBare) return { here: deadlineProblemsCard(reading.problems, page, true) };
  const facts = await ctx.deadlines.facts();
  if (!reading.ok) {
    const { read, problems } = reading;
    // Which enterprise is meant is asked where nothing else is wrong.
    const found = await findNames(ctx, read.names, (_name, full) => full);
    const audience = read.audience && { ...read.audience, include: idsOf(found), exempt: [] };
    const all = [...problems, ...found.problems, ...wrongWith({ ...read, audience }, found, facts, now)];
    return { here: deadlineProblemsCard(all, page) };
  }
  const { draft, remarks } = reading;
  const found = await findNames(ctx, draft.names, (name, full) => {
    const names = draft.names.map((one) => (one === name ? full : one));
    return `新增截止 ${sayDraft(draft, names)}`;
  });
  const { names: _, ...rest } = draft;
  const content: DeadlineContent = { ...rest, audience: { ...draft.audience, include: idsOf(found), exempt: [] } };
  const wrong = wrongWith(content, found, facts, now);
  // Of a name alone it can be asked which is meant.
  if (found.ask && wrong.length === 0) return { here: { ...found.ask, confidential: true } };
  const problems = [...found.problems, ...wrong];
  if (problems.length > 0) return { here: deadlineProblemsCard(problems, page) };
  const concerned = concernedNow(content, facts, dateOf(now));
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

function idsOf({ enterprises }: NamesFound): string[] {
  return enterprises.map(({ id }) => id);
}

/** What is wrong with what was read, beside the names. */
function wrongWith(read: ContentRead, found: NamesFound, facts: readonly EnterpriseFacts[], now: Date): string[] {
  const today = dateOf(now);
  const { audience } = read;
  // That nobody is chosen is no further problem where a name was not found.
  const isNamed = found.problems.length > 0 && found.enterprises.length === 0;
  const judged = audience && isNamed ? { ...audience, include: ['?'] } : audience;
  const wrong = contentProblems({ ...read, audience: judged }, { today, now, before: null });
  const texts = wrong.map(({ text }) => text);
  const isForNobody = found.problems.length === 0 && concernsNobody(read, wrong, { facts, on: today });
  return audience && isForNobody ? [...texts, nobody(audienceText(audience, namesOf(facts)))] : texts;
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
  return { names, audience: audienceText(audience, namesOf(facts)), isEverybody: names.length === all && all > 1 };
}

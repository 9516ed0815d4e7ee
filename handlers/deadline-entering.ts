import { deadlineDraftCard, deadlineProblemsCard, enteringRemarks, whenText } from '../cards/deadline-draft.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { audienceText } from '../src/domain/deadlines/concerned.ts';
import { namesOf } from '../src/domain/deadlines/content-rows.ts';
import { type Deadline, type DeadlineContent, deadlineNo, isSameRound } from '../src/domain/deadlines/deadline.ts';
import { planOf } from '../src/domain/deadlines/deadline-plan.ts';
import { type ContentRead, contentProblems } from '../src/domain/deadlines/deadline-rules.ts';
import type { EnterpriseFacts } from '../src/domain/deadlines/deadlines.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { concernsNobody } from '../src/domain/deadlines/entering-problems.ts';
import { enteredAgain, type NewDeadline } from '../src/domain/deadlines/new-deadline.ts';
import { sayDraft } from '../src/domain/deadlines/say-deadline.ts';
import { similarTo } from '../src/domain/deadlines/similar.ts';
import { concernedNow, nobody } from './deadline-concerned.ts';
import { deadlineNumbered } from './deadline-matter.ts';
import { findNames, type NamesFound } from './deadline-names.ts';
import { makeChange, planChange, reviewChange } from './deadline-review.ts';
import { staffDeadline } from './deadline-staff.ts';

/** What a button adds to the line: it was read back, and, of one that is entered already, as a change of which version. */
export interface EnteringStep {
  isConfirmed: boolean;
  changes: { number: number; seen: number } | null;
}

/** 新增截止: read back with whom it concerns; entered when it is confirmed. */
export async function enterDeadline(
  ctx: Context,
  reading: NewDeadline,
  { isConfirmed, changes }: EnteringStep,
): Promise<Answer> {
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
  if (changes) return changeEntered(ctx, content, { ...changes, facts });
  const say = sayDraft(
    draft,
    found.enterprises.map(({ name }) => name),
  );
  const all = await ctx.deadlines.list({ withWithdrawn: true });
  const same = all.filter((one) => isSameRound(one, content));
  const known = same.find(({ isWithdrawn }) => !isWithdrawn);
  if (known) return enterAgain(ctx, known, { content, facts, remarks, say });
  const concerned = concernedNow(content, facts, dateOf(now));
  const policy = await ctx.deadlines.policy();
  const isAgain = same.length > 0;
  const { announceAt, ladderFrom } = planOf(content, { before: null, isAgain, facts, policy, now });
  if (!isConfirmed) {
    const seen = enteringRemarks(content, { withdrawn: same, similar: similarTo(content, all, now) });
    const of = { concerned, remarks: [...remarks, ...seen], announceAt, say };
    return { here: deadlineDraftCard(content, of, { now, page }) };
  }
  const stepped = await ctx.deadlines.enter(ctx.doer, { content, announceAt, ladderFrom });
  const { number } = stepped.deadline;
  if (stepped.is !== 'done') return enterAgain(ctx, stepped.deadline, { content, facts, remarks, say });
  const title = `${deadlineNo(number)} ${deadlineTitle(stepped.deadline)}`;
  const when = announceAt === null ? '将按提醒规则逐次提醒' : `将${whenText(announceAt, now)}通知所涉企业`;
  const after = await staffDeadline(ctx, {
    number,
    remark: `已登记${title}，涉及${concerned.names.length}家，${when}。`,
  });
  return { ...after, tapped: { state: '已登记', forAll: true } };
}

/**
 * One of the same programme, year and batch is entered: what differs is offered as a change of that one, old → new.
 * @param of.say the line as it was read
 */
async function enterAgain(
  ctx: Context,
  known: Deadline,
  of: { content: DeadlineContent; facts: readonly EnterpriseFacts[]; remarks: readonly string[]; say: string },
): Promise<Answer> {
  const no = deadlineNo(known.number);
  const planned = await planChange(ctx, known, enteredAgain(known, of.content), of.facts);
  if (!planned) {
    const remark = `${no} ${deadlineTitle(known)}此前已登记，内容相同，本次未重复登记。`;
    return staffDeadline(ctx, { number: known.number, remark });
  }
  const remarks = [
    `同一年度、批次的事项此前已登记为${no}，不重复登记；确认后变更${no}，没有写明的内容不变。`,
    ...of.remarks,
  ];
  const say = `新增截止 变更 ${no} #${known.version} 确认 ${of.say}`;
  return reviewChange(ctx, planned, { reason: null, remarks, say, title: '此前已登记，请确认变更' });
}

/** 变更: what `enterAgain` offered. @param seen the version that was read back */
async function changeEntered(
  ctx: Context,
  content: DeadlineContent,
  { number, seen, facts }: { number: number; seen: number; facts: readonly EnterpriseFacts[] },
): Promise<Answer> {
  const known = await deadlineNumbered(ctx, number);
  const planned = known.isWithdrawn ? null : await planChange(ctx, known, enteredAgain(known, content), facts);
  if (planned) return makeChange(ctx, planned, { seen, reason: null });
  const remark = `${deadlineNo(number)}在您核对后已有变更，本次未办理；以下为最新内容。`;
  return staffDeadline(ctx, { number, remark });
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
  return audience && isForNobody ? [...texts, nobody(audienceText(audience, namesOf(facts)), '登记')] : texts;
}

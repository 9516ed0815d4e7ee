import { countText, deadlineChangeCard, hearingText, tooLateToActText, whenText } from '../cards/deadline-draft.ts';
import { restText } from '../cards/deadline-parts.ts';
import { inChinese } from '../cards/parts.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { audienceText } from '../src/domain/deadlines/concerned.ts';
import { changeKindOf, contentChanges, namesOf } from '../src/domain/deadlines/content-rows.ts';
import { type Deadline, type DeadlineContent, deadlineNo, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { type DeadlinePlan, planOf } from '../src/domain/deadlines/deadline-plan.ts';
import { deadlineProblems } from '../src/domain/deadlines/deadline-rules.ts';
import type { DeadlineStepped, EnterpriseFacts } from '../src/domain/deadlines/deadlines.ts';
import { type Hearer, hearersOf } from '../src/domain/deadlines/hearers.ts';
import { optedOutOf, unreachableOf } from '../src/domain/deadlines/readers.ts';
import { concernedNow, nobody } from './deadline-concerned.ts';
import { readOf, staffDeadline } from './deadline-staff.ts';

/** A deadline as it is to be, checked, with who will hear of it. */
interface Planned {
  deadline: Deadline;
  content: DeadlineContent;
  /** What differs. */
  changes: ReturnType<typeof contentChanges>;
  facts: readonly EnterpriseFacts[];
  plan: DeadlinePlan;
}

/** Refuses a change whole, with everything that is wrong with it. */
export const notChanged = (problems: readonly string[]) => new UserError(`本次未变更。${problems.join('')}`);

/**
 * Checks a change and plans who hears of it when. Null: nothing is changed.
 * @throws UserError with everything that is wrong with it
 */
export async function planChange(
  ctx: Context,
  deadline: Deadline,
  content: DeadlineContent,
  facts: readonly EnterpriseFacts[],
): Promise<Planned | null> {
  const { now } = ctx;
  const today = dateOf(now);
  const names = namesOf(facts);
  const changes = contentChanges(deadline, content, names);
  if (changes.length === 0) return null;
  const problems = deadlineProblems(content, { today, now, before: deadline });
  if (problems.length > 0) throw notChanged(problems);
  const plan = planOf(content, { before: deadline, isAgain: false, facts, policy: await ctx.deadlines.policy(), now });
  if (plan.concerned.length === 0) {
    throw notChanged([nobody(audienceText(content.audience, names), '变更')]);
  }
  return { deadline, content, changes, facts, plan };
}

/** A change read back, old → new, with why, and how many will be told what. Nothing is changed before 确认. */
export async function reviewChange(
  ctx: Context,
  planned: Planned,
  of: { reason: string | null; remarks: readonly string[]; say: string; title?: string },
): Promise<Answer> {
  const { deadline, content, changes, facts, plan } = planned;
  const { now, pages } = ctx;
  const { added, removed, concerned, announceAt } = plan;
  const isMoved = added.length + removed.length > 0;
  const { isEverybody } = concernedNow(content, facts, dateOf(now));
  const rest = restText(content.enterpriseDue);
  const heard = await heardOf(ctx, { ...content, isWithdrawn: false }, deadline, facts);
  const items = changes.map(({ label, was, is }) => `${label}：${was} → ${is}`);
  const remarks = [
    ...(of.reason === null ? [] : [`变更原因：${inChinese(of.reason)}`]),
    ...of.remarks,
    ...(isMoved ? [`变更后涉及${concerned.length}家：新增${countText(added)}，减少${countText(removed)}。`] : []),
    ...(isMoved && isEverybody ? [`变更后对象是全部在营企业（${concerned.length}家），请确认。`] : []),
    ...(rest === '' ? [] : [rest]),
  ];
  const isDated = changeKindOf(deadline, content) === 'CHANGE';
  const after = isDated ? '其后按新的内容提醒；已有的答复仍然有效。' : '其他企业的提醒不变。';
  const told =
    announceAt === null
      ? `确认后不另行通知，按提醒规则提醒；需要立即提醒请在变更后发送“/截止 ${deadlineNo(deadline.number)} 催报”。`
      : `${hearingText(whenText(announceAt, now), heard)}${after}${tooLateToActText(content, announceAt)}`;
  const card = { items, remarks, told, say: of.say, title: of.title ?? '请确认变更', button: '确认变更' };
  const page = pages.deadlineForm(deadline.number);
  return { here: deadlineChangeCard(deadline, card, page), audit: [readOf(deadline)] };
}

/** The change itself. @param seen the version that was read back; null: typed */
export async function makeChange(
  ctx: Context,
  { deadline, content, facts, plan }: Planned,
  { seen, reason }: { seen: number | null; reason: string | null },
): Promise<Answer> {
  const { announceAt, ladderFrom, concerned } = plan;
  const { hearers } = await heardOf(ctx, { ...content, isWithdrawn: false }, deadline, facts);
  const stepped = await ctx.deadlines.change(ctx.doer, {
    ...{ id: deadline.id, version: seen ?? deadline.version, content, reason, announceAt, ladderFrom },
  });
  const isDated = changeKindOf(deadline, content) === 'CHANGE';
  const when =
    announceAt === null || hearers.length === 0
      ? ''
      : `，将${whenText(announceAt, ctx.now)}告知${isDated ? '所涉' : '有变动的'}企业`;
  const what = isDated ? `已变更${when}。` : `对象已变更，目前涉及${concerned.length}家${when}。`;
  return settledStep(ctx, stepped, { remark: what, state: '已变更' });
}

/** Who will hear of a step, and how many of them nobody reaches. @param before as it stands */
export async function heardOf(
  ctx: Context,
  after: DeadlineContent & { isWithdrawn: boolean },
  before: Deadline,
  facts: readonly EnterpriseFacts[],
): Promise<{ hearers: readonly Hearer[]; unreachable: number }> {
  const subject = deadlineSubject(before.id);
  const [answers, told] = await Promise.all([ctx.deadlines.answers([subject]), ctx.promises.toldOf(subject)]);
  const hearers = hearersOf(after, {
    ...{ before, facts, on: dateOf(ctx.now), told: new Set(told) },
    answers: new Map(answers.map((one) => [one.enterpriseId, one])),
  });
  const enterprises = hearers.map(({ enterprise }) => enterprise);
  const contacts = await ctx.promises.contacts(enterprises.map(({ id }) => id));
  return { hearers, unreachable: unreachableOf(enterprises, contacts, await optedOutOf(after, ctx.promises)).length };
}

/** What became of a step: of two officers the second reads what the first did. */
export async function settledStep(
  ctx: Context,
  stepped: DeadlineStepped,
  { remark, state }: { remark: string; state: string },
): Promise<Answer> {
  const { number } = stepped.deadline;
  const no = deadlineNo(number);
  switch (stepped.is) {
    case 'done':
      return { ...(await staffDeadline(ctx, { number, remark: `${no}${remark}` })), tapped: { state, forAll: true } };
    case 'stale':
      return staffDeadline(ctx, {
        number,
        remark: `${no}在您核对后已有变更，本次未办理；以下为最新内容，请核对后重新发送。`,
      });
    case 'known':
      return staffDeadline(ctx, { number, remark: `同一年度、批次的事项已登记为${no}，本次未变更。` });
  }
}

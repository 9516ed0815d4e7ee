import { deadlineChangeCard, hearingText, whenText } from '../cards/deadline-draft.ts';
import { inChinese } from '../cards/parts.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { AudienceSaid } from '../src/domain/deadlines/audience-words.ts';
import { changedContent, readChange } from '../src/domain/deadlines/changed-deadline.ts';
import { contentOf, type Deadline, type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { tellAt } from '../src/domain/deadlines/ladder.ts';
import { sayAudience, sayChange } from '../src/domain/deadlines/say-deadline.ts';
import { deadlineNumbered } from './deadline-matter.ts';
import { findNames } from './deadline-names.ts';
import { heardOf, makeChange, notChanged, planChange, reviewChange, settledStep } from './deadline-review.ts';
import { readOf } from './deadline-staff.ts';

interface Step {
  number: number;
  /** The version that a button saw; null: typed */
  seen: number | null;
  isConfirmed: boolean;
}

const reasonAtMost = 200;

/** @throws UserError */
async function standing(ctx: Context, number: number): Promise<Deadline> {
  const deadline = await deadlineNumbered(ctx, number);
  if (deadline.isWithdrawn) {
    throw new UserError(`${deadlineNo(number)} ${deadlineTitle(deadline)}已撤销，不能再变更；需要时请重新登记。`);
  }
  return deadline;
}

/** 改: other days, or another paper. Read back, old → new; whoever was told before is told of the change. */
export async function changeDeadline(
  ctx: Context,
  { number, seen, isConfirmed, text }: Step & { text: string },
): Promise<Answer> {
  const deadline = await standing(ctx, number);
  const read = readChange(text, { today: dateOf(ctx.now), isConfirmed });
  if (!read.ok) throw notChanged(read.problems);
  const content = changedContent(contentOf(deadline), read);
  const planned = await planChange(ctx, deadline, content, await ctx.deadlines.facts());
  if (!planned) throw new UserError(`${deadlineNo(number)}的内容与已登记的相同，无需变更。`);
  const { reason, remarks } = read;
  if (isConfirmed) return makeChange(ctx, planned, { seen, reason });
  const say = `截止 ${deadlineNo(number)} 改 ${sayChange(content, read)} #${deadline.version} 确认`;
  return reviewChange(ctx, planned, { reason, remarks, say });
}

/** 对象: who is concerned, by other rules or names. Who was exempted stays so. */
export async function changeAudience(
  ctx: Context,
  { number, seen, isConfirmed, said }: Step & { said: AudienceSaid },
): Promise<Answer> {
  const no = deadlineNo(number);
  const deadline = await standing(ctx, number);
  const sayWith = (names: readonly string[]) => `截止 ${no} 对象 ${sayAudience({ ...said.audience }, names)}`;
  const found = await findNames(ctx, said.names, (name, full) =>
    sayWith(said.names.map((one) => (one === name ? full : one))),
  );
  if (found.ask) return { here: { ...found.ask, confidential: true } };
  if (found.problems.length > 0) throw notChanged(found.problems);
  const audience = { ...deadline.audience, ...said.audience, include: found.enterprises.map(({ id }) => id) };
  const content: DeadlineContent = { ...contentOf(deadline), audience };
  const planned = await planChange(ctx, deadline, content, await ctx.deadlines.facts());
  if (!planned) throw new UserError(`${no}的对象与已登记的相同，无需变更。`);
  if (isConfirmed) return makeChange(ctx, planned, { seen, reason: null });
  const say = `${sayWith(found.enterprises.map(({ name }) => name))} #${deadline.version} 确认`;
  return reviewChange(ctx, planned, { reason: null, remarks: [], say, title: '请确认变更对象' });
}

/** 撤销: nothing is asked any more; whoever was told is told so. */
export async function withdrawDeadline(
  ctx: Context,
  { number, seen, isConfirmed, reason }: Step & { reason: string },
): Promise<Answer> {
  const { now, pages } = ctx;
  const deadline = await standing(ctx, number);
  if ([...reason].length > reasonAtMost) throw new UserError('撤销原因请控制在200字以内，本次未撤销。');
  const announceAt = tellAt(now, await ctx.deadlines.policy());
  if (!isConfirmed) {
    const heard = await heardOf(ctx, { ...deadline, isWithdrawn: true }, deadline, await ctx.deadlines.facts());
    const of = {
      ...{ items: [], remarks: [`撤销原因：${inChinese(reason)}`, '撤销后不能恢复，需要时请重新登记。'] },
      told: `${hearingText(whenText(announceAt, now), heard)}不再提醒。`,
      say: `截止 ${deadlineNo(number)} 撤销 ${reason} #${deadline.version} 确认`,
      ...{ title: '请确认撤销', button: '确认撤销' },
    };
    return { here: deadlineChangeCard(deadline, of, pages.deadline(number)), audit: [readOf(deadline)] };
  }
  const version = seen ?? deadline.version;
  const stepped = await ctx.deadlines.withdraw(ctx.doer, { id: deadline.id, version, reason, announceAt });
  return settledStep(ctx, stepped, { remark: `已撤销（${reason}），不再提醒。`, state: '已撤销' });
}

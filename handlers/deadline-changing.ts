import { deadlineChangeCard, whenText } from '../cards/deadline-draft.ts';
import { restText } from '../cards/deadline-parts.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { AudienceSaid } from '../src/domain/deadlines/audience-words.ts';
import { changedItems } from '../src/domain/deadlines/content-rows.ts';
import { contentOf, type Deadline, type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineProblems } from '../src/domain/deadlines/deadline-rules.ts';
import { readChangedDue } from '../src/domain/deadlines/deadline-steps.ts';
import type { DeadlineStepped } from '../src/domain/deadlines/deadlines.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { tellAt } from '../src/domain/deadlines/ladder.ts';
import { sayAudience, sayDue } from '../src/domain/deadlines/say-deadline.ts';
import { concernedNow, nobody } from './deadline-entering.ts';
import { deadlineNumbered } from './deadline-matter.ts';
import { findNames } from './deadline-names.ts';
import { readOf } from './deadline-press.ts';
import { staffDeadline } from './deadline-staff.ts';

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

/** Refuses a change whole, with everything that is wrong with it. */
const notChanged = (problems: readonly string[]) => new UserError(`本次未变更。${problems.join('')}`);

/** 改: other days. Read back, old → new; whoever was told before is told of the change. */
export async function changeDeadline(
  ctx: Context,
  { number, seen, isConfirmed, text }: Step & { text: string },
): Promise<Answer> {
  const { now, pages } = ctx;
  const today = dateOf(now);
  const deadline = await standing(ctx, number);
  const read = readChangedDue(text, today);
  if (!read.ok) throw notChanged(read.problems);
  if (read.reason !== null && [...read.reason].length > reasonAtMost)
    throw new UserError('变更原因请控制在200字以内。');
  const { enterpriseDue: due, officialDue: official } = read;
  const content: DeadlineContent = {
    ...contentOf(deadline),
    ...(due ? { enterpriseDue: { on: due.on, at: due.at ?? deadline.enterpriseDue.at } } : {}),
    ...(official ? { officialDue: { on: official.on, at: official.at ?? deadline.officialDue?.at ?? '24:00' } } : {}),
  };
  const items = changedItems(deadline, content);
  if (items.length === 0) throw new UserError(`${deadlineNo(number)}的时间与已登记的相同，无需变更。`);
  const problems = deadlineProblems(content, { today, now, before: deadline });
  if (problems.length > 0) throw notChanged(problems);
  const announceAt = tellAt(now, await ctx.deadlines.policy());
  if (!isConfirmed) {
    const say = [
      `截止 ${deadlineNo(number)} 改 ${sayDue(content.enterpriseDue)}`,
      ...(content.officialDue ? [`推荐上报 ${sayDue(content.officialDue)}`] : []),
      ...(read.reason === null ? [] : [read.reason]),
      `#${deadline.version} 确认`,
    ].join(' ');
    const { names } = concernedNow(content, await ctx.deadlines.facts(), today);
    const told = `确认后${whenText(announceAt, now)}告知所涉企业中尚未办结的（涉及${names.length}家），其后按新的日期提醒；已有的答复仍然有效。`;
    const rest = restText(content.enterpriseDue);
    const of = { items, remarks: rest === '' ? [] : [rest], told, say, title: '请确认变更', button: '确认变更' };
    return { here: deadlineChangeCard(deadline, of, pages.deadlineForm(number)), audit: [readOf(deadline)] };
  }
  const stepped = await ctx.deadlines.change(ctx.doer, {
    ...{ id: deadline.id, version: seen ?? deadline.version, content, reason: read.reason },
    ...{ announceAt, ladderFrom: dateOf(announceAt) },
  });
  return settled(ctx, stepped, { remark: `已变更，将${whenText(announceAt, now)}告知所涉企业。`, state: '已变更' });
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
    const { names } = concernedNow(deadline, await ctx.deadlines.facts(), dateOf(now));
    const whom = `确认后${whenText(announceAt, now)}告知所涉企业中尚未办结的（涉及${names.length}家），不再提醒。`;
    const of = {
      ...{ items: [], remarks: [`撤销原因：${reason}`, '撤销后不能恢复，需要时请重新登记。'], told: whom },
      ...{
        say: `截止 ${deadlineNo(number)} 撤销 ${reason} #${deadline.version} 确认`,
        title: '请确认撤销',
        button: '确认撤销',
      },
    };
    return { here: deadlineChangeCard(deadline, of, pages.deadline(number)), audit: [readOf(deadline)] };
  }
  const version = seen ?? deadline.version;
  const stepped = await ctx.deadlines.withdraw(ctx.doer, { id: deadline.id, version, reason, announceAt });
  return settled(ctx, stepped, { remark: `已撤销（${reason}），不再提醒。`, state: '已撤销' });
}

/** 对象: who is concerned, by other rules or names. Who was exempted stays so. */
export async function changeAudience(
  ctx: Context,
  { number, seen, isConfirmed, said }: Step & { said: AudienceSaid },
): Promise<Answer> {
  const { now, pages } = ctx;
  const today = dateOf(now);
  const no = deadlineNo(number);
  const deadline = await standing(ctx, number);
  const sayWith = (names: readonly string[]) => `截止 ${no} 对象 ${sayAudience({ ...said.audience }, names)}`;
  const found = await findNames(ctx, said.names, (name, full) =>
    sayWith(said.names.map((one) => (one === name ? full : one))),
  );
  if (found.ask) return { here: { ...found.ask, confidential: true } };
  const audience = { ...deadline.audience, ...said.audience, include: found.enterprises.map(({ id }) => id) };
  const content: DeadlineContent = { ...contentOf(deadline), audience };
  const problems = [...found.problems, ...deadlineProblems(content, { today, now, before: deadline })];
  if (problems.length > 0) throw notChanged(problems);
  const facts = await ctx.deadlines.facts();
  const [before, after] = [concernedNow(deadline, facts, today), concernedNow(content, facts, today)];
  if (after.names.length === 0)
    throw new UserError(nobody(after.audience).replace('登记后', '变更后').replace('未登记', '未变更'));
  if (!isConfirmed) {
    const newly = after.names.filter((name) => !before.names.includes(name));
    const items = [
      `对象：${before.audience}（${before.names.length}家） → ${after.audience}（${after.names.length}家）`,
    ];
    const remarks = after.isEverybody ? [`变更后对象是全部在营企业（${after.names.length}家），请确认。`] : [];
    const told = `新增${newly.length}家，减少${before.names.filter((name) => !after.names.includes(name)).length}家。新增的企业自下一个提醒日起收到提醒；需要立即提醒请在变更后发送“/截止 ${no} 催报”。`;
    const say = `${sayWith(found.enterprises.map(({ name }) => name))} #${deadline.version} 确认`;
    const of = { items, remarks, told, say, title: '请确认变更对象', button: '确认变更' };
    return { here: deadlineChangeCard(deadline, of, pages.deadlineForm(number)), audit: [readOf(deadline)] };
  }
  // What waits to be told of an earlier change is told by this one instead.
  const waiting = (await ctx.deadlines.changes(deadline.id)).at(-1)?.announceAt ?? null;
  const stepped = await ctx.deadlines.change(ctx.doer, {
    ...{ id: deadline.id, version: seen ?? deadline.version, content, reason: null, ladderFrom: deadline.ladderFrom },
    announceAt: waiting !== null && waiting > now ? waiting : null,
  });
  return settled(ctx, stepped, { remark: `对象已变更，目前涉及${after.names.length}家。`, state: '已变更' });
}

/** What became of a step: of two officers the second reads what the first did. */
async function settled(
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

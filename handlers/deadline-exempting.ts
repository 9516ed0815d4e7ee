import { afterHelp } from '../cards/deadline-answer.ts';
import { standingText } from '../cards/deadline-parts.ts';
import { inChinese } from '../cards/parts.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, instantOf } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { type LadderStep, ladderOf } from '../src/domain/deadlines/ladder.ts';
import { isOver } from '../src/domain/deadlines/standing.ts';
import { deadlineNumbered, standingOf, whyWithdrawn } from './deadline-matter.ts';
import { staffDeadline } from './deadline-staff.ts';
import { findEnterprise } from './find-enterprise.ts';
import { helpNews } from './help-news.ts';

/** 免除, 恢复: one enterprise is not reminded of a deadline any more, or is again. @param reason null: 恢复 */
export async function exemptEnterprise(
  ctx: Context,
  { number, name, reason }: { number: number; name: string; reason: string | null },
): Promise<Answer> {
  const no = deadlineNo(number);
  const deadline = await deadlineNumbered(ctx, number);
  if (deadline.isWithdrawn) {
    throw new UserError(`${no} ${deadlineTitle(deadline)}已撤销${await whyWithdrawn(ctx, deadline)}，无需办理。`);
  }
  if (reason !== null && [...reason].length > 200) throw new UserError('免除原因请控制在200字以内，本次未办理。');
  const found = await findEnterprise(ctx, name, (full) =>
    reason === null ? `截止 ${no} 恢复 ${full}` : `截止 ${no} 免除 ${full} ${reason}`,
  );
  if ('answer' in found) return found.answer;
  const { enterprise } = found;
  const standing = await standingOf(ctx, deadline, enterprise.id);
  if (!standing) throw new UserError(`${no}目前不涉及${enterprise.name}，无需办理。`);
  if (reason === null && ['OPEN', 'PREPARING', 'HELP', 'SETTLED'].includes(standing.state)) {
    throw new UserError(`${enterprise.name}对${no}的状态为“${standingText(standing)}”，没有停止提醒，无需恢复。`);
  }
  const { told, tell } = await helpNews(ctx, enterprise);
  const done = await ctx.deadlines.answer(ctx.doer, {
    ...{ subject: deadlineSubject(deadline.id), enterprise },
    ...{ kind: reason === null ? ('REOPENED' as const) : ('EXEMPT' as const), reason },
    // Who waits for a 代办员 has to know that none will come.
    tellClosed: tell,
  });
  if (done.is === 'withdrawn') throw new UserError(`${no}已撤销，无需办理。`);
  // An equal answer is kept once: then the one before is the one that holds.
  if (reason !== null && done.before?.seq === done.answer.seq) {
    const remark = `此前已免除${enterprise.name}，原因：${inChinese(reason)}，本次未重复记录。`;
    return { ...(await staffDeadline(ctx, { number, remark })), tapped: { state: '此前已免除', forAll: true } };
  }
  const was = standing.state === 'OPEN' ? '' : `（原为${standingText(standing)}）`;
  const what =
    reason === null ? `已恢复提醒${enterprise.name}` : `已免除${enterprise.name}，原因：${inChinese(reason)}`;
  const help = done.help ? afterHelp(done.help) : '';
  const isTold = done.help?.state === 'CLOSED';
  const late = reason === null ? await noStepText(ctx, deadline) : '';
  const after = await staffDeadline(ctx, {
    number,
    remark: `${what}${was}。${help}${isTold ? told : '企业不另行通知。'}${late}`,
  });
  return { ...after, tapped: { state: reason === null ? '已恢复' : '已免除', forAll: true } };
}

/** Who is reminded again after the last step hears nothing by itself. */
async function noStepText({ deadlines, promises, now }: Context, deadline: Deadline): Promise<string> {
  const today = dateOf(now);
  const [{ leads, sendAt }, last] = await Promise.all([deadlines.policy(), promises.lastDone('LADDER')]);
  const isToCome = ({ on }: LadderStep) => on > today || (on === today && last?.day !== today);
  const steps = ladderOf(deadline.enterpriseDue.on, leads).filter(
    (step) => isToCome(step) && step.on > deadline.ladderFrom && !isOver(deadline, instantOf(step.on, sendAt)),
  );
  if (steps.length > 0 || isOver(deadline, now)) return '';
  return `截止前已没有提醒日，企业不会再收到提醒，请电话告知，或发送“/截止 ${deadlineNo(deadline.number)} 催报”。`;
}

import { reminderText } from '../../cards/deadline-parts.ts';
import { elsewhereCard, noticeCard } from '../../cards/notice.ts';
import { failuresCard } from '../../cards/reminder-failures.ts';
import { policyCard } from '../../cards/reminder-rules.ts';
import { reminderTestCard } from '../../cards/reminder-test.ts';
import { reminderDayCard, reminderRecordCard, tomorrowCard } from '../../cards/reminders.ts';
import { reportName } from '../../cards/report-parts.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { isId } from '../../src/core/ids.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { dateOf, instantOf, startOfDay, yearOf } from '../../src/domain/calendar.ts';
import { type DeadlineContent, deadlineSubject, type Subject } from '../../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../../src/domain/deadlines/due-text.ts';
import { type ReminderRequest, readReminderRequest } from '../../src/domain/deadlines/reminder-request.ts';
import { may, rolesThatMay } from '../../src/domain/permissions.ts';
import { lastPeriod } from '../../src/domain/reports/period.ts';
import { windowOf } from '../../src/domain/reports/window.ts';
import { addDays } from '../../src/domain/workday.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { occasions } from '../occasions.ts';
import { dueOn } from '../rounds/due-on.ts';

/** 提醒: what was sent to whom, what goes out tomorrow, by which rules; and one to try it out. */
export const reminders = defineIntent<ReminderRequest | { do: 'retry'; id: string }>({
  id: 'reminders',
  command: '提醒',
  permission: 'reminder.ask',
  inGroup: 'privately',
  examples: [
    { say: '/提醒', gets: '今日提醒的发送情况', roles: rolesThatMay('reminder.ask') },
    { say: '/提醒 记录 企业简称', gets: '向某企业发送的提醒、是否已读和答复' },
    { say: '/提醒 明天', gets: '明日将发送的提醒和所需调用次数' },
    { say: '/提醒 规则', gets: '提醒的天数、时间和文字' },
    { say: '/提醒 测试', gets: '给自己发一条测试提醒' },
    { say: '/提醒 失败', gets: '未送达的提醒' },
  ],
  read(said) {
    const retried = argumentOf(said, ['提醒 重试']);
    if (retried !== null) return { do: 'retry', id: retried };
    return readReminderRequest(said);
  },
  async run(ctx, request) {
    const { now, pages, deadlines, bureau } = ctx;
    const shown = { now, page: pages.deadlines };
    const today = dateOf(now);
    switch (request.do) {
      case 'unclear':
        throw new UserError(request.problem);
      case 'overview': {
        const counts = await deadlines.countDay(today);
        const titles = await titlesOf(
          ctx,
          counts.map(({ subject }) => subject),
        );
        return { here: reminderDayCard(counts, titles, shown), audit: [read({ day: today })] };
      }
      case 'record':
        return record(ctx, request);
      case 'tomorrow': {
        const day = addDays(today, 1);
        const [rows, { sendAt }, calls] = await Promise.all([
          dueOn({ stores: ctx, bureau, pages }, day),
          deadlines.policy(),
          ctx.monthlyCalls(),
        ]);
        const callsLeft = calls && Math.max(0, calls.limit - calls.made);
        const period = lastPeriod(instantOf(day, sendAt));
        const opens = windowOf(period).noticeOn === day ? period : null;
        return { here: tomorrowCard({ day, rows, callsLeft, sendAt, opens }, shown), audit: [read({ day })] };
      }
      case 'rules': {
        const page = may(ctx.actor.role, 'deadline.manage') ? pages.reminderRules : null;
        return { here: policyCard(await deadlines.policy(), { now, page }) };
      }
      case 'test':
        return test(ctx);
      case 'failures':
        return failures(ctx);
      case 'retry':
        return retry(ctx, request.id);
    }
  },
});

const lettersAtMost = 5;

async function failures(ctx: Context, remark?: string): Promise<Answer> {
  const { now, pages, deadLetters, promises, actor } = ctx;
  const [letters, count, lost] = await Promise.all([
    deadLetters.list(lettersAtMost),
    deadLetters.count(),
    promises.countFailed(startOfDay(addDays(dateOf(now), -1))),
  ]);
  const here = failuresCard(
    { letters, count, lost, ...(remark === undefined ? {} : { remark }) },
    { now, page: pages.deadlines, manages: may(actor.role, 'deadline.manage') },
  );
  return { here, audit: [read({ what: '失败' })] };
}

/** What was given up is tried anew from its beginning. */
async function retry(ctx: Context, id: string): Promise<Answer> {
  const command = '提醒 重试';
  if (!may(ctx.actor.role, 'deadline.manage')) {
    const audit: AuditFact[] = [{ action: 'command.denied', result: 'denied', detail: { command } }];
    return { ...occasions.forbidden(command), audit };
  }
  if (ctx.groupId !== null) return { here: elsewhereCard(command) };
  if (!isId(id)) return failures(ctx, '没有看懂要重试哪一条，请按下列消息的编号发送，例如“/提醒 重试 编号”。');
  const isPut = await ctx.deadLetters.retry(id, ctx.now);
  const after = await failures(
    ctx,
    isPut ? `${id}已重新发送，稍后可再次查看。` : `${id}不在未送达的消息中，或时间过久，不能重试。`,
  );
  const sent: AuditFact = { action: 'message.send', result: 'allowed', objectType: 'job', objectId: id };
  return {
    ...after,
    tapped: { state: isPut ? '已重试' : '不能重试', forAll: true },
    audit: [...(isPut ? [sent] : []), ...(after.audit ?? [])],
  };
}

function read(detail: Readonly<Record<string, unknown>>): AuditFact {
  return { action: 'reminder.read', result: 'allowed', detail };
}

const remindersAtMost = 100;

async function record(ctx: Context, { name, page }: Extract<ReminderRequest, { do: 'record' }>): Promise<Answer> {
  if (name === '') throw new UserError('请写明企业，例如“/提醒 记录 企业简称”。');
  const found = await findEnterprise(ctx, name, (full) => `提醒 记录 ${full}`);
  if ('answer' in found) return found.answer;
  const { enterprise } = found;
  const [sent, contacts, all] = await Promise.all([
    ctx.deadlines.remindersOf(enterprise.id, remindersAtMost),
    ctx.bindings.contactsOf(enterprise.id),
    ctx.deadlines.list({}),
  ]);
  // Answered without having been reminded, it is an answer all the same.
  const subjects = [...new Set([...sent.map(({ subject }) => subject), ...all.map(({ id }) => deadlineSubject(id))])];
  const answers = subjects.length === 0 ? [] : await ctx.deadlines.answers(subjects, enterprise.id);
  const titles = await titlesOf(
    ctx,
    [...sent, ...answers].map(({ subject }) => subject),
  );
  const names = new Map(contacts.map(({ personId, name }) => [personId, name]));
  const here = reminderRecordCard(
    { enterprise, reminders: sent, titles, names, answers },
    { now: ctx.now, page: ctx.pages.deadlines, wanted: page },
  );
  const { id } = enterprise;
  return {
    here,
    audit: [{ action: 'reminder.read', result: 'allowed', objectType: 'enterprise', objectId: id, enterpriseId: id }],
  };
}

/** What subjects are called. */
async function titlesOf({ deadlines }: Context, subjects: readonly Subject[]): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  for (const subject of new Set(subjects)) {
    const [kind, id = ''] = subject.split(':');
    if (kind === 'report') titles.set(subject, reportName(id));
    else if (kind === 'certificate') titles.set(subject, '证书到期');
    else {
      const deadline = await deadlines.findById(id);
      if (deadline) titles.set(subject, `J-${deadline.number} ${deadlineTitle(deadline)}`);
    }
  }
  return titles;
}

/** A reminder of nothing, by the way that reminders take. */
async function test(ctx: Context): Promise<Answer> {
  const { now, bureau } = ctx;
  const { texts } = await ctx.deadlines.policy();
  const on = addDays(dateOf(now), 7);
  const sample: DeadlineContent = {
    ...{ program: '测试事项（无需办理）', year: yearOf(on), batch: null, kind: 'DUTY', basis: 'NOTICE' },
    ...{ enterpriseDue: { on, at: '24:00' }, officialDue: null, noticeNo: null, url: null, settledBy: null },
    audience: { everybody: false, anyOf: [], industries: [], include: [], exempt: [] },
  };
  const text = reminderText({ deadline: sample, daysLeft: 7, bureau, isLastBatch: false, template: texts.deadline });
  await ctx.deadlines.sendTest(ctx.doer, ctx.sender, reminderTestCard({ text }));
  const said = '测试提醒已提交发送，按实际提醒的通道送达，请留意接收；几分钟内未收到请检查平台设置。';
  return {
    here: { ...noticeCard('测试提醒', said), confidential: true },
    audit: [{ action: 'message.send', result: 'allowed', detail: { purpose: 'reminder.test' } }],
  };
}

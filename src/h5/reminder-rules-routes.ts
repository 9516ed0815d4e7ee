import type Router from '@koa/router';
import type { Context } from 'koa';
import { reminderText } from '../../cards/deadline-parts.ts';
import { reminderTestCard } from '../../cards/reminder-test.ts';
import { UserError } from '../core/errors.ts';
import { type CalendarDate, dateOf, daysBetween, formatDate, readDate } from '../domain/calendar.ts';
import type { DeadlineContent } from '../domain/deadlines/deadline.ts';
import { daysLeft } from '../domain/deadlines/due-text.ts';
import { ladderOf, monthLadderOf } from '../domain/deadlines/ladder.ts';
import type { Policy } from '../domain/deadlines/policy.ts';
import { fillText, policyRemarks } from '../domain/deadlines/policy-rules.ts';
import { typeFacts } from '../domain/qualification.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { addDays } from '../domain/workday.ts';
import { deadlineManager } from './deadline-routes.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { reminderRulesPage, ruleReviewPage } from './pages/reminder-rules.tsx';
import { policyChanges, policyValues, readPolicyForm } from './reminder-rules-form.ts';
import { type Room, seeOther } from './room.ts';

/** Two texts of 500 characters, nine bytes each in a form. */
const bytesAtMost = 32 * 1024;

/** 提醒规则: when is reminded, in which hours, in which words. */
export function addReminderRulesRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock, bureau } = room;
  const { deadlines, bindings } = stores;

  const manager = (ctx: Context) => deadlineManager(room, ctx, { target: 'reminderRules', command: '提醒规则' });

  interface Said {
    values?: Values;
    problems?: readonly FieldProblem[];
    notices?: readonly string[];
    status?: number;
  }

  async function show(ctx: Context, policy: Policy, said: Said = {}): Promise<void> {
    const page = reminderRulesPage({
      policy,
      values: said.values ?? { ...policyValues(policy), exampleOn: addDays(dateOf(clock.now()), 40) },
      problems: said.problems ?? [],
      notices: said.notices ?? [],
      action: at.reminderRules,
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/reminder-rules', async (ctx) => {
    if (!(await manager(ctx))) return;
    const policy = await deadlines.policy();
    const saved = ctx.query.done === '1' ? ['已保存新的提醒规则。'] : [];
    await show(ctx, policy, { notices: [...saved, ...policyRemarks(policy)] });
  });

  router.post('/reminder-rules', async (ctx) => {
    const { csrf: _csrf, step = '', seen = '', ...values } = await forms.read(ctx, bytesAtMost);
    const session = await manager(ctx);
    if (!session) return;
    if (!/^\d{1,6}$/u.test(seen)) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    const policy = await deadlines.policy();
    if (String(policy.number) !== seen) return changed(ctx, policy, values);
    const { content, problems } = readPolicyForm(values);
    const exampleOn = readDate(values.exampleOn ?? '');
    const all =
      exampleOn === null
        ? [...problems, { field: 'exampleOn', text: '请填写示例截止日期，如 2024-05-10。' }]
        : problems;
    if (all.length > 0 || !content || exampleOn === null) {
      return show(ctx, policy, { values, problems: all, status: 400 });
    }
    if (step === 'back') return show(ctx, policy, { values });
    const rules = { ...content, number: policy.number };
    const notice = step === 'test' ? await test(ctx, session, rules, exampleOn) : null;
    const changes = policyChanges(policy, content);
    if (step !== 'confirm' || changes.length === 0) {
      const page = ruleReviewPage({
        ...{
          changes,
          rules,
          exampleOn,
          deadline: textsFor(rules, exampleOn),
          certificate: certificateTexts(rules, exampleOn),
        },
        notices: [...(notice === null ? [] : [notice]), ...policyRemarks(content)],
        values: { ...values, seen },
        action: at.reminderRules,
        csrf: forms.tokenFor(ctx),
      });
      return room.show(ctx, page);
    }
    const saved = await deadlines.savePolicy(visitors.doer(ctx, session), content, policy.number);
    if (!saved) return changed(ctx, await deadlines.policy(), values);
    seeOther(ctx, `${at.reminderRules}?done=1`);
  });

  /** The text of each step, for a deadline that nobody has entered. */
  function textsFor({ leads, texts }: Policy, due: CalendarDate) {
    const deadline = exampleOf(due);
    return ladderOf(due, leads).map((step) => ({
      step,
      text: reminderText({
        ...{ deadline, bureau, isLastBatch: false, template: texts.deadline },
        daysLeft: daysLeft(deadline, step.on),
      }),
    }));
  }

  /** The same for a certificate that ends on that day, and can be renewed until then. */
  function certificateTexts({ certificateMonths, texts }: Policy, validTo: CalendarDate) {
    const day = formatDate(validTo);
    const known = { program: typeFacts.HNTE.label, due: day, enterpriseDue: `${day}24:00`, tel: bureau.tel };
    return monthLadderOf(validTo, certificateMonths).map((step) => ({
      step,
      text: fillText(texts.certificate, { ...known, n: String(daysBetween(step.on, validTo)) }),
    }));
  }

  /** Sends the first of them to who asks, by the way that reminders take. @returns what is said of it */
  async function test(ctx: Context, session: WebSession, rules: Policy, due: CalendarDate): Promise<string> {
    const accounts = await bindings.accountsOf(session.actor.personId);
    // Where they are at the moment, if it is one of the platforms.
    const to = accounts.find(({ platform }) => platform.toUpperCase() === session.via) ?? accounts[0];
    if (!to) return '没有试发：您没有可以接收提醒的企业微信或钉钉账号。';
    const [first] = textsFor(rules, due);
    const card = reminderTestCard({ text: first?.text ?? '' });
    await deadlines.sendTest(visitors.doer(ctx, session), to, card);
    return '已试发给您本人，请在企业微信或钉钉中查看。规则尚未保存。';
  }

  /** Somebody else has saved rules since: what was typed stays, what they changed is said. */
  async function changed(ctx: Context, policy: Policy, values: Values): Promise<void> {
    const typed = readPolicyForm(values).content;
    const differing = typed ? policyChanges(policy, typed) : [];
    const notices = [
      '提醒规则在您填写期间已由他人修改，本次没有保存。您填写的内容仍保留在下面，请核对后再保存。',
      ...(differing.length === 0 ? [] : [`您填写的内容与现行规则的不同之处：${differing.join('')}`]),
    ];
    await show(ctx, policy, { values, notices, status: 409 });
  }
}

function exampleOf(on: CalendarDate): DeadlineContent {
  return {
    ...{ program: '高新技术企业认定', year: Number(on.slice(0, 4)), batch: 1, kind: 'CALL' },
    ...{ enterpriseDue: { on, at: '24:00' }, officialDue: null, basis: 'NOTICE', noticeNo: null, url: null },
    audience: { everybody: true, anyOf: [], industries: [], include: [], exempt: [] },
    settledBy: null,
  };
}

import type Router from '@koa/router';
import type { Context } from 'koa';
import { enteringRemarks } from '../../cards/deadline-draft.ts';
import { dateOf } from '../domain/calendar.ts';
import { namesOf } from '../domain/deadlines/content-rows.ts';
import { type Deadline, type DeadlineContent, deadlineNo, isSameRound } from '../domain/deadlines/deadline.ts';
import { planOf } from '../domain/deadlines/deadline-plan.ts';
import type { EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import { isLastBatch } from '../domain/deadlines/last-batch.ts';
import { similarTo } from '../domain/deadlines/similar.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { contentRemarks, formProblems } from './deadline-checks.ts';
import { type DeadlineReading, deadlineFields, deadlineValues, readDeadlineForm } from './deadline-form.ts';
import { versionIn } from './deadline-item-routes.ts';
import { deadlineManager } from './deadline-routes.ts';
import { changedByWhom, changeLines } from './deadline-words.ts';
import { deadlineFormPage } from './pages/deadline-form.tsx';
import { deadlineReviewPage } from './pages/deadline-review.tsx';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { numberOf, type Room, Stop, seeOther } from './room.ts';
import type { Target } from './targets.ts';

/** Chinese takes nine bytes a character in a form, and enterprises are named by the dozen. */
const bytesAtMost = 256 * 1024;

/** What is entered or changed. */
interface Subject {
  session: WebSession;
  /** null: a new one */
  deadline: Deadline | null;
  facts: readonly EnterpriseFacts[];
}

interface Said {
  values: Values;
  problems?: readonly FieldProblem[];
  notices?: readonly string[];
  status?: number;
}

/** 登记 and 修改 of a deadline: the form, then the list of who is concerned and what they will be told, then 确认. */
export function addDeadlineFormRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock, bureau } = room;
  const { deadlines, ledger } = stores;

  async function show(ctx: Context, { deadline, facts }: Subject, said: Said): Promise<void> {
    const page = deadlineFormPage({
      title: deadline ? '修改截止事项' : '登记截止事项',
      subtitle: '保存前将列出涉及的企业和提醒安排，供核对。',
      fields: deadlineFields(dateOf(clock.now())),
      industries: industriesOf(facts, deadline),
      values: said.values,
      problems: said.problems ?? [],
      notices: said.notices ?? [],
      version: deadline?.version ?? null,
      action: at.deadlineForm(deadline?.number),
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  async function begin(ctx: Context, target: Target, number: number | null): Promise<Subject | null> {
    const session = await deadlineManager(room, ctx, { target, command: '新增截止' });
    if (!session) return null;
    const deadline = number === null ? null : await deadlines.find(number);
    if (number !== null && !deadline) throw new Stop(404, '没有找到', '没有这个截止事项，请从截止事项列表重新进入。');
    if (deadline?.isWithdrawn) throw await withdrawn(deadline);
    return { session, deadline, facts: await deadlines.facts() };
  }

  async function withdrawn({ id, number }: Deadline): Promise<Stop> {
    const last = (await deadlines.changes(id)).at(-1);
    const said = last ? changedByWhom(last) : '该事项已撤销';
    return new Stop(409, '已撤销', `${said}，不能修改。`, {
      back: { text: '查看该事项', href: at.deadline(number) },
    });
  }

  router.get('/deadlines/new', async (ctx) => {
    const subject = await begin(ctx, 'newDeadline', null);
    const values = { kind: 'CALL', basis: 'NOTICE' };
    if (subject) await show(ctx, subject, { values });
  });

  router.get('/deadlines/:number/form', async (ctx) => {
    const number = numberOf(ctx);
    const subject = await begin(ctx, `deadlineForm-${number}`, number);
    if (!subject?.deadline) return;
    await show(ctx, subject, { values: deadlineValues(subject.deadline, namesOf(subject.facts)) });
  });

  router.post('/deadlines/new', async (ctx) => {
    const { csrf: _csrf, ...sent } = await forms.read(ctx, bytesAtMost);
    const subject = await begin(ctx, 'newDeadline', null);
    if (subject) await take(ctx, subject, sent);
  });

  router.post('/deadlines/:number/form', async (ctx) => {
    const { csrf: _csrf, ...sent } = await forms.read(ctx, bytesAtMost);
    const subject = await begin(ctx, `deadlineForm-${numberOf(ctx)}`, numberOf(ctx));
    if (!subject?.deadline) return;
    const { version: _version, step: _step, ...values } = sent;
    if (versionIn(sent) !== subject.deadline.version) return changed(ctx, subject, subject.deadline, values);
    await take(ctx, subject, sent);
  });

  async function take(ctx: Context, subject: Subject, sent: Values): Promise<void> {
    const { step = '', version: _version, everybodyCount = '', ...values } = sent;
    const { deadline, facts } = subject;
    const reading = await readDeadlineForm(values, {
      industries: industriesOf(facts, deadline),
      search: { enterprises: facts.map(({ enterprise }) => enterprise), findEnterprises: ledger.findEnterprises },
    });
    const around = { before: deadline, facts, names: namesOf(facts), now: clock.now() };
    const problems = [...reading.problems, ...formProblems(reading, around)];
    if (problems.length > 0 || !reading.content) return show(ctx, subject, { values, problems, status: 400 });
    if (step === 'back') return show(ctx, subject, { values });
    await goOn(ctx, subject, { content: reading.content, reading, values, everybodyCount, isSure: step === 'confirm' });
  }

  /** The list to be looked at; or, once it was, the deed. */
  async function goOn(
    ctx: Context,
    subject: Subject,
    form: {
      content: DeadlineContent;
      reading: DeadlineReading;
      values: Values;
      everybodyCount: string;
      isSure: boolean;
    },
  ): Promise<void> {
    const { session, deadline, facts } = subject;
    const { content, reading, values, everybodyCount, isSure } = form;
    const now = clock.now();
    const policy = await deadlines.policy();
    const all = await deadlines.list({ withWithdrawn: true });
    const other = all.find((one) => !one.isWithdrawn && one.id !== deadline?.id && isSameRound(one, content));
    if (other) return known(ctx, subject, other, { content, values });
    const withdrawn = deadline ? [] : all.filter((one) => one.isWithdrawn && isSameRound(one, content));
    const plan = planOf(content, { before: deadline, isAgain: withdrawn.length > 0, facts, policy, now });
    const isCounted = !content.audience.everybody || everybodyCount === String(plan.concerned.length);
    if (!isSure || !isCounted) {
      const names = namesOf(facts);
      const page = deadlineReviewPage({
        ...{ content, plan, names, policy, bureau, today: dateOf(now), before: deadline, values, isUnticked: isSure },
        isLastBatch: isLastBatch(
          content,
          all.filter((one) => !one.isWithdrawn),
        ),
        changes: deadline ? changeLines(deadline, content, names) : [],
        reason: reading.reason,
        remarks: [
          ...reading.remarks,
          ...contentRemarks(content),
          ...(deadline ? [] : enteringRemarks(content, { withdrawn, similar: similarTo(content, all, now) })),
        ],
        action: at.deadlineForm(deadline?.number),
        csrf: forms.tokenFor(ctx),
      });
      return room.show(ctx, { status: isSure ? 400 : 200, ...page });
    }
    const doer = visitors.doer(ctx, session);
    const { announceAt, ladderFrom } = plan;
    const step = { content, announceAt, ladderFrom };
    const stepped = deadline
      ? await deadlines.change(doer, { ...step, id: deadline.id, version: deadline.version, reason: reading.reason })
      : await deadlines.enter(doer, step);
    const { number } = stepped.deadline;
    if (stepped.is === 'done') return seeOther(ctx, `${at.deadline(number)}?done=${deadline ? 'changed' : 'entered'}`);
    if (stepped.is === 'stale') return changed(ctx, subject, stepped.deadline, values);
    return known(ctx, subject, stepped.deadline, { content, values });
  }

  /** Another one is of the same programme, year and batch. */
  async function known(
    ctx: Context,
    subject: Subject,
    other: Deadline,
    { content, values }: { content: DeadlineContent; values: Values },
  ): Promise<void> {
    const no = deadlineNo(other.number);
    const differing = changeLines(other, content, namesOf(subject.facts));
    if (!subject.deadline && differing.length === 0) return seeOther(ctx, `${at.deadline(other.number)}?done=known`);
    const text = `同一事项、年度和批次已登记为${no}，本次没有保存。与填写内容的不同：${differing.join('；') || '无'}。请核对年度和批次，或修改${no}。`;
    await show(ctx, subject, { values, problems: [{ field: 'program', text }], status: 409 });
  }

  /** Somebody else has changed it since: what they did, and what was typed here stays. */
  async function changed(ctx: Context, subject: Subject, theirs: Deadline, values: Values): Promise<void> {
    if (theirs.isWithdrawn) throw await withdrawn(theirs);
    const last = (await deadlines.changes(theirs.id)).at(-1);
    const names = namesOf(subject.facts);
    const lines = last?.before && last.after ? changeLines(last.before, last.after, names) : [];
    const notices = [
      `${last ? changedByWhom(last) : '该事项已有变化'}，本次没有保存。您填写的内容仍保留在下面，请核对后再提交。`,
      ...(lines.length === 0 ? [] : [`他人的修改：${lines.join('；')}。`]),
    ];
    await show(ctx, { ...subject, deadline: theirs }, { values, notices, status: 409 });
  }
}

/** Those that there are, and those that the deadline names though nobody is of them any more. */
function industriesOf(facts: readonly EnterpriseFacts[], deadline: Deadline | null): string[] {
  const named = deadline?.audience.industries ?? [];
  return [...new Set([...facts.flatMap(({ industry }) => industry ?? []), ...named])].sort((a, b) =>
    a.localeCompare(b, 'zh-CN'),
  );
}

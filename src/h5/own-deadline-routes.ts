import type Router from '@koa/router';
import type { Context } from 'koa';
import { answeredText } from '../../cards/deadline-answer.ts';
import { helpAskedCard } from '../../cards/help-requests.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import { dateOf } from '../domain/calendar.ts';
import { type Deadline, deadlineSubject } from '../domain/deadlines/deadline.ts';
import { deadlineTitle } from '../domain/deadlines/due-text.ts';
import type { HelpRequest } from '../domain/deadlines/help.ts';
import { ownStandings } from '../domain/deadlines/own-standings.ts';
import { endsLadder } from '../domain/deadlines/reminders.ts';
import { isOver } from '../domain/deadlines/standing.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { workdaysAfter } from '../domain/workday.ts';
import { aboutEnterprise } from './addresses.ts';
import { changedByWhom } from './deadline-words.ts';
import { readOwnAnswer } from './own-deadline-form.ts';
import { choose, enterOwn, recordOwn } from './own-enterprise.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { currentEnterprise } from './pages/home.tsx';
import { ownDeadlinePage } from './pages/own-deadline.tsx';
import { momentWords } from './reminder-words.ts';
import { numberOf, type Room, Stop, seeOther } from './room.ts';

export const readingDeadlines = { action: 'deadline.read', permission: 'deadline.ask', what: '截止事项' } as const;
/** Of the promises to an enterprise so many are looked through for those of one deadline. */
const remindersAtMost = 300;

interface Said {
  values?: Values;
  problems?: readonly FieldProblem[];
  notices?: readonly string[];
  status?: number;
}

/** One deadline as it concerns the own enterprise, and the answer to it. */
export function addOwnDeadlineRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { deadlines, bindings } = stores;

  async function find(ctx: Context): Promise<Deadline> {
    const deadline = await deadlines.find(numberOf(ctx));
    if (deadline) return deadline;
    throw new Stop(404, '没有找到', '没有这个截止事项，请从“截止事项”页面重新进入。');
  }

  async function look(deadline: Deadline, enterprise: EnterpriseRef) {
    const on = dateOf(clock.now());
    const facts = await deadlines.facts(enterprise.id);
    const [row] = await ownStandings(deadlines, { all: [deadline], facts, enterprise, on });
    return row?.standing ?? null;
  }

  const helpOf = async (deadline: Deadline, { id }: EnterpriseRef): Promise<HelpRequest | null> => {
    const subject = deadlineSubject(deadline.id);
    return (await deadlines.openHelp(id)).find((one) => one.subject === subject) ?? null;
  };

  /** The request that the answer closed, as the address names it. */
  async function closedHelp(ctx: Context, deadline: Deadline, { id }: EnterpriseRef): Promise<HelpRequest | null> {
    const number = Number(/^\d{1,6}$/u.exec(String(ctx.query.help))?.[0] ?? 0);
    const known = number === 0 ? null : await deadlines.findHelp(number);
    return known?.enterprise.id === id && known.subject === deadlineSubject(deadline.id) ? known : null;
  }

  async function show(
    ctx: Context,
    of: { session: WebSession; enterprise: EnterpriseRef; deadline: Deadline },
    said: Said = {},
  ): Promise<void> {
    const { session, enterprise, deadline } = of;
    const now = clock.now();
    const standing = await look(deadline, enterprise);
    const subject = deadlineSubject(deadline.id);
    const reminders = await deadlines.remindersOf(enterprise.id, remindersAtMost);
    const withdrawal = deadline.isWithdrawn ? ((await deadlines.changes(deadline.id)).at(-1) ?? null) : null;
    const page = ownDeadlinePage({
      ...{ deadline, enterprise, standing, withdrawal, now, isOver: isOver(deadline, now) },
      mayAnswer: may(session.actor.role, 'deadline.answer'),
      reminders: reminders.filter((one) => one.subject === subject),
      help: await helpOf(deadline, enterprise),
      values: said.values ?? {},
      problems: said.problems ?? [],
      notices: said.notices ?? [],
      back: aboutEnterprise(at.ownDeadlines, enterprise.id),
      action: at.ownDeadline(deadline.number),
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/own-deadlines/:number', async (ctx) => {
    const found = await enterOwn(room, ctx, { ...readingDeadlines, target: `ownDeadline-${numberOf(ctx)}` });
    if (!found) return;
    const deadline = await find(ctx);
    const { answer = null } = (await look(deadline, found.enterprise)) ?? {};
    const isDone = ctx.query.done === '1' && answer !== null;
    const isEnd = answer !== null && endsLadder.has(answer.kind);
    const closed = isEnd ? await closedHelp(ctx, deadline, found.enterprise) : null;
    const help = closed ?? (await helpOf(deadline, found.enterprise));
    const notices = isDone ? [answeredText({ answer, before: null, help })] : [];
    await show(ctx, { ...found, deadline }, { notices });
  });

  router.post('/own-deadlines/:number', async (ctx) => {
    const { csrf: _csrf, ...values } = await forms.read(ctx);
    const session = await room.visitor(ctx, `ownDeadline-${numberOf(ctx)}`);
    if (!session) return;
    const enterprise = await answering(ctx, session, values);
    const deadline = await find(ctx);
    const of = { session, enterprise, deadline };
    const standing = await look(deadline, enterprise);
    const refused = (text: string, status = 409) => show(ctx, of, { values, notices: [text], status });
    if (deadline.isWithdrawn) return refused(await withdrawnNotice(deadline));
    if (!standing) return refused('该事项目前不涉及贵公司，无需答复，本次没有记录。');
    if (standing.state === 'EXEMPT') return refused('本局已免除贵公司的此事项，无需答复，本次没有记录。');
    const { answer: last } = standing;
    if (String(last?.seq ?? 0) !== values.seen) {
      const who = last ? `${last.by?.name ?? '他人'}于${momentWords(last.at)}` : '他人';
      return refused(`贵公司的答复已由${who}变更，本次没有记录。请核对后再提交。`);
    }
    const { answer, problems } = readOwnAnswer(values, { isOver: isOver(deadline, clock.now()) });
    if (!answer) return show(ctx, of, { values, problems, status: 400 });
    const answered = await deadlines.answer(visitors.doer(ctx, session), {
      ...{ subject: deadlineSubject(deadline.id), enterprise, ...answer },
      ...(answer.kind === 'HELP' ? { help: await asking(deadlineTitle(deadline)) } : {}),
    });
    if (answered.is === 'withdrawn') {
      const notices = [await withdrawnNotice(answered.deadline)];
      return show(ctx, { ...of, deadline: answered.deadline }, { notices, status: 409 });
    }
    const closed = answered.help?.state === 'CLOSED' ? `&help=${answered.help.number}` : '';
    seeOther(ctx, `${aboutEnterprise(at.ownDeadline(deadline.number), enterprise.id)}&done=1${closed}`);
  });

  /** For which enterprise somebody answers, as the form says: one of theirs. @throws Stop, on record */
  async function answering(ctx: Context, session: WebSession, values: Values): Promise<EnterpriseRef> {
    const { actor } = session;
    const enterprise = actor.enterprises.find(({ id }) => id === values.enterprise);
    if (!enterprise) {
      await room.recordAudit(visitors.doer(ctx, session), [
        { action: 'deadline.answer', result: 'denied', objectType: 'deadline' },
      ]);
      throw new Stop(403, '没有提交', '您没有绑定表单所属的企业，不能答复。请从首页重新进入；如有疑问请联系本局。');
    }
    if (!may(actor.role, 'deadline.answer')) {
      await room.refuse(ctx, session, '截止 答复', '您的角色不能代企业答复，如有需要请联系本局。');
    }
    await recordOwn(room, ctx, session, { ...readingDeadlines, enterprise });
    if (currentEnterprise(actor)?.id !== enterprise.id) await choose(room, actor, enterprise);
    return enterprise;
  }

  async function withdrawnNotice(deadline: Deadline): Promise<string> {
    const last = (await deadlines.changes(deadline.id)).at(-1);
    return `${last ? changedByWhom({ ...last, by: null }) : '该事项已撤销'}，无需答复，本次没有记录。`;
  }

  /** By when a request for a 代办员 is to be accepted, and what those who may take it are told (domain.md F2). */
  async function asking(topic: string) {
    const staff = await bindings.staff('help.take');
    return {
      topic,
      acceptBy: workdaysAfter(dateOf(clock.now()), 1),
      tell: (request: HelpRequest) => [
        { to: staff, card: helpAskedCard(request), purpose: 'help.ask', needs: 'help.take' as const },
      ],
    };
  }
}

import type Router from '@koa/router';
import type { Context } from 'koa';
import { helpNewsCard } from '../../cards/help-requests.ts';
import type { AuditFact } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import { dateOf } from '../domain/calendar.ts';
import { namesOf } from '../domain/deadlines/content-rows.ts';
import { type Deadline, deadlineSubject } from '../domain/deadlines/deadline.ts';
import { ladderOf, tellAt } from '../domain/deadlines/ladder.ts';
import { optedOutOf, unreachableOf } from '../domain/deadlines/readers.ts';
import type { Reminder } from '../domain/deadlines/reminders.ts';
import { countStates, type DeadlineStanding, standingStates, standingsOf } from '../domain/deadlines/standing.ts';
import { pageOf } from '../domain/paging.ts';
import { may } from '../domain/permissions.ts';
import { reachableContacts } from '../domain/reachable-contacts.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { deadlineManager, deadlineReader, pageNumber } from './deadline-routes.ts';
import { changedByWhom } from './deadline-words.ts';
import { readWritten } from './own-report-notices.ts';
import { deadlinePage } from './pages/deadline.tsx';
import type { FundAttempt } from './pages/fund-small-form.tsx';
import { numberOf, type Room, Stop, seeOther } from './room.ts';

const rowsAtOnce = 100;
const doneNotices: Readonly<Record<string, string>> = {
  entered: '已登记。',
  known: '该事项此前已登记，本次没有重复登记。',
  changed: '已修改。',
  withdrawn: '已撤销，将告知已通知的企业。',
  exempt: '已免除，不再提醒该企业。',
  reopened: '已恢复提醒。',
};

/** What is said on top of the page, and what was typed. */
interface Said {
  notices?: readonly string[];
  attempt?: FundAttempt;
  /** The enterprise that is looked at more closely. */
  of?: string;
  status?: number;
}

/** One deadline, for staff: facts, days, who answered what, what was sent; 免除, 恢复, 撤销. */
export function addDeadlineItemRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { deadlines, promises } = stores;

  async function find(ctx: Context): Promise<Deadline> {
    const deadline = await deadlines.find(numberOf(ctx));
    if (deadline) return deadline;
    throw new Stop(404, '没有找到', '没有这个截止事项，请从截止事项列表重新进入。');
  }

  async function show(ctx: Context, session: WebSession, deadline: Deadline, said: Said = {}): Promise<void> {
    const { role } = session.actor;
    const now = clock.now();
    const today = dateOf(now);
    const subject = deadlineSubject(deadline.id);
    const facts = await deadlines.facts();
    const standings = standingsOf(deadline, { facts, answers: await deadlines.answers([subject]), on: today }).sort(
      (a, b) => a.enterprise.name.localeCompare(b.enterprise.name, 'zh-CN'),
    );
    const reminders = may(role, 'reminder.ask') ? await deadlines.remindersAbout(subject) : null;
    const one = standings.find(({ enterprise: { id } }) => id === said.of) ?? null;
    await room.recordAudit(visitors.doer(ctx, session), looks(deadline, { one, isReminders: reminders !== null }));
    const mayManage = may(role, 'deadline.manage');
    const address = at.deadline(deadline.number);
    const sending = { attempt: said.attempt ?? null, today, action: address, csrf: forms.tokenFor(ctx) };
    const list = standingStates.find((state) => state === ctx.query.list) ?? null;
    const rows = list === null ? standings : standings.filter(({ state }) => state === list);
    const part = pageOf(rows, pageNumber(ctx), rowsAtOnce);
    const shown = part.rows.map(({ enterprise }) => enterprise);
    const contacts = await promises.contacts(shown.map(({ id }) => id));
    const lost = unreachableOf(shown, contacts, await optedOutOf(deadline, promises));
    const unreachable = new Set(lost.map(({ id }) => id));
    const { leads } = await deadlines.policy();
    const page = deadlinePage({
      ...{ deadline, now, reminders, at, mayManage, sending, notices: said.notices ?? [] },
      names: namesOf(facts),
      ladder: ladderOf(deadline.enterpriseDue.on, leads),
      changes: await deadlines.changes(deadline.id),
      helps: (await deadlines.openHelp()).filter((help) => help.subject === subject),
      roster: {
        ...{ list, address, mayManage: mayManage && !deadline.isWithdrawn },
        ...{ counts: countStates(standings), total: standings.length, rows: rows.length },
        ...{ part, unreachable },
        latest: reminders && latestOf(reminders),
        now,
      },
      one: one && {
        ...{ standing: one, now, back: address, sending: mayManage && !deadline.isWithdrawn ? sending : null },
        reminders: reminders?.filter(({ enterprise: { id } }) => id === one.enterprise.id) ?? null,
      },
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/deadlines/:number', async (ctx) => {
    const session = await deadlineReader(room, ctx, `deadline-${numberOf(ctx)}`);
    if (!session) return;
    const deadline = await find(ctx);
    const { of, done } = ctx.query;
    const notice = typeof done === 'string' ? doneNotices[done] : undefined;
    await show(ctx, session, deadline, {
      ...(typeof of === 'string' ? { of } : {}),
      ...(notice === undefined ? {} : { notices: [notice] }),
    });
  });

  /** Who sends one of the page's forms, about what. Null: the answer is on its way. @throws Stop */
  async function sent(ctx: Context) {
    const { csrf: _csrf, ...values } = await forms.read(ctx);
    const target = { target: `deadline-${numberOf(ctx)}`, command: '截止 办理' } as const;
    const session = await deadlineManager(room, ctx, target);
    return session && { session, values, deadline: await find(ctx) };
  }

  router.post('/deadlines/:number/withdraw', async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { session, values, deadline } = form;
    const { written: reason, problems } = readWritten(values, 'reason', '请填写撤销原因。');
    if (reason === null) {
      return show(ctx, session, deadline, { attempt: { form: 'withdraw', values, problems }, status: 400 });
    }
    const version = versionIn(values);
    const announceAt = tellAt(clock.now(), await deadlines.policy());
    const stepped = await deadlines.withdraw(visitors.doer(ctx, session), {
      ...{ id: deadline.id, version, reason, announceAt },
    });
    if (stepped.is === 'done') return seeOther(ctx, `${at.deadline(deadline.number)}?done=withdrawn`);
    const { deadline: now } = stepped;
    const notices = [await staleNotice(now)];
    const attempt: FundAttempt = { form: 'withdraw', values, problems: [] };
    await show(ctx, session, now, { notices, ...(now.isWithdrawn ? {} : { attempt }), status: 409 });
  });

  /** Who did what meanwhile. */
  async function staleNotice(deadline: Deadline): Promise<string> {
    const last = (await deadlines.changes(deadline.id)).at(-1);
    return `${last ? changedByWhom(last) : '该事项已有变化'}，本次没有办理。请核对后再办理。`;
  }

  for (const [path, kind] of [
    ['exempt', 'EXEMPT'],
    ['reopen', 'REOPENED'],
  ] as const) {
    router.post(`/deadlines/:number/${path}`, async (ctx) => {
      const form = await sent(ctx);
      if (!form) return;
      const { session, values, deadline } = form;
      const facts = await deadlines.facts(values.enterprise ?? '');
      const enterprise = facts.map((one) => one.enterprise).find(({ id }) => id === values.enterprise);
      if (!enterprise) throw new UserError('提交的内容不完整，请返回页面重新填写。');
      const missing = kind === 'EXEMPT' ? '请填写免除原因。' : '请填写恢复原因。';
      const { written: reason, problems } = readWritten(values, 'reason', missing);
      const of = enterprise.id;
      if (reason === null) {
        return show(ctx, session, deadline, { of, attempt: { form: path, values, problems }, status: 400 });
      }
      const subject = deadlineSubject(deadline.id);
      const to = await reachableContacts(stores.bindings, enterprise.id);
      const answered = await deadlines.answer(visitors.doer(ctx, session), {
        ...{ subject, enterprise, kind, reason },
        // Who waits for a 代办员 has to know that none will come.
        tellClosed: (request) => [
          { to, card: helpNewsCard(request, room.bureau), purpose: 'help.news', enterpriseId: enterprise.id },
        ],
      });
      if (answered.is === 'withdrawn') {
        return show(ctx, session, answered.deadline, {
          of,
          notices: [await staleNotice(answered.deadline)],
          status: 409,
        });
      }
      const done = kind === 'EXEMPT' ? 'exempt' : 'reopened';
      seeOther(ctx, `${at.deadline(deadline.number)}?of=${of}&done=${done}`);
    });
  }
}

/** The version that a form was drawn with. */
export function versionIn({ version }: Readonly<Record<string, string>>): number {
  if (/^\d{1,6}$/u.test(version ?? '')) return Number(version);
  throw new UserError('提交的内容不完整，请返回页面重新填写。');
}

/** The latest promise to each; they come latest first. */
function latestOf(reminders: readonly Reminder[]): ReadonlyMap<string, Reminder> {
  const latest = new Map<string, Reminder>();
  for (const one of reminders) if (!latest.has(one.enterprise.id)) latest.set(one.enterprise.id, one);
  return latest;
}

function looks(
  { id }: Deadline,
  { one, isReminders }: { one: DeadlineStanding | null; isReminders: boolean },
): AuditFact[] {
  const about = { result: 'allowed', objectType: 'deadline', objectId: id } as const;
  const of = one ? { enterpriseId: one.enterprise.id } : {};
  return [
    { action: one ? 'deadline.read' : 'deadline.list', ...about, ...of },
    ...(isReminders ? [{ action: 'reminder.read' as const, ...about, ...of }] : []),
  ];
}

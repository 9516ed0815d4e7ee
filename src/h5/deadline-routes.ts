import type Router from '@koa/router';
import type { Context } from 'koa';
import { isStaff } from '../core/actor.ts';
import { dateOf } from '../domain/calendar.ts';
import { type Deadline, deadlineSubject } from '../domain/deadlines/deadline.ts';
import { deadlineTitle } from '../domain/deadlines/due-text.ts';
import { overOf, standingsOf, upcomingOf } from '../domain/deadlines/standing.ts';
import { pageOf } from '../domain/paging.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { type DeadlineList, type DeadlineRow, deadlineLists, deadlinesPage } from './pages/deadlines.tsx';
import type { Room } from './room.ts';
import type { Target } from './targets.ts';

/** Each of them is asked of every enterprise: as many as one look takes. */
const rowsAtOnce = 20;

/** 截止事项 for staff: what is coming and what is over, and how many have answered. */
export function addDeadlineRoutes(router: Router, room: Room): void {
  const { at, visitors, stores, clock } = room;
  const { deadlines } = stores;

  async function listed(list: DeadlineList, now: Date): Promise<readonly Deadline[]> {
    if (list === 'coming') return upcomingOf(deadlines, now);
    if (list === 'past') return overOf(deadlines, now);
    return (await deadlines.list({ withWithdrawn: true })).filter(({ isWithdrawn }) => isWithdrawn).reverse();
  }

  async function counted(rows: readonly Deadline[], on: string): Promise<DeadlineRow[]> {
    if (rows.length === 0) return [];
    const facts = await deadlines.facts();
    const subjects = rows.map(({ id }) => deadlineSubject(id));
    const answers = await deadlines.answers(subjects);
    return rows.map((deadline) => {
      if (deadline.isWithdrawn) return { deadline, counts: null };
      const own = answers.filter(({ subject }) => subject === deadlineSubject(deadline.id));
      const standings = standingsOf(deadline, { facts, answers: own, on });
      const open = standings.filter(({ state }) => state === 'OPEN').length;
      return { deadline, counts: { concerned: standings.length, answered: standings.length - open, open } };
    });
  }

  router.get('/deadlines', async (ctx) => {
    const session = await deadlineReader(room, ctx, 'deadlines');
    if (!session) return;
    const now = clock.now();
    const today = dateOf(now);
    const list = deadlineLists.find((one) => one === ctx.query.list) ?? 'coming';
    const search = typeof ctx.query.q === 'string' ? ctx.query.q.normalize('NFKC').trim().slice(0, 50) : '';
    await room.recordAudit(visitors.doer(ctx, session), [
      { action: 'deadline.list', result: 'allowed', detail: { list } },
    ]);
    const found = (await listed(list, now)).filter((one) => deadlineTitle(one).includes(search));
    const part = pageOf(found, pageNumber(ctx), rowsAtOnce);
    await room.show(
      ctx,
      deadlinesPage({
        ...{ list, search, total: found.length, now, at, mayManage: may(session.actor.role, 'deadline.manage') },
        part: { ...part, rows: await counted(part.rows, today) },
      }),
    );
  });
}

/** Which page of a list the address asks for. */
export function pageNumber(ctx: Context): number {
  return Number(/^\d{1,4}$/u.exec(String(ctx.query.page))?.[0] ?? 1);
}

/** Somebody of the bureau. Null: the answer is on its way. @throws Stop for everybody else, on record */
export async function deadlineReader(room: Room, ctx: Context, target: Target): Promise<WebSession | null> {
  const session = await room.visitor(ctx, target);
  if (!session || (isStaff(session.actor) && may(session.actor.role, 'deadline.ask'))) return session;
  return room.refuse(ctx, session, '截止', '您的角色不能查看全部截止事项。本企业的截止事项请从首页进入。');
}

/** Somebody who may enter and change them. Null: the answer is on its way. @throws Stop for everybody else, on record */
export async function deadlineManager(
  room: Room,
  ctx: Context,
  { target, command }: { target: Target; command: string },
): Promise<WebSession | null> {
  const session = await room.visitor(ctx, target);
  if (!session || may(session.actor.role, 'deadline.manage')) return session;
  return room.refuse(ctx, session, command, '您的角色不能办理截止事项。如工作需要，请联系本局管理员。');
}

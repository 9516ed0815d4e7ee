import { createHash } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { EnterpriseRef } from '../core/actor.ts';
import { readLink } from '../core/link-token.ts';
import { drawCalendar } from '../documents/calendar-feed.ts';
import { dateOf, startOfDay } from '../domain/calendar.ts';
import { pagesOf } from './addresses.ts';
import { calendarEntries, isShown } from './calendar-entries.ts';
import { limits } from './limits.ts';
import type { Room } from './room.ts';

/** Below what a feed tells its readers to wait. */
const keptSeconds = 60 * 60;
const ended = '该日历地址已停用或已更换，请从“截止事项”页面重新获取。';

/** The calendars: without a login, by the key that the address ends with. Only looked at, and never by a browser's forms. */
export function addCalendarRoutes(router: Router, room: Room): void {
  const { publicUrl, stores, clock, bureau, keys, visitors } = room;
  const { deadlines, attempts } = stores;
  const pages = pagesOf(publicUrl);

  router.get('/calendar/:token.ics', async (ctx) => {
    const token = ctx.params.token ?? '';
    const id = readLink(keys.link, token, 'calendar');
    const feed = id === null ? null : await deadlines.feedOf(token);
    if (id === null || !feed) {
      await room.limitAddress(ctx, 'bad link', limits.badLinksFromAddress);
      return say(ctx, 404, '没有这个日历地址，请核对地址是否完整。');
    }
    const { allowed, retryAfterMs } = await attempts.hit(`calendar ${id}`, limits.readsOfCalendar);
    if (!allowed) {
      ctx.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
      return say(ctx, 429, '读取过于频繁，请稍后再试。');
    }
    await record(ctx, id, feed);
    if (!feed.isOpen) return say(ctx, 410, ended);
    const content = await draw(feed.enterprises);
    ctx.type = 'text/calendar; charset=utf-8';
    ctx.set({
      'Cache-Control': `private, max-age=${keptSeconds}`,
      'Content-Disposition': 'inline; filename="deadlines.ics"',
    });
    ctx.etag = createHash('sha256').update(content).digest('hex').slice(0, 32);
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = content;
  });

  async function draw(enterprises: readonly EnterpriseRef[]): Promise<string> {
    const on = dateOf(clock.now());
    const facts = (await Promise.all(enterprises.map(({ id }) => deadlines.facts(id)))).flat();
    const shown = (await deadlines.list({ withWithdrawn: true })).filter((one) => isShown(one, facts, on));
    const dated = await Promise.all(
      shown.map(async (deadline) => ({ deadline, changes: await deadlines.changes(deadline.id) })),
    );
    const entries = calendarEntries({
      ...{ deadlines: dated, facts, on, ownPage: pages.ownDeadlines() },
      page: (number) => pages.ownDeadline({ number }),
    });
    // As at the day: the same content has the same name all day, and a client that has it gets no second one.
    return drawCalendar(entries, { name: `${bureau.name}截止事项`, now: startOfDay(on) });
  }

  /** A client looks every few hours, for ever: once a day of each calendar is enough to know that it is used. */
  async function record(ctx: Context, id: string, feed: { personId: string; isOpen: boolean }): Promise<void> {
    const day = dateOf(clock.now());
    if (!(await attempts.hit(`calendar ${id} on ${day}`, limits.onceADay)).allowed) return;
    await room.recordAudit(visitors.doer(ctx, { actor: { personId: feed.personId, role: 'contact' }, link: null }), [
      { action: 'feed.read', result: feed.isOpen ? 'allowed' : 'denied', objectType: 'feed', objectId: id },
    ]);
  }
}

/** One sentence: what reads a calendar shows no pages. */
function say(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = text;
}

import type Router from '@koa/router';
import type { Context } from 'koa';
import { UserError } from '../core/errors.ts';
import { dateOf } from '../domain/calendar.ts';
import { ownCertificates } from '../domain/deadlines/certificates.ts';
import { ownStandings } from '../domain/deadlines/own-standings.ts';
import { optionalKinds } from '../domain/deadlines/reminders.ts';
import { isOver } from '../domain/deadlines/standing.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { aboutEnterprise, pagesOf } from './addresses.ts';
import { readingDeadlines } from './own-deadline-routes.ts';
import { enterOwn } from './own-enterprise.ts';
import { ownDeadlinesPage } from './pages/own-deadlines.tsx';
import { type Room, Stop, seeOther } from './room.ts';

/** Deadlines stay in the list for so long after their day. */
const pastAtMost = 10;

const doneNotices: Readonly<Record<string, string>> = {
  open: '日历地址已开通。',
  renew: '日历地址已更换，原地址不能再使用，请在日历应用中改用新地址。',
  close: '日历地址已停用。',
  on: '已订阅。',
  off: '已退订。',
};

/** What concerns the own enterprise, and what its contact gets of it: the calendar's address, and which reminders. */
export function addOwnDeadlineListRoutes(router: Router, room: Room): void {
  const { at, publicUrl, forms, visitors, stores, clock } = room;
  const { deadlines } = stores;
  const pages = pagesOf(publicUrl);

  router.get('/own-deadlines', async (ctx) => {
    const found = await enterOwn(room, ctx, { ...readingDeadlines, target: 'ownDeadlines' });
    if (!found) return;
    const { session, enterprise } = found;
    const now = clock.now();
    const today = dateOf(now);
    const personId = session.actor.personId ?? '';
    const all = await deadlines.list({});
    const facts = await deadlines.facts(enterprise.id);
    const rows = await ownStandings(deadlines, { all, facts, enterprise, on: today });
    const [own] = facts;
    const certificates = own ? await ownCertificates(deadlines, own, today) : [];
    const token = await deadlines.openFeedOf(personId);
    const notice = typeof ctx.query.done === 'string' ? doneNotices[ctx.query.done] : undefined;
    await room.show(
      ctx,
      ownDeadlinesPage({
        ...{ enterprise, certificates, now },
        coming: rows.filter(({ deadline }) => !isOver(deadline, now)),
        past: rows.filter(({ deadline }) => isOver(deadline, now)).slice(-pastAtMost),
        address: (number) => aboutEnterprise(at.ownDeadline(number), enterprise.id),
        feed: token === null ? null : pages.calendar(token),
        optedOut: await deadlines.optedOut(personId),
        notices: notice === undefined ? [] : [notice],
        action: at.ownDeadlines,
        csrf: forms.tokenFor(ctx),
      }),
    );
  });

  /** Who settles what they get themselves. Null: the answer is on its way. @throws Stop */
  async function sent(
    ctx: Context,
  ): Promise<{ session: WebSession; personId: string; values: Record<string, string> } | null> {
    const values = await forms.read(ctx);
    const session = await room.visitor(ctx, 'ownDeadlines');
    if (!session) return null;
    const { personId, enterprises, role } = session.actor;
    // A calendar is of what concerns one's enterprises: who speaks for none has none.
    if (personId !== null && enterprises.length > 0 && may(role, 'deadline.ask')) return { session, personId, values };
    throw new Stop(403, '不能办理', '您没有绑定企业，不能设置日历和订阅。如有需要请联系本局。');
  }

  router.post('/own-deadlines/calendar', async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { session, personId, values } = form;
    const doer = visitors.doer(ctx, session);
    if (values.do === 'open' || values.do === 'renew') await deadlines.openFeed(doer, personId, values.do === 'renew');
    else if (values.do === 'close') await deadlines.closeFeed(doer, personId);
    else throw new UserError('提交的内容不完整，请返回页面重新填写。');
    seeOther(ctx, `${at.ownDeadlines}?done=${values.do}#calendar`);
  });

  router.post('/own-deadlines/subscriptions', async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { session, personId, values } = form;
    const kind = optionalKinds.find((one) => one === values.kind);
    if (!kind || (values.want !== 'on' && values.want !== 'off')) {
      throw new UserError('提交的内容不完整，请返回页面重新填写。');
    }
    await deadlines.setOptOut(visitors.doer(ctx, session), personId, kind, values.want === 'off');
    seeOther(ctx, `${at.ownDeadlines}?done=${values.want}#subscriptions`);
  });
}

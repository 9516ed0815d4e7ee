import { noticeCard } from '../../cards/notice.ts';
import { calendarCard } from '../../cards/subscriptions.ts';
import { UserError } from '../../src/core/errors.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { type CalendarRequest, readCalendarRequest } from '../../src/domain/deadlines/reminder-request.ts';

/** 日历: a private address by which a telephone's calendar shows the own deadlines. */
export const calendar = defineIntent<CalendarRequest>({
  id: 'calendar',
  command: '日历',
  permission: 'deadline.ask',
  inGroup: 'refuse',
  examples: [
    { say: '/日历', gets: '把截止事项订阅到手机日历', roles: ['contact'] },
    { say: '/日历 停用', gets: '停用日历地址（“/日历 更换”换新地址）', roles: ['contact'] },
  ],
  read: readCalendarRequest,
  async run(ctx, request) {
    if (request.do === 'unclear') throw new UserError(request.problem);
    const { personId, enterprises } = ctx.actor;
    if (personId === null || enterprises.length === 0) {
      return { here: noticeCard('日历订阅', '日历订阅供企业联系人使用；您没有绑定企业。查看截止事项请发送“/截止”。') };
    }
    if (request.do === 'stop') {
      const isClosed = await ctx.deadlines.closeFeed(ctx.doer, personId);
      const text = isClosed
        ? '日历地址已停用，手机日历不再更新，可在手机上删除该订阅。重新开通请发送“/日历”。'
        : '目前没有开通日历订阅，无需停用。';
      return {
        here: { ...noticeCard('日历订阅', text), confidential: true },
        tapped: { state: '已停用', forAll: false },
      };
    }
    const isNew = request.do === 'renew';
    const token = await ctx.deadlines.openFeed(ctx.doer, personId, isNew);
    return { here: calendarCard(ctx.pages.calendar(token), { isNew }), tapped: { state: '已更换', forAll: false } };
  },
});

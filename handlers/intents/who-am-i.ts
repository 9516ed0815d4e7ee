import { noticeCard } from '../../cards/notice.ts';
import { whoAmICard } from '../../cards/who-am-i.ts';
import { accountText } from '../../src/core/account-text.ts';
import { isStaff } from '../../src/core/actor.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';

/** A number for somebody unknown is a record of them: so many questions an hour. */
const tries = { limit: 10, windowMs: 60 * 60_000 };

/** 我是谁: who the bot takes one for. */
export const whoAmI = defineIntent<true>({
  id: 'who-am-i',
  command: '我是谁',
  permission: 'self.manage',
  inGroup: 'answer',
  examples: [{ say: '/我是谁', gets: '您的身份和绑定的企业' }],
  read: (said) => (argumentOf(said, ['我是谁']) === null ? null : true),
  async run({ actor, place, bureau, attempts, members, doer, sender }) {
    if (place === 'direct' && actor.role === 'stranger') {
      const { allowed, retryAfterMs } = await attempts.hit(`who ${accountText(sender)}`, tries);
      const minutes = Math.ceil(retryAfterMs / 60_000);
      if (!allowed) return { here: noticeCard('请稍后再试', `查询次数过多，请${minutes}分钟后再试，或直接联系本局。`) };
    }
    // By this number an administrator finds who asked; it gives no right. In a group it is nobody's business.
    const number = place === 'direct' && !isStaff(actor) ? await members.accountNumber(doer, sender) : null;
    return { here: whoAmICard(actor, place, bureau, number) };
  },
});

import { whoAmICard } from '../../cards/who-am-i.ts';
import { isStaff } from '../../src/core/actor.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';

/** 我是谁: who the bot takes one for. */
export const whoAmI = defineIntent<true>({
  id: 'who-am-i',
  command: '我是谁',
  permission: 'self.manage',
  inGroup: 'answer',
  examples: [{ say: '/我是谁', gets: '您的身份和绑定的企业' }],
  read: (said) => (argumentOf(said, ['我是谁']) === null ? null : true),
  async run({ actor, place, bureau, members, doer, sender }) {
    // By this number an administrator finds who asked; it gives no right. In a group it is nobody's business.
    const number = place === 'direct' && !isStaff(actor) ? await members.accountNumber(doer, sender) : null;
    return { here: whoAmICard(actor, place, bureau, number) };
  },
});

import { noticeCard } from '../../cards/notice.ts';
import { cannotOptOut, subscriptionsCard } from '../../cards/subscriptions.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Said } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { readSubscriptionRequest, type SubscriptionRequest } from '../../src/domain/deadlines/reminder-request.ts';
import { type OptionalKind, optionalKindLabels } from '../../src/domain/deadlines/reminders.ts';

/** 订阅: what one is reminded of; 申报通知 and 证书到期 again. */
export const subscribe = defineIntent<SubscriptionRequest>({
  id: 'subscribe',
  command: '订阅',
  permission: 'deadline.ask',
  inGroup: 'refuse',
  examples: [{ say: '/订阅', gets: '接收哪些提醒，恢复已退订的提醒', roles: ['contact'] }],
  read: (said) => (isOff(said) ? null : readSubscriptionRequest(said)),
  run: choose,
});

/** 退订: whoever does not want 申报通知 or 证书到期提醒; the others nobody may unsubscribe. */
export const unsubscribe = defineIntent<SubscriptionRequest>({
  id: 'unsubscribe',
  command: '退订',
  permission: 'deadline.ask',
  inGroup: 'refuse',
  examples: [{ say: '/退订 申报', gets: '不再接收申报通知（“/退订 证书”为证书到期提醒）', roles: ['contact'] }],
  read: (said) => (isOff(said) ? readSubscriptionRequest(said) : null),
  run: choose,
});

/** Also where what stands behind it is not understood. */
function isOff({ text }: Said): boolean {
  return /^(?:退订|取消)/u.test(text);
}

async function choose(ctx: Context, request: SubscriptionRequest): Promise<Answer> {
  const { personId, enterprises } = ctx.actor;
  if (request.do === 'unclear') throw new UserError(request.problem);
  if (personId === null || enterprises.length === 0) {
    return { here: noticeCard('提醒订阅', '截止提醒发送给企业联系人；您没有绑定企业，无需订阅或退订。') };
  }
  if (request.kinds === 'MANDATORY') throw new UserError(`本次未退订。${cannotOptOut}`);
  if (request.kinds.length === 0) return { here: subscriptionsCard(await ctx.deadlines.optedOut(personId)) };
  const isOut = request.do === 'unsubscribe';
  const changed: OptionalKind[] = [];
  for (const kind of request.kinds) {
    if (await ctx.deadlines.setOptOut(ctx.doer, personId, kind, isOut)) changed.push(kind);
  }
  const names = (changed.length > 0 ? changed : request.kinds).map((kind) => optionalKindLabels[kind]).join('、');
  const verb = isOut ? '退订' : '订阅';
  const remark = changed.length > 0 ? `您已${verb}${names}。` : `${names}此前已${verb}，无需重复办理。`;
  return {
    here: subscriptionsCard(await ctx.deadlines.optedOut(personId), remark),
    tapped: { state: `已${verb}`, forAll: false },
  };
}

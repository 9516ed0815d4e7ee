import type { Deps } from './deps.ts';
import type { Dingtalk } from './dingtalk/index.ts';
import { RefusedError } from './errors.ts';
import type { DeliveryView } from './message-view.ts';
import type { Outcome } from './player.ts';
import type { Wecom } from './wecom/index.ts';
import type { Person } from './world.ts';

/** Tells the bot that a person came or went: WeCom's subscribe and unsubscribe, DingTalk's user_add_org and user_leave_org. */
export function tellMembership(
  deps: Deps,
  players: { wecom: Wecom; dingtalk: Dingtalk },
  change: { person: Person; platform: 'wecom' | 'dingtalk'; isJoining: boolean },
): Outcome & { delivery: DeliveryView } {
  const { person, platform, isJoining } = change;
  if (platform === 'wecom') {
    if (!person.wecom) throw new RefusedError(`${person.id} has no WeCom account`);
    return players.wecom.app.membership(person, isJoining ? 'subscribe' : 'unsubscribe');
  }
  const staffId = person.dingtalk?.staffId;
  if (staffId === undefined) throw new RefusedError(`${person.id} is no member of the DingTalk organisation`);
  if (!deps.directory.world.dingtalk?.events || !deps.callbacks.dingtalkEvent) {
    const delivery: DeliveryView = { state: 'not-sent', reason: '未订阅钉钉事件', attempts: [] };
    return { delivery, done: Promise.resolve() };
  }
  return players.dingtalk.events.push({ EventType: isJoining ? 'user_add_org' : 'user_leave_org', UserId: [staffId] });
}

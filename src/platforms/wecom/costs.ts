import type { Cost } from '../../core/pacing.ts';
import { costOf, limits } from '../limits.ts';
import type { Call } from './calls.ts';

/** What the app's sends take of the platform's limits. */
export interface WecomCosts {
  /** Of one member: beyond it the platform drops messages without a word. */
  member(to: { userId: string; corpId?: string | undefined }, count?: number): Cost;
  /** Of a stored call. Answers within the callback's HTTP response, and those to a response_url, count nowhere. */
  call(call: Call): readonly Cost[];
}

/**
 * @param corpId our own organisation
 * @param accountCap how many accounts it may have: 200 times as many messages a day
 */
export function createCosts({ corpId: ours, accountCap }: { corpId: string; accountCap: number }): WecomCosts {
  const day = (count: number): Cost => ({
    kind: 'quota',
    key: `wecom day ${ours}`,
    window: 'day',
    atMost: accountCap * limits.wecomDay.value,
    count,
  });
  // One pace keeps both, the limit of the minute and that of the hour.
  const member: WecomCosts['member'] = ({ userId, corpId = ours }, count) =>
    costOf(limits.wecomMemberMinute.pace, `wecom member ${corpId} ${userId.toLowerCase()}`, count);
  return {
    member,
    call(call) {
      switch (call.api) {
        case 'message/send':
          return [member({ userId: String(call.body.touser), corpId: call.corpId }), day(1)];
        case 'file':
          return [member({ userId: call.to.toUser, corpId: call.to.corpId }), day(1)];
        case 'mail':
          return [day(call.messages.length * call.readers.length)];
        case 'message/update_template_card':
        case 'aibot/response':
          return [];
      }
    },
  };
}

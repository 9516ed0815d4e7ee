import type { Cost } from '../../core/pacing.ts';
import { costOf, limits } from '../limits.ts';
import type { Call, Say } from './call.ts';
import { paths } from './paths.ts';

/** What `count` calls of one interface take of its limit. */
export type CallCost = (path: string, count?: number) => Cost;

/** The rate is by app and interface (钉钉 调用频率限制). */
export function createCallCost(clientId: string): CallCost {
  return (path, count) => costOf(limits.dingtalkCalls.pace, `dingtalk ${clientId} ${path}`, count);
}

/** The limits that a stored call falls under; a conversation's webhook is no call. Where a card is refused, words cost too. */
export function createCosts(options: { costOf: CallCost; isOpen(say: Say): boolean }): (call: Call) => readonly Cost[] {
  const { costOf, isOpen } = options;
  return (call) => {
    switch (call.api) {
      case 'say':
        if (isOpen(call) || !call.to) return [];
        return [costOf('staffId' in call.to ? paths.toMany : paths.toGroup)];
      case 'card':
        return [costOf(paths.deliver)];
      case 'mail':
        return call.card ? [costOf(paths.deliver)] : [costOf(paths.toMany, call.texts.length)];
      case 'update-card':
        return [costOf(paths.update)];
      case 'file':
        return [costOf(paths.toMany)];
    }
  };
}

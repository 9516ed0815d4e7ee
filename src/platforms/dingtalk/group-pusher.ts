import type { Card } from '../../core/card.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import { assertForGroup, type GroupPusher } from '../../core/group-push.ts';
import { sayings } from './call.ts';
import type { CallMaker } from './calls.ts';

/** Internal groups that the robot is in (钉钉 机器人发送群聊消息). */
export function createGroupPusher(options: { maker: CallMaker }): GroupPusher {
  const { maker } = options;
  const sayingsTo = (conversationId: string, card: Card) =>
    sayings(card.title, drawMarkdown(card), { to: { conversationId } });
  return {
    kinds: ['dingtalk-group'],
    async push(target, card) {
      assertForGroup(card);
      if (target.kind !== 'dingtalk-group') throw new Error(`not a group of DingTalk: ${target.kind}`);
      for (const saying of sayingsTo(target.conversationId, card)) await maker.make(saying);
    },
    costs: (target, card) =>
      target.kind === 'dingtalk-group'
        ? sayingsTo(target.conversationId, card).flatMap((saying) => maker.costs(saying))
        : [],
  };
}

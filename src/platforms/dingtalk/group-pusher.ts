import { drawMarkdown } from '../../core/draw-text.ts';
import { assertForGroup, type GroupPusher } from '../../core/group-push.ts';
import { sayings } from './call.ts';
import type { CallMaker } from './calls.ts';

/** Internal groups that the robot is in (钉钉 机器人发送群聊消息). */
export function createGroupPusher(options: { maker: CallMaker }): GroupPusher {
  const { maker } = options;
  return {
    kinds: ['dingtalk-group'],
    async push(target, card) {
      assertForGroup(card);
      if (target.kind !== 'dingtalk-group') throw new Error(`not a group of DingTalk: ${target.kind}`);
      const to = { conversationId: target.conversationId };
      for (const saying of sayings(card.title, drawMarkdown(card), { to })) await maker.make(saying);
    },
  };
}

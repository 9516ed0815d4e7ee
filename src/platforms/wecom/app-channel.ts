import type { Answer } from '../../core/card.ts';
import type { Channel, Plan } from '../../core/channel.ts';
import { drawPlain } from '../../core/draw-text.ts';
import type { InboundEvent } from '../../core/event.ts';
import { byteLength } from '../split-text.ts';
import { AppHandleSchema } from './app-callback.ts';
import { type AppCall, CallSchema, makeCall, messagesTo, textBytesAtMost } from './calls.ts';
import type { WecomClient } from './client.ts';

/** The one-to-one chat of a member with the self-built app. */
export function createAppChannel(options: { client: WecomClient; agentId: number }): Channel {
  const { client, agentId } = options;
  return {
    name: 'wecom-app',
    // The platform waits five seconds and delivers again (企业微信 回调配置 90930).
    decideWithinMs: 2000,
    recognisesRepeats: true,
    identify: async (sender) => sender,
    plan(event, answer, { late, ref }) {
      const { toUser } = AppHandleSchema.parse(event.handle);
      // Last: if the card cannot be greyed, the answer is out already.
      const greying = tapped(event, answer, agentId);
      // The conversation is one-to-one already.
      const card = answer.here ?? answer.direct;
      if (!card) return { inline: null, calls: greying };
      const text = drawPlain(card);
      const passive = !late && acceptsReply(event) && !card.buttons && byteLength(text) <= textBytesAtMost;
      if (passive) return { inline: { content: text }, calls: greying };
      return { inline: null, calls: [...messagesTo({ toUser, agentId, card, ref }), ...greying] } satisfies Plan;
    },
    send: (call) => makeCall(client, CallSchema.parse(call)),
  };
}

/** A click takes no passive message (企业微信 被动回复消息格式 90241). */
function acceptsReply({ happening }: InboundEvent): boolean {
  return happening.kind !== 'tap';
}

/**
 * Greys the tapped card. The passive update is documented but, by a remark in the same page (90241), ignored for these
 * clicks; the interface with the click's own one-use code is sure (更新模版卡片消息 94888).
 */
function tapped(event: InboundEvent, { tapped }: Answer, agentId: number): AppCall[] {
  const { toUser, responseCode } = AppHandleSchema.parse(event.handle);
  if (tapped === undefined || responseCode === undefined) return [];
  const body = {
    userids: [toUser],
    agentid: agentId,
    response_code: responseCode,
    button: { replace_name: tapped.state },
  };
  return [{ api: 'message/update_template_card', body }];
}

import type { Answer, Card } from '../../core/card.ts';
import type { Channel, Plan } from '../../core/channel.ts';
import { drawPlain } from '../../core/draw-text.ts';
import type { InboundEvent } from '../../core/event.ts';
import { byteLength } from '../split-text.ts';
import { type AppCall, appCall } from './app-call.ts';
import { AppHandleSchema } from './app-callback.ts';
import { CallSchema, fileTo, type MakeCall } from './calls.ts';
import type { WecomCosts } from './costs.ts';
import { mailCalls } from './mail.ts';
import { messagesTo, textBytesAtMost } from './messages.ts';

/**
 * The one-to-one chat of a member with the self-built app.
 * @param corpId our own organisation
 */
export function createAppChannel(options: { makeCall: MakeCall; costs: WecomCosts; corpId: string }): Channel {
  const { makeCall, costs, corpId: ours } = options;
  return {
    name: 'wecom-app',
    // The platform waits five seconds and delivers again (企业微信 回调配置 90930).
    decideWithinMs: 2000,
    recognisesRepeats: true,
    identify: async (sender) => sender,
    plan(event, answer, { late, ref }) {
      const to = AppHandleSchema.parse(event.handle);
      const file = fileTo(recipientOf(to), answer.attachmentId, ref);
      // Last: if the card cannot be greyed, the answer is out already.
      const after = [...file, ...tapped(event, answer)];
      const state = used(event, answer);
      // The conversation is one-to-one already.
      const card = answer.here ?? answer.direct;
      if (!card) return { inline: null, calls: after, ...state };
      if (!late && fitsReply(event, card)) return { inline: { content: drawPlain(card) }, calls: after, ...state };
      return { inline: null, calls: [...messagesTo(recipientOf(to), card, ref), ...after], ...state };
    },
    send: (call) => makeCall(CallSchema.parse(call)),
    costs: (call) => costs.call(CallSchema.parse(call)),
    costOf: ({ to }) => costs.member(to),
    mail: (readers, card, ref) => mailCalls(readers, card, ref, ours),
    reach({ platform, corpId, userId }) {
      if (platform !== 'wecom' || userId === '') return null;
      return { channel: 'wecom-app', handle: { toUser: userId, ...(corpId === ours ? {} : { corpId }) } };
    },
  };
}

function recipientOf({ toUser, corpId }: { toUser: string; corpId?: string | undefined }) {
  return { toUser, ...(corpId === undefined ? {} : { corpId }) };
}

/**
 * A passive reply is a text, and a click takes none (企业微信 被动回复消息格式 90241). Links are documented for sent messages
 * only.
 */
function fitsReply({ happening }: InboundEvent, card: Card): boolean {
  return happening.kind !== 'tap' && !card.buttons && !card.link && byteLength(drawPlain(card)) <= textBytesAtMost;
}

/**
 * Greys the tapped card. The passive update is documented but, by a remark in the same page (90241), ignored for these
 * clicks; the interface with the click's own one-use code is sure (更新模版卡片消息 94888).
 */
function tapped(event: InboundEvent, { tapped }: Answer): AppCall[] {
  const { responseCode, ...to } = AppHandleSchema.parse(event.handle);
  if (tapped === undefined || responseCode === undefined) return [];
  const body = { userids: [to.toUser], response_code: responseCode, button: { replace_name: tapped.state } };
  return [appCall('message/update_template_card', recipientOf(to), body)];
}

/** A greyed card has nothing more to say. */
function used({ happening }: InboundEvent, { tapped }: Answer): Pick<Plan, 'tapped'> {
  if (happening.kind !== 'tap' || happening.card === undefined || tapped === undefined) return {};
  return { tapped: { card: happening.card, subject: null, channel: 'wecom-app', handle: {} } };
}

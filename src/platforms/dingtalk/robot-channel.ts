import type { Card } from '../../core/card.ts';
import type { Channel } from '../../core/channel.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import type { InboundEvent } from '../../core/event.ts';
import { type Call, type CallMaker, CallSchema, sayings } from './calls.ts';
import { groupCardPrefix } from './card-callback.ts';
import { cardParams } from './card-data.ts';
import { RobotHandleSchema } from './robot-callback.ts';

/** What interactive cards need; absent where the group of settings is. */
export interface CardSettings {
  templateId: string;
  routeKey: string;
}

/** The robot, in groups and one-to-one. The callback is only acknowledged; answers go through sessionWebhook. */
export function createRobotChannel(options: {
  maker: CallMaker;
  robotCode: string;
  cards: CardSettings | null;
}): Channel {
  const { maker, robotCode, cards } = options;

  function answerHere(event: InboundEvent, card: Card, ref: string): Call[] {
    const { sessionWebhook: url, sessionWebhookExpiredTime: until = 0, conversationId, staffId } = handleOf(event);
    const direct = staffId ? { to: { staffId } } : {};
    const words = sayings(card.title, drawMarkdown(card), {
      ...(url ? { webhook: { url, until } } : {}),
      ...(event.place === 'group' ? { to: { conversationId } } : direct),
    });
    const params = card.buttons && cards && staffId ? cardParams(card) : null;
    if (!params || !cards || !staffId) return words;
    const place = event.place === 'group' ? { conversationId } : { staffId };
    return [{ api: 'card', body: deliverBody({ params, cards, place, robotCode, ref }), otherwise: words }];
  }

  return {
    name: 'dingtalk-robot',
    // The callback is acknowledged as soon as it is recorded.
    decideWithinMs: 0,
    recognisesRepeats: false,
    identify: async (sender) => sender,
    plan(event, { here, direct }, { ref }) {
      const { staffId } = handleOf(event);
      const toDirect = direct && staffId ? { to: { staffId } } : null;
      return {
        inline: null,
        calls: [
          ...(here ? answerHere(event, here, ref) : []),
          ...(direct && toDirect ? sayings(direct.title, drawMarkdown(direct), toDirect) : []),
        ],
      };
    },
    send: (call) => maker.make(CallSchema.parse(call)),
  };
}

function handleOf(event: InboundEvent) {
  return RobotHandleSchema.parse(event.handle);
}

/** 钉钉 创建并投放卡片: space ids, and the models each kind of place needs. */
function deliverBody(options: {
  params: Record<string, string>;
  cards: CardSettings;
  place: { conversationId: string } | { staffId: string };
  robotCode: string;
  ref: string;
}): Record<string, unknown> {
  const { params, cards, place, robotCode, ref } = options;
  const space = { supportForward: false };
  const inPlace =
    'conversationId' in place
      ? {
          outTrackId: `${groupCardPrefix}${ref}`,
          openSpaceId: `dtv1.card//IM_GROUP.${place.conversationId}`,
          imGroupOpenSpaceModel: space,
          imGroupOpenDeliverModel: { robotCode },
        }
      : {
          outTrackId: `d-${ref}`,
          openSpaceId: `dtv1.card//IM_ROBOT.${place.staffId}`,
          imRobotOpenSpaceModel: space,
          imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
        };
  return {
    cardTemplateId: cards.templateId,
    ...inPlace,
    callbackType: 'HTTP',
    callbackRouteKey: cards.routeKey,
    userIdType: 1,
    cardData: { cardParamMap: params },
  };
}

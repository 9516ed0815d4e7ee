import type { Channel } from '../../core/channel.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import { type Call, type CallMaker, CallSchema, fileTo, sayings } from './calls.ts';
import { CardHandleSchema } from './card-callback.ts';
import { usedCardParams } from './card-data.ts';

/** 钉钉 卡片更新: without these an update replaces all data. */
const byKey = { updateCardDataByKey: true, updatePrivateDataByKey: true };

/** A press on an interactive card: the card itself becomes the answer. */
export function createCardChannel(options: { maker: CallMaker }): Channel {
  const { maker } = options;
  return {
    name: 'dingtalk-card',
    // The client shows a failure after two seconds (钉钉 互动卡片 · 事件回调).
    decideWithinMs: 1000,
    recognisesRepeats: true,
    identify: async (sender) => sender,
    plan(event, { here, direct, attachmentId, tapped }, { late, ref }) {
      const { outTrackId, staffId } = CardHandleSchema.parse(event.handle);
      const { params: cardParamMap, complete } = usedCardParams(here, tapped?.state ?? '');
      const onlyTapper = event.place === 'group' && tapped?.forAll !== true;
      const data = onlyTapper ? { privateData: { [staffId]: { cardParamMap } } } : { cardData: { cardParamMap } };
      const update: Call = { api: 'update-card', body: { outTrackId, ...data, cardUpdateOptions: byKey } };
      const words = [...(here && !complete ? [here] : []), ...(direct ? [direct] : [])].flatMap((card) =>
        sayings(card.title, drawMarkdown(card), { to: { staffId } }),
      );
      const messages: Call[] = [...words, ...fileTo(staffId, attachmentId, ref)];
      // The update comes last: if the card is gone or the quota used up, the messages are out already.
      if (late) return { inline: null, calls: [...messages, update] };
      const reply = onlyTapper ? { userPrivateData: { cardParamMap } } : { cardData: { cardParamMap } };
      // The reply is seen by who pressed alone; the others in the group need the update, which must come after it.
      const seenByOthers = event.place === 'group' && !onlyTapper;
      return {
        inline: { cardUpdateOptions: byKey, ...reply },
        calls: [...messages, ...(seenByOthers ? [update] : [])],
      };
    },
    send: (call) => maker.make(CallSchema.parse(call)),
  };
}

import type { CardState, Channel } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import { type Call, CallSchema, fileTo, sayings } from './call.ts';
import type { CallMaker } from './calls.ts';
import { CardHandleSchema } from './card-callback.ts';
import { usedCardParams, withoutForm } from './card-data.ts';

/** 钉钉 卡片更新: without these an update replaces all data. */
const byKey = { updateCardDataByKey: true, updatePrivateDataByKey: true };

/** A press on an interactive card: the card itself becomes the answer. */
export function createCardChannel(options: { maker: CallMaker; clock: Clock }): Channel {
  const { maker, clock } = options;
  const planClosing: Channel['plan'] = (event, { tapped }, { ref }) => {
    if (!tapped) return { inline: null, calls: [] };
    const { outTrackId } = CardHandleSchema.parse(event.handle);
    const { params: cardParamMap } = usedCardParams(undefined, { ...tapped, ref });
    const body = { outTrackId, cardData: { cardParamMap }, cardUpdateOptions: byKey };
    return {
      inline: null,
      calls: [{ api: 'update-card', body, at: clock.now().getTime(), spare: true } satisfies Call],
    };
  };
  return {
    name: 'dingtalk-card',
    // The client shows a failure after two seconds (钉钉 互动卡片 · 事件回调).
    decideWithinMs: 1000,
    recognisesRepeats: true,
    identify: async (sender) => sender,
    plan(event, answer, { sender, late, ref }) {
      if (event.happening.kind === 'close-card') return planClosing(event, answer, { sender, late, ref });
      const { here, direct, attachmentId, tapped } = answer;
      const { outTrackId, staffId } = CardHandleSchema.parse(event.handle);
      const used = { state: tapped?.state ?? '', ref, formStays: tapped?.formStays };
      // The chat is one-to-one, or nobody else is to see what one of a group fills in.
      const shown = here && event.place === 'group' ? withoutForm(here) : here;
      const { params: cardParamMap, complete, becomes } = usedCardParams(shown, used);
      const onlyTapper = event.place === 'group' && tapped?.forAll !== true;
      const data = onlyTapper ? { privateData: { [staffId]: { cardParamMap } } } : { cardData: { cardParamMap } };
      const body = { outTrackId, ...data, cardUpdateOptions: byKey };
      const update: Call = { api: 'update-card', body, at: clock.now().getTime() };
      const words = [...(here && !complete ? [here] : []), ...(direct ? [direct] : [])].flatMap((card) =>
        sayings(card.title, drawMarkdown(card), { to: { staffId } }),
      );
      const messages: Call[] = [...words, ...fileTo(staffId, attachmentId, ref)];
      const subject = (becomes === 'next' && here?.subject) || null;
      const stays = onlyTapper || becomes === 'itself';
      const state = stays ? {} : { tapped: liveCard(outTrackId, staffId, subject) };
      // The update comes last: if the card is gone or the quota used up, the messages are out already.
      if (late) return { inline: null, calls: [...messages, update], ...state };
      const reply = onlyTapper ? { userPrivateData: { cardParamMap } } : { cardData: { cardParamMap } };
      // The reply is seen by who pressed alone; the others in the group need the update, which must come after it.
      const seenByOthers = event.place === 'group' && !onlyTapper;
      return {
        inline: { cardUpdateOptions: byKey, ...reply },
        calls: [...messages, ...(seenByOthers ? [update] : [])],
        ...state,
      };
    },
    send: (call) => maker.make(CallSchema.parse(call)),
    costs: (call) => maker.costs(CallSchema.parse(call)),
  };
}

/** A card of ours as it is remembered: this channel changes it, whenever that is. */
export function liveCard(outTrackId: string, staffId: string, subject: string | null): CardState {
  return { card: outTrackId, subject, channel: 'dingtalk-card', handle: { outTrackId, staffId } };
}

import type { Card } from '../../core/card.ts';
import type { Channel } from '../../core/channel.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import type { InboundEvent } from '../../core/event.ts';
import { mailingSizes, type Reader } from '../../core/mailing.ts';
import { type Call, CallSchema, fileTo, type MailCall, sayings } from './call.ts';
import type { CallMaker } from './calls.ts';
import { groupCardPrefix } from './card-callback.ts';
import { liveCard } from './card-channel.ts';
import { cardParams, withoutForm } from './card-data.ts';
import type { FetchFile } from './fetch-file.ts';
import type { ReadState } from './read-state.ts';
import { RobotHandleSchema } from './robot-callback.ts';

/** What interactive cards need; absent where the group of settings is. */
export interface CardSettings {
  templateId: string;
  routeKey: string;
}

/** Ids of our own making for people who are no members (`outsider` in robot-callback.ts): no interface reaches them. */
const outsiders = /^(?:union|opaque):/u;

/**
 * The robot, in groups and one-to-one. The callback is only acknowledged; answers go through sessionWebhook.
 * @param corpId the robot's own organisation
 */
export function createRobotChannel(options: {
  maker: CallMaker;
  fetchFile: FetchFile;
  readState: ReadState;
  corpId: string;
  robotCode: string;
  cards: CardSettings | null;
}): Channel {
  const { maker, fetchFile, readState, corpId: ours, robotCode, cards } = options;

  /** A card with buttons or a form where those can be, the same in words otherwise. */
  function bring(card: Card, words: Call[], { ref, staffId, ...target }: CardTarget): Call[] {
    const drawn = target.conversationId !== undefined ? withoutForm(card) : card;
    const params = (drawn.buttons || drawn.form) && cards ? cardParams(drawn, ref) : null;
    if (!params || !cards) return words;
    const body = deliverBody({ params, cards, target: { ...target, staffId }, robotCode });
    const live = card.subject === undefined ? {} : { live: liveCard(target.outTrackId, staffId, card.subject) };
    return [{ api: 'card', body, otherwise: words.filter((one) => one.api === 'say'), ...live }];
  }

  function answerHere(event: InboundEvent, card: Card, ref: string): Call[] {
    const { sessionWebhook: url, sessionWebhookExpiredTime: until = 0, conversationId, staffId } = handleOf(event);
    const isGroup = event.place === 'group' && conversationId !== undefined;
    const direct = staffId ? { to: { staffId } } : {};
    const words = sayings(card.title, drawMarkdown(card), {
      ...(url ? { webhook: { url, until } } : {}),
      ...(isGroup ? { to: { conversationId } } : direct),
    });
    if (!staffId) return words;
    const target = isGroup ? { outTrackId: `${groupCardPrefix}${ref}`, conversationId } : { outTrackId: `d-${ref}` };
    return bring(card, words, { ...target, ref, staffId });
  }

  function answerDirectly(staffId: string | undefined, card: Card, ref: string): Call[] {
    if (!staffId) return [];
    const words = sayings(card.title, drawMarkdown(card), { to: { staffId } });
    return bring(card, words, { outTrackId: `p-${ref}`, ref, staffId });
  }

  /** To somebody alone what a card can be is one; several get it in words, with what to type instead of its buttons. */
  function mailTo(readers: readonly Reader[], card: Card, ref: string): MailCall {
    const { title } = card;
    const texts = sayings(title, drawMarkdown(card), {}).map(({ text }) => text);
    const mail: MailCall = { api: 'mail', readers: [...readers], title, texts };
    const [reader] = readers;
    if (!reader || readers.length > 1) return mail;
    const staffId = reader.to.userId;
    const words = sayings(title, drawMarkdown(card), { to: { staffId } });
    // Of this promise alone: of one job several may end up alone, and an id that is known is taken for a repeat.
    const target = { outTrackId: `m-${ref}-${reader.reminderId}`, ref, staffId };
    const [drawn] = bring(card, words, target);
    return drawn?.api === 'card' ? { ...mail, card: drawn } : mail;
  }

  return {
    name: 'dingtalk-robot',
    // The callback is acknowledged as soon as it is recorded.
    decideWithinMs: 0,
    recognisesRepeats: false,
    identify: async (sender) => sender,
    plan(event, { here, direct, attachmentId }, { ref }) {
      const { staffId } = handleOf(event);
      return {
        inline: null,
        calls: [
          ...(here ? answerHere(event, here, ref) : []),
          ...(direct ? answerDirectly(staffId, direct, ref) : []),
          ...fileTo(staffId, attachmentId, ref),
        ],
      };
    },
    send: (call) => maker.make(CallSchema.parse(call)),
    costs: (call) => maker.costs(CallSchema.parse(call)),
    mail(readers, card, ref) {
      const calls: MailCall[] = [];
      for (let from = 0; from < readers.length; from += mailingSizes.dingtalk) {
        calls.push(mailTo(readers.slice(from, from + mailingSizes.dingtalk), card, ref));
      }
      return calls;
    },
    readers: readState,
    reach({ platform, corpId, userId }) {
      if (platform !== 'dingtalk' || corpId !== ours || userId === '' || outsiders.test(userId)) return null;
      return { channel: 'dingtalk-robot', handle: { staffId: userId } };
    },
    fetchFile: (event, bytesAtMost) => fetchFile(handleOf(event).downloadCode, bytesAtMost),
  };
}

function handleOf(event: InboundEvent) {
  return RobotHandleSchema.parse(event.handle);
}

/** Where a card goes, under an id of ours: into a group, or one-to-one to who asked. */
interface CardTarget {
  outTrackId: string;
  conversationId?: string;
  staffId: string;
  /** The job's id. */
  ref: string;
}

/** 钉钉 创建并投放卡片: space ids, and the models each kind of place needs. */
function deliverBody(options: {
  params: Record<string, string>;
  cards: CardSettings;
  target: Omit<CardTarget, 'ref'>;
  robotCode: string;
}): Record<string, unknown> {
  const { params, cards, target, robotCode } = options;
  const space = { supportForward: false };
  const inPlace =
    target.conversationId !== undefined
      ? {
          openSpaceId: `dtv1.card//IM_GROUP.${target.conversationId}`,
          imGroupOpenSpaceModel: space,
          imGroupOpenDeliverModel: { robotCode },
        }
      : {
          openSpaceId: `dtv1.card//IM_ROBOT.${target.staffId}`,
          imRobotOpenSpaceModel: space,
          imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
        };
  return {
    cardTemplateId: cards.templateId,
    outTrackId: target.outTrackId,
    ...inPlace,
    callbackType: 'HTTP',
    callbackRouteKey: cards.routeKey,
    userIdType: 1,
    cardData: { cardParamMap: params },
  };
}

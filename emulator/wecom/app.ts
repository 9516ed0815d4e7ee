import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome, Player } from '../player.ts';
import type { XmlNode, XmlValue } from '../xml.ts';
import { createAppCallback, type Judgement } from './app-callback.ts';
import { appMessage } from './app-messages.ts';
import { checkCard, hasButtons } from './card-rules.ts';
import { createMessageSend } from './message-send.ts';
import type { PassiveReply } from './passive-reply.ts';
import { createOneTimeCodes } from './response-codes.ts';
import { createSentCards, type Press, type SentCard } from './sent-cards.ts';
import { createSentMessages } from './sent-messages.ts';
import { tapNotice } from './tap-notice.ts';
import type { WecomTokens } from './tokens.ts';
import { createUpdateCard } from './update-card.ts';

interface Cause {
  event?: string;
  card?: SentCard;
}

export interface WecomApp extends Player {
  routes: ApiRoute[];
  /** Sends any event of 事件格式 (90240); raw fields allowed. */
  event(fields: Record<string, unknown>): Outcome & { delivery: DeliveryView };
}

const RESPONSE_CODE_MS = 72 * 3600_000;
// 被动回复消息格式 (90241) lists the events that accept a passive reply; all messages do.
const ANSWERABLE = [
  'subscribe',
  'enter_agent',
  'LOCATION',
  'click',
  'view',
  'view_miniprogram',
  'scancode_waitmsg',
  'template_card_menu_event',
];

/** The self-built app (自建应用): what members do in its conversation, and its sending API. */
export function createWecomApp(deps: Deps, tokens: WecomTokens): WecomApp {
  const { mailbox, directory, settings } = deps;
  const callback = createAppCallback(deps);
  const cards = createSentCards(mailbox);
  const codes = createOneTimeCodes<SentCard>(deps.clock, RESPONSE_CODE_MS);
  const sent = createSentMessages(deps);
  const post = (path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'wecom-api',
    method: 'POST',
    path,
    handle: tokens.authorised(handle),
  });

  const hasUser = (id: string) => directory.byWecomId(id) !== undefined;
  const judge = (reply: PassiveReply, person: string, { event, card }: Cause): Judgement => {
    if (reply.type === 'message') {
      const allowed = event === undefined || ANSWERABLE.includes(event);
      return allowed ? {} : { ignored: `a ${event} event takes no passive message (90241), ignored` };
    }
    if (!card) return { error: 'a card update needs a click on a card (90241)' };
    let warnings: string[] = [];
    if ('card' in reply.update) {
      const check = checkCard(reply.update.card, { variant: 'app', purpose: 'update', hasUser });
      if (!check.ok) return { error: `${check.code}: ${check.why}` };
      warnings = check.warnings;
    } else if (!hasButtons(cards.typeFor(card, person))) {
      // 90241 offers update_button for the same cards as the update interface offers replace_name (94888).
      return { error: `40058: update_button is not offered for ${cards.typeFor(card, person)}` };
    }
    const isIgnored = event === 'template_card_event' && settings.wecomApp.passiveCardUpdate === 'ignored';
    if (!isIgnored) return { warnings };
    return { ignored: 'the passive card update is ignored (90241; setting passiveCardUpdate)' };
  };
  const show = (reply: PassiveReply, userId: string, { card }: Cause) => {
    const person = directory.byWecomId(userId);
    const conversation = person && directory.direct('wecom-app', person.id);
    if (!person || !conversation) return;
    if (reply.type === 'message') {
      const { kind, drawn, warnings } = reply.body;
      mailbox.post({ conversation: conversation.id, from: 'bot', kind, draw: drawn, warnings });
    } else if (card && 'replaceName' in reply.update) {
      const { replaceName } = reply.update;
      cards.change(card, [person.id], (face) => ({ ...face, replaceName }));
    } else if (card && 'card' in reply.update) {
      const check = checkCard(reply.update.card, { variant: 'app', purpose: 'update', hasUser });
      if (check.ok) cards.change(card, [person.id], () => ({ card: check.card, chosen: {} }), check.warnings);
    }
  };

  const push = (options: {
    userId: string;
    fields: XmlNode;
    view: DeliveryView;
    changed: () => void;
    cause: Cause;
  }): Promise<void> => {
    const { cause, userId } = options;
    const done = callback
      .push({ ...options, judge: (reply) => judge(reply, directory.byWecomId(userId)?.id ?? '', cause) })
      .then((reply) => reply && show(reply, userId, cause));
    deps.background(() => done);
    return done;
  };

  return {
    routes: [
      post('/cgi-bin/message/send', createMessageSend({ deps, cards, codes, sent })),
      post('/cgi-bin/message/update_template_card', createUpdateCard({ deps, cards, codes })),
      post('/cgi-bin/message/recall', sent.recall),
    ],
    say({ person, conversation, text, kind, extra }) {
      const { fields, shown } = appMessage(kind, text, extra, callback.messageId());
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'person',
        personId: person.id,
        kind,
        draw: { text: shown },
        delivery: view,
      });
      const userId = person.wecom?.userId ?? '';
      return { message, done: push({ userId, fields, view, changed: () => mailbox.touch(message), cause: {} }) };
    },
    tap({ person, message, key, selected }) {
      const card = cards.byMessage(message.id);
      if (!card) throw new RefusedError('this message is no template card');
      const press = cards.press(card, person.id, key, selected);
      const event = press.isMenu ? 'template_card_menu_event' : 'template_card_event';
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const changed = tapNotice(mailbox, message, person.id, view);
      const fields = clickFields(event, press, codes.issue(card), settings.wecomApp.unansweredVote);
      const userId = person.wecom?.userId ?? '';
      return { message, done: push({ userId, fields, view, changed, cause: { event, card } }) };
    },
    enter({ person }) {
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const fields = { MsgType: 'event', Event: 'enter_agent', EventKey: '' };
      const userId = person.wecom?.userId ?? '';
      return { done: push({ userId, fields, view, changed: () => undefined, cause: { event: 'enter_agent' } }) };
    },
    event(raw) {
      const { FromUserName, Event, ...rest } = raw;
      if (typeof Event !== 'string') throw new RefusedError('event.Event is missing, e.g. "subscribe"');
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const fields = { MsgType: 'event', Event, ...(rest as Record<string, XmlValue>) };
      const userId = typeof FromUserName === 'string' ? FromUserName : 'sys';
      const done = push({ userId, fields, view, changed: () => undefined, cause: { event: Event } });
      return { done, delivery: view };
    },
    forget: cards.clear,
  };
}

function clickFields(event: string, press: Press, responseCode: string, unanswered: 'none' | 'empty-item'): XmlNode {
  const answered = press.answers.filter((answer) => answer.selected.length > 0 || unanswered === 'empty-item');
  const items = answered.map((answer) => ({
    QuestionKey: answer.key,
    OptionIds: { OptionId: answer.selected },
  }));
  return {
    MsgType: 'event',
    Event: event,
    EventKey: press.eventKey,
    TaskId: press.taskId,
    CardType: press.cardType,
    ResponseCode: responseCode,
    ...(press.answers.length > 0 ? { SelectedItems: items.length > 0 ? { SelectedItem: items } : '' } : {}),
  };
}

import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import { fileView } from '../files.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome, Player } from '../player.ts';
import { sentFile } from '../sent-file.ts';
import type { Person } from '../world.ts';
import type { XmlNode, XmlValue } from '../xml.ts';
import { createAppCallback, type Judgement, type Subject } from './app-callback.ts';
import { appMessage } from './app-messages.ts';
import { checkCard, hasButtons } from './card-rules.ts';
import { createDayCap, type DayCap } from './day-cap.ts';
import type { WecomMedia } from './media.ts';
import { isMediaType } from './media-rules.ts';
import { createMessageSend } from './message-send.ts';
import type { PassiveReply } from './passive-reply.ts';
import { createOneTimeCodes } from './response-codes.ts';
import { createSentCards, type Press, type SentCard } from './sent-cards.ts';
import { createSentMessages } from './sent-messages.ts';
import { tapNotice } from './tap-notice.ts';
import type { WecomHandler, WecomTokens } from './tokens.ts';
import { createUpdateCard } from './update-card.ts';

interface Cause {
  event?: string;
  card?: SentCard;
}

export interface WecomApp extends Player {
  routes: ApiRoute[];
  /** Sends any event of 事件格式 (90240); raw fields allowed. */
  event(fields: Record<string, unknown>): Outcome & { delivery: DeliveryView };
  /** subscribe or unsubscribe: a person came into or left the visible range, or the corp (事件格式 90240). */
  membership(person: Person, change: 'subscribe' | 'unsubscribe'): Outcome & { delivery: DeliveryView };
  cap: DayCap;
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
export function createWecomApp(deps: Deps, tokens: WecomTokens, media: WecomMedia): WecomApp {
  const { mailbox, directory, settings } = deps;
  const callback = createAppCallback(deps, media);
  const cards = createSentCards(mailbox);
  const codes = createOneTimeCodes<SentCard>(deps.clock, RESPONSE_CODE_MS);
  const sent = createSentMessages(deps);
  const cap = createDayCap(deps);
  const api = (method: 'GET' | 'POST', path: string, handle: WecomHandler): ApiRoute => ({
    channel: 'wecom-api',
    method,
    path,
    // 上下游 (97213): all of these are offered for the token of a downstream corp as well.
    handle: tokens.authorised(handle, { downstream: true }),
  });

  const personOf = ({ userId, downstream }: Subject) => directory.byWecomId(userId, downstream);
  const subjectOf = (person: Person): Subject => ({
    userId: directory.wecomId(person),
    downstream: person.wecom?.corpId,
  });
  const checkUpdate = (card: unknown, { downstream }: Subject) =>
    checkCard(card, {
      attachment: media.attachments(downstream ?? directory.world.wecom?.corpId ?? ''),
      variant: 'app',
      purpose: 'update',
      hasUser: (id) => directory.byWecomId(id, downstream) !== undefined,
    });
  const judge = (reply: PassiveReply, about: Subject, { event, card }: Cause): Judgement => {
    const person = personOf(about)?.id ?? '';
    if (reply.type === 'message') {
      const allowed = event === undefined || ANSWERABLE.includes(event);
      return allowed ? {} : { ignored: `a ${event} event takes no passive message (90241), ignored` };
    }
    if (!card) return { error: 'a card update needs a click on a card (90241)' };
    let warnings: string[] = [];
    if ('card' in reply.update) {
      const check = checkUpdate(reply.update.card, about);
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
  const show = (reply: PassiveReply, about: Subject, { card }: Cause) => {
    const person = personOf(about);
    const conversation = person && directory.direct('wecom-app', person.id);
    if (!person || !conversation) return;
    if (reply.type === 'message') {
      const { kind, drawn, warnings } = reply.body;
      mailbox.post({ conversation: conversation.id, from: 'bot', kind, draw: drawn, warnings });
    } else if (card && 'replaceName' in reply.update) {
      const { replaceName } = reply.update;
      cards.change(card, [person.id], (face) => ({ ...face, replaceName }));
    } else if (card && 'card' in reply.update) {
      const check = checkUpdate(reply.update.card, about);
      if (check.ok) cards.change(card, [person.id], () => ({ card: check.card, chosen: {} }), check.warnings);
    }
  };

  const push = (options: {
    about: Subject;
    fields: XmlNode;
    view: DeliveryView;
    changed: () => void;
    cause: Cause;
  }): Promise<void> => {
    const { cause, about } = options;
    const done = callback
      .push({ ...options, judge: (reply) => judge(reply, about, cause) })
      .then((reply) => reply && show(reply, about, cause));
    deps.background(() => done);
    return done;
  };

  const pushEvent = (about: Subject, fields: XmlNode & { Event: string }) => {
    const view: DeliveryView = { state: 'pending', attempts: [] };
    const cause = { event: fields.Event };
    const done = push({ about, fields: { MsgType: 'event', ...fields }, view, changed: () => undefined, cause });
    return { done, delivery: view };
  };

  return {
    routes: [
      api('POST', '/cgi-bin/message/send', createMessageSend({ deps, cards, codes, sent, media, cap })),
      api('POST', '/cgi-bin/message/update_template_card', createUpdateCard({ deps, cards, codes, media })),
      api('POST', '/cgi-bin/message/recall', sent.recall),
      api('POST', '/cgi-bin/media/upload', media.upload),
      api('GET', '/cgi-bin/media/get', media.get),
    ],
    say(saying) {
      const { person, conversation, kind, extra } = saying;
      const file = isMediaType(kind) && extra.contentBase64 !== undefined ? sentFile(saying) : undefined;
      const owner = person.wecom?.corpId ?? directory.world.wecom?.corpId ?? '';
      const kept = file && isMediaType(kind) ? media.keep(kind, file, owner) : undefined;
      const picUrl = `${deps.url()}/emulator/files/${kept?.fileId}`;
      const { fields, shown } = appMessage(saying, callback.messageId(), kept && { ...kept, picUrl });
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'person',
        personId: person.id,
        kind,
        draw: {
          text: shown,
          ...(kept && file && { file: fileView(kept.fileId, file) }),
        },
        delivery: view,
      });
      const about = subjectOf(person);
      return { message, done: push({ about, fields, view, changed: () => mailbox.touch(message), cause: {} }) };
    },
    tap({ person, message, key, selected }) {
      const card = cards.byMessage(message.id);
      if (!card) throw new RefusedError('this message is no template card');
      const press = cards.press(card, person.id, key, selected);
      const event = press.isMenu ? 'template_card_menu_event' : 'template_card_event';
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const changed = tapNotice(mailbox, message, person.id, view);
      const fields = clickFields(event, press, codes.issue(card), settings.wecomApp.unansweredVote);
      return { message, done: push({ about: subjectOf(person), fields, view, changed, cause: { event, card } }) };
    },
    enter({ person }) {
      return { done: pushEvent(subjectOf(person), { Event: 'enter_agent', EventKey: '' }).done };
    },
    event({ FromUserName, ToUserName, Event, ...rest }) {
      if (typeof Event !== 'string') throw new RefusedError('event.Event is missing, e.g. "subscribe"');
      const downstream = directory.world.wecom?.downstream.find((corp) => corp.corpId === ToUserName)?.corpId;
      const userId = typeof FromUserName === 'string' ? FromUserName : 'sys';
      // 事件格式 (90240): an app suspended for long disuse answers no call until it is taken up again.
      if (Event === 'close_inactive_agent' || Event === 'reopen_inactive_agent') {
        tokens.suspend(Event === 'close_inactive_agent');
      }
      return pushEvent({ userId, downstream }, { Event, ...(rest as Record<string, XmlValue>) });
    },
    membership: (person, change) => pushEvent(subjectOf(person), { Event: change, EventKey: '' }),
    cap,
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

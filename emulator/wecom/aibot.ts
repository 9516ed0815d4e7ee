import { nanoid } from 'nanoid';
import type { ApiRoute } from '../api.ts';
import { shanghaiIso } from '../clock.ts';
import type { Deps } from '../deps.ts';
import type { Conversation } from '../directory.ts';
import { RefusedError } from '../errors.ts';
import { keepFile } from '../files.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Outcome, Player } from '../player.ts';
import type { Person } from '../world.ts';
import { createAibotCallback } from './aibot-callback.ts';
import { createAibotFiles } from './aibot-files.ts';
import { createAibotIds } from './aibot-ids.ts';
import { aibotContent } from './aibot-messages.ts';
import { refreshStream } from './aibot-refresh.ts';
import { type AibotCause, type AibotReply, readAibotReply } from './aibot-reply.ts';
import { createAibotScreen } from './aibot-screen.ts';
import { createSlots } from './aibot-slots.ts';
import { createOneTimeCodes } from './response-codes.ts';
import { createResponseUrl, type ResponseSubject } from './response-url.ts';
import { createSentCards } from './sent-cards.ts';
import { tapNotice } from './tap-notice.ts';
import type { WecomTokens } from './tokens.ts';

export interface WecomAibot extends Player {
  routes: ApiRoute[];
  /** Sends any event of 接收事件 (101027), e.g. feedback_event; raw fields allowed. */
  event(fields: Record<string, unknown>): Outcome & { delivery: DeliveryView };
}

const RESPONSE_URL_MS = 3600_000;

/** The AI bot (智能机器人) in URL-callback mode. */
export function createWecomAibot(deps: Deps, tokens: WecomTokens): WecomAibot {
  const { mailbox, directory, settings, clock } = deps;
  const bot = directory.world.wecom?.aibot;
  const callback = createAibotCallback(deps);
  const ids = createAibotIds(deps);
  const files = createAibotFiles(deps);
  const cards = createSentCards(mailbox);
  const codes = createOneTimeCodes<ResponseSubject>(clock, RESPONSE_URL_MS);
  const slots = createSlots(() => settings.wecomAibot.maxInteractions);
  const screen = createAibotScreen(deps, cards);
  const entered = new Map<string, string>();

  const frame = (person: Person, conversation: Conversation) => ({
    msgid: nanoid(24),
    aibotid: bot?.botId ?? '',
    ...(conversation.kind === 'group' ? { chatid: conversation.key } : {}),
    chattype: conversation.kind === 'group' ? 'group' : 'single',
    from: { userid: ids.idOf(person) },
  });
  const responseUrl = (subject: ResponseSubject) =>
    `${deps.url()}/cgi-bin/aibot/response?response_code=${codes.issue(subject)}`;
  const push = (cause: AibotCause, content: Record<string, unknown>, view: DeliveryView, changed: () => void) =>
    callback.push<AibotReply>({
      content,
      once: cause.about === 'click',
      view,
      changed,
      read: (reply, isCopy) =>
        readAibotReply(reply, {
          cause,
          hasUser: (userId) => directory.byWecomId(userId) !== undefined,
          // The answer to a copy brings the card of the first answer once more.
          isTaskIdUsed: (taskId) => !isCopy && cards.isUsed(taskId),
        }),
    });

  /** Shows the answer to a message, and while its stream is unfinished asks for more of it. */
  const show = async (seat: Seat, first: AibotReply, started: { virtual: number; real: number }) => {
    const { person, conversation } = seat;
    const { stream } = first;
    const shown = stream && screen.showStream(conversation, stream);
    if (first.card) screen.showCard(conversation, first.card);
    if (!stream || !shown) return;
    let cardSent = first.card !== undefined;
    const ask = async () => {
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const content = { ...frame(person, conversation), msgtype: 'stream', stream: { id: stream.id } };
      const next = await push({ about: 'refresh', streamId: stream.id, cardSent }, content, view, () => undefined);
      if (next?.card) screen.showCard(conversation, next.card);
      cardSent ||= next?.card !== undefined;
      return next;
    };
    await refreshStream(deps, { shown, first: stream, started, ask });
  };

  const event = (
    eventtype: string,
    payload: unknown,
    cause: AibotCause,
    seat: Seat,
    view: DeliveryView,
    changed = noop,
  ) =>
    push(
      cause,
      {
        ...frame(seat.person, seat.conversation),
        create_time: Math.floor(clock.now() / 1000),
        ...(cause.about === 'click'
          ? { response_url: responseUrl({ conversation: seat.conversation, asked: '' }) }
          : {}),
        msgtype: 'event',
        event: { eventtype, ...(payload === undefined ? {} : { [eventtype]: payload }) },
      },
      view,
      changed,
    );

  return {
    routes: [
      files.route,
      {
        channel: 'wecom-api',
        method: 'POST',
        path: '/cgi-bin/batch/openuserid_to_userid',
        handle: tokens.authorised(ids.convert),
      },
      {
        channel: 'wecom-api',
        method: 'POST',
        path: '/cgi-bin/aibot/response',
        handle: createResponseUrl({ deps, cards, screen, codes }),
      },
    ],
    say(saying) {
      const { person, conversation } = saying;
      const { content, shown, quote, file, directOnly } = aibotContent(saying, bot?.name ?? '', files.offer);
      const isHeard = conversation.kind === 'direct' || (saying.mention && !directOnly);
      const view: DeliveryView = isHeard
        ? { state: 'pending', attempts: [] }
        : { state: 'not-sent', reason: '群聊中机器人只收到@它的文本和图文消息', attempts: [] };
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'person',
        personId: person.id,
        kind: saying.kind,
        draw: {
          text: shown,
          ...(quote === undefined ? {} : { quote }),
          ...(file && { file: keepFile(deps.files, file) }),
        },
        delivery: view,
      });
      if (!isHeard) return { message, done: Promise.resolve() };
      const changed = () => mailbox.touch(message);
      const started = { virtual: clock.now(), real: performance.now() };
      const first = slots
        .enter(person.id, () => {
          view.state = 'held';
          changed();
        })
        .then(async (leave) => {
          view.state = 'pending';
          const { from, ...rest } = frame(person, conversation);
          const body = { ...rest, from, response_url: responseUrl({ conversation, asked: shown }), ...content };
          return { leave, reply: await push({ about: 'message' }, body, view, changed) };
        });
      deps.background(async () => {
        const { leave, reply } = await first;
        try {
          if (reply) await show({ person, conversation }, reply, started);
        } finally {
          leave();
        }
      });
      return { message, done: first.then(() => undefined) };
    },
    tap({ person, conversation, message, key, selected }) {
      const card = cards.byMessage(message.id);
      if (!card) throw new RefusedError('this message is no template card');
      const press = cards.press(card, person.id, key, selected);
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const payload = {
        card_type: press.cardType,
        event_key: press.eventKey,
        task_id: press.taskId,
        selected_items: {
          selected_item: press.answers.map((answer) => ({
            question_key: answer.key,
            option_ids: { option_id: answer.selected },
          })),
        },
      };
      const changed = tapNotice(mailbox, message, person.id, view);
      const cause: AibotCause = { about: 'click', taskId: press.taskId };
      const done = event('template_card_event', payload, cause, { person, conversation }, view, changed).then(
        (reply) => {
          if (!reply?.update) return;
          const { card: next, userIds, warnings } = reply.update;
          const named = userIds?.flatMap((id) => ids.personOf(id)?.id ?? []);
          // userids only matter in groups; without it everyone concerned gets the new card (101031).
          const people = conversation.kind === 'group' && named ? named : card.people;
          cards.change(card, people, () => ({ card: next, chosen: {} }), warnings);
        },
      );
      deps.background(() => done);
      return { message, done };
    },
    enter({ person, conversation }) {
      if (conversation.kind === 'group') throw new RefusedError('enter_chat happens in one-to-one chats only');
      const today = shanghaiIso(clock.now()).slice(0, 10);
      if (entered.get(person.id) === today) {
        return { done: Promise.resolve(), note: 'enter_chat 每天只推送一次，今天已经推送过' };
      }
      entered.set(person.id, today);
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const done = event('enter_chat', undefined, { about: 'enter_chat' }, { person, conversation }, view).then(
        (reply) => {
          if (reply?.text) {
            const { text, warnings } = reply.text;
            mailbox.post({ conversation: conversation.id, from: 'bot', kind: 'text', draw: { text }, warnings });
          }
          if (reply?.card) screen.showCard(conversation, reply.card);
        },
      );
      deps.background(() => done);
      return { done };
    },
    event({ as, conversation: id, eventtype, ...payload }) {
      if (typeof as !== 'string' || typeof id !== 'string' || typeof eventtype !== 'string') {
        throw new RefusedError('event needs as, conversation and eventtype, e.g. "feedback_event"');
      }
      const seat = directory.seat(as, id);
      const view: DeliveryView = { state: 'pending', attempts: [] };
      const done = event(eventtype, payload, { about: 'feedback' }, seat, view).then(noop);
      deps.background(() => done);
      return { done, delivery: view };
    },
    forget: cards.clear,
  };
}

interface Seat {
  person: Person;
  conversation: Conversation;
}

function noop(): void {}

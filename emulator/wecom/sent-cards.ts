import type { SelectView } from '../drawn.ts';
import { readCard } from '../drawn.ts';
import { RefusedError } from '../errors.ts';
import type { Mailbox, Message } from '../mailbox.ts';
import { type CardFace, drawCard, questionsOf } from './card-draw.ts';
import type { TemplateCard } from './card-schema.ts';

/** A template card that was sent: one card, a face for each person who got it. */
export interface SentCard {
  taskId: string;
  /** Person ids of those who see it. */
  people: readonly string[];
  /** What everybody has before them until a click or an update gives them a face of their own. */
  initial: CardFace;
  /** The corp whose token sent it. */
  owner: string;
  faces: Map<string, CardFace>;
  messages: Message[];
}

export interface Press {
  cardType: string;
  eventKey: string;
  taskId: string;
  /** Whether the entry of the corner menu was pressed rather than a button. */
  isMenu: boolean;
  /** The questions with what was chosen. */
  answers: SelectView[];
}

export interface SentCards {
  /** False when this task_id was used before: it must never repeat within one app or bot. */
  reserve(taskId: string): boolean;
  isUsed(taskId: string): boolean;
  create(card: TemplateCard, people: readonly string[], owner?: string): SentCard;
  /** Says which message shows the card to some or all of its people. */
  attach(card: SentCard, message: Message): void;
  /** How the card is drawn for a viewer; hand it to the mailbox. */
  drawFor(card: SentCard): Message['draw'];
  byMessage(messageId: string): SentCard | undefined;
  /** The card_type a person has before them; an update may have made it another than the one sent. */
  typeFor(card: SentCard, person: string): string;
  /** A person presses something; refuses what the client would not let them press. */
  press(card: SentCard, person: string, key: string, selected: Record<string, string | string[]>): Press;
  /** Changes the faces of some people and tells the mailbox; remarks go on the messages. */
  change(
    card: SentCard,
    people: readonly string[],
    face: (old: CardFace) => CardFace,
    warnings?: readonly string[],
  ): void;
  clear(): void;
}

/** The cards of one app or one bot, as the people have them on their screens. */
export function createSentCards(mailbox: Mailbox): SentCards {
  const used = new Set<string>();
  const byMessage = new Map<string, SentCard>();
  const faceOf = (card: SentCard, viewer: string): CardFace => card.faces.get(viewer) ?? card.initial;
  /** A card to a thousand people is a thousand messages: only those of them change whose face did. */
  const shownTo = (card: SentCard, people: readonly string[]) =>
    card.people.length === people.length
      ? card.messages
      : card.messages.filter((message) => people.some((person) => mailbox.isSeenBy(message, person)));

  return {
    isUsed: (taskId) => used.has(taskId),
    reserve(taskId) {
      if (used.has(taskId)) return false;
      used.add(taskId);
      return true;
    },
    create(card, people, owner = '') {
      const sent: SentCard = {
        taskId: card.task_id ?? '',
        people,
        owner,
        initial: { card, chosen: {} },
        faces: new Map(),
        messages: [],
      };
      return sent;
    },
    attach(card, message) {
      card.messages.push(message);
      byMessage.set(message.id, card);
    },
    drawFor: (card) => (viewer) => {
      const view = drawCard(faceOf(card, viewer));
      return { text: readCard(view), card: view };
    },
    byMessage: (messageId) => byMessage.get(messageId),
    typeFor: (card, person) => faceOf(card, person).card.card_type ?? '',
    press(card, person, key, selected) {
      const face = faceOf(card, person);
      const view = drawCard(face);
      const isMenu = view.menu.some((entry) => entry.key === key);
      const button = [...view.buttons, ...view.menu].find((one) => one.key === key);
      if (!button) throw new RefusedError(`the card has no button "${key}"`);
      if (!button.enabled) throw new RefusedError(`the button "${button.text}" is grey`);
      if (button.url) throw new RefusedError(`"${button.text}" opens ${button.url}; a link sends no callback`);
      const answers = questionsOf(face).map((question) => choose(question, selected[question.key]));
      const unknown = Object.keys(selected).filter((one) => !answers.some((answer) => answer.key === one));
      if (unknown.length > 0) throw new RefusedError(`the card has no question ${unknown.join(', ')}`);
      const chosen = Object.fromEntries(answers.map((answer) => [answer.key, answer.selected]));
      card.faces.set(person, { ...face, chosen });
      for (const message of shownTo(card, [person])) mailbox.touch(message);
      return {
        cardType: face.card.card_type ?? '',
        eventKey: key,
        taskId: card.taskId,
        isMenu,
        answers: isMenu ? [] : answers,
      };
    },
    change(card, people, face, warnings = []) {
      for (const person of people) card.faces.set(person, face(faceOf(card, person)));
      for (const message of shownTo(card, people)) {
        if (warnings.length > 0) message.warnings = [...message.warnings, ...warnings];
        mailbox.touch(message);
      }
    },
    clear() {
      byMessage.clear();
    },
  };
}

function choose(question: SelectView, wanted: string | string[] | undefined): SelectView {
  if (wanted === undefined) return question;
  const selected = Array.isArray(wanted) ? wanted : [wanted];
  if (!question.enabled) throw new RefusedError(`the question "${question.key}" is closed`);
  if (!question.multiple && selected.length > 1) throw new RefusedError(`"${question.key}" takes one choice`);
  for (const id of selected) {
    if (!question.options.some((option) => option.id === id)) {
      throw new RefusedError(`"${question.key}" has no option "${id}"`);
    }
  }
  return { ...question, selected };
}

import { z } from 'zod';
import { type ApiHandler, isRecord, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Conversation } from '../directory.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { AibotScreen } from './aibot-screen.ts';
import { checkCard } from './card-rules.ts';
import { accept, refuse } from './errors.ts';
import { checkMarkdown } from './message-bodies.ts';
import type { OneTimeCodes } from './response-codes.ts';
import type { SentCards } from './sent-cards.ts';

/** The fields of a markdown message; its content is checked apart. */
const MarkdownSchema = z.object({
  msgtype: z.unknown(),
  markdown: z.object({ content: z.unknown(), feedback: z.object({ id: z.unknown() }).optional() }),
});

export interface ResponseSubject {
  conversation: Conversation;
  /** What the person wrote, quoted by active replies in groups. */
  asked: string;
}

/** 智能机器人 主动回复消息 (101138): one plain JSON message to the address of a callback, within an hour. */
export function createResponseUrl(options: {
  deps: Deps;
  cards: SentCards;
  screen: AibotScreen;
  codes: OneTimeCodes<ResponseSubject>;
}): ApiHandler {
  const { deps, cards, screen, codes } = options;
  const { mailbox, directory } = deps;
  return (call) => {
    const code = call.query.get('response_code') ?? '';
    const subject = codes.look(code);
    // Which code answers a used or expired address is not documented; 60140 is the one for response_code (90313).
    if (!subject) return refuse(60140, 'response_code invalid, used or expired');
    const body = jsonObject(call.body);
    if (!body) return refuse(40058, 'the body is not a JSON object');
    const { conversation, asked } = subject;
    const quote = conversation.kind === 'group' ? asked : undefined;
    const shown = quote === undefined ? {} : { quote };
    if (body.msgtype === 'markdown') {
      const markdown = isRecord(body.markdown) ? body.markdown : {};
      const check = checkMarkdown(markdown.content, 20_480, 'wecom-aibot');
      if (!check.ok) return refuse(check.code, check.why);
      codes.spend(code);
      const warnings = [...strayWarnings(body, MarkdownSchema.parse(body)), ...check.warnings];
      call.warnings.push(...warnings);
      const draw = { ...check.drawn, ...shown };
      mailbox.post({ conversation: conversation.id, from: 'bot', kind: 'markdown', draw, warnings });
      return accept();
    }
    if (body.msgtype === 'template_card') {
      const hasUser = (userId: string) => directory.byWecomId(userId) !== undefined;
      const check = checkCard(body.template_card, { variant: 'aibot', purpose: 'send', hasUser });
      if (!check.ok) return refuse(check.code, check.why);
      const taskId = check.card.task_id;
      // A guess, as in message/send: the code of a repeated task_id.
      if (taskId !== undefined && cards.isUsed(taskId)) return refuse(42014, `task_id ${taskId} was used before`);
      codes.spend(code);
      const { card } = check;
      const warnings = [...strayWarnings(body, { msgtype: '', template_card: body.template_card }), ...check.warnings];
      call.warnings.push(...warnings);
      // A card cannot quote, so in a group an empty quoting message goes before it (101138).
      if (quote !== undefined) {
        mailbox.post({ conversation: conversation.id, from: 'bot', kind: 'text', draw: { text: '', quote } });
      }
      screen.showCard(conversation, { card, warnings });
      return accept();
    }
    // An update of a card cannot be sent here: a body with response_type and no msgtype is refused like any other.
    return refuse(40008, `invalid message type ${JSON.stringify(body.msgtype ?? null)}`);
  };
}

import { z } from 'zod';
import { byteLength, isRecord } from '../api.ts';
import type { Reading } from '../delivery.ts';
import type { StoredFile } from '../files.ts';
import { dialectAdvice } from '../markdown-dialect.ts';
import { strayWarnings } from '../stray-keys.ts';
import { checkCard } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';
import { readInlineImage } from './inline-image.ts';
import { checkText } from './message-bodies.ts';

/** What a callback was about; it decides which replies are allowed (智能机器人 被动回复消息 101031). */
export type AibotCause =
  | { about: 'message' }
  | { about: 'enter_chat' }
  | { about: 'refresh'; streamId: string; cardSent: boolean }
  | { about: 'click'; taskId: string }
  | { about: 'feedback' };

export interface StreamReply {
  id: string;
  finish: boolean;
  content: string;
  images: StoredFile[];
  warnings: string[];
}

export interface CardReply {
  card: TemplateCard;
  warnings: string[];
}

export interface AibotReply {
  text?: { text: string; warnings: string[] };
  stream?: StreamReply;
  card?: CardReply;
  /** update_template_card: the new card and for whom; no list = everyone concerned. */
  update?: CardReply & { userIds?: string[] };
}

const StreamSchema = z.object({
  id: z.string().min(1, 'stream.id is required'),
  finish: z.boolean().default(false),
  content: z.string().default(''),
  msg_item: z
    .array(z.object({ msgtype: z.literal('image'), image: z.object({ base64: z.string(), md5: z.string() }) }))
    .default([]),
  feedback: z.object({ id: z.string() }).optional(),
});

const CONTENT_BYTES = 20_480;
const IMAGE_BYTES = 10 * 1024 ** 2;

export interface ReplyContext {
  cause: AibotCause;
  hasUser(userId: string): boolean;
  isTaskIdUsed(taskId: string): boolean;
}

/** Reads a decrypted reply; everything the page does not offer for this cause is an error. */
export function readAibotReply(reply: Record<string, unknown>, context: ReplyContext): Reading<AibotReply> {
  const { cause } = context;
  const { msgtype } = reply;
  if (cause.about === 'feedback') return { error: 'a feedback_event takes an empty answer only' };
  if (cause.about === 'click') return readUpdate(reply, cause.taskId, context);
  if (reply.response_type !== undefined) return { error: 'response_type is only offered after a click on a card' };
  const unknown = (...parts: string[]) => strayTop(reply, ['msgtype', ...parts]);
  switch (msgtype) {
    case 'text': {
      if (cause.about !== 'enter_chat') return { error: 'text is only offered after enter_chat; use stream' };
      const text = isRecord(reply.text) ? checkText(reply.text.content) : checkText(undefined);
      if (!text.ok) return { error: `${text.code}: ${text.why}` };
      const strays = [...unknown('text'), ...strayWarnings(reply.text, { content: '' }, 'text')];
      const warnings = [...strays, ...text.warnings];
      return { reply: { text: { text: text.drawn.text, warnings } }, warnings };
    }
    case 'template_card':
      if (cause.about === 'refresh') return { error: 'a stream refresh takes a stream reply only' };
      return readCard(reply.template_card, context, unknown('template_card'));
    case 'stream':
    case 'stream_with_template_card': {
      if (cause.about === 'enter_chat') return { error: `${msgtype} is not offered after enter_chat` };
      const isPair = msgtype === 'stream_with_template_card';
      const stream = readStream(reply.stream, cause, unknown('stream', ...(isPair ? ['template_card'] : [])));
      if (!stream.reply || reply.template_card === undefined || !isPair) return stream;
      if (cause.about === 'refresh' && cause.cardSent) return { error: 'the card of this message was already sent' };
      const card = readCard(reply.template_card, context);
      if (card.error !== undefined) return card;
      const warnings = [...(stream.warnings ?? []), ...(card.warnings ?? [])];
      return { reply: { ...stream.reply, ...card.reply }, warnings };
    }
    default:
      return { error: `msgtype ${JSON.stringify(msgtype)} is not offered as a passive reply (101031)` };
  }
}

function strayTop(reply: Record<string, unknown>, known: readonly string[]): string[] {
  return strayWarnings(reply, Object.fromEntries(known.map((name) => [name, reply[name]])));
}

function readStream(input: unknown, cause: AibotCause, strays: readonly string[]): Reading<AibotReply> {
  const parsed = StreamSchema.safeParse(input);
  if (!parsed.success) return { error: `stream: ${z.prettifyError(parsed.error)}` };
  const { id, finish, content, msg_item: items, feedback } = parsed.data;
  const size = byteLength(content);
  if (size > CONTENT_BYTES) return { error: `stream.content of ${size} bytes exceeds ${CONTENT_BYTES}` };
  if (items.length > 10) return { error: 'stream.msg_item takes at most 10 images' };
  if (items.length > 0 && !finish) return { error: 'stream.msg_item is only offered with finish=true' };
  const images: StoredFile[] = [];
  for (const [index, { image }] of items.entries()) {
    const read = readInlineImage(image, IMAGE_BYTES);
    if ('code' in read) return { error: `stream.msg_item[${index}]: ${read.why}` };
    images.push(read);
  }
  if (cause.about === 'refresh' && id !== cause.streamId)
    return { error: `stream.id is "${id}", not "${cause.streamId}"` };
  if (feedback && byteLength(feedback.id) > 256) return { error: 'stream.feedback.id exceeds 256 bytes' };
  const late = feedback && cause.about === 'refresh' ? ['stream.feedback.id only counts in the first reply'] : [];
  const isBlank = finish && content === '' && items.length === 0;
  const warnings = [
    ...strays,
    ...strayWarnings(input, parsed.data, 'stream'),
    ...(isBlank ? ['stream: finished without content, people see an empty message'] : []),
    ...late,
    ...dialectAdvice(content, 'wecom-aibot'),
  ];
  return { reply: { stream: { id, finish, content, images, warnings } }, warnings };
}

function readCard(input: unknown, context: ReplyContext, strays: readonly string[] = []): Reading<AibotReply> {
  const check = checkCard(input, { variant: 'aibot', purpose: 'send', hasUser: context.hasUser });
  if (!check.ok) return { error: `${check.code}: ${check.why}` };
  const taskId = check.card.task_id;
  // A guess, as in message/send: the code of a repeated task_id.
  if (taskId !== undefined && context.isTaskIdUsed(taskId))
    return { error: `42014: task_id ${taskId} was used before` };
  const { card } = check;
  const warnings = [...strays, ...check.warnings];
  return { reply: { card: { card, warnings } }, warnings };
}

function readUpdate(reply: Record<string, unknown>, taskId: string, context: ReplyContext): Reading<AibotReply> {
  if (reply.response_type !== 'update_template_card') {
    return { error: 'a click takes {"response_type":"update_template_card"} only (101031)' };
  }
  if (reply.msgtype !== undefined) return { error: 'update_template_card carries no msgtype' };
  const userIds = z.array(z.string()).optional().safeParse(reply.userids);
  if (!userIds.success) return { error: 'userids is not a list of texts' };
  const card = reply.template_card;
  if (!isRecord(card) || card.task_id !== taskId) return { error: `template_card.task_id must be "${taskId}"` };
  const check = checkCard(card, { variant: 'aibot', purpose: 'update', hasUser: context.hasUser });
  if (!check.ok) return { error: `${check.code}: ${check.why}` };
  const warnings = [...strayTop(reply, ['response_type', 'userids', 'template_card']), ...check.warnings];
  const update = { card: check.card, warnings, ...(userIds.data ? { userIds: userIds.data } : {}) };
  return { reply: { update }, warnings };
}

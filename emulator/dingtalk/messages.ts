import { z } from 'zod';
import { byteLength, charLength, isRecord } from '../api.ts';
import { type Block, type ButtonView, cardFrom, type Drawn, readCard } from '../drawn.ts';
import { dialectAdvice } from '../markdown-dialect.ts';
import { strayWarnings } from '../stray-keys.ts';

/** A message in the webhook format (机器人回复/发送消息), drawn; or the errcode it earns. */
export type WebhookCheck =
  | { ok: true; kind: string; drawn: Drawn; warnings: string[] }
  | { ok: false; errcode: number; errmsg: string };

const some = z.string().min(1);
const at = z
  .object({
    atMobiles: z.array(z.string()).default([]),
    atUserIds: z.array(z.string()).default([]),
    isAtAll: z.boolean().default(false),
  })
  .prefault({});
const TYPES = ['text', 'markdown', 'link', 'actionCard', 'feedCard'];
const MessageSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), at, text: z.object({ content: some }) }),
  z.object({ msgtype: z.literal('markdown'), at, markdown: z.object({ title: some, text: some }) }),
  z.object({
    msgtype: z.literal('link'),
    at,
    link: z.object({ title: some, text: some, messageUrl: some, picUrl: z.string().optional() }),
  }),
  z.object({
    msgtype: z.literal('actionCard'),
    at,
    actionCard: z.object({
      title: some,
      text: some,
      singleTitle: z.string().optional(),
      singleURL: z.string().optional(),
      btnOrientation: z.enum(['0', '1']).optional(),
      btns: z.array(z.object({ title: some, actionURL: some })).optional(),
    }),
  }),
  z.object({
    msgtype: z.literal('feedCard'),
    at,
    feedCard: z.object({ links: z.array(z.object({ title: some, messageURL: some, picURL: z.string() })).min(1) }),
  }),
]);
type At = z.infer<typeof at>;

const BODY_BYTES = 20_000;
// Users of the platform report that longer markdown stops being rendered.
const MARKDOWN_CHARS = 3500;

/** Reads a body of sessionWebhook, or of the HTTP answer to a robot callback. */
export function checkWebhookMessage(body: Record<string, unknown>, raw: string): WebhookCheck {
  if (byteLength(raw) > BODY_BYTES)
    return { ok: false, errcode: 460101, errmsg: `message too long, exceed ${BODY_BYTES} bytes` };
  const { msgtype } = body;
  if (!TYPES.includes(String(msgtype))) {
    return { ok: false, errcode: 400105, errmsg: `unsupported msgtype ${JSON.stringify(msgtype ?? null)}` };
  }
  const parsed = MessageSchema.safeParse(body);
  if (!parsed.success) {
    return { ok: false, errcode: 40035, errmsg: `invalid ${msgtype}: ${z.prettifyError(parsed.error)}` };
  }
  const check = drawMessage(parsed.data);
  return check.ok ? { ...check, warnings: [...strayWarnings(body, parsed.data), ...check.warnings] } : check;
}

function drawMessage(message: z.infer<typeof MessageSchema>): WebhookCheck {
  switch (message.msgtype) {
    case 'text':
      return mentioned(message.at, { ok: true, kind: 'text', drawn: { text: message.text.content }, warnings: [] });
    case 'markdown': {
      const { text } = message.markdown;
      const warnings = markdownAdvice(text);
      return mentioned(message.at, { ok: true, kind: 'markdown', drawn: { text, markdown: text }, warnings });
    }
    case 'link':
      return unmentioned(message.at, 'link', drawLink(message.link));
    case 'actionCard': {
      const { singleTitle, singleURL, btns = [], btnOrientation, ...card } = message.actionCard;
      const buttons = singleTitle && singleURL ? [{ title: singleTitle, actionURL: singleURL }] : btns;
      if (buttons.length === 0) return { ok: false, errcode: 40035, errmsg: 'actionCard without singleURL and btns' };
      const direction = btnOrientation === '1' ? 'row' : 'column';
      return mentioned(message.at, drawActionCard({ ...card, buttons, direction }));
    }
    case 'feedCard':
      return unmentioned(message.at, 'feedCard', drawFeed(message.feedCard.links));
  }
}

/** The mention works only where the text itself contains it. */
function mentioned(at: At, check: WebhookCheck): WebhookCheck {
  if (!check.ok) return check;
  const { drawn } = check;
  const wanted = [...at.atUserIds, ...at.atMobiles];
  const mentions = wanted.filter((one) => drawn.text.includes(`@${one}`));
  const idle = wanted
    .filter((one) => !mentions.includes(one))
    .map((one) => `at ${one} has no effect: the text lacks @${one}`);
  const all = [...mentions, ...(at.isAtAll ? ['所有人'] : [])];
  return {
    ...check,
    drawn: all.length > 0 ? { ...drawn, mentions: all } : drawn,
    warnings: [...check.warnings, ...idle],
  };
}

/** link and feedCard cannot mention anybody (机器人回复/发送消息). */
function unmentioned(at: At, kind: string, check: WebhookCheck): WebhookCheck {
  const isIdle = at.isAtAll || at.atUserIds.length + at.atMobiles.length > 0;
  if (!check.ok || !isIdle) return check;
  return { ...check, warnings: [...check.warnings, `at has no effect on ${kind}`] };
}

export function markdownAdvice(text: string): string[] {
  const length = charLength(text);
  const long = `markdown of ${length} characters: above about ${MARKDOWN_CHARS} clients stop rendering it`;
  return [...(length > MARKDOWN_CHARS ? [long] : []), ...dialectAdvice(text, 'dingtalk')];
}

export function drawLink(link: { title: string; text: string; messageUrl: string }): WebhookCheck {
  const blocks: Block[] = [
    { kind: 'title', text: link.title },
    { kind: 'desc', text: link.text },
  ];
  return asCard('link', blocks, link.messageUrl);
}

export function drawActionCard(card: {
  title: string;
  text: string;
  direction: 'row' | 'column';
  buttons: { title: string; actionURL: string }[];
}): WebhookCheck {
  const buttons: ButtonView[] = card.buttons.map((button, index) => ({
    key: `link-${index + 1}`,
    text: button.title,
    enabled: true,
    url: button.actionURL,
  }));
  const blocks: Block[] = [
    { kind: 'markdown', text: card.text },
    { kind: 'buttons', direction: card.direction, buttons },
  ];
  return asCard('actionCard', blocks, undefined, markdownAdvice(card.text));
}

function drawFeed(links: { title: string; messageURL: string; picURL: string }[]): WebhookCheck {
  const blocks = links.map((link): Block => ({ kind: 'link', text: link.title, url: link.messageURL }));
  return asCard('feedCard', blocks);
}

function asCard(type: string, blocks: Block[], url?: string, warnings: string[] = []): WebhookCheck {
  const card = cardFrom({ platform: 'dingtalk', type, blocks, url });
  return { ok: true, kind: 'card', drawn: { text: readCard(card), card }, warnings };
}

/** A reply in the HTTP answer: {} and {"msgtype":"empty"} say nothing (接收消息). */
export function isEmptyReply(body: unknown): boolean {
  return isRecord(body) && (Object.keys(body).length === 0 || body.msgtype === 'empty');
}

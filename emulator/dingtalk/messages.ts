import { z } from 'zod';
import { byteLength, charLength, isRecord } from '../api.ts';
import { type Block, type ButtonView, cardFrom, type Drawn, readCard } from '../drawn.ts';
import { dialectAdvice } from '../markdown-dialect.ts';

/** A message in the webhook format (机器人回复/发送消息), drawn; or the errcode it earns. */
export type WebhookCheck =
  | { ok: true; kind: string; drawn: Drawn; warnings: string[] }
  | { ok: false; errcode: number; errmsg: string };

const some = z.string().min(1);
const BodySchemas = {
  text: z.object({ content: some }),
  markdown: z.object({ title: some, text: some }),
  link: z.object({ title: some, text: some, messageUrl: some, picUrl: z.string().optional() }),
  actionCard: z.object({
    title: some,
    text: some,
    singleTitle: z.string().optional(),
    singleURL: z.string().optional(),
    btnOrientation: z.enum(['0', '1']).optional(),
    btns: z.array(z.object({ title: some, actionURL: some })).optional(),
  }),
  feedCard: z.object({ links: z.array(z.object({ title: some, messageURL: some, picURL: z.string() })).min(1) }),
};
const AtSchema = z.object({
  atMobiles: z.array(z.string()).default([]),
  atUserIds: z.array(z.string()).default([]),
  isAtAll: z.boolean().default(false),
});

const BODY_BYTES = 20_000;
// Users of the platform report that longer markdown stops being rendered.
const MARKDOWN_CHARS = 3500;

/** Reads a body of sessionWebhook, or of the HTTP answer to a robot callback. */
export function checkWebhookMessage(body: Record<string, unknown>, raw: string): WebhookCheck {
  if (byteLength(raw) > BODY_BYTES)
    return { ok: false, errcode: 460101, errmsg: `message too long, exceed ${BODY_BYTES} bytes` };
  const { msgtype } = body;
  if (typeof msgtype !== 'string' || !(msgtype in BodySchemas)) {
    return { ok: false, errcode: 400105, errmsg: `unsupported msgtype ${JSON.stringify(msgtype ?? null)}` };
  }
  const part = body[msgtype];
  const unfit = (error: z.ZodError): WebhookCheck => ({
    ok: false,
    errcode: 40035,
    errmsg: `invalid ${msgtype}: ${z.prettifyError(error)}`,
  });
  const at = AtSchema.safeParse(body.at ?? {});
  if (!at.success) return unfit(at.error);
  switch (msgtype) {
    case 'text': {
      const text = BodySchemas.text.safeParse(part);
      return text.success ? mentioned({ text: text.data.content }, 'text', at.data) : unfit(text.error);
    }
    case 'markdown': {
      const markdown = BodySchemas.markdown.safeParse(part);
      if (!markdown.success) return unfit(markdown.error);
      const { text } = markdown.data;
      return mentioned({ text, markdown: text }, 'markdown', at.data, markdownAdvice(text));
    }
    case 'link': {
      const link = BodySchemas.link.safeParse(part);
      return link.success ? drawLink(link.data) : unfit(link.error);
    }
    case 'actionCard': {
      const card = BodySchemas.actionCard.safeParse(part);
      if (!card.success) return unfit(card.error);
      const { singleTitle, singleURL, btns = [] } = card.data;
      const buttons = singleTitle && singleURL ? [{ title: singleTitle, actionURL: singleURL }] : btns;
      if (buttons.length === 0) return { ok: false, errcode: 40035, errmsg: 'actionCard without singleURL and btns' };
      return drawActionCard({ ...card.data, buttons, direction: card.data.btnOrientation === '1' ? 'row' : 'column' });
    }
    default: {
      const feed = BodySchemas.feedCard.safeParse(part);
      return feed.success ? drawFeed(feed.data.links) : unfit(feed.error);
    }
  }
}

/** The mention works only where the text itself contains it. */
function mentioned(drawn: Drawn, kind: string, at: z.infer<typeof AtSchema>, warnings: string[] = []): WebhookCheck {
  const wanted = [...at.atUserIds, ...at.atMobiles];
  const mentions = wanted.filter((one) => drawn.text.includes(`@${one}`));
  const idle = wanted
    .filter((one) => !mentions.includes(one))
    .map((one) => `at ${one} has no effect: the text lacks @${one}`);
  const all = [...mentions, ...(at.isAtAll ? ['所有人'] : [])];
  return {
    ok: true,
    kind,
    drawn: all.length > 0 ? { ...drawn, mentions: all } : drawn,
    warnings: [...warnings, ...idle],
  };
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

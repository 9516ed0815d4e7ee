import { z } from 'zod';
import { byteLength, charLength, cutBytes, isRecord } from '../api.ts';
import { type Block, cardFrom, type Drawn, readCard } from '../drawn.ts';
import { type Dialect, dialectAdvice } from '../markdown-dialect.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { FindMedia } from './media.ts';
import { isMediaType, type MediaType } from './media-rules.ts';

/** A message body that passed: how it looks, and what the platform did to it. */
export type BodyCheck =
  | { ok: true; kind: string; drawn: Drawn; warnings: string[] }
  | { ok: false; code: number; why: string };

const text = z.string().optional();
const ArticleSchema = z.object({
  title: text,
  description: text,
  url: text,
  picurl: text,
  appid: text,
  pagepath: text,
});

/** The documented fields of the parts that are read here. */
const PartSchemas: Record<string, z.ZodType> = {
  text: z.object({ content: z.unknown().optional() }),
  markdown: z.object({ content: z.unknown().optional() }),
  textcard: z.object({
    title: z.unknown().optional(),
    description: z.unknown().optional(),
    url: z.unknown().optional(),
    btntxt: z.unknown().optional(),
  }),
  news: z.object({ articles: z.array(ArticleSchema) }),
  image: z.object({ media_id: z.unknown().optional() }),
  voice: z.object({ media_id: z.unknown().optional() }),
  file: z.object({ media_id: z.unknown().optional() }),
  video: z.object({ media_id: z.unknown().optional(), title: text, description: text }),
};

const refusal = (code: number, why: string): BodyCheck => ({ ok: false, code, why });

/** Every msgtype of 发送应用消息 (90236) but the template card. */
export function checkBody(msgtype: string, request: Record<string, unknown>, find: FindMedia): BodyCheck {
  const part = request[msgtype];
  if (!isRecord(part)) return refusal(40063, `${msgtype} missing`);
  const check = checkPart(msgtype, part, find);
  const known = PartSchemas[msgtype]?.safeParse(part);
  if (!check.ok || !known?.success) return check;
  return { ...check, warnings: [...strayWarnings(part, known.data, msgtype), ...check.warnings] };
}

function checkPart(msgtype: string, part: Record<string, unknown>, find: FindMedia): BodyCheck {
  if (isMediaType(msgtype)) return checkMediaPart(msgtype, part, find);
  switch (msgtype) {
    case 'text':
      return checkText(part.content);
    case 'markdown':
      return checkMarkdown(part.content, 2048, 'wecom-app');
    case 'textcard':
      return checkTextCard(part);
    case 'news':
      return checkNews(part.articles);
    default:
      return refusal(40008, `invalid message type ${msgtype}`);
  }
}

const MEDIA_NAMES: Record<MediaType, string> = { image: '图片', voice: '语音', video: '视频', file: '文件' };

/** image, voice, video, file: a media_id of 上传临时素材 (90253) of the same type; also the passive reply of that type. */
export function checkMediaPart(type: MediaType, part: Record<string, unknown>, find: FindMedia): BodyCheck {
  if (!part.media_id) return refusal(41006, 'media_id missing');
  const file = find(part.media_id, type);
  if (!file) return refusal(40007, 'invalid media_id');
  const warnings: string[] = [];
  for (const [name, limit] of type === 'video'
    ? ([
        ['title', 128],
        ['description', 512],
      ] as const)
    : []) {
    if (byteLength(String(part[name] ?? '')) > limit) warnings.push(`video.${name} cut to ${limit} bytes`);
  }
  const title = cutBytes(String(part.title ?? ''), 128) || file.name;
  return { ok: true, kind: type, drawn: { text: `[${MEDIA_NAMES[type]}] ${title}`, file }, warnings };
}

/** Text, cut beyond 2048 bytes (90236, 被动回复消息格式 90241). */
export function checkText(content: unknown): BodyCheck {
  if (typeof content !== 'string' || content === '') return refusal(44004, 'content empty');
  const kept = cutBytes(content, 2048);
  const cut =
    kept === content ? [] : [`text cut from ${byteLength(content)} to ${byteLength(kept)} bytes (limit 2048)`];
  return { ok: true, kind: 'text', drawn: { text: kept }, warnings: cut };
}

export function checkMarkdown(content: unknown, limit: number, dialect: Dialect): BodyCheck {
  if (typeof content !== 'string' || content === '') return refusal(44004, 'content empty');
  const size = byteLength(content);
  if (size > limit) return refusal(45002, `markdown of ${size} bytes exceeds ${limit}`);
  return {
    ok: true,
    kind: 'markdown',
    drawn: { text: content, markdown: content },
    warnings: dialectAdvice(content, dialect),
  };
}

function checkTextCard(part: Record<string, unknown>): BodyCheck {
  const { title, description, url, btntxt = '详情' } = part;
  if (typeof title !== 'string' || title === '') return refusal(41016, 'title missing');
  if (typeof description !== 'string' || description === '') return refusal(41033, 'description missing');
  // Guesses: the rules for url are documented (90236), the codes 41010 and 45034 are not.
  if (typeof url !== 'string' || url === '') return refusal(41010, 'url missing');
  if (!/^https?:\/\//.test(url)) return refusal(45034, 'url must begin with http:// or https://');
  if (byteLength(url) > 2048) return refusal(40058, 'url exceeds 2048 bytes');
  if (typeof btntxt !== 'string') return refusal(40058, 'Warning: wrong json format. btntxt');
  const warnings: string[] = [];
  const cut = (name: string, value: string, limit: number) => {
    if (charLength(value) <= limit) return value;
    warnings.push(`textcard.${name} cut from ${charLength(value)} to ${limit} characters`);
    return [...value].slice(0, limit).join('');
  };
  const blocks: Block[] = [
    { kind: 'title', text: cut('title', title, 128) },
    { kind: 'text', text: plainHtml(cut('description', description, 512)) },
    { kind: 'link', text: cut('btntxt', btntxt, 4), url },
  ];
  const card = cardFrom({ platform: 'wecom', type: 'textcard', blocks, url });
  return { ok: true, kind: 'card', drawn: { text: readCard(card), card }, warnings };
}

// 90236 allows <br> and <div class="gray|highlight|normal"> in a description; the drawing keeps the lines.
function plainHtml(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/div>/g, '\n')
    .replace(/<div[^>]*>/g, '')
    .trim();
}

/** 1..8 articles; also the passive reply of that type. */
export function checkNews(articles: unknown): BodyCheck {
  const parsed = z.array(ArticleSchema).safeParse(articles);
  if (!parsed.success) return refusal(40058, 'Warning: wrong json format. news.articles');
  // Guesses again: 45008 for the number of articles, 41010 for a missing url.
  if (parsed.data.length < 1 || parsed.data.length > 8) return refusal(45008, 'news takes 1 to 8 articles');
  const warnings: string[] = [];
  const blocks: Block[] = [];
  for (const [index, article] of parsed.data.entries()) {
    if (!article.title) return refusal(41016, `articles[${index}].title missing`);
    if (!article.url && !article.appid) return refusal(41010, `articles[${index}].url missing`);
    if (byteLength(article.title) > 128) warnings.push(`articles[${index}].title cut to 128 bytes`);
    if (byteLength(article.description ?? '') > 512) warnings.push(`articles[${index}].description cut to 512 bytes`);
    if (article.picurl) blocks.push({ kind: 'image', url: article.picurl });
    blocks.push({ kind: 'title', text: cutBytes(article.title, 128) });
    if (article.description) blocks.push({ kind: 'desc', text: cutBytes(article.description, 512) });
    blocks.push({ kind: 'link', text: '阅读全文', ...(article.url ? { url: article.url } : {}) });
  }
  const card = cardFrom({ platform: 'wecom', type: 'news', blocks });
  return { ok: true, kind: 'card', drawn: { text: readCard(card), card }, warnings };
}

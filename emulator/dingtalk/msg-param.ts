import { z } from 'zod';
import { jsonObject } from '../api.ts';
import type { Drawn } from '../drawn.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { Media } from './media.ts';
import {
  AudioSchema,
  drawAudio,
  drawFile,
  drawImage,
  drawVideo,
  FileSchema,
  ImageSchema,
  type MediaMessage,
  VideoSchema,
} from './media-messages.ts';
import { drawActionCard, drawLink, markdownAdvice, type WebhookCheck } from './messages.ts';

type ParamCheck =
  | { ok: true; kind: string; drawn: Drawn; warnings: string[] }
  | { ok: false; code: string; message: string };

const some = z.string().min(1);
const invalid = (message: string): ParamCheck => ({ ok: false, code: 'invalidParameter.msgParam.invalid', message });

/** Reads msgParam for its msgKey (消息发送与接收类型) and draws it. */
export function drawMsgParam(msgKey: string, msgParam: string, media: Media): ParamCheck {
  const param = jsonObject(msgParam);
  if (!param) return invalid('msgParam不是JSON对象');
  const read = <Shape extends z.ZodType>(shape: Shape, draw: (value: z.infer<Shape>) => ParamCheck): ParamCheck => {
    const parsed = shape.safeParse(param);
    return parsed.success
      ? withStrays(draw(parsed.data), param, parsed.data)
      : invalid(`${msgKey}: ${z.prettifyError(parsed.error)}`);
  };
  const plain = (kind: string, drawn: Drawn, warnings: string[] = []): ParamCheck => ({
    ok: true,
    kind,
    drawn,
    warnings,
  });

  const attached = (message: MediaMessage): ParamCheck =>
    typeof message === 'string' ? invalid(`${msgKey}: ${message}`) : { ok: true, ...message };

  switch (msgKey) {
    case 'sampleText':
      return read(z.object({ content: some }), ({ content }) => plain('text', { text: content }));
    case 'sampleMarkdown':
      return read(z.object({ title: some, text: some }), ({ text }) =>
        plain('markdown', { text, markdown: text }, markdownAdvice(text)),
      );
    case 'sampleLink':
      return read(z.object({ title: some, text: some, messageUrl: some, picUrl: z.string().optional() }), (link) =>
        adopt(drawLink(link)),
      );
    case 'sampleImageMsg':
      return read(ImageSchema, (image) => attached(drawImage(image, media)));
    case 'sampleAudio':
      return read(AudioSchema, (audio) => attached(drawAudio(audio, media)));
    case 'sampleFile':
      return read(FileSchema, (file) => attached(drawFile(file, media)));
    case 'sampleVideo':
      return read(VideoSchema, (video) => attached(drawVideo(video, media)));
    default:
      return drawSampleActionCard(msgKey, param);
  }
}

function drawSampleActionCard(msgKey: string, param: Record<string, unknown>): ParamCheck {
  const buttons = buttonNames(msgKey);
  if (!buttons) return { ok: false, code: 'invalidParameter.msgKey.invalid', message: `msgKey无效：${msgKey}` };
  const text = (name: string) => (typeof param[name] === 'string' ? String(param[name]) : '');
  const needed = ['title', 'text', ...buttons.flat()];
  const missing = needed.filter((name) => text(name) === '');
  if (missing.length > 0) return invalid(`${msgKey}: 缺少 ${missing.join(', ')}`);
  const drawn = drawActionCard({
    title: text('title'),
    text: text('text'),
    direction: msgKey === 'sampleActionCard6' ? 'row' : 'column',
    buttons: buttons.map(([title, url]) => ({ title: text(title), actionURL: text(url) })),
  });
  return withStrays(adopt(drawn), param, Object.fromEntries(needed.map((name) => [name, ''])));
}

function buttonNames(msgKey: string): [title: string, url: string][] | undefined {
  if (msgKey === 'sampleActionCard') return [['singleTitle', 'singleURL']];
  if (msgKey === 'sampleActionCard6') {
    return [1, 2].map((number) => [`buttonTitle${number}`, `buttonUrl${number}`]);
  }
  const count = /^sampleActionCard([2-5])$/.exec(msgKey)?.[1];
  if (!count) return undefined;
  return Array.from({ length: Number(count) }, (_, index) => [`actionTitle${index + 1}`, `actionURL${index + 1}`]);
}

function withStrays(check: ParamCheck, param: Record<string, unknown>, read: unknown): ParamCheck {
  return check.ok ? { ...check, warnings: [...strayWarnings(param, read, 'msgParam'), ...check.warnings] } : check;
}

function adopt(check: WebhookCheck): ParamCheck {
  return check.ok ? check : invalid(check.errmsg);
}

import { type ApiHandler, byteLength, isRecord, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Drawn } from '../drawn.ts';
import { keepFile } from '../files.ts';
import { strayWarnings } from '../stray-keys.ts';
import { mentionsOf, withoutMentions } from './appchat.ts';
import { checkCard } from './card-rules.ts';
import { accept, refuse } from './errors.ts';
import { readInlineImage } from './inline-image.ts';
import type { WecomMedia } from './media.ts';
import { type BodyCheck, checkBody, checkMarkdown } from './message-bodies.ts';
import { createSentCards } from './sent-cards.ts';

export interface Webhook {
  /** POST /cgi-bin/webhook/send?key=…: no token, the key is the only secret. */
  send: ApiHandler;
  /** POST /cgi-bin/webhook/upload_media?key=…&type=file|voice. */
  upload: ApiHandler;
}

/** What people read over a webhook's messages. */
const SENDER = '消息推送';
const MARKDOWN_BYTES = 4096;
const TEXT_BYTES = 2048;
const IMAGE_BYTES = 2 * 1024 ** 2;
const MINUTE = 60_000;

const refusal = (code: number, why: string): BodyCheck => ({ ok: false, code, why });

/** 消息推送配置说明 (99110, digest 4), formerly 群机器人: messages into one internal group. */
export function createWebhook(deps: Deps, media: WecomMedia): Webhook {
  const { directory, mailbox, clock, settings } = deps;
  const cards = createSentCards(mailbox);
  const sent = new Map<string, number[]>();
  const groupOf = (key: string | null) => directory.world.wecom?.groups.find((one) => one.webhookKey === key);
  const owner = (key: string) => `webhook ${key}`;

  const check = (msgtype: string, body: Record<string, unknown>, key: string): BodyCheck => {
    const part = body[msgtype];
    if (!isRecord(part)) return refusal(40063, `${msgtype} missing`);
    // The limits are documented (99110); that 40058 answers a longer text is a guess.
    if (msgtype === 'text' && byteLength(String(part.content ?? '')) > TEXT_BYTES) {
      return refusal(40058, `text.content exceed max length ${TEXT_BYTES}`);
    }
    switch (msgtype) {
      case 'markdown':
      case 'markdown_v2': {
        if (byteLength(String(part.content ?? '')) > MARKDOWN_BYTES) {
          return refusal(40058, `${msgtype}.content exceed max length ${MARKDOWN_BYTES}`);
        }
        return checkMarkdown(part.content, MARKDOWN_BYTES, msgtype === 'markdown' ? 'wecom-app' : 'wecom-aibot');
      }
      case 'image':
        return checkImage(deps, part);
      case 'text':
      case 'news':
      case 'file':
      case 'voice':
        return checkBody(msgtype, withoutMentions(msgtype, body), media.of(owner(key)));
      default:
        return refusal(40008, `invalid message type ${msgtype}`);
    }
  };

  const isTooFast = (key: string) => {
    const recent = (sent.get(key) ?? []).filter((at) => at > clock.now() - MINUTE && at <= clock.now());
    const isOver = recent.length >= settings.wecomWebhook.perMinute;
    sent.set(key, isOver ? recent : [...recent, clock.now()]);
    return isOver;
  };

  return {
    upload(call) {
      const key = call.query.get('key') ?? '';
      return groupOf(key) ? media.take(call, owner(key), ['file', 'voice']) : refuse(93000, 'invalid webhook url');
    },
    send(call) {
      const key = call.query.get('key') ?? '';
      const group = groupOf(key);
      const channel = directory.world.wecom?.aibot ? 'wecom-aibot' : 'wecom-chat';
      const conversation = group && directory.group(channel, group.chatId);
      if (!group || !conversation) return refuse(93000, 'invalid webhook url');
      const body = jsonObject(call.body);
      if (!body) return refuse(40058, 'the body is not a JSON object');
      if (isTooFast(key)) return refuse(settings.wecomWebhook.rateCode, 'api freq out of limit');
      const msgtype = String(body.msgtype ?? '');
      const post = (kind: string, draw: Drawn | ((viewer: string) => Drawn), found: readonly string[]) => {
        const warnings = [...strayWarnings(body, { msgtype, [msgtype]: body[msgtype] }), ...found];
        call.warnings.push(...warnings);
        return mailbox.post({ conversation: conversation.id, from: 'bot', sender: SENDER, kind, draw, warnings });
      };
      if (msgtype === 'template_card') {
        const card = checkNotice(body.template_card, deps, media.attachments(owner(key)));
        if (!card.ok) return refuse(card.code, card.why);
        post('card', cards.drawFor(cards.create(card.card, conversation.members)), card.warnings);
        return accept();
      }
      const checked = check(msgtype, body, key);
      if (!checked.ok) return refuse(checked.code, checked.why);
      post(checked.kind, { ...checked.drawn, ...mentionsOf(msgtype, body) }, checked.warnings);
      return accept();
    },
  };
}

/** Only the two cards without callbacks, without a menu, and with a picture where there are news (digest 5.1, column H). */
function checkNotice(input: unknown, { directory }: Deps, attachment: ReturnType<WecomMedia['attachments']>) {
  const check = checkCard(input, {
    variant: 'app',
    lengths: 'aibot',
    purpose: 'send',
    hasUser: (userId) => directory.byWecomId(userId) !== undefined,
    attachment,
  });
  if (!check.ok) return check;
  const { card_type: type, action_menu: menu, card_image: image } = check.card;
  const refused = (code: number, what: string) => ({
    ok: false as const,
    code,
    why: `template_card.${what} not offered`,
  });
  if (type !== 'text_notice' && type !== 'news_notice') return refused(42031, `card_type ${type}`);
  if (type === 'news_notice' && !image?.url)
    return { ...refused(42044, ''), why: 'template_card.card_image.url missing' };
  if (!menu) return check;
  const { action_menu: _menu, ...card } = check.card;
  return {
    ...check,
    card,
    warnings: [...check.warnings, 'template_card.action_menu: not offered by a webhook, ignored'],
  };
}

/** At most 2 MB (99110). */
function checkImage({ files }: Deps, part: Record<string, unknown>): BodyCheck {
  const image = readInlineImage(part, IMAGE_BYTES);
  if ('code' in image) return refusal(image.code, image.why);
  return { ok: true, kind: 'image', drawn: { text: '[图片]', file: keepFile(files, image) }, warnings: [] };
}

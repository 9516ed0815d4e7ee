import { isRecord } from '../api.ts';
import { opaqueId } from '../crypto.ts';
import { RefusedError } from '../errors.ts';
import type { Saying } from '../player.ts';

interface AibotContent {
  content: Record<string, unknown>;
  shown: string;
  quote?: string;
  /** Kinds the bot hears in one-to-one chats only (智能机器人 接收消息 100719). */
  directOnly: boolean;
}

/** The message kinds of 100719, as the bot gets them and as the person sees them. */
export function aibotContent(saying: Saying, botName: string): AibotContent {
  const { kind, text, extra, conversation, mention } = saying;
  const at = conversation.kind === 'group' && mention ? `@${botName} ` : '';
  const url = String(extra.url ?? `https://wework.qpic.cn/emulator/${opaqueId(text, kind).slice(0, 24)}`);
  const plain = { msgtype: 'text', text: { content: at + text } };
  switch (kind) {
    case 'text':
      return { content: plain, shown: at + text, directOnly: false };
    case 'quote': {
      const quoted = String(extra.quote ?? '');
      const quote = isRecord(extra.quote) ? extra.quote : { msgtype: 'text', text: { content: quoted } };
      const shown = isRecord(extra.quote) ? JSON.stringify(extra.quote) : quoted;
      return { content: { ...plain, quote }, shown: at + text, quote: shown, directOnly: false };
    }
    case 'mixed': {
      const items = Array.isArray(extra.items)
        ? extra.items
        : [
            { msgtype: 'text', text: { content: at + text } },
            { msgtype: 'image', image: { url } },
          ];
      return {
        content: { msgtype: 'mixed', mixed: { msg_item: items } },
        shown: `${at}${text} [图片]`,
        directOnly: false,
      };
    }
    case 'image':
      return { content: { msgtype: 'image', image: { url } }, shown: '[图片]', directOnly: true };
    case 'voice':
      return { content: { msgtype: 'voice', voice: { content: text } }, shown: `[语音] ${text}`, directOnly: true };
    case 'file':
      return { content: { msgtype: 'file', file: { url } }, shown: `[文件] ${text}`, directOnly: true };
    case 'video':
      return { content: { msgtype: 'video', video: { url } }, shown: '[视频]', directOnly: true };
    default:
      throw new RefusedError(`the AI bot has no "${kind}" message (接收消息 100719)`);
  }
}

import { isRecord } from '../api.ts';
import { opaqueId } from '../crypto.ts';
import { RefusedError } from '../errors.ts';
import type { StoredFile } from '../files.ts';
import type { Saying } from '../player.ts';
import { sentFile } from '../sent-file.ts';

interface AibotContent {
  content: Record<string, unknown>;
  shown: string;
  quote?: string;
  /** What the person sent, where it has content. */
  file?: StoredFile;
  /** Kinds the bot hears in one-to-one chats only (智能机器人 接收消息 100719). */
  directOnly: boolean;
}

/** The message kinds of 100719, as the bot gets them and as the person sees them. */
export function aibotContent(saying: Saying, botName: string, offer: (file: StoredFile) => string): AibotContent {
  const { kind, text, extra, conversation, mention } = saying;
  const at = conversation.kind === 'group' && mention ? `@${botName} ` : '';
  const file = kind === 'file' || extra.contentBase64 !== undefined ? sentFile(saying) : undefined;
  const media = () => (file && extra.url === undefined ? offer(file) : url);
  const withFile = file && { file };
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
      return { content: { msgtype: 'image', image: { url: media() } }, shown: '[图片]', ...withFile, directOnly: true };
    case 'voice':
      return { content: { msgtype: 'voice', voice: { content: text } }, shown: `[语音] ${text}`, directOnly: true };
    case 'file':
      return {
        content: { msgtype: 'file', file: { url: media() } },
        shown: `[文件] ${file?.name ?? text}`,
        ...withFile,
        directOnly: true,
      };
    case 'video':
      return { content: { msgtype: 'video', video: { url: media() } }, shown: '[视频]', ...withFile, directOnly: true };
    default:
      throw new RefusedError(`the AI bot has no "${kind}" message (接收消息 100719)`);
  }
}

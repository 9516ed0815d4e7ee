import { opaqueId } from '../crypto.ts';
import { RefusedError } from '../errors.ts';
import type { Saying } from '../player.ts';
import type { XmlNode } from '../xml.ts';

interface AppMessage {
  fields: XmlNode;
  /** How the person's own screen shows it. */
  shown: string;
}

/** Where a picture, voice or video that has content is kept: its media_id, and an address for pictures. */
export interface KeptMedia {
  mediaId: string;
  picUrl: string;
}

const text = (value: unknown, fallback: string) => (value === undefined ? fallback : String(value));

/** The message kinds of 消息格式 (90239). There is no file message: an app conversation offers none. */
export function appMessage(
  { kind, text: content, extra }: Pick<Saying, 'kind' | 'text' | 'extra'>,
  msgId: string,
  kept: KeptMedia | undefined,
): AppMessage {
  const media = kept?.mediaId ?? `m_${opaqueId(msgId).slice(0, 40)}`;
  const message = (fields: XmlNode, shown: string): AppMessage => ({
    fields: { MsgType: kind, ...fields, MsgId: msgId },
    shown,
  });
  switch (kind) {
    case 'text':
      return message({ Content: content }, content);
    case 'image':
      return message(
        { PicUrl: text(extra.picUrl, kept?.picUrl ?? 'https://wework.qpic.cn/wwpic/emulator/0'), MediaId: media },
        '[图片]',
      );
    case 'voice':
      return message({ MediaId: media, Format: text(extra.format, 'amr') }, '[语音]');
    case 'video':
      return message({ MediaId: media, ThumbMediaId: `t${media}` }, '[视频]');
    case 'location':
      return message(
        {
          Location_X: text(extra.latitude, '26.647'),
          Location_Y: text(extra.longitude, '106.630'),
          Scale: text(extra.scale, '16'),
          Label: content,
          AppType: 'wxwork',
        },
        `[位置] ${content}`,
      );
    case 'link': {
      const url = text(extra.url, 'https://example.com/');
      const title = content || url;
      return message(
        { Title: title, Description: text(extra.description, ''), Url: url, PicUrl: text(extra.picUrl, '') },
        `[链接] ${title}`,
      );
    }
    default:
      throw new RefusedError(`an app conversation has no "${kind}" message (消息格式 90239)`);
  }
}

import { opaqueId } from '../crypto.ts';
import { RefusedError } from '../errors.ts';
import type { StoredFile } from '../files.ts';
import type { Saying } from '../player.ts';
import { sentFile } from '../sent-file.ts';

interface RobotContent {
  fields: Record<string, unknown>;
  shown: string;
  quote?: string;
  /** What a picture, voice, video or file message carries. */
  file?: StoredFile;
  /** Voice, video and file arrive in one-to-one chats only (消息发送与接收类型). */
  directOnly: boolean;
}

export interface ContentOptions {
  robotName: string;
  leadingSpace: boolean;
  /** Gives a file its downloadCode. */
  offer(file: StoredFile): string;
}

/** The message kinds of 接收消息, as the robot gets them and as the person sees them (digest 1.3). */
export function robotContent(saying: Saying, { robotName, leadingSpace, offer }: ContentOptions): RobotContent {
  const { kind, text, extra, conversation, mention } = saying;
  const isMentioned = conversation.kind === 'group' && mention;
  // In a group the mention is cut out of the text and leaves a space.
  const sent = isMentioned && leadingSpace ? ` ${text}` : text;
  const shown = isMentioned ? `@${robotName} ${text}` : text;
  switch (kind) {
    case 'text':
      return { fields: { msgtype: 'text', text: { content: sent } }, shown, directOnly: false };
    case 'quote': {
      const quote = String(extra.quote ?? '');
      const repliedMsg = {
        msgId: String(extra.quotedMessageId ?? `msg${opaqueId(quote).slice(0, 22)}==`),
        msgType: 'text',
        senderId: `$:LWCP_v1:$${opaqueId('quoted').slice(0, 24)}`,
        createdAt: Number(extra.quotedAt ?? 0),
        content: { text: quote },
      };
      const body = { content: sent, isReplyMsg: true, repliedMsg };
      return { fields: { msgtype: 'text', text: body }, shown, quote, directOnly: false };
    }
    case 'richText': {
      const items = Array.isArray(extra.items)
        ? extra.items
        : [{ text }, { type: 'picture', ...pictureCodes(offer(sentFile(saying))) }];
      const richText = isMentioned && leadingSpace ? [{ text: ' ' }, ...items] : items;
      return { fields: { msgtype: 'richText', content: { richText } }, shown: `${shown} [图片]`, directOnly: false };
    }
    case 'picture':
    case 'image': {
      const file = sentFile(saying);
      const fields = { msgtype: 'picture', content: pictureCodes(offer(file)) };
      return { fields, shown: '[图片]', file, directOnly: false };
    }
    case 'audio':
    case 'voice': {
      const file = sentFile(saying);
      const content = { duration: Number(extra.duration ?? 3000), downloadCode: offer(file), recognition: text };
      return { fields: { msgtype: 'audio', content }, shown: `[语音] ${text}`, file, directOnly: true };
    }
    case 'video': {
      const file = sentFile(saying);
      const content = { duration: Number(extra.duration ?? 10), videoType: 'mp4', downloadCode: offer(file) };
      return { fields: { msgtype: 'video', content }, shown: '[视频]', file, directOnly: true };
    }
    case 'file': {
      const file = sentFile(saying);
      const content = { downloadCode: offer(file), fileName: file.name, spaceId: '1', fileId: '1' };
      return { fields: { msgtype: 'file', content }, shown: `[文件] ${file.name}`, file, directOnly: true };
    }
    case 'unknown':
      return {
        fields: { msgtype: 'unknownMsgType', content: { unknownMsgType: text } },
        shown: `[其他] ${text}`,
        directOnly: false,
      };
    default:
      throw new RefusedError(`the robot has no "${kind}" message (接收消息)`);
  }
}

function pictureCodes(code: string) {
  return { downloadCode: code, pictureDownloadCode: code };
}

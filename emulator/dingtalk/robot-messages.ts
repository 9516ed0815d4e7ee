import { opaqueId } from '../crypto.ts';
import { RefusedError } from '../errors.ts';
import type { Saying } from '../player.ts';

interface RobotContent {
  fields: Record<string, unknown>;
  shown: string;
  quote?: string;
  /** Voice, video and file arrive in one-to-one chats only (消息发送与接收类型). */
  directOnly: boolean;
}

/** The message kinds of 接收消息, as the robot gets them and as the person sees them. */
export function robotContent(saying: Saying, robotName: string, leadingSpace: boolean): RobotContent {
  const { kind, text, extra, conversation, mention } = saying;
  const isMentioned = conversation.kind === 'group' && mention;
  // In a group the mention is cut out of the text and leaves a space.
  const sent = isMentioned && leadingSpace ? ` ${text}` : text;
  const shown = isMentioned ? `@${robotName} ${text}` : text;
  const code = opaqueId('download', kind, text).slice(0, 40);
  const picture = { downloadCode: code, pictureDownloadCode: code };
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
      const items = Array.isArray(extra.items) ? extra.items : [{ text }, { type: 'picture', ...picture }];
      const richText = isMentioned && leadingSpace ? [{ text: ' ' }, ...items] : items;
      return { fields: { msgtype: 'richText', content: { richText } }, shown: `${shown} [图片]`, directOnly: false };
    }
    case 'picture':
    case 'image':
      return { fields: { msgtype: 'picture', content: picture }, shown: '[图片]', directOnly: false };
    case 'audio':
    case 'voice': {
      const content = { duration: Number(extra.duration ?? 3000), downloadCode: code, recognition: text };
      return { fields: { msgtype: 'audio', content }, shown: `[语音] ${text}`, directOnly: true };
    }
    case 'video': {
      const content = { duration: Number(extra.duration ?? 10), videoType: 'mp4', downloadCode: code };
      return { fields: { msgtype: 'video', content }, shown: '[视频]', directOnly: true };
    }
    case 'file': {
      const content = { downloadCode: code, fileName: text, spaceId: '1', fileId: '1' };
      return { fields: { msgtype: 'file', content }, shown: `[文件] ${text}`, directOnly: true };
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

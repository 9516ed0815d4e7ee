import { z } from 'zod';
import type { Drawn } from '../drawn.ts';
import type { Media, MediaType } from './media.ts';

// The msgKeys whose msgParam names an uploaded file (消息发送与接收类型, digest 4.2).

const some = z.string().min(1);
// The digest does not say whether these are texts.
const figure = z.union([z.string(), z.number()]);

export const ImageSchema = z.object({ photoURL: some });
export const FileSchema = z.object({
  mediaId: some,
  fileName: some,
  fileType: z.enum(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']),
});
export const AudioSchema = z.object({ mediaId: some, duration: z.string().regex(/^\d+$/) });
export const VideoSchema = z.object({
  duration: figure,
  videoMediaId: some,
  videoType: z.literal('mp4'),
  picMediaId: some,
  height: figure,
  width: figure,
});

/** A drawn message, or what is wrong with its ids. */
export type MediaMessage = { kind: string; drawn: Drawn; warnings: string[] } | string;

export function drawImage({ photoURL }: z.infer<typeof ImageSchema>, media: Media): MediaMessage {
  // URL or media id; an id begins with @ (digest 4.5).
  if (!photoURL.startsWith('@')) {
    const isUrl = /^https?:\/\//i.test(photoURL);
    const drawn = { text: '[图片]', pictureUrl: photoURL };
    return isUrl ? { kind: 'image', drawn, warnings: [] } : 'photoURL既不是URL也不是mediaId';
  }
  const message = attach(media, 'image', photoURL, { kind: 'image', text: '[图片]' });
  if (typeof message === 'string' || message.drawn.file?.type !== undefined) return message;
  // The upload is refused by its ending only: the digest does not say that the content is looked at.
  return { ...message, warnings: [`图片 ${message.drawn.file?.name} 的内容不是 jpg、gif、png、bmp，客户端无法显示`] };
}

export function drawFile({ mediaId, fileName, fileType }: z.infer<typeof FileSchema>, media: Media): MediaMessage {
  const drawn = attach(media, 'file', mediaId, { kind: 'file', text: `[文件] ${fileName}`, name: fileName });
  const isMisnamed = !fileName.toLowerCase().endsWith(`.${fileType}`);
  if (typeof drawn === 'string' || !isMisnamed) return drawn;
  return { ...drawn, warnings: [`文件名 ${fileName} 的后缀与 fileType ${fileType} 不一致`] };
}

export function drawAudio({ mediaId, duration }: z.infer<typeof AudioSchema>, media: Media): MediaMessage {
  return attach(media, 'voice', mediaId, { kind: 'voice', text: `[语音] ${Math.round(Number(duration) / 1000)}秒` });
}

export function drawVideo({ videoMediaId, picMediaId }: z.infer<typeof VideoSchema>, media: Media): MediaMessage {
  if (!media.find('image', picMediaId)) return `picMediaId无效：${picMediaId}`;
  return attach(media, 'video', videoMediaId, { kind: 'video', text: '[视频]' });
}

function attach(
  media: Media,
  type: MediaType,
  mediaId: string,
  look: { kind: string; text: string; name?: string },
): MediaMessage {
  const file = media.find(type, mediaId);
  if (!file) return `mediaId无效：${mediaId}`;
  return { kind: look.kind, drawn: { text: look.text, file: { ...file, name: look.name ?? file.name } }, warnings: [] };
}

import { useState } from 'preact/hooks';
import type { MessageView } from './types.ts';

type FileView = NonNullable<MessageView['file']>;

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** A file in the chat: what it is called, how large it is, and the way to have it. A picture is shown as well. */
export function File({ file, isPicture }: { file: FileView; isPicture: boolean }) {
  const [isSeen, setSeen] = useState(isPicture);
  const url = `/emulator/files/${encodeURIComponent(file.id)}`;
  return (
    <div class="file" data-testid="file">
      {isSeen ? <img class="picture" src={url} alt={file.name} onError={() => setSeen(false)} /> : null}
      <a class="file-link" href={url} download={file.name} data-testid="file-download">
        <span class="file-sign" aria-hidden="true">
          {ending(file.name)}
        </span>
        <span class="file-text">
          <strong>{file.name}</strong>
          <span>{sizeText(file.size)}</span>
        </span>
        <span class="file-action">下载</span>
      </a>
    </div>
  );
}

/** What stands on the sign of a file: its ending, if it is short. */
function ending(name: string): string {
  const found = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  return found?.toUpperCase() ?? '文件';
}

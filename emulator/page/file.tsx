import type { FileView } from './types.ts';

export function fileUrl({ id }: FileView): string {
  return `/emulator/files/${encodeURIComponent(id)}`;
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** A file in the chat: what it is called, how large it is, and the way to have it. */
export function File({ file }: { file: FileView }) {
  return (
    <div class="file" data-testid="file">
      <a class="file-link" href={fileUrl(file)} download={file.name} data-testid="file-download">
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

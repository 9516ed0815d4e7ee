import type { ComponentChild } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fileUrl, sizeText } from './file.tsx';
import type { FileView } from './types.ts';

interface Source {
  url: string;
  /** Of a picture that is kept here; what lies elsewhere has only its address. */
  file?: FileView;
}

const readOut = ({ file }: Source) => (file ? `图片：${file.name}` : '图片');

/** A kept picture. */
export function FilePicture({ file, instead }: { file: FileView; instead: ComponentChild }) {
  return <Picture source={{ url: fileUrl(file), file }} instead={instead} />;
}

/** A picture in the chat, no wider than its bubble; pressed, all of it is shown. What cannot be shown has something instead. */
export function Picture({ source, instead }: { source: Source; instead: ComponentChild }) {
  const [isOpen, setOpen] = useState(false);
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return <>{instead}</>;
  return (
    <>
      <button
        type="button"
        class="picture-open"
        title="查看大图"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        data-testid="picture"
      >
        <img src={source.url} alt={readOut(source)} onError={() => setMissing(true)} />
      </button>
      {isOpen ? <WholePicture source={source} closed={() => setOpen(false)} /> : null}
    </>
  );
}

function WholePicture({ source, closed }: { source: Source; closed: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { url, file } = source;
  return (
    <dialog
      ref={dialog}
      class="picture-whole"
      aria-label={readOut(source)}
      onClose={closed}
      data-testid="picture-whole"
    >
      <header>
        <button type="button" onClick={() => dialog.current?.close()} data-testid="picture-close">
          关闭
        </button>
        <p>
          {file ? (
            <>
              {file.name}
              <span>{sizeText(file.size)}</span>
            </>
          ) : null}
        </p>
        {file ? (
          <a href={url} download={file.name} data-testid="file-download">
            下载
          </a>
        ) : (
          <a href={url} target="_blank" rel="noopener noreferrer">
            打开原图
          </a>
        )}
      </header>
      <img src={url} alt={readOut(source)} />
    </dialog>
  );
}

import { useRef, useState } from 'preact/hooks';
import { isMoving, sayFile } from './store.ts';
import type { Conversation } from './types.ts';

/** Where a person can send a file and the bot hears of it: one-to-one with a bot; an app conversation offers none. */
export function takesFiles({ channel, kind }: Conversation): boolean {
  return kind === 'direct' && (channel === 'wecom-aibot' || channel === 'dingtalk-robot');
}

/** The paperclip. */
export function FileButton() {
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (file: globalThis.File | undefined) => {
    if (!file) return;
    setBusy(true);
    await sayFile(file.name, await base64Of(file));
    setBusy(false);
    // The same file can be chosen again.
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => void send(event.currentTarget.files?.[0])}
        data-testid="file-input"
      />
      <button
        type="button"
        class="attach"
        aria-label="发送文件"
        title="发送文件"
        disabled={isBusy || isMoving()}
        onClick={() => input.current?.click()}
        data-testid="attach"
      >
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path
            d="M20 11.5 12.2 19.3a5 5 0 0 1-7-7l8-8a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </svg>
      </button>
    </>
  );
}

/** A data address carries the bytes in base64 after its comma; an empty file has no comma there. */
function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

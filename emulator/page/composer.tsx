import { useEffect, useRef, useState } from 'preact/hooks';
import { FileButton, takesFiles } from './file-button.tsx';
import { isKeyboardAtHand } from './input-focus.ts';
import { isMoving, say } from './store.ts';
import type { Conversation } from './types.ts';
import type { View } from './view.ts';

/** A second click on an example within this time is the end of a double click. */
const DOUBLE_CLICK_MS = 700;
// Whether no conversation has been shown yet.
let isFirst = true;

/** What I say next: examples, the mention in groups, the input. */
export function Composer({ view, conversation }: { view: View; conversation: Conversation }) {
  const [text, setText] = useState('');
  const [mention, setMention] = useState(true);
  const input = useRef<HTMLTextAreaElement>(null);
  const clickedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    // Only as the page opens: whoever walks through the conversations by keyboard is not carried off.
    if (isFirst && isKeyboardAtHand()) input.current?.focus();
    isFirst = false;
  }, []);
  const isHeld = view.clock?.movingTo !== undefined;
  const isGroup = conversation.kind === 'group';
  const examples = (view.world?.examples ?? []).filter(
    (one) =>
      (one.personId === undefined || one.personId === view.as) &&
      (one.channel === undefined || one.channel === conversation.channel),
  );
  const send = async (words: string) => {
    if (words.trim() === '' || isMoving()) return;
    setText('');
    if (!(await say(words, !isGroup || mention))) setText(words);
  };
  const sendExample = async (words: string) => {
    const at = performance.now();
    if (at - clickedAt.current < DOUBLE_CLICK_MS) return;
    clickedAt.current = at;
    await say(words, !isGroup || mention);
    if (isKeyboardAtHand()) input.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send(text).then(() => input.current?.focus());
      }}
    >
      {examples.length > 0 ? (
        <fieldset class="examples" aria-label="示例">
          {examples.map((example) => (
            <button
              type="button"
              class="chip"
              data-testid="example"
              disabled={isMoving()}
              onClick={() => void sendExample(example.text)}
            >
              {example.text}
            </button>
          ))}
        </fieldset>
      ) : null}
      {isGroup && conversation.channel !== 'wecom-chat' ? (
        <label class="mention-toggle">
          <input
            type="checkbox"
            checked={mention}
            onChange={(event) => setMention(event.currentTarget.checked)}
            data-testid="mention"
          />
          <span>@{botName(view, conversation)}（不@则机器人收不到）</span>
        </label>
      ) : null}
      {isHeld && text !== '' ? (
        <p class="hold" role="status">
          时间正在走，停下后再发送。
        </p>
      ) : null}
      <div class="composer-row">
        {takesFiles(conversation) ? <FileButton /> : null}
        <textarea
          ref={input}
          rows={1}
          value={text}
          aria-label="输入消息，按回车发送"
          placeholder={isHeld ? '时间正在走，停下后再发送' : '输入消息，按回车发送'}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // A return that ends an input method's composition is no sending.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void send(text);
          }}
          data-testid="input"
        />
        <button type="submit" class="send" disabled={text.trim() === '' || isMoving()} data-testid="send">
          发送
        </button>
      </div>
    </form>
  );
}

function botName(view: View, conversation: Conversation): string {
  const direct = view.world?.conversations.find((one) => one.kind === 'direct' && one.channel === conversation.channel);
  return direct?.title ?? '机器人';
}

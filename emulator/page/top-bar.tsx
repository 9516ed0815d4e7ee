import { useEffect, useState } from 'preact/hooks';
import { advance, moveTo, now, type View } from './store.ts';
import { clockTime, inputTime, longDate } from './time.ts';

const HOUR = 3_600_000;

/** The virtual clock and its buttons. */
export function TopBar({ view }: { view: View }) {
  const [, tick] = useState(0);
  const [isPicking, setPicking] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
  const time = now();
  return (
    <header class="top">
      <h1>企业微信 · 钉钉 模拟器</h1>
      <p class="demo-note">演示环境：数据均为示例</p>
      <div class="clock" data-testid="clock">
        <span>{view.clock ? longDate(time) : '…'}</span>
        <strong>{view.clock ? clockTime(time) : ''}</strong>
        {view.clock?.mode === 'frozen' ? <span class="frozen">时钟已停住</span> : null}
      </div>
      <fieldset class="clock-buttons" aria-label="拨动时钟">
        <button type="button" disabled={view.moving} onClick={() => void advance(HOUR)} data-testid="advance-hour">
          +1小时
        </button>
        <button type="button" disabled={view.moving} onClick={() => void advance(24 * HOUR)} data-testid="advance-day">
          +1天
        </button>
        <button
          type="button"
          disabled={view.moving}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
          data-testid="advance-to"
        >
          到某日…
        </button>
      </fieldset>
      {view.moving ? (
        <p class="moving" role="status">
          时间正在走…
        </p>
      ) : null}
      {isPicking ? <Picker close={() => setPicking(false)} /> : null}
      {view.online ? null : <p class="offline">与模拟器的连接断开，正在重连…</p>}
    </header>
  );
}

function Picker({ close }: { close: () => void }) {
  const [to, setTo] = useState(inputTime(now() + 24 * HOUR));
  return (
    <form
      class="picker"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        void moveTo(to);
      }}
    >
      <label>
        <span>把时钟拨到（途中到期的任务会逐一触发）</span>
        <input
          type="datetime-local"
          value={to}
          min={inputTime(now())}
          onInput={(event) => setTo(event.currentTarget.value)}
          data-testid="advance-date"
        />
      </label>
      <button type="submit" class="primary" data-testid="advance-go">
        前往
      </button>
      <button type="button" onClick={close}>
        取消
      </button>
    </form>
  );
}

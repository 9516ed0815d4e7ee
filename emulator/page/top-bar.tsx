import { useEffect, useState } from 'preact/hooks';
import { ClockPicker } from './clock-picker.tsx';
import { advance, halt, isMoving, now } from './store.ts';
import { clockTime, dayAndTime, longDate } from './time.ts';
import type { View } from './view.ts';

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
      <h1>
        {view.world?.title ? <strong>{view.world.title}</strong> : null}
        {view.world?.title ? ' ' : ''}
        <span>企业微信 · 钉钉 模拟器</span>
      </h1>
      <p class="demo-note">演示环境：数据均为示例</p>
      <div class="clock" data-testid="clock">
        <span>{view.clock ? longDate(time) : '…'}</span>
        <strong>{view.clock ? clockTime(time) : ''}</strong>
        {view.clock?.mode === 'frozen' ? <span class="frozen">时钟已停住</span> : null}
      </div>
      <fieldset class="clock-buttons" aria-label="拨动时钟">
        <button type="button" disabled={isMoving()} onClick={() => void advance(HOUR)} data-testid="advance-hour">
          +1小时
        </button>
        <button type="button" disabled={isMoving()} onClick={() => void advance(24 * HOUR)} data-testid="advance-day">
          +1天
        </button>
        <button
          type="button"
          disabled={isMoving()}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
          data-testid="advance-to"
        >
          到某日…
        </button>
      </fieldset>
      {view.clock?.movingTo === undefined ? null : <Moving to={view.clock.movingTo} />}
      {isPicking ? <ClockPicker close={() => setPicking(false)} /> : null}
      {view.online ? null : <p class="offline">与模拟器的连接断开，正在重连…</p>}
    </header>
  );
}

/** Where the clock is going, and the way to end it. */
function Moving({ to }: { to: number }) {
  return (
    <p class="moving" role="status" data-testid="moving">
      <span>正在前往 {dayAndTime(to)} …</span>
      <button type="button" onClick={() => void halt()} data-testid="stop-moving">
        停止
      </button>
    </p>
  );
}

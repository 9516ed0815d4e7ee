import { useState } from 'preact/hooks';
import { moveTo, now } from './store.ts';
import { inputMs, inputTime } from './time.ts';

const DAY = 86_400_000;

/** Asks for the time to move the clock to. */
export function ClockPicker({ close }: { close: () => void }) {
  const [to, setTo] = useState(inputTime(now() + DAY));
  const [objection, object] = useState('');
  return (
    <form
      class="picker"
      // The browser would object in its own language.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (to === '') return object('请选择日期和时间。');
        if (inputMs(to) <= now()) return object('请选择晚于现在的时间。');
        close();
        void moveTo(to);
      }}
    >
      {objection ? (
        <p class="bad" role="alert" id="picker-objection">
          {objection}
        </p>
      ) : null}
      <label>
        <span>把时钟拨到（途中到期的任务会逐一触发）</span>
        <input
          type="datetime-local"
          value={to}
          min={inputTime(now())}
          aria-describedby={objection ? 'picker-objection' : undefined}
          onInput={(event) => {
            setTo(event.currentTarget.value);
            object('');
          }}
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

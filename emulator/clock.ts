import { setImmediate as breathe } from 'node:timers/promises';
import { RefusedError } from './errors.ts';

export interface ClockOptions {
  start?: string | number;
  mode?: 'running' | 'frozen';
  /** Where an error of a minute listener goes when the minute rang by itself (a move hands it to its caller). */
  onError?: (error: unknown) => void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The same in Asia/Shanghai, `2023-12-29T10:00:00+08:00`. */
  iso(): string;
  readonly mode: 'running' | 'frozen';
  /** Where the move under way leads, if one is. */
  readonly movingTo: number | undefined;
  /** Moves on. Passes through every whole minute, ringing at each, unless `jump`. */
  advance(ms: number, options?: { jump?: boolean }): Promise<void>;
  /** Moves to a time; a text without an offset is Asia/Shanghai. Backwards only with `jump`. */
  to(time: string | number, options?: { jump?: boolean }): Promise<void>;
  /** Ends the move under way at the minute it has reached; resolves when it has ended. Moves that wait for it follow. */
  halt(): Promise<void>;
  /** Calls back at every whole minute that is passed; the clock waits for the listener. Returns the unsubscriber. */
  onMinute(listener: (nowMs: number) => void | Promise<void>): () => void;
  /** Called before and after every move and after every rung minute, for those who only look. */
  onChange(listener: () => void): () => void;
  /** Resolves when so much of this clock's time has passed; rejects when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  stop(): void;
}

const MINUTE = 60_000;
/** A move passes thousands of minutes a second; at least this often it lets the rest of the process have its turn. */
const BREATH_MS = 20;
const SHANGHAI = 8 * 60 * MINUTE;

/** `2024-01-02T09:00:00+08:00` */
export function shanghaiIso(ms: number): string {
  return `${new Date(ms + SHANGHAI).toISOString().slice(0, 19)}+08:00`;
}

/** Reads a time as people write it; without an offset it is Asia/Shanghai (no summer time since 1991). */
export function readTime(time: string | number): number {
  if (typeof time === 'number') return time;
  const text = /(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time.length === 10 ? `${time}T00:00` : time}+08:00`;
  const ms = Date.parse(text);
  const [, year, month, day] = /^(\d{4})-(\d\d?)-(\d\d?)/.exec(time) ?? [];
  // Date.parse takes the 30th of February for the 1st of March.
  const exists =
    day === undefined || new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (Number.isNaN(ms) || !exists) throw new RefusedError(`not a time: "${time}"`);
  return ms;
}

interface Waiting {
  due: number;
  done: () => void;
}

/** The emulator's clock: every lifetime of a platform runs on it, and the bot under test follows it. */
export function createClock(options: ClockOptions = {}): Clock {
  const mode = options.mode ?? 'running';
  const onError = options.onError ?? ((error: unknown) => console.error('minute listener:', error));
  let base = options.start === undefined ? Date.now() : readTime(options.start);
  // null = held: frozen for good, or pinned while a move passes through its minutes.
  let since: number | null = mode === 'running' ? performance.now() : null;
  let rung = Math.floor(base / MINUTE);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let queue: Promise<void> = Promise.resolve();
  let movingTo: number | undefined;
  let passing: Promise<void> = Promise.resolve();
  let isHalting = false;
  const minuteListeners = new Set<(nowMs: number) => void | Promise<void>>();
  const changeListeners = new Set<() => void>();
  const waiting = new Set<Waiting>();

  const now = () => Math.floor(since === null ? base : base + performance.now() - since);
  const changed = () => {
    for (const listener of changeListeners) listener();
  };
  const release = (until: number) => {
    for (const one of [...waiting].sort((a, b) => a.due - b.due)) {
      if (one.due <= until && waiting.delete(one)) one.done();
    }
  };
  const ring = async (minute: number) => {
    rung = minute;
    for (const listener of minuteListeners) await listener(minute * MINUTE);
    changed();
  };
  // One move at a time: a minute must not ring while another move stands between two minutes.
  const inTurn = (work: () => Promise<void>) => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  const nextStop = () => Math.min((rung + 1) * MINUTE, ...[...waiting].map((one) => one.due));
  const schedule = () => {
    clearTimeout(timer);
    if (mode === 'frozen' || stopped) return;
    timer = setTimeout(() => inTurn(catchUp).catch(onError), Math.max(0, Math.min(nextStop() - now(), MINUTE)));
    timer.unref();
  };
  const catchUp = async () => {
    try {
      release(now());
      while ((rung + 1) * MINUTE <= now() && !stopped) await ring(rung + 1);
    } finally {
      schedule();
    }
  };
  const hold = (time: number) => {
    base = time;
    since = null;
  };
  const resume = () => {
    since = mode === 'running' ? performance.now() : null;
    schedule();
    changed();
  };
  const passTo = async (target: number) => {
    hold(now());
    movingTo = target;
    isHalting = false;
    changed();
    let breath = performance.now();
    try {
      while ((base < target || (rung + 1) * MINUTE <= base) && !stopped && !isHalting) {
        base = Math.min(target, Math.max(base, nextStop()));
        release(base);
        if ((rung + 1) * MINUTE <= base) await ring(rung + 1);
        if (performance.now() - breath < BREATH_MS) continue;
        await breathe();
        breath = performance.now();
      }
    } finally {
      movingTo = undefined;
      resume();
    }
  };
  const pass = (target: number) => {
    const move = passTo(target);
    passing = move.catch(() => undefined);
    return move;
  };
  const jumpTo = async (target: number) => {
    const crossed = Math.floor(target / MINUTE) > rung;
    hold(target);
    try {
      release(target);
      rung = Math.floor(target / MINUTE);
      for (const listener of crossed ? minuteListeners : []) await listener(target);
    } finally {
      resume();
    }
  };
  schedule();

  return {
    now,
    iso: () => shanghaiIso(now()),
    mode,
    get movingTo() {
      return movingTo;
    },
    halt() {
      isHalting = movingTo !== undefined;
      return passing;
    },
    advance: (ms, { jump = false } = {}) =>
      inTurn(async () => {
        if (!Number.isFinite(ms)) throw new RefusedError('advanceMs must be a number of milliseconds');
        if (ms < 0 && !jump) throw new RefusedError('the clock goes back only with jump');
        await (jump ? jumpTo(now() + ms) : pass(now() + ms));
      }),
    to: (time, { jump = false } = {}) =>
      inTurn(async () => {
        const target = readTime(time);
        if (target < now() && !jump) {
          throw new RefusedError(`${shanghaiIso(target)} is past; the clock goes back only with jump`);
        }
        await (jump ? jumpTo(target) : pass(target));
      }),
    onMinute(listener) {
      minuteListeners.add(listener);
      return () => minuteListeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = () => {
          if (waiting.delete(one)) reject(signal?.reason);
        };
        const one: Waiting = {
          due: now() + ms,
          done: () => {
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        waiting.add(one);
        signal?.addEventListener('abort', stop, { once: true });
        schedule();
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

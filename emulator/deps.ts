import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Directory } from './directory.ts';
import type { Faults } from './faults.ts';
import type { Files } from './files.ts';
import type { Mailbox } from './mailbox.ts';
import type { Settings } from './settings.ts';
import type { Wire } from './wire.ts';

/** The bot's full callback addresses. The DingTalk card address is registered by the bot itself. */
export interface Callbacks {
  wecomApp?: string | undefined;
  wecomAibot?: string | undefined;
  dingtalkRobot?: string | undefined;
  dingtalkEvent?: string | undefined;
}

/** What the players of the platforms share. */
export interface Deps {
  directory: Directory;
  clock: Clock;
  wire: Wire;
  mailbox: Mailbox;
  deliveries: Deliveries;
  files: Files;
  settings: Settings;
  faults: Faults;
  callbacks: Callbacks;
  /** The emulator's own address, once it listens. */
  url(): string;
  stopping: AbortSignal;
  /** A pause on the clock the settings name; rejects when the emulator stops. */
  wait(ms: number): Promise<void>;
  /** Work nobody awaits; `idle()` waits for it. */
  background(work: () => Promise<unknown>): void;
}

/** The part of Deps that is made rather than handed in. */
export function createBackground(options: { clock: Clock; settings: Settings; stopping: AbortSignal }) {
  const { clock, settings, stopping } = options;
  const open = new Set<Promise<unknown>>();
  // Work that waits for a clock nobody moves: it goes on when the clock is moved, not before.
  let parked = 0;
  let tell: () => void = () => undefined;
  let news = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const changed = () => {
    tell();
    news = new Promise<void>((resolve) => {
      tell = resolve;
    });
  };
  const waitVirtual = async (ms: number) => {
    if (clock.mode === 'running') return clock.wait(ms, stopping);
    parked += 1;
    changed();
    try {
      await clock.wait(ms, stopping);
    } finally {
      parked -= 1;
    }
  };
  return {
    wait(ms: number): Promise<void> {
      if (ms <= 0) return Promise.resolve();
      return settings.waitsOn === 'virtual' ? waitVirtual(ms) : sleep(ms, undefined, { signal: stopping, ref: false });
    },
    background(work: () => Promise<unknown>) {
      const running = work().catch((error: unknown) => {
        if (!stopping.aborted) console.error('emulator:', error);
      });
      open.add(running);
      void running.finally(() => {
        open.delete(running);
        changed();
      });
    },
    /** Resolves when no background work is left that goes on by itself, also none that the last work started. */
    async idle(): Promise<void> {
      while (open.size > parked) await news;
    },
    /** Resolves when no background work is left at all; for the end, when the signal has woken every waiter. */
    async drained(): Promise<void> {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

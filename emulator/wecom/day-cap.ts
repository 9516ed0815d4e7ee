import { shanghaiIso } from '../clock.ts';
import type { Deps } from '../deps.ts';

/** 发送应用消息 (90236): account cap × 200 person-messages a day. */
const PER_ACCOUNT = 200;

export interface DayCap {
  /** Whether a send to so many people may go; counts them if so. */
  admit(corpId: string, people: number): boolean;
  /** What a corp's app has sent on the present day. */
  used(corpId: string): { day: string; messages: number; limit: number; blocked: boolean };
}

/**
 * The app's messages of a natural day, of each corp by itself. A breach blocks the rest of the day (90312), so the call
 * that would go beyond is refused as a whole, and smaller ones after it are too.
 */
export function createDayCap({ clock, settings }: Pick<Deps, 'clock' | 'settings'>): DayCap {
  const counts = new Map<string, { day: string; messages: number; isBlocked: boolean }>();
  const limit = () => settings.wecomApp.accountCap * PER_ACCOUNT;
  const today = (corpId: string) => {
    const day = shanghaiIso(clock.now()).slice(0, 10);
    const before = counts.get(corpId);
    if (before?.day === day) return before;
    const fresh = { day, messages: 0, isBlocked: false };
    counts.set(corpId, fresh);
    return fresh;
  };
  return {
    admit(corpId, people) {
      const count = today(corpId);
      if (count.messages + people > limit()) count.isBlocked = true;
      if (count.isBlocked) return false;
      count.messages += people;
      return true;
    },
    used(corpId) {
      const { day, messages, isBlocked } = today(corpId);
      return { day, messages, limit: limit(), blocked: isBlocked };
    },
  };
}

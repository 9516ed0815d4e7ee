import { shanghaiIso } from '../clock.ts';
import type { Deps } from '../deps.ts';

export interface Quota {
  /**
   * Counts one call of the organisation; tells which limit forbids it. Refused calls are not counted (计费模型说明),
   * and neither are login and contact reads (`isFree`), which only the rate limits.
   */
  count(path: string, isFree?: boolean): 'ok' | 'rate' | 'month';
  /** Calls used in the current calendar month. */
  used(): { month: string; calls: number; limit: number };
}

// 计费模型说明, since November 2025.
const MONTHLY_CALLS = { standard: 5000, professional: 200_000 };
const SECOND = 1000;

/** 调用频次与限流: so many calls a calendar month and organisation, so many a second per app and API. */
export function createQuota({ clock, settings }: Deps): Quota {
  let month = '';
  let calls = 0;
  const recent = new Map<string, { virtual: number; real: number }[]>();
  const limit = () => settings.dingtalkApi.monthlyCalls ?? MONTHLY_CALLS[settings.dingtalkApi.edition];
  const thisMonth = () => {
    const now = shanghaiIso(clock.now()).slice(0, 7);
    if (now !== month) {
      month = now;
      calls = 0;
    }
    return now;
  };
  const isTooFast = (path: string) => {
    const { callsPerSecond, secondEndsBy } = settings.dingtalkApi;
    if (callsPerSecond === 0) return false;
    const now = { virtual: clock.now(), real: performance.now() };
    const second = (recent.get(path) ?? []).filter((at) => {
      const isVirtually = at.virtual > now.virtual - SECOND && at.virtual <= now.virtual;
      return isVirtually && (secondEndsBy === 'virtual' || at.real > now.real - SECOND);
    });
    const isOver = second.length >= callsPerSecond;
    recent.set(path, isOver ? second : [...second, now]);
    return isOver;
  };
  return {
    count(path, isFree = false) {
      thisMonth();
      if (isTooFast(path)) return 'rate';
      if (isFree) return 'ok';
      if (calls >= limit()) return 'month';
      calls += 1;
      return 'ok';
    },
    used: () => ({ month: thisMonth(), calls, limit: limit() }),
  };
}

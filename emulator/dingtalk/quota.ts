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

/** 调用频次与限流: so many calls a calendar month and organisation, so many a second per app and API. */
export function createQuota({ clock, settings }: Deps): Quota {
  let month = '';
  let calls = 0;
  const recent = new Map<string, number[]>();
  const thisMonth = () => {
    const now = shanghaiIso(clock.now()).slice(0, 7);
    if (now !== month) {
      month = now;
      calls = 0;
    }
    return now;
  };
  return {
    count(path, isFree = false) {
      const { monthlyCalls, callsPerSecond } = settings.dingtalkApi;
      thisMonth();
      if (callsPerSecond > 0) {
        // Real time: on a frozen clock a second would never end.
        const now = performance.now();
        const second = (recent.get(path) ?? []).filter((at) => at > now - 1000);
        if (second.length >= callsPerSecond) return 'rate';
        recent.set(path, [...second, now]);
      }
      if (isFree) return 'ok';
      if (calls >= monthlyCalls) return 'month';
      calls += 1;
      return 'ok';
    },
    used: () => ({ month: thisMonth(), calls, limit: settings.dingtalkApi.monthlyCalls }),
  };
}

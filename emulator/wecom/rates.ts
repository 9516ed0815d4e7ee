import type { Deps } from '../deps.ts';

interface Window {
  ms: number;
  limit: number;
}

export interface MemberRates {
  /** Whether a further message may go to this person now; counts it if so. */
  admit(personId: string): boolean;
}

/** Counts what one receiver gets in sliding windows; what is above a limit is dropped, and the API answers as if it had been sent. */
export function createMemberRates({ clock }: Deps, windows: () => Window[]): MemberRates {
  const sent = new Map<string, number[]>();
  return {
    admit(personId) {
      const limits = windows();
      const now = clock.now();
      const longest = Math.max(0, ...limits.map(({ ms }) => ms));
      const recent = (sent.get(personId) ?? []).filter((at) => at > now - longest && at <= now);
      const admitted = limits.every(({ ms, limit }) => recent.filter((at) => at > now - ms).length < limit);
      if (admitted) recent.push(now);
      sent.set(personId, recent);
      return admitted;
    },
  };
}

/** 访问频率限制 (90312): an app may send one member 30 messages a minute and 1000 an hour. */
export function appRates({ settings }: Deps): () => Window[] {
  return () => {
    const { memberRates, perMinute, perHour } = settings.wecomApp;
    if (!memberRates) return [];
    return [
      { ms: 60_000, limit: perMinute },
      { ms: 3600_000, limit: perHour },
    ];
  };
}

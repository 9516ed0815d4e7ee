import type { Deps } from '../deps.ts';

const MINUTE = 60_000;
const HOUR = 3600_000;

/**
 * 访问频率限制 (90312): an app may send one member 30 messages a minute and 1000 an hour; what is above is dropped,
 * and the API answers as if it had been sent.
 */
export function createMemberRates(deps: Deps): { admit(userId: string): boolean } {
  const sent = new Map<string, number[]>();
  return {
    admit(userId) {
      const { memberRates, perMinute, perHour } = deps.settings.wecomApp;
      if (!memberRates) return true;
      const now = deps.clock.now();
      const recent = (sent.get(userId) ?? []).filter((at) => at > now - HOUR && at <= now);
      const lastMinute = recent.filter((at) => at > now - MINUTE).length;
      const admitted = lastMinute < perMinute && recent.length < perHour;
      if (admitted) recent.push(now);
      sent.set(userId, recent);
      return admitted;
    },
  };
}

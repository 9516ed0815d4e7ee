import type { Deps } from '../deps.ts';

export interface BlockingLimit {
  /** Whether so many more may pass now; counts them if so, and blocks the key if not. */
  admit(key: string, amount?: number): boolean;
}

interface Count {
  /** Number of the natural minute or hour, by the length of the window. */
  turns: Map<number, { turn: number; count: number }>;
  blockedUntil: number;
}

/**
 * 访问频率限制 (90312): a breach blocks for as long as its window is, a minute breach 60 s, an hour breach 60 minutes.
 * Whether the windows slide is not documented; natural ones need no list of a hundred thousand times.
 */
export function createBlockingLimit(
  { clock }: Deps,
  windows: () => readonly { ms: number; limit: number }[],
): BlockingLimit {
  const counts = new Map<string, Count>();
  return {
    admit(key, amount = 1) {
      const now = clock.now();
      const held: Count = counts.get(key) ?? { turns: new Map(), blockedUntil: 0 };
      counts.set(key, held);
      if (now < held.blockedUntil) return false;
      const used = windows().map(({ ms, limit }) => {
        const before = held.turns.get(ms);
        const turn = Math.floor(now / ms);
        return { ms, limit, turn, count: (before?.turn === turn ? before.count : 0) + amount };
      });
      const breached = used.filter(({ count, limit }) => count > limit).map(({ ms }) => ms);
      if (breached.length > 0) {
        held.blockedUntil = now + Math.max(...breached);
        return false;
      }
      for (const { ms, turn, count } of used) held.turns.set(ms, { turn, count });
      return true;
    },
  };
}

import { nanoid } from 'nanoid';
import type { Clock } from '../clock.ts';

/** Two kinds that are not exchangeable: from the client's JSAPI (digest 8.1) and from the login page (8.2). */
export type AuthCodeKind = 'client' | 'browser';

export interface Grant {
  personId: string;
  /** The login page was asked for the organisation too. */
  withCorpId?: boolean;
}

export interface AuthCodes {
  issue(kind: AuthCodeKind, grant: Grant): string;
  /** What the code stood for; nothing when it is unknown, used, older than 5 minutes or of the other kind. */
  redeem(kind: AuthCodeKind, code: unknown): Grant | undefined;
}

// 通过免登码获取用户信息. For the login page's code the digest has no figure; the same is taken.
const LIFETIME_MS = 300_000;

export function createAuthCodes(clock: Clock): AuthCodes {
  const open = new Map<string, Grant & { kind: AuthCodeKind; until: number }>();
  return {
    issue(kind, grant) {
      const code = nanoid(32).replace(/[-_]/g, '0');
      open.set(code, { ...grant, kind, until: clock.now() + LIFETIME_MS });
      return code;
    },
    redeem(kind, code) {
      const found = typeof code === 'string' ? open.get(code) : undefined;
      if (typeof code !== 'string' || found?.kind !== kind) return undefined;
      open.delete(code);
      return clock.now() <= found.until ? found : undefined;
    },
  };
}

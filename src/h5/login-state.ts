import { createHmac, randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { safeEqual } from '../core/safe-equal.ts';
import type { Attempts } from '../domain/attempts.ts';
import type { Cookie } from './cookies.ts';

const stateMs = 10 * 60_000;
const cookieShape = /^[\w-]{22}\.(\d{13})\.([\w-]{1,60})$/;

/** Ties a login to the browser that began it, so that nobody can be made to come back from somebody else's. */
export interface LoginStates {
  /** @param leadsTo where the browser goes afterwards: letters, digits and hyphens. @returns the state for the platform */
  begin(ctx: Context, platform: string, leadsTo: string): string;
  /** Where the login leads. Null: this browser did not begin it, it was too long ago, or it has come back before. */
  end(ctx: Context, platform: string, state: string): Promise<string | null>;
}

/** The state is the signature of a cookie that holds a random number, when it ends and where it leads. */
export function createLoginStates(options: {
  key: Buffer;
  cookie: Cookie;
  attempts: Attempts;
  now(): Date;
}): LoginStates {
  const { key, cookie, attempts, now } = options;
  // Letters and digits only (企业微信 构造网页授权链接 91022).
  const sign = (platform: string, value: string) =>
    createHmac('sha256', key).update(`login\n${platform}\n${value}`).digest('hex');

  return {
    begin(ctx, platform, leadsTo) {
      const value = `${randomBytes(16).toString('base64url')}.${now().getTime() + stateMs}.${leadsTo}`;
      cookie.write(ctx, value, stateMs / 1000);
      return sign(platform, value);
    },
    async end(ctx, platform, state) {
      const value = cookie.read(ctx);
      cookie.clear(ctx);
      const [, until, leadsTo] = cookieShape.exec(value ?? '') ?? [];
      if (value === null || leadsTo === undefined || !safeEqual(state, sign(platform, value))) return null;
      if (Number(until) <= now().getTime()) return null;
      // The cookie is gone from an honest browser; a copy of it is refused as well.
      const { allowed } = await attempts.hit(`login state ${state}`, { limit: 1, windowMs: stateMs });
      return allowed ? leadsTo : null;
    },
  };
}

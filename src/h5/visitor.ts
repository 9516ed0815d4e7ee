import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Doer } from '../core/audit.ts';
import { dateOf } from '../domain/calendar.ts';
import { linkRules } from '../domain/links.ts';
import { platformSessionMs, type WebSession } from '../domain/web-sessions.ts';
import type { Cookie } from './cookies.ts';
import type { PagesDeps } from './deps.ts';

/** Who looks at the pages, and how a browser comes to be known. */
export interface Visitors {
  /** Looked up once a request. */
  current(ctx: Context): Promise<WebSession | null>;
  doer(ctx: Context, who?: Pick<Doer, 'personId' | 'role'>): Doer;
  /** After a platform's login. */
  enter(ctx: Context, who: { personId: string; role: Doer['role']; via: 'WECOM' | 'DINGTALK' }): Promise<void>;
  /** After the code of a link. False: the code has been used meanwhile, or the link was stopped. */
  enterByLink(ctx: Context, opened: { personId: string; linkId: string; proof: string }): Promise<boolean>;
  leave(ctx: Context): Promise<void>;
}

const nobody = { personId: null, role: 'stranger' } as const;

export function createVisitors(deps: PagesDeps, cookie: Cookie): Visitors {
  const { sessions, clock } = deps;

  async function current(ctx: Context): Promise<WebSession | null> {
    const state = ctx.state as { session?: WebSession | null };
    if (state.session !== undefined) return state.session;
    const token = cookie.read(ctx);
    const now = clock.now();
    state.session = token === null ? null : await sessions.find(token, { now, today: dateOf(now) });
    return state.session;
  }

  function doer(ctx: Context, who: Pick<Doer, 'personId' | 'role'> = nobody): Doer {
    const { requestId } = ctx.state as { requestId: string };
    const web = { account: null, channel: 'h5', place: 'web', groupId: null } as const;
    return { personId: who.personId, role: who.role, ...web, requestId, at: clock.now() };
  }

  /** A new cookie each time: one that somebody planted before the login is worth nothing after it. */
  async function renew(ctx: Context, ms: number, begin: (token: string, expiresAt: Date) => Promise<boolean>) {
    const before = await current(ctx);
    const token = randomBytes(32).toString('base64url');
    if (!(await begin(token, new Date(clock.now().getTime() + ms)))) return false;
    if (before) await sessions.end(doer(ctx, before.actor), before.id);
    cookie.write(ctx, token, ms / 1000);
    return true;
  }

  return {
    current,
    doer,
    async enter(ctx, { personId, role, via }) {
      await renew(ctx, platformSessionMs, async (token, expiresAt) => {
        await sessions.begin(doer(ctx, { personId, role }), { token, personId, via, expiresAt });
        return true;
      });
    },
    enterByLink(ctx, { personId, linkId, proof }) {
      return renew(ctx, linkRules.deviceMs, (token, expiresAt) => {
        const who = { personId, role: 'contact' } as const;
        return sessions.beginByLink(doer(ctx, who), { token, personId, linkId, proof, expiresAt });
      });
    },
    async leave(ctx) {
      const session = await current(ctx);
      if (session) await sessions.end(doer(ctx, session.actor), session.id);
      cookie.clear(ctx);
    },
  };
}

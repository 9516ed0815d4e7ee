import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { linkOpenedCard } from '../../cards/access-link.ts';
import type { Doer } from '../core/audit.ts';
import { dateOf } from '../domain/calendar.ts';
import { type AccessLink, linkRules } from '../domain/links.ts';
import { platformSessionMs, type WebSession } from '../domain/web-sessions.ts';
import type { Cookie } from './cookies.ts';
import type { PagesDeps } from './deps.ts';

/** Who looks at the pages, and how a browser comes to be known. */
export interface Visitors {
  /** Looked up once a request. */
  current(ctx: Context): Promise<WebSession | null>;
  /** @param who a session, or whom a platform's login just named; null: nobody is known */
  doer(ctx: Context, who: Who | null): Doer;
  /** After a platform's login. */
  enter(ctx: Context, who: { personId: string; role: Doer['role']; via: 'WECOM' | 'DINGTALK' }): Promise<void>;
  /** After the code of a link. False: the code has been used meanwhile, or the link was stopped. */
  enterByLink(ctx: Context, link: AccessLink, proof: string): Promise<boolean>;
  leave(ctx: Context): Promise<void>;
}

/** Whoever has link and code passes for the addressee: what they do is recorded with the link (core/audit.ts). */
export interface Who {
  actor: Pick<Doer, 'personId' | 'role'>;
  link: WebSession['link'];
}

const nobody: Who = { actor: { personId: null, role: 'stranger' }, link: null };

export function createVisitors(deps: PagesDeps, cookie: Cookie): Visitors {
  const { sessions, bureau, clock } = deps;

  async function current(ctx: Context): Promise<WebSession | null> {
    const state = ctx.state as { session?: WebSession | null };
    if (state.session !== undefined) return state.session;
    const token = cookie.read(ctx);
    const now = clock.now();
    state.session = token === null ? null : await sessions.find(token, { now, today: dateOf(now) });
    return state.session;
  }

  function doer(ctx: Context, who: Who | null): Doer {
    const { actor, link } = who ?? nobody;
    const { requestId } = ctx.state as { requestId: string };
    const web = { account: null, channel: 'h5', place: 'web', groupId: null } as const;
    return { personId: actor.personId, role: actor.role, ...web, link, requestId, at: clock.now() };
  }

  /** A new cookie each time: one that somebody planted before the login is worth nothing after it. */
  async function renew(ctx: Context, ms: number, begin: (token: string, expiresAt: Date) => Promise<boolean>) {
    const before = await current(ctx);
    const token = randomBytes(32).toString('base64url');
    if (!(await begin(token, new Date(clock.now().getTime() + ms)))) return false;
    if (before) await sessions.end(doer(ctx, before), before.id);
    cookie.write(ctx, token, ms / 1000);
    return true;
  }

  return {
    current,
    doer,
    async enter(ctx, { personId, role, via }) {
      await renew(ctx, platformSessionMs, async (token, expiresAt) => {
        await sessions.begin(doer(ctx, { actor: { personId, role }, link: null }), { token, personId, via, expiresAt });
        return true;
      });
    },
    enterByLink(ctx, link, proof) {
      const { id: linkId, personId, createdById } = link;
      return renew(ctx, linkRules.deviceMs, (token, expiresAt) => {
        const who: Who = { actor: { personId, role: 'contact' }, link: { id: linkId, createdById } };
        const by = doer(ctx, who);
        return sessions.beginByLink(by, {
          ...{ token, personId, linkId, proof, expiresAt },
          tell(to, createdBy) {
            const card = linkOpenedCard({ id: linkId, createdBy, at: by.at, bureau });
            return [{ to, card, purpose: 'link.open' }];
          },
        });
      });
    },
    async leave(ctx) {
      const session = await current(ctx);
      if (session) await sessions.end(doer(ctx, session), session.id);
      cookie.clear(ctx);
    },
  };
}

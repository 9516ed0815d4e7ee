import type { Context } from 'koa';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { AttemptRule } from '../domain/attempts.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { createCookie } from './cookies.ts';
import type { PagesDeps } from './deps.ts';
import { createForms, type Forms } from './forms.ts';
import { addressKey, limits } from './limits.ts';
import { createLoginStates, type LoginStates } from './login-state.ts';
import { layout, type Page } from './pages/layout.tsx';
import type { Target } from './targets.ts';
import { createVisitors, type Visitors } from './visitor.ts';

/** Shown instead of what was asked for, with its status. */
export class Stop extends Error {
  override name = 'Stop';
  readonly status: number;
  readonly title: string;
  /** What can be done about it, where the layout does not say so already. */
  readonly action: VNode | null;
  /** Where to go on from here. */
  readonly back: { text: string; href: string } | null;
  readonly retryAfterMs: number | null;

  /** @param text one sentence that helps */
  constructor(
    status: number,
    title: string,
    text: string,
    more: { action?: VNode; back?: { text: string; href: string }; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(text, { cause: more.cause });
    this.status = status;
    this.title = title;
    this.action = more.action ?? null;
    this.back = more.back ?? null;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}

/** What the routes share. */
export interface Room extends PagesDeps {
  at: Addresses;
  forms: Forms;
  states: LoginStates;
  visitors: Visitors;
  show(ctx: Context, page: Page & { status?: number }): Promise<void>;
  /** @throws Stop if this was tried too often from this address */
  limitAddress(ctx: Context, what: string, rule: AttemptRule): Promise<void>;
  /** @throws Stop if this was tried too often by or for this person */
  limitPerson(personId: string, what: string, rule: AttemptRule): Promise<void>;
  /** Whether this is the first of its kind from this address in a while: what can be repeated at will is recorded once. */
  isFirst(ctx: Context, what: string): Promise<boolean>;
  /** Who is signed in; sends everybody else to the login. Null: the answer is on its way. */
  visitor(ctx: Context, target: Target): Promise<WebSession | null>;
  /** What this role may not use, on record as the command is. @throws Stop always, with what is said */
  refuse(ctx: Context, session: WebSession, command: string, text: string): Promise<never>;
}

/** To another page, also after a form. */
export function seeOther(ctx: Context, address: string): void {
  ctx.status = 303;
  ctx.redirect(address);
}

/** The number in a page's address; 0, which nothing has, if it is none. */
export function numberOf(ctx: Context): number {
  return Number(/^\d{1,6}$/u.exec(String(ctx.params.number))?.[0] ?? 0);
}

export function createRoom(deps: PagesDeps): Room {
  const { publicUrl, keys, stores, clock, bureau } = deps;
  const at = addressesOf(publicUrl);
  const isSecure = publicUrl.startsWith('https:');
  const cookie = (name: string, path: string) => createCookie({ name, path, isSecure });
  const session = cookie('keqitong', at.base);
  const form = cookie('keqitong-form', at.base);
  const forms = createForms({ key: keys.csrf, origin: new URL(publicUrl).origin, session, form });
  const visitors = createVisitors(deps, session);
  const states = createLoginStates({
    key: keys.link,
    cookie: cookie('keqitong-login', at.login),
    attempts: stores.attempts,
    now: () => clock.now(),
  });

  async function limit(key: string, rule: AttemptRule): Promise<void> {
    const { allowed, retryAfterMs } = await stores.attempts.hit(key, rule);
    if (allowed) return;
    const minutes = Math.ceil(retryAfterMs / 60_000);
    throw new Stop(429, '操作过于频繁', `请在${minutes}分钟后再试。`, { retryAfterMs });
  }

  return {
    ...deps,
    at,
    forms,
    states,
    visitors,
    async show(ctx, { status = 200, ...page }) {
      const known = await visitors.current(ctx);
      const csrf = known ? forms.tokenFor(ctx) : null;
      const { requestId } = ctx.state as { requestId: string };
      ctx.status = status;
      ctx.type = 'html';
      const drawn = layout({
        page,
        at,
        bureau,
        known: known && { name: known.actor.name, csrf: csrf ?? '' },
        requestId,
      });
      ctx.body = `<!doctype html>${renderToString(drawn)}`;
    },
    limitAddress: (ctx, what, rule) => limit(`${what} from ${addressKey(ctx.ip)}`, rule),
    limitPerson: (personId, what, rule) => limit(`${what} of ${personId}`, rule),
    async isFirst(ctx, what) {
      const key = `recorded ${what} from ${addressKey(ctx.ip)}`;
      return (await stores.attempts.hit(key, limits.refusalsFromAddress)).allowed;
    },
    async visitor(ctx, target) {
      const known = await visitors.current(ctx);
      if (known) return known;
      seeOther(ctx, target === 'home' ? at.login : `${at.login}?to=${target}`);
      return null;
    },
    async refuse(ctx, session, command, text) {
      await deps.recordAudit(visitors.doer(ctx, session), [
        { action: 'command.denied', result: 'denied', detail: { command } },
      ]);
      throw new Stop(403, '没有权限', text);
    },
  };
}

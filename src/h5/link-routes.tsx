/** @jsxRuntime automatic @jsxImportSource preact */
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { AuditFact } from '../core/audit.ts';
import { readLink } from '../core/link-token.ts';
import { type AccessLink, linkRules } from '../domain/links.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { limits } from './limits.ts';
import { type LoginRoutes, notForYou, toLink } from './login-routes.tsx';
import { codePage, PostButton } from './pages/login.tsx';
import { type Room, Stop, seeOther } from './room.ts';

/** Why a link did not open. `no code`: used, dead or too late. */
type Why = 'unknown' | 'ended' | 'foreign' | 'wrong code' | 'no code' | 'too often';

/** 专用链接. Opening one, or looking at it in advance as chat clients do, changes nothing: only its code does. */
export function addLinkRoutes(router: Router, room: Room, { begin, inClient, askClient }: LoginRoutes): void {
  const { at, forms, visitors, keys, stores } = room;

  /** The link of this address; one that can be opened no more for its addressee alone. @throws Stop */
  async function linkOf(ctx: Context, session: WebSession | null): Promise<AccessLink> {
    const id = readLink(keys.link, ctx.params.token ?? '');
    const link = id === null ? null : await stores.links.find(id);
    if (!link) {
      await refused(ctx, 'unknown', null, session);
      await room.limitAddress(ctx, 'bad link', limits.badLinksFromAddress);
      throw new Stop(404, '链接无效', '请核对链接是否完整，或联系经办人员重新获取。');
    }
    // Who has opened it stays in on this device for longer than it can be opened.
    if (link.state === 'ACTIVE' || (link.state === 'EXPIRED' && isOf(link, session))) return link;
    await refused(ctx, 'ended', link, session);
    throw new Stop(410, '链接已失效', '该链接已停用或超过30天有效期，请联系经办人员重新获取。');
  }

  function isOf(link: AccessLink, session: WebSession | null): boolean {
    return session?.actor.personId === link.personId;
  }

  /** Who is signed in already is the addressee, or somebody else. */
  async function known(ctx: Context, link: AccessLink, session: WebSession): Promise<void> {
    if (isOf(link, session)) return seeOther(ctx, at.home);
    await refused(ctx, 'foreign', link, session);
    const csrf = forms.tokenFor(ctx);
    throw notForYou(<PostButton action={at.logout} csrf={csrf} text="退出当前登录" isPlain />);
  }

  /** On record; what can be repeated at will, once in a while from each address. */
  async function refused(ctx: Context, why: Why, link: AccessLink | null, session: WebSession | null): Promise<void> {
    const isBounded = why === 'wrong code';
    const what = [why, link?.id, session?.actor.personId].filter(Boolean).join(' ');
    if (!isBounded && !(await room.isFirst(ctx, what))) return;
    const about = link ? { objectId: link.id } : {};
    const fact: AuditFact = { action: 'link.open', result: 'denied', objectType: 'link', ...about, detail: { why } };
    await room.recordAudit(visitors.doer(ctx, session), [fact]);
  }

  /** @throws Stop if codes were tried too often from this address, or while one was open for this person */
  async function limitCodes(ctx: Context, link: AccessLink, session: WebSession | null): Promise<void> {
    try {
      await room.limitAddress(ctx, 'code', limits.codesFromAddress);
      // Tries that can come to nothing keep nobody out: whoever has the link can make them.
      if (link.isCodeOpen) await room.limitPerson(link.personId, 'code', limits.codesOfPerson);
    } catch (error) {
      if (error instanceof Stop) await refused(ctx, 'too often', link, session);
      throw error;
    }
  }

  async function askForCode(ctx: Context, problem: string | null, status = 200): Promise<void> {
    const csrf = forms.tokenFor(ctx);
    const action = at.linkCode(ctx.params.token ?? '');
    await room.show(ctx, { status, ...codePage({ action, csrf, digits: linkRules.codeDigits, problem }) });
  }

  router.get('/l/:token', async (ctx) => {
    const session = await visitors.current(ctx);
    const link = await linkOf(ctx, session);
    if (session) return known(ctx, link, session);
    const login = inClient(ctx);
    const to = toLink(ctx.params.token ?? '');
    if (login?.inClient) return askClient(ctx, login, to, at.linkCode(ctx.params.token ?? ''));
    if (login) return begin(ctx, login, to);
    await askForCode(ctx, null);
  });

  router.get('/l/:token/code', async (ctx) => {
    const session = await visitors.current(ctx);
    const link = await linkOf(ctx, session);
    if (session) return known(ctx, link, session);
    await askForCode(ctx, null);
  });

  router.post('/l/:token/code', async (ctx) => {
    const { code = '' } = await forms.read(ctx);
    const session = await visitors.current(ctx);
    const link = await linkOf(ctx, session);
    if (session && (link.state === 'EXPIRED' || !isOf(link, session))) return known(ctx, link, session);
    const digits = code.slice(0, 40).normalize('NFKC').replace(/\s/gu, '');
    if (!/^\d{6}$/.test(digits)) return askForCode(ctx, `请输入${linkRules.codeDigits}位数字。`, 400);
    await limitCodes(ctx, link, session);
    const tried = await stores.links.tryCode(link.id, digits);
    if (tried.kind === 'right' && (await visitors.enterByLink(ctx, link, tried.proof))) return seeOther(ctx, at.home);
    await refused(ctx, tried.kind === 'wrong' ? 'wrong code' : 'no code', link, session);
    const isOpen = tried.kind === 'wrong' && tried.triesLeft > 0;
    const dead = '验证码已失效，请联系经办人员重新获取。';
    await askForCode(ctx, isOpen ? `验证码不正确，还可以输入${tried.triesLeft}次。` : dead, 403);
  });
}

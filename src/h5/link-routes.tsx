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

/** 专用链接. Opening one, or looking at it in advance as chat clients do, changes nothing: only its code does. */
export function addLinkRoutes(router: Router, room: Room, { begin, inClient, askClient }: LoginRoutes): void {
  const { at, forms, visitors, keys, stores } = room;

  /** The link of this address. @throws Stop if it is none, or has ended */
  async function linkOf(ctx: Context): Promise<AccessLink> {
    const id = readLink(keys.link, ctx.params.token ?? '');
    const link = id === null ? null : await stores.links.find(id);
    if (!link) {
      await room.limitAddress(ctx, 'bad link', limits.badLinksFromAddress);
      throw new Stop(404, '链接无效', '请核对链接是否完整，或联系经办人员重新获取。');
    }
    if (link.state !== 'ACTIVE')
      throw new Stop(410, '链接已失效', '该链接已停用或超过30天有效期，请联系经办人员重新获取。');
    return link;
  }

  /** Who is signed in already is the addressee, or somebody else. */
  async function known(ctx: Context, link: AccessLink, session: WebSession): Promise<void> {
    if (session.actor.personId === link.personId) return seeOther(ctx, at.home);
    await record(ctx, 'denied', link, session);
    const csrf = forms.tokenFor(ctx);
    throw notForYou(<PostButton action={at.logout} csrf={csrf} text="退出当前登录" isPlain />);
  }

  function record(ctx: Context, result: AuditFact['result'], { id }: AccessLink, session: WebSession | null) {
    const fact: AuditFact = { action: 'link.open', result, objectType: 'link', objectId: id };
    return room.recordAudit(visitors.doer(ctx, session?.actor), [fact]);
  }

  async function askForCode(ctx: Context, problem: string | null, status = 200): Promise<void> {
    const csrf = forms.tokenFor(ctx);
    const action = at.linkCode(ctx.params.token ?? '');
    await room.show(ctx, { status, ...codePage({ action, csrf, digits: linkRules.codeDigits, problem }) });
  }

  router.get('/l/:token', async (ctx) => {
    const session = await visitors.current(ctx);
    // Also after its 30 days: who has opened it on this device stays.
    const link = await linkOf(ctx);
    if (session) return known(ctx, link, session);
    const login = inClient(ctx);
    const to = toLink(ctx.params.token ?? '');
    if (login?.inClient) return askClient(ctx, login, to, at.linkCode(ctx.params.token ?? ''));
    if (login) return begin(ctx, login, to);
    await askForCode(ctx, null);
  });

  router.get('/l/:token/code', async (ctx) => {
    const session = await visitors.current(ctx);
    const link = await linkOf(ctx);
    if (session) return known(ctx, link, session);
    await askForCode(ctx, null);
  });

  router.post('/l/:token/code', async (ctx) => {
    const { code = '' } = await forms.read(ctx);
    const link = await linkOf(ctx);
    const digits = code.slice(0, 40).normalize('NFKC').replace(/\s/gu, '');
    if (!/^\d{6}$/.test(digits)) return askForCode(ctx, `请输入${linkRules.codeDigits}位数字。`, 400);
    await room.limitAddress(ctx, 'code', limits.codesFromAddress);
    await room.limitPerson(link.personId, 'code', limits.codesOfPerson);
    const tried = await stores.links.tryCode(link.id, digits);
    const { personId, id: linkId } = link;
    if (tried.kind === 'right' && (await visitors.enterByLink(ctx, { personId, linkId, proof: tried.proof }))) {
      return seeOther(ctx, at.home);
    }
    await record(ctx, 'denied', link, null);
    const isOpen = tried.kind === 'wrong' && tried.triesLeft > 0;
    const dead = '验证码已失效，请联系经办人员重新获取。';
    await askForCode(ctx, isOpen ? `验证码不正确，还可以输入${tried.triesLeft}次。` : dead, 403);
  });
}

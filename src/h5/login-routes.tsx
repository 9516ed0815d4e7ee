/** @jsxRuntime automatic @jsxImportSource preact */
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { VNode } from 'preact';
import { type Actor, stranger } from '../core/actor.ts';
import { PlatformError } from '../core/errors.ts';
import type { Sender } from '../core/event.ts';
import { readLink } from '../core/link-token.ts';
import type { Login } from '../core/login.ts';
import type { Addresses } from './addresses.ts';
import { dingtalkScript } from './assets.ts';
import { limits } from './limits.ts';
import { dingtalkPage, loginPage } from './pages/login.tsx';
import { type Room, Stop, seeOther } from './room.ts';
import { addressOfTarget, readTarget } from './targets.ts';

/** What a login leads to: a page, or the link whose addressee it is to confirm. */
const linkTarget = /^link-(\w+)$/;
export const toLink = (token: string): string => `link-${token}`;

/** 企业微信 构造网页授权链接 91022: 512 bytes. */
const codeCharactersAtMost = 512;

const vias = { wecom: 'WECOM', dingtalk: 'DINGTALK' } as const;

/** In which platform's client a page is open, by what the client says of itself. */
export function clientOf(ctx: Context): Sender['platform'] | null {
  const agent = ctx.get('user-agent');
  if (/wxwork|MicroMessenger/iu.test(agent)) return 'wecom';
  return /DingTalk/iu.test(agent) ? 'dingtalk' : null;
}

export interface LoginRoutes {
  /** Sends the browser to a platform's own login. */
  begin(ctx: Context, login: Login, to: string): void;
  /** The login that suits the client the page is open in; null: it is open in none. */
  inClient(ctx: Context): Login | null;
  /** Asks DingTalk's client, by script, with the platform's page as the way without. */
  askClient(ctx: Context, login: Login, to: string, codeAddress: string | null): Promise<void>;
}

export function addLoginRoutes(router: Router, room: Room): LoginRoutes {
  const { at, logins, states, visitors, forms, keys, stores } = room;
  /** Of what a browser says only what is ours: a page, or a link with its signature. */
  const checkedTarget = (to: unknown): string => {
    const token = typeof to === 'string' ? linkTarget.exec(to)?.[1] : undefined;
    return token !== undefined && readLink(keys.link, token) !== null ? toLink(token) : readTarget(to);
  };
  const find = (ctx: Context) => logins.find(({ platform }) => platform === ctx.params.platform);

  function begin(ctx: Context, { platform, authorizeUrl }: Login, to: string): void {
    const state = states.begin(ctx, platform, to);
    ctx.status = 302;
    ctx.redirect(authorizeUrl({ redirectUri: at.loginBack(platform), state }));
  }

  function inClient(ctx: Context): Login | null {
    const client = clientOf(ctx);
    return logins.find(({ platform }) => platform === client) ?? null;
  }

  async function askClient(ctx: Context, login: Login, to: string, codeAddress: string | null): Promise<void> {
    if (!login.inClient) return begin(ctx, login, to);
    const csrf = forms.tokenFor(ctx);
    const script = at.asset(dingtalkScript.name);
    ctx.state.hasScript = true;
    await room.show(ctx, dingtalkPage({ inClient: login.inClient, at, to, csrf, script, codeAddress }));
  }

  /** Whom the platform's code stands for. @throws Stop if it cannot say now */
  async function ask(ctx: Context, identify: (code: string) => Promise<Sender | null>, code: unknown) {
    if (typeof code !== 'string' || code === '' || code.length > codeCharactersAtMost) throw notFinished(at);
    await room.limitAddress(ctx, 'login', limits.loginsFromAddress);
    try {
      return await identify(code);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      throw new Stop(503, '暂时无法登录', '平台暂时没有应答，请稍后再试。', { cause: error });
    }
  }

  /** The platform said who it is: where that leads. */
  async function arrive(ctx: Context, { platform }: Login, sender: Sender | null, to: string): Promise<void> {
    const actor = sender ? await room.findActor(sender) : stranger;
    const token = linkTarget.exec(to)?.[1];
    if (token !== undefined && !(await isAddressee(ctx, token, sender, actor))) return;
    if (actor.role === 'stranger' || actor.personId === null) {
      const detail = sender ? { account: sender } : { platform };
      await room.recordAudit(visitors.doer(ctx, { actor, link: null }), [
        { action: 'session.begin', result: 'denied', detail },
      ]);
      throw sender ? notBound() : notAMember(at);
    }
    await room.limitPerson(actor.personId, 'login', limits.loginsOfPerson);
    await visitors.enter(ctx, { personId: actor.personId, role: actor.role, via: vias[platform] });
    seeOther(ctx, addressOfTarget(at, readTarget(to)));
  }

  /** Whether it is who the link is for. Somebody from outside the organisation is asked for the code instead. */
  async function isAddressee(ctx: Context, token: string, sender: Sender | null, actor: Actor): Promise<boolean> {
    if (sender === null) {
      seeOther(ctx, at.linkCode(token));
      return false;
    }
    const id = readLink(keys.link, token) ?? '';
    const link = await stores.links.find(id);
    const isTheirs = link?.state === 'ACTIVE' && link.personId === actor.personId;
    const result = isTheirs ? 'allowed' : 'denied';
    const fact = { action: 'link.open', result, objectType: 'link', objectId: id } as const;
    await room.recordAudit(visitors.doer(ctx, { actor, link: null }), [{ ...fact, detail: { account: sender } }]);
    if (!isTheirs) throw notForYou();
    return true;
  }

  router.get('/login', async (ctx) => {
    const to = readTarget(ctx.query.to);
    if (await visitors.current(ctx)) return seeOther(ctx, addressOfTarget(at, to));
    const login = inClient(ctx);
    if (login?.inClient) return askClient(ctx, login, to, null);
    if (login) return begin(ctx, login, to);
    await room.show(ctx, loginPage({ platforms: logins.map(({ platform }) => platform), at, to }));
  });

  router.get('/login/:platform', async (ctx, next) => {
    const login = find(ctx);
    if (!login) return next();
    begin(ctx, login, checkedTarget(ctx.query.to));
  });

  router.get('/login/:platform/back', async (ctx, next) => {
    const login = find(ctx);
    if (!login) return next();
    const { state, code, authCode } = ctx.query;
    const given = authCode ?? code;
    const to = await states.end(ctx, login.platform, typeof state === 'string' ? state : '');
    if (to === null) throw notFinished(at);
    await arrive(ctx, login, await ask(ctx, login.identify, given), to);
  });

  router.post('/login/dingtalk/client', async (ctx, next) => {
    const login = logins.find(({ platform }) => platform === 'dingtalk');
    if (!login?.identifyInClient) return next();
    const { code = '', to = '' } = await forms.read(ctx);
    await arrive(ctx, login, await ask(ctx, login.identifyInClient, code), checkedTarget(to));
  });

  router.post('/logout', async (ctx) => {
    await forms.read(ctx);
    await visitors.leave(ctx);
    seeOther(ctx, at.login);
  });

  return { begin, inClient, askClient };
}

function notFinished(at: Addresses): Stop {
  const text = '登录已超时或不是从本页面开始的，请重新登录。';
  return new Stop(400, '登录没有完成', text, again(at));
}

function notBound(): Stop {
  const how = '请联系本局办理绑定，并提供企业全称和统一社会信用代码。';
  return new Stop(403, '尚未绑定', `您的账号尚未绑定企业，暂不能查看。${how}`);
}

function notAMember(at: Addresses): Stop {
  const text = '平台没有确认您的身份。请重新登录；不在本单位企业微信、钉钉中的人员请使用专用链接。';
  return new Stop(403, '登录没有完成', text, again(at));
}

function again({ login }: Addresses) {
  return { back: { text: '重新登录', href: login } };
}

/** The same to everybody, whoever it is for. */
export function notForYou(action?: VNode): Stop {
  const text = '该链接不是发给您的，不能打开。如果您就是收件人，请联系经办人员。';
  return new Stop(403, '不能打开', text, action ? { action } : {});
}

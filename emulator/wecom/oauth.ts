import { nanoid } from 'nanoid';
import type { ApiAnswer, ApiHandler, ApiRoute } from '../api.ts';
import { opaqueId } from '../crypto.ts';
import type { Deps } from '../deps.ts';
import { FRAGMENT_HEADER, holderOf } from '../phone.ts';
import type { Person } from '../world.ts';
import { accept, refuse } from './errors.ts';
import { errorPage } from './oauth-page.ts';
import { checkAuthorize } from './oauth-rules.ts';
import type { WecomHandler, WecomTokens } from './tokens.ts';

const CODE_MS = 5 * 60_000;

interface Issued {
  person: Person;
  scope: string;
  until: number;
  isUsed: boolean;
}

/** Web pages with OAuth (digest 6): 构造网页授权链接 (91022) and 获取访问用户身份 (91023). */
export function createOauth(deps: Deps, tokens: WecomTokens): { routes: ApiRoute[] } {
  const { clock, directory, settings, callbacks } = deps;
  const issued = new Map<string, Issued>();

  const authorize: ApiHandler = (call): ApiAnswer => {
    const holder = holderOf(directory, call.headers.cookie);
    // Not documented, but known to everybody who tried (digest 6): outside the client there is nobody to identify.
    if (holder?.client !== 'wecom') return errorPage('请在企业微信客户端打开链接');
    const { query } = call;
    const wrong = checkAuthorize(query, {
      wecom: directory.world.wecom,
      callback: callbacks.wecomApp,
      // Browsers keep the fragment to themselves; only /emulator/authorize sees the whole link.
      fragment: call.headers[FRAGMENT_HEADER],
    });
    if (wrong) return errorPage(wrong.why, wrong.code);
    const code = nanoid(43);
    const { person } = holder;
    issued.set(code, { person, scope: query.get('scope') ?? '', until: clock.now() + CODE_MS, isUsed: false });
    const target = new URL(query.get('redirect_uri') ?? '');
    target.searchParams.set('code', code);
    target.searchParams.set('state', query.get('state') ?? '');
    return { status: 302, headers: { Location: target.href, 'Content-Type': 'text/html' }, bytes: Buffer.alloc(0) };
  };

  const identity = (person: Person, scope: string): Record<string, unknown> => {
    const absence = directory.absences.of('wecom', person.id);
    const isMember = person.wecom !== undefined && absence !== 'organisation';
    if (isMember && person.wecom?.corpId === undefined) {
      const isVisible = absence === undefined && scope === 'snsapi_privateinfo';
      return { userid: directory.wecomId(person), ...(isVisible ? { user_ticket: nanoid(64) } : {}) };
    }
    // 上下游 (digest 6): the corp stands before the userid; a corp the app is not shared with has no members here.
    if (isMember && absence === undefined) return { userid: `${person.wecom?.corpId}/${directory.wecomId(person)}` };
    const openid = person.wechat?.openid ?? `o${opaqueId('openid', person.id).slice(0, 27)}`;
    const external = person.wechat?.externalUserId;
    return { openid, ...(external === undefined ? {} : { external_userid: external }) };
  };

  const userInfo: WecomHandler = (call) => {
    const code = call.query.get('code');
    if (!code) return refuse(41008, 'auth code missing');
    const found = issued.get(code);
    const isDistinct = settings.wecomOauth.codeErrors === 'distinct';
    if (!found) return refuse(40029, 'invalid code');
    if (found.isUsed) return refuse(isDistinct ? 42022 : 40029, 'code was used');
    if (clock.now() > found.until) return refuse(isDistinct ? 42003 : 40029, 'code expired');
    found.isUsed = true;
    return accept(identity(found.person, found.scope));
  };

  return {
    routes: [
      // No call of the bot: faults that name no path leave it alone.
      { channel: 'wecom-api', method: 'GET', path: '/connect/oauth2/authorize', isTokenCall: true, handle: authorize },
      { channel: 'wecom-api', method: 'GET', path: '/cgi-bin/auth/getuserinfo', handle: tokens.authorised(userInfo) },
    ],
  };
}

import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { holderOf } from '../phone.ts';
import type { AuthCodes } from './auth-codes.ts';
import { jsapiScript } from './jsapi-script.ts';
import { jsonOf } from './json-of.ts';
import { staffIdOf } from './members.ts';
import { isRegistered } from './web-origins.ts';

const RequestSchema = z.strictObject({
  /** A person by name, for callers without a phone. */
  as: z.string().optional(),
  corpId: z.string().optional(),
  clientId: z.string().optional(),
});

/** What a page inside the DingTalk client can ask for (requestAuthCode, digest 8.1), played under the emulator's own paths. */
export function addJsapi(router: Router, deps: Deps, codes: AuthCodes): void {
  const { directory } = deps;
  const inClient = (context: Context) => {
    const holder = holderOf(directory, context.headers.cookie);
    return holder?.client === 'dingtalk' ? holder.person : undefined;
  };

  router.get('/dd.js', (context) => {
    context.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' });
    context.body = jsapiScript({ isInClient: inClient(context) !== undefined });
  });
  router.post('/auth-code', async (context) => {
    const { origin } = context.headers;
    if (origin !== undefined) {
      // The page stands on another port, and who asks is told by a cookie.
      context.set('Access-Control-Allow-Origin', origin);
      context.set('Access-Control-Allow-Credentials', 'true');
      context.vary('Origin');
    }
    const { as, corpId, clientId } = RequestSchema.parse(await jsonOf(context));
    const app = directory.world.dingtalk;
    const person = as === undefined ? inClient(context) : directory.person(as);
    const fail = (errorCode: number, errorMessage: string) => {
      context.status = 400;
      context.body = { error: errorMessage, errorCode, errorMessage };
    };
    const isOwn = origin === undefined || origin === new URL(deps.url()).origin;
    if (!isOwn && !isRegistered(deps, origin)) return fail(3, '页面域名与应用首页地址不一致');
    // A guess: the digest knows only the number 3.
    if (corpId !== app?.corpId) return fail(2, 'corpId不正确');
    if (clientId !== undefined && clientId !== app?.clientId) return fail(2, 'clientId不正确');
    if (!person) return fail(-1, '不在钉钉客户端中');
    if (staffIdOf(directory, person) === undefined) return fail(-1, '用户不在该企业中');
    context.body = { code: codes.issue('client', { personId: person.id }) };
  });
}

import type { ApiAnswer, ApiCall } from '../api.ts';
import type { Deps } from '../deps.ts';
import { holderOf } from '../phone.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { AuthCodes } from './auth-codes.ts';
import { isRegistered } from './web-origins.ts';

const SCOPES = ['openid', 'openid corpid'];
const PARAMETERS = [
  'redirect_uri',
  'response_type',
  'client_id',
  'scope',
  'state',
  'prompt',
  'org_type',
  'corpId',
  'exclusiveLogin',
  'exclusiveCorpId',
];

/** GET /oauth2/auth of login.dingtalk.com (digest 8.2): who holds the phone agrees at once. */
export function createLoginPage(deps: Deps, codes: AuthCodes) {
  return (call: ApiCall): ApiAnswer => {
    const query = Object.fromEntries(call.query);
    call.warnings.push(...strayWarnings(query, Object.fromEntries(PARAMETERS.map((name) => [name, '']))));
    const wrong = whatIsWrong(deps, query);
    // Never back to redirect_uri: it may be a stranger's.
    if (wrong !== undefined) return page(400, `登录页打不开：${wrong}`);
    const holder = holderOf(deps.directory, call.headers.cookie);
    if (!holder) return page(200, '请用钉钉扫码登录（模拟器：从聊天页面以某人的身份打开链接）');
    const { person } = holder;
    if (!person.dingtalk) return page(400, `${person.name}没有钉钉账号`);
    const code = codes.issue('browser', { personId: person.id, withCorpId: query.scope === 'openid corpid' });
    const target = new URL(query.redirect_uri ?? '');
    target.searchParams.set('authCode', code);
    target.searchParams.set('code', code);
    if (query.state !== undefined) target.searchParams.set('state', query.state);
    return { status: 302, headers: { Location: target.href, 'Cache-Control': 'no-store' }, bytes: Buffer.alloc(0) };
  };
}

function whatIsWrong(deps: Deps, query: Record<string, string>): string | undefined {
  const { client_id, redirect_uri = '', response_type, scope = '', prompt } = query;
  if (client_id !== deps.directory.world.dingtalk?.clientId) return 'client_id 不存在';
  if (!isRegistered(deps, redirect_uri)) return 'redirect_uri 没有登记（重定向URL）';
  if (response_type !== 'code') return 'response_type 必须是 code';
  if (!SCOPES.includes(scope)) return 'scope 必须是 openid 或 openid corpid';
  return prompt === 'consent' ? undefined : 'prompt 必须是 consent';
}

function page(status: number, text: string): ApiAnswer {
  const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>钉钉登录</title><p>${text}</p></html>`;
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, headers, bytes: Buffer.from(html) };
}

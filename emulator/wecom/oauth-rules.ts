import { byteLength } from '../api.ts';
import type { World } from '../world.ts';

export interface AuthorizeError {
  why: string;
  code?: number;
}

interface Setting {
  wecom: World['wecom'];
  /** The app's callback address; its origin is the trusted domain unless the world names one. */
  callback: string | undefined;
  /** `#…`, or an empty text; nothing when it could not be seen. */
  fragment: string | undefined;
}

const SCOPES = ['snsapi_base', 'snsapi_privateinfo'];

/** What is wrong with an authorize link, by 构造网页授权链接 (91022). */
export function checkAuthorize(query: URLSearchParams, setting: Setting): AuthorizeError | undefined {
  const { wecom, fragment } = setting;
  const scope = query.get('scope') ?? '';
  const agentId = query.get('agentid');
  if (fragment !== undefined && fragment !== '#wechat_redirect') return { why: '链接缺少 #wechat_redirect' };
  // For a shared app too, appid is the corpid of the upstream (97213).
  if (query.get('appid') !== wecom?.corpId) return { why: 'appid 参数错误', code: 40013 };
  if (query.get('response_type') !== 'code') return { why: 'response_type 参数错误' };
  if (!SCOPES.includes(scope)) return { why: 'scope 参数错误' };
  if (scope === 'snsapi_privateinfo' && agentId === null) return { why: '缺少 agentid 参数', code: 41011 };
  if (agentId !== null && agentId !== String(wecom.app?.agentId)) return { why: 'agentid 参数错误', code: 40056 };
  const state = query.get('state') ?? '';
  if (!/^[A-Za-z0-9]*$/.test(state) || byteLength(state) > 128) return { why: 'state 参数错误' };
  return checkRedirect(query.get('redirect_uri') ?? '', setting);
}

/** 50001: host and port must be the trusted domain's, exactly. */
function checkRedirect(redirect: string, { wecom, callback }: Setting): AuthorizeError | undefined {
  const url = URL.canParse(redirect) ? new URL(redirect) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return { why: 'redirect_uri 参数错误' };
  const trusted = wecom?.app?.trustedDomain ?? (callback === undefined ? undefined : new URL(callback).host);
  return url.host === trusted ? undefined : { why: 'redirect_uri 与配置的授权完成回调域名不一致', code: 50001 };
}

import { nanoid } from 'nanoid';
import { type ApiAnswer, type ApiCall, jsonObject } from '../api.ts';
import { opaqueId } from '../crypto.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { AuthCodes, Grant } from './auth-codes.ts';
import { refuse } from './errors.ts';
import { staffIdOf } from './members.ts';

const ACCESS_MS = 7200_000;
const REFRESH_MS = 30 * 86_400_000;

/** 获取登录用户的访问凭证, 获取用户通讯录个人信息: a person's own token, and who they are (digest 8.2). */
export function createUserTokens(deps: Deps, codes: AuthCodes) {
  const { clock, directory, faults } = deps;
  const app = directory.world.dingtalk;
  const access = new Map<string, { grant: Grant; until: number }>();
  const refresh = new Map<string, { grant: Grant; until: number }>();

  const issue = (grant: Grant): ApiAnswer => {
    const accessToken = `dtu_${nanoid(32)}`;
    const refreshToken = `dtr_${nanoid(32)}`;
    access.set(accessToken, { grant, until: clock.now() + ACCESS_MS });
    refresh.set(refreshToken, { grant, until: clock.now() + REFRESH_MS });
    const isMember = staffIdOf(directory, directory.person(grant.personId)) !== undefined;
    return {
      json: {
        accessToken,
        refreshToken,
        expireIn: ACCESS_MS / 1000,
        // The digest lists corpId without a condition; it is the organisation chosen at login, which only scope "openid corpid" asks for.
        ...(grant.withCorpId && isMember ? { corpId: app?.corpId } : {}),
      },
    };
  };
  const alive = (kept: typeof access, token: unknown) => {
    const found = typeof token === 'string' ? kept.get(token) : undefined;
    return found && clock.now() < found.until ? found.grant : undefined;
  };

  return {
    /** POST /v1.0/oauth2/userAccessToken. The digest names no codes: those of the app's token, and one seen in the field. */
    userAccessToken(call: ApiCall): ApiAnswer {
      const body = jsonObject(call.body) ?? {};
      const { clientId, clientSecret, code, grantType, refreshToken } = body;
      call.warnings.push(...strayWarnings(body, { clientId, clientSecret, code, grantType, refreshToken }));
      if (!app || clientId !== app.clientId || clientSecret !== app.clientSecret) {
        return refuse(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret');
      }
      if (grantType === 'authorization_code') {
        const grant = codes.redeem('browser', code);
        return grant ? issue(grant) : refuse(400, 'invalidParameter.authCode.notFound', '不存在的临时授权码');
      }
      if (grantType === 'refresh_token') {
        const grant = alive(refresh, refreshToken);
        return grant ? issue(grant) : refuse(400, 'invalidParameter.refreshToken.notFound', '不存在的refreshToken');
      }
      return refuse(400, 'unsupported.grant.type', 'grantType must be authorization_code or refresh_token');
    },
    /** GET /v1.0/contact/users/me; the app's own token is none of a person. */
    me(call: ApiCall): ApiAnswer {
      const token = call.headers['x-acs-dingtalk-access-token'];
      if (faults.take('expired-token', { channel: 'dingtalk-api', path: call.path })) access.delete(token ?? '');
      const grant = alive(access, token);
      if (!grant) return refuse(400, 'InvalidAuthentication', '不合法的access_token');
      const { name, dingtalk } = directory.person(grant.personId);
      const unionId = dingtalk?.unionId ?? '';
      return {
        json: {
          nick: name,
          unionId,
          openId: opaqueId('openId', app?.clientId ?? '', unionId).slice(0, 24),
          avatarUrl: '',
        },
      };
    },
  };
}

import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { Sender } from '../../core/event.ts';
import type { Login } from '../../core/login.ts';
import { readAs } from './answer.ts';
import type { WecomClient } from './client.ts';

/** 企业微信 获取访问用户身份 91023. Who is no member has an openid instead. */
const IdentitySchema = z.object({ userid: z.string().nullish() });

/** The code is made up, expired or used (91023, 全局错误码 90313). */
const codeDead = new Set(['40029', '42003', '42022']);

/** The silent login of pages in WeCom's own browser (企业微信 构造网页授权链接 91022). */
export function createWecomLogin(options: {
  oauthUrl: string;
  corpId: string;
  agentId: number;
  client: Pick<WecomClient, 'ask'>;
}): Login {
  const { oauthUrl, corpId, agentId, client } = options;
  return {
    platform: 'wecom',
    authorizeUrl({ redirectUri, state }) {
      const query = new URLSearchParams({
        appid: corpId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'snsapi_base',
        state,
        agentid: String(agentId),
      });
      return `${oauthUrl}/connect/oauth2/authorize?${query}#wechat_redirect`;
    },
    async identify(code) {
      const path = 'auth/getuserinfo';
      try {
        const { userid } = readAs(IdentitySchema, await client.ask(path, { code }), path);
        return userid ? memberOf(userid, corpId) : null;
      } catch (error) {
        if (error instanceof PlatformError && codeDead.has(error.code)) return null;
        throw error;
      }
    },
  };
}

/** Members of an organisation that the app is shared with are named `CorpId/userid`; the rest is as in a callback. */
function memberOf(id: string, ours: string): Sender | null {
  const slash = id.indexOf('/');
  const corpId = slash < 0 ? ours : id.slice(0, slash);
  const userId = id.slice(slash + 1);
  if (corpId === '' || userId === '') return null;
  return { platform: 'wecom', corpId, userId: corpId === ours ? userId.toLowerCase() : userId };
}

import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { Sender } from '../../core/event.ts';
import type { Login } from '../../core/login.ts';
import { readAs } from './answer.ts';
import type { DingtalkClient } from './client.ts';

/** 钉钉 通过免登码获取用户信息. */
const ClientIdentitySchema = z.object({ result: z.object({ userid: z.string().min(1) }) });
/** 钉钉 获取用户token, 获取用户通讯录个人信息, and the old interface that gives the staff id. */
const UserTokenSchema = z.object({ accessToken: z.string().min(1) });
const MeSchema = z.object({ unionId: z.string().min(1) });
const MemberSchema = z.object({
  result: z.object({ contact_type: z.coerce.number().nullish(), userid: z.string().nullish() }),
});

/** Missing, expired, used, or the code of another kind of login (钉钉 免登常见问题). */
const clientCodeDead = new Set(['40078', '40079']);
/** The code of the browser's way is made up, expired or used: invalidParameter.authCode.notFound was seen. */
const codeDead = /authCode|invalid[._]?grant/iu;
/** Nobody of this organisation has that union id. */
const notFound = '60121';
/** Somebody's card in the address book, no member. */
const external = 1;

/** Both ways into a page: inside the client without leaving the page, and by DingTalk's login page in any browser. */
export function createDingtalkLogin(options: {
  loginUrl: string;
  corpId: string;
  clientId: string;
  clientSecret: string;
  client: DingtalkClient;
}): Login {
  const { loginUrl, corpId, clientId, clientSecret, client } = options;
  const member = (userId: string): Sender => ({ platform: 'dingtalk', corpId, userId });

  async function unionIdOf(code: string): Promise<string> {
    const tokenPath = '/v1.0/oauth2/userAccessToken';
    const body = { clientId, clientSecret, code, grantType: 'authorization_code' };
    const token = readAs(UserTokenSchema, await client.callAs(null, 'POST', tokenPath, body), tokenPath);
    const mePath = '/v1.0/contact/users/me';
    return readAs(MeSchema, await client.callAs(token.accessToken, 'GET', mePath), mePath).unionId;
  }

  return {
    platform: 'dingtalk',
    inClient: { corpId, clientId },
    authorizeUrl({ redirectUri, state }) {
      const query = new URLSearchParams({
        redirect_uri: redirectUri,
        response_type: 'code',
        client_id: clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      });
      return `${loginUrl}/oauth2/auth?${query}`;
    },
    identify: (code) =>
      unless(async () => {
        const unionid = await unionIdOf(code);
        const path = '/topapi/user/getbyunionid';
        const { result } = readAs(MemberSchema, await client.callOld(path, { body: { unionid } }), path);
        return result.userid && result.contact_type !== external ? member(result.userid) : null;
      }, isRefused),
    identifyInClient: (code) =>
      unless(
        async () => {
          const path = '/topapi/v2/user/getuserinfo';
          const { result } = readAs(ClientIdentitySchema, await client.callOld(path, { body: { code } }), path);
          return member(result.userid);
        },
        (error) => clientCodeDead.has(error.code),
      ),
  };
}

function isRefused({ code }: PlatformError): boolean {
  return codeDead.test(code) || code === notFound;
}

/** Null where the platform's no means that this is nobody we know. */
async function unless(
  ask: () => Promise<Sender | null>,
  isNobody: (error: PlatformError) => boolean,
): Promise<Sender | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PlatformError && isNobody(error)) return null;
    throw error;
  }
}

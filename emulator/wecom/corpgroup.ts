import { z } from 'zod';
import { type ApiRoute, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { WecomApp } from './app.ts';
import { accept, refuse } from './errors.ts';
import type { WecomHandler, WecomTokens } from './tokens.ts';

export interface Corpgroup {
  routes: ApiRoute[];
  /** The administrator shares the app with a corp, or takes it back: share_chain_change (事件格式 90240). */
  share(corpId: string, isShared: boolean): ReturnType<WecomApp['event']>;
}

const MAX_PAGE = 100;
const businessType = z.union([z.literal(0), z.literal(1)]);
const ListSchema = z.object({
  agentid: z.int(),
  business_type: businessType.default(0),
  corpid: z.string().optional(),
  limit: z.int().min(1).max(MAX_PAGE).default(MAX_PAGE),
  cursor: z.string().optional(),
});
const TokenSchema = z.object({ corpid: z.string(), agentid: z.int(), business_type: businessType.default(0) });

/** 上下游 and 企业互联 of a shared app (digest 7): 获取应用共享信息 (95813), 获取下级/下游企业的access_token (95816). */
export function createCorpgroup(deps: Deps, tokens: WecomTokens, app: WecomApp): Corpgroup {
  const { directory } = deps;
  const corps = directory.world.wecom?.downstream ?? [];
  const shared = new Set<string>();
  const setShared = (corpId: string, isShared: boolean) => {
    if (isShared) shared.add(corpId);
    else shared.delete(corpId);
    // Without the app nobody over there is in its range.
    for (const { id, wecom } of directory.world.people) {
      if (wecom?.corpId === corpId) directory.absences.set('wecom', id, isShared ? undefined : 'range');
    }
  };
  for (const corp of corps) setShared(corp.corpId, corp.shared);

  const list: WecomHandler = (call, _match, owner) => {
    const body = jsonObject(call.body);
    const parsed = ListSchema.safeParse(body);
    if (!parsed.success) return refuse(40058, `Warning: wrong json format. ${z.prettifyError(parsed.error)}`);
    const { agentid, business_type: type, corpid, limit, cursor } = parsed.data;
    call.warnings.push(...strayWarnings(body, parsed.data));
    if (agentid !== owner.agentId) return refuse(301002, 'not allow operate another agent with this accesstoken');
    const from = cursor === undefined || cursor === '' ? 0 : Number(/^next_(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return refuse(50100, 'invalid cursor');
    const all = corps.filter(
      (one) => shared.has(one.corpId) && one.businessType === type && (corpid ?? one.corpId) === one.corpId,
    );
    const isEnd = from + limit >= all.length;
    return accept({
      ending: isEnd ? 1 : 0,
      corp_list: all
        .slice(from, from + limit)
        .map(({ corpId, name, agentId }) => ({ corpid: corpId, corp_name: name, agentid: agentId })),
      next_cursor: isEnd ? '' : `next_${from + limit}`,
    });
  };

  const getToken: WecomHandler = (call) => {
    const parsed = TokenSchema.safeParse(jsonObject(call.body));
    if (!parsed.success) return refuse(40058, `Warning: wrong json format. ${z.prettifyError(parsed.error)}`);
    const { corpid, agentid, business_type: type } = parsed.data;
    call.warnings.push(...strayWarnings(jsonObject(call.body), parsed.data));
    const corp = corps.find((one) => one.corpId === corpid && one.businessType === type);
    // Guesses: no document at hand gives the codes of this interface; these are the nearest of 全局错误码 (90313).
    if (!corp || !shared.has(corpid)) return refuse(670004, 'the corp is not in the corp group');
    if (agentid !== corp.agentId) return refuse(40056, 'invalid agentid: it is the number of the app in that corp');
    return accept(tokens.issue({ corpId: corpid, agentId: corp.agentId, downstream: corpid }));
  };

  const api = (path: string, handle: WecomHandler): ApiRoute => ({
    channel: 'wecom-api',
    method: 'POST',
    path,
    handle: tokens.authorised(handle),
  });
  return {
    routes: [
      api('/cgi-bin/corpgroup/corp/list_app_share_info', list),
      { ...api('/cgi-bin/corpgroup/corp/gettoken', getToken), isTokenCall: true },
    ],
    share(corpId, isShared) {
      if (!corps.some((one) => one.corpId === corpId)) throw new RefusedError(`there is no corp "${corpId}"`, 404);
      setShared(corpId, isShared);
      if (!isShared) tokens.revoke(corpId);
      return app.event({ FromUserName: 'sys', Event: 'share_chain_change' });
    },
  };
}

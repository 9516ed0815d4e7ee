import type { ApiAnswer, ApiChannel } from './api.ts';
import type { Deps } from './deps.ts';
import { refuse as refuseNew, refuseOld } from './dingtalk/errors.ts';
import { refuse as refuseWecom } from './wecom/errors.ts';

/** The faults that replace an answer, each in the words of the API it strikes. */
export function misbehave(
  deps: Deps,
  spot: { channel: ApiChannel; path: string; isTokenCall: boolean },
): ApiAnswer | undefined {
  const { channel } = spot;
  const say = (wecom: [number, string], fresh: [number, string, string], old: [number, string]): ApiAnswer => {
    if (channel === 'wecom-api') return refuseWecom(...wecom);
    return channel === 'dingtalk-api' ? refuseNew(...fresh) : refuseOld(...old);
  };
  if (deps.faults.take('busy', spot)) {
    return say([-1, 'system busy'], [503, 'system.busy', '系统繁忙'], [90018, '调用过于频繁']);
  }
  if (deps.faults.take('refused-ip', spot)) {
    const old: [number, string] = [60020, '访问ip不在白名单之中'];
    return say(
      [60020, 'not allow to access from your ip'],
      [403, 'Forbidden.AccessDenied.IpNotInWhiteList', '访问ip不在白名单之中'],
      old,
    );
  }
  if (deps.faults.take('api-quota', spot)) {
    return say(
      [45009, 'api freq out of limit'],
      [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', '本月接口调用量已用完'],
      [90020, '本月接口调用量已用完'],
    );
  }
  const error = deps.faults.take('api-error', spot);
  if (!error) return undefined;
  const errcode = error.errcode ?? -1;
  return say(
    [errcode, error.message],
    [error.status ?? 400, error.code ?? 'unknown', error.message],
    [errcode, error.message],
  );
}

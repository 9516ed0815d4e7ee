import type { Deps } from './deps.ts';
import type { Dingtalk } from './dingtalk/index.ts';
import { RefusedError } from './errors.ts';
import { type VerifyReport, verifyWecomUrl } from './wecom/verify.ts';

export type Verifiable = 'wecom-app' | 'wecom-aibot' | 'dingtalk-event';

/** What happens when an administrator presses Save beside a callback address. */
export async function verifyCallback(deps: Deps, dingtalk: Dingtalk, which: Verifiable): Promise<VerifyReport> {
  const { callbacks, directory } = deps;
  const wecom = directory.world.wecom;
  const needed = (url: string | undefined) => {
    if (!url) throw new RefusedError(`no callback address for ${which} is known`);
    return url;
  };
  switch (which) {
    case 'wecom-app': {
      if (!wecom?.app) throw new RefusedError('the world has no WeCom app');
      const { token, aesKey } = wecom.app;
      return verifyWecomUrl(deps, {
        channel: which,
        url: needed(callbacks.wecomApp),
        token,
        aesKey,
        receiver: wecom.corpId,
      });
    }
    case 'wecom-aibot': {
      if (!wecom?.aibot) throw new RefusedError('the world has no WeCom AI bot');
      const { token, aesKey } = wecom.aibot;
      return verifyWecomUrl(deps, { channel: which, url: needed(callbacks.wecomAibot), token, aesKey, receiver: '' });
    }
    case 'dingtalk-event': {
      needed(callbacks.dingtalkEvent);
      const { done, delivery } = dingtalk.events.push({ EventType: 'check_url' });
      await done;
      const ms = delivery.attempts.at(-1)?.ms ?? 0;
      return delivery.state === 'answered'
        ? { ok: true, ms }
        : { ok: false, reason: delivery.reason ?? 'no answer', ms };
    }
  }
}

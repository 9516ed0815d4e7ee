import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { DingtalkClient } from './client.ts';

const AnswerSchema = z.looseObject({ result: z.looseObject({ callbackUrl: z.string() }) });

/**
 * Tells the platform where card callbacks go (钉钉 注册卡片回调地址). To be called until it has worked once; after that it
 * does nothing.
 */
export function createCardRegistration(options: {
  client: DingtalkClient;
  routeKey: string;
  callbackUrl: string;
  secret: string;
  log: Log;
}): () => Promise<void> {
  const { client, routeKey: callbackRouteKey, callbackUrl, secret: apiSecret, log } = options;
  let registered = false;
  return async () => {
    if (registered) return;
    const body = { callbackRouteKey, callbackUrl, apiSecret, forceUpdate: true };
    try {
      const { result } = AnswerSchema.parse(await client.call('POST', '/v1.0/card/callbacks/register', body));
      // One page says that an existing registration is answered instead of replaced: then the address is not ours.
      if (result.callbackUrl !== callbackUrl) throw new Error('the route key is registered for another address');
      registered = true;
      log.info({}, 'card callbacks registered');
    } catch (error) {
      log.error({ err: error }, 'card callbacks not registered, trying again in a minute');
    }
  };
}

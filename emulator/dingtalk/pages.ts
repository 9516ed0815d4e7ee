import Router from '@koa/router';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { AuthCodes } from './auth-codes.ts';
import { addJsapi } from './jsapi.ts';
import { jsonOf } from './json-of.ts';
import type { ReadState } from './read-state.ts';

const SeatSchema = z.strictObject({ as: z.string(), conversation: z.string() });

/** The emulator's own paths that only DingTalk has: its JSAPI, and looking at a conversation. */
export function createPages(deps: Deps, { codes, readState }: { codes: AuthCodes; readState: ReadState }): Router {
  const router = new Router({ prefix: '/emulator/dingtalk' });
  addJsapi(router, deps, codes);
  router.post('/read', async (context) => {
    const { as, conversation } = SeatSchema.parse(await jsonOf(context));
    const { read, done } = readState.look(deps.directory.seat(as, conversation));
    if (context.query.wait === '1') await done;
    context.body = { read };
  });
  return router;
}

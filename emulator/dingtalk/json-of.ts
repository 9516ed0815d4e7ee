import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { jsonObject } from '../api.ts';

/** The small JSON body of a call to the emulator's own paths; whatever its content type says. */
export async function jsonOf(context: Context): Promise<Record<string, unknown> | undefined> {
  return jsonObject(await getRawBody(context.req, { limit: '10kb', encoding: 'utf8' }));
}

import { nanoid } from 'nanoid';
import type { ApiAnswer } from '../api.ts';

/** A refusal of the new API: an HTTP status and {code, message, requestid} (全局错误码). */
export function refuse(status: number, code: string, message: string): ApiAnswer {
  return { status, json: { code, message, requestid: requestId() } };
}

/** A refusal of the old API and of webhooks: HTTP 200 and errcode. */
export function refuseOld(errcode: number, errmsg: string): ApiAnswer {
  return { json: { errcode, errmsg, request_id: requestId() } };
}

function requestId(): string {
  return nanoid(20).toUpperCase();
}

/** A success of the old contact API. */
export function acceptOld(result: Record<string, unknown>): ApiAnswer {
  return { json: { errcode: 0, errmsg: 'ok', result, request_id: requestId() } };
}

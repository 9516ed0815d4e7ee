import { randomInt } from 'node:crypto';
import type { ApiAnswer } from '../api.ts';

/**
 * A refusal in WeCom's form: HTTP 200, errcode, and an errmsg that ends with hint, address and link (回调配置 90930).
 * The text is not stable in reality either; only the number counts (全局错误码 90313).
 */
export function refuse(errcode: number, why: string): ApiAnswer {
  const hint = `hint: [${randomInt(1_000_000_000, 2_000_000_000)}_emulator]`;
  const link = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return { json: { errcode, errmsg: `${why}, ${hint}, from ip: 127.0.0.1, ${link}` } };
}

export function accept(fields: Record<string, unknown> = {}): ApiAnswer {
  return { json: { errcode: 0, errmsg: 'ok', ...fields } };
}

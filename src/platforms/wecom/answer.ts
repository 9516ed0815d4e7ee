import { z } from 'zod';
import { PlatformError, type Trouble } from '../../core/errors.ts';

/** Every answer of the API (企业微信 全局错误码 90313). Fields beside these are the call's own. */
const AnswerSchema = z.looseObject({ errcode: z.number(), errmsg: z.string().default('') });
export type Answer = z.infer<typeof AnswerSchema>;

/** The token is dead, whichever of the two it is called (获取access_token 91039, 全局错误码 90313). */
const tokenDead = new Set([40014, 42001]);
/**
 * Worth another try later: busy (-1), rate and concurrency (45009, 45033), and what an administrator can put right
 * meanwhile: secret (40001), address not allowed (60020), right withdrawn (48006), app disabled (50003).
 */
const retryable = new Set([-1, 45009, 45033, 40001, 60020, 48006, 50003]);

/** No message's fault: somebody has to put it right (全局错误码 90313). */
const troubles = new Map<number, Trouble>([
  [40001, 'secret'],
  [60020, 'address'],
  [48002, 'right'],
  [48006, 'right'],
  [50003, 'disabled'],
]);
/** Too many calls, or too many at once: nothing of that kind is taken for a minute (访问频率限制 90312). */
const limitMs = new Map([45009, 45033].map((code) => [code, 60_000]));

export function isTokenDead({ errcode }: Answer): boolean {
  return tokenDead.has(errcode);
}

/** @throws PlatformError */
export function readAnswer(json: unknown, path: string): Answer {
  return readAs(AnswerSchema, json, path);
}

/** Reads what else an answer says. @throws PlatformError */
export function readAs<T>(schema: z.ZodType<T>, answer: unknown, path: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new PlatformError(`${path}: unexpected answer`, { code: 'shape', retryable: true });
  return parsed.data;
}

/** @throws PlatformError unless errcode is 0 */
export function assertOk(answer: Answer, path: string): Answer {
  const { errcode, errmsg } = answer;
  if (errcode === 0) return answer;
  throw new PlatformError(`${path}: ${errcode} ${errmsg.slice(0, 200)}`, {
    code: String(errcode),
    retryable: retryable.has(errcode) || isTokenDead(answer),
    pauseMs: limitMs.get(errcode) ?? 0,
    trouble: troubles.get(errcode) ?? null,
  });
}

import { z } from 'zod';
import { PlatformError, type Trouble } from '../../core/errors.ts';
import type { HttpAnswer } from '../http-client.ts';

/** How the new interfaces refuse: HTTP 4xx or 5xx with a code (钉钉 全局错误码). */
const RefusalSchema = z.looseObject({ code: z.string(), message: z.string().default('') });

/** The token is unknown or expired: fetch anew, try once more. HTTP 401 says the same under whatever code. */
const tokenDead = 'InvalidAuthentication';

/**
 * Worth another try later: rate limits, a busy platform, and what an administrator can put right meanwhile. Not
 * ApiCountLimitForOrg: the month's quota is gone (钉钉 调用频率限制).
 */
const retryable =
  /QpsLimit|QpmLimit|system\.(?:busy|error)|send\.too\.fast|send\.byToken\.tooFast|unknown\.send\.result|server\.error|IpNotInWhiteList|AccessTokenPermissionDenied|ServiceUnavailable/iu;

/** No message's fault: somebody has to put it right, or the month has to end. */
const troubles: readonly [RegExp, Trouble][] = [
  [/ApiCountLimit/iu, 'quota'],
  [/IpNotInWhiteList/iu, 'address'],
  [/AccessTokenPermissionDenied/iu, 'right'],
  [/bot\.stopped/iu, 'disabled'],
];
/** Too many in a second (钉钉 调用频率限制), or in a minute. */
const pauses: readonly [RegExp, number][] = [
  [/QpsLimit|too\.?fast/iu, 1_000],
  [/QpmLimit/iu, 60_000],
];

function codeOf({ status, json }: HttpAnswer): string | null {
  if (status < 400) return null;
  const parsed = RefusalSchema.safeParse(json);
  return parsed.success ? parsed.data.code : `http ${status}`;
}

/** Refused because there were too many, now or in this month (钉钉 调用频率限制). */
export function isLimit(answer: HttpAnswer): boolean {
  return /QpsLimit|QpmLimit|ApiCountLimit/iu.test(codeOf(answer) ?? '');
}

export function isTokenDead(answer: HttpAnswer): boolean {
  return answer.status === 401 || codeOf(answer) === tokenDead;
}

/**
 * @param otherwise what holds of a code that does not say itself whether to try again
 * @throws PlatformError
 */
export function assertOk(answer: HttpAnswer, path: string, otherwise = { retryable: false }): unknown {
  const code = codeOf(answer);
  if (code === null) return answer.json;
  const parsed = RefusalSchema.safeParse(answer.json);
  const message = parsed.success ? parsed.data.message.slice(0, 200) : '';
  throw new PlatformError(`${path}: ${code} ${message}`, {
    code,
    retryable: retryable.test(code) || answer.status >= 500 || otherwise.retryable,
    pauseMs: pauses.find(([codes]) => codes.test(code))?.[1] ?? 0,
    trouble: troubles.find(([codes]) => codes.test(code))?.[1] ?? null,
  });
}

/** How the old ones answer, always with HTTP 200. Code 88 wraps another (钉钉 全局错误码). */
const OldAnswerSchema = z.looseObject({
  errcode: z.number(),
  errmsg: z.string().default(''),
  sub_code: z.string().nullish(),
});
export type OldAnswer = z.infer<typeof OldAnswerSchema>;

const wrapper = 88;
const oldTokenDead = new Set(['40001', '40014', '42001', '40089']);
/**
 * Busy, and the limits of an app, of an interface, of the platform's own back end and of a conversation's robot. Not the
 * month's quota (90020).
 */
const oldRetryable = new Set(['-1', '15', '90002', '90018', '410100', '130101']);
/** A robot that was too fast is blocked for ten minutes (钉钉 自定义机器人). */
const oldPauses: Readonly<Record<string, number>> = {
  '90002': 1_000,
  '90018': 1_000,
  '410100': 600_000,
  '130101': 600_000,
};

function oldCodeOf({ errcode, sub_code: subCode }: OldAnswer): string {
  return errcode === wrapper && subCode ? subCode : String(errcode);
}

/** @throws PlatformError */
export function readOldAnswer({ json }: HttpAnswer, path: string): OldAnswer {
  const parsed = OldAnswerSchema.safeParse(json);
  if (!parsed.success) throw new PlatformError(`${path}: unexpected answer`, { code: 'shape', retryable: true });
  return parsed.data;
}

const oldLimits = new Set(['90002', '90018', '90020']);

export function isOldLimit(answer: OldAnswer): boolean {
  return oldLimits.has(oldCodeOf(answer));
}

export function isOldTokenDead(answer: OldAnswer): boolean {
  return oldTokenDead.has(oldCodeOf(answer));
}

/** @throws PlatformError unless errcode is 0 */
export function assertOldOk(answer: OldAnswer, path: string, ifTokenDead = { retryable: true }): OldAnswer {
  if (answer.errcode === 0) return answer;
  const code = oldCodeOf(answer);
  throw new PlatformError(`${path}: ${code} ${answer.errmsg.slice(0, 200)}`, {
    code,
    retryable: oldRetryable.has(code) || (ifTokenDead.retryable && oldTokenDead.has(code)),
    pauseMs: oldPauses[code] ?? 0,
    trouble: code === '90020' ? 'quota' : null,
  });
}

/** Reads what else an answer says. @throws PlatformError */
export function readAs<T>(schema: z.ZodType<T>, answer: unknown, path: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new PlatformError(`${path}: unexpected answer`, { code: 'shape', retryable: true });
  return parsed.data;
}

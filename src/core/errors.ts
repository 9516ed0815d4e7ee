import type { AuditFact } from './audit.ts';

/** What was asked cannot be done, and the person should read why: `message` is shown to them as it is. */
export class UserError extends Error {
  override name = 'UserError';
  /** What is recorded of it before it is said: somebody asked for what is not theirs. */
  readonly audit: readonly AuditFact[];

  constructor(message: string, options: { audit?: readonly AuditFact[]; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.audit = options.audit ?? [];
  }
}

/** The program cannot run as it is set up; `message` is a sentence for the operator and names no secret. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

/** The database takes nothing, and waiting does not help: no room, no right to write. `cause` says which. */
export class UnwritableError extends Error {
  override name = 'UnwritableError';
}

/** What is no message's fault: somebody has to put it right, or it passes with the day or month. */
export const troubles = ['address', 'secret', 'right', 'disabled', 'quota'] as const;
export type Trouble = (typeof troubles)[number];

/** A platform said no or did not answer. `message` is for the log and carries no secret. */
export class PlatformError extends Error {
  override name = 'PlatformError';
  /**
   * The platform's error code; where it gave none, ours: `timeout`, `http <status>` (no JSON), `shape` (other JSON),
   * `deliver`, `invalidStaffId`, `flowControl`, `unreachable`; or the network's own (`ECONNRESET` and such).
   */
  readonly code: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** For so long at least it is not to be tried again. */
  readonly pauseMs: number;
  /** Set where no message is at fault: it waits, however long. */
  readonly trouble: Trouble | null;

  constructor(
    message: string,
    options: { code: string; retryable: boolean; pauseMs?: number; trouble?: Trouble | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable;
    this.pauseMs = options.pauseMs ?? 0;
    this.trouble = options.trouble ?? null;
  }
}

/** Codes of a network that did not even get the call to the platform. */
const neverLeft: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Whether the platform may have taken a call that failed: it gave no answer, or none that says so. */
export function mayHaveArrived({ code }: PlatformError): boolean {
  if (code === 'timeout' || code === 'shape' || code.startsWith('http ')) return true;
  return /^E[A-Z_]+$/u.test(code) && !neverLeft.includes(code);
}

/** A callback that is not authentic or not well formed: answered with `status`, changes nothing. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: 400 | 403 | 413;
  /** For log and metrics; never sent. */
  readonly reason: RefusalReason;

  constructor(status: 400 | 403 | 413, reason: RefusalReason, cause?: unknown) {
    super(reason, { cause });
    this.status = status;
    this.reason = reason;
  }
}

/** `encrypted`: sealed with a key that we do not have, because that interface is used in clear (see its console). */
export type RefusalReason = 'signature' | 'receiver' | 'expired' | 'malformed' | 'too-large' | 'encrypted';

import { OperatorError } from './core/errors.ts';

/** What the operator reads when a program of ours cannot go on: a sentence where we know one. */
export function explain(error: unknown): string {
  if (error instanceof OperatorError) return error.message + reason(error.cause);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The last line of a cause, without what Prisma puts around it. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const line = cause.message.trim().split('\n').at(-1) ?? '';
  return `\n（${/Message: `(.+)`/u.exec(line)?.[1] ?? line}）`;
}

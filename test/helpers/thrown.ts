import { PlatformError, Refusal } from '../../src/core/errors.ts';

/** Status and reason for which something is refused; fails if it is not. */
export function refusal(run: () => unknown): [number, string] {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return [error.status, error.reason];
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The platform error with which a call fails; fails if it does not. */
export async function failure(call: Promise<unknown>): Promise<PlatformError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PlatformError) return error;
  throw new Error(`no PlatformError: ${String(error)}`);
}

import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { UnwritableError } from '../core/errors.ts';

/**
 * SQLite's READONLY, IOERR, FULL and CANTOPEN. A disk that is full says FULL, a quota or a limit on the size of files IOERR.
 * The rest of the number says more closely which.
 */
const sqliteCodes = new Set([8, 10, 13, 14]);
const sqlitePrimary = 0xff;
/** PostgreSQL's disk_full and read_only_sql_transaction. */
const postgresCodes = new Set(['53100', '25006']);

/** The error as an UnwritableError where it is one, else as it is. */
export function unwritable(error: unknown): unknown {
  if (!isDriverAdapterError(error)) return error;
  const { cause } = error;
  const isLasting =
    (cause.kind === 'sqlite' && sqliteCodes.has(cause.extendedCode & sqlitePrimary)) ||
    (cause.kind === 'postgres' && postgresCodes.has(cause.code));
  return isLasting ? new UnwritableError('the database cannot be written', { cause: error }) : error;
}

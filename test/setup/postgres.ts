import { dropPostgresOf } from '../helpers/postgres-pool.ts';

/** Once, around all tests on PostgreSQL: the databases that they handed on to each other go with the last of them. */
export const teardown = () => dropPostgresOf(String(process.pid));

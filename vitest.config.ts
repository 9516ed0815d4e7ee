import { defineConfig } from 'vitest/config';
import { postgresAnswers, postgresHasTools } from './prisma/tools/scratch.ts';

/** What runs against a database. */
const onDatabase = ['test/dialogue/**/*.test.ts', 'test/store/**/*.test.ts'];
const elsewhere = [...onDatabase, 'test/long/**', 'test/program/**', 'test/e2e/**', 'node_modules/**'];
export const inOneProcess = {
  setupFiles: ['test/setup/no-network.ts'],
  // One process runs many files: nothing in the program lives beyond what a test makes, and loading it anew for each file
  // would take half of the time.
  isolate: false,
  // For what hangs. How busy the machine is decides nothing: also one that starts processes ends long before.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
};

const hasPostgres = await postgresAnswers();
if (!hasPostgres) {
  if (process.env.REQUIRE_POSTGRES === '1') throw new Error('REQUIRE_POSTGRES=1, but no PostgreSQL answers');
  console.log(
    'PostgreSQL does not answer: its dialogue and store tests are left out (TEST_POSTGRES_URL names a server)',
  );
}

/** What needs PostgreSQL's own programs beside its server. */
const withTools = ['test/store/backup*.test.ts'];
const hasTools = hasPostgres && (await postgresHasTools());
if (hasPostgres && !hasTools) {
  if (process.env.REQUIRE_POSTGRES === '1') throw new Error('REQUIRE_POSTGRES=1, but pg_dump is missing or too old');
  console.log('pg_dump is missing or older than the server: the tests of backups on PostgreSQL are left out');
}

/** The same tests on SQLite and, where a server answers, on PostgreSQL. */
export function databaseProjects(include: string[]) {
  return (hasPostgres ? ['sqlite', 'postgresql'] : ['sqlite']).map((dialect) => ({
    extends: true as const,
    test: {
      name: dialect,
      include,
      ...inOneProcess,
      env: { TEST_DIALECT: dialect, TEST_RUN: String(process.pid) },
      ...(dialect === 'postgresql' ? { globalSetup: ['test/setup/postgres.ts'] } : {}),
      exclude: dialect === 'postgresql' && !hasTools ? withTools : [],
    },
  }));
}

export default defineConfig({
  test: {
    // vitest leaves one core free, which of two is half: much of the time is waiting for disk and database.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: elsewhere, ...inOneProcess } },
      ...databaseProjects(onDatabase),
    ],
  },
});

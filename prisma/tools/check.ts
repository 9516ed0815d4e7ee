/**
 * `npm run db:check`: proves for both dialects that the migrations lead to the schema. PostgreSQL needs a server for its
 * scratch database; without one it is left out with a line, or is a failure where REQUIRE_POSTGRES=1.
 */
import { dialects, pendingSql, postgresAnswers, scratchPostgresUrl } from './scratch.ts';

let failed = false;
for (const dialect of dialects) {
  if (dialect === 'postgresql' && !(await postgresAnswers())) {
    console.log('postgresql: left out, no server answers at TEST_POSTGRES_URL');
    failed ||= process.env.REQUIRE_POSTGRES === '1';
    continue;
  }
  const sql = await pendingSql(dialect, scratchPostgresUrl);
  console.log(sql === '' ? `${dialect}: migrations and schema agree` : `${dialect}: not in any migration:\n${sql}`);
  failed ||= sql !== '';
}
// The engine keeps its connections open.
process.exit(failed ? 1 : 0);

/** `npm run db:new-migration -- <name>`: writes what the schema has and the migrations have not, for both dialects. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsDir } from '../../src/store/schema-engine.ts';
import { dialects, pendingSql, scratchPostgresUrl } from './scratch.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:new-migration -- <name in lower_case>');
  process.exit(2);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
for (const dialect of dialects) {
  await mkdir(migrationsDir(dialect), { recursive: true });
  const sql = await pendingSql(dialect, scratchPostgresUrl);
  if (sql === '') {
    console.log(`${dialect}: nothing to migrate`);
    continue;
  }
  const dir = join(migrationsDir(dialect), `${stamp}_${name}`);
  await mkdir(dir);
  await writeFile(join(dir, 'migration.sql'), `${sql}\n`);
  console.log(`${dialect}: ${dir}`);
}
process.exit(0);

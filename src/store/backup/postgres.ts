import { devNull } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import { OperatorError } from '../../core/errors.ts';
import { assertNotLater, assertOurs } from './known-migrations.ts';
import { makeNewFile } from './new-file.ts';
import { closeOpenJobsScript } from './open-jobs.ts';
import { type Env, replay, requireTool, runTool } from './pg-tools.ts';

type GivenEnv = Readonly<Record<string, string | undefined>>;

/** Copies the database as it is at one moment with `pg_dump`. @throws OperatorError */
export async function backUpPostgres(url: string, path: string, given: GivenEnv): Promise<number> {
  const { env, version } = await onServer(url, async (server) => {
    return { env: toolEnv(url, server.parameters, given), version: await versionOf(server) };
  });
  await requireTool('pg_dump', env, version);
  await requireTool('pg_restore', env, version);
  return makeNewFile(path, async (part) => {
    await runTool('pg_dump', ['--format=custom', '--no-password', `--file=${part}`], env, '备份失败。');
    await assertSound(part, env);
  });
}

/** Fills an empty database out of a backup, in one transaction. @throws OperatorError */
export async function restorePostgres(
  path: string,
  url: string,
  { closeJobsAt, given }: { closeJobsAt: Date | null; given: GivenEnv },
): Promise<void> {
  const { env, version } = await onServer(url, async (server) => {
    await assertUnused(server);
    return { env: toolEnv(url, server.parameters, given), version: await versionOf(server) };
  });
  await requireTool('pg_restore', env, version);
  await requireTool('psql', env, version);
  await assertNotLater('postgresql', await assertSound(path, env));
  await replay(path, env, `RESET search_path;${closeJobsAt ? closeOpenJobsScript(closeJobsAt) : ''}\nANALYZE;\n`);
}

/** A dump in the custom format begins with this. */
export const dumpMagic = 'PGDMP';

/** Reads all of it. @returns its migrations @throws OperatorError if it is damaged, or no backup of this program's database */
async function assertSound(path: string, env: Env): Promise<readonly string[]> {
  const unreadable = '无法读取备份文件：可能已损坏，或由更新版本的 pg_dump 写出。';
  const list = await runTool('pg_restore', ['--list', path], env, unreadable);
  await runTool('pg_restore', [`--file=${devNull}`, path], env, unreadable);
  const rows = /TABLE DATA \S+ _prisma_migrations /u.test(list)
    ? await runTool('pg_restore', ['--data-only', '--table=_prisma_migrations', '--file=-', path], env, unreadable)
    : '';
  const migrations = [...rows.matchAll(/\t(\d{14}_\w+)\t/gu)].map((match) => match[1] ?? '');
  await assertOurs('postgresql', migrations);
  return migrations;
}

/** What the driver made of the address, and of the environment where that says nothing. */
interface Parameters {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string | null;
}

interface Server {
  parameters: Parameters;
  query<Row>(sql: string): Promise<Row[]>;
}

const connectMs = 4000;

/** @throws OperatorError if the server cannot be used */
async function onServer<T>(url: string, work: (server: Server) => Promise<T>): Promise<T> {
  const adapter = await new PrismaPg({ connectionString: url, connectionTimeoutMillis: connectMs }).connect();
  try {
    const client = await adapter.underlyingDriver().connect();
    try {
      return await work({
        // A pool's clients are clients; only their type hides it.
        parameters: client as unknown as Parameters,
        query: async <Row>(sql: string) => (await client.query(sql)).rows as Row[],
      });
    } finally {
      client.release();
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError('无法使用 DATABASE_URL 指定的数据库，请检查地址、账号、库名和数据库服务。', {
      cause: error,
    });
  } finally {
    await adapter.dispose();
  }
}

async function versionOf({ query }: Server): Promise<number> {
  const [row] = await query<{ server_version_num: string }>('SHOW server_version_num');
  return Math.floor(Number(row?.server_version_num) / 10_000);
}

/** @throws OperatorError if there is anything in the database, or anybody else is in it */
async function assertUnused({ query }: Server): Promise<void> {
  // What an extension brought (a server's own statistics, say) is nobody's data.
  const relations = await query(`
    SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND classid = 'pg_class'::regclass AND deptype = 'e')
    LIMIT 1`);
  if (relations.length > 0) {
    throw new OperatorError(
      'DATABASE_URL 指定的数据库不是空的，没有恢复。请用 createdb 新建一个空库，把 DATABASE_URL 改为它，再运行一次；原来的库保留不动。',
    );
  }
  // The server's own workers have no name.
  const others = await query(`
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL LIMIT 1`);
  if (others.length > 0) {
    throw new OperatorError('还有其他程序连接着 DATABASE_URL 指定的数据库，没有恢复。请先停止所有使用它的科企通进程。');
  }
}

/** Of the environment only what the programs need: the secrets of the bot are none of their business. */
const passedOn = /^(?:PATH|HOME|TMPDIR|LD_LIBRARY_PATH|PG\w+)$/u;
/** These would count for more than what the address says. */
const setAside = ['PGSERVICE', 'PGHOSTADDR'];
/** Of the address's parameters those that libpq has a variable for. */
const libpqNames = { sslrootcert: 'PGSSLROOTCERT', sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY', options: 'PGOPTIONS' };

/**
 * How PostgreSQL's programs reach the same database: by their environment alone, since everybody on a machine can read the
 * arguments of a process.
 */
function toolEnv(url: string, { host, port, user, database, password }: Parameters, given: GivenEnv): Env {
  const query = new URLSearchParams(/\?(.*)$/u.exec(url)?.[1] ?? '');
  const sslMode = query.get('ssl') === 'true' ? 'require' : query.get('sslmode');
  const own = {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    PGPASSWORD: password ?? undefined,
    // The driver's word for what libpq calls `require`: encrypted, whoever it is.
    PGSSLMODE: sslMode === 'no-verify' ? 'require' : (sslMode ?? undefined),
    ...Object.fromEntries(
      Object.entries(libpqNames).map(([parameter, name]) => [name, query.get(parameter) ?? undefined]),
    ),
    LC_ALL: 'C',
  };
  const kept = Object.entries(given).filter(([name]) => passedOn.test(name) && !setAside.includes(name));
  const all: [string, string | undefined][] = [
    ...kept,
    ...Object.entries(own).filter(([, value]) => value !== undefined),
  ];
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

import { type ChildProcess, spawn } from 'node:child_process';
import { OperatorError } from '../../core/errors.ts';

/** PostgreSQL's own programs, found on PATH. */
export type PgTool = 'pg_dump' | 'pg_restore' | 'psql';
export type Env = Readonly<Record<string, string>>;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** @throws OperatorError if the program is not installed, or is older than the server */
export async function requireTool(tool: PgTool, env: Env, serverVersion: number): Promise<void> {
  const { code, out } = await ended(spawn(tool, ['--version'], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const version = Number(/\(PostgreSQL\) (\d+)/u.exec(out)?.[1] ?? Number.NaN);
  const install = `请安装 PostgreSQL ${serverVersion} 或更新版本的客户端工具（Debian、Ubuntu 的软件包是 postgresql-client），并确认它在 PATH 中。`;
  if (code !== 0 || Number.isNaN(version)) throw new OperatorError(`没有找到可用的 ${tool}。${install}`);
  if (version < serverVersion) {
    throw new OperatorError(`${tool} 的版本是 ${version}，低于数据库服务器的版本 ${serverVersion}。${install}`);
  }
}

/** @returns what it printed @throws OperatorError with `failure` and the program's own first error */
export async function runTool(tool: PgTool, args: readonly string[], env: Env, failure: string): Promise<string> {
  const { code, out, err } = await ended(spawn(tool, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  if (code !== 0) throw failed(failure, err);
  return out;
}

/**
 * Feeds the script that `pg_restore` makes of a backup, and then `lastly`, to one transaction of `psql`. Whatever breaks off,
 * nothing of it is committed. @throws OperatorError
 */
export async function replay(path: string, env: Env, lastly: string): Promise<void> {
  const reading = spawn('pg_restore', ['--no-owner', '--no-privileges', '--no-comments', '--file=-', path], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const writing = spawn(
    'psql',
    ['--no-psqlrc', '--quiet', '--no-password', '--single-transaction', '--set=ON_ERROR_STOP=1', '--file=-'],
    { env, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  // How it ended says more than a pipe that broke.
  writing.stdin.on('error', () => undefined);
  reading.stdout.pipe(writing.stdin, { end: false });
  const [read, written] = [ended(reading, { keepsOut: false }), ended(writing)];
  const first = await Promise.race([read, written]);
  if (writing.exitCode === null && first.code === 0) writing.stdin.end(lastly);
  // The end of its input would be a reason to commit: it must not live to see it.
  else writing.kill('SIGKILL');
  const { code, err } = await written;
  reading.kill();
  if (code !== 0) throw failed('恢复失败，数据库仍是空的。', err || (await read).err);
}

function failed(sentence: string, err: string): OperatorError {
  // Further lines may quote rows.
  const line = /^.*(?:error|ERROR|FATAL): .*$/mu.exec(err)?.[0] ?? err.split('\n')[0] ?? '';
  return new OperatorError(sentence, { cause: new Error(line) });
}

/** Of an error message the beginning says enough. */
const errorsAtMost = 10_000;

function ended(child: ChildProcess, { keepsOut = true } = {}): Promise<Ended> {
  let [out, err] = ['', ''];
  if (keepsOut) child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => {
    if (err.length < errorsAtMost) err += chunk.toString();
  });
  return new Promise((resolve) => {
    // Not to be found, or not to be run.
    child.once('error', (error) => resolve({ code: null, out, err: error.message }));
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

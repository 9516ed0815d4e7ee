import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Runs a command of the server (`src/cli/<name>.ts`) on a database: exit code and what it printed. */
export function runCommand(name: string, databaseUrl: string, args: readonly string[]) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    const options = { env: { ...process.env, DATABASE_URL: databaseUrl }, cwd: root };
    const command = ['--import', 'tsx', resolve(root, 'src/cli', `${name}.ts`), ...args];
    execFile(process.execPath, command, options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

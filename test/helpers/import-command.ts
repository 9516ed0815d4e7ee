import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const dataKey = Buffer.alloc(32, 7).toString('base64');

/** Runs `npm run import` on a database: exit code and what it printed. */
export function importCommand(
  databaseUrl: string,
  args: readonly string[],
  env: Record<string, string> = { DATA_KEY: dataKey },
) {
  const { DATA_KEY: _, DATABASE_URL: __, ...outside } = process.env;
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    const options = { env: { ...outside, DATABASE_URL: databaseUrl, ...env }, cwd: root };
    const command = ['--import', 'tsx', resolve(root, 'src/cli/import.ts'), ...args];
    execFile(process.execPath, command, options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { OperatorError } from './core/errors.ts';

/**
 * Adds the settings of a file, of `.env` in the working folder unless told otherwise, to `env`; what is set there already stays. A byte order mark, which
 * Windows' editor writes, is no part of the first name.
 * @throws OperatorError if the file is not UTF-8
 */
export function loadEnvFile(env: Record<string, string | undefined>, path = '.env'): void {
  if (!existsSync(path)) return;
  let text: string;
  try {
    // Drops the mark by itself.
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new OperatorError('.env 无法读取，或不是 UTF-8 编码；请用编辑器另存为 UTF-8。', { cause: error });
  }
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
}

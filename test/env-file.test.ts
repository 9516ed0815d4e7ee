import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEnvFile } from '../src/env-file.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keqitong-env-'));
  path = join(dir, '.env');
});
afterEach(() => rm(dir, { recursive: true }));

it('adds what is not set yet; the mark of Windows’ editor is no part of the first name', async () => {
  await writeFile(path, '\uFEFFBUREAU_NAME=科技局\nPORT=3001\n');
  const env = { PORT: '3002' };
  loadEnvFile(env, path);
  expect(env).toEqual({ BUREAU_NAME: '科技局', PORT: '3002' });
});

it('another encoding is refused in a sentence', async () => {
  await writeFile(path, Buffer.from([0xbf, 0xaa, 0xb7, 0xa2]));
  expect(() => loadEnvFile({}, path)).toThrow('.env 无法读取，或不是 UTF-8 编码');
});

it('without a file nothing is added', () => {
  const env = {};
  loadEnvFile(env, path);
  expect(env).toEqual({});
});

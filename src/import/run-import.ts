import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../core/errors.ts';
import type { ImportProgress } from '../domain/exchange.ts';
import type { ImportResult } from './import-file.ts';
import type { ImportMessage, ImportTask } from './task.ts';

/** JavaScript's own memory; a file of 45 000 rows takes a third of it. */
const heapMegabytes = 160;
/** Small, because a process that runs for seconds keeps whatever it once had. */
const youngMegabytes = 1;
const checkMs = 3 * 60_000;
const applyMs = 30 * 60_000;

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * Runs one task.
 * @throws UserError what the person should read
 */
export type RunImport = (
  task: ImportTask,
  options?: { onProgress?(progress: ImportProgress): void },
) => Promise<ImportResult>;

/**
 * Runs it in a process of its own, so that neither its memory nor its computing is the server's.
 * @throws UserError what the person should read
 */
export async function runImport(
  task: ImportTask,
  { onProgress, onStart }: { onProgress?(progress: ImportProgress): void; onStart?(child: ChildProcess): void } = {},
): Promise<ImportResult> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [], {
    execArgv: [
      `--max-old-space-size=${heapMegabytes}`,
      `--max-semi-space-size=${youngMegabytes}`,
      '--optimize-for-size',
      '--import',
      tsx,
    ],
    // Dates and buffers stay what they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onStart?.(child);
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), task.work.mode === 'check' ? checkMs : applyMs);
  try {
    return await new Promise<ImportResult>((resolve, reject) => {
      child.on('message', (message: ImportMessage) => {
        switch (message.kind) {
          case 'progress':
            onProgress?.(message.progress);
            break;
          case 'result':
            resolve(message);
            break;
          case 'refused':
            reject(new UserError(message.message));
            break;
          case 'failed':
            reject(new Error(`import failed: ${message.message}`));
            break;
        }
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => reject(died(code, signal, lastWords)));
      child.send(task, (error) => {
        if (error) reject(error);
      });
    });
  } finally {
    clearTimeout(limit);
  }
}

function died(code: number | null, signal: NodeJS.Signals | null, lastWords: string): Error {
  if (signal === 'SIGKILL') return new UserError('处理超过时间限制，已停止，没有写入任何数据。请分成几个文件导入。');
  if (/heap out of memory/u.test(lastWords)) {
    return new UserError('文件内容过多，处理时超出内存限制，已停止，没有写入任何数据。请分成几个文件导入。');
  }
  return new Error(`the importing process ended with ${code ?? signal}: ${lastWords}`);
}

import { pino } from 'pino';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { systemClock } from './core/clock.ts';
import { OperatorError } from './core/errors.ts';
import { newId } from './core/ids.ts';
import { loadEnvFile } from './env-file.ts';
import { openDatabase } from './store/database.ts';
import { createJobStore } from './store/jobs.ts';
import { becomeSoleProcess } from './store/sole-process.ts';

/** What the operator reads when the program cannot start: a sentence where we know one. */
function explain(error: unknown): string {
  if (error instanceof OperatorError) {
    return error.message + reason(error.cause);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `端口 ${process.env.PORT ?? 3000} 已被占用，请更换 PORT 或停止占用它的程序。`;
  if (code === 'EACCES') return `没有权限监听端口 ${process.env.PORT ?? 3000} 或读写数据目录。`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The last line of a cause, without what Prisma puts around it. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const line = cause.message.trim().split('\n').at(-1) ?? '';
  return `\n（${/Message: `(.+)`/u.exec(line)?.[1] ?? line}）`;
}

async function main(): Promise<void> {
  // What the program writes (the database, above all) is for its own user alone.
  process.umask(0o077);
  loadEnvFile(process.env);
  const config = loadConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL });
  const database = await openDatabase(config.DATABASE_URL);
  const soleProcess = await becomeSoleProcess(config.DATABASE_URL);
  const jobs = createJobStore(database, newId());
  const app = createApp(config, { database, jobs, clock: systemClock, log });
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      void app
        .stop()
        .then(() => soleProcess.release())
        .then(() => process.exit(0));
    });
  }
  await app.start();
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

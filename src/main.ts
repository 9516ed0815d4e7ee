import { pino } from 'pino';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { systemClock } from './core/clock.ts';
import { newId } from './core/ids.ts';
import { loadEnvFile } from './env-file.ts';
import { explain } from './explain.ts';
import { openDatabase } from './store/database.ts';
import { createJobStore } from './store/jobs.ts';
import { becomeSoleProcess } from './store/sole-process.ts';

/** With what only a program that listens can meet. */
function explainStart(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `端口 ${process.env.PORT ?? 3000} 已被占用，请更换 PORT 或停止占用它的程序。`;
  if (code === 'EACCES') return `没有权限监听端口 ${process.env.PORT ?? 3000} 或读写数据目录。`;
  return explain(error);
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
  console.error(explainStart(error));
  process.exit(1);
}

/**
 * `npm run backup -- <file>`: writes a checked copy of the database, while the bot runs or not.
 * Exit code 0: written. 1: not written. 2: not understood.
 */
import { loadEnvFile } from '../env-file.ts';
import { explain } from '../explain.ts';
import { backUp } from '../store/backup/backup.ts';

const usage = `用法：npm run backup -- <文件>

把数据库备份到一个新文件，服务不用停。SQLite 写出数据库文件，PostgreSQL 用 pg_dump 写出（需要它的客户端工具）。
数据库取自 DATABASE_URL（环境变量或 .env）。恢复用 npm run restore -- <文件>。`;

async function main(): Promise<number> {
  const [path, ...more] = process.argv.slice(2);
  if (path === undefined || path.startsWith('-') || more.length > 0) {
    console.error(usage);
    return 2;
  }
  process.umask(0o077);
  loadEnvFile(process.env);
  const databaseUrl = process.env.DATABASE_URL || 'file:./data/bot.db';
  const bytes = await backUp({ databaseUrl, path, env: process.env });
  console.log(`已备份到 ${path}（${(bytes / 2 ** 20).toFixed(1)} MB），已核对可以读取。`);
  console.log(
    '使用备份还需要 .env 中的 DATA_KEY（没有它，手机号无法读取，审计记录无法核对）和 LINK_SECRET（没有它，已发出的链接失效），以及 DATA_DIR 中的 WW_verify_*.txt，请另行保存。',
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

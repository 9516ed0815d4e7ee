/**
 * `npm run restore -- <file> [--resend]`: makes the database out of a backup, where there is none yet.
 * Exit code 0: restored. 1: not restored. 2: not understood.
 */
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.ts';
import { loadEnvFile } from '../env-file.ts';
import { explain } from '../explain.ts';
import { restore } from '../store/backup/backup.ts';

const usage = `用法：npm run restore -- <文件> [--resend]

把 npm run backup 写出的备份恢复到 DATABASE_URL（环境变量或 .env）。不覆盖任何内容：SQLite 的数据库文件必须不存在，
PostgreSQL 的数据库必须是空的，且没有科企通进程在使用。
备份时还没有发完的消息，此后多半已经发出，默认不再发送；加 --resend 则在启动后继续发送。`;

async function main(): Promise<number> {
  const given = readArgs();
  if (!given) {
    console.error(usage);
    return 2;
  }
  const { path, resend } = given;
  process.umask(0o077);
  loadEnvFile(process.env);
  const databaseUrl = process.env.DATABASE_URL || 'file:./data/bot.db';
  const { open } = await restore({ databaseUrl, path, resend, env: process.env, now: systemClock.now() });
  console.log(`已从 ${path} 恢复。`);
  if (open > 0) {
    const fate = resend ? '启动后继续发送' : '已标为不再发送';
    console.log(`备份时有 ${open} 项消息或工作没有完成，${fate}。`);
  }
  console.log('请运行 npm run admin -- verify-audit 核对审计记录（需要备份时的 DATA_KEY），然后启动服务。');
  console.log('备份之后的变更不在其中：此后解除的绑定、停用的链接、取消的角色、删除的个人信息，请重新办理。');
  return 0;
}

/** Null if it cannot be understood. */
function readArgs(): { path: string; resend: boolean } | null {
  try {
    const { values, positionals } = parseArgs({ options: { resend: { type: 'boolean' } }, allowPositionals: true });
    const [path, ...more] = positionals;
    return path === undefined || more.length > 0 ? null : { path, resend: values.resend ?? false };
  } catch {
    return null;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/**
 * `npm run import -- <file.xlsx> [--apply]`: checks a workbook and writes it, while the server runs or not.
 * `npm run import -- --template <file.xlsx>`: writes the empty workbook.
 * Exit code 0: done, or nothing to do. 1: not done. 2: something registered would be changed, or every enterprise be concerned
 * by a deadline; nothing was written.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.ts';
import { OperatorError, UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { deriveKeys } from '../core/sealed.ts';
import { systemDoer } from '../core/system-doer.ts';
import { importTemplate } from '../documents/import-template.ts';
import { dateOf } from '../domain/calendar.ts';
import type { ImportProgress } from '../domain/exchange.ts';
import { countLines, type ImportReport, reportText, unchangedText } from '../domain/workbook/report.ts';
import { loadEnvFile } from '../env-file.ts';
import { runImport } from '../import/run-import.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

/** Whoever sits at the server may bring more than a chat takes. */
const fileBytesAtMost = 64 * 2 ** 20;

const usage = `用法：
  npm run import -- <文件.xlsx>             检查并导入；会改动已登记内容或截止事项涉及全部企业时只列出，不写入，以退出码 2 结束
  npm run import -- <文件.xlsx> --apply     连同改动一并写入
  npm run import -- --template <文件.xlsx>  写出带填写说明的空白表`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { apply: { type: 'boolean' }, template: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0 || (values.template && values.apply)) {
    console.error(usage);
    return 1;
  }
  if (values.template) {
    // An existing file is somebody's work.
    await writeFile(path, await importTemplate(), { flag: 'wx' });
    console.log(`已写出 ${path}。`);
    return 0;
  }
  return importPath(path, values.apply ?? false);
}

async function importPath(path: string, allowChanges: boolean): Promise<number> {
  loadEnvFile(process.env);
  const databaseUrl = process.env.DATABASE_URL || 'file:./data/bot.db';
  const dataKey = process.env.DATA_KEY ?? '';
  if (Buffer.from(dataKey, 'base64').length !== 32) {
    throw new OperatorError('缺少 DATA_KEY 或其值不正确：它应与服务所用的相同（手机号用它加密）。');
  }
  const database = await openDatabase(databaseUrl);
  await migrate(database);
  await database.close();

  const now = systemClock.now();
  // Nothing is signed here: the other secret is not needed.
  const { data, digest, audit } = deriveKeys({ linkSecret: '', dataKey });
  const { outcome, report } = await runImport(
    {
      databaseUrl,
      keys: { data, digest, audit },
      today: dateOf(now),
      now,
      source: { path },
      fileBytesAtMost,
      work: { mode: 'apply', importId: newId(), doer: systemDoer(now), allowChanges, agreed: null },
    },
    { onProgress: progressLine() },
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  switch (outcome) {
    case 'applied':
      console.log(`${reportText(report)}\n已导入。`);
      return 0;
    case 'nothing':
      console.log(`${counted(report)}\n${unchangedText(report)}，没有需要写入的数据。`);
      return 0;
    case 'unconfirmed':
      console.log(`${reportText(report)}\n没有写入任何数据。确认无误后请加 --apply 再运行一次。`);
      return 2;
    default:
      console.error(reportText(report));
      return 1;
  }
}

function counted(report: ImportReport): string {
  return countLines(report).join('\n');
}

const stageLabels: Record<ImportProgress['stage'], string> = {
  read: '读取',
  compare: '核对',
  write: '写入',
  tidy: '整理',
};

/** One line that is written over on a terminal, one line a stage elsewhere. */
function progressLine(): (progress: ImportProgress) => void {
  let last = '';
  return ({ stage, done, total }) => {
    const counted = done === 0 ? '' : total === null ? ` ${done} 行` : ` ${done} / ${total}`;
    if (process.stderr.isTTY) process.stderr.write(`\r${stageLabels[stage]}${counted}          `);
    else if (stage !== last) process.stderr.write(`${stageLabels[stage]}……\n`);
    last = stage;
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected = error instanceof UserError || error instanceof OperatorError;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') console.error('文件已存在，没有覆盖。');
  else if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) console.error(usage);
  else console.error(isExpected ? error.message : error);
  process.exitCode = 1;
}

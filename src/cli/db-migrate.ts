/** `npm run db:migrate`: brings the database of DATABASE_URL up to date, as every start of the program does. */
import { loadEnvFile } from '../env-file.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

loadEnvFile(process.env);
const database = await openDatabase(process.env.DATABASE_URL ?? 'file:./data/bot.db');
const applied = await migrate(database);
console.log(applied.length > 0 ? `已升级：${applied.join('、')}` : '数据库已是最新。');
await database.close();

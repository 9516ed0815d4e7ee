/** `npm run admin -- <command>`: what is done on the server itself, also while the program runs. */
import { pino } from 'pino';
import { loadConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { deriveKeys } from '../core/sealed.ts';
import { loadEnvFile } from '../env-file.ts';
import { explain } from '../explain.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { readCommand, usage } from './admin-args.ts';
import { runCommand } from './admin-commands.ts';

/** @returns the exit code: 0 all is well, 1 it is not, 2 not understood */
async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2));
  if (!command) {
    console.error(usage);
    return 2;
  }
  process.umask(0o077);
  loadEnvFile(process.env);
  const config = loadConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const keys = deriveKeys({ linkSecret: config.LINK_SECRET, dataKey: config.DATA_KEY });
  const database = await openDatabase(config.DATABASE_URL);
  try {
    await migrate(database);
    const { lines, ok } = await runCommand(command, { config, database, keys, clock: systemClock, log });
    for (const line of lines) console.log(line);
    return ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

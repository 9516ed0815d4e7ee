/**
 * The bot as a process of its own. Arguments: DATABASE_URL, address of the stand-in for the platforms' interfaces. With a
 * third one the database is filled already, and the bot's clock is so many milliseconds off.
 */
import { pino } from 'pino';
import { demoEnv } from '../demo/world.ts';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { type Clock, systemClock } from '../src/core/clock.ts';
import { openDatabase } from '../src/store/database.ts';
import { createJobStore } from '../src/store/jobs.ts';
import { migrate } from '../src/store/migrate.ts';
import { writeBenchData } from './data.ts';

const [databaseUrl = '', sinkUrl = '', offMs] = process.argv.slice(2);
const clock: Clock =
  offMs === undefined ? systemClock : { now: () => new Date(systemClock.now().getTime() + Number(offMs)) };
const env = demoEnv({ emulatorUrl: sinkUrl, botUrl: 'http://127.0.0.1:1', databaseUrl });
const config = loadConfig({ ...env, PORT: '0' });
let statements = 0;
const counting = process.env.COUNT_STATEMENTS === '1';
const database = await openDatabase(databaseUrl, counting ? { onStatement: () => (statements += 1) } : {});
await migrate(database);
if (offMs === undefined) await writeBenchData(database.client);
const jobs = createJobStore(database, 'bench');
const app = createApp(config, { database, jobs, clock, log: pino({ level: 'error' }) });
const port = await app.start();
process.on('message', async (message) => {
  if (message === 'statements') {
    await app.idle();
    process.send?.({ statements });
    statements = 0;
  }
});
process.send?.({ port });
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));

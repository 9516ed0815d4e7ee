/** The bot as a process of its own. Arguments: DATABASE_URL, address of the stand-in for the platforms' interfaces. */
import { pino } from 'pino';
import { demoEnv } from '../demo/world.ts';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { systemClock } from '../src/core/clock.ts';
import { openDatabase } from '../src/store/database.ts';
import { createJobStore } from '../src/store/jobs.ts';
import { migrate } from '../src/store/migrate.ts';
import { writeBenchData } from './data.ts';

const [databaseUrl = '', sinkUrl = ''] = process.argv.slice(2);
const env = demoEnv({ emulatorUrl: sinkUrl, botUrl: 'http://127.0.0.1:1', databaseUrl });
const config = loadConfig({ ...env, PORT: '0' });
let statements = 0;
const counting = process.env.COUNT_STATEMENTS === '1';
const database = await openDatabase(databaseUrl, counting ? { onStatement: () => (statements += 1) } : {});
await migrate(database);
await writeBenchData(database.client);
const jobs = createJobStore(database, 'bench');
const app = createApp(config, { database, jobs, clock: systemClock, log: pino({ level: 'error' }) });
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

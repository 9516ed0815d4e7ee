/** Another process of the bot on the same database. Arguments: database, emulator, port, the time at which its clock stands. */
import { demoEnv } from '../../demo/world.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { newId } from '../../src/core/ids.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { freePacer } from './free-pacer.ts';
import { memoryLog } from './memory-log.ts';

const [databaseUrl = '', emulatorUrl = '', port = '0', now = ''] = process.argv.slice(2);
const env = demoEnv({ emulatorUrl, botUrl: `http://127.0.0.1:${port}`, databaseUrl });
const database = await openDatabase(databaseUrl);
const app = createApp(loadConfig({ ...env, PORT: port }), {
  database,
  jobs: createJobStore(database, newId()),
  clock: { now: () => new Date(now) },
  log: memoryLog(),
  // Its clock stands: who has to wait for a turn would wait for ever.
  pacer: freePacer,
});
await app.start();
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.on('message', () => void app.idle().then(() => process.send?.('idle')));
process.send?.('ready');

/**
 * The floor: a bare Koa handler with the same crypto, one indexed read and two durable rows by plain SQL, one commit a
 * message. Arguments: DATABASE_URL, address of the stand-in (unused), channel name.
 */
import { createClient } from '@libsql/client';
import Koa from 'koa';
import pg from 'pg';
import getRawBody from 'raw-body';
import { benchChannels, senderId, senders } from './channels.ts';

interface FloorDatabase {
  setUp(): Promise<void>;
  /** The indexed read. */
  find(userId: string): Promise<unknown>;
  /** Two rows, one commit. */
  write(key: string, payload: string, reply: string): Promise<unknown>;
}

const tables = [
  'CREATE TABLE floor_user (id TEXT PRIMARY KEY, enterprise TEXT NOT NULL)',
  'CREATE TABLE floor_in (key TEXT PRIMARY KEY, payload TEXT NOT NULL, at TEXT NOT NULL)',
  'CREATE TABLE floor_out (key TEXT PRIMARY KEY, reply TEXT NOT NULL, at TEXT NOT NULL)',
];

function sqlite(url: string): FloorDatabase {
  const client = createClient({ url });
  return {
    async setUp() {
      await client.execute('PRAGMA journal_mode = WAL');
      for (const table of tables) await client.execute(table);
      for (let n = 0; n < senders; n += 1) {
        await client.execute({ sql: 'INSERT INTO floor_user VALUES (?, ?)', args: [senderId(n), '示例企业'] });
      }
    },
    find: (id) => client.execute({ sql: 'SELECT enterprise FROM floor_user WHERE id = ?', args: [id] }),
    write: (key, payload, reply) => {
      const at = new Date().toISOString();
      return client.batch(
        [
          { sql: 'INSERT INTO floor_in VALUES (?, ?, ?)', args: [key, payload, at] },
          { sql: 'INSERT INTO floor_out VALUES (?, ?, ?)', args: [key, reply, at] },
        ],
        'write',
      );
    },
  };
}

function postgres(connectionString: string): FloorDatabase {
  const pool = new pg.Pool({ connectionString });
  return {
    async setUp() {
      for (const table of tables) await pool.query(table);
      for (let n = 0; n < senders; n += 1) {
        await pool.query('INSERT INTO floor_user VALUES ($1, $2)', [senderId(n), '示例企业']);
      }
    },
    find: (id) => pool.query('SELECT enterprise FROM floor_user WHERE id = $1', [id]),
    // Both rows in one statement: one round trip, one commit.
    write: (key, payload, reply) =>
      pool.query('WITH i AS (INSERT INTO floor_in VALUES ($1, $2, $3)) INSERT INTO floor_out VALUES ($1, $4, $3)', [
        key,
        payload,
        new Date().toISOString(),
        reply,
      ]),
  };
}

const [databaseUrl = '', sinkUrl = '', channelName = ''] = process.argv.slice(2);
const channel = benchChannels(sinkUrl).find(({ name }) => name === channelName);
if (!channel) throw new Error(`no channel ${channelName}`);
const database = databaseUrl.startsWith('file:') ? sqlite(databaseUrl) : postgres(databaseUrl);
await database.setUp();

const app = new Koa();
let keys = 0;
app.use(async (ctx) => {
  const body = await getRawBody(ctx.req, { encoding: 'utf8', limit: 512 * 1024 });
  const query = ctx.query as Record<string, string>;
  const sender = channel.open(query, ctx.headers as Record<string, string>, body);
  await database.find(sender);
  const reply = channel.reply(query.nonce ?? '');
  await database.write(`${process.pid}-${keys++}`, body, reply);
  ctx.body = reply;
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});

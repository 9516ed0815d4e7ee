/**
 * What the bot is measured against, in two forms, without any of the program's machinery: a bare Koa handler with the
 * same crypto, one indexed read and two durable rows by plain SQL.
 *
 * least: both rows in one commit, and nothing else.
 * same-steps: what the bot has to do by hand: a commit to record, a commit once answered, and for DingTalk the answer
 * itself, which does not travel in the HTTP response.
 *
 * Arguments: DATABASE_URL, address of the stand-in, channel name, form.
 */
import { Agent, request } from 'node:http';
import { createClient } from '@libsql/client';
import Koa from 'koa';
import pg from 'pg';
import getRawBody from 'raw-body';
import { benchChannels, senderId, senders } from './channels.ts';

interface FloorDatabase {
  setUp(): Promise<void>;
  /** The indexed read. */
  find(userId: string): Promise<unknown>;
  record(key: string, payload: string): Promise<unknown>;
  answer(key: string, reply: string): Promise<unknown>;
  /** Both rows in one commit. */
  both(key: string, payload: string, reply: string): Promise<unknown>;
}

const tables = [
  'CREATE TABLE floor_user (id TEXT PRIMARY KEY, enterprise TEXT NOT NULL)',
  'CREATE TABLE floor_in (key TEXT PRIMARY KEY, payload TEXT NOT NULL, at TEXT NOT NULL)',
  'CREATE TABLE floor_out (key TEXT PRIMARY KEY, reply TEXT NOT NULL, at TEXT NOT NULL)',
];
const at = () => new Date().toISOString();

function sqlite(url: string): FloorDatabase {
  const client = createClient({ url });
  const insert = (table: string, key: string, text: string) => ({
    sql: `INSERT INTO ${table} VALUES (?, ?, ?)`,
    args: [key, text, at()],
  });
  return {
    async setUp() {
      await client.execute('PRAGMA journal_mode = WAL');
      for (const table of tables) await client.execute(table);
      for (let n = 0; n < senders; n += 1) {
        await client.execute({ sql: 'INSERT INTO floor_user VALUES (?, ?)', args: [senderId(n), '示例企业'] });
      }
    },
    find: (id) => client.execute({ sql: 'SELECT enterprise FROM floor_user WHERE id = ?', args: [id] }),
    record: (key, payload) => client.execute(insert('floor_in', key, payload)),
    answer: (key, reply) => client.execute(insert('floor_out', key, reply)),
    both: (key, payload, reply) =>
      client.batch([insert('floor_in', key, payload), insert('floor_out', key, reply)], 'write'),
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
    record: (key, payload) => pool.query('INSERT INTO floor_in VALUES ($1, $2, $3)', [key, payload, at()]),
    answer: (key, reply) => pool.query('INSERT INTO floor_out VALUES ($1, $2, $3)', [key, reply, at()]),
    both: (key, payload, reply) =>
      pool.query('WITH i AS (INSERT INTO floor_in VALUES ($1, $2, $3)) INSERT INTO floor_out VALUES ($1, $4, $3)', [
        key,
        payload,
        at(),
        reply,
      ]),
  };
}

const [databaseUrl = '', sinkUrl = '', channelName = '', form = 'least'] = process.argv.slice(2);
const channel = benchChannels(sinkUrl).find(({ name }) => name === channelName);
if (!channel) throw new Error(`no channel ${channelName}`);
const database = databaseUrl.startsWith('file:') ? sqlite(databaseUrl) : postgres(databaseUrl);
await database.setUp();

const agent = new Agent({ keepAlive: true });
function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { method: 'POST', headers, agent }, (response) =>
      response.resume().on('end', resolve),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

let underWay = 0;
async function afterwards(key: string, reply: string): Promise<void> {
  underWay += 1;
  if (channel?.name === 'dingtalk-robot') await post(`${sinkUrl}/robot/sendBySession`, reply);
  await database.answer(key, reply);
  underWay -= 1;
}

const app = new Koa();
let keys = 0;
app.use(async (ctx) => {
  const body = await getRawBody(ctx.req, { encoding: 'utf8', limit: 512 * 1024 });
  const query = ctx.query as Record<string, string>;
  const sender = channel.open(query, ctx.headers as Record<string, string>, body);
  const key = `${process.pid}-${keys++}`;
  if (form === 'same-steps') await database.record(key, body);
  await database.find(sender);
  const reply = channel.reply(query.nonce ?? '');
  if (form === 'same-steps') ctx.res.once('close', () => void afterwards(key, channel.answer));
  else await database.both(key, body, reply);
  ctx.body = reply;
});
process.on('message', () => {
  // Answers "is everything out?" once it is.
  const look = () => (underWay === 0 ? process.send?.({ statements: 0 }) : setTimeout(look, 1));
  look();
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});

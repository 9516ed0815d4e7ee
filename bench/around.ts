import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

type Listener = (path: string, body: string) => void;

export interface Sink {
  url: string;
  /** Who is told of every call from now on; null: nobody. */
  listen(to: Listener | null): void;
  close(): void;
}

/** Takes what the bot says through sessionWebhook and whatever else it calls. */
export async function startSink(): Promise<Sink> {
  let listener: Listener | null = null;
  let sent = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    if (listener) request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.resume().on('end', () => {
      listener?.(request.url ?? '', Buffer.concat(chunks).toString());
      response.setHeader('content-type', 'application/json');
      // Whatever is asked: a token, a message taken, the card callback registered where the bot says it is.
      const answer = {
        errcode: 0,
        errmsg: 'ok',
        access_token: 't',
        expires_in: 7200,
        accessToken: 't',
        expireIn: 7200,
        // Of a card that was sent: with it the bot changes the card later.
        response_code: `code-${sent++}`,
      };
      response.end(JSON.stringify({ ...answer, result: { callbackUrl: 'http://127.0.0.1:1/dingtalk/card' } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    listen: (to) => {
      listener = to;
    },
    close: () => server.close(),
  };
}

/** A scratch database of a dialect. */
export async function scratch(dialect: string): Promise<{ url: string; drop(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'keqitong-bench-'));
    return { url: `file:${join(dir, 'bench.db')}`, drop: async () => rmSync(dir, { recursive: true }) };
  }
  const name = `keqitong_bench_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { url: Object.assign(new URL(postgresUrl), { pathname: name }).href, drop };
}

/** What Node is told where the program is started (`npm start`), which bounds its memory. */
const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  scripts: { start: string };
};
export const startFlags = scripts.start.split(' ').slice(1, -1);

export async function spawn(
  file: string,
  args: readonly string[],
  { env = {}, flags = ['--import', 'tsx'] }: { env?: Record<string, string>; flags?: readonly string[] } = {},
): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: [...flags],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

export async function postgresAnswers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** Resident memory in MB, and with what is shared with other processes divided among them. Linux only. */
export function memoryOf(pid: number | undefined): { resident: number; own: number } {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text)?.[1]) / 1024;
    return { resident: megabytes('Rss'), own: megabytes('Pss') };
  } catch {
    return { resident: 0, own: 0 };
  }
}

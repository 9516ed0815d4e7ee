import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { createHttpClient } from '../../src/platforms/http-client.ts';
import { failure } from '../helpers/thrown.ts';

let server: Server;
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

/** A platform that answers as `answer` does. @returns its address, with a secret in it */
async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/path?token=s3cret`;
}

/** One byte after the other, each long before any time between two bytes is up. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(timer));
}

it.each([
  ['says nothing', () => undefined],
  ['drips a byte now and then', drip],
  ['stops in the middle', (response: ServerResponse) => void response.write('{"errcode":')],
])('cuts a server that %s', async (_name, answer) => {
  const results: string[] = [];
  const url = await serve(answer);
  const http = createHttpClient({ timeoutMs: 100, onCall: (path, result) => void results.push(`${path} ${result}`) });
  const error = await failure(http({ method: 'GET', url }));
  expect(error).toMatchObject({ message: '/path: timeout', code: 'timeout', retryable: true });
  expect(results).toEqual(['/path error']);
});

it('goes on with a connection, and not with one that was idle for so long that it may be closed', async () => {
  const held: ServerResponse[] = [];
  const url = await serve((response) => held.push(response));
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  // Nothing else tells a process that was busy of the time.
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const http = createHttpClient();
  async function atOnce(calls: number): Promise<void> {
    const answers = Array.from({ length: calls }, () => http({ method: 'POST', url, body: {} }));
    await vi.waitFor(() => expect(held).toHaveLength(calls));
    for (const response of held.splice(0)) response.end('{}');
    await Promise.all(answers);
  }
  await atOnce(2);
  expect(connections).toBe(2);
  now.mockReturnValue(4_000);
  await atOnce(1);
  expect(connections).toBe(2);
  // One of the two was idle since 0, the other since 4 000.
  now.mockReturnValue(4_001);
  await atOnce(2);
  expect(connections).toBe(3);
  now.mockReturnValue(8_001);
  await atOnce(2);
  expect(connections).toBe(3);
});

it('lets a whole answer come in its time, in pieces', async () => {
  const url = await serve((response) => {
    response.write('{"errcode"');
    setImmediate(() => response.end(':0}'));
  });
  const http = createHttpClient({ timeoutMs: 5_000 });
  expect(await http({ method: 'GET', url })).toEqual({ status: 200, json: { errcode: 0 } });
});

it('calls what the network says by its own name', async () => {
  const url = await serve((response) => response.destroy());
  const error = await failure(createHttpClient()({ method: 'GET', url }));
  expect(error).toMatchObject({ code: 'ECONNRESET', retryable: true });
});

it.each([
  ['GET', 2, { status: 200, json: { errcode: 0 } }],
  ['POST', 1, 'ECONNRESET'],
] as const)('%s over a connection that breaks is made %i time(s)', async (method, times, outcome) => {
  let calls = 0;
  const url = await serve((response) => {
    calls += 1;
    if (calls === 1) response.destroy();
    else response.end('{"errcode":0}');
  });
  const made = createHttpClient()({ method, url });
  if (typeof outcome === 'string') expect(await failure(made)).toMatchObject({ code: outcome });
  else expect(await made).toEqual(outcome);
  expect(calls).toBe(times);
});

it('follows no redirect: the token would go along', async () => {
  const called: (string | undefined)[] = [];
  const url = await serve((response) => {
    called.push(response.req.url);
    const isTarget = response.req.url === '/elsewhere';
    if (isTarget) response.end('{"errcode":0}');
    else response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const error = await failure(createHttpClient()({ method: 'GET', url }));
  expect(error).toMatchObject({ message: '/path: HTTP 302 without JSON', code: 'http 302', retryable: true });
  expect(called).toEqual(['/path?token=s3cret']);
});

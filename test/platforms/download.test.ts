import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { createDownload } from '../../src/platforms/download.ts';
import { failure } from '../helpers/thrown.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/file?sign=s3cret`;
}

/** Never ends. */
function drip(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write('x'), 10);
  response.once('close', () => clearInterval(timer));
}

const bytesAtMost = 1024;

describe('a file', () => {
  it.each([0, 1, bytesAtMost])('of %i bytes arrives whole', async (size) => {
    const url = await serve((response) => response.end(Buffer.alloc(size, 7)));
    expect(await createDownload()({ url, bytesAtMost })).toEqual(Buffer.alloc(size, 7));
  });

  it.each([
    ['says so', (response: ServerResponse) => response.end(Buffer.alloc(bytesAtMost + 1))],
    [
      'does not say so',
      (response: ServerResponse) => {
        response.write(Buffer.alloc(bytesAtMost));
        response.end('x');
      },
    ],
  ])('that is larger than we take and %s is told to who sent it', async (_name, answer) => {
    const url = await serve(answer);
    const error = await createDownload()({ url, bytesAtMost }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toBe('文件超过 1 MB，无法处理。请拆分后分次发送。');
  });

  it.each([
    [403, false],
    [404, false],
    [429, true],
    [500, true],
    [503, true],
    [302, false],
    [206, false],
  ])('answered with %i says whether to try again', async (status, retryable) => {
    const results: string[] = [];
    const url = await serve((response) => response.writeHead(status, { location: '/elsewhere' }).end('no'));
    const onCall = (path: string, result: string) => void results.push(`${path} ${result}`);
    const error = await failure(createDownload({ onCall })({ url, bytesAtMost }));
    expect(error).toMatchObject({ code: `http ${status}`, retryable });
    expect(results).toEqual([`file download ${status}`]);
  });

  it('is fetched from where it is said to be, and from nowhere else', async () => {
    const called: (string | undefined)[] = [];
    const url = await serve((response) => {
      called.push(response.req.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await failure(createDownload()({ url, bytesAtMost }));
    expect(called).toEqual(['/file?sign=s3cret']);
  });

  it.each([
    ['says nothing', () => undefined, 'timeout'],
    ['never comes to an end', drip, 'timeout'],
    ['breaks off', (response: ServerResponse) => void response.destroy(), 'ECONNRESET'],
  ])('is given up if the server %s, without the secret in what is said', async (_name, answer, code) => {
    const url = await serve(answer);
    const error = await failure(createDownload({ timeoutMs: 100 })({ url, bytesAtMost: 1024 * 1024 }));
    expect(error).toMatchObject({ code, retryable: true });
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('s3cret');
  });

  it('that breaks off in the middle is no file', async () => {
    const url = await serve((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('x', () => response.destroy());
    });
    expect(await failure(createDownload()({ url, bytesAtMost }))).toMatchObject({ retryable: true });
  });
});

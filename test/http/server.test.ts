import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import { createEnvelope, decodeAesKey } from '../../src/platforms/envelope.ts';
import { startWorld, type World } from '../helpers/world.ts';

let world: World;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'keqitong-data-'));
  world = await startWorld({ env: { DATA_DIR: dataDir, DINGTALK_EVENT_TOKEN: '', DINGTALK_EVENT_AES_KEY: '' } });
});
afterEach(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(world.botUrl + path, { headers });
const jobs = () => world.database.client.job.count();

/** A post with a body of any size, as a socket would see it. */
function post(
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(world.botUrl + path, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('refused callbacks', () => {
  const callbackPaths = ['/wecom/app', '/wecom/aibot', '/dingtalk/robot', '/dingtalk/card'];

  it.each(callbackPaths)('%s takes no unsigned post', async (path) => {
    const { status, body } = await post(path, '{}');
    expect([400, 403]).toContain(status);
    expect(body).toBe('');
    expect(await jobs()).toBe(0);
  });

  it.each(callbackPaths)('%s takes no ten megabytes', async (path) => {
    expect(await post(path, Buffer.alloc(10 * 1024 * 1024, 'x'))).toEqual({ status: 413, body: '' });
    expect(await post(path, Buffer.alloc(10 * 1024 * 1024, 'x'), { 'transfer-encoding': 'chunked' })).toEqual({
      status: 413,
      body: '',
    });
  });

  it('a body that breaks off is nobody’s message', async () => {
    const { port } = new URL(world.botUrl);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /wecom/app HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<xml>');
    await new Promise((resolve) => socket.write('', resolve));
    socket.destroy();
    expect((await get('/healthz')).status).toBe(200);
    expect(await jobs()).toBe(0);
  });

  it('are counted', async () => {
    await post('/wecom/app', '<xml/>');
    await post('/dingtalk/robot', '{}');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain('keqitong_refused_total{path="/wecom/app",reason="malformed"} 1');
    expect(metrics).toContain('keqitong_refused_total{path="/dingtalk/robot",reason="signature"} 1');
  });

  it('an absent group’s path is not there', async () => {
    expect((await post('/dingtalk/event', '{}')).status).toBe(404);
  });

  it('other methods are not allowed', async () => {
    expect((await get('/dingtalk/robot')).status).toBe(405);
    expect((await fetch(`${world.botUrl}/wecom/app`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('a test of the address', () => {
  const aesKey = decodeAesKey(demoWorld.wecom.app.aesKey) ?? Buffer.alloc(0);
  const envelope = createEnvelope({ token: demoWorld.wecom.app.token, aesKey, receiverIds: [demoWorld.wecom.corpId] });

  it('decodes its query once, plus signs included', async () => {
    // Sealed until there is a plus and a slash in it.
    let encrypted = '';
    while (!/\+.*\/|\/.*\+/u.test(encrypted)) encrypted = envelope.seal('1616140317555161061');
    const query = { timestamp: '1', nonce: 'n', echostr: encrypted };
    const msg_signature = envelope.sign({ timestamp: '1', nonce: 'n', encrypted });
    const response = await get(`/wecom/app?${new URLSearchParams({ ...query, msg_signature })}`);
    expect([response.status, await response.text()]).toEqual([200, '1616140317555161061']);
  });
});

describe('the operator', () => {
  it('sees that it is alive and ready', async () => {
    expect(await (await get('/healthz')).text()).toBe('ok');
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { database: true, writable: true, migrated: true, scheduler: true },
    ]);
  });

  it('sees that it is not ready once the database is gone', async () => {
    await world.database.client.$executeRawUnsafe('ALTER TABLE _prisma_migrations RENAME TO gone');
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { database: true, writable: true, migrated: false, scheduler: true },
    ]);
  });

  it('reads the metrics on this machine, not through a proxy', async () => {
    expect((await get('/metrics')).status).toBe(200);
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
    expect((await get('/metrics', { forwarded: 'for=203.0.113.9' })).status).toBe(403);
  });

  it('reads them from anywhere with the token', async () => {
    await world.stop();
    world = await startWorld({ env: { METRICS_TOKEN: 'watch' } });
    expect((await get('/metrics')).status).toBe(403);
    expect((await get('/metrics', { authorization: 'Bearer nope' })).status).toBe(403);
    expect((await get('/metrics', { authorization: 'Bearer watch', 'x-forwarded-for': '203.0.113.9' })).status).toBe(
      200,
    );
  });

  it('proves the domain with a file from DATA_DIR and nothing else', async () => {
    await writeFile(join(dataDir, 'WW_verify_AbC123.txt'), 'AbC123');
    await writeFile(join(dataDir, 'secret.txt'), 'no');
    const response = await get('/WW_verify_AbC123.txt');
    expect([response.status, await response.text()]).toEqual([200, 'AbC123']);
    for (const path of [
      '/WW_verify_missing.txt',
      '/secret.txt',
      '/WW_verify_..%2Fsecret.txt',
      '/WW_verify_%2e%2e.txt',
    ]) {
      expect((await get(path)).status).toBe(404);
    }
  });

  it('gets security headers and a request id with everything', async () => {
    const { headers } = await get('/nothing-here');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[0-9A-Z]{12}$/);
  });
});

describe('a database that fails', () => {
  it('because another process holds it is waited for, then the platform delivers again', async () => {
    const chat = world.chat('contact01', 'wecom-app:liyi');
    // One connection from beginning to end.
    const other = createClient({ url: world.databaseUrl });
    const held = await other.transaction('write');
    await chat.say('资质');
    await expect.poll(() => world.emulator.wire().some(({ response }) => response?.status === 503)).toBe(true);
    await held.commit();
    other.close();
    await chat.shouldSee(/示例企业01 资质/);
  });

  it('is the platform’s cue to deliver again, and nothing is lost', async () => {
    const { client } = world.database;
    world.emulator.settings.wecomApp.retryDelayMs = 1;
    await client.$executeRawUnsafe('ALTER TABLE "Job" RENAME TO "Gone"');
    const chat = world.chat('contact01', 'wecom-app:liyi');
    const delivered = new Promise<void>((resolve) => {
      const timer = setInterval(async () => {
        if (world.emulator.wire().some(({ response }) => response?.status === 503)) {
          clearInterval(timer);
          await client.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Job"');
          resolve();
        }
      }, 5);
    });
    await chat.say('资质');
    await delivered;
    await chat.shouldSee(/示例企业01 资质/);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settings } from '../fixtures/bot-settings.ts';

const root = resolve(import.meta.dirname, '../..');

let dir: string;
let bot: ChildProcess | undefined;
let other: Server | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keqitong-main-'));
});
afterEach(async () => {
  bot?.kill('SIGKILL');
  other?.close();
  await rm(dir, { recursive: true });
});

/** Runs the program as `npm start` does, in a folder of its own. */
function start(env: Record<string, string>): { output(): string; exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(root, 'src/main.ts')], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  bot = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { output: () => output, exited: once(child, 'exit').then(([code]) => code as number | null) };
}

async function listen(handler: Parameters<typeof createServer>[1]): Promise<number> {
  other = createServer(handler);
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const portOf = (output: string) => /"port":(\d+)/u.exec(output)?.[1];

describe('the program refuses to start, saying why in a sentence,', () => {
  it('without settings', async () => {
    const { output, exited } = start({});
    expect(await exited).toBe(1);
    expect(output()).toContain('npm run demo');
    expect(output()).toContain('缺少 PUBLIC_URL');
    expect(output()).not.toContain('at ');
  });

  it('on a port in use', async () => {
    const port = await listen(() => undefined);
    const { output, exited } = start({ ...settings, PORT: String(port) });
    expect(await exited).toBe(1);
    expect(output()).toContain(`端口 ${port} 已被占用`);
  });

  it('beside another on the same file', async () => {
    const first = start(settings);
    await expect.poll(() => portOf(first.output())).toBeDefined();
    const running = bot;
    const second = start(settings);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('正被另一个科企通进程使用');
    // The next may start however the first ended.
    running?.kill('SIGKILL');
    await first.exited;
    const third = start(settings);
    await expect.poll(() => portOf(third.output())).toBeDefined();
  });
});

describe('the program', () => {
  it('reads .env and finishes what it has begun when it is told to stop', async () => {
    let said = '';
    let release: () => void = () => undefined;
    const gate = new Promise<void>((keep) => {
      release = keep;
    });
    const port = await listen(async (request, response) => {
      for await (const chunk of request) said += chunk;
      await gate;
      response.setHeader('content-type', 'application/json').end('{"errcode":0,"errmsg":"ok"}');
    });
    const api = `http://127.0.0.1:${port}`;
    const lines = Object.entries({ ...settings, DINGTALK_API_URL: api, DINGTALK_OAPI_URL: api });
    // With the mark that Windows' editor puts at the beginning.
    await writeFile(join(dir, '.env'), `\uFEFF${lines.map(([name, value]) => `${name}=${value}`).join('\n')}`);
    const { output, exited } = start({});
    await expect.poll(() => portOf(output())).toBeDefined();

    const timestamp = String(Date.now());
    const sign = createHmac('sha256', 'secret').update(`${timestamp}\nsecret`).digest('base64');
    const body = JSON.stringify({
      msgtype: 'text',
      msgId: 'm1',
      conversationType: '1',
      conversationId: 'c1',
      senderId: 's1',
      senderStaffId: 'staff1',
      sessionWebhook: `${api}/robot/sendBySession?session=x`,
      sessionWebhookExpiredTime: Date.now() + 5_400_000,
      text: { content: '资质' },
    });
    const url = `http://127.0.0.1:${portOf(output())}/dingtalk/robot`;
    const response = await fetch(url, { method: 'POST', body, headers: { timestamp, sign } });
    expect(await response.text()).toBe('{"msgtype":"empty"}');
    await expect.poll(() => said).toContain('尚未绑定');
    bot?.kill('SIGTERM');
    await expect.poll(output).toContain('"msg":"stopping"');
    release();
    expect(await exited).toBe(0);
    expect(output()).not.toMatch(/session=x|尚未绑定|"level":50/);
    expect((await stat(join(dir, 'data/bot.db'))).mode & 0o777).toBe(0o600);
  });
});

it('the demo prints its address, answers there and ends at Ctrl+C without a trace', async () => {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(root, 'demo/main.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', DEMO_PORT: '0', TMPDIR: dir },
  });
  bot = child;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = once(child, 'exit');
  await expect.poll(() => /http:\/\/\S+/u.exec(output)?.[0]).toBeDefined();
  const address = /http:\/\/\S+/u.exec(output)?.[0] ?? '';
  expect(await (await fetch(address)).text()).toContain('<div id="app">');
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect((await readdir(dir)).filter((name) => name.startsWith('keqitong-demo'))).toEqual([]);
});

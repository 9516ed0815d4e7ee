import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { settings } from '../fixtures/bot-settings.ts';

const root = resolve(import.meta.dirname, '../..');

let dir: string;
let server: ChildProcess | undefined;
let database: Database;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keqitong-admin-'));
});
afterAll(async () => {
  server?.kill('SIGKILL');
  await database?.close();
  await rm(dir, { recursive: true });
});

function run(file: string, args: string[], env: Record<string, string>) {
  return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(root, file), ...args], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
}

async function admin(args: string, env: Record<string, string> = settings) {
  const child = run('src/cli/admin.ts', args.split(' ').filter(Boolean), env);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code: code as number, out, err };
}

describe('npm run admin', () => {
  it('says how it is used, before it wants any setting', async () => {
    const { code, out, err } = await admin('', {});
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('用法：npm run admin -- <命令>');
    for (const command of ['add-administrator', 'members', 'verify-audit', 'erase-person', 'unlock', 'prune-audit']) {
      expect(err).toContain(`\n  ${command}`);
    }
  });

  it('names missing settings like the program itself', async () => {
    const { code, err } = await admin('members', {});
    expect(code).toBe(1);
    expect(err).toMatch(/缺少 LINK_SECRET/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('makes the first administrator in an empty database, once', async () => {
    const first = await admin('add-administrator --platform dingtalk --user manager1 --name 何敏');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^已将何敏（钉钉 manager1，人员编号 [0-9A-Z]{12}）设为管理员。\n$/);
  });

  it('works beside the running program, which then knows the new administrator and goes on sealing', async () => {
    server = run('src/main.ts', [], settings);
    let log = '';
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (log += String(chunk)));
    await expect.poll(() => log).toContain('listening');
    expect((await admin('add-administrator --platform dingtalk --user manager2 --name 孙岚')).code).toBe(0);
    database = await openDatabase(`file:${join(dir, 'data/bot.db')}`);
    const open = () => database.client.auditEntry.count({ where: { seq: null } });
    await expect.poll(open).toBe(0);
    const { code, out } = await admin('verify-audit');
    expect([code, out]).toEqual([0, expect.stringMatching(/^审计记录完整，没有发现问题。\n已核对 \d+ 条审计记录/)]);
    server.kill('SIGTERM');
    await once(server, 'exit');
    expect(log).not.toMatch(/"level":50/);
  });

  it('ends with 1 where the trail is not what it was', async () => {
    const { seq } = await database.client.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    const last = await database.client.auditEntry.update({ where: { seq }, data: { role: 'contact' } });
    const { code, out } = await admin('verify-audit');
    expect([code, out]).toEqual([1, expect.stringContaining(`第 ${seq} 条（编号 ${last.id}）已被修改`)]);
  });
});

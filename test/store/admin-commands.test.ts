import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCommand } from '../../src/cli/admin-args.ts';
import { type Outcome, runCommand } from '../../src/cli/admin-commands.ts';
import { loadConfig } from '../../src/config.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, lookAt, type Trail, testKeys, trailOf } from '../helpers/trail.ts';

const config = loadConfig({
  PUBLIC_URL: 'https://bot.example',
  LINK_SECRET: '0'.repeat(32),
  DATA_KEY: Buffer.alloc(32).toString('base64'),
  BUREAU_NAME: '开发区科技局',
  BUREAU_TEL: '0475-8000000',
  DINGTALK_CORP_ID: 'ding1',
  DINGTALK_CLIENT_ID: 'key',
  DINGTALK_CLIENT_SECRET: 'secret',
  DINGTALK_ROBOT_CODE: 'key',
});

let database: Awaited<ReturnType<typeof testDatabase>>;
let trail: Trail;
beforeEach(async () => {
  database = await testDatabase();
  trail = trailOf(database);
});
afterEach(() => database.drop());

/** `npm run admin -- <line>` */
async function admin(line: string, keys = testKeys): Promise<Outcome> {
  const command = readCommand(line.split(' ').filter(Boolean));
  if (!command) throw new Error(`not understood: ${line}`);
  return runCommand(command, { config, database, keys, clock: trail.clock, log: trail.log });
}

const idOf = async (userId: string) => (await database.client.account.findFirstOrThrow({ where: { userId } })).personId;

describe('administrators', () => {
  it('the first is made, once, and listed', async () => {
    const line = 'add-administrator --platform dingtalk --user manager1 --name 何敏';
    const { ok, lines } = await admin(line);
    const id = await idOf('manager1');
    expect([ok, lines]).toEqual([true, [`已将何敏（钉钉 manager1，人员编号 ${id}）设为管理员。`]]);
    expect((await admin(line)).lines).toEqual([`何敏（钉钉 manager1，人员编号 ${id}）已是管理员，未作变更。`]);
    expect((await admin('members')).lines).toEqual(['共 1 名成员。', `${id}  何敏  管理员  钉钉 manager1`]);
    const recorded = await database.client.auditEntry.findMany({ where: { action: 'member.change' } });
    expect(recorded).toMatchObject([
      { objectId: id, role: 'system', channel: 'server', place: 'server', result: 'allowed', personId: null },
    ]);
  });

  it('somebody who is known already is promoted, under the name that is given', async () => {
    await database.client.person.create({
      data: { id: 'KNOWN', name: null, staffRole: 'VIEWER', recordedAt: trail.clock.now() },
    });
    await database.client.account.create({
      data: { id: 'A', platform: 'dingtalk', corpId: 'ding1', userId: 'known', personId: 'KNOWN' },
    });
    await admin('add-administrator --platform dingtalk --user known --name 孙岚');
    expect(await database.client.person.findMany()).toMatchObject([
      { id: 'KNOWN', name: '孙岚', staffRole: 'ADMINISTRATOR' },
    ]);
  });

  it('of a platform that is not set up the organisation has to be told', async () => {
    const line = 'add-administrator --platform wecom --user hemin --name 何敏';
    await expect(admin(line)).rejects.toThrow('没有配置企业微信，请用 --corp 指定组织编号。');
    expect((await admin(`${line} --corp ww1`)).ok).toBe(true);
    expect(await database.client.account.findMany()).toMatchObject([{ corpId: 'ww1', userId: 'hemin' }]);
  });
});

describe('the trail', () => {
  beforeEach(() => trail.looks(3));

  it('is sealed, and verified with a head from the log', async () => {
    expect((await admin('seal-audit')).lines).toEqual(['已封存 3 条审计记录。']);
    const { mac } = await database.client.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    expect(await admin(`verify-audit --head 3:${mac}`)).toEqual({
      ok: true,
      lines: ['审计记录完整，没有发现问题。', '已核对 3 条审计记录，另有 0 条尚未封存。', `链头 3:${mac}`],
    });
    const wrong = await admin(`verify-audit --head 3:${'x'.repeat(43)}`);
    expect([wrong.ok, wrong.lines[1]]).toEqual([false, expect.stringContaining('与日志中的链头（第 3 条）不一致')]);
  });

  it('whose end was cut off is found by the head of the log', async () => {
    await admin('seal-audit');
    const { mac } = await database.client.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    await database.client.auditEntry.delete({ where: { seq: 3n } });
    expect((await admin('verify-audit')).lines[1]).toBe('  - 末尾第 3 条缺失，链头记录到第 3 条。');
    const before = await database.client.auditEntry.findUniqueOrThrow({ where: { seq: 2n } });
    await database.client.auditHead.update({ where: { id: 1 }, data: { seq: 2n, mac: before.mac ?? '' } });
    expect((await admin('verify-audit')).ok).toBe(true);
    const { ok, lines } = await admin(`verify-audit --head 3:${mac}`);
    expect([ok, lines[1]]).toEqual([false, expect.stringContaining('末尾的记录被删除了。')]);
  });

  it('is verified only by who has the secrets', async () => {
    await admin('seal-audit');
    const others = deriveKeys({ linkSecret: 'x'.repeat(32), dataKey: Buffer.alloc(32, 9).toString('base64') });
    const { ok, lines } = await admin('verify-audit', others);
    expect([ok, lines[1]]).toEqual([false, expect.stringContaining('第 1 条')]);
  });

  it('is pruned', async () => {
    await admin('seal-audit');
    expect((await admin('prune-audit')).lines).toEqual(['已清理 0 条保存期满的审计记录。']);
    trail.clock.advance(3 * 366 * 24 * 60 * 60_000);
    expect((await admin('prune-audit')).lines).toEqual(['已清理 3 条保存期满的审计记录。']);
    expect((await admin('verify-audit')).lines).toEqual([
      '审计记录完整，没有发现问题。',
      '已核对 0 条审计记录，第 3 条及以前已按期清理，另有 1 条尚未封存。',
      expect.stringMatching(/^链头 3:/),
    ]);
  });
});

describe('persons', () => {
  beforeEach(() => admin('add-administrator --platform dingtalk --user manager1 --name 何敏'));

  it('who tried too often is unlocked, nobody else is, and it is recorded', async () => {
    const id = await idOf('manager1');
    const row = { count: 99, expiresAt: new Date('2030-01-01T00:00:00Z') };
    const keys = [`codes of ${id}`, 'bind ["dingtalk","ding1","manager1"]', 'codes from 10.0.0.1', 'codes of X'];
    await database.client.attemptCount.createMany({ data: keys.map((key) => ({ key, ...row })) });
    expect((await admin(`unlock --person ${id.toLowerCase()}`)).lines).toEqual(['已解除 2 项限制。']);
    expect((await admin('unlock --key 10.0.0.1')).lines).toEqual(['已解除 1 项限制。']);
    expect((await admin('unlock --platform dingtalk --user manager1')).lines).toEqual(['没有相应的限制。']);
    expect(await database.client.attemptCount.findMany()).toMatchObject([{ key: 'codes of X' }]);
    const recorded = await database.client.auditEntry.findMany({ where: { action: 'attempts.clear' } });
    expect(recorded.map(({ objectId }) => objectId)).toEqual(expect.arrayContaining([id, null]));
    expect(recorded).toHaveLength(2);
  });

  it('are found by name, which is recorded', async () => {
    const id = await idOf('manager1');
    await database.client.enterprise.create({
      data: {
        id: 'FIRM',
        recordedAt: trail.clock.now(),
        names: { create: { id: 'N', kind: 'FULL', text: '示例企业01', searchKey: 'x', initials: 'x' } },
      },
    });
    await database.client.person.create({
      data: {
        id: 'LISTED',
        name: '何敏',
        recordedAt: trail.clock.now(),
        bindings: { create: { id: 'B', enterpriseId: 'FIRM', recordedAt: trail.clock.now() } },
      },
    });
    const { lines } = await admin('find-person --name 何敏');
    expect(lines[0]).toBe('姓名为何敏的人员共 2 名。');
    expect(new Set(lines.slice(1))).toEqual(new Set([`${id}  管理员  钉钉 manager1`, 'LISTED  示例企业01']));
    const recorded = await database.client.auditEntry.findMany({ where: { action: 'contact.read' } });
    expect(new Set(recorded.map(({ objectId, role }) => `${objectId} ${role}`))).toEqual(
      new Set([`${id} system`, 'LISTED system']),
    );
    expect((await admin('find-person --name 无此人')).lines).toEqual(['姓名为无此人的人员共 0 名。']);
  });

  it('are erased by account or by id, and the trail still verifies', async () => {
    const id = await idOf('manager1');
    await trail.record(doerOf(trail.clock.now(), { personId: id }), [lookAt('FIRM')]);
    // Not the last administrator: nobody could give a role any more.
    const last = await admin('erase-person --platform dingtalk --user manager1');
    expect([last.ok, last.lines[0]]).toEqual([false, expect.stringContaining('最后一名管理员')]);
    expect((await admin('members')).lines[0]).toBe('共 1 名成员。');
    await admin('add-administrator --platform dingtalk --user manager2 --name 孙岚');
    expect((await admin('erase-person --platform dingtalk --user manager1')).lines).toEqual([
      `已删除人员 ${id} 的个人信息。`,
    ]);
    await expect(admin('erase-person --platform dingtalk --user manager1')).rejects.toThrow(
      '没有钉钉账号 manager1（组织 ding1）。',
    );
    expect((await admin(`erase-person --id ${id}`)).ok).toBe(true);
    await expect(admin('erase-person --id 000000000000')).rejects.toThrow('没有人员编号 000000000000。');
    await admin('seal-audit');
    expect((await admin('verify-audit')).ok).toBe(true);
    expect((await admin('members')).lines[0]).toBe('共 1 名成员。');
  });
});

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sealEveryMs } from '../../src/audit/sealer.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import { openDatabase } from '../../src/store/database.ts';
import { conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Those of the demo (demo/world.ts). */
const keys = deriveKeys({
  linkSecret: 'demo-link-secret-demo-link-secret',
  dataKey: Buffer.alloc(32, 'demo').toString('base64'),
});

it('what is said, asked and changed stands in one chain within five seconds, and no name stands in what it covers', async () => {
  for (const channel of directChannels) {
    for (const [person, say] of [
      ['officer', '/资质 示例企业01'],
      ['contact01', '资质'],
      ['contact02', '谁看过我们'],
      ['viewer', '/审计'],
      ['stranger', '/绑定 示例企业05 周珊'],
      ['administrator', '/审计'],
    ] as const) {
      const chat = world.chat(person, conversations[channel](person));
      await chat.say(say);
      await chat.news();
    }
  }
  for (const channel of groupChannels) {
    const chat = world.chat('contact01', conversations[channel]());
    await chat.say('/资质 即将到期');
    await chat.news();
  }
  const { client } = world.database;
  await vi.waitFor(async () => expect(await client.auditEntry.count({ where: { seq: null } })).toBe(0), {
    timeout: 60_000,
    interval: 100,
  });
  expect(sealEveryMs).toBeLessThan(5_000);
  const { findings, rows } = await verifyTrail({ client, keys });
  expect(findings).toEqual([]);
  expect(rows).toBe(await client.auditEntry.count());
  expect(rows).toBeGreaterThanOrEqual(7 * directChannels.length);
  const covered = (await client.auditEntry.findMany()).map(({ detail: _detail, salt: _salt, seq, ...row }) => ({
    ...row,
    seq: Number(seq),
  }));
  expect(JSON.stringify(covered)).not.toMatch(/[王李赵周何孙]|wangchen|liyi|zhaoer|zhoushan|hemin|sunlan/);
});

it('the head is in the log, once an hour', async () => {
  const heads = () =>
    world.log.lines.filter(({ message }) => message === 'audit head').map(({ fields }) => fields) as {
      seq: number;
      mac: string;
    }[];
  await world.emulator.clock.advance(2 * 60 * 60_000);
  expect(heads().length).toBeGreaterThanOrEqual(2);
  expect(heads().length).toBeLessThanOrEqual(3);
  const [first] = heads();
  const known = { seq: BigInt(first?.seq ?? 0), mac: first?.mac ?? '' };
  expect((await verifyTrail({ client: world.database.client, keys, known })).findings).toEqual([]);
  const forged = { ...known, mac: 'x' };
  expect((await verifyTrail({ client: world.database.client, keys, known: forged })).findings).toHaveLength(1);
});

it('stopping leaves nothing unsealed', async () => {
  const chat = world.chat('officer', conversations['WeCom app']('officer'));
  await chat.say('/资质 示例企业01');
  await chat.shouldSee(/数据截至/);
  await world.app.stop();
  const database = await openDatabase(world.databaseUrl);
  const { findings, unsealed } = await verifyTrail({ client: database.client, keys });
  await database.close();
  expect([findings, unsealed]).toEqual([[], 0]);
});

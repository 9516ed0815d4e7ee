import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import { writeDemoData } from '../../prisma/demo-data.ts';
import { standingsAt } from '../../src/domain/standing.ts';
import { countByType } from '../../src/domain/statistics.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { findActor } from '../../src/store/people.ts';
import { createUserIdMemory } from '../../src/store/wecom-user-ids.ts';
import { testDatabase } from '../helpers/database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let ledger: ReturnType<typeof createLedger>;
beforeAll(async () => {
  database = await testDatabase();
  await writeDemoData(database.client, { wecom: 'ww1', dingtalk: 'ding1' });
  const build = createBuilder(new Date('2024-01-01T00:00:00Z'));
  build.enterprise('百分百%科技（通辽）有限公司', { aliases: ['百分百'] });
  build.enterprise('易统云', { aliases: [] });
  build.enterprise('SJTC商贸有限公司');
  const both = [build.enterprise('双绑一厂'), build.enterprise('双绑二厂')];
  build.person('双绑', { enterprises: both, accounts: [{ platform: 'wecom', corpId: 'ww1', userId: 'both' }] });
  build.person('无绑', { accounts: [{ platform: 'wecom', corpId: 'ww1', userId: 'none' }] });
  await build.write(database.client);
  ledger = createLedger(database.sql);
});
afterAll(() => database.drop());

const names = async (name: string) =>
  (await ledger.findEnterprises(name)).enterprises.map((enterprise) => enterprise.name);

describe('finding an enterprise', () => {
  it.each([
    ['the full name beats the alias of another', '易统云', ['易统云']],
    ['exact alias', '蒙药股份', ['内蒙古蒙药股份有限公司']],
    ['exact full name', '内蒙古易统云科技发展有限公司', ['内蒙古易统云科技发展有限公司']],
    ['unique part', '矽砂', ['中建材通辽矽砂工业有限公司']],
    ['part of several', '蒙药', ['内蒙古恩和蒙药科技有限公司', '内蒙古蒙药股份有限公司']],
    ['full width, blanks and capitals', ' 百分百％科技(通辽)　有限公司', ['百分百%科技（通辽）有限公司']],
    ['a percent sign is no wildcard', '%', ['百分百%科技（通辽）有限公司']],
    ['an underline is no wildcard', '_', []],
    ['part of a name beats initials', 'sjtc', ['SJTC商贸有限公司']],
    ['initials of an alias', 'cyrj', ['通辽市创元软件开发有限公司']],
    ['initials in capitals', 'CYRJ', ['通辽市创元软件开发有限公司']],
    ['part of the initials', 'sjtckj', ['内蒙古时机天成科技有限公司']],
    ['nothing of the kind', '不存在', []],
    ['nothing', '', []],
  ])('%s', async (_name, said, expected) => {
    expect((await names(said)).sort()).toEqual([...expected].sort());
  });

  it('counts all and names ten', async () => {
    const { enterprises, total } = await ledger.findEnterprises('示例企业');
    expect([enterprises.length, total]).toEqual([10, 52]);
  });
});

describe('the history', () => {
  it('gives the counts of the bureau’s summary', async () => {
    const history = await ledger.history({});
    const at = (on: string) => countByType(standingsAt(history, on));
    expect(at('2023-12-31')).toEqual({
      recognised: [
        { type: 'HNTE', level: 'NATIONAL', enterprises: 16 },
        { type: 'TECH_SME', level: 'REGION', enterprises: 30 },
        { type: 'TECH_LEADER', level: 'CITY', enterprises: 2 },
        { type: 'RND_CENTER', level: 'CITY', enterprises: 3 },
        { type: 'KEY_LAB', level: 'CITY', enterprises: 1 },
        { type: 'BEEF_STATION', level: 'CITY', enterprises: 2 },
      ],
      pending: [
        { type: 'HNTE', level: 'NATIONAL', enterprises: 12 },
        { type: 'PILOT_PLATFORM', level: 'CITY', enterprises: 2 },
      ],
    });
    expect(at('2023-12-29')).toEqual(at('2023-12-31'));
    expect(at('2024-04-01').recognised[1]).toEqual({ type: 'TECH_SME', level: 'REGION', enterprises: 0 });
  });

  it('of one enterprise is the same as its part of the whole', async () => {
    const [enterprise] = (await ledger.findEnterprises('内蒙古易统云科技发展有限公司')).enterprises;
    if (!enterprise) throw new Error('not found');
    const own = await ledger.historyOf(enterprise);
    const all = await ledger.history({});
    const mine = <T extends { enterprise: { id: string } }>(facts: readonly T[]) =>
      facts.filter((fact) => fact.enterprise.id === enterprise.id);
    expect(own).toEqual({ qualifications: mine(all.qualifications), applications: mine(all.applications) });
    expect(own.applications[0]?.transitions[0]).toMatchObject({ status: 'PENDING', dateKnown: false });
    expect(own.qualifications[0]?.transitions[0]?.recordedAt).toBeInstanceOf(Date);
  });

  it('of one type holds no other', async () => {
    const { qualifications, applications } = await ledger.history({ type: 'PILOT_PLATFORM' });
    expect([qualifications.length, applications.length]).toEqual([0, 2]);
  });
});

describe('who speaks', () => {
  const who = (userId: string, corpId = 'ww1', platform: 'wecom' | 'dingtalk' = 'wecom') =>
    findActor(database.sql, { platform, corpId, userId }, { conversation: 'wecom-app', today: '2023-12-29' });

  it('is an officer, a contact or a stranger', async () => {
    expect(await who('wangchen')).toMatchObject({ role: 'officer', name: '王晨', enterprises: [], chosen: null });
    expect(await who('liyi')).toMatchObject({ role: 'contact', name: '李一', enterprises: [{ name: '示例企业01' }] });
    expect(await who('ding-liyi', 'ding1', 'dingtalk')).toMatchObject({ role: 'contact' });
    expect(await who('both')).toMatchObject({
      enterprises: [{ name: '双绑一厂' }, { name: '双绑二厂' }].sort((a, b) => (a.name < b.name ? -1 : 1)),
    });
  });

  it.each([
    ['nobody', 'ww1', 'wecom'],
    ['liyi', 'ww2', 'wecom'],
    ['liyi', 'ww1', 'dingtalk'],
    ['union:liyi', 'ding1', 'dingtalk'],
    ['none', 'ww1', 'wecom'],
  ] as const)('%s of %s on %s is a stranger', async (userId, corpId, platform) => {
    expect((await who(userId, corpId, platform)).role).toBe('stranger');
  });

  it('behind an encrypted id is remembered', async () => {
    const memory = createUserIdMemory(database.client, () => new Date());
    expect(await memory.find('woX')).toBeNull();
    await memory.remember('woX', 'liyi');
    await memory.remember('woX', 'somebody else');
    expect(await memory.find('woX')).toBe('liyi');
  });
});

it('attaches nobody and nothing invented to a real enterprise', async () => {
  const real = await database.client.enterprise.findMany({
    where: { isDemo: false, names: { some: { text: { endsWith: '公司' } } }, qualifications: { some: {} } },
    include: { bindings: true, qualifications: true },
  });
  expect(real.length).toBeGreaterThan(8);
  expect(real.flatMap(({ bindings }) => bindings)).toEqual([]);
  expect(
    real
      .flatMap(({ qualifications }) => qualifications.map(({ certNo, issuedOn }) => certNo ?? issuedOn))
      .filter(Boolean),
  ).toEqual([]);
});

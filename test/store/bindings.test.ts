import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import type { Doer } from '../../src/core/audit.ts';
import { deriveKeys, seal } from '../../src/core/sealed.ts';
import { type Bindings, type Left, likelyContact } from '../../src/domain/bindings.ts';
import { createBindings } from '../../src/store/bindings.ts';
import { createEnqueue } from '../../src/store/notices.ts';
import { findActor } from '../../src/store/people.ts';
import { testDatabase } from '../helpers/database.ts';

const keys = deriveKeys({ linkSecret: 'x'.repeat(32), dataKey: Buffer.alloc(32, 1).toString('base64') });
const at = new Date('2023-12-29T02:00:00Z');
const officer = { platform: 'wecom', corpId: 'ww1', userId: 'officer' } as const;
const applicant = { platform: 'wecom', corpId: 'ww1', userId: 'applicant' } as const;

let database: Awaited<ReturnType<typeof testDatabase>>;
let bindings: Bindings;
let ids: { officer: string; listed: string; other: string; enterprise: string };
let doer: Doer;

beforeEach(async () => {
  database = await testDatabase();
  const build = createBuilder(at);
  const enterprise = build.enterprise('示例企业01');
  ids = {
    enterprise,
    officer: build.person('王晨', { role: 'officer', accounts: [officer] }),
    listed: build.person('钱三', { enterprises: [enterprise], accounts: [] }),
    other: build.person('孙四', { enterprises: [enterprise], accounts: [{ ...officer, userId: 'other' }] }),
  };
  await build.write(database.client);
  await database.client.person.update({
    where: { id: ids.listed },
    data: { mobileSealed: seal(keys.data, '13800005678') },
  });
  const enqueue = createEnqueue(({ userId: toUser }) => ({ channel: 'wecom-app', handle: { toUser } }));
  const { client, sql } = database;
  bindings = createBindings({ client, sql, keys, enqueue, wake: () => undefined });
  doer = {
    personId: ids.officer,
    role: 'officer',
    account: officer,
    channel: 'wecom-app',
    place: 'direct',
    groupId: null,
    requestId: 'REQ',
    at,
  };
});
afterEach(() => database.drop());

const who = (userId: string) =>
  findActor(database.sql, { ...applicant, userId }, { conversation: 'wecom-app', today: '2023-12-29' });
const contacts = () => bindings.contactsOf(ids.enterprise);
const ask = (claimedName: string | null) =>
  bindings.request(doer, {
    account: applicant,
    enterprise: { id: ids.enterprise, name: '示例企业01' },
    claimedName,
    tell: () => [],
  });
const decide = (requestId: string, approve: boolean, asContactId: string | null = null) =>
  bindings.decide(doer, { requestId, approve, reason: null, asContactId, tell: () => [] });

describe('main and backup contact', () => {
  const ranks = async () => Object.fromEntries((await contacts()).map(({ name, rank }) => [name, rank]));

  it('is one each, and one person is not both', async () => {
    const of = { enterpriseId: ids.enterprise };
    await bindings.rank(doer, { ...of, personId: ids.listed, rank: 'MAIN' });
    await bindings.rank(doer, { ...of, personId: ids.other, rank: 'BACKUP' });
    expect(await ranks()).toEqual({ 钱三: 'MAIN', 孙四: 'BACKUP' });
    await bindings.rank(doer, { ...of, personId: ids.other, rank: 'MAIN' });
    expect(await ranks()).toEqual({ 钱三: null, 孙四: 'MAIN' });
    await bindings.rank(doer, { ...of, personId: ids.other, rank: null });
    expect(await ranks()).toEqual({ 钱三: null, 孙四: null });
  });

  it('of two officers who name one at once, exactly one stays', async () => {
    const of = { enterpriseId: ids.enterprise, rank: 'MAIN' } as const;
    await Promise.all([ids.listed, ids.other].map((personId) => bindings.rank(doer, { ...of, personId })));
    expect(Object.values(await ranks()).filter((rank) => rank === 'MAIN')).toHaveLength(1);
  });

  it('is nobody who is not bound, and who was it stays it', async () => {
    const of = { enterpriseId: ids.enterprise, rank: 'MAIN' } as const;
    await bindings.rank(doer, { ...of, personId: ids.listed });
    expect(await bindings.rank(doer, { ...of, personId: ids.officer })).toBe(false);
    expect(await ranks()).toEqual({ 钱三: 'MAIN', 孙四: null });
  });

  it('ends with the binding', async () => {
    const of = { enterpriseId: ids.enterprise, personId: ids.listed };
    await bindings.rank(doer, { ...of, rank: 'MAIN' });
    expect(await bindings.end(doer, { ...of, reason: null, tell: [] })).toBe(true);
    expect(await bindings.end(doer, { ...of, reason: null, tell: [] })).toBe(false);
    expect(await ranks()).toEqual({ 孙四: null });
  });
});

describe('an application', () => {
  it('gives no right until it is granted', async () => {
    const { request } = await ask('周珊');
    expect((await who('applicant')).role).toBe('stranger');
    expect((await decide(request.id, true))?.isNew).toBe(true);
    expect(await who('applicant')).toMatchObject({
      role: 'contact',
      name: '周珊',
      enterprises: [{ name: '示例企业01' }],
    });
  });

  it('is one while it is open, and a new one once it was refused', async () => {
    const first = await ask(null);
    expect(await ask(null)).toMatchObject({ isNew: false, request: { id: first.request.id } });
    await decide(first.request.id, false);
    expect(await ask(null)).toMatchObject({ isNew: true });
  });

  it('asked twice at once is one', async () => {
    const both = await Promise.allSettled([ask(null), ask(null)]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await database.client.bindingRequest.count()).toBe(1);
  });

  it('granted as a listed contact makes the two one person, who keeps the listed number', async () => {
    const { request } = await ask('钱三');
    await decide(request.id, true, ids.listed);
    const actor = await who('applicant');
    expect(actor).toMatchObject({ personId: ids.listed, role: 'contact', name: '钱三' });
    expect((await contacts()).filter(({ name }) => name === '钱三')).toMatchObject([
      { mobile: '13800005678', isReachable: true },
    ]);
  });

  it('decided by one cannot be decided again by another', async () => {
    const { request } = await ask(null);
    await decide(request.id, false);
    expect(await decide(request.id, true)).toMatchObject({ isNew: false, request: { state: 'REJECTED' } });
    expect((await who('applicant')).role).toBe('stranger');
  });

  it('of nobody is none', async () => {
    expect(await decide('NOSUCHREQUEST', true)).toBeNull();
  });
});

it('a number is not in the database to read', async () => {
  const { client } = database;
  const stored = JSON.stringify([await client.person.findMany(), await client.auditEntry.findMany()]);
  expect(stored).not.toContain('13800005678');
  expect((await contacts())[0]?.mobile).toBe('13800005678');
});

it('a change whose record cannot be written is not made', async () => {
  const { request } = await ask(null);
  await database.client.$executeRawUnsafe('DROP TABLE "AuditEntry"');
  await expect(decide(request.id, true)).rejects.toThrow();
  expect((await bindings.findRequest(request.id))?.state).toBe('PENDING');
  expect((await who('applicant')).role).toBe('stranger');
});

describe('an approval grants no more than was applied for', () => {
  const second = { ...applicant, userId: 'second' } as const;
  const askAs = (account: typeof applicant | typeof second) =>
    bindings.request(doer, {
      account,
      enterprise: { id: ids.enterprise, name: '示例企业01' },
      claimedName: '钱三',
      tell: () => [],
    });

  it('of two applicants of one name, approved at once, only one is the listed contact', async () => {
    const [one, two] = [await askAs(applicant), await askAs(second)];
    const both = await Promise.allSettled([one, two].map(({ request }) => decide(request.id, true, ids.listed)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [first, other] = [await who('applicant'), await who('second')];
    expect([first.personId, other.personId].filter((id) => id === ids.listed)).toHaveLength(1);
    expect([first.role, other.role].sort()).toEqual(['contact', 'stranger']);
  });

  it('a listed contact who speaks for others too is not offered, and not granted', async () => {
    const { client } = database;
    await client.enterprise.create({ data: { id: 'OTHER', recordedAt: at } });
    await client.binding.create({ data: { id: 'B2', personId: ids.listed, enterpriseId: 'OTHER', recordedAt: at } });
    const { request } = await askAs(applicant);
    expect(likelyContact(await contacts(), '钱三')).toBeNull();
    await expect(decide(request.id, true, ids.listed)).rejects.toThrow('登记已变更');
    expect((await bindings.findRequest(request.id))?.state).toBe('PENDING');
  });

  it('over what an import is still writing is in force at once', async () => {
    const { client } = database;
    const { request } = await ask(null);
    await client.import.create({ data: { id: 'IMP', state: 'APPLYING', digest: 'x', report: '{}', recordedAt: at } });
    await client.binding.create({
      data: {
        id: 'B3',
        personId: request.personId,
        enterpriseId: ids.enterprise,
        recordedAt: at,
        importId: 'IMP',
      },
    });
    expect((await who('applicant')).role).toBe('stranger');
    await decide(request.id, true);
    expect((await who('applicant')).role).toBe('contact');
  });
});

describe('leaving', () => {
  const left = async (userId: string) => {
    const told: Left[] = [];
    await bindings.leave(doer, [{ ...officer, userId }], (one) => {
      told.push(one);
      return [];
    });
    return told;
  };

  it('takes a role at once, and staff hear of it, whatever accounts are left', async () => {
    await database.client.account.create({
      data: { id: 'A2', platform: 'dingtalk', corpId: 'ding1', userId: 'ding-officer', personId: ids.officer },
    });
    expect(await left('officer')).toMatchObject([{ role: 'officer', platforms: ['dingtalk'] }]);
    expect((await database.client.person.findUniqueOrThrow({ where: { id: ids.officer } })).staffRole).toBeNull();
  });

  it('ends what somebody spoke for with the last account', async () => {
    expect(await left('other')).toMatchObject([
      { role: 'contact', platforms: [], enterprises: [{ name: '示例企业01' }] },
    ]);
    expect((await contacts()).map(({ name }) => name)).toEqual(['钱三']);
    expect(await left('other')).toEqual([]);
  });
});

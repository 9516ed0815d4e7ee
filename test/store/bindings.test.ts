import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import type { Doer } from '../../src/core/audit.ts';
import { deriveKeys, seal } from '../../src/core/sealed.ts';
import { type Bindings, type Left, likelyContact } from '../../src/domain/bindings.ts';
import { createBindings } from '../../src/store/bindings.ts';
import type { Database } from '../../src/store/database.ts';
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

/** What is on record, in no order: all of it is of one moment. */
const recorded = async () =>
  (await database.client.auditEntry.findMany())
    .map(({ action, result, objectType }) => `${action} ${result} ${objectType}`)
    .sort();
const notice = { title: '告知', blocks: [], confidential: true };

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

  it('ends with the binding for good: who is bound again is neither', async () => {
    const { request } = await ask('周珊');
    await decide(request.id, true);
    const of = { enterpriseId: ids.enterprise, personId: request.personId };
    await bindings.rank(doer, { ...of, rank: 'MAIN' });
    await bindings.end(doer, { ...of, reason: null, tell: [] });
    await decide((await ask('周珊')).request.id, true);
    expect((await ranks()).周珊).toBeNull();
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

  it('asked again while it is open tells nobody again and is recorded once', async () => {
    const tell = () => [{ to: [officer], card: notice, purpose: 'binding.request' }];
    const asked = {
      account: applicant,
      enterprise: { id: ids.enterprise, name: '示例企业01' },
      claimedName: null,
      tell,
    };
    await bindings.request(doer, asked);
    await bindings.request({ ...doer, requestId: 'REQ2' }, asked);
    expect(await database.client.job.count()).toBe(1);
    expect(await recorded()).toEqual(['binding.request allowed binding-request']);
  });

  it('waits among the open ones, the oldest first, until it is decided', async () => {
    const later = { ...doer, at: new Date(at.getTime() + 60_000) };
    const enterprise = { id: ids.enterprise, name: '示例企业01' };
    const asked = { enterprise, claimedName: null, tell: () => [] };
    const second = await bindings.request(later, { ...asked, account: { ...applicant, userId: 'second' } });
    const first = await bindings.request(doer, { ...asked, account: applicant });
    const open = async () => (await bindings.openRequests()).map(({ id }) => id);
    expect(await open()).toEqual([first.request.id, second.request.id]);
    await decide(first.request.id, false);
    expect(await open()).toEqual([second.request.id]);
  });

  it.each([
    [true, 'binding.approve'],
    [false, 'binding.reject'],
  ])('decided (%s) is recorded as %s, once', async (approve, action) => {
    const { request } = await ask(null);
    await decide(request.id, approve);
    await decide(request.id, !approve);
    expect(await recorded()).toEqual([`${action} allowed binding-request`, 'binding.request allowed binding-request']);
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

  it.each<[string, (client: Database['client']) => Promise<unknown>]>([
    [
      'works at the bureau',
      (client) => client.person.update({ where: { id: ids.listed }, data: { staffRole: 'VIEWER' } }),
    ],
    [
      'has an account by now',
      (client) =>
        client.account.create({
          data: { id: 'A3', platform: 'wecom', corpId: 'ww1', userId: 'third', personId: ids.listed },
        }),
    ],
    [
      'is called otherwise by now',
      (client) => client.person.update({ where: { id: ids.listed }, data: { name: '钱七' } }),
    ],
    [
      'speaks for it no more',
      (client) => client.binding.updateMany({ where: { personId: ids.listed }, data: { endedAt: at } }),
    ],
  ])('a listed contact who %s is not the applicant', async (_how, meanwhile) => {
    const { request } = await askAs(applicant);
    await meanwhile(database.client);
    await expect(decide(request.id, true, ids.listed)).rejects.toThrow('登记已变更');
    expect((await bindings.findRequest(request.id))?.state).toBe('PENDING');
    expect((await who('applicant')).role).toBe('stranger');
  });

  it('whom a listed contact spoke for once is no obstacle', async () => {
    const { client } = database;
    await client.enterprise.create({ data: { id: 'ONCE', recordedAt: at } });
    await client.binding.create({
      data: { id: 'B4', personId: ids.listed, enterpriseId: 'ONCE', recordedAt: at, endedAt: at },
    });
    expect(likelyContact(await contacts(), '钱三')).toMatchObject({ personId: ids.listed });
  });

  it('who is known by a name keeps it, whatever they say their name is', async () => {
    await decide((await ask('周珊')).request.id, true);
    await bindings.end(doer, {
      personId: (await who('applicant')).personId ?? '',
      enterpriseId: ids.enterprise,
      reason: null,
      tell: [],
    });
    await decide((await ask('吴八')).request.id, true);
    expect((await who('applicant')).name).toBe('周珊');
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

  it('leaves nothing open: no page, no application, no choice, no rank', async () => {
    const { client } = database;
    const of = { personId: ids.other, enterpriseId: ids.enterprise };
    await bindings.rank(doer, { ...of, rank: 'MAIN' });
    await bindings.choose(ids.other, { conversation: 'wecom-app', enterpriseId: ids.enterprise, on: '2023-12-29' });
    const session = { id: 'S1', tokenDigest: 'x', via: 'WECOM', expiresAt: new Date(at.getTime() + 60_000) };
    await client.webSession.create({ data: { ...session, personId: ids.other, recordedAt: at } });
    await client.enterprise.create({ data: { id: 'OTHER', recordedAt: at } });
    const { request } = await bindings.request(doer, {
      account: { ...officer, userId: 'other' },
      enterprise: { id: 'OTHER', name: '示例企业02' },
      claimedName: null,
      tell: () => [],
    });
    await left('other');
    expect(await client.webSession.count({ where: { endedAt: null } })).toBe(0);
    expect(await client.conversationChoice.count()).toBe(0);
    expect(await bindings.openRequests()).toEqual([]);
    expect(await decide(request.id, true)).toMatchObject({ isNew: false, request: { state: 'REJECTED' } });
    expect(await client.binding.findFirst({ where: of })).toMatchObject({ endedAt: at, rank: null });
    expect(await recorded()).toEqual([
      'account.leave allowed person',
      'binding.end allowed person',
      'binding.rank allowed person',
      'binding.request allowed binding-request',
    ]);
  });

  it('of somebody without any right is recorded, and nobody is told', async () => {
    await ask(null);
    expect(await left('applicant')).toEqual([]);
    expect(await recorded()).toContain('account.leave allowed person');
  });

  it('ends what somebody spoke for with the last account', async () => {
    expect(await left('other')).toMatchObject([
      { role: 'contact', platforms: [], enterprises: [{ name: '示例企业01' }] },
    ]);
    expect((await contacts()).map(({ name }) => name)).toEqual(['钱三']);
    expect(await left('other')).toEqual([]);
  });
});

it('what was chosen for an enterprise goes with the binding', async () => {
  const of = { personId: ids.other, enterpriseId: ids.enterprise };
  await bindings.choose(ids.other, { conversation: 'wecom-app', enterpriseId: ids.enterprise, on: '2023-12-29' });
  await bindings.end(doer, { ...of, reason: null, tell: [] });
  expect(await database.client.conversationChoice.count()).toBe(0);
});

describe('what is told to somebody', () => {
  it('says whose account it was, and what the reader must be allowed by then', async () => {
    const unknown = { ...applicant, userId: 'nobody' };
    await bindings.tell(doer, [{ to: [officer, unknown], card: notice, purpose: 'x', needs: 'binding.decide' }]);
    const jobs = await database.client.job.findMany({ orderBy: { key: 'asc' } });
    expect(jobs.map(({ event }) => JSON.parse(event))).toMatchObject([
      { sender: officer, happening: { kind: 'deliver', personId: ids.officer, needs: 'binding.decide' } },
      { sender: unknown, happening: { kind: 'deliver', personId: null, needs: 'binding.decide' } },
    ]);
  });

  it('is told once, however often its request is decided', async () => {
    const tell = () => bindings.tell(doer, [{ to: [officer], card: notice, purpose: 'x' }]);
    await tell();
    await database.client.job.updateMany({ data: { state: 'done' } });
    await tell();
    expect(await database.client.job.findMany()).toMatchObject([{ state: 'done' }]);
  });

  it('goes to one account of each, on the preferred platform if there is one', async () => {
    const onDingtalk = { platform: 'dingtalk', corpId: 'ding1', userId: 'ding-officer' } as const;
    await database.client.account.create({ data: { id: 'A4', ...onDingtalk, personId: ids.officer } });
    const build = createBuilder(at);
    build.person('冯九', { role: 'viewer', accounts: [{ ...officer, userId: 'viewer' }] });
    await build.write(database.client);
    expect(await bindings.staff('binding.decide')).toEqual([officer]);
    expect(await bindings.staff('binding.decide', 'dingtalk')).toEqual([onDingtalk]);
    expect(await bindings.staff('member.manage')).toEqual([]);
  });
});

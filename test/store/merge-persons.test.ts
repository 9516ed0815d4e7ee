import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { mergePersons } from '../../src/store/merge-persons.ts';
import { transact } from '../../src/store/transact.ts';
import { testDatabase } from '../helpers/database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const at = new Date('2023-12-29T02:00:00Z');
const later = new Date('2023-12-29T03:00:00Z');
let from: string;
let into: string;
let firm: string;
let other: string;

const { create, bind, ask, merge, bindings } = {
  create: async (data: { name?: string; staffRole?: string; mobileSealed?: string; mobileDigest?: string } = {}) => {
    const id = newId();
    await database.client.person.create({ data: { id, recordedAt: at, ...data } });
    return id;
  },
  bind: (personId: string, enterpriseId: string, data: object = {}) =>
    database.client.binding.create({ data: { id: newId(), personId, enterpriseId, recordedAt: at, ...data } }),
  ask: (personId: string, enterpriseId: string, open: boolean) =>
    database.client.bindingRequest.create({
      data: {
        id: newId(),
        personId,
        enterpriseId,
        askedFrom: '{}',
        state: open ? 'PENDING' : 'APPROVED',
        openKey: open ? `${personId} ${enterpriseId}` : null,
        requestedAt: at,
      },
    }),
  merge: (pair = { from, into }) => transact(database.client, (tx) => mergePersons(tx, { ...pair, at: later })),
  bindings: (personId: string) =>
    database.client.binding.findMany({
      where: { personId },
      select: { enterpriseId: true, duty: true, rank: true, endedAt: true, confirmedById: true },
    }),
};

beforeEach(async () => {
  [firm, other] = [newId(), newId()];
  for (const id of [firm, other]) await database.client.enterprise.create({ data: { id, recordedAt: at } });
  from = await create();
  into = await create({ name: '李一' });
});

it('moves accounts, bindings, requests, choices, links, sessions and files, and leaves an empty id', async () => {
  const { client } = database;
  from = await create({ name: '李某', mobileSealed: 'sealed', mobileDigest: 'digest' });
  await client.account.create({
    data: { id: newId(), platform: 'wecom', corpId: 'ww', userId: newId(), personId: from },
  });
  await bind(from, firm, { rank: 'MAIN', duty: 'LEGAL' });
  const { id: requestId } = await ask(from, other, true);
  await client.conversationChoice.create({
    data: { personId: from, conversation: 'wecom-app', enterpriseId: firm, chosenOn: '2023-12-29' },
  });
  const linkId = newId();
  await client.accessLink.create({
    data: { id: linkId, personId: from, createdById: from, expiresAt: later, recordedAt: at },
  });
  await client.webSession.create({
    data: { id: newId(), tokenDigest: newId(), personId: from, via: 'LINK', expiresAt: later, recordedAt: at },
  });
  await client.attachment.create({
    data: { id: newId(), name: 'a.xlsx', bytes: new Uint8Array([1]), personId: from, recordedAt: at },
  });
  await client.fundDraft.create({
    data: { id: newId(), personId: from, content: '{}', expiresAt: later, recordedAt: at },
  });
  await client.auditEntry.create({
    data: {
      id: newId(),
      at,
      personId: from,
      role: 'stranger',
      channel: 'wecom-app',
      place: 'direct',
      action: 'binding.request',
      result: 'allowed',
      requestId: newId(),
      detailDigest: '',
    },
  });

  expect(await merge()).toBe('merged');

  const where = { personId: into };
  const moved = [
    await client.account.count({ where }),
    await client.binding.count({ where }),
    await client.bindingRequest.count({ where }),
    await client.conversationChoice.count({ where }),
    await client.accessLink.count({ where: { ...where, createdById: into } }),
    await client.webSession.count({ where }),
    await client.attachment.count({ where }),
    await client.fundDraft.count({ where }),
  ];
  expect(moved).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  expect(await client.bindingRequest.findUnique({ where: { id: requestId } })).toMatchObject({
    state: 'PENDING',
    openKey: `${into} ${other}`,
  });
  expect(await client.person.findUnique({ where: { id: into } })).toMatchObject({
    name: '李一',
    mobileSealed: 'sealed',
    mobileDigest: 'digest',
  });
  expect(await client.person.findUnique({ where: { id: from } })).toMatchObject({
    name: null,
    staffRole: null,
    mobileSealed: null,
    mobileDigest: null,
    mergedIntoId: into,
  });
  expect(await client.auditEntry.count({ where: { personId: from } })).toBe(1);
});

describe('both bound to the same enterprise', () => {
  it.each([
    ['BACKUP', 'MAIN', 'MAIN'],
    ['MAIN', 'BACKUP', 'MAIN'],
    [null, 'BACKUP', 'BACKUP'],
    ['BACKUP', null, 'BACKUP'],
    [null, null, null],
  ])('%s and %s become %s', async (kept, moved, expected) => {
    await bind(into, firm, { rank: kept });
    await bind(from, firm, { rank: moved, duty: 'FINANCE' });
    await merge();
    expect(await bindings(into)).toMatchObject([{ rank: expected, duty: 'FINANCE', endedAt: null }]);
    expect(await bindings(from)).toEqual([]);
  });

  it('what ended adds nothing to what is in force, whichever it is', async () => {
    await bind(into, firm, { rank: 'MAIN', duty: 'LEGAL', endedAt: at });
    await bind(from, firm, { confirmedById: 'officer' });
    await bind(into, other, { confirmedById: 'officer' });
    await bind(from, other, { rank: 'MAIN', endedAt: at });
    await merge();
    const inForce = { rank: null, duty: 'CONTACT', endedAt: null, confirmedById: 'officer' };
    expect(await bindings(into)).toMatchObject([inForce, inForce]);
  });

  it('both ended: it stays ended', async () => {
    await bind(into, firm, { endedAt: at });
    await bind(from, firm, { endedAt: later });
    await merge();
    expect(await bindings(into)).toMatchObject([{ endedAt: at }]);
  });

  it('what an import is still writing does not come into force with it', async () => {
    const importId = newId();
    await database.client.import.create({
      data: { id: importId, state: 'APPLYING', digest: '', report: '{}', recordedAt: at },
    });
    await bind(into, firm, { endedAt: at });
    await bind(from, firm, { importId, rank: 'MAIN' });
    await merge();
    expect(await bindings(into)).toMatchObject([{ endedAt: at, rank: null }]);
  });
});

it('both asked for the same enterprise: one request is left open, what was decided stays decided', async () => {
  await ask(into, firm, true);
  await ask(from, firm, true);
  await ask(from, other, false);
  await merge();
  const requests = await database.client.bindingRequest.findMany({ where: { personId: into } });
  expect(requests.map(({ state }) => state).sort()).toEqual(['APPROVED', 'PENDING', 'REJECTED']);
  expect(requests.find(({ state }) => state === 'REJECTED')).toMatchObject({ openKey: null, decidedAt: later });
});

it('both chose in the same conversation: the later choice counts', async () => {
  const choose = (personId: string, conversation: string, enterpriseId: string, chosenOn: string) =>
    database.client.conversationChoice.create({ data: { personId, conversation, enterpriseId, chosenOn } });
  await choose(into, 'wecom-app', firm, '2023-12-28');
  await choose(from, 'wecom-app', other, '2023-12-29');
  await choose(into, 'dingtalk-robot', firm, '2023-12-29');
  await choose(from, 'dingtalk-robot', other, '2023-12-28');
  await merge();
  const left = await database.client.conversationChoice.findMany({ orderBy: { conversation: 'asc' } });
  expect(left.filter(({ personId }) => personId === into).map(({ enterpriseId }) => enterpriseId)).toEqual([
    firm,
    other,
  ]);
  expect(left.filter(({ personId }) => personId === from)).toEqual([]);
});

describe('rights', () => {
  it.each([
    ['OFFICER', undefined],
    [undefined, 'OFFICER'],
    ['OFFICER', 'OFFICER'],
  ])('%s and %s: the one there is stays', async (first, second) => {
    const pair = {
      from: await create(first ? { staffRole: first } : {}),
      into: await create(second ? { staffRole: second } : {}),
    };
    expect(await merge(pair)).toBe('merged');
    const role = async (id: string) => (await database.client.person.findUnique({ where: { id } }))?.staffRole;
    expect([await role(pair.from), await role(pair.into)]).toEqual([null, 'OFFICER']);
  });

  it('two different roles: nothing is changed', async () => {
    const pair = { from: await create({ staffRole: 'VIEWER' }), into: await create({ staffRole: 'OFFICER' }) };
    await bind(pair.from, firm);
    expect(await merge(pair)).toBe('roles-differ');
    expect(await bindings(pair.into)).toEqual([]);
  });
});

it('a second merge, one with itself, or with nobody changes nothing', async () => {
  expect(await merge()).toBe('merged');
  expect(await merge()).toBe('gone');
  expect(await merge({ from: into, into: from })).toBe('gone');
  expect(await merge({ from: into, into })).toBe('gone');
  expect(await merge({ from: newId(), into })).toBe('gone');
});

it.each(['from', 'into'] as const)('nobody is one with who was erased (%s)', async (which) => {
  const erased = await create();
  await database.client.person.update({ where: { id: erased }, data: { erasedAt: at } });
  await bind(from, firm);
  expect(await merge({ from, into, [which]: erased })).toBe('gone');
  expect(await bindings(from)).toHaveLength(1);
});

it('who was found to be the same before still leads to who is left', async () => {
  const third = await create();
  await merge({ from: third, into: from });
  await merge();
  expect(await database.client.person.findUnique({ where: { id: third } })).toMatchObject({ mergedIntoId: into });
});

it('of two merges in opposite directions at once one happens', async () => {
  const both = await Promise.all([merge({ from, into }), merge({ from: into, into: from })]);
  expect(both.sort()).toEqual(['gone', 'merged']);
});

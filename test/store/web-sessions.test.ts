import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LinkStores, linkStores } from '../helpers/link-stores.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let database: LinkStores['database'];
let clock: LinkStores['clock'];
let sessions: LinkStores['sessions'];
let doer: LinkStores['doer'];
let withCode: LinkStores['withCode'];
let openWith: LinkStores['openWith'];
let found: LinkStores['found'];
let audited: LinkStores['audited'];
beforeEach(async () => {
  ({ database, clock, sessions, doer, withCode, openWith, found, audited } = await linkStores());
});
afterEach(() => database.drop());

describe('a session ends', () => {
  const begin = async () => {
    const { id, code } = await withCode();
    await openWith(id, code);
    expect(await found()).not.toBeNull();
    return id;
  };

  it.each([
    [30 * dayMs - 1, true],
    [30 * dayMs, false],
  ])('by its time: after %i ms it is there: %s', async (ms, isThere) => {
    await begin();
    clock.advance(ms);
    expect((await found()) !== null).toBe(isThere);
  });

  it('when somebody logs out, once', async () => {
    await begin();
    const session = await found();
    await sessions.end(doer(), session?.id ?? '');
    await sessions.end(doer(), session?.id ?? '');
    expect(await found()).toBeNull();
    expect((await audited()).filter(({ action }) => action === 'session.end')).toHaveLength(1);
  });

  it('when the person speaks for nobody any more', async () => {
    await begin();
    await database.client.binding.update({ where: { id: 'B1' }, data: { endedAt: clock.now() } });
    expect(await found()).toBeNull();
  });

  it('when the person is erased', async () => {
    await begin();
    await database.client.person.update({ where: { id: 'P1' }, data: { erasedAt: clock.now() } });
    expect(await found()).toBeNull();
  });

  it('when who has a link comes to work at the bureau', async () => {
    await begin();
    await database.client.person.update({ where: { id: 'P1' }, data: { staffRole: 'ADMINISTRATOR' } });
    expect(await found()).toBeNull();
  });

  it('when the account it was begun with is gone', async () => {
    const { client } = database;
    const account = { corpId: 'c', userId: 'li', personId: 'P1' };
    await client.account.create({ data: { id: 'A1', platform: 'wecom', ...account } });
    await client.account.create({ data: { id: 'A2', platform: 'dingtalk', ...account } });
    const expiresAt = new Date(clock.now().getTime() + minuteMs);
    await sessions.begin(doer(), { token: 'w', personId: 'P1', via: 'WECOM', expiresAt });
    await sessions.begin(doer(), { token: 'd', personId: 'P1', via: 'DINGTALK', expiresAt });
    expect(await found('w')).toMatchObject({ via: 'WECOM', link: null, actor: { personId: 'P1' } });
    await client.account.delete({ where: { id: 'A1' } });
    expect(await found('w')).toBeNull();
    expect(await found('d')).toMatchObject({ via: 'DINGTALK' });
  });

  it('and is deleted some time later', async () => {
    await begin();
    expect(await sessions.purge(clock.now())).toBe(0);
    clock.advance(31 * dayMs);
    expect(await sessions.purge(clock.now())).toBe(1);
  });
});

it('by a link knows it, and who made it', async () => {
  const { id, code } = await withCode();
  await openWith(id, code);
  expect(await found()).toMatchObject({ via: 'LINK', link: { id, createdById: 'officer1' } });
});

it('a cookie is kept as a digest, and none but its own opens', async () => {
  const { id, code } = await withCode();
  await openWith(id, code);
  const [row] = await database.client.webSession.findMany();
  expect(row?.tokenDigest).not.toContain('cookie');
  expect(await found(row?.tokenDigest ?? '')).toBeNull();
  expect(await found('Cookie')).toBeNull();
});

it('the enterprise that was chosen on the pages today is the one', async () => {
  const { client } = database;
  const recordedAt = clock.now();
  await client.enterprise.create({ data: { id: 'E2', recordedAt } });
  const name = { id: 'N2', enterpriseId: 'E2', kind: 'FULL', text: '示例企业02' };
  await client.enterpriseName.create({ data: { ...name, searchKey: 'y', initials: 'y' } });
  await client.binding.create({ data: { id: 'B2', personId: 'P1', enterpriseId: 'E2', recordedAt } });
  const { id, code } = await withCode();
  await openWith(id, code);
  expect((await found())?.actor.chosen).toBeNull();
  const choice = { personId: 'P1', enterpriseId: 'E2', chosenOn: '2023-12-29' };
  await client.conversationChoice.create({ data: { ...choice, conversation: 'wecom-app' } });
  expect((await found())?.actor.chosen).toBeNull();
  await client.conversationChoice.create({ data: { ...choice, conversation: 'h5' } });
  expect((await found())?.actor.chosen).toEqual({ id: 'E2', name: '示例企业02' });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sender } from '../../src/core/event.ts';
import { type AccessLink, type Links, linkRules } from '../../src/domain/links.ts';
import type { WebSessions } from '../../src/domain/web-sessions.ts';
import { createLinks } from '../../src/store/links.ts';
import { createWebSessions } from '../../src/store/web-sessions.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const enterprise = { id: 'E1', name: '示例企业01' };
const officer: Sender = { platform: 'wecom', corpId: 'c', userId: 'wang' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let clock: ReturnType<typeof fixedClock>;
let links: Links;
let sessions: WebSessions;
/** The code that was last told. */
let told: string | null;
beforeEach(async () => {
  database = await testDatabase();
  clock = fixedClock();
  told = null;
  const deps = storeDeps(database);
  links = createLinks(
    deps,
    (id) => `https://bureau.example/h5/l/${id}`,
    () => clock.now(),
  );
  sessions = createWebSessions(deps);
  const recordedAt = clock.now();
  const { client } = database;
  await client.enterprise.create({ data: { id: enterprise.id, recordedAt } });
  const name = { id: 'N1', enterpriseId: enterprise.id, kind: 'FULL', text: enterprise.name };
  await client.enterpriseName.create({ data: { ...name, searchKey: 'x', initials: 'x' } });
  await client.person.create({ data: { id: 'officer1', name: '王辰', staffRole: 'OFFICER', recordedAt } });
  await client.person.create({ data: { id: 'P1', name: '李一', recordedAt } });
  await client.binding.create({ data: { id: 'B1', personId: 'P1', enterpriseId: 'E1', recordedAt } });
});
afterEach(() => database.drop());

function tell(code: string, { id }: AccessLink) {
  told = code;
  const card = { title: '验证码', blocks: [{ kind: 'text' as const, text: `${id} ${code}` }], confidential: true };
  return [{ to: [officer], card, purpose: 'link.code' }];
}

const doer = () => testDoer(clock.now());
const create = (given: Parameters<Links['create']>[1]['for'] = { personId: 'P1' }) =>
  links.create(doer(), { for: given, enterprise, tell });

/** A link with its code. */
async function withCode(): Promise<{ id: string; code: string }> {
  const { link } = await create();
  return { id: link.id, code: told ?? '' };
}

const wrongFor = (code: string) => (code === '000000' ? '111111' : '000000');

function open(id: string, proof: string, token = 'cookie') {
  const expiresAt = new Date(clock.now().getTime() + linkRules.deviceMs);
  return sessions.beginByLink(doer(), { token, personId: 'P1', linkId: id, proof, expiresAt });
}

async function openWith(id: string, code: string, token = 'cookie'): Promise<boolean> {
  const tried = await links.tryCode(id, code);
  return tried.kind === 'right' && open(id, tried.proof, token);
}

const found = (token = 'cookie') => sessions.find(token, { now: clock.now(), today: '2023-12-29' });
const audited = () =>
  database.client.auditEntry.findMany({
    select: { action: true, objectId: true, enterpriseId: true },
    orderBy: { action: 'asc' },
  });

describe('a link', () => {
  it('is made for a contact, with its record and its code on the way', async () => {
    const { link, address } = await create();
    expect(link).toMatchObject({ personId: 'P1', name: '李一', enterprises: [enterprise], state: 'ACTIVE' });
    expect(link.expiresAt.getTime() - clock.now().getTime()).toBe(30 * dayMs);
    expect(address).toBe(`https://bureau.example/h5/l/${link.id}`);
    expect(told).toMatch(/^\d{6}$/);
    expect(await audited()).toEqual([{ action: 'link.create', objectId: link.id, enterpriseId: 'E1' }]);
    expect(await database.client.job.count()).toBe(1);
  });

  it('never has its code in the trail or in its own row', async () => {
    const { id, code } = await withCode();
    await openWith(id, code);
    await links.newCode(doer(), id, tell);
    const rows = JSON.stringify(
      [await database.client.auditEntry.findMany(), await database.client.accessLink.findMany()],
      (_key, value) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(rows).toContain(id);
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(told);
  });

  it('for a new name makes a contact', async () => {
    const { link } = await create({ name: '赵二' });
    expect(link).toMatchObject({ name: '赵二', enterprises: [enterprise] });
    expect(await database.client.binding.count({ where: { personId: link.personId, confirmedById: 'officer1' } })).toBe(
      1,
    );
    expect((await audited()).map(({ action }) => action)).toEqual(['binding.approve', 'link.create']);
  });

  it('asked for twice by the same message is one link with one code', async () => {
    const same = doer();
    const made = { for: { name: '赵二' }, enterprise, tell };
    const first = await links.create(same, made);
    const firstCode = told;
    expect(await links.create(same, made)).toEqual(first);
    expect(told).toBe(firstCode);
    expect(await database.client.person.count()).toBe(3);
    expect(await database.client.job.count()).toBe(1);
  });

  it('is not made for somebody of the bureau, whose rights it would carry', async () => {
    await database.client.binding.create({
      data: { id: 'B2', personId: 'officer1', enterpriseId: 'E1', recordedAt: clock.now() },
    });
    await expect(create({ personId: 'officer1' })).rejects.toThrow(/本局人员/);
    expect(await database.client.accessLink.count()).toBe(0);
  });

  it('is not made for who is no contact any more', async () => {
    await database.client.binding.update({ where: { id: 'B1' }, data: { endedAt: clock.now() } });
    await expect(create()).rejects.toThrow(/已变更/);
  });

  it.each([
    ['erased', () => database.client.person.update({ where: { id: 'P1' }, data: { erasedAt: clock.now() } })],
    ['unbound', () => database.client.binding.update({ where: { id: 'B1' }, data: { endedAt: clock.now() } })],
    ['of the bureau', () => database.client.person.update({ where: { id: 'P1' }, data: { staffRole: 'VIEWER' } })],
  ])('ends when its addressee is %s', async (_name, change) => {
    const { id } = await withCode();
    await change();
    expect(await links.find(id)).toMatchObject({ state: 'REVOKED' });
    expect(await links.active()).toEqual([]);
    expect(await links.newCode(doer(), id, tell)).toBeNull();
  });

  it('is listed until it ends', async () => {
    const { id } = await withCode();
    clock.advance(minuteMs);
    const { id: later } = await withCode();
    expect((await links.active()).map((link) => link.id)).toEqual([later, id]);
    await links.revoke(doer(), id);
    expect((await links.active()).map((link) => link.id)).toEqual([later]);
    clock.advance(30 * dayMs);
    expect(await links.active()).toEqual([]);
    expect(await links.find(later)).toMatchObject({ state: 'EXPIRED' });
    expect(await links.find(id)).toMatchObject({ state: 'REVOKED' });
  });
});

describe('a code', () => {
  it('opens once', async () => {
    const { id, code } = await withCode();
    expect(await openWith(id, code)).toBe(true);
    expect(await openWith(id, code, 'other')).toBe(false);
    expect((await found())?.actor).toMatchObject({ role: 'contact', personId: 'P1', enterprises: [enterprise] });
    expect(await found('other')).toBeNull();
  });

  it('typed by two at the same moment opens for one', async () => {
    const { id, code } = await withCode();
    const opened = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((token) => openWith(id, code, token)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await database.client.webSession.count()).toBe(1);
  });

  it('is dead after five wrong tries, the right one included', async () => {
    const { id, code } = await withCode();
    const wrong = wrongFor(code);
    for (const triesLeft of [4, 3, 2, 1, 0])
      expect(await links.tryCode(id, wrong)).toEqual({ kind: 'wrong', triesLeft });
    expect(await links.tryCode(id, code)).toEqual({ kind: 'none' });
  });

  it('is compared five times at most, also of forty tries at once', async () => {
    const { id, code } = await withCode();
    const tries = await Promise.all(Array.from({ length: 40 }, () => links.tryCode(id, wrongFor(code))));
    expect(tries.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    expect(tries.filter(({ kind }) => kind === 'none')).toHaveLength(35);
  });

  it('is right on its fifth try', async () => {
    const { id, code } = await withCode();
    for (let n = 0; n < 4; n += 1) await links.tryCode(id, wrongFor(code));
    expect(await openWith(id, code)).toBe(true);
  });

  it.each([
    [10 * minuteMs - 1, 'right'],
    [10 * minuteMs, 'none'],
  ])('after %i ms is %s', async (ms, kind) => {
    const { id, code } = await withCode();
    clock.advance(ms);
    expect((await links.tryCode(id, code)).kind).toBe(kind);
  });

  it('made anew has five tries of its own, and the old one is dead', async () => {
    const { id, code } = await withCode();
    for (let n = 0; n < 5; n += 1) await links.tryCode(id, wrongFor(code));
    expect(await links.newCode(doer(), id, tell)).toMatchObject({ id });
    const fresh = told ?? '';
    if (fresh !== code) expect((await links.tryCode(id, code)).kind).toBe('wrong');
    expect((await links.tryCode(id, fresh)).kind).toBe('right');
  });

  it('does not outlast its link', async () => {
    const { id } = await withCode();
    clock.advance(30 * dayMs - 1);
    await links.newCode(doer(), id, tell);
    clock.advance(1);
    expect((await links.tryCode(id, told ?? '')).kind).toBe('none');
  });

  it('of one link does not open another', async () => {
    const { code } = await withCode();
    const other = await withCode();
    expect((await links.tryCode(other.id, code)).kind).toBe(code === other.code ? 'right' : 'wrong');
  });

  it('is not made for a link that has ended', async () => {
    const { id } = await withCode();
    await links.revoke(doer(), id);
    told = null;
    expect(await links.newCode(doer(), id, tell)).toBeNull();
    const { id: expired } = await withCode();
    clock.advance(30 * dayMs);
    told = null;
    expect(await links.newCode(doer(), expired, tell)).toBeNull();
    expect(await links.newCode(doer(), 'none', tell)).toBeNull();
    expect(told).toBeNull();
  });
});

describe('stopping a link', () => {
  it('leaves no code to try', async () => {
    const { id, code } = await withCode();
    await links.revoke(doer(), id);
    expect(await links.tryCode(id, code)).toEqual({ kind: 'none' });
    expect((await database.client.accessLink.findFirst())?.codeDigest).toBeNull();
  });

  it('ends its sessions and its code, once', async () => {
    const { id, code } = await withCode();
    await openWith(id, code);
    expect(await links.revoke(doer(), id)).toMatchObject({ isNew: true, link: { state: 'REVOKED' } });
    expect(await found()).toBeNull();
    expect(await database.client.webSession.count({ where: { endedAt: null } })).toBe(0);
    expect(await links.revoke(doer(), id)).toMatchObject({ isNew: false });
    expect(await links.revoke(doer(), 'none')).toBeNull();
    const revocations = (await audited()).filter(({ action }) => action === 'link.revoke');
    expect(revocations).toEqual([{ action: 'link.revoke', objectId: id, enterpriseId: 'E1' }]);
  });

  it('while a code was being compared opens nothing', async () => {
    const { id, code } = await withCode();
    const tried = await links.tryCode(id, code);
    await links.revoke(doer(), id);
    expect(tried.kind === 'right' && (await open(id, tried.proof))).toBe(false);
  });
});

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
    expect(await found('w')).toMatchObject({ via: 'WECOM', actor: { personId: 'P1' } });
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

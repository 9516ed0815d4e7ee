import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LinkStores, linkStores } from '../helpers/link-stores.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let database: LinkStores['database'];
let clock: LinkStores['clock'];
let links: LinkStores['links'];
let enterprise: LinkStores['enterprise'];
let doer: LinkStores['doer'];
let told: LinkStores['told'];
let tell: LinkStores['tell'];
let create: LinkStores['create'];
let open: LinkStores['open'];
let withCode: LinkStores['withCode'];
let openWith: LinkStores['openWith'];
let found: LinkStores['found'];
let audited: LinkStores['audited'];
beforeEach(async () => {
  ({ database, clock, links, enterprise, doer, told, tell, create, open, withCode, openWith, found, audited } =
    await linkStores());
});
afterEach(() => database.drop());

describe('a link', () => {
  it('is made for a contact, with its record and its code on the way', async () => {
    const { link, address } = await create();
    expect(link).toMatchObject({ personId: 'P1', name: '李一', enterprises: [enterprise], state: 'ACTIVE' });
    expect(link.expiresAt.getTime() - clock.now().getTime()).toBe(30 * dayMs);
    expect(address).toBe(`https://bureau.example/h5/l/${link.id}`);
    expect(told.code).toMatch(/^\d{6}$/);
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
    expect(rows).not.toContain(told.code);
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
    const firstCode = told.code;
    expect(await links.create(same, made)).toEqual(first);
    expect(told.code).toBe(firstCode);
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

  describe('of somebody who was imported', () => {
    const importId = 'I1';
    beforeEach(async () => {
      const { client } = database;
      const recordedAt = clock.now();
      await client.import.create({ data: { id: importId, state: 'APPLIED', digest: 'd', report: '{}', recordedAt } });
      await client.binding.update({ where: { id: 'B1' }, data: { importId } });
    });
    const unapplied = () => database.client.import.update({ where: { id: importId }, data: { state: 'APPLYING' } });

    it('opens once the import is applied, tidied or not', async () => {
      const { id, code } = await withCode();
      expect(await links.find(id)).toMatchObject({ state: 'ACTIVE', enterprises: [enterprise] });
      expect((await links.active()).map((link) => link.id)).toEqual([id]);
      expect(await openWith(id, code)).toBe(true);
    });

    it('is not made before', async () => {
      await unapplied();
      await expect(create()).rejects.toThrow(/已变更/);
    });

    it('lets nobody in by what an import is still writing', async () => {
      const { id } = await withCode();
      await unapplied();
      told.code = null;
      expect(await links.find(id)).toMatchObject({ state: 'REVOKED', enterprises: [] });
      expect(await links.active()).toEqual([]);
      expect(await links.newCode(doer(), id, tell)).toBeNull();
      expect(told.code).toBeNull();
    });
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

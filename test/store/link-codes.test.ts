import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LinkStores, linkStores, wrongFor } from '../helpers/link-stores.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let database: LinkStores['database'];
let clock: LinkStores['clock'];
let links: LinkStores['links'];
let enterprise: LinkStores['enterprise'];
let doer: LinkStores['doer'];
let told: LinkStores['told'];
let tell: LinkStores['tell'];
let withCode: LinkStores['withCode'];
let openWith: LinkStores['openWith'];
let found: LinkStores['found'];
beforeEach(async () => {
  ({ database, clock, links, enterprise, doer, told, tell, withCode, openWith, found } = await linkStores());
});
afterEach(() => database.drop());

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

  it('is open until it is used, dead or too late', async () => {
    const isOpen = async (id: string) => (await links.find(id))?.isCodeOpen;
    const { id, code } = await withCode();
    expect(await isOpen(id)).toBe(true);
    await openWith(id, code);
    expect(await isOpen(id)).toBe(false);
    await links.newCode(doer(), id, tell);
    for (let n = 0; n < 5; n += 1) {
      expect(await isOpen(id)).toBe(true);
      await links.tryCode(id, wrongFor(told.code ?? ''));
    }
    expect(await isOpen(id)).toBe(false);
    await links.newCode(doer(), id, tell);
    clock.advance(10 * minuteMs);
    expect(await isOpen(id)).toBe(false);
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
    const fresh = told.code ?? '';
    if (fresh !== code) expect((await links.tryCode(id, code)).kind).toBe('wrong');
    expect((await links.tryCode(id, fresh)).kind).toBe('right');
  });

  it('does not outlast its link', async () => {
    const { id } = await withCode();
    clock.advance(30 * dayMs - 1);
    await links.newCode(doer(), id, tell);
    clock.advance(1);
    expect((await links.tryCode(id, told.code ?? '')).kind).toBe('none');
  });

  it('of one link does not open another', async () => {
    const { code } = await withCode();
    const other = await withCode();
    expect((await links.tryCode(other.id, code)).kind).toBe(code === other.code ? 'right' : 'wrong');
  });

  it('is not made for a link that has ended', async () => {
    const { id } = await withCode();
    await links.revoke(doer(), id);
    told.code = null;
    expect(await links.newCode(doer(), id, tell)).toBeNull();
    const { id: expired } = await withCode();
    clock.advance(30 * dayMs);
    told.code = null;
    expect(await links.newCode(doer(), expired, tell)).toBeNull();
    expect(await links.newCode(doer(), 'none', tell)).toBeNull();
    expect(told.code).toBeNull();
  });
});

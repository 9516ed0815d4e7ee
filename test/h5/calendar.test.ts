import { beforeEach, describe, expect, it } from 'vitest';
import { signLink } from '../../src/core/link-token.ts';
import { browse } from '../helpers/browsing.ts';
import { deadlinePages } from '../helpers/deadline-pages.ts';
import { testDoer, testKeys } from '../helpers/stores.ts';

const pages = deadlinePages();
const { as, plant, client, store, named, now } = pages;
const who = () => pages.who;
const list = '/h5/own-deadlines';
/** The address as the page shows it. */
const shown = (html: string) => /(\/h5\/calendar\/\w+\.ics)/u.exec(html)?.[1] ?? null;
const press = async (what: string) => who().follow(await who().post(`${list}/calendar`, { do: what }));
/** As a calendar reads it: without a cookie. */
const read = (address: string | null, headers: Record<string, string> = {}) =>
  // What fetch says by itself where something is asked for under a condition would ask for it anew.
  browse(pages.world.botUrl).get(address ?? '/h5/calendar/none.ics', { 'cache-control': 'max-age=0', ...headers });
const unfolded = (text: string) => text.replaceAll('\r\n ', '');
async function open(): Promise<string | null> {
  await as('contact01');
  await who().get(list);
  return shown((await press('open')).html);
}
beforeEach(async () => {
  await client().attemptCount.deleteMany();
});

describe('a calendar', () => {
  it('is opened, shown, changed for another and ended by its owner', async () => {
    const address = await open();
    expect(address).not.toBeNull();
    expect(shown((await who().get(list)).html)).toBe(address);
    expect(shown((await press('open')).html)).toBe(address);
    expect((await read(address)).status).toBe(200);
    const other = shown((await press('renew')).html);
    expect(other).not.toBe(address);
    const old = await read(address);
    expect([old.status, old.html]).toEqual([410, '该日历地址已停用或已更换，请从“截止事项”页面重新获取。']);
    expect((await read(other)).status).toBe(200);
    expect((await press('close')).text).toContain('开通日历地址');
    expect((await read(other)).status).toBe(410);
    expect((await who().post(`${list}/calendar`, { do: 'x' })).status).toBe(400);
  });

  it('has what concerns its owner, what was withdrawn, and the last days of certificates', async () => {
    const deadline = await plant({ basis: 'CUSTOM' });
    const { id } = await named('示例企业01');
    await plant({ program: '重点实验室申报', audience: { ...deadline.audience, exempt: [id] } });
    const gone = await plant({ program: '科技领军企业认定', enterpriseDue: { on: '2024-03-01', at: '17:00' } });
    await store().withdraw(testDoer(now()), { id: gone.id, version: 1, reason: '废止', announceAt: now() });
    const seen = await read(await open());
    expect(seen.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(seen.headers.get('cache-control')).toBe('private, max-age=3600');
    const text = unfolded(seen.html);
    expect(text).toMatch(/DTSTART;VALUE=DATE:20240705\r\nSUMMARY:2024年高新技术企业认定第二批（预计）（24:00截止）/u);
    expect(text).toMatch(/DTSTART:20240301T090000Z\r\nSUMMARY:【已撤销】2024年科技领军企业认定第二批/u);
    expect(text).toContain('STATUS:CANCELLED');
    expect(text).toMatch(/DTSTART;VALUE=DATE:20240916\r\nSUMMARY:高新技术企业证书到期/u);
    expect(text).not.toContain('重点实验室');
    expect(text).toContain(`URL:${pages.world.botUrl}/h5/own-deadlines/${deadline.number}`);
  });

  it('what was withdrawn long ago is not in it any more', async () => {
    const gone = await plant();
    const before = new Date(now().getTime() - 91 * 24 * 60 * 60_000);
    await store().withdraw(testDoer(before), { id: gone.id, version: 1, reason: '废止', announceAt: now() });
    expect(unfolded((await read(await open())).html)).not.toContain('【已撤销】');
  });

  it('is not sent again to who has it, until something changes', async () => {
    await plant();
    const address = await open();
    const etag = (await read(address)).headers.get('etag') ?? '';
    const again = await read(address, { 'if-none-match': etag });
    expect([again.status, again.html]).toEqual([304, '']);
    await plant({ batch: 3, enterpriseDue: { on: '2024-09-10', at: '24:00' }, officialDue: null });
    const news = await read(address, { 'if-none-match': etag });
    expect(news.status).toBe(200);
    expect(unfolded(news.html)).toContain('第三批');
  });

  it('ends when its owner speaks for nobody any more, and comes back with a new binding', async () => {
    const address = await open();
    const bindings = await client().binding.findMany({ where: { person: { name: '李一' }, endedAt: null } });
    const where = { id: { in: bindings.map(({ id }) => id) } };
    await client().binding.updateMany({ where, data: { endedAt: now() } });
    const seen = await read(address);
    expect([seen.status, seen.headers.get('content-type')]).toEqual([410, 'text/plain; charset=utf-8']);
    await client().binding.updateMany({ where, data: { endedAt: null } });
    expect((await read(address)).status).toBe(200);
  });

  it('of somebody who speaks for two it names whom each concerns', async () => {
    await plant();
    await as('contact03');
    await who().get('/h5');
    const { id } = await named('示例企业03');
    await who().get(`${list}?enterprise=${id}`);
    const seen = await read(shown((await press('open')).html));
    expect(unfolded(seen.html)).toContain('涉及企业：');
  });

  it('an address that was made up opens nothing, and not too often', async () => {
    const made = signLink(testKeys.link, '0123456789AB', 'calendar');
    const address = await open();
    const changed = address?.replace(/.(?=\.ics)/u, (last) => (last === '0' ? '1' : '0')) ?? '';
    for (const one of [`/h5/calendar/${made}.ics`, changed]) expect((await read(one)).status).toBe(404);
    expect((await read('/h5/calendar/x.ics')).html).toBe('没有这个日历地址，请核对地址是否完整。');
    for (let n = 0; n < 45; n += 1) await read('/h5/calendar/x.ics');
    expect((await read('/h5/calendar/x.ics')).status).toBe(429);
  });

  it('a key for a link opens no calendar', async () => {
    const address = await open();
    const id = /calendar\/1(.{12})/u.exec(address ?? '')?.[1] ?? '';
    expect((await read(`/h5/calendar/${signLink(testKeys.link, id)}.ics`)).status).toBe(404);
  });

  it('is on record once a day, and read no more than a calendar needs to', async () => {
    const address = await open();
    const looks = { action: 'feed.read' };
    const before = await client().auditEntry.count({ where: looks });
    for (let n = 0; n < 60; n += 1) await read(address);
    expect(await client().auditEntry.count({ where: looks })).toBe(before + 1);
    const often = await read(address);
    expect([often.status, often.headers.get('retry-after') !== null]).toEqual([429, true]);
    // Whose it is stands in no log.
    expect(pages.world.log.text()).not.toContain(address?.split('/').at(-1));
  });
});

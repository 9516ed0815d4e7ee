import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf } from '../../src/core/sealed.ts';
import { createLinks } from '../../src/store/links.ts';
import { createWebSessions } from '../../src/store/web-sessions.ts';
import { testDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const at = new Date('2023-12-29T02:00:00Z');
const enterprise = { id: 'E1', name: '示例企业01' };

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeEach(async () => {
  database = await testDatabase();
  const { client } = database;
  await client.enterprise.create({ data: { id: 'E1', recordedAt: at } });
  const name = { id: 'N1', enterpriseId: 'E1', kind: 'FULL', text: enterprise.name };
  await client.enterpriseName.create({ data: { ...name, searchKey: 'x', initials: 'x' } });
  await client.person.create({ data: { id: 'officer1', name: '王辰', staffRole: 'OFFICER', recordedAt: at } });
  await client.person.create({ data: { id: 'P1', name: '李一', recordedAt: at } });
  await client.binding.create({ data: { id: 'B1', personId: 'P1', enterpriseId: 'E1', recordedAt: at } });
});
afterEach(() => database.drop());

/** A link for 李一, and a browser that was let in by it. */
async function opened() {
  const deps = storeDeps(database);
  const links = createLinks(
    deps,
    (id) => `https://bureau.example/h5/l/${id}`,
    () => at,
  );
  const { link } = await links.create(testDoer(at), { for: { personId: 'P1' }, enterprise, tell: () => [] });
  const { id } = link;
  await links.newCode(testDoer(at), id, () => []);
  const expiresAt = new Date(at.getTime() + 60_000);
  const tokenDigest = digestOf(deps.keys.digest, 'session', 'cookie');
  const session = { id: 'S1', personId: 'P1', via: 'LINK', linkId: id, tokenDigest };
  await database.client.webSession.create({ data: { ...session, expiresAt, recordedAt: at } });
  const sessions = createWebSessions(deps);
  const found = () => sessions.find('cookie', { now: at, today: '2023-12-29' });
  return { id, links, found };
}

it('its addressee’s name is nowhere in the trail', async () => {
  const { id, links } = await opened();
  await links.revoke(testDoer(at), id);
  const rows = await database.client.auditEntry.findMany();
  expect(rows.map(({ action }) => action).sort()).toEqual(['link.code', 'link.create', 'link.revoke']);
  expect(JSON.stringify(rows)).not.toContain('李一');
});

it.each([
  ['is stopped', { revokedAt: at }],
  ['is somebody else’s by now', { personId: 'officer1' }],
])('a session ends when its link %s, whatever became of the session itself', async (_how, data) => {
  const { id, found } = await opened();
  expect(await found()).not.toBeNull();
  await database.client.accessLink.update({ where: { id }, data });
  expect(await found()).toBeNull();
});

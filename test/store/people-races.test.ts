import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sender } from '../../src/core/event.ts';
import { newId } from '../../src/core/ids.ts';
import type { JoinNews } from '../../src/domain/joins.ts';
import { createAttempts } from '../../src/store/attempts.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createGroups } from '../../src/store/groups.ts';
import { createJoins } from '../../src/store/joins.ts';
import { createMembers } from '../../src/store/members.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

/** What happens at the same moment: on PostgreSQL in two processes, each with connections of its own, on SQLite in one. */
let drop: () => Promise<void>;
let processes: [Database, Database];
beforeAll(async () => {
  const scratch = await scratchDatabase({ migrated: true });
  drop = scratch.drop;
  const first = await openDatabase(scratch.url);
  processes = [first, dialect === 'sqlite' ? first : await openDatabase(scratch.url)];
});
afterAll(async () => {
  for (const database of new Set(processes)) await database.close();
  await drop();
});

const now = new Date('2023-12-29T02:00:00Z');
const stores = () =>
  processes.map((database) => {
    const deps = storeDeps(database);
    return {
      members: createMembers(deps),
      groups: createGroups(deps, { pushers: [], pacer: freePacer, apiUrls: [] }),
      joins: createJoins(
        deps,
        createAttempts(database.sql, () => now),
      ),
    };
  }) as [Stores, Stores];
type Stores = {
  members: ReturnType<typeof createMembers>;
  groups: ReturnType<typeof createGroups>;
  joins: ReturnType<typeof createJoins>;
};

const account = (platform: Sender['platform'] = 'wecom'): Sender => ({ platform, corpId: platform, userId: newId() });
async function person(staffRole: string | null): Promise<{ personId: string; account: Sender }> {
  const [{ client }] = processes;
  const [personId, own] = [newId(), account()];
  await client.person.create({ data: { id: personId, staffRole, recordedAt: now } });
  await client.account.create({ data: { id: newId(), ...own, personId } });
  return { personId, account: own };
}
const doer = (personId: string, role: 'administrator' | 'officer' = 'officer') => testDoer(now, { personId, role });
const rounds = Array.from({ length: 8 }, (_, n) => n);

describe('two administrators', () => {
  it.each(rounds)('who demote each other leave one (%i)', async () => {
    const [{ client }] = processes;
    await client.person.updateMany({ data: { staffRole: null } });
    const [one, two] = [await person('ADMINISTRATOR'), await person('ADMINISTRATOR')];
    const [here, there] = stores();
    const demote = { from: 'administrator', to: 'viewer', tell: [] } as const;
    const done = await Promise.all([
      here.members.change(doer(one.personId, 'administrator'), { personId: two.personId, ...demote }),
      there.members.change(doer(two.personId, 'administrator'), { personId: one.personId, ...demote }),
    ]);
    expect(done.sort()).toEqual(['changed', 'not-allowed']);
    expect(await client.person.count({ where: { staffRole: 'ADMINISTRATOR' } })).toBe(1);
  });

  it.each(rounds)('who both step down leave one (%i)', async () => {
    const [{ client }] = processes;
    await client.person.updateMany({ data: { staffRole: null } });
    const [one, two] = [await person('ADMINISTRATOR'), await person('ADMINISTRATOR')];
    const [here, there] = stores();
    const down = { from: 'administrator', to: null, tell: [] } as const;
    const done = await Promise.all([
      here.members.change(doer(one.personId, 'administrator'), { personId: one.personId, ...down }),
      there.members.change(doer(two.personId, 'administrator'), { personId: two.personId, ...down }),
    ]);
    expect(done.sort()).toEqual(['changed', 'last-administrator']);
  });

  it('who change the same member: one does, the other is told that it was changed', async () => {
    const [{ client }] = processes;
    await client.person.updateMany({ data: { staffRole: null } });
    const [one, two, member] = [await person('ADMINISTRATOR'), await person('ADMINISTRATOR'), await person('VIEWER')];
    const [here, there] = stores();
    const wanted = { personId: member.personId, from: 'viewer', tell: [] } as const;
    const done = await Promise.all([
      here.members.change(doer(one.personId, 'administrator'), { ...wanted, to: 'officer' }),
      there.members.change(doer(two.personId, 'administrator'), { ...wanted, to: 'agent' }),
    ]);
    expect(done.sort()).toEqual(['changed', 'outdated']);
    expect(await client.auditEntry.count({ where: { action: 'member.change', objectId: member.personId } })).toBe(1);
  });
});

it('an administrator without an account does not count: nobody could act as them', async () => {
  const [{ client }] = processes;
  await client.person.updateMany({ data: { staffRole: null } });
  await client.person.create({ data: { id: newId(), staffRole: 'ADMINISTRATOR', recordedAt: now } });
  const one = await person('ADMINISTRATOR');
  const change = { personId: one.personId, from: 'administrator', to: null, tell: [] } as const;
  expect(await stores()[0].members.change(doer(one.personId, 'administrator'), change)).toBe('last-administrator');
});

describe('two officers', () => {
  it.each(rounds)('register the same group: one row (%i)', async () => {
    const [{ client }] = processes;
    const [here, there] = stores();
    const key = { platform: 'dingtalk', corpId: 'ding', chatId: newId(), title: null } as const;
    const done = await Promise.all([here.groups.register(doer('ONE'), key), there.groups.register(doer('TWO'), key)]);
    expect(done.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(done[0].group.number).toBe(done[1].group.number);
    expect(await client.auditEntry.count({ where: { objectId: done[0].group.id } })).toBe(1);
  });

  it.each(rounds)('register two groups: two numbers (%i)', async () => {
    const [here, there] = stores();
    const key = () => ({ platform: 'dingtalk', corpId: 'ding', chatId: newId(), title: null }) as const;
    const done = await Promise.all([
      here.groups.register(doer('ONE'), key()),
      there.groups.register(doer('TWO'), key()),
      here.groups.register(doer('ONE'), key()),
    ]);
    expect(new Set(done.map(({ group }) => group.number)).size).toBe(3);
  });

  it.each(rounds)('register an ended group again: one does (%i)', async () => {
    const [here, there] = stores();
    const key = { platform: 'wecom', corpId: 'ww', chatId: newId(), title: '群' } as const;
    const { group } = await here.groups.register(doer('ONE'), key);
    expect(await here.groups.change(doer('ONE'), group.id, { kind: 'end' })).not.toBeNull();
    expect(await here.groups.change(doer('ONE'), group.id, { kind: 'end' })).toBeNull();
    const done = await Promise.all([here.groups.register(doer('ONE'), key), there.groups.register(doer('TWO'), key)]);
    expect(done.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
  });
});

describe('joining', () => {
  async function asked(typist = account('dingtalk')): Promise<{ asker: Sender; typist: Sender; id: string }> {
    const [{ joins }] = stores();
    const { account: asker } = await person(null);
    const code = codeOf(await joins.begin(doer('A'), asker));
    const typed = await joins.type(doer('B'), { account: typist, code });
    if (typed.kind !== 'shown') throw new Error(typed.kind);
    await joins.confirm(doer('B'), { account: typist, id: typed.join.id, tell: () => [] });
    return { asker, typist, id: typed.join.id };
  }
  function codeOf(begun: object): string {
    if (!('code' in begun)) throw new Error(JSON.stringify(begun));
    return String(begun.code);
  }
  const personOf = async ({ platform, corpId, userId }: Sender) =>
    (await processes[0].client.account.findFirst({ where: { platform, corpId, userId } }))?.personId;

  it.each(rounds)('the last confirmation, twice at once: joined once (%i)', async () => {
    const [here, there] = stores();
    const { asker, typist, id } = await asked();
    const confirm = { account: asker, id, tell: () => [] };
    const done = await Promise.all([here.joins.confirm(doer('A'), confirm), there.joins.confirm(doer('A'), confirm)]);
    expect(done.map(({ kind }) => kind).sort()).toEqual(['done', 'done-before']);
    expect(await personOf(asker)).toBe(await personOf(typist));
    expect(await processes[0].client.auditEntry.count({ where: { objectId: id } })).toBe(4);
  });

  it.each(rounds)('confirmed by one and cancelled by the other at once: one of the two (%i)', async () => {
    const [here, there] = stores();
    const { asker, typist, id } = await asked();
    const [confirmed, cancelled] = await Promise.all([
      here.joins.confirm(doer('A'), { account: asker, id, tell: () => [] }),
      there.joins.cancel(doer('B'), { account: typist, id, tell: () => [] }),
    ]);
    const isJoined = (await personOf(asker)) === (await personOf(typist));
    expect(isJoined).toBe(confirmed.kind === 'done');
    expect(cancelled === 'cancelled').toBe(!isJoined);
  });

  it.each(rounds.flatMap((n) => [['known', n] as const, ['unknown', n] as const]))(
    'two codes asked for at once by somebody %s: one of them is good (%i)',
    async (who, _n) => {
      const [here, there] = stores();
      const asker = who === 'known' ? (await person(null)).account : account();
      const begun = await Promise.all([here.joins.begin(doer('A'), asker), there.joins.begin(doer('A'), asker)]);
      const open = [];
      for (const code of begun.map(codeOf)) {
        const typed = await here.joins.type(doer('B'), { account: account('dingtalk'), code });
        if (typed.kind === 'shown') open.push(code);
      }
      expect(open).toHaveLength(1);
    },
  );

  it.each(rounds)('of two of one organisation who join the same third at once one does (%i)', async () => {
    const [{ client }] = processes;
    const [here, there] = stores();
    const third = account('dingtalk');
    const [one, other] = [await asked(third), await asked(third)];
    // Known for longest, so that theirs is the record which stays.
    const personId = (await personOf(third)) ?? '';
    await client.person.update({ where: { id: personId }, data: { recordedAt: new Date(0) } });
    const told: JoinNews[] = [];
    const tell = (news: JoinNews) => {
      told.push(news);
      return [];
    };
    const done = await Promise.all([
      here.joins.confirm(doer('A'), { account: one.asker, id: one.id, tell }),
      there.joins.confirm(doer('C'), { account: other.asker, id: other.id, tell }),
    ]);
    expect(done.map((joined) => ('why' in joined ? joined.why : joined.kind)).sort()).toEqual([
      'done',
      'same-organisation',
    ]);
    expect(await client.account.count({ where: { personId } })).toBe(2);
    expect(told).toContainEqual({ kind: 'failed', why: 'same-organisation', other: third });
  });

  it.each(rounds)('a role given meanwhile is not lost (%i)', async () => {
    const [{ client }] = processes;
    const [here, there] = stores();
    await client.person.updateMany({ data: { staffRole: null } });
    const administrator = await person('ADMINISTRATOR');
    const { asker, typist, id } = await asked();
    const personId = (await personOf(typist)) ?? '';
    const [joined, changed] = await Promise.all([
      here.joins.confirm(doer('A'), { account: asker, id, tell: () => [] }),
      there.members.change(doer(administrator.personId, 'administrator'), {
        personId,
        from: null,
        to: 'viewer',
        tell: [],
      }),
    ]);
    expect(joined.kind).toBe('done');
    // Either the role came first and moved along, or the record had become another one and nothing was promised.
    const role = (await client.person.findUnique({ where: { id: (await personOf(typist)) ?? '' } }))?.staffRole ?? null;
    expect(role).toBe(changed === 'changed' ? 'VIEWER' : null);
  });
});

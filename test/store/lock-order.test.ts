import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sender } from '../../src/core/event.ts';
import { newId } from '../../src/core/ids.ts';
import { createAttempts } from '../../src/store/attempts.ts';
import { createBindings } from '../../src/store/bindings.ts';
import { type Client, type Database, openDatabase } from '../../src/store/database.ts';
import { createJoins } from '../../src/store/joins.ts';
import { createMembers } from '../../src/store/members.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

/** Two that concern the same persons at once: one waits for the other, and neither has to be begun again. */
describe.runIf(dialect === 'postgresql')('persons are held before anything else, in one order', () => {
  let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
  let database: Database;
  let holder: pg.Client;
  let begun: number;
  beforeAll(async () => {
    scratch = await scratchDatabase({ migrated: true });
    database = await openDatabase(scratch.url);
    holder = new pg.Client({ connectionString: scratch.url });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await database.close();
    await scratch.drop();
  });

  const now = new Date('2023-12-29T02:00:00Z');
  /** Counts how often a transaction is begun. */
  function counted(client: Client): Client {
    begun = 0;
    return new Proxy(client, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        if (name !== '$transaction' || typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          begun += 1;
          return own.apply(target, given);
        };
      },
    });
  }
  const stores = () => {
    const deps = { ...storeDeps(database), client: counted(database.client) };
    const attempts = createAttempts(database.sql, () => now);
    return { bindings: createBindings(deps), members: createMembers(deps), joins: createJoins(deps, attempts) };
  };
  async function person(id: string, staffRole: string | null, platform: Sender['platform'] = 'wecom'): Promise<Sender> {
    const account: Sender = { platform, corpId: platform, userId: newId() };
    // Who is known for longest is the record that stays.
    const recordedAt = new Date(now.getTime() - (platform === 'dingtalk' ? 1 : 0));
    await database.client.person.create({ data: { id, staffRole, recordedAt } });
    await database.client.account.create({ data: { id: newId(), ...account, personId: id } });
    return account;
  }
  /** A join that waits for who asked. */
  async function asked(asker: Sender, typist: Sender): Promise<string> {
    const { joins } = stores();
    const code = await joins.begin(testDoer(now), asker);
    if (code.kind !== 'code') throw new Error(code.kind);
    const typed = await joins.type(testDoer(now), { account: typist, code: code.code });
    if (typed.kind !== 'shown') throw new Error(typed.kind);
    await joins.confirm(testDoer(now), { account: typist, id: typed.join.id, tell: () => [] });
    return typed.join.id;
  }
  /** Until so many wait for a lock. */
  async function waiting(count: number): Promise<void> {
    for (let looks = 0; looks < 2_000; looks += 1) {
      // Within a transaction the view would stay as it was at first.
      await holder.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await holder.query(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rows[0].n >= count) return;
    }
    throw new Error(`no ${count} that wait`);
  }
  /** Lets the second begin when the first waits for a person, and both go on when the second waits too. */
  async function oneAfterTheOther(heldId: string, first: () => Promise<unknown>, second: () => Promise<unknown>) {
    await holder.query('BEGIN');
    await holder.query('UPDATE "Person" SET "name" = "name" WHERE "id" = $1', [heldId]);
    const both = [first()];
    await waiting(1);
    both.push(second());
    await waiting(2);
    await holder.query('COMMIT');
    await Promise.all(both);
    expect(begun).toBe(2);
  }

  it('who asked for a binding is joined, and it is decided', async () => {
    const { client } = database;
    const [asker, typist] = [await person('P1', null), await person('P2', null, 'dingtalk')];
    const enterprise = { id: newId(), name: '示例企业01' };
    await client.enterprise.create({ data: { id: enterprise.id, recordedAt: now } });
    const { request } = await stores().bindings.request(testDoer(now), {
      account: asker,
      enterprise,
      claimedName: null,
      tell: () => [],
    });
    const id = await asked(asker, typist);
    const { bindings, joins } = stores();
    await oneAfterTheOther(
      'P1',
      () => joins.confirm(testDoer(now), { account: asker, id, tell: () => [] }),
      () =>
        bindings.decide(testDoer(now), {
          requestId: request.id,
          approve: true,
          reason: null,
          asContactId: null,
          tell: () => [],
        }),
    );
    const { personId } = await client.account.findFirstOrThrow({ where: asker });
    expect(await client.binding.findMany({ where: { enterpriseId: enterprise.id } })).toMatchObject([{ personId }]);
  });

  it('two administrators are joined, and one of them gives a role', async () => {
    // The later in the order of the table is the earlier in that of the ids.
    const [asker, typist] = [await person('Q2', 'ADMINISTRATOR'), await person('Q1', 'ADMINISTRATOR', 'dingtalk')];
    await person('Q3', null);
    const id = await asked(asker, typist);
    const { members, joins } = stores();
    await oneAfterTheOther(
      'Q1',
      () => joins.confirm(testDoer(now), { account: asker, id, tell: () => [] }),
      () => members.change(testDoer(now, { role: 'system' }), { personId: 'Q3', from: null, to: 'viewer', tell: [] }),
    );
    expect(await database.client.person.findUnique({ where: { id: 'Q3' } })).toMatchObject({ staffRole: 'VIEWER' });
  });

  it('a code is asked for by who is being joined', async () => {
    const [asker, typist] = [await person('R1', null), await person('R2', null, 'dingtalk')];
    const id = await asked(asker, typist);
    const { joins } = stores();
    await oneAfterTheOther(
      'R1',
      () => joins.confirm(testDoer(now), { account: asker, id, tell: () => [] }),
      () => joins.begin(testDoer(now), asker),
    );
  });
});

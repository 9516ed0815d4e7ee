import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../src/core/priority.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { textEvent } from '../fixtures/event.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';

const now = new Date('2023-12-29T02:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let database: Database;
beforeEach(async () => {
  scratch = await scratchDatabase({ migrated: true });
  database = await openDatabase(scratch.url);
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

interface Planted {
  id: string;
  priority?: number;
  fairKey?: string;
  dueMs?: number;
}
const plant = (jobs: readonly Planted[]) =>
  database.client.job.createMany({
    data: jobs.map(({ id, priority = 0, fairKey = '', dueMs = 0 }) => ({
      id,
      key: id,
      channel: 'wecom-app',
      state: 'waiting',
      event: JSON.stringify({ ...textEvent, key: id }),
      dueAt: later(dueMs - 60_000),
      owner: '',
      recordedAt: now,
      priority,
      fairKey,
    })),
  });
async function due(limit = 20, owner = 'me', except: readonly string[] = []): Promise<string[]> {
  const jobs = await createJobStore(database, owner).due({ now, limit, heldUntil: later(60_000), except });
  return jobs.map(({ id }) => id);
}

describe('of what is due', () => {
  it('what this process works on already is left alone', async () => {
    const { answer } = priorities;
    await plant([
      { id: 'mine', priority: answer, dueMs: 1 },
      { id: 'free', priority: answer, dueMs: 2 },
    ]);
    expect(await due(20, 'me', ['mine'])).toEqual(['free']);
    const { state, attempts } = await database.client.job.findUniqueOrThrow({ where: { id: 'mine' } });
    expect([state, attempts]).toEqual(['waiting', 0]);
  });

  it('the more urgent goes first, however long the other has waited', async () => {
    const { answer, notice, mail, cosmetic } = priorities;
    await plant([
      { id: 'card', priority: cosmetic, dueMs: 1 },
      { id: 'mail', priority: mail, dueMs: 2 },
      { id: 'notice', priority: notice, dueMs: 3 },
      { id: 'answer', priority: answer, dueMs: 4 },
    ]);
    expect(await due()).toEqual(['answer', 'notice', 'mail', 'card']);
  });

  it('those who wait take turns, and nobody’s takes its own', async () => {
    await plant([
      ...['a1', 'a2', 'a3'].map((id, n) => ({ id, fairKey: 'A', dueMs: n })),
      ...['b1', 'b2'].map((id, n) => ({ id, fairKey: 'B', dueMs: 10 + n })),
      { id: 'n1', dueMs: 20 },
      { id: 'n2', dueMs: 21 },
    ]);
    expect(await due()).toEqual(['a1', 'b1', 'n1', 'n2', 'a2', 'b2', 'a3']);
  });

  it('whoever has a thousand jobs keeps nobody of the next five hundred waiting', async () => {
    await plant(Array.from({ length: 450 }, (_, n) => ({ id: `a${n}`, fairKey: 'A', dueMs: n })));
    await plant([{ id: 'b', fairKey: 'B', dueMs: 5_000 }]);
    expect((await due(2))[1]).toBe('b');
  });

  it('that order holds for whatever there is', async () => {
    const job = fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      fairKey: fc.constantFrom('', 'A', 'B', 'C'),
      dueMs: fc.integer({ min: 0, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 25 }), async (given) => {
        await database.client.job.deleteMany();
        const jobs = given.map((one, n) => ({ ...one, id: `j${String(n).padStart(2, '0')}` }));
        await plant(jobs);
        const oldest = (a: (typeof jobs)[number], b: (typeof jobs)[number]) =>
          a.dueMs - b.dueMs || (a.id < b.id ? -1 : 1);
        const turnOf = (one: (typeof jobs)[number]) =>
          one.fairKey === ''
            ? 0
            : jobs
                .filter(({ priority, fairKey }) => priority === one.priority && fairKey === one.fairKey)
                .sort(oldest)
                .indexOf(one);
        const expected = [...jobs].sort((a, b) => a.priority - b.priority || turnOf(a) - turnOf(b) || oldest(a, b));
        expect(await due(30)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a batch', () => {
  it.runIf(dialect === 'postgresql')('is had by one process each, and counts as taken up', async () => {
    const other = await openDatabase(scratch.url);
    await plant(Array.from({ length: 60 }, (_, n) => ({ id: `j${n}`, dueMs: n })));
    const takenBy = async (from: Database, owner: string) => {
      const jobs = await createJobStore(from, owner).due({ now, limit: 20, heldUntil: later(60_000) });
      return jobs.map(({ id, isOurs, attempts, state }) => `${id} ${isOurs} ${attempts} ${state}`);
    };
    const batches = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 ? takenBy(other, 'other') : takenBy(database, 'me'))),
    );
    for (let more = 1; more > 0; ) {
      const batch = await takenBy(database, 'me');
      batches.push(batch);
      more = batch.length;
    }
    const all = batches.flat();
    expect(new Set(all)).toEqual(new Set(Array.from({ length: 60 }, (_, n) => `j${n} true 0 waiting`)));
    expect(all).toHaveLength(60);
    expect(await database.client.job.count({ where: { state: 'running', attempts: 1 } })).toBe(60);
    await other.close();
  });

  it.runIf(dialect === 'sqlite')('is only looked at: each is claimed by itself', async () => {
    await plant([{ id: 'a' }]);
    expect([await due(), await due()]).toEqual([['a'], ['a']]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStore, type JobStore } from '../../src/store/jobs.ts';
import { textEvent } from '../fixtures/event.ts';
import { testDatabase } from '../helpers/database.ts';

const now = new Date('2023-12-29T02:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const event = textEvent;
const plan = { inline: null, calls: [{ api: 'x' }] };

let database: Awaited<ReturnType<typeof testDatabase>>;
let jobs: JobStore;
let others: JobStore;
beforeEach(async () => {
  database = await testDatabase();
  jobs = createJobStore(database, 'me');
  others = createJobStore(database, 'other');
});
afterEach(() => database.drop());

const record = (key = 'k1', heldUntil = later(60_000)) =>
  jobs.record({ id: `id-${key}`, event: { ...event, key }, now, heldUntil });
/** Looks, and leaves it as it was: PostgreSQL takes what is due at once. */
async function due(at: Date, limit: number) {
  const taken = await jobs.due({ now: at, limit, heldUntil: later(60_000) });
  for (const { id, state, dueAt, attempts, isOurs } of taken) {
    if (isOurs) await database.client.job.update({ where: { id }, data: { state, dueAt, attempts } });
  }
  return taken;
}
async function found(key = 'k1') {
  const job = await jobs.find(key);
  if (!job) throw new Error(`no job ${key}`);
  return job;
}

describe('a recorded event', () => {
  it('is recorded once, also by many at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => jobs.record({ id: `id${n}`, event, now, heldUntil: later(1) })),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await found()).event).toEqual(event);
  });

  it('that nothing follows from is done at once, and may come again', async () => {
    await jobs.recordOnly({ id: 'a', event, now });
    await jobs.recordOnly({ id: 'b', event, now });
    expect(await found()).toMatchObject({ id: 'a', state: 'done' });
    expect(await record()).toBe(false);
  });

  it('that is done keeps the answer', async () => {
    await record();
    await jobs.finish('id-k1', { inline: { content: '答复' }, now });
    expect(await found()).toMatchObject({ state: 'done', plan: { inline: { content: '答复' }, calls: [] } });
  });
});

describe('a claim', () => {
  const times = { now: later(60_000), heldUntil: later(120_000) };

  it('is had by one of many', async () => {
    await record();
    const job = await found();
    const results = await Promise.all([
      jobs.claim(job, times),
      others.claim(job, times),
      jobs.claim(job, times),
      others.claim(job, times),
    ]);
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await found()).attempts).toBe(1);
  });

  it('is not to be had while its holder has time', async () => {
    await record();
    expect(await others.claim(await found(), { now: later(59_999), heldUntil: later(1) })).toBe(false);
  });

  it('of a job that waits needs no lapse', async () => {
    await record();
    await jobs.postpone('id-k1', { plan, sent: 0, error: 'busy', dueAt: later(2000) });
    expect(await others.claim(await found(), { now, heldUntil: later(1) })).toBe(true);
  });

  it('of a job that is done or given up is none', async () => {
    await record('k1');
    await jobs.finish('id-k1', { inline: null, now });
    await record('k2');
    await jobs.fail('id-k2', { error: 'no', now });
    for (const key of ['k1', 'k2']) expect(await others.claim(await found(key), times)).toBe(false);
  });

  it('lost to somebody else loses the right to write', async () => {
    await record();
    expect(await others.claim(await found(), times)).toBe(true);
    await jobs.postpone('id-k1', { plan, sent: 1, error: 'busy', dueAt: now });
    expect(await jobs.progress('id-k1', { plan, sent: 1, heldUntil: now })).toBe(false);
    expect(await found()).toMatchObject({ state: 'running', sent: 0, plan: null });
  });
});

describe('what is due', () => {
  it('waits for its moment or has lapsed, the oldest first', async () => {
    await record('lapsed', later(5));
    await record('held', later(60_000));
    await record('waits');
    await jobs.postpone('id-waits', { plan, sent: 1, error: 'busy', dueAt: later(3) });
    await record('done');
    await jobs.finish('id-done', { inline: null, now });
    expect(await due(later(2), 10)).toEqual([]);
    expect((await due(later(5), 10)).map(({ id }) => id)).toEqual(['id-waits', 'id-lapsed']);
    expect((await due(later(5), 1)).map(({ id }) => id)).toEqual(['id-waits']);
    expect((await due(later(5), 1))[0]).toMatchObject({ plan, sent: 1 });
  });

  it('is what a stopping process puts back, and no more', async () => {
    await record('mine');
    await others.record({ id: 'id-theirs', event: { ...event, key: 'theirs' }, now, heldUntil: later(60_000) });
    await jobs.release(now);
    expect((await due(now, 10)).map(({ id }) => id)).toEqual(['id-mine']);
  });

  it('is what a starting process finds held by those before it, and not what it holds itself', async () => {
    await record('mine');
    await others.record({ id: 'id-theirs', event: { ...event, key: 'theirs' }, now, heldUntil: later(60_000) });
    await jobs.releaseOthers(now);
    expect((await due(now, 10)).map(({ id }) => id)).toEqual(['id-theirs']);
  });

  it('is not what its living holder keeps', async () => {
    await record('kept', later(5));
    await record('let go', later(5));
    await jobs.hold(['id-kept'], later(60_000));
    expect((await due(later(5), 10)).map(({ id }) => id)).toEqual(['id-let go']);
    await others.hold(['id-let go'], later(60_000));
    expect(await due(later(5), 10)).toHaveLength(1);
  });

  it.each(['{"channel":"pigeon"}', 'not JSON'])(
    'is not what cannot be read (%s), nor does that stand in the way',
    async (text) => {
      await record('broken', later(1));
      await record('well', later(2));
      await database.client.job.update({ where: { key: 'broken' }, data: { event: text } });
      expect((await due(later(5), 1)).map(({ id }) => id)).toEqual([]);
      expect((await due(later(5), 1)).map(({ id }) => id)).toEqual(['id-well']);
      expect(await jobs.countOpen()).toMatchObject({ failed: 1 });
    },
  );
});

it('counts what is open and deletes what is long finished', async () => {
  await record('a');
  await record('b');
  await jobs.fail('id-b', { error: 'no', now });
  await record('c');
  await jobs.finish('id-c', { inline: null, now });
  expect(await jobs.countOpen()).toEqual({ running: 1, waiting: 0, failed: 1 });
  expect(await jobs.purge(now)).toBe(0);
  expect(await jobs.purge(later(1))).toBe(2);
  expect(await jobs.countOpen()).toEqual({ running: 1, waiting: 0, failed: 0 });
});

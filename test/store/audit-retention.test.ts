import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPruning } from '../../src/audit/retention.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, lookAt, type Trail, trailOf } from '../helpers/trail.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let trail: Trail;
beforeEach(async () => {
  database = await testDatabase();
  trail = trailOf(database);
});
afterEach(() => database.drop());

const lookOn = (day: string, time = '12:00:00') =>
  trail.record(doerOf(new Date(`${day}T${time}+08:00`)), [lookAt(day)]);
const days = async () =>
  (await database.client.auditEntry.findMany({ orderBy: { at: 'asc' } })).map(({ enterpriseId, action }) =>
    action === 'audit.prune' ? action : enterpriseId,
  );

it('what is older than three years goes, to the day, and the rest verifies', async () => {
  await lookOn('2020-12-27');
  await lookOn('2020-12-28', '23:59:59.999');
  await lookOn('2020-12-29', '00:00:00');
  await lookOn('2023-12-28');
  await trail.sealer.sealNow();
  const now = new Date('2023-12-29T10:00:00+08:00');
  expect(await trail.retention().prune(now)).toBe(2);
  expect(await days()).toEqual(['2020-12-29', '2023-12-28', 'audit.prune']);
  expect(await trail.verify()).toMatchObject({ findings: [], rows: 2, unsealed: 1, checkpoint: { seq: 2n } });
  await trail.sealer.sealNow();
  expect(await trail.verify()).toMatchObject({ findings: [], rows: 3, unsealed: 0, end: { seq: 5n } });
  const checkpoint = await database.client.auditCheckpoint.findMany();
  expect(checkpoint).toMatchObject([{ seq: 2n, removed: 2n, removedAt: now }]);
  expect(await trail.retention().prune(now)).toBe(0);
});

it('nothing younger than six months goes, whatever is set', async () => {
  for (const day of ['2023-06-28', '2023-06-29', '2023-12-01']) await lookOn(day);
  await trail.sealer.sealNow();
  const now = new Date('2023-12-29T10:00:00+08:00');
  expect(await trail.retention(0).prune(now)).toBe(1);
  expect(await trail.retention(-5).prune(now)).toBe(0);
  expect(await days()).toEqual(['2023-06-29', '2023-12-01', 'audit.prune']);
});

it('what is not sealed stays, and so does what stands behind a younger row', async () => {
  await lookOn('2023-12-01');
  await trail.sealer.sealNow();
  await lookOn('2020-01-01');
  await trail.sealer.sealNow();
  await lookOn('2020-01-02');
  expect(await trail.retention().prune(new Date('2023-12-29T10:00:00+08:00'))).toBe(0);
  expect(await days()).toEqual(['2020-01-01', '2020-01-02', '2023-12-01']);
});

it('the whole chain may be that old: it goes on behind the checkpoint', async () => {
  await trail.looks(3);
  await trail.sealer.sealNow();
  expect(await trail.retention().prune(new Date('2027-01-10T00:00:00Z'))).toBe(3);
  expect(await trail.findings()).toEqual([]);
  await trail.looks(2);
  await trail.sealer.sealNow();
  expect(await trail.verify()).toMatchObject({ findings: [], rows: 3, end: { seq: 6n } });
});

it('in many steps, each with its checkpoint', async () => {
  await trail.record(
    doerOf(trail.clock.now()),
    Array.from({ length: 2_050 }, () => lookAt('FIRM')),
  );
  await trail.sealer.sealNow();
  expect(await trail.retention().prune(new Date('2027-01-10T00:00:00Z'))).toBe(2_050);
  expect((await database.client.auditCheckpoint.findMany()).map(({ seq }) => seq)).toEqual([2_000n, 2_050n]);
  expect(await trail.findings()).toEqual([]);
});

it('a head from the log: behind a checkpoint it can no longer be compared, at one it can', async () => {
  await trail.looks(4);
  await trail.sealer.sealNow();
  const [, second, , fourth] = await database.client.auditEntry.findMany({ orderBy: { seq: 'asc' } });
  await trail.retention().prune(new Date('2027-01-10T00:00:00Z'));
  const verified = async (known: { seq: bigint; mac: string }) => (await trail.verify({ known })).findings;
  expect(await verified({ seq: 2n, mac: second?.mac ?? '' })).toEqual([{ kind: 'known-head', seq: 2n, why: 'pruned' }]);
  expect(await verified({ seq: 4n, mac: fourth?.mac ?? '' })).toEqual([]);
  expect(await verified({ seq: 4n, mac: 'x' })).toEqual([{ kind: 'known-head', seq: 4n, why: 'differs' }]);
});

it('two processes at once remove it once', async () => {
  await trail.looks(3);
  await trail.sealer.sealNow();
  const now = new Date('2027-01-10T00:00:00Z');
  const removed = await Promise.all([1, 2, 3].map(() => trail.retention().prune(now)));
  expect(removed.sort()).toEqual([0, 0, 3]);
  expect(await database.client.auditCheckpoint.count()).toBe(1);
  expect(await database.client.auditEntry.count({ where: { action: 'audit.prune' } })).toBe(1);
  expect(await trail.findings()).toEqual([]);
});

it('the chore does it once a day', async () => {
  const days: string[] = [];
  const retention = { prune: async (now: Date) => days.push(now.toISOString()) };
  const chore = createPruning({ retention, log: trail.log });
  for (const time of ['2023-12-29T02:00:00Z', '2023-12-29T15:59:00Z', '2023-12-29T16:00:00Z']) {
    await chore.run(new Date(time));
  }
  expect(days).toEqual(['2023-12-29T02:00:00.000Z', '2023-12-29T16:00:00.000Z']);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHeadLog } from '../../src/audit/head-log.ts';
import { createSealer } from '../../src/audit/sealer.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dialect, scratchDatabase } from '../helpers/database.ts';
import { doerOf, lookAt, type Trail, testKeys, trailOf } from '../helpers/trail.ts';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let database: Database;
let trail: Trail;
beforeEach(async () => {
  scratch = await scratchDatabase({ migrated: true });
  database = await openDatabase(scratch.url);
  trail = trailOf(database);
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

const sealedIds = async () =>
  (await database.client.auditEntry.findMany({ where: { seq: { not: null } }, orderBy: { seq: 'asc' } })).map(
    ({ enterpriseId }) => enterpriseId,
  );

it('rows are chained in the order of their time, whatever their order of entry', async () => {
  const later = new Date(trail.clock.now().getTime() + 1);
  await trail.record(doerOf(later), [lookAt('second')]);
  await trail.record(doerOf(trail.clock.now()), [lookAt('first')]);
  expect(await trail.sealer.sealNow()).toBe(2);
  expect(await sealedIds()).toEqual(['first', 'second']);
  expect(await trail.verify()).toMatchObject({ findings: [], rows: 2, unsealed: 0, end: { seq: 2n } });
  expect(await trail.sealer.sealNow()).toBe(0);
});

it('what commits late comes later in the chain, its time notwithstanding', async () => {
  await trail.looks(3);
  await trail.sealer.sealNow();
  await trail.record(doerOf(new Date('2023-12-29T01:00:00Z')), [lookAt('late')]);
  await trail.sealer.sealNow();
  expect(await sealedIds()).toEqual(['FIRM0', 'FIRM1', 'FIRM2', 'late']);
  expect(await trail.findings()).toEqual([]);
});

it('more than one batch, many of one moment', async () => {
  const at = trail.clock.now();
  await trail.record(
    doerOf(at),
    Array.from({ length: 1_050 }, (_, n) => lookAt(`FIRM${n}`)),
  );
  expect(await trail.sealer.sealNow()).toBe(1_050);
  expect(await trail.verify()).toMatchObject({ findings: [], rows: 1_050, end: { seq: 1_050n } });
});

it('who asks to seal while it is being done gets what was there when they asked', async () => {
  await trail.looks(1);
  const before = trail.sealer.sealNow();
  await trail.looks(1);
  expect(await trail.sealer.sealNow()).toBeLessThanOrEqual(1);
  await before;
  expect((await trail.verify()).unsealed).toBe(0);
});

it('a row without a stamp is left out', async () => {
  await trail.looks(1);
  await database.client.auditEntry.updateMany({ data: { mac: null } });
  await trail.looks(2);
  expect(await trail.sealer.sealNow()).toBe(2);
  expect(trail.log.lines.map(({ message }) => message)).toEqual(['audit row without our stamp: not sealed']);
});

it('a row that somebody slipped in, or changed before it was sealed, is left out and found', async () => {
  await trail.looks(2);
  const [changed] = await database.client.auditEntry.findMany({ orderBy: { at: 'asc' } });
  await database.client.auditEntry.updateMany({ where: { id: changed?.id ?? '' }, data: { role: 'contact' } });
  expect(await trail.sealer.sealNow()).toBe(1);
  // Said once, however often it is looked at.
  await trail.sealer.sealNow();
  expect(trail.log.lines).toHaveLength(1);
  expect(await trail.findings()).toEqual([{ kind: 'foreign', id: changed?.id }]);
});

it('many rows that are not ours do not stand in the way', async () => {
  await trail.record(
    doerOf(new Date('2023-12-01T00:00:00Z')),
    Array.from({ length: 1_050 }, () => lookAt('X')),
  );
  await database.client.auditEntry.updateMany({ data: { mac: 'forged' } });
  await trail.looks(3);
  expect(await trail.sealer.sealNow()).toBe(3);
});

it('a head that went back stops this process from going on as if nothing had been', async () => {
  await trail.looks(3);
  await trail.sealer.sealNow();
  await database.client.auditEntry.deleteMany({ where: { seq: { gt: 1n } } });
  const first = await database.client.auditEntry.findFirstOrThrow({ where: { seq: 1n } });
  await database.client.auditHead.update({ where: { id: 1 }, data: { seq: 1n, mac: first.mac ?? '' } });
  await trail.looks(1);
  expect(await trail.sealer.sealNow()).toBe(0);
  expect(await trail.sealer.sealNow()).toBe(0);
  expect(trail.log.lines.map(({ message }) => message)).toEqual(['audit head went back: nothing is sealed']);
});

it('a head that went back while the rows are there stops a program that was started since, too', async () => {
  await trail.looks(3);
  await trail.sealer.sealNow();
  const first = await database.client.auditEntry.findFirstOrThrow({ where: { seq: 1n } });
  await database.client.auditHead.update({ where: { id: 1 }, data: { seq: 1n, mac: first.mac ?? '' } });
  await trail.looks(1);
  const restarted = trail.anotherSealer();
  expect([await restarted.sealNow(), await restarted.sealNow()]).toEqual([0, 0]);
  expect(trail.log.lines.map(({ message }) => message)).toEqual(['audit head went back: nothing is sealed']);
  const { findings, unsealed } = await trail.verify();
  expect([findings, unsealed]).toEqual([[{ kind: 'head', seq: 1n }], 1]);
});

it('a row that vanishes while it is being sealed leaves no gap behind it', async () => {
  await trail.looks(3);
  const { client } = database;
  let interfere: (() => Promise<unknown>) | null = () =>
    client.auditEntry.deleteMany({ where: { enterpriseId: 'FIRM1' } });
  const disturbed = new Proxy(client, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== '$transaction' || typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await interfere?.();
        interfere = null;
        return value.apply(target, args) as unknown;
      };
    },
  });
  const sealer = createSealer({ client: disturbed, keys: testKeys, clock: trail.clock, log: trail.log });
  expect(await sealer.sealNow()).toBe(2);
  expect(await sealedIds()).toEqual(['FIRM0', 'FIRM2']);
  expect(await trail.findings()).toEqual([]);
});

it('stopping seals what is left', async () => {
  trail.sealer.start();
  await trail.looks(2);
  await trail.sealer.stop();
  expect((await trail.verify()).unsealed).toBe(0);
});

describe('several at once', () => {
  it('sealers of several processes lose nothing and double nothing', async () => {
    // SQLite: the server and a tool beside it; PostgreSQL: any number.
    const others = await Promise.all([1, 2].map(() => openDatabase(scratch.url)));
    const sealers = [trail.sealer, ...others.map((other) => trailOf(other).sealer)];
    let isWriting = true;
    const sealing = sealers.map(async (sealer) => {
      while (isWriting) await sealer.sealNow();
    });
    await trail.looks(dialect === 'sqlite' ? 40 : 150);
    isWriting = false;
    await Promise.all(sealing);
    await trail.sealer.sealNow();
    const { findings, rows, unsealed } = await trail.verify();
    expect([findings, rows, unsealed]).toEqual([[], dialect === 'sqlite' ? 40 : 150, 0]);
    for (const other of others) await other.close();
  });

  it('verifying while rows are written and sealed finds nothing', async () => {
    let isWriting = true;
    const sealing = (async () => {
      while (isWriting) await trail.sealer.sealNow();
    })();
    const verifying = (async () => {
      const all = [];
      while (isWriting) all.push(...(await trail.findings()));
      return all;
    })();
    await trail.looks(60);
    isWriting = false;
    await sealing;
    expect(await verifying).toEqual([]);
  });
});

describe('the head in the log', () => {
  const hour = 60 * 60_000;
  const heads = () => trail.log.lines.filter(({ message }) => message === 'audit head').map(({ fields }) => fields);

  it('is written once an hour, sealed up to that moment', async () => {
    const chore = createHeadLog({ client: database.client, sealer: trail.sealer, log: trail.log });
    await chore.run(trail.clock.now());
    // Of nothing there is no end, and it is looked for no more often.
    expect(heads()).toEqual([]);
    await trail.looks(2);
    await chore.run(trail.clock.now());
    expect(heads()).toEqual([]);
    trail.clock.advance(hour);
    await chore.run(trail.clock.now());
    await trail.looks(1);
    await chore.run(trail.clock.now());
    expect(heads()).toEqual([{ seq: 2, mac: (await headOf(2n))?.mac }]);
    trail.clock.advance(hour);
    await chore.run(trail.clock.now());
    await chore.run(trail.clock.now());
    expect(heads()).toEqual([
      { seq: 2, mac: (await headOf(2n))?.mac },
      { seq: 3, mac: (await headOf(3n))?.mac },
    ]);
  });

  const headOf = (seq: bigint) => database.client.auditEntry.findUnique({ where: { seq } });
});

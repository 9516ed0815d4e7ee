import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestDetail } from '../../src/store/audit-rows.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, lookAt, type Trail, trailOf } from '../helpers/trail.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let trail: Trail;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
/** Five sealed rows. */
beforeEach(async () => {
  for (const table of ['auditEntry', 'auditHead', 'auditCheckpoint'] as const) {
    await (database.client[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  }
  trail = trailOf(database);
  await trail.looks(5);
  await trail.sealer.sealNow();
  expect(await trail.findings()).toEqual([]);
});

const rowAt = (seq: bigint) => database.client.auditEntry.findUniqueOrThrow({ where: { seq } });
const change = (seq: bigint, data: object) => database.client.auditEntry.update({ where: { seq }, data });

describe('a changed column is found, with its row', () => {
  const changes: Record<string, object> = {
    at: { at: new Date('2023-12-29T03:00:00Z') },
    personId: { personId: 'SOMEBODY' },
    'personId gone': { personId: null },
    role: { role: 'administrator' },
    channel: { channel: 'h5' },
    place: { place: 'group' },
    action: { action: 'qualification.list' },
    objectType: { objectType: 'person' },
    objectId: { objectId: 'FIRM9' },
    enterpriseId: { enterpriseId: 'FIRM9' },
    result: { result: 'denied' },
    requestId: { requestId: 'REQUEST9' },
    detailDigest: { detailDigest: digestDetail('s', '{}'), detail: '{}', salt: 's' },
    id: { id: 'ANOTHERID000' },
  };

  it.each(Object.entries(changes))('%s', async (_name, data) => {
    const { id } = await change(3n, data);
    expect(await trail.findings()).toEqual([{ kind: 'changed', seq: 3n, id }]);
  });

  it('mac: the next row does not follow any more either', async () => {
    await change(3n, { mac: 'x' });
    expect((await trail.findings()).map(({ kind }) => kind)).toEqual(['changed', 'changed']);
  });

  it.each([
    ['detail', { detail: '{}' }],
    ['salt', { salt: 'x' }],
    ['only the salt gone', { salt: null }],
    ['only the detail gone', { detail: null }],
  ])('%s: not what its digest was made of', async (_name, data) => {
    const { id } = await change(3n, data);
    expect(await trail.findings()).toEqual([{ kind: 'detail', seq: 3n, id }]);
  });

  it('detail and salt gone: no erasure says so', async () => {
    const { id } = await change(3n, { detail: null, salt: null });
    expect(await trail.findings()).toEqual([{ kind: 'erased', seq: 3n, id }]);
  });
});

describe('missing rows are found', () => {
  const remove = (where: object) => database.client.auditEntry.deleteMany({ where });

  it('from the middle', async () => {
    await remove({ seq: { in: [2n, 3n] } });
    expect(await trail.findings()).toEqual([{ kind: 'missing', from: 2n, to: 3n }]);
  });

  it('from the beginning', async () => {
    await remove({ seq: 1n });
    expect(await trail.findings()).toEqual([{ kind: 'missing', from: 1n, to: 1n }]);
  });

  it('from the end', async () => {
    await remove({ seq: { gt: 3n } });
    expect(await trail.findings()).toEqual([{ kind: 'cut', from: 4n, to: 5n }]);
  });

  it('all of them', async () => {
    await remove({});
    expect(await trail.findings()).toEqual([{ kind: 'cut', from: 1n, to: 5n }]);
  });

  it('and closing the gap by renumbering helps nobody', async () => {
    await remove({ seq: 3n });
    await change(4n, { seq: 3n });
    await change(5n, { seq: 4n });
    const { mac } = await rowAt(4n);
    await database.client.auditHead.update({ where: { id: 1 }, data: { seq: 4n, mac: mac ?? '' } });
    expect((await trail.findings()).map(({ kind }) => kind)).toEqual(['changed', 'changed']);
  });
});

describe('the head', () => {
  const setHead = (data: object) => database.client.auditHead.update({ where: { id: 1 }, data });

  it('moved back while the rows are there', async () => {
    const { mac } = await rowAt(3n);
    await setHead({ seq: 3n, mac: mac ?? '' });
    expect(await trail.findings()).toEqual([{ kind: 'head', seq: 3n }]);
  });

  it('of another mac', async () => {
    await setHead({ mac: 'x' });
    expect(await trail.findings()).toEqual([{ kind: 'head', seq: 5n }]);
  });

  it('gone', async () => {
    await database.client.auditHead.deleteMany();
    expect(await trail.findings()).toEqual([{ kind: 'head', seq: 0n }]);
  });

  it('moved back with the rows cut off is found by a head from the log', async () => {
    const known = await rowAt(5n).then(({ seq, mac }) => ({ seq: seq ?? 0n, mac: mac ?? '' }));
    const older = await rowAt(2n).then(({ seq, mac }) => ({ seq: seq ?? 0n, mac: mac ?? '' }));
    const { mac } = await rowAt(3n);
    await database.client.auditEntry.deleteMany({ where: { seq: { gt: 3n } } });
    await setHead({ seq: 3n, mac });
    expect(await trail.findings()).toEqual([]);
    expect((await trail.verify({ known })).findings).toEqual([{ kind: 'known-head', seq: 5n, why: 'gone' }]);
    expect((await trail.verify({ known: older })).findings).toEqual([]);
    // A restarted program goes on; the log still knows better.
    await trail.looks(4);
    await trail.anotherSealer().sealNow();
    expect(await trail.findings()).toEqual([]);
    expect((await trail.verify({ known })).findings).toEqual([{ kind: 'known-head', seq: 5n, why: 'differs' }]);
  });

  it('from the log is part of an untouched chain', async () => {
    const { seq, mac } = await rowAt(4n);
    expect((await trail.verify({ known: { seq: seq ?? 0n, mac: mac ?? '' } })).findings).toEqual([]);
  });

  it('the whole trail thrown away, head and all, is found by a head from the log', async () => {
    const { mac } = await rowAt(5n);
    await database.client.auditEntry.deleteMany();
    await database.client.auditHead.deleteMany();
    expect(await trail.findings()).toEqual([]);
    const { findings } = await trail.verify({ known: { seq: 5n, mac: mac ?? '' } });
    expect(findings).toEqual([{ kind: 'known-head', seq: 5n, why: 'gone' }]);
  });
});

it('swapped rows', async () => {
  await change(2n, { seq: -1n });
  await change(3n, { seq: 2n });
  await change(-1n, { seq: 3n });
  expect(new Set((await trail.findings()).map(({ kind }) => kind))).toEqual(new Set(['changed']));
});

it('a row put among the sealed', async () => {
  const { seq: _seq, ...row } = await rowAt(5n);
  await database.client.auditEntry.create({ data: { ...row, id: 'COPY', seq: 6n } });
  expect(await trail.findings()).toEqual([
    { kind: 'changed', seq: 6n, id: 'COPY' },
    { kind: 'head', seq: 5n },
  ]);
});

it('a row slipped in unsealed, as a copy with another id', async () => {
  await trail.record(doerOf(trail.clock.now()), [lookAt('FIRM')]);
  const row = await database.client.auditEntry.findFirstOrThrow({ where: { seq: null } });
  await database.client.auditEntry.create({ data: { ...row, id: 'COPY' } });
  await trail.sealer.sealNow();
  expect(await trail.findings()).toEqual([{ kind: 'foreign', id: 'COPY' }]);
});

describe('checkpoints', () => {
  const forged = async (seq: bigint) => {
    const { mac } = await rowAt(seq);
    const row = { seq, mac: mac ?? '', removed: seq, proof: 'x'.repeat(43), removedAt: trail.clock.now() };
    await database.client.auditCheckpoint.create({ data: row });
    await database.client.auditEntry.deleteMany({ where: { seq: { lte: seq } } });
  };

  it('a forged one excuses nothing', async () => {
    await forged(3n);
    expect(await trail.findings()).toEqual([
      { kind: 'checkpoint', seq: 3n },
      { kind: 'missing', from: 1n, to: 3n },
    ]);
  });

  it('a true one that was changed', async () => {
    await trail.retention().prune(new Date('2027-01-10T00:00:00Z'));
    expect(await trail.findings()).toEqual([]);
    await database.client.auditCheckpoint.updateMany({ data: { removed: 4n } });
    expect((await trail.findings()).map(({ kind }) => kind)).toContain('checkpoint');
  });

  it('rows that come back from behind one', async () => {
    const row = await rowAt(2n);
    await trail.retention().prune(new Date('2027-01-10T00:00:00Z'));
    await database.client.auditEntry.create({ data: row });
    expect(await trail.findings()).toEqual([{ kind: 'returned', seq: 2n, id: row.id }]);
  });
});

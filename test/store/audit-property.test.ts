import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditAction } from '../../src/core/audit.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, type Trail, trailOf } from '../helpers/trail.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function emptyTrail(): Promise<Trail> {
  const { auditEntry, auditHead, auditCheckpoint } = database.client;
  await auditEntry.deleteMany();
  await auditHead.deleteMany();
  await auditCheckpoint.deleteMany();
  return trailOf(database);
}

const years = (n: number) => n * 365 * 24 * 60 * 60_000;

/** What happens: things are recorded (some late), sealed by one of two processes, time passes, the old is pruned. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      late: fc.nat(100_000),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('seal' as const), by: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'both seal' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: years(1) }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'prune' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const actions: AuditAction[] = ['qualification.read', 'binding.end', 'export'];

async function live(trail: Trail, steps: readonly Step[]): Promise<void> {
  const sealers = [trail.sealer, trail.anotherSealer()] as const;
  for (const one of steps) {
    trail.clock.advance(1);
    switch (one.do) {
      case 'record': {
        const at = new Date(trail.clock.now().getTime() - one.late);
        const facts = actions.slice(0, one.count).map((action) => ({ action, result: 'allowed' as const }));
        await trail.record(doerOf(at), facts);
        break;
      }
      case 'seal':
        await sealers[one.by]?.sealNow();
        break;
      case 'both seal':
        await Promise.all(sealers.map((sealer) => sealer.sealNow()));
        break;
      case 'wait':
        trail.clock.advance(one.ms);
        break;
      case 'prune':
        await trail.retention().prune(trail.clock.now());
        break;
    }
  }
}

/** One change to what is stored, made by nobody's right: to a row, or to the head. `pick` chooses the row. */
const tamperings = {
  'another role': (id: string) => database.client.auditEntry.update({ where: { id }, data: { role: 'agent' } }),
  'another time': async (id: string) => {
    const { at } = await database.client.auditEntry.findUniqueOrThrow({ where: { id } });
    return database.client.auditEntry.update({ where: { id }, data: { at: new Date(at.getTime() + 1) } });
  },
  'another result': (id: string) => database.client.auditEntry.update({ where: { id }, data: { result: 'denied' } }),
  'another detail': (id: string) => database.client.auditEntry.update({ where: { id }, data: { detail: '{"a":1}' } }),
  'no detail': (id: string) => database.client.auditEntry.update({ where: { id }, data: { detail: null, salt: null } }),
  'another mac': (id: string) => database.client.auditEntry.update({ where: { id }, data: { mac: 'x'.repeat(43) } }),
  'another id': (id: string) => database.client.auditEntry.update({ where: { id }, data: { id: 'ANOTHERID000' } }),
  gone: (id: string) => database.client.auditEntry.delete({ where: { id } }),
  unsealed: (id: string) => database.client.auditEntry.update({ where: { id }, data: { seq: null } }),
  'head gone': () => database.client.auditHead.deleteMany(),
};

it('whatever happened verifies, and any single change to a sealed row or the head is found', async () => {
  const cases = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
    how: fc.constantFrom(...(Object.keys(tamperings) as (keyof typeof tamperings)[])),
    pick: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ steps, how, pick }) => {
      const trail = await emptyTrail();
      await live(trail, steps);
      expect(await trail.findings()).toEqual([]);
      await trail.sealer.sealNow();
      const { findings, rows, unsealed } = await trail.verify();
      expect([findings, unsealed]).toEqual([[], 0]);
      if (rows === 0) return;
      const sealed = await database.client.auditEntry.findMany({ select: { id: true }, orderBy: { seq: 'asc' } });
      await tamperings[how](sealed[pick % sealed.length]?.id ?? '');
      expect((await trail.findings()).length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

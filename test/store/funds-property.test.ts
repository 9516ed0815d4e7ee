import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { balanceOf } from '../../src/domain/funds/sums.ts';
import type { EntryType } from '../../src/domain/funds/terms.ts';
import { type FundLedger, fundLedger, newEntry, wan } from '../helpers/fund-ledger.ts';

let ledger: FundLedger;
beforeAll(async () => {
  ledger = await fundLedger();
});
afterAll(() => ledger.close());

const days = ['2023-01-10', '2023-02-28', '2023-03-01', '2023-06-30', '2023-09-15', '2023-11-30', '2023-12-29'];
const day = fc.constantFrom(...days);
/** 万元 and single 分, so that a sum that is rounded anywhere shows. */
const amount = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((n) => wan(n)),
  fc.integer({ min: 1, max: 60 }).map((n) => wan(n) + 33n),
);
const projectTypes: EntryType[] = [
  'APPROVE',
  'DISBURSE',
  'DISBURSE',
  'RECEIVE',
  'RECEIVE',
  'SPEND',
  'SPEND',
  'SPEND_REVERSAL',
  'RECOVER',
  'KEEP',
];

/** What somebody tries; much of it breaks a rule. */
const operation = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('project' as const), fen: amount, on: day }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('enter' as const),
      which: fc.nat(2),
      type: fc.constantFrom(...projectTypes),
      fen: amount,
      on: day,
      isAdvance: fc.boolean(),
      docNo: fc.constantFrom(null, null, '文〔2023〕1号', '文[2023]2号'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      type: fc.constantFrom('ADJUST' as const, 'RECOVER' as const),
      fen: amount,
      isDown: fc.boolean(),
      on: day,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: fc.nat(30), on: day }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('status' as const),
      which: fc.nat(2),
      status: fc.constantFrom('ACCEPT_APPLIED' as const, 'ACCEPTED' as const, 'TERMINATED' as const),
      on: day,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      which: fc.nat(2),
      type: fc.constantFrom('RECEIVE' as const, 'SPEND' as const),
      fen: amount,
      on: day,
    }),
  },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Whether it was done; a broken rule is a sentence, anything else fails the test. */
async function done(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof UserError && /。$/u.test(error.message)) return false;
    throw error;
  }
}

interface World {
  batchId: string;
  projects: string[];
  /** Where a 垫支 was agreed to, what is spent may exceed what has come in. */
  advanced: Set<string>;
}

async function attempt(world: World, one: Operation): Promise<void> {
  const { here, officer } = ledger;
  if (one.do === 'project') {
    const id = newId();
    const wanted = ledger.newProject(world.batchId, { fen: one.fen, effectiveOn: one.on });
    if (await done(here.addProject(officer(), id, wanted))) world.projects.push(id);
    return;
  }
  if (one.do === 'adjust') {
    const fen = one.type === 'ADJUST' && one.isDown ? -one.fen : one.fen;
    await done(here.enter(officer(), newId(), newEntry({ batchId: world.batchId }, one.type, fen, one.on)));
    return;
  }
  if (one.do === 'reverse') {
    const entries = await rows(world);
    const entryId = entries[one.which % entries.length]?.id ?? '';
    await done(here.reverse(officer(), newId(), { entryId, on: one.on, reason: '有误' }));
    return;
  }
  const projectId = world.projects[one.which % Math.max(1, world.projects.length)];
  if (projectId === undefined) return;
  const { on } = one;
  if (one.do === 'enter') {
    const { type, fen, isAdvance, docNo } = one;
    const entry = newEntry({ projectId }, type, fen, on, { isAdvance, docNo, note: '说明' });
    const isIn = await done(here.enter(officer(), newId(), entry));
    if (isIn && isAdvance && type === 'SPEND') world.advanced.add(projectId);
  } else if (one.do === 'status') {
    const change = { projectId, status: one.status, on, docNo: '文〔2023〕3号', note: null };
    await done(here.setStatus(officer(), newId(), change));
  } else {
    const [claimId, tell] = [newId(), () => []];
    const report = { projectId, type: one.type, fen: one.fen, effectiveOn: on, period: null, docNo: null, note: null };
    const told = { enterpriseIds: [ledger.firm.id], ...report, tell };
    if (!(await done(here.claim(ledger.contact(), claimId, told)))) return;
    const decision = { claimId, confirm: true, reason: null, isAdvance: false, tell };
    if (await done(here.decideClaim(officer(), decision))) return;
    await here.decideClaim(officer(), { ...decision, confirm: false, reason: '与账目不符' });
  }
}

const rows = ({ batchId }: World) =>
  ledger.client.fundEntry.findMany({ where: { batchId }, orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }] });
type Row = Awaited<ReturnType<typeof rows>>[number];

/** The second, simple calculation: adds what is there. */
function sum(of: readonly Row[], types: readonly string[], on = '2023-12-29'): bigint {
  let total = 0n;
  for (const { type, fen, effectiveOn } of of) if (types.includes(type) && effectiveOn <= on) total += fen;
  return total;
}
const spendings = ['SPEND', 'SPEND_REVERSAL'];

async function check(world: World): Promise<void> {
  const entries = await rows(world);
  const ofBatch = entries.filter(({ projectId }) => projectId === null);
  const available = sum(ofBatch, ['ALLOCATE', 'ADJUST']) - sum(ofBatch, ['RECOVER']);
  const ofProjects = entries.filter(({ projectId }) => projectId !== null);
  expect(sum(ofProjects, ['APPROVE']) <= available).toBe(true);
  expect(sum(ofProjects, ['DISBURSE']) <= available).toBe(true);

  const reversed = new Set(entries.flatMap(({ reversesId }) => reversesId ?? []));
  const live = entries.filter(({ id, reversesId }) => reversesId === null && !reversed.has(id));
  for (const one of entries.filter(({ reversesId }) => reversesId !== null)) {
    const original = entries.find(({ id }) => id === one.reversesId);
    expect([original?.fen, original?.reversesId]).toEqual([-one.fen, null]);
    expect((original?.effectiveOn ?? '') <= one.effectiveOn).toBe(true);
  }
  const once = (keys: (string | null)[]) => expect(new Set(keys).size).toBe(keys.length);
  once(live.filter(({ type }) => type === 'SPEND').map(({ projectId, period }) => `${projectId} ${period}`));
  once(live.filter(({ docNo }) => docNo !== null).map(({ type, projectId, docNo }) => `${type} ${projectId} ${docNo}`));

  for (const projectId of world.projects) {
    const own = entries.filter((one) => one.projectId === projectId);
    const ended = await ledger.client.fundProjectStatus.findFirst({ where: { projectId, status: 'TERMINATED' } });
    const paid = live.filter((one) => one.projectId === projectId && ['DISBURSE', 'RECEIVE'].includes(one.type));
    for (const { effectiveOn } of paid) expect(effectiveOn <= (ended?.effectiveOn ?? '9999')).toBe(true);
    for (const on of days) {
      const [approved, disbursed, received] = ['APPROVE', 'DISBURSE', 'RECEIVE'].map((type) => sum(own, [type], on));
      const [spent, recovered] = [sum(own, spendings, on), sum(own, ['RECOVER'], on)];
      if (approved === undefined || disbursed === undefined || received === undefined) throw new Error('no sums');
      expect([disbursed <= approved, received <= disbursed, spent >= 0n]).toEqual([true, true, true]);
      if (!world.advanced.has(projectId)) expect(spent + recovered <= received).toBe(true);
      const [shown] = await ledger.there.projects({ projectId }, { on });
      const balance = shown && { approved: shown.sums.approved, balance: balanceOf(shown.sums) };
      const expected = { approved, balance: received - spent - recovered };
      expect(balance).toEqual(
        own.some(({ effectiveOn, type }) => type === 'APPROVE' && effectiveOn <= on) ? expected : undefined,
      );
    }
  }
}

it('whatever is tried, what is let in keeps every rule, and balances are what a simple addition gives', async () => {
  let letIn = 0;
  const cases = fc.array(operation, { minLength: 5, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(cases, async (operations) => {
      const world: World = { batchId: (await ledger.batch()).id, projects: [], advanced: new Set() };
      world.projects.push((await ledger.project(world.batchId)).id);
      for (const one of operations) await attempt(world, one);
      letIn += (await rows(world)).length - 2;
      await check(world);
    }),
    { numRuns: 25 },
  );
  expect(letIn).toBeGreaterThan(25);
});

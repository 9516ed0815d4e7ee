import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AsAt } from '../../src/domain/funds/facts.ts';
import type { Scope } from '../../src/domain/funds/funds.ts';
import { noSums, type Sums, sumOf } from '../../src/domain/funds/sums.ts';
import { type EntryType, entryTypes } from '../../src/domain/funds/terms.ts';
import { createFundReads } from '../../src/store/funds/reads.ts';
import { testDatabase } from '../helpers/database.ts';

/** The world in which things are entered: two years, rewards among them, one project that an import is still writing. */
const batches = [
  { id: 'B1', number: 1, level: 'REGION', category: 'RESULT_TRANSFER', year: 2023, trackSpending: true },
  { id: 'B2', number: 2, level: 'REGION', category: 'INNOVATION_REWARD', year: 2023, trackSpending: false },
  { id: 'B3', number: 3, level: 'CITY', category: 'CITY_INNOVATION', year: 2023, trackSpending: true },
  { id: 'B4', number: 4, level: 'CENTRAL', category: 'CENTRAL_GUIDE', year: 2024, trackSpending: true },
] as const;
const projects = [
  { id: 'P1', number: 1, batchId: 'B1', enterpriseId: 'E1' },
  { id: 'P2', number: 2, batchId: 'B1', enterpriseId: 'E2' },
  { id: 'P3', number: 3, batchId: 'B2', enterpriseId: 'E1' },
  { id: 'P4', number: 4, batchId: 'B3', enterpriseId: 'E3' },
  { id: 'P5', number: 5, batchId: 'B4', enterpriseId: 'E1' },
  { id: 'P6', number: 6, batchId: 'B4', enterpriseId: 'E3', importId: 'writing' },
] as const;
const enterprises = ['E1', 'E2', 'E3'] as const;
/** By whom something was entered, and the name that is read. */
const names: Record<string, string | null> = { named: '王晨', erased: null, merged: '王晨', other: '赵敏' };

/** How long ago an entry was made counts in days from here. */
const dayMs = 24 * 60 * 60_000;
const begin = Date.parse('2023-01-01T00:00:00Z');
const instant = (day: number) => new Date(begin + day * dayMs);
const dateOn = (day: number) => instant(day).toISOString().slice(0, 10);

interface Raw {
  of: (typeof projects)[number] | (typeof batches)[number];
  type: EntryType;
  fen: bigint;
  effectiveOn: string;
  recordedAt: Date;
  by: string | null;
  importId: string | null;
  /** Entered so many days later, with the opposite sign */
  reversedAfter: number | null;
}

const days = 60;
const day = fc.nat(days);
const ofProject = fc.constantFrom<EntryType>(...entryTypes.filter((one) => one !== 'ALLOCATE' && one !== 'ADJUST'));
const ofBatch = fc.constantFrom<EntryType>('ALLOCATE', 'ALLOCATE', 'ADJUST', 'RECOVER');
const raw: fc.Arbitrary<Raw> = fc
  .oneof(
    fc.record({ of: fc.constantFrom(...projects), type: fc.oneof(fc.constant<EntryType>('APPROVE'), ofProject) }),
    fc.record({ of: fc.constantFrom(...batches), type: ofBatch }),
  )
  .chain((what) =>
    fc
      .record({
        fen: fc.oneof(fc.bigInt(1n, 10_000n), fc.bigInt(1n, 10n ** 14n - 1n)),
        effective: day,
        recorded: day,
        by: fc.constantFrom(null, ...Object.keys(names)),
        importId: fc.constantFrom(null, null, null, 'applied', 'writing'),
        reversedAfter: fc.option(fc.nat(20), { freq: 3 }),
      })
      .map(({ fen, effective, recorded, ...rest }) => ({
        ...what,
        ...rest,
        importId: 'importId' in what.of ? what.of.importId : rest.importId,
        fen: what.type === 'SPEND_REVERSAL' ? -fen : fen,
        effectiveOn: dateOn(effective),
        recordedAt: instant(recorded),
      })),
  );

/** As the ledger has it: a reversal is an entry of its own. */
function entered(all: readonly Raw[]): Raw[] {
  return all.flatMap((one) => {
    if (one.reversedAfter === null || one.type === 'SPEND_REVERSAL') return [one];
    const later = new Date(one.recordedAt.getTime() + one.reversedAfter * dayMs);
    const type = one.type === 'SPEND' ? 'SPEND_REVERSAL' : one.type;
    const effectiveOn = later.toISOString().slice(0, 10) > one.effectiveOn ? later : new Date(one.effectiveOn);
    return [
      one,
      { ...one, type, fen: -one.fen, recordedAt: later, effectiveOn: effectiveOn.toISOString().slice(0, 10) },
    ];
  });
}

const isProject = (of: Raw['of']): of is (typeof projects)[number] => 'batchId' in of;
const batchOf = ({ of }: Raw) => (isProject(of) ? of.batchId : of.id);
const tracked = (one: Raw) => batches.find(({ id }) => id === batchOf(one))?.trackSpending === true;

/** Second calculation, as simple as can be: what of a raw list counts, added up type by type. */
function naive(all: readonly Raw[]): Sums {
  const total = { ...noSums };
  for (const one of all) {
    if (one.type === 'ALLOCATE') total.allocated += one.fen;
    if (one.type === 'ADJUST') total.allocated += one.fen;
    if (one.type === 'APPROVE') total.approved += one.fen;
    if (one.type === 'APPROVE' && tracked(one)) total.approvedTracked += one.fen;
    if (one.type === 'DISBURSE') total.disbursed += one.fen;
    if (one.type === 'RECEIVE') total.received += one.fen;
    if (one.type === 'RECEIVE' && tracked(one)) total.receivedTracked += one.fen;
    if (one.type === 'SPEND' && tracked(one)) total.spent += one.fen;
    if (one.type === 'SPEND_REVERSAL' && tracked(one)) total.spent += one.fen;
    if (one.type === 'RECOVER' && !isProject(one.of)) total.withdrawn += one.fen;
    if (one.type === 'RECOVER' && isProject(one.of)) total.recovered += one.fen;
    if (one.type === 'RECOVER' && isProject(one.of) && tracked(one)) total.recoveredTracked += one.fen;
    if (one.type === 'KEEP') total.kept += one.fen;
  }
  return total;
}

const countingAt = (all: readonly Raw[], { on, knownBy }: AsAt) =>
  all.filter(
    ({ effectiveOn, recordedAt, importId }) =>
      importId !== 'writing' &&
      effectiveOn <= on &&
      (knownBy === undefined || recordedAt.getTime() <= knownBy.getTime()),
  );

let database: Awaited<ReturnType<typeof testDatabase>>;
let funds: ReturnType<typeof createFundReads>;
beforeAll(async () => {
  database = await testDatabase();
  const { client } = database;
  funds = createFundReads(database);
  const recordedAt = instant(0);
  await client.import.createMany({
    data: ['applied', 'writing'].map((id) => ({
      id,
      state: id === 'applied' ? 'APPLIED' : 'APPLYING',
      digest: '',
      report: '{}',
      recordedAt,
    })),
  });
  await client.person.createMany({
    data: [
      { id: 'named', name: '王晨', recordedAt },
      { id: 'erased', name: null, erasedAt: recordedAt, recordedAt },
      { id: 'merged', name: null, mergedIntoId: 'named', recordedAt },
      { id: 'other', name: '赵敏', recordedAt },
    ],
  });
  await client.enterprise.createMany({ data: enterprises.map((id) => ({ id, recordedAt })) });
  await client.enterpriseName.createMany({
    data: enterprises.map((enterpriseId) => ({
      id: enterpriseId,
      enterpriseId,
      kind: 'FULL',
      text: `${enterpriseId}公司`,
      searchKey: enterpriseId,
      initials: '',
    })),
  });
  await client.fundBatch.createMany({ data: batches.map((one) => ({ ...one, name: one.id, recordedAt })) });
  await client.fundProject.createMany({ data: projects.map((one) => ({ ...one, name: one.id, recordedAt })) });
});
afterAll(() => database.drop());

/** Straight into the table, in the order given. */
async function insert(all: readonly Raw[], from: number): Promise<void> {
  await database.client.fundEntry.createMany({
    data: all.map(({ of, type, fen, effectiveOn, recordedAt, by, importId }, n) => ({
      id: `F${from + n}`,
      batchId: isProject(of) ? of.batchId : of.id,
      projectId: isProject(of) ? of.id : null,
      enterpriseId: isProject(of) ? of.enterpriseId : null,
      type,
      fen,
      effectiveOn,
      recordedAt,
      recordedById: by,
      importId,
    })),
  });
}

const scopes: Scope[] = [
  {},
  { year: 2023 },
  { year: 2024, enterpriseId: 'E1' },
  { batchId: 'B1' },
  { enterpriseId: 'E1' },
  { projectId: 'P4' },
];

const within = (all: readonly Raw[], { year, batchId, enterpriseId, projectId }: Scope) =>
  all.filter((one) => {
    const batch = batches.find(({ id }) => id === batchOf(one));
    const project = isProject(one.of) ? one.of : undefined;
    return (
      (year === undefined || batch?.year === year) &&
      (batchId === undefined || batch?.id === batchId) &&
      (enterpriseId === undefined || project?.enterpriseId === enterpriseId) &&
      (projectId === undefined || project?.id === projectId)
    );
  });

/** Everything that is read of a scope, as at a day. */
async function view(scope: Scope, asAt: AsAt) {
  const byBatch = await funds.batches(scope, asAt);
  const byEnterprise = await funds.enterprises(scope, asAt);
  const byProject = await funds.projects(scope, asAt);
  const upTo = (key: 'level' | 'category') =>
    Object.fromEntries(
      [...new Set(byBatch.map(({ batch }) => batch[key]))]
        .sort()
        .map((one) => [one, sumOf(byBatch.filter(({ batch }) => batch[key] === one).map(({ sums }) => sums))]),
    );
  return {
    level: upTo('level'),
    category: upTo('category'),
    batch: byBatch.map(({ batch, sums }) => [batch.id, sums]),
    enterprise: byEnterprise.map(({ enterprise, projects, sums }) => [enterprise.name, projects, sums]),
    project: byProject.map(({ project, sums }) => [project.id, sums]),
    confirmed: byProject.map(({ confirmed }) => confirmed),
  };
}

/** The same, by loops over the raw list. */
function expectedView(all: readonly Raw[], scope: Scope, asAt: AsAt) {
  const counting = within(countingAt(all, asAt), scope);
  const withEntries = batches.filter(({ id }) => counting.some((one) => batchOf(one) === id));
  const ofBatches = (ids: readonly string[]) => naive(counting.filter((one) => ids.includes(batchOf(one))));
  const by = (key: 'level' | 'category') =>
    Object.fromEntries(
      [...new Set(withEntries.map((one) => one[key]))]
        .sort()
        .map((value) => [value, ofBatches(batches.filter((one) => one[key] === value).map(({ id }) => id))]),
    );
  const approved = projects.filter(({ id }) => counting.some(({ of, type }) => of.id === id && type === 'APPROVE'));
  const ofProjects = (ids: readonly string[]) => naive(counting.filter(({ of }) => ids.includes(of.id)));
  return {
    level: by('level'),
    category: by('category'),
    batch: withEntries.map(({ id }) => [id, ofBatches([id])]),
    enterprise: enterprises.flatMap((id) => {
      const own = approved.filter(({ enterpriseId }) => enterpriseId === id).map((one) => one.id);
      return own.length === 0 ? [] : [[`${id}公司`, own.length, ofProjects(own)]];
    }),
    project: approved.map(({ id }) => [id, ofProjects([id])]),
  };
}

it('every sum at every day is that of a loop over the raw list, and a published figure stays as it was', async () => {
  const history = fc.array(raw, { maxLength: 40 }).map(entered);
  const cases = fc.record({
    shuffled: history.chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    on: day.map(dateOn),
    published: day.map(instant),
    scope: fc.constantFrom(...scopes),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ shuffled, on, published, scope }) => {
      await database.client.fundEntry.deleteMany();
      const isEarly = ({ recordedAt }: Raw) => recordedAt.getTime() <= published.getTime();
      const [early, late] = [shuffled.filter(isEarly), shuffled.filter((one) => !isEarly(one))];
      const asPublished = { on, knownBy: published };

      await insert(early, 0);
      const figures = await view(scope, asPublished);
      expect({ ...figures, confirmed: undefined }).toEqual(expectedView(early, scope, { on }));

      // Whatever is recorded later, with earlier days too, is seen 截至 that day and not in what was published.
      await insert(late, early.length);
      expect(await view(scope, asPublished)).toEqual(figures);
      const { confirmed: confirmations, ...present } = await view(scope, { on });
      expect(present).toEqual(expectedView(shuffled, scope, { on }));

      const counting = within(countingAt(shuffled, { on }), scope);
      confirmations.forEach((confirmed, n) => {
        const own = counting.filter(({ of }) => of.id === present.project[n]?.[0]);
        const at = Math.max(...own.map(({ recordedAt }) => recordedAt.getTime()));
        expect(confirmed?.at.getTime()).toBe(at);
        const by = own
          .filter(({ recordedAt }) => recordedAt.getTime() === at)
          .map((one) => names[one.by ?? ''] ?? null);
        expect(by).toContain(confirmed?.by);
      });
    }),
    { numRuns: 80 },
  );
});

it('the movements are those that count, in the order in which they hold', async () => {
  const cases = fc.record({
    all: fc.array(raw, { maxLength: 15 }).map(entered),
    on: day.map(dateOn),
    knownBy: fc.option(day.map(instant), { nil: undefined }),
    scope: fc.constantFrom(...scopes),
    batchOnly: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ all, on, knownBy, scope, batchOnly }) => {
      await database.client.fundEntry.deleteMany();
      await insert(all, 0);
      const asAt = { on, ...(knownBy ? { knownBy } : {}) };
      const read = await funds.entries({ ...scope, batchOnly }, asAt);
      const counting = within(countingAt(all, asAt), scope).filter(({ of }) => !batchOnly || !isProject(of));
      expect(read.map(({ id }) => id).sort()).toEqual(counting.map((one) => `F${all.indexOf(one)}`).sort());
      const order = read.map(({ effectiveOn, recordedAt, id }) => `${effectiveOn} ${recordedAt.toISOString()} ${id}`);
      expect(order).toEqual([...order].sort());
    }),
    { numRuns: 30 },
  );
});

it('sums beyond 2^53 分 are exact', async () => {
  await database.client.fundEntry.deleteMany();
  const fen = 10n ** 14n - 1n;
  const of = projects[0];
  const one = {
    of,
    fen,
    effectiveOn: dateOn(0),
    recordedAt: instant(0),
    by: null,
    importId: null,
    reversedAfter: null,
  };
  await insert(
    Array.from({ length: 200 }, (_, n) => ({ ...one, type: n === 0 ? ('APPROVE' as const) : ('RECEIVE' as const) })),
    0,
  );
  const [found] = await funds.projects({ enterpriseId: 'E1' }, { on: dateOn(0) });
  // 199 × 99 999 999 999 999; as a double it would end in …800.
  expect(found?.sums.received).toBe(19_899_999_999_999_801n);
  const [batch] = await funds.batches({ year: 2023 }, { on: dateOn(0) });
  expect(batch?.sums.received).toBe(19_899_999_999_999_801n);
});

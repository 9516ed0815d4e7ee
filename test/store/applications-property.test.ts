import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import { UserError } from '../../src/core/errors.ts';
import type { ApplicationRecord } from '../../src/domain/applications.ts';
import type { QualificationHistory } from '../../src/domain/ledger.ts';
import { type Evidence, type Move, moves, movesFrom } from '../../src/domain/progress.ts';
import { isInForce, isPending, type Standing, standingsAt } from '../../src/domain/standing.ts';
import { countByType } from '../../src/domain/statistics.ts';
import { createApplications } from '../../src/store/applications.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { testDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const firms = ['示例企业01', '示例企业02', '示例企业03'] as const;
const kinds = [
  ['HNTE', 'NATIONAL'],
  ['TECH_SME', 'REGION'],
  ['KEY_LAB', 'CITY'],
] as const;
/** What is tried; what the store refuses is no part of the history. `after`: days behind the step before, may be negative. */
const attempt = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      firm: fc.nat(firms.length - 1),
      kind: fc.nat(kinds.length - 1),
      year: fc.constantFrom(2020, 2021),
      day: fc.nat(500),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      which: fc.nat(3),
      /** Mostly onwards; now and then another way, or what is not allowed. */
      onwards: fc.integer({ min: 0, max: 14 }),
      move: fc.constantFrom(...moves),
      after: fc.integer({ min: -9, max: 120 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('revoke' as const),
      which: fc.nat(3),
      after: fc.integer({ min: -20, max: 900 }),
    }),
  },
);
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

const day = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
const shift = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

/** What was accepted, as a second bookkeeper would write it down: one line a step, in the order of entry. */
interface Line {
  application: string;
  firm: string;
  type: string;
  status: string;
  on: string;
  validTo: string | null;
}

/** The state of everything at the end of a day, straight from the lines. */
function naive(lines: readonly Line[], on: string): string[] {
  const found: string[] = [];
  for (const application of new Set(lines.map((line) => line.application))) {
    const own = lines.filter((line) => line.application === application && line.on <= on);
    const last = own.at(-1);
    if (!last) continue;
    const recognition = own.find(({ status }) => status === 'RECOGNIZED');
    const isOver = recognition?.validTo != null && on > recognition.validTo;
    const state = last.status === 'RECOGNIZED' ? (isOver ? 'EXPIRED' : 'IN FORCE') : last.status;
    found.push(`${last.firm} ${last.type} ${state}`);
  }
  return found.sort();
}

function ours(standings: readonly Standing[]): string[] {
  return standings
    .map((one) => {
      const state = one.kind === 'application' ? one.status : isInForce(one) ? 'IN FORCE' : one.validity;
      return `${one.enterprise.name} ${one.type} ${state}`;
    })
    .sort();
}

/** Rows as they might be read: in any order. */
function shuffled(history: QualificationHistory, seed: number): QualificationHistory {
  const mix = <T>(rows: readonly T[]): T[] => {
    const mixed = [...rows];
    let state = seed + 1;
    for (let n = mixed.length - 1; n > 0; n -= 1) {
      state = (state * 48_271) % 2_147_483_647;
      const other = state % (n + 1);
      const [a, b] = [mixed[n], mixed[other]];
      if (a === undefined || b === undefined) continue;
      mixed[n] = b;
      mixed[other] = a;
    }
    return mixed;
  };
  const inside = <T extends { transitions: readonly unknown[] }>(row: T): T => ({
    ...row,
    transitions: mix(row.transitions),
  });
  return {
    qualifications: mix(history.qualifications).map(inside),
    applications: mix(history.applications).map(inside),
  };
}

function evidenceOf(move: Move, { on, n, type }: { on: string; n: number; type: string }): Evidence {
  const number = String(n).padStart(6, '0');
  switch (move) {
    case 'recommend':
      return { move, on, docNo: `开科发〔2020〕${n}号` };
    case 'return':
    case 'reject':
    case 'withdraw':
      return { move, on, reason: '原因' };
    case 'publicise':
      return { move, on, endsOn: on, link: 'https://www.innocom.gov.cn/1' };
    case 'recognise': {
      const year = on.slice(0, 4);
      const certNo = { HNTE: `GR${year}15${number}`, TECH_SME: `${year}15050009${number}` }[type] ?? null;
      return { move, on, docNo: '公告', certNo, validTo: null };
    }
    default:
      return { move, on };
  }
}

/** Three years, or to 31 March of the year behind, or for ever: by hand. */
function validTo(type: string, on: string): string | null {
  const year = Number(on.slice(0, 4));
  if (type === 'TECH_SME') return `${year + 1}-03-31`;
  if (type !== 'HNTE') return null;
  return on.endsWith('-02-29') ? `${year + 3}-02-28` : `${year + 3}${on.slice(4)}`;
}

async function live(attempts: readonly Attempt[], seed: number): Promise<void> {
  const { client, sql } = database;
  for (const table of ['Transition', 'DutyRecord', 'Application', 'Qualification', 'EnterpriseName', 'Enterprise']) {
    // Each names the other.
    if (table === 'Application') await client.qualification.updateMany({ data: { applicationId: null } });
    await client.$executeRawUnsafe(`DELETE FROM "${table}"`);
  }
  const build = createBuilder(new Date('2020-01-01T00:00:00Z'));
  const ids = firms.map((firm) => build.enterprise(firm));
  await build.write(client);
  const applications = createApplications({ ...storeDeps(database), techSmeValidTo: 'NEXT_MAR_31' });
  const ledger = createLedger(sql);
  const known: ApplicationRecord[] = [];
  const lines: Line[] = [];
  const doer = () => testDoer(new Date('2023-12-29T02:00:00Z'));

  /** @returns from which day on it holds; null: it was not accepted */
  async function enter(one: Attempt): Promise<string | null> {
    if (one.do === 'start') {
      const [type, level] = kinds[one.kind] ?? kinds[0];
      const [on, name, id] = [day(one.day), firms[one.firm] ?? firms[0], ids[one.firm] ?? ''];
      const wanted = {
        enterprise: { id, name },
        type,
        level,
        year: one.year,
        batch: null,
        status: 'DRAFTING' as const,
        on,
      };
      const { application, isNew } = await applications.start(doer(), wanted);
      if (!isNew) return null;
      known.push(application);
      lines.push({ application: application.id, firm: name, type, status: 'DRAFTING', on, validTo: null });
      return on;
    }
    const at = one.which % Math.max(1, known.length);
    const application = known[at];
    const last = application?.steps.at(-1);
    if (!application || !last) return null;
    const on = shift(last.effectiveOn, one.after);
    const common = { application: application.id, firm: application.enterprise.name, type: application.type, on };
    if (one.do === 'revoke') {
      const qualificationId = application.result?.id;
      if (qualificationId === undefined) return null;
      const evidence = { move: 'revoke', on, docNo: '文号1', reason: '原因' } as const;
      if (!(await applications.revoke(doer(), { qualificationId, evidence, tell: [] }))) return null;
      lines.push({ ...common, status: 'REVOKED', validTo: null });
    } else {
      const allowed = movesFrom(last.status, 'officer');
      const [forward = one.move] = allowed.filter((move) => !['return', 'reject', 'withdraw'].includes(move));
      const aside = allowed.find((move) => move !== forward) ?? one.move;
      const move = one.onwards > 1 ? forward : one.onwards === 1 ? aside : one.move;
      const evidence = evidenceOf(move, { on, n: lines.length, type: application.type });
      const step = { id: application.id, version: application.version, evidence, tell: () => [] };
      const moved = await applications.move(doer(), step);
      if (!moved?.isNew) return null;
      const { status } = moved.application.steps.at(-1) ?? last;
      lines.push({ ...common, status, validTo: status === 'RECOGNIZED' ? validTo(application.type, on) : null });
    }
    known[at] = (await applications.find(application.number)) ?? application;
    return on;
  }

  for (const one of attempts) {
    const before = await ledger.history({});
    const from = await enter(one).catch((error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    });
    if (from === null) continue;
    // Days gone by stay as they were.
    const after = await ledger.history({});
    for (const past of [-1, -2, -40, -400].map((days) => shift(from, days))) {
      expect(ours(standingsAt(after, past))).toEqual(ours(standingsAt(before, past)));
    }
  }

  const history = await ledger.history({});
  const ends = lines.flatMap((line) => [line.on, ...(line.validTo === null ? [] : [line.validTo])]);
  const days = new Set(ends.flatMap((end) => [-1, 0, 1].map((days) => shift(end, days))));
  for (const on of [...days, '2019-12-31', '2030-01-01']) {
    const expected = naive(lines, on);
    const standings = standingsAt(shuffled(history, seed), on);
    expect(ours(standings), on).toEqual(expected);
    const pending = /(?:RECOMMENDED|PENDING|PUBLICITY)$/u;
    expect(standings.filter(isPending)).toHaveLength(expected.filter((row) => pending.test(row)).length);
    for (const { type, enterprises } of countByType(standings).recognised) {
      const holders = expected.filter((row) => row.endsWith(` ${type} IN FORCE`)).map((row) => row.split(' ')[0]);
      expect(enterprises, `${type} on ${on}`).toBe(new Set(holders).size);
    }
  }
}

it('any day’s standing and counts are those of a second bookkeeper, and days gone by stay as they were', async () => {
  await fc.assert(fc.asyncProperty(fc.array(attempt, { minLength: 25, maxLength: 60 }), fc.nat(1_000_000), live), {
    numRuns: 20,
  });
});

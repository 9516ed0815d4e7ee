import { createBuilder } from '../../prisma/builders.ts';
import type { Doer } from '../../src/core/audit.ts';
import { newId } from '../../src/core/ids.ts';
import type { Funds, NewBatch, NewEntry, NewProject } from '../../src/domain/funds/funds.ts';
import type { ClaimType, EntryType } from '../../src/domain/funds/terms.ts';
import type { Fen } from '../../src/domain/money.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createFunds } from '../../src/store/funds/funds.ts';
import { dialect, scratchDatabase } from './database.ts';
import { storeDeps, testDoer } from './stores.ts';

/** A day of the demo. */
export const now = new Date('2023-12-29T02:00:00Z');
export const wan = (amount: number): Fen => BigInt(Math.round(amount * 100)) * 10_000n;

/** 下达 200万元 on 5 January, whose spending is followed. */
export const newBatch = (given: Partial<NewBatch> = {}): NewBatch => ({
  name: `示例批次${newId()}`,
  level: 'CITY',
  category: 'CITY_INNOVATION',
  year: 2023,
  surplusPolicy: 'KEEP_BY_UNIT',
  trackSpending: true,
  fen: wan(200),
  effectiveOn: '2023-01-05',
  docNo: null,
  ...given,
});

/** An entry of one who enters things by hand. */
export const newEntry = (
  of: NewEntry['of'],
  type: EntryType,
  fen: Fen,
  effectiveOn: string,
  given: Partial<NewEntry> = {},
): NewEntry => ({ of, type, fen, effectiveOn, docNo: null, period: null, note: null, isAdvance: false, ...given });

/** The fund ledger of one database, seen by two processes (on SQLite by one). */
export async function fundLedger() {
  const scratch = await scratchDatabase({ migrated: true });
  const first = await openDatabase(scratch.url);
  const processes: [Database, Database] = [first, dialect === 'sqlite' ? first : await openDatabase(scratch.url)];
  const build = createBuilder(now);
  const firm = { id: build.enterprise('示例企业01', { isDemo: true }), name: '示例企业01' };
  const otherFirm = { id: build.enterprise('示例企业02', { isDemo: true }), name: '示例企业02' };
  const account = { platform: 'wecom', corpId: 'ww1' } as const;
  const officerId = build.person('王晨', { role: 'officer', accounts: [{ ...account, userId: 'officer' }] });
  const contactId = build.person('钱三', { enterprises: [firm.id], accounts: [{ ...account, userId: 'contact' }] });
  await build.write(first.client);
  const [here, there] = processes.map((one) => createFunds(storeDeps(one))) as [Funds, Funds];
  // Each a millisecond later, so that the order of what they did is kept.
  let at = now.getTime();
  const tick = () => new Date(at++);
  const officer = (given: Partial<Doer> = {}) => testDoer(tick(), { personId: officerId, ...given });
  const contact = () => testDoer(tick(), { personId: contactId, role: 'contact' });

  const newProject = (batchId: string, given: Partial<NewProject> = {}): NewProject => ({
    batchId,
    enterprise: firm,
    name: `示例项目${newId()}`,
    code: null,
    leader: null,
    partner: null,
    startsOn: '2023-01-01',
    endsOn: '2024-12-31',
    acceptanceDueOn: null,
    selfRaised: 0n,
    goal: null,
    fen: wan(100),
    effectiveOn: '2023-01-10',
    docNo: null,
    ...given,
  });

  return {
    client: first.client,
    here,
    there,
    firm,
    otherFirm,
    officerId,
    contactId,
    officer,
    contact,
    newProject,
    batch: async (given: Partial<NewBatch> = {}) => (await here.addBatch(officer(), newId(), newBatch(given))).batch,
    project: async (batchId: string, given: Partial<NewProject> = {}) =>
      (await here.addProject(officer(), newId(), newProject(batchId, given))).project,
    enter: (of: NewEntry['of'], type: EntryType, fen: Fen, on: string, given: Partial<NewEntry> = {}) =>
      here.enter(officer(), newId(), newEntry(of, type, fen, on, given)),
    claim: (projectId: string, type: ClaimType, fen: Fen, effectiveOn: string, given: { period?: string } = {}) =>
      here.claim(contact(), newId(), {
        enterpriseIds: [firm.id],
        projectId,
        type,
        fen,
        effectiveOn,
        period: null,
        docNo: null,
        note: null,
        tell: () => [],
        ...given,
      }),
    async close() {
      for (const one of new Set(processes)) await one.close();
      await scratch.drop();
    },
  };
}

export type FundLedger = Awaited<ReturnType<typeof fundLedger>>;

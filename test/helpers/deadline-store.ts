import { afterAll, beforeAll } from 'vitest';
import { createRounds } from '../../handlers/rounds/index.ts';
import type { Card } from '../../src/core/card.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import { InboundEventSchema, type Reader } from '../../src/core/event.ts';
import { newId } from '../../src/core/ids.ts';
import type { RefusalOf } from '../../src/core/mailing.ts';
import type { DeadlineContent } from '../../src/domain/deadlines/deadline.ts';
import type { Deadlines } from '../../src/domain/deadlines/deadlines.ts';
import type { Promises, SlotKind } from '../../src/domain/deadlines/promises.ts';
import type { Groups } from '../../src/domain/groups.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { pagesOf } from '../../src/h5/addresses.ts';
import { createBindings } from '../../src/store/bindings.ts';
import type { Database } from '../../src/store/database.ts';
import { createDeadlines, createPromises } from '../../src/store/deadlines/deadlines.ts';
import { createMailingBook } from '../../src/store/deadlines/mailing-book.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { testDatabase } from './database.ts';
import { deadlineOf } from './deadlines.ts';
import { memoryLog } from './memory-log.ts';
import { storeDeps, testDoer } from './stores.ts';

type Platform = 'wecom' | 'dingtalk';

/** What a message said to whom, and when it was due. */
export interface Carried {
  to: string;
  text: string;
  card: Card;
  dueAt: Date;
}

const bureau = { name: '通辽经济技术开发区科技局', tel: '0475-0000000' };

/** An instant in Asia/Shanghai: `at('2024-05-10', '09:00')` */
export const at = (date: string, time = '09:00') => new Date(`${date}T${time}:00+08:00`);

/** An audience of these alone. */
export const only = (...include: string[]) => ({ everybody: false, anyOf: [], industries: [], include, exempt: [] });

export const contentOf = (given: Partial<DeadlineContent> = {}): DeadlineContent => {
  const { id, number, version, ladderFrom, isWithdrawn, ...content } = deadlineOf();
  return { ...content, audience: { ...content.audience, everybody: true }, ...given };
};

/**
 * For a file of tests of deadlines and reminders: a database of its own, enterprises as they are planted, the rounds of the
 * clock over the real store, and a postman who carries what is due without a platform.
 */
export function deadlineStore({
  groups = { list: async () => [] },
  isSetUp = () => true,
}: {
  groups?: Partial<Groups>;
  isSetUp?: (platform: Platform) => boolean;
} = {}) {
  let calls: { made: number; limit: number } | null = null;
  const log = memoryLog();
  let database: Database & { drop(): Promise<void> };
  let stores: Stores;
  const deps = () => storeDeps(database, { isSetUp });
  beforeAll(async () => {
    database = await testDatabase();
    const of = deps();
    stores = {
      deadlines: createDeadlines(of, createLedger(of.sql)),
      promises: createPromises(of),
      bindings: createBindings(of),
      reports: createReports(of),
      groups,
      monthlyCalls: async () => calls,
    } as unknown as Stores;
    await database.client.person.create({
      data: { id: 'officer1', name: '王晨', staffRole: 'OFFICER', recordedAt: at('2024-01-01') },
    });
    await database.client.account.create({
      data: { id: newId(), platform: 'wecom', corpId: 'bureau', userId: 'officer1', personId: 'officer1' },
    });
  });
  afterAll(() => database.drop());

  async function person(enterpriseId: string, id: string, rank: string | null, platforms: readonly Platform[]) {
    const recordedAt = at('2024-01-01');
    const { client } = database;
    const known = await client.person.findUnique({ where: { id } });
    if (!known) {
      await client.person.create({ data: { id, name: id, recordedAt } });
      for (const platform of platforms) {
        await client.account.create({ data: { id: newId(), platform, corpId: platform, userId: id, personId: id } });
      }
    }
    await client.binding.create({
      data: { id: newId(), personId: id, enterpriseId, duty: 'CONTACT', rank, recordedAt },
    });
  }

  return {
    get database() {
      return database;
    },
    get deadlines(): Deadlines {
      return stores.deadlines;
    },
    get promises(): Promises {
      return stores.promises;
    },
    officer: (now: Date) => testDoer(now),
    /**
     * An enterprise named by its id. `main`, `backup`: where that contact is reached; `also`: further people by id. `hnte`: the
     * last valid day of a certificate of three years.
     */
    async plant(
      id: string,
      given: {
        main?: readonly Platform[];
        backup?: readonly Platform[];
        also?: Readonly<Record<string, readonly Platform[]>>;
        hnte?: string;
        operatingState?: string;
      } = {},
    ) {
      const { client } = database;
      const { main = ['wecom'], backup, also = {}, hnte, operatingState = 'NORMAL' } = given;
      const recordedAt = at('2024-01-01');
      await client.enterprise.create({ data: { id, operatingState, recordedAt } });
      await client.enterpriseName.create({
        data: { id: newId(), enterpriseId: id, kind: 'FULL', text: `示例${id}`, searchKey: id, initials: '' },
      });
      if (main.length > 0) await person(id, `main-${id}`, 'MAIN', main);
      if (backup) await person(id, `backup-${id}`, 'BACKUP', backup);
      for (const [who, platforms] of Object.entries(also)) await person(id, who, null, platforms);
      if (hnte !== undefined) {
        const validFrom = `${Number(hnte.slice(0, 4)) - 3}${hnte.slice(4)}`;
        const certificate = { id: `cert-${id}`, enterpriseId: id, type: 'HNTE', level: 'NATIONAL', certNo: `GR-${id}` };
        await client.qualification.create({
          data: { ...certificate, issuedOn: validFrom, validFrom, validTo: hnte, recordedAt },
        });
        await client.transition.create({
          data: {
            id: newId(),
            qualificationId: certificate.id,
            status: 'RECOGNIZED',
            effectiveOn: validFrom,
            recordedAt,
          },
        });
      }
      return { id, name: `示例${id}` };
    },
    /** How many of DingTalk's calls of the month are made, and how many there may be. */
    setCalls(of: { made: number; limit: number }) {
      calls = of;
    },
    /** One ring of the clock of a process that has just begun. @param only kinds of rounds; all if absent */
    async ring(now: Date, ...only: SlotKind[]) {
      const doer = testDoer(now, { personId: null, role: 'system' });
      const pages = pagesOf('https://bot.example');
      const round = { stores, bureau, pages, doer, log, whoRead: async () => null };
      await createRounds(...(only.length > 0 ? [only] : []))(round, now);
      // A round that fails is logged and gone through again: here nothing may.
      const failed = log.lines.find(({ message }) => message === 'round of the day failed');
      if (failed) throw new Error(log.text());
    },
    /**
     * Carries every mail that is due by then, as the platform would. `refuse`: why somebody is not reached.
     * @returns what arrived, in the order of its days
     */
    async carry(now: Date, refuse: (reader: Reader) => RefusalOf | null = () => null): Promise<Carried[]> {
      const book = createMailingBook(deps());
      const arrived: Carried[] = [];
      for (;;) {
        const jobs = await database.client.job.findMany({
          where: { state: 'waiting', dueAt: { lte: now }, key: { startsWith: '["' } },
          orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
        });
        if (jobs.length === 0) return arrived;
        for (const job of jobs) {
          await database.client.job.update({ where: { id: job.id }, data: { state: 'done' } });
          const { happening, sender } = InboundEventSchema.parse(JSON.parse(job.event));
          if (happening.kind === 'deliver') {
            arrived.push({
              to: sender?.userId ?? '',
              text: drawPlain(happening.card),
              card: happening.card,
              dueAt: job.dueAt,
            });
          }
          if (happening.kind !== 'mail') continue;
          const readers = await book.begin(job.id, happening.readers, now);
          const refused = readers.flatMap((reader) => {
            const why = refuse(reader);
            return why ? [{ reader, why }] : [];
          });
          const accepted = readers.filter((reader) => refuse(reader) === null);
          const text = drawPlain(happening.card);
          for (const { to } of accepted) arrived.push({ to: to.userId, text, card: happening.card, dueAt: job.dueAt });
          await book.settle(job.id, { accepted, refused, later: [], readKey: null }, now);
        }
      }
    },
  };
}

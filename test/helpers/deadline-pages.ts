import { beforeEach } from 'vitest';
import type { DeadlineContent } from '../../src/domain/deadlines/deadline.ts';
import { createDeadlines } from '../../src/store/deadlines/deadlines.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { deadlineOf } from './deadlines.ts';
import { enterpriseNamed } from './plant-report.ts';
import { storeDeps, testDoer } from './stores.ts';
import { visitedWorld } from './visited-world.ts';

/** For a file of tests of the pages about deadlines: on 5 January 2024, without any deadline when a test begins. */
export function deadlinePages() {
  const visited = visitedWorld('2024-01-05T10:00');
  const database = () => visited.world.database;
  const client = () => database().client;
  beforeEach(async () => {
    await client().reminder.deleteMany();
    await client().deadlineAnswer.deleteMany();
    await client().helpRequest.deleteMany();
    await client().deadlineChange.deleteMany();
    await client().deadline.deleteMany();
    await client().reminderPolicy.deleteMany();
    await client().reminderOptOut.deleteMany();
    await client().calendarFeed.deleteMany();
  });
  const store = () => {
    const of = storeDeps(database());
    return createDeadlines(of, createLedger(of.sql));
  };
  return {
    get world() {
      return visited.world;
    },
    get who() {
      return visited.who;
    },
    as: visited.as,
    now: visited.now,
    client,
    store,
    named: (name: string) => enterpriseNamed(database(), name),
    /** One for all who hold a 高企 certificate. */
    async plant(given: Partial<DeadlineContent> = {}) {
      const { id: _id, number: _number, isWithdrawn: _w, version: _v, ladderFrom, ...content } = deadlineOf(given);
      const audience = {
        ...{ everybody: false, industries: [], include: [], exempt: [] },
        anyOf: [{ kind: 'qualification' as const, type: 'HNTE' as const, level: null, state: 'VALID' as const }],
      };
      const stepped = await store().enter(testDoer(visited.now()), {
        content: { ...content, audience: given.audience ?? audience },
        announceAt: null,
        ladderFrom,
      });
      return stepped.deadline;
    },
  };
}

import { testReader } from '../../core/mailing.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import type { Promises } from '../../domain/deadlines/promises.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import { createAnswering } from './answering.ts';
import { createEntering } from './entering.ts';
import { createFacts } from './facts.ts';
import { createHelping } from './helping.ts';
import { createPlanning } from './planning.ts';
import { createPolicies } from './policies.ts';
import { createDeadlineReads, createPromiseReads } from './reading.ts';
import { createSlots } from './slots.ts';
import { createSubscribing } from './subscribing.ts';

/** 截止事项, 提醒, 代办. Each of its parts is a file beside this one. */
export function createDeadlines(deps: StoreDeps, ledger: Pick<Ledger, 'history' | 'historyOf'>): Deadlines {
  return {
    ...createDeadlineReads(deps),
    ...createEntering(deps),
    ...createAnswering(deps),
    ...createHelping(deps),
    ...createSubscribing(deps),
    ...createPolicies(deps),
    facts: createFacts(deps, ledger),
    async sendTest(doer, to, card) {
      const mail = {
        key: `["test","${doer.requestId}"]`,
        card,
        purpose: 'reminder.test',
        readers: [testReader(to)],
        dueAt: doer.at,
      };
      await change(deps, doer, async (tx) => {
        await deps.enqueue.mails(tx, [mail], doer.at);
        return { result: undefined, alongside: { audit: [] } };
      });
      deps.wake();
    },
  };
}

/** The promises as the clock's rounds make and look after them. */
export function createPromises(deps: StoreDeps): Promises {
  return { ...createPromiseReads(deps), ...createPlanning(deps), ...createSlots(deps) };
}

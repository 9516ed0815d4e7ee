import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import type { Cost, Pacer } from '../../src/core/pacing.ts';
import { systemDoer } from '../../src/core/system-doer.ts';
import { createGroups } from '../../src/store/groups.ts';
import { testDatabase } from '../helpers/database.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const now = new Date('2023-12-29T02:00:00Z');
const card: Card = { title: '测试', blocks: [], confidential: false };
const costs: Cost[] = [{ kind: 'pace', key: 'robot', pace: { burst: 5, intervalMs: 4_000, reserved: 0 }, count: 1 }];

let database: Awaited<ReturnType<typeof testDatabase>>;
let pushed: number;
beforeEach(async () => {
  database = await testDatabase();
  pushed = 0;
});
afterEach(() => database.drop());

async function groupWith(pacer: Pacer) {
  const pushers = [
    {
      kinds: ['dingtalk-group' as const],
      push: async () => {
        pushed += 1;
      },
      costs: () => costs,
    },
  ];
  const groups = createGroups(storeDeps(database), { pushers, pacer, apiUrls: [] });
  const key = { platform: 'dingtalk', corpId: 'ding1', chatId: 'cid1==', title: null } as const;
  const { group } = await groups.register(testDoer(now), key);
  return { groups, id: group.id };
}

it('what is said in a group waits for its turn: of an officer as urgent, of the clock as not', async () => {
  const asked: unknown[] = [];
  const turn: Pacer['turn'] = async (...given) => {
    asked.push(given);
    return null;
  };
  const { groups, id } = await groupWith({ ...freePacer, turn });
  expect(await groups.say(testDoer(now), id, card, 'group.test')).toEqual({ kind: 'sent' });
  expect(await groups.say(systemDoer(now), id, card, 'report.open')).toEqual({ kind: 'sent' });
  expect(asked).toEqual([
    [costs, { urgent: true }],
    [costs, { urgent: false }],
  ]);
});

it('more than the group takes is not sent, and that is said and recorded', async () => {
  const { groups, id } = await groupWith({ ...freePacer, turn: async () => new Date(now.getTime() + 60_000) });
  expect(await groups.say(testDoer(now), id, card, 'group.test')).toEqual({
    kind: 'failed',
    code: 'paced',
    mayPass: true,
  });
  expect(pushed).toBe(0);
  const recorded = await database.client.auditEntry.findMany({ where: { action: 'message.send' } });
  expect(recorded).toMatchObject([{ result: 'failed', objectId: id }]);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { failedJobs } from '../../src/cli/failed-jobs.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import { createDeadLetters } from '../../src/store/dead-letters.ts';
import { createJobStore, type JobStore } from '../../src/store/jobs.ts';
import { textEvent } from '../fixtures/event.ts';
import { testDatabase } from '../helpers/database.ts';

const now = new Date('2023-12-29T02:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const hours = 3_600_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let jobs: JobStore;
beforeEach(async () => {
  database = await testDatabase();
  jobs = createJobStore(database, 'me');
});
afterEach(() => database.drop());

const letter: InboundEvent = {
  ...textEvent,
  key: 'letter',
  sender: { platform: 'wecom', corpId: 'c', userId: 'zhangsan' },
  happening: {
    kind: 'deliver',
    card: { title: '已通过', blocks: [], confidential: true },
    attachmentId: null,
    purpose: 'binding.result',
    personId: 'P1',
    needs: null,
    enterpriseId: 'FIRM',
  },
};
async function given(event: InboundEvent, error: string, at = now): Promise<void> {
  await jobs.record({ id: `id-${event.key}`, event, now: at, heldUntil: later(1) });
  await jobs.fail(`id-${event.key}`, { error, now: at });
}
const found = (id: string) => database.client.job.findUniqueOrThrow({ where: { id } });

it('what was given up is listed, the latest first, by its title and no more of what it says, nor to whom', async () => {
  const deadLetters = createDeadLetters(database.client);
  await given(letter, 'message/send: 40058 bad parameter');
  await given(textEvent, 'given up', later(60_000));
  expect(await deadLetters.count()).toBe(2);
  expect(await deadLetters.list(10)).toEqual([
    {
      id: 'id-k1',
      message: null,
      what: 'wecom-app text u***',
      error: 'given up',
      failedAt: later(60_000),
      attempts: 0,
    },
    {
      id: 'id-letter',
      // Its title, which staff read; a letter to many says to how many.
      message: { title: '已通过', platform: 'wecom', people: 1 },
      what: 'wecom-app deliver binding.result zh***',
      error: 'message/send: 40058 bad parameter',
      failedAt: now,
      attempts: 0,
    },
  ]);
  const printed = (await failedJobs(deadLetters)).join('\n');
  expect(printed).toContain(
    '未能发出的消息共 2 条。\nid-k1  2023-12-29 10:01  wecom-app text u***  已试 0 次  given up',
  );
  expect(printed).not.toMatch(/zhangsan|已通过|FIRM|P1/u);
});

it('one is tried anew from its beginning, once', async () => {
  const deadLetters = createDeadLetters(database.client);
  await given(letter, 'no');
  expect(await deadLetters.retry('id-letter', later(hours))).toBe(true);
  expect(await found('id-letter')).toMatchObject({ state: 'waiting', plan: null, sent: 0, dueAt: later(hours) });
  expect(await deadLetters.retry('id-letter', later(hours))).toBe(false);
  expect(await deadLetters.retry('nothing', now)).toBe(false);
  expect(await deadLetters.count()).toBe(0);
});

it('what may have changed something is tried anew only while that would be known', async () => {
  const deadLetters = createDeadLetters(database.client);
  await given(textEvent, 'no');
  await given(letter, 'no');
  expect(await deadLetters.retry('id-k1', later(48 * hours))).toBe(false);
  expect(await deadLetters.retry('id-letter', later(48 * hours))).toBe(true);
  expect(await deadLetters.retry('id-k1', later(47 * hours))).toBe(true);
  // Not as if it were new: then nobody would look for what it did.
  expect((await found('id-k1')).attempts).toBe(1);
});

it('of another release it says so, and cannot be tried', async () => {
  const deadLetters = createDeadLetters(database.client);
  await given(letter, 'unreadable');
  await database.client.job.update({ where: { id: 'id-letter' }, data: { event: '{}' } });
  expect(await deadLetters.list(1)).toMatchObject([{ what: 'wecom-app 无法读取' }]);
  expect(await deadLetters.retry('id-letter', now)).toBe(false);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import type { Reader } from '../../src/core/mailing.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import type { Mail } from '../../src/store/mails.ts';
import { createEnqueue } from '../../src/store/notices.ts';
import { transact } from '../../src/store/transact.ts';
import { testDatabase } from '../helpers/database.ts';

const now = new Date('2023-12-29T01:00:00Z');
const dueAt = new Date('2023-12-29T01:17:00Z');
const card: Card = { title: '截止提醒', blocks: [], confidential: true };
const reader = (n: number, platform: Reader['to']['platform'] = 'wecom'): Reader => ({
  reminderId: `R${n}`,
  to: { platform, corpId: 'corp', userId: `u${n}` },
});
const mail = (key: string, readers: readonly Reader[]): Mail => {
  return { key, card, purpose: 'deadline.ladder', readers, dueAt };
};

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const enqueue = createEnqueue(({ platform, userId }) =>
  platform === 'wecom' ? { channel: 'wecom-app', handle: { toUser: userId } } : null,
);
const put = (mails: readonly Mail[]) => transact(database.client, (tx) => enqueue.mails(tx, mails, now));

it('each is a job of its time, and none twice', async () => {
  const first = await put([mail('a', [reader(1), reader(2)]), { ...mail('b', [reader(3)]), id: 'OURS', fairKey: 'F' }]);
  expect([...first.keys()]).toEqual(['a', 'b']);
  expect(first.get('b')).toBe('OURS');
  expect((await put([mail('a', [reader(1)]), mail('c', [reader(4)])])).size).toBe(1);
  const jobs = await database.client.job.findMany({ orderBy: { key: 'asc' } });
  expect(jobs).toMatchObject([
    { id: first.get('a'), key: 'a', state: 'waiting', channel: 'wecom-app', dueAt, recordedAt: now, priority: 2 },
    { id: 'OURS', key: 'b', fairKey: 'F' },
    { key: 'c', fairKey: '' },
  ]);
});

it('it is read back as it was written', async () => {
  await put([mail('a', [reader(1), reader(2)])]);
  const store = createJobStore(database, 'me');
  expect(await store.due({ now, limit: 1, heldUntil: dueAt })).toEqual([]);
  const [job] = await store.due({ now: dueAt, limit: 1, heldUntil: dueAt });
  expect(job?.event).toEqual({
    channel: 'wecom-app',
    key: 'a',
    sender: null,
    place: 'direct',
    handle: {},
    happening: {
      kind: 'mail',
      card,
      purpose: 'deadline.ladder',
      readers: [reader(1), reader(2)],
      decidedAt: now.toISOString(),
    },
  });
});

it('who is reached by no channel is left out, as is a mail to nobody', async () => {
  expect((await put([mail('a', [reader(1, 'dingtalk')]), mail('b', [])])).size).toBe(0);
  expect(await database.client.job.count()).toBe(0);
});

it('a whole morning goes in at once', async () => {
  const many = Array.from({ length: 250 }, (_, n) => mail(`m${n}`, [reader(n)]));
  expect((await put(many)).size).toBe(250);
  const thousand = Array.from({ length: 1000 }, (_, n) => reader(n));
  expect((await put([mail('all', thousand)])).size).toBe(1);
});

import { beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import { createUpdateCard } from '../../../src/platforms/dingtalk/update-card.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { deferred } from '../../helpers/deferred.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';

const update = (state: string, at: number, more: object = {}) => ({
  api: 'update-card' as const,
  body: { outTrackId: 'd-1', state },
  at,
  ...more,
});
let quota: ReturnType<typeof fakeQuota>;
let begun: unknown[];
let ended: unknown[];
/** What the platform waits for, call by call. */
let waits: Promise<unknown>[];

beforeEach(() => {
  quota = fakeQuota();
  begun = [];
  ended = [];
  waits = [];
});
const create = () => {
  const call = async (_method: string, _path: string, body: unknown) => {
    const { state } = body as { state: string };
    begun.push(state);
    await waits.shift();
    ended.push(state);
  };
  return createUpdateCard({ client: { call }, quota, log: memoryLog() });
};

describe('updates of one card', () => {
  it('go one after the other', async () => {
    const slow = deferred<void>();
    waits = [slow.promise];
    const change = create();
    const both = [change(update('已选择', 1)), change(update('已提交', 2))];
    await change({ ...update('另一张', 1), body: { outTrackId: 'd-2', state: '另一张' } });
    expect(begun).toEqual(['已选择', '另一张']);
    slow.resolve();
    await Promise.all(both);
    expect(ended).toEqual(['另一张', '已选择', '已提交']);
  });

  it('never bring an older state after a newer one', async () => {
    waits = [Promise.reject(new PlatformError('busy', { code: 'busy', retryable: true }))];
    const change = create();
    await failure(change(update('已选择', 1)));
    await change(update('已提交', 2));
    await change(update('已选择', 1));
    expect(ended).toEqual(['已提交']);
    await change(update('已提交', 2));
    expect(ended).toEqual(['已提交', '已提交']);
  });
});

it.each([
  [0.89, true, 1],
  [0.9, true, 0],
  [1, false, 1],
])('when %d of the month’s calls are made, one that nobody waits for (%s) is made %i times', async (part, spare, n) => {
  quota.part = part;
  await create()(update('已提交', 1, { spare }));
  expect(ended).toHaveLength(n);
});

import { beforeEach, describe, expect, it } from 'vitest';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { Group, Tested } from '../../src/domain/groups.ts';
import { at, contentOf, deadlineStore } from '../helpers/deadline-store.ts';

const group = (id: string, push: Group['push'] = 'DINGTALK') => ({ id, push }) as Group;
/** What the next lines come to, by the group's id; nothing: they are said. */
const ends = new Map<string, Tested | Error>();
/** What happens while a platform takes its time. */
const slow = new Map<string, () => Promise<void>>();
const said: { id: string; text: string }[] = [];
beforeEach(() => {
  ends.clear();
  slow.clear();
  said.length = 0;
});

const store = deadlineStore({
  groups: {
    list: async () => [group('one'), group('two'), group('silent', 'NONE')],
    say: async (_doer, id, card) => {
      await slow.get(id)?.();
      const end = ends.get(id) ?? { kind: 'sent' };
      if (end instanceof Error) throw end;
      if (end.kind === 'sent') said.push({ id, text: drawPlain(card) });
      return end;
    },
  },
});
const heard = () => said.map(({ id }) => id);

/** A deadline whose ladder has a step on that day, 30 days before; groups have heard of everything up to `told`. */
async function stepsOn(day: string, due: string, told: string): Promise<void> {
  await store.deadlines.enter(store.officer(at('2024-01-02')), {
    content: contentOf({ program: `事项${day}`, enterpriseDue: { on: due, at: '24:00' } }),
    announceAt: null,
    ladderFrom: '2024-01-02',
  });
  await store.ring(at(told), 'GROUPS');
  said.length = 0;
}

describe('the line of the day in groups', () => {
  it('is one, of the month that opens and of what has a step, once whoever rings', async () => {
    await stepsOn('2024-04-01', '2024-05-01', '2024-03-29');
    await store.ring(at('2024-04-01'), 'GROUPS');
    await store.ring(at('2024-04-01', '09:01'), 'GROUPS');
    expect(heard()).toEqual(['one', 'two']);
    expect(said[0]?.text).toMatch(/1\. 2024年事项2024-04-01[\s\S]*2\. 2024年3月月报开始填报/u);
  });

  it('that a platform did not take is tried again that day, and said once', async () => {
    await stepsOn('2024-06-05', '2024-07-05', '2024-06-04');
    ends.set('one', { kind: 'failed', code: 'ECONNREFUSED', mayPass: true });
    await store.ring(at('2024-06-05'), 'GROUPS');
    await store.ring(at('2024-06-05', '09:09'), 'GROUPS');
    await store.ring(at('2024-06-05', '09:10'), 'GROUPS');
    ends.clear();
    await store.ring(at('2024-06-05', '09:15'), 'GROUPS');
    expect(heard()).toEqual(['two']);
    await store.ring(at('2024-06-05', '09:20'), 'GROUPS');
    await store.ring(at('2024-06-05', '09:30'), 'GROUPS');
    expect(heard()).toEqual(['two', 'one']);
  });

  it.each([
    ['is refused for good', { kind: 'failed', code: '93000', mayPass: false } as const],
    ['may have arrived', { kind: 'failed', code: 'timeout', mayPass: false } as const],
    ['broke off', new Error('no database')],
  ])('that %s is not said again', async (what, end) => {
    await store.database.client.slot.deleteMany();
    await stepsOn(what, '2024-07-20', '2024-06-19');
    ends.set('one', end);
    await store.ring(at('2024-06-20'), 'GROUPS');
    ends.clear();
    await store.ring(at('2024-06-20', '09:30'), 'GROUPS');
    expect(heard()).toEqual(['two']);
  });

  it('is said once by two processes, the second of which begins while the first waits for a platform', async () => {
    await stepsOn('2024-07-08', '2024-08-07', '2024-07-05');
    let waiting = true;
    slow.set('one', async () => {
      if (!waiting) return;
      waiting = false;
      await store.ring(at('2024-07-08', '09:02'), 'GROUPS');
    });
    await store.ring(at('2024-07-08'), 'GROUPS');
    expect(heard().toSorted()).toEqual(['one', 'two']);
  });

  it('that could not be said all day is not said the next, nor later', async () => {
    await stepsOn('2024-08-05', '2024-09-04', '2024-08-02');
    ends.set('two', { kind: 'failed', code: '-1', mayPass: true });
    await store.ring(at('2024-08-05'), 'GROUPS');
    ends.clear();
    await store.ring(at('2024-08-08'), 'GROUPS');
    expect(heard()).toEqual(['one']);
    const slots = await store.promises.slotsOf('2024-08-05');
    expect(slots.map(({ key, state, note }) => `${key} ${state} ${note}`)).toEqual([
      'GROUPS 2024-08-05 DROPPED 有群未能送达',
      'GROUPS 2024-08-05 one DONE null',
      'GROUPS 2024-08-05 two OPEN null',
    ]);
  });

  it('of days on which nobody was running is said with the next', async () => {
    await stepsOn('2024-10-09', '2024-11-08', '2024-09-30');
    await store.ring(at('2024-10-10'), 'GROUPS');
    expect(heard()).toEqual(['one', 'two']);
    expect(said[0]?.text).toMatch(/事项2024-10-09[\s\S]*2024年9月月报/u);
  });
});

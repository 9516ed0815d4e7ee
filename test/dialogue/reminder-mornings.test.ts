import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../helpers/world.ts';

/**
 * Mornings on which something is wrong, on the days of 综合统计快报 (due on 2024-01-17): its reminder arrives all the same, once to
 * each of its readers, as soon as it can.
 */
let world: World;
beforeAll(async () => {
  world = await startWorld({ isPaced: true });
});
afterAll(() => world.stop());

const minutes = (n: number) => n * 60_000;
/** Jumps: what would ring in between was not running. */
async function jumpTo(day: string, time: string) {
  const to = new Date(`${day}T${time}:00+08:00`).getTime();
  await world.emulator.clock.advance(to - world.emulator.clock.now(), { jump: true });
  await world.app.idle();
}
/** Passes through the minutes, and lets each come to rest. */
async function pass(count: number) {
  for (let n = 0; n < count; n += 5) {
    await world.emulator.clock.advance(minutes(5));
    await world.app.idle();
  }
}
/** Reminders that arrived since a moment: who got how many, and when the first came. */
function arrivedSince(from: number) {
  const { deliveries, contents } = world.emulator.deliveries({ limit: 20_000 });
  const own = deliveries.filter((one) => {
    return (
      one.at >= from &&
      one.messageId !== undefined &&
      /截止提醒[\s\S]*综合统计快报/u.test(contents[one.content]?.text ?? '')
    );
  });
  const counts = new Map<string, number>();
  for (const { person = '' } of own) counts.set(person, (counts.get(person) ?? 0) + 1);
  const first = own.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  return { counts: Object.fromEntries([...counts].sort()), minutes: (first - from) / 60_000 };
}

/** Everybody who speaks for a firm with a certificate, who serves two gets two: as on a morning on which nothing is wrong. */
let ordinary: Record<string, number> = {};

it('an ordinary morning: each once, within half an hour from nine', async () => {
  await jumpTo('2024-01-02', '08:59');
  const from = world.emulator.clock.now();
  await pass(40);
  const arrived = arrivedSince(from);
  ordinary = arrived.counts;
  expect(ordinary).toEqual({ contact01: 1, contact03: 2 });
  expect(arrived.minutes).toBeGreaterThanOrEqual(1);
  expect(arrived.minutes).toBeLessThanOrEqual(31);
});

describe.each([
  {
    what: 'both platforms are down for an hour',
    day: '2024-01-10',
    from: '08:59',
    within: [56, 130] as const,
    faults: [{ kind: 'down', forMs: minutes(60) }] as const,
  },
  {
    what: 'tokens are revoked',
    day: '2024-01-12',
    from: '08:59',
    within: [1, 40] as const,
    faults: [{ kind: 'expired-token', times: 2 }] as const,
  },
  {
    what: 'the address is not allowed (60020) for half an hour',
    day: '2024-01-16',
    from: '08:59',
    within: [26, 80] as const,
    faults: [{ kind: 'refused-ip', forMs: minutes(30) }] as const,
  },
  {
    what: 'the program was stopped from 08:59 to 09:20',
    day: '2024-01-17',
    from: '09:20',
    within: [0, 40] as const,
    faults: [],
  },
])('$what', ({ day, from, within: [least, most], faults }) => {
  it('everybody gets it once', async () => {
    await jumpTo(day, from);
    const start = world.emulator.clock.now();
    for (const fault of faults) world.emulator.faults.add(fault);
    await pass(most + 10);
    const arrived = arrivedSince(start);
    expect(arrived.counts).toEqual(ordinary);
    expect(arrived.minutes).toBeGreaterThanOrEqual(least);
    expect(arrived.minutes).toBeLessThanOrEqual(most);
  });
});

it('the morning after, staff read once that it is over, and how many have answered', async () => {
  const digests = async (day: string) => {
    await jumpTo(day, '08:29');
    const from = world.emulator.clock.now();
    await pass(10);
    const { deliveries, contents } = world.emulator.deliveries({ limit: 20_000 });
    const texts = deliveries.flatMap((one) => (one.at >= from ? [contents[one.content]?.text ?? ''] : []));
    return texts.filter((text) => text.includes('截止事项早报'));
  };
  const after = await digests('2024-01-18');
  expect(after.join('\n')).toMatch(
    /【已截止（1）】\s+1\. J-1 2024年高新技术企业综合统计快报[^\n]*：涉及\d+家，[^\n]*未答复\d+/,
  );
  expect((await digests('2024-01-19')).join('\n')).not.toContain('综合统计快报');
});

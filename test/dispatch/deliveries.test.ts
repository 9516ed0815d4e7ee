import { beforeEach, expect, it } from 'vitest';
import { createDeliveries, type Outcome } from '../../src/dispatch/deliveries.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';

let settled: boolean[];
let received: number;
let known: ReturnType<typeof deferred<Outcome>>;
beforeEach(() => {
  settled = [];
  received = 0;
  known = deferred();
});

const outcome = (): Outcome => ({ job: 'j', inline: 'answer', settled: (left) => settled.push(left) });
const takenWithin = (withinMs: number) =>
  createDeliveries({
    receive: () => {
      received += 1;
      return known.promise;
    },
    onRepeated: () => undefined,
    withinMs,
  });

it('what is not known in time is to be delivered again, and answered by the other way if it is not', async () => {
  const { take, idle } = takenWithin(1);
  await expect(take(textEvent)).rejects.toThrow('not recorded in time');
  known.resolve(outcome());
  await idle();
  expect(settled).toEqual([false]);
});

it('of several deliveries one carries the answer: nothing follows by the other way', async () => {
  const { take } = takenWithin(60_000);
  const deliveries = [take(textEvent), take(textEvent)];
  known.resolve(outcome());
  const [first, second] = await Promise.all(deliveries);
  expect(received).toBe(1);
  // The platform hung up on the first before it delivered the second.
  first?.settled(false);
  expect(settled).toEqual([]);
  second?.settled(true);
  expect(settled).toEqual([true]);
});

it('where the platform hung up on all of them the answer goes once', async () => {
  const { take } = takenWithin(60_000);
  const deliveries = [take(textEvent), take(textEvent)];
  known.resolve(outcome());
  for (const delivery of await Promise.all(deliveries)) delivery.settled(false);
  expect(settled).toEqual([false]);
});

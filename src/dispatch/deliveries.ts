import type { InboundEvent } from '../core/event.ts';
import { within } from '../core/within.ts';

/** What goes into the HTTP answer of a callback. */
export interface Outcome {
  /** The job's id, for the log; null if it was somebody else's. */
  job: string | null;
  /** The plan's inline part; null says: received. */
  inline: unknown;
  /** To be called once: did the answer leave? What has to follow it starts then. */
  settled(left: boolean): void;
}

/** After so long a platform is told to deliver again. It hangs up after 5 s, what both lines take included. */
const takeWithinMs = 3_000;

interface Received {
  outcome: Promise<Outcome>;
  /** Deliveries whose answer may still leave. */
  open: number;
  isSettled: boolean;
}

/**
 * While a callback is being received (the database may be held for longer than a platform waits), the platform may deliver
 * it again. All of its deliveries have one outcome, and one answer: it leaves with one of them that is still open, or, where
 * none is, by the other way.
 */
export function createDeliveries(options: {
  receive(event: InboundEvent): Promise<Outcome>;
  onRepeated(event: InboundEvent): void;
  withinMs?: number;
}) {
  const { receive, onRepeated, withinMs = takeWithinMs } = options;
  const underWay = new Map<string, Received>();

  function settle(received: Received, outcome: Outcome, left: boolean): void {
    if (received.isSettled || (!left && received.open > 0)) return;
    received.isSettled = true;
    outcome.settled(left);
  }

  function begin(event: InboundEvent): Received {
    const outcome = receive(event);
    const received = { outcome, open: 0, isSettled: false };
    underWay.set(event.key, received);
    const end = (): unknown => underWay.delete(event.key);
    outcome.then((known) => {
      end();
      if (received.open === 0) settle(received, known, false);
    }, end);
    return received;
  }

  return {
    /** @throws if nothing is known in time: the platform is to deliver it again */
    async take(event: InboundEvent): Promise<Outcome> {
      const before = underWay.get(event.key);
      if (before) onRepeated(event);
      const received = before ?? begin(event);
      received.open += 1;
      const outcome = await within(received.outcome, withinMs);
      if (!outcome) {
        received.open -= 1;
        throw new Error('not recorded in time');
      }
      return {
        ...outcome,
        settled(left) {
          received.open -= 1;
          settle(received, outcome, left);
        },
      };
    },

    /** Resolves when nothing is being received. */
    async idle(): Promise<void> {
      await Promise.allSettled([...underWay.values()].map(({ outcome }) => outcome));
    },
  };
}

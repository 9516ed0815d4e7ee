import { beforeEach, describe, expect, it } from 'vitest';
import type { CardState, Channel, Sent } from '../../src/core/channel.ts';
import { PlatformError } from '../../src/core/errors.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import type { Mailed, MailingBook, Reader } from '../../src/core/mailing.ts';
import type { Cost, Pacer } from '../../src/core/pacing.ts';
import { createPipeline, type Pipeline } from '../../src/dispatch/pipeline.ts';
import type { Reported } from '../../src/dispatch/work.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { memoryJobs } from '../helpers/memory-jobs.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

const reader = (n: number): Reader => ({
  reminderId: `R${n}`,
  to: { platform: 'wecom', corpId: 'corp', userId: `u${n}` },
});
const readers = [1, 2, 3].map(reader);
const event: InboundEvent = {
  channel: 'wecom-app',
  key: 'mail',
  sender: null,
  place: 'direct',
  handle: {},
  happening: {
    kind: 'mail',
    card: { title: '截止提醒', blocks: [], confidential: true },
    purpose: 'deadline.ladder',
    readers,
    decidedAt: '2023-12-29T02:00:00.000Z',
  },
};
const all = (accepted: readonly Reader[]): Mailed => ({ accepted, refused: [], later: [], readKey: null });
const ids = (some: readonly Reader[]) => some.map(({ reminderId }) => reminderId).join(' ');

/** Promises in memory: open until settled, whether or not they are being sent. */
function memoryBook() {
  const open = new Map(readers.map((one) => [one.reminderId, one]));
  const settled: string[] = [];
  const book: MailingBook = {
    notBefore: async () => null,
    begin: async (_job, asked) => asked.filter(({ reminderId }) => open.has(reminderId)),
    settle: async (_job, { accepted, refused }) => {
      for (const one of accepted) settled.push(`${one.reminderId} accepted`);
      for (const { reader: one, why } of refused) settled.push(`${one.reminderId} ${why}`);
      for (const one of [...accepted, ...refused.map((no) => no.reader)]) open.delete(one.reminderId);
    },
  };
  return { book, open, settled };
}

let jobs: ReturnType<typeof memoryJobs>;
let promises: ReturnType<typeof memoryBook>;
let clock: ReturnType<typeof fixedClock>;
let log: MemoryLog;
let sent: string[];
let recorded: Mailed[];
let troubles: Reported[];
let outcomes: string[];
beforeEach(async () => {
  jobs = memoryJobs();
  promises = memoryBook();
  clock = fixedClock();
  log = memoryLog();
  [sent, recorded, troubles, outcomes] = [[], [], [], []];
  await jobs.store.record({ id: 'JOB', event, now: clock.now(), heldUntil: clock.now() });
  Object.assign(jobs.rows.get('mail') ?? {}, { state: 'waiting' });
});

interface Given {
  send?: (some: readonly Reader[]) => Promise<Sent>;
  /** How many one call takes. */
  size?: number;
  pacer?: Partial<Pacer>;
  costOf?: Channel['costOf'];
  costs?: readonly Cost[];
  book?: MailingBook | null;
  recognisesRepeats?: boolean;
  remember?: (card: CardState, decided: object) => void;
}
function pipelineOf({
  send,
  size = 1000,
  pacer,
  costOf,
  costs = [],
  book = promises.book,
  ...given
}: Given = {}): Pipeline {
  const channel: Channel = {
    name: 'wecom-app',
    decideWithinMs: 0,
    recognisesRepeats: given.recognisesRepeats ?? true,
    identify: async (sender) => sender,
    plan: () => ({ inline: null, calls: [] }),
    mail: (some, { title }) => {
      const calls = [];
      for (let from = 0; from < some.length; from += size) {
        calls.push({ readers: some.slice(from, from + size), text: title });
      }
      return calls;
    },
    costs: () => costs,
    ...(costOf ? { costOf } : {}),
    send: async (call) => {
      const { readers: some } = call as { readers: Reader[] };
      sent.push(ids(some));
      return send ? send(some) : { mailed: all(some) };
    },
  };
  return createPipeline({
    jobs: jobs.store,
    channels: new Map([['wecom-app', channel]]),
    decide: () => Promise.reject(new Error('a mail is not decided')),
    apologise: () => ({}),
    unrecorded: () => ({}),
    pacer: { ...freePacer, ...pacer },
    ...(book ? { book } : {}),
    clock,
    log,
    onOutcome: (_channel, outcome) => outcomes.push(outcome),
    onSent: async ({ mailed }) => void (mailed && recorded.push(mailed)),
    onTrouble: (reported) => troubles.push(reported),
    rememberCard: async (card, decided) => given.remember?.(card, decided),
  });
}
const drain = async ({ resume, keep, held, idle }: Pipeline) => {
  await createWorker({ jobs: jobs.store, resume, keep, held, clock, log }).drain();
  await idle();
};
const job = () => jobs.rows.get('mail');
const busy = (more = {}) => new PlatformError('busy', { code: '-1', retryable: true, ...more });

describe('a mail', () => {
  it('that was held up until the hours for it are over waits for the next day’s, untried', async () => {
    const morning = new Date(clock.now().getTime() + 12 * 3_600_000);
    const notBefore: MailingBook['notBefore'] = async (_readers, now) => (now < morning ? morning : null);
    await drain(pipelineOf({ book: { ...promises.book, notBefore } }));
    expect(sent).toEqual([]);
    expect(job()).toMatchObject({ state: 'waiting', attempts: 0, dueAt: morning });
    clock.advance(12 * 3_600_000);
    await drain(pipelineOf({ book: { ...promises.book, notBefore } }));
    expect(sent).toEqual(['R1 R2 R3']);
  });

  it('goes to those whose promise stands, is recorded and settled call by call, and is done', async () => {
    promises.open.delete('R2');
    await drain(pipelineOf({ size: 1 }));
    expect(sent).toEqual(['R1', 'R3']);
    expect(promises.settled).toEqual(['R1 accepted', 'R3 accepted']);
    expect(recorded).toEqual([all([reader(1)]), all([reader(3)])]);
    expect([job()?.state, outcomes]).toEqual(['done', ['answered']]);
  });

  it('to nobody any more is done without a call', async () => {
    promises.open.clear();
    await drain(pipelineOf());
    expect([job()?.state, sent, recorded]).toEqual(['done', [], []]);
  });

  it('settles each reader as the platform says', async () => {
    const send = async () => ({ mailed: { ...all([reader(1)]), refused: [no(2, 'invalid'), no(3, 'unlicensed')] } });
    await drain(pipelineOf({ send }));
    expect(promises.settled).toEqual(['R1 accepted', 'R2 invalid', 'R3 unlicensed']);
    expect(job()?.state).toBe('done');
  });

  it('refused for good is refused to everybody in that call; the next goes out, and the job counts as failed', async () => {
    const send = async (some: readonly Reader[]) => {
      if (ids(some) === 'R1') throw new PlatformError('no', { code: '40058', retryable: false });
      return { mailed: all(some) };
    };
    await drain(pipelineOf({ send, size: 1 }));
    expect(promises.settled).toEqual(['R1 refused', 'R2 accepted', 'R3 accepted']);
    expect([job()?.state, job()?.error]).toEqual(['failed', 'no']);
  });

  it('tried in vain too often is given up, and its readers are told the next way', async () => {
    const pipeline = pipelineOf({ send: () => Promise.reject(busy()) });
    for (let tries = 0; tries < 12; tries += 1) {
      await drain(pipeline);
      clock.advance(31 * 60_000);
    }
    expect(job()?.state).toBe('failed');
    expect(promises.settled).toEqual(['R1 given-up', 'R2 given-up', 'R3 given-up']);
    expect(recorded).toHaveLength(1);
  });

  it('brings a card that can be changed later to who got it alone', async () => {
    const card: CardState = { card: 'C', subject: 'deadline:1', channel: 'wecom-app', handle: {} };
    const remembered: unknown[] = [];
    const send = async (some: readonly Reader[]) => ({ mailed: all(some), ...(some.length === 1 ? { card } : {}) });
    await drain(pipelineOf({ send, size: 2, remember: (...given) => remembered.push(given) }));
    expect(remembered).toEqual([
      [card, { ref: 'JOB', for: reader(3).to, decidedAt: new Date('2023-12-29T02:00:00Z') }],
    ]);
  });

  it('without a book goes to nobody', async () => {
    await drain(pipelineOf({ book: null }));
    expect([job()?.state, job()?.error, sent]).toEqual(['waiting', 'no book of promises', []]);
  });
});

describe('a process that dies', () => {
  it('between a call and its settling sends the very same again', async () => {
    const dying: MailingBook = { ...promises.book, settle: () => new Promise(() => undefined) };
    void drain(pipelineOf({ size: 2, book: dying }));
    await expect.poll(() => sent).toEqual(['R1 R2']);
    clock.advance(61_000);
    // Meanwhile somebody else has had enough messages: that changes nothing of what was drawn.
    await drain(pipelineOf({ size: 2, costOf: member, pacer: { turns: async () => new Set() } }));
    expect(sent).toEqual(['R1 R2', 'R1 R2', 'R3']);
    expect(job()?.state).toBe('done');
  });

  it('after settling sends nothing of it again', async () => {
    let calls = 0;
    const send = (some: readonly Reader[]): Promise<Sent> => {
      calls += 1;
      return calls === 1 ? Promise.resolve({ mailed: all(some) }) : new Promise(() => undefined);
    };
    void drain(pipelineOf({ size: 1, send }));
    await expect.poll(() => sent).toEqual(['R1', 'R2']);
    clock.advance(61_000);
    await drain(pipelineOf({ size: 1 }));
    expect(sent).toEqual(['R1', 'R2', 'R2', 'R3']);
    expect(promises.settled).toEqual(['R1 accepted', 'R2 accepted', 'R3 accepted']);
  });

  it('leaves out who is not to be told any more, and draws their call anew', async () => {
    void drain(pipelineOf({ size: 2, send: () => new Promise(() => undefined) }));
    await expect.poll(() => sent).toEqual(['R1 R2']);
    promises.open.delete('R1');
    clock.advance(61_000);
    await drain(pipelineOf({ size: 2 }));
    expect(sent).toEqual(['R1 R2', 'R3', 'R2']);
  });

  it('a database that is away for a moment is no reason to send again', async () => {
    let failures = 2;
    const settle: MailingBook['settle'] = async (...given) => {
      failures -= 1;
      if (failures >= 0) throw new Error('database is locked');
      await promises.book.settle(...given);
    };
    await drain(pipelineOf({ book: { ...promises.book, settle } }));
    expect([sent.length, recorded.length, job()?.state]).toEqual([1, 1, 'done']);
  });
});

describe('who has to wait', () => {
  it('for flow control is tried again later, alone, and that is a try', async () => {
    const send = async (some: readonly Reader[]) =>
      some.length === 1 ? { mailed: all(some) } : { mailed: { ...all(some.slice(0, 2)), later: some.slice(2) } };
    const pipeline = pipelineOf({ send });
    await drain(pipeline);
    expect([job()?.state, promises.settled]).toEqual(['waiting', ['R1 accepted', 'R2 accepted']]);
    clock.advance(10_000);
    await drain(pipeline);
    expect([sent, job()?.state]).toEqual([['R1 R2 R3', 'R3'], 'done']);
  });

  it('for the limit of a member comes in a later round, and nothing has failed', async () => {
    const rounds = [new Set(['u1', 'u3']), new Set(['u2'])];
    const turns = async (costs: readonly Cost[]) =>
      new Set(costs.map(({ key }) => key).filter((key) => rounds[0]?.has(key)));
    const pipeline = pipelineOf({ costOf: member, pacer: { turns } });
    await drain(pipeline);
    expect(sent).toEqual(['R1 R3']);
    expect(job()).toMatchObject({ state: 'waiting', attempts: 0, dueAt: new Date(clock.now().getTime() + 60_000) });
    rounds.shift();
    clock.advance(60_000);
    await drain(pipeline);
    expect([sent, job()?.state]).toEqual([['R1 R3', 'R2'], 'done']);
    expect(log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('for a call’s turn is put off until then, and the same call goes out', async () => {
    const notBefore = new Date(clock.now().getTime() + 5_000);
    const turns = [null, notBefore];
    const pipeline = pipelineOf({ size: 2, pacer: { turn: async () => turns.shift() ?? null } });
    await drain(pipeline);
    expect(job()).toMatchObject({ state: 'waiting', attempts: 0, dueAt: notBefore, sent: 1 });
    expect(outcomes).toEqual(['paced']);
    clock.advance(5_000);
    await drain(pipeline);
    expect([sent, job()?.state]).toEqual([['R1 R2', 'R3'], 'done']);
  });

  it('is asked for with what the call costs, as nobody waits for it', async () => {
    const asked: unknown[] = [];
    const costs: Cost[] = [{ kind: 'quota', key: 'day', window: 'day', atMost: 10, count: 3 }];
    const turn: Pacer['turn'] = async (...given) => {
      asked.push(given);
      return null;
    };
    await drain(pipelineOf({ costs, pacer: { turn } }));
    expect(asked).toEqual([[costs, { urgent: false }]]);
  });
});

describe('what is no message’s fault', () => {
  const wrongAddress = () => busy({ code: '60020', trouble: 'address' });

  it('uses up no tries for a day, and is told of once an hour', async () => {
    let isRight = false;
    const pipeline = pipelineOf({
      send: async (some) => {
        if (isRight) return { mailed: all(some) };
        throw wrongAddress();
      },
    });
    for (let quarters = 0; quarters < 96; quarters += 1) {
      await drain(pipeline);
      expect(job()).toMatchObject({ state: 'waiting', attempts: 0 });
      clock.advance(15 * 60_000);
    }
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(24);
    expect(troubles.filter(({ isNew }) => isNew)).toHaveLength(24);
    expect(troubles[0]).toMatchObject({ channel: 'wecom-app', trouble: 'address', code: '60020' });
    isRight = true;
    await drain(pipeline);
    expect([job()?.state, promises.settled]).toEqual(['done', ['R1 accepted', 'R2 accepted', 'R3 accepted']]);
  });

  it('is given up in the end', async () => {
    const pipeline = pipelineOf({ send: () => Promise.reject(wrongAddress()) });
    for (let quarters = 0; quarters < 130; quarters += 1) {
      await drain(pipeline);
      clock.advance(15 * 60_000);
    }
    expect(job()?.state).toBe('failed');
  });

  it('too many calls are waited out as long as the platform says', async () => {
    await drain(pipelineOf({ send: () => Promise.reject(busy({ code: '45009', pauseMs: 60_000 })) }));
    expect(job()).toMatchObject({ state: 'waiting', dueAt: new Date(clock.now().getTime() + 60_000) });
  });
});

function no(n: number, why: 'invalid' | 'unlicensed') {
  return { reader: reader(n), why };
}

function member({ to }: Reader): Cost {
  return { kind: 'pace', key: to.userId, pace: { burst: 20, intervalMs: 6_000, reserved: 10 }, count: 1 };
}

import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/card.ts';
import type { CardState, Channel, Plan } from '../../src/core/channel.ts';
import { PlatformError, UnwritableError } from '../../src/core/errors.ts';
import type { Outcome } from '../../src/dispatch/deliveries.ts';
import { createPipeline, type Pipeline } from '../../src/dispatch/pipeline.ts';
import type { RememberCard } from '../../src/dispatch/work.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { freePacer } from '../helpers/free-pacer.ts';
import { memoryJobs } from '../helpers/memory-jobs.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

const event = textEvent;
const answer: Answer = { here: { title: '答复', blocks: [], confidential: false } };

let jobs: ReturnType<typeof memoryJobs>;
let clock: ReturnType<typeof fixedClock>;
let log: MemoryLog;
let sent: unknown[];
let decided: number;
let outcomes: string[];
/** What the next calls do. */
let failures: (PlatformError | Error)[];

function pipelineOf(
  options: {
    decide?: () => Promise<Answer>;
    plan?: (late: boolean) => Plan;
    decideWithinMs?: number;
    identify?: Channel['identify'];
    beforeSend?: () => Promise<void>;
    recognisesRepeats?: boolean;
    rememberCard?: RememberCard;
    brings?: (call: unknown) => CardState | undefined;
    onSent?: (message: { jobId: string; taken: boolean }) => Promise<void>;
  } = {},
): Pipeline {
  const {
    decide = async () => answer,
    plan = (late) => ({ inline: late ? null : 'inline', calls: late ? ['late'] : [] }),
  } = options;
  const channel: Channel = {
    name: 'wecom-app',
    decideWithinMs: options.decideWithinMs ?? 1000,
    recognisesRepeats: options.recognisesRepeats ?? true,
    identify: options.identify ?? (async (sender) => sender),
    plan: (_event, _answer, { late }) => plan(late),
    send: async (call) => {
      await options.beforeSend?.();
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push(call);
      return { card: options.brings?.(call) };
    },
  };
  return createPipeline({
    jobs: jobs.store,
    channels: new Map([['wecom-app', channel]]),
    decide: () => {
      decided += 1;
      return decide();
    },
    apologise: () => answer,
    unrecorded: () => answer,
    pacer: freePacer,
    clock,
    log,
    onOutcome: (_channel, outcome) => outcomes.push(outcome),
    ...(options.onSent ? { onSent: options.onSent } : {}),
    ...(options.rememberCard ? { rememberCard: options.rememberCard } : {}),
  });
}

beforeEach(() => {
  jobs = memoryJobs();
  clock = fixedClock();
  log = memoryLog();
  sent = [];
  decided = 0;
  outcomes = [];
  failures = [];
});

const drain = ({ resume, keep, held }: Pipeline) =>
  createWorker({ jobs: jobs.store, resume, keep, held, clock, log }).drain();
const state = () => jobs.rows.get('k1')?.state;
async function settle(pipeline: Pipeline, outcome: Outcome, left = true): Promise<void> {
  outcome.settled(left);
  await pipeline.idle();
}
const busy = () => new PlatformError('busy', { code: '-1', retryable: true });
const refused = () => new PlatformError('refused', { code: '81013', retryable: false });

describe('an answer in time', () => {
  it('goes inline, and the job is done once it has left', async () => {
    const pipeline = pipelineOf();
    const outcome = await pipeline.receive(event);
    expect(outcome.inline).toBe('inline');
    expect(state()).toBe('running');
    await settle(pipeline, outcome);
    expect(state()).toBe('done');
    expect(outcomes).toEqual(['answered']);
  });

  it('goes by the API if the platform hung up before it had it', async () => {
    const pipeline = pipelineOf();
    await settle(pipeline, await pipeline.receive(event), false);
    expect(sent).toEqual(['late']);
    expect(state()).toBe('done');
  });

  it('sends its calls in order, after the HTTP answer', async () => {
    const pipeline = pipelineOf({ plan: () => ({ inline: 'inline', calls: ['a', 'b', 'c'] }) });
    const outcome = await pipeline.receive(event);
    expect(sent).toEqual([]);
    await settle(pipeline, outcome);
    expect(sent).toEqual(['a', 'b', 'c']);
  });
});

describe('a repeated callback', () => {
  it('while the first is being decided waits for the same answer', async () => {
    const decision = deferred<Answer>();
    const pipeline = pipelineOf({ decide: () => decision.promise });
    const both = [pipeline.receive(event), pipeline.receive(event)];
    decision.resolve(answer);
    const [first, second] = await Promise.all(both);
    expect([first?.inline, second?.inline]).toEqual(['inline', 'inline']);
    expect(decided).toBe(1);
  });

  it('afterwards gets the stored answer', async () => {
    const pipeline = pipelineOf();
    await settle(pipeline, await pipeline.receive(event));
    const again = await pipeline.receive(event);
    expect(again.inline).toBe('inline');
    await settle(pipeline, again, false);
    expect([decided, sent]).toEqual([1, []]);
  });

  it('while another process has it gets nothing, and no second decision is made', async () => {
    await pipelineOf().receive(event);
    const other = pipelineOf();
    expect((await other.receive(event)).inline).toBeNull();
    expect(decided).toBe(1);
  });

  it('after its process died gets the answer', async () => {
    await pipelineOf().receive(event);
    clock.advance(60_000);
    const pipeline = pipelineOf();
    const outcome = await pipeline.receive(event);
    expect(outcome.inline).toBe('inline');
    await settle(pipeline, outcome);
    expect(state()).toBe('done');
  });
});

describe('a decision that takes too long', () => {
  it('leaves the HTTP answer empty and goes by the API', async () => {
    const decision = deferred<Answer>();
    const pipeline = pipelineOf({ decide: () => decision.promise, decideWithinMs: 5 });
    expect((await pipeline.receive(event)).inline).toBeNull();
    expect(sent).toEqual([]);
    decision.resolve(answer);
    await pipeline.idle();
    expect(sent).toEqual(['late']);
    expect(outcomes).toEqual(['late', 'answered']);
  });

  it('is not waited for at all where the platform wants an acknowledgement only', async () => {
    const pipeline = pipelineOf({ decideWithinMs: 0 });
    expect((await pipeline.receive(event)).inline).toBeNull();
    await pipeline.idle();
    expect(sent).toEqual(['late']);
    expect(outcomes).toEqual(['answered']);
  });
});

describe('a card that can be changed later', () => {
  const live: CardState = { card: 'C1', subject: 'report:R1', channel: 'wecom-app', handle: {} };
  const used: CardState = { ...live, card: 'C0', subject: null };
  const plan = () => ({ inline: null, calls: ['words', 'card'], tapped: used });
  const brings = (call: unknown) => (call === 'card' ? live : undefined);
  let remembered: unknown[];
  beforeEach(() => {
    remembered = [];
  });
  const rememberCard: RememberCard = async (card, decided) => void remembered.push([card, decided]);
  const decided = { ref: expect.any(String), for: event.sender, decidedAt: fixedClock().now() };

  it('is remembered once it is out, the tapped one before, as at when it was decided', async () => {
    const decide = async () => {
      clock.advance(700);
      return answer;
    };
    const pipeline = pipelineOf({ plan, brings, rememberCard, decide });
    await settle(pipeline, await pipeline.receive(event));
    expect(remembered).toEqual([
      [used, decided],
      [live, decided],
    ]);
  });

  it('of a message that waited was decided before', async () => {
    const pipeline = pipelineOf({ plan, brings, rememberCard });
    const card = { title: '请填报', blocks: [], confidential: true };
    const none = { attachmentId: null, personId: null, needs: null, enterpriseId: null };
    const decidedAt = '2023-12-01T01:00:00.000Z';
    const happening = { kind: 'deliver' as const, card, purpose: 'x', ...none, decidedAt };
    await settle(pipeline, await pipeline.receive({ ...event, happening }));
    expect(remembered[1]).toEqual([live, { ...decided, decidedAt: new Date(decidedAt) }]);
  });

  it('is remembered where sending goes on in another try', async () => {
    const pipeline = pipelineOf({ plan, brings, rememberCard });
    const original = failures;
    failures = Object.assign([], { shift: () => (sent.length === 1 ? busy() : undefined) });
    await settle(pipeline, await pipeline.receive(event));
    failures = original;
    clock.advance(2000);
    await drain(pipeline);
    expect(remembered).toEqual([
      [used, decided],
      [live, decided],
    ]);
  });

  it('that cannot be remembered is not sent again', async () => {
    const pipeline = pipelineOf({ plan, brings, rememberCard: () => Promise.reject(new Error('no database')) });
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent]).toEqual(['done', ['words', 'card']]);
    expect(log.text()).toContain('card not remembered');
  });

  it('and cannot any more is left as it is, without an error', async () => {
    const pipeline = pipelineOf({ plan: () => ({ inline: null, calls: ['update'] }) });
    failures = [refused()];
    const happening = { kind: 'close-card' as const, liveCardId: 'L1' };
    await settle(pipeline, await pipeline.receive({ ...event, happening }));
    expect([state(), outcomes]).toEqual(['done', ['answered']]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('sending', () => {
  const plan = () => ({ inline: null, calls: ['a', 'b'] });

  it('that fails for now is put off and goes on where it stopped', async () => {
    const pipeline = pipelineOf({ plan });
    failures = [busy()];
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent]).toEqual(['waiting', []]);
    await drain(pipeline);
    expect(sent).toEqual([]);
    clock.advance(2000);
    await drain(pipeline);
    expect([state(), sent]).toEqual(['done', ['a', 'b']]);
    expect(decided).toBe(1);
  });

  it('does not repeat the part that is out', async () => {
    const pipeline = pipelineOf({ plan });
    await settle(pipeline, await pipeline.receive({ ...event, key: 'warm' }));
    sent = [];
    const outcome = await pipeline.receive(event);
    // The second call fails.
    const original = failures;
    failures = Object.assign([], { shift: () => (sent.length === 1 ? busy() : undefined) });
    await settle(pipeline, outcome);
    expect([state(), sent]).toEqual(['waiting', ['a']]);
    failures = original;
    clock.advance(2000);
    await drain(pipeline);
    expect([state(), sent]).toEqual(['done', ['a', 'b']]);
  });

  it('that is refused for good fails the job, but not what goes out behind it', async () => {
    const pipeline = pipelineOf({ plan });
    failures = [refused()];
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent]).toEqual(['failed', ['b']]);
    expect(outcomes).toEqual(['failed']);
  });

  it('is written down before each call that the platform would recognise, and after each that is out', async () => {
    const gates = [deferred<void>(), deferred<void>()];
    const begun = [deferred<void>(), deferred<void>()];
    let calls = 0;
    const pipeline = pipelineOf({
      plan,
      beforeSend: async () => {
        const call = calls;
        calls += 1;
        begun[call]?.resolve();
        await gates[call]?.promise;
      },
    });
    (await pipeline.receive(event)).settled(true);
    await begun[0]?.promise;
    expect(jobs.rows.get('k1')).toMatchObject({ plan: plan(), sent: 0 });
    gates[0]?.resolve();
    await begun[1]?.promise;
    expect(jobs.rows.get('k1')).toMatchObject({ plan: plan(), sent: 1 });
    gates[1]?.resolve();
    await pipeline.idle();
    expect(state()).toBe('done');
  });

  it('is not written down before a call that the platform would not recognise', async () => {
    const known: unknown[] = [];
    const beforeSend = async () => void known.push(jobs.rows.get('k1')?.plan);
    const pipeline = pipelineOf({ plan, recognisesRepeats: false, beforeSend });
    await settle(pipeline, await pipeline.receive(event));
    expect(known).toMatchObject([null, plan()]);
  });

  it('that keeps ending its process is given up in the end', async () => {
    await pipelineOf({ plan }).receive(event);
    // Each process takes it up, and is gone before it gets anywhere.
    for (let times = 0; times < 20; times += 1) {
      clock.advance(61_000);
      const doomed = pipelineOf({ plan, decide: () => deferred<Answer>().promise });
      const now = clock.now();
      const [job] = await jobs.store.due({ now, limit: 1, heldUntil: now });
      if (job) void doomed.resume(job);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([state(), sent]).toEqual(['failed', []]);
  });

  it('stops where another process has taken over', async () => {
    const pipeline = pipelineOf({ plan });
    let marks = 0;
    jobs.store.progress = async () => {
      marks += 1;
      return marks === 1;
    };
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent, outcomes]).toEqual(['running', ['a'], []]);
  });

  it('is written down as done although the database fails for a moment', async () => {
    const pipeline = pipelineOf({ plan });
    const { finish } = jobs.store;
    let tries = 0;
    jobs.store.finish = async (...given) => {
      tries += 1;
      if (tries === 1) throw new Error('database is locked');
      return finish(...given);
    };
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent]).toEqual(['done', ['a', 'b']]);
  });

  it('of several calls is not begun anew although the database fails for a moment behind one of them', async () => {
    const pipeline = pipelineOf({ plan: () => ({ inline: null, calls: ['a', 'b'] }), recognisesRepeats: false });
    const { progress } = jobs.store;
    let tries = 0;
    jobs.store.progress = async (id, step) => {
      tries += 1;
      if (tries === 1) throw new Error('database is locked');
      return progress(id, step);
    };
    await settle(pipeline, await pipeline.receive(event));
    expect([sent, outcomes, state()]).toEqual([['a', 'b'], ['answered'], 'done']);
  });

  it('however long it takes keeps its job, also when the platform delivers again', async () => {
    const gate = deferred<void>();
    // Nothing is written down before it is out, so only holding on keeps others away.
    const pipeline = pipelineOf({ plan, beforeSend: () => gate.promise, recognisesRepeats: false });
    (await pipeline.receive(event)).settled(true);
    clock.advance(61_000);
    expect((await pipeline.receive(event)).inline).toBeNull();
    await pipeline.keep();
    const other = pipelineOf({ plan });
    expect((await other.receive(event)).inline).toBeNull();
    gate.resolve();
    await pipeline.idle();
    expect([decided, sent]).toEqual([1, ['a', 'b']]);
  });

  it('is given up after ten tries', async () => {
    const pipeline = pipelineOf({ plan });
    failures = Array.from({ length: 100 }, busy);
    await settle(pipeline, await pipeline.receive(event));
    for (let hours = 0; hours < 24; hours += 1) {
      clock.advance(3_600_000);
      await drain(pipeline);
    }
    expect(state()).toBe('failed');
    expect(failures).toHaveLength(90);
  });

  it('is not begun again by the worker while it is going on, however far the clock is moved', async () => {
    const decision = deferred<Answer>();
    const pipeline = pipelineOf({ plan, decide: () => decision.promise, decideWithinMs: 5 });
    await pipeline.receive(event);
    clock.advance(86_400_000);
    await drain(pipeline);
    decision.resolve(answer);
    await pipeline.idle();
    expect([decided, sent]).toEqual([1, ['a', 'b']]);
  });
});

describe('what became of a message is on record', () => {
  const plan = () => ({ inline: null, calls: ['a', 'b'] });
  let recorded: [taken: boolean, state: string | undefined][];
  beforeEach(() => {
    recorded = [];
  });
  // Before the job is closed.
  const onSent = async ({ taken }: { taken: boolean }) => void recorded.push([taken, state()]);

  it('once, when all of it is out', async () => {
    const pipeline = pipelineOf({ plan, onSent });
    failures = [busy()];
    await settle(pipeline, await pipeline.receive(event));
    expect(recorded).toEqual([]);
    clock.advance(2000);
    await drain(pipeline);
    expect([state(), recorded]).toEqual(['done', [[true, 'running']]]);
  });

  it('as not taken, when it is refused for good', async () => {
    const pipeline = pipelineOf({ plan, onSent });
    failures = [refused()];
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), recorded]).toEqual(['failed', [[false, 'running']]]);
  });

  it('as not taken, when it is given up after ten tries', async () => {
    const pipeline = pipelineOf({ plan, onSent });
    failures = Array.from({ length: 100 }, busy);
    await settle(pipeline, await pipeline.receive(event));
    for (let hours = 0; hours < 24; hours += 1) {
      clock.advance(3_600_000);
      await drain(pipeline);
    }
    expect([state(), recorded]).toEqual(['failed', [[false, 'running']]]);
  });

  it('once more tried where it cannot be recorded for a moment', async () => {
    let tries = 0;
    const pipeline = pipelineOf({
      plan,
      onSent: async (message) => {
        tries += 1;
        if (tries === 1) throw new Error('database is locked');
        return onSent(message);
      },
    });
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), sent, recorded]).toEqual(['done', ['a', 'b'], [[true, 'running']]]);
  });

  it('and where nothing was sent there is none', async () => {
    const pipeline = pipelineOf({ plan: () => ({ inline: null, calls: [] }), onSent });
    await settle(pipeline, await pipeline.receive(event));
    expect([state(), recorded]).toEqual(['done', []]);
  });
});

describe('what goes wrong on our side', () => {
  it('in drawing is said with an apology', async () => {
    let tries = 0;
    const pipeline = pipelineOf({
      plan: () => {
        tries += 1;
        if (tries === 1) throw new Error('cannot draw');
        return { inline: 'sorry', calls: [] };
      },
    });
    expect((await pipeline.receive(event)).inline).toBe('sorry');
    expect(log.text()).toContain('cannot draw');
  });

  it('in recording for a moment is waited for', async () => {
    const pipeline = pipelineOf();
    const { record } = jobs.store;
    let tries = 0;
    jobs.store.record = async (job) => {
      tries += 1;
      if (tries === 1) throw new Error('database is locked');
      return record(job);
    };
    expect((await pipeline.receive(event)).inline).toBe('inline');
    expect(log.text()).toContain('locked');
  });

  describe('where nothing can be recorded', () => {
    beforeEach(() => {
      jobs.store.record = async () => {
        throw new UnwritableError('the database cannot be written');
      };
    });

    it('who asks is told so, and nothing is stored', async () => {
      const pipeline = pipelineOf({
        plan: (late) => ({ inline: late ? null : 'sorry', calls: late ? ['late'] : ['a'] }),
      });
      const outcome = await pipeline.receive(event);
      expect(outcome.inline).toBe('sorry');
      await settle(pipeline, outcome);
      expect([decided, sent, jobs.rows.size, outcomes]).toEqual([0, ['a'], 0, ['failed']]);
      expect(log.text()).toContain('cannot be written');
    });

    it('by the API where the platform hung up', async () => {
      const pipeline = pipelineOf();
      await settle(pipeline, await pipeline.receive(event), false);
      expect(sent).toEqual(['late']);
    });

    it('the platform is to deliver again what nobody waits for', async () => {
      const pipeline = pipelineOf();
      await expect(pipeline.receive({ ...event, sender: null })).rejects.toThrow('cannot be written');
      await expect(pipeline.receive({ ...event, happening: { kind: 'entered' } })).rejects.toThrow('cannot be written');
      // A promise left to itself would end the process; it would fail this test as an unhandled rejection.
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toEqual([]);
    });
  });

  it('in finding out who speaks is taken up again by the same process', async () => {
    let tries = 0;
    const pipeline = pipelineOf({
      identify: async (sender) => {
        tries += 1;
        if (tries === 1) throw new Error('connection lost');
        return sender;
      },
    });
    // Received, so that a platform that delivers once only does not take it back.
    expect((await pipeline.receive(event)).inline).toBeNull();
    await pipeline.idle();
    expect(state()).toBe('waiting');
    clock.advance(2000);
    await drain(pipeline);
    expect([state(), sent]).toEqual(['done', ['late']]);
  });

  it('what nobody knows is recorded, once, and decided by nobody', async () => {
    const pipeline = pipelineOf();
    const unknown = { ...event, happening: { kind: 'unknown' as const, what: 'hologram' } };
    await settle(pipeline, await pipeline.receive(unknown));
    expect([state(), decided, outcomes]).toEqual(['done', 0, ['recorded']]);
    expect(log.text()).toContain('hologram');
  });
});

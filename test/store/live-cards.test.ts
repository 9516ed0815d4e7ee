import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardState } from '../../src/core/channel.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import { createLiveCards, type LiveCards } from '../../src/store/live-cards.ts';
import { change } from '../../src/store/store-deps.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const minuteMs = 60_000;
const contact = { platform: 'dingtalk', corpId: 'ding1', userId: 'liyi' } as const;
const subject = 'report:R1';

let database: Awaited<ReturnType<typeof testDatabase>>;
let clock: ReturnType<typeof fixedClock>;
let liveCards: LiveCards;
let woken: number;
beforeEach(async () => {
  database = await testDatabase();
  clock = fixedClock();
  woken = 0;
  const wake = () => {
    woken += 1;
  };
  liveCards = createLiveCards({ client: database.client, now: () => clock.now(), wake });
});
afterEach(() => database.drop());

const cardOf = (card: string, more: Partial<CardState> = {}): CardState => ({
  card,
  subject,
  channel: 'dingtalk-card',
  handle: { outTrackId: card, staffId: 'liyi' },
  ...more,
});
/** A card that was decided a minute before it was sent. */
async function sent(card: CardState, ref = `job of ${card.card}`, decidedAt = clock.now()): Promise<void> {
  clock.advance(minuteMs);
  await liveCards.remember(card, { ref, for: contact, decidedAt });
}
/** A change that settles something. */
async function close(state: string, given: Parameters<typeof testDoer>[1] = {}, subjects = [subject]): Promise<void> {
  clock.advance(1);
  const closes = subjects.map((one) => ({ subject: one, state }));
  const deps = storeDeps(database);
  await change(deps, testDoer(clock.now(), given), async () => ({ result: null, alongside: { audit: [], closes } }));
}
interface ClosingJob {
  id: string;
  event: InboundEvent;
  liveCardId: string;
}
/** In the order in which they were left, of one moment by card. */
async function jobs(): Promise<ClosingJob[]> {
  const rows = await database.client.job.findMany({ where: { state: 'waiting' } });
  const all = rows.map(({ id, event: text, recordedAt }) => {
    const event = JSON.parse(text) as InboundEvent;
    if (event.happening.kind !== 'close-card') throw new Error('another job');
    return {
      id,
      event,
      liveCardId: event.happening.liveCardId,
      order: `${recordedAt.toISOString()} ${event.handle.outTrackId}`,
    };
  });
  return all.sort((a, b) => (a.order < b.order ? -1 : 1));
}
/** Carries out what is to be done. @returns which card was told what */
async function carryOut(): Promise<[unknown, string | null][]> {
  const told: [unknown, string | null][] = [];
  for (const { id, event, liveCardId } of await jobs()) {
    const state = await liveCards.stateOf(liveCardId);
    told.push([event.handle.outTrackId, state]);
    if (state !== null) await liveCards.told(event, id);
    await database.client.job.update({ where: { id }, data: { state: 'done' } });
  }
  return told;
}

describe('what settles a matter', () => {
  it('leaves a job for each open card about it, in the same commit', async () => {
    await sent(cardOf('d-1'));
    await sent(cardOf('d-2'));
    await sent(cardOf('d-3', { subject: 'report:R2' }));
    await close('已提交');
    expect((await jobs()).map(({ event }) => event)).toMatchObject([
      { channel: 'dingtalk-card', sender: contact, place: 'direct', handle: { outTrackId: 'd-1', staffId: 'liyi' } },
      { handle: { outTrackId: 'd-2' } },
    ]);
    expect(await carryOut()).toEqual([
      ['d-1', '已提交'],
      ['d-2', '已提交'],
    ]);
  });

  it('leaves none where the change comes to nothing', async () => {
    await sent(cardOf('d-1'));
    const alongside = { audit: [], closes: [{ subject, state: '已提交' }] };
    const fail = change(storeDeps(database), testDoer(clock.now()), async () => {
      throw new Error(`not ${alongside.closes.length}`);
    });
    await expect(fail).rejects.toThrow('not 1');
    expect(await jobs()).toEqual([]);
  });

  it('closes a card once, and not the one that was tapped: that changes in its answer', async () => {
    await sent(cardOf('d-1'));
    await sent(cardOf('d-2'));
    await close('已提交', { card: 'd-1' });
    expect(await carryOut()).toEqual([['d-2', '已提交']]);
    await liveCards.remember(cardOf('d-1', { subject: null }), { ref: 'tap', for: contact, decidedAt: clock.now() });
    await close('已审核');
    expect(await jobs()).toEqual([]);
  });

  it('by what closes two of them', async () => {
    await sent(cardOf('d-1'));
    await sent(cardOf('d-2', { subject: 'report:R2' }));
    await close('已提交', {}, ['report:R2', subject]);
    expect(await jobs()).toHaveLength(2);
  });

  it('is not said any more when its job had to wait for longer than the card can be changed', async () => {
    await sent(cardOf('REF@app', { channel: 'wecom-app', changeableMs: 60 * minuteMs }));
    await close('已提交');
    const [job] = await jobs();
    clock.advance(60 * minuteMs);
    expect(await liveCards.stateOf(job?.liveCardId ?? '')).toBeNull();
  });

  it('leaves alone what the platform does not let change any more', async () => {
    const changeableMs = 72 * 60 * minuteMs;
    await sent(cardOf('REF@app', { channel: 'wecom-app', changeableMs }));
    clock.advance(changeableMs);
    await sent(cardOf('REF2@app', { channel: 'wecom-app', changeableMs }));
    await close('已提交');
    expect((await jobs()).map(({ event }) => event.handle)).toEqual([{ outTrackId: 'REF2@app', staffId: 'liyi' }]);
    await close('已审核');
    expect(await jobs()).toHaveLength(1);
  });
});

describe('of two that settle it', () => {
  it('the later counts where the first is not out yet', async () => {
    await sent(cardOf('d-1'));
    await close('已提交');
    await close('已退回');
    expect(await carryOut()).toEqual([['d-1', '已退回']]);
    expect(await carryOut()).toEqual([]);
  });

  it('the later comes after the first where that is on its way', async () => {
    await sent(cardOf('d-1'));
    await close('已提交');
    const [first] = await jobs();
    if (!first) throw new Error('no job');
    expect(await liveCards.stateOf(first.liveCardId)).toBe('已提交');
    await close('已退回');
    await liveCards.told(first.event, first.id);
    await database.client.job.update({ where: { id: first.id }, data: { state: 'done' } });
    expect(woken).toBe(1);
    expect(await carryOut()).toEqual([['d-1', '已退回']]);
    expect(await jobs()).toEqual([]);
  });

  it('a try again says what holds by then', async () => {
    await sent(cardOf('d-1'));
    await close('已提交');
    const [job] = await jobs();
    expect(await liveCards.stateOf(job?.liveCardId ?? '')).toBe('已提交');
    await close('已退回');
    expect(await liveCards.stateOf(job?.liveCardId ?? '')).toBe('已退回');
  });
});

describe('a card that was decided before the matter was settled, and sent after', () => {
  it('is told at once', async () => {
    const decidedAt = clock.now();
    await close('已提交');
    await sent(cardOf('d-1'), 'job', decidedAt);
    expect(woken).toBe(1);
    expect(await carryOut()).toEqual([['d-1', '已提交']]);
  });

  it('is not, if it comes of the same change or was decided after it', async () => {
    const decidedAt = clock.now();
    await close('已提交', { requestId: 'REQ1' });
    await sent(cardOf('d-1'), 'REQ1', decidedAt);
    await sent(cardOf('d-2'));
    expect(await jobs()).toEqual([]);
    expect(woken).toBe(0);
  });

  it('and sent at the same moment, is closed by the one or the other', async () => {
    const decidedAt = clock.now();
    const cards = Array.from({ length: 8 }, (_, n) => cardOf(`d-${n}`));
    clock.advance(minuteMs);
    const remembering = cards.map((card) => liveCards.remember(card, { ref: card.card, for: contact, decidedAt }));
    await Promise.all([...remembering, close('已提交')]);
    expect(new Set((await carryOut()).map(([card, state]) => `${card} ${state}`)).size).toBe(8);
  });
});

describe('a tapped card', () => {
  it('that has become the next step keeps its row, and is closed with that', async () => {
    await sent(cardOf('d-1'));
    await liveCards.remember(cardOf('d-1', { subject: 'report:R2' }), {
      ref: 'tap',
      for: { ...contact, userId: 'other' },
      decidedAt: clock.now(),
    });
    expect(await database.client.liveCard.findMany()).toMatchObject([{ subject: 'report:R2', userId: 'liyi' }]);
    await close('已提交');
    expect(await jobs()).toEqual([]);
    await close('已提交', {}, ['report:R2']);
    expect(await carryOut()).toEqual([['d-1', '已提交']]);
  });

  it('that was answered while another closed it says the other in the end', async () => {
    await sent(cardOf('d-1'));
    const decidedAt = clock.now();
    await close('已退回');
    await carryOut();
    await sent(cardOf('d-1'), 'tap', decidedAt);
    expect(await carryOut()).toEqual([['d-1', '已退回']]);
  });

  it('whose closing is due when it becomes the next step is not closed by that', async () => {
    await sent(cardOf('d-1'));
    await close('已提交');
    await sent(cardOf('d-1', { subject: 'report:R2' }));
    expect(await carryOut()).toEqual([['d-1', null]]);
  });
});

it('what is over is forgotten in the end', async () => {
  await sent(cardOf('d-1'));
  clock.advance(99 * 24 * 60 * minuteMs);
  await sent(cardOf('d-2', { subject: 'report:R2' }));
  await liveCards.purge();
  expect(await database.client.liveCard.count()).toBe(2);
  clock.advance(24 * 60 * minuteMs + 1);
  await liveCards.purge();
  expect((await database.client.liveCard.findMany()).map(({ card }) => card)).toEqual(['d-2']);
  expect((await database.client.liveSubject.findMany()).map((one) => one.subject)).toEqual(['report:R2']);
});

import type { CardState } from '../core/channel.ts';
import type { InboundEvent, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import { priorities } from '../core/priority.ts';
import type { Client } from './database.ts';
import { type Tx, transact } from './transact.ts';

/** What is settled by a change, and what the cards about it say from now on: at most ten characters. */
export interface Closing {
  subject: string;
  state: string;
}

/** The cards that were sent and can still be changed where they stand. */
export interface LiveCards {
  /**
   * A card was sent, or the tapped one has become this. What was closed since it was decided is newer: the card is told at
   * once, as a job.
   */
  remember(card: CardState, decided: { ref: string; for: Sender; decidedAt: Date }): Promise<void>;
  /** What a closed card has to say; null: nothing any more. Of one card there is one job at a time. */
  stateOf(id: string): Promise<string | null>;
  /** A job of closing is done. What has become of the matter meanwhile is a further job. */
  told(event: InboundEvent, jobId: string): Promise<void>;
  purge(): Promise<void>;
}

/** Reminders are about a month, decisions come within another: by then nobody looks at the card any more. */
const keepMs = 100 * 24 * 60 * 60_000;

export function createLiveCards(options: { client: Client; now(): Date; wake(): void }): LiveCards {
  const { client, now, wake } = options;
  return {
    async remember(state, { ref, for: to, decidedAt }) {
      const { card, subject } = state;
      const at = now();
      if (subject === null) {
        await client.liveCard.updateMany({ where: { card, endedAt: null }, data: { endedAt: at } });
        return;
      }
      const isClosed = await transact(client, async (tx) => {
        const known = await touch(tx, subject, { touchedAt: at });
        const live = await keep(tx, { ...state, subject }, to, at);
        const isNewer = known.closedAt !== null && known.closedAt > decidedAt && known.closedBy !== ref;
        if (!isNewer || known.state === null) return false;
        await end(tx, [live], { state: known.state, of: ref, now: at });
        return true;
      });
      if (isClosed) wake();
    },

    async stateOf(id) {
      const select = { state: true, shownAt: true, changeableUntil: true } as const;
      const row = await client.liveCard.findUnique({ where: { id }, select });
      if (!row || row.state === null || row.shownAt) return null;
      // Its job may have waited for longer than the platform lets it be changed.
      if (row.changeableUntil !== null && row.changeableUntil <= now()) return null;
      const { count } = await client.liveCard.updateMany({
        where: { id, state: row.state, shownAt: null },
        data: { shown: row.state },
      });
      // It has changed just now: the job is tried again.
      if (count === 0) throw new Error('live card changed meanwhile');
      return row.state;
    },

    async told({ happening }, jobId) {
      if (happening.kind !== 'close-card') return;
      const { liveCardId: id } = happening;
      const at = now();
      const isNewer = await transact(client, async (tx) => {
        const [row] = await tx.liveCard.findMany({ where: { id, shownAt: null, shown: { not: null } } });
        if (!row) return false;
        const { count } = await tx.liveCard.updateMany({
          where: { id, state: row.shown, shownAt: null },
          data: { shownAt: at },
        });
        if (count === 1) return false;
        await insertJob(tx, row, { of: jobId, now: at });
        return true;
      });
      if (isNewer) wake();
    },

    async purge() {
      const before = { lt: new Date(now().getTime() - keepMs) };
      await client.liveCard.deleteMany({ where: { sentAt: before } });
      await client.liveSubject.deleteMany({ where: { touchedAt: before } });
    },
  };
}

/**
 * In the commit of a change: the open cards about what it settles are closed, each by a job. The card that was tapped is
 * left out: it changes in the answer to the tap. Closed twice before the first was out, a card says the second.
 */
export async function closeCards(
  tx: Tx,
  closings: readonly Closing[],
  { requestId, card, now }: { requestId: string; card: string | undefined; now: Date },
): Promise<void> {
  // In one order, as everything that two changes may hold at once.
  for (const { subject, state } of [...closings].sort((a, b) => (a.subject < b.subject ? -1 : 1))) {
    await touch(tx, subject, { state, closedAt: now, closedBy: requestId, touchedAt: now });
    await tx.liveCard.updateMany({ where: { subject, state: { not: null }, shownAt: null }, data: { state } });
    const open = await tx.liveCard.findMany({
      where: { subject, endedAt: null, ...(card === undefined ? {} : { card: { not: card } }) },
      orderBy: [{ sentAt: 'asc' }, { card: 'asc' }],
    });
    await end(tx, open, { state, of: requestId, now });
  }
}

type SubjectData = { state?: string; closedAt?: Date; closedBy?: string; touchedAt: Date };

/** Holds a subject until the end of the transaction: who sends a card about it and who closes it see each other. */
function touch(tx: Tx, subject: string, data: SubjectData) {
  return tx.liveSubject.upsert({ where: { subject }, create: { subject, ...data }, update: data });
}

interface Row {
  id: string;
  channel: string;
  handle: string;
  platform: string;
  corpId: string;
  userId: string;
  changeableUntil: Date | null;
}

function keep(tx: Tx, state: CardState & { subject: string }, to: Sender, at: Date): Promise<Row> {
  const { card, subject, channel, handle, changeableMs } = state;
  const content = {
    subject,
    channel,
    handle: JSON.stringify(handle),
    sentAt: at,
    changeableUntil: changeableMs === undefined ? null : new Date(at.getTime() + changeableMs),
    endedAt: null,
    state: null,
    shown: null,
    shownAt: null,
  };
  const { platform, corpId, userId } = to;
  return tx.liveCard.upsert({
    where: { card },
    create: { id: newId(), card, platform, corpId, userId, ...content },
    // Whose it is stays: in a group anybody may have tapped it.
    update: content,
  });
}

/** Closes cards, and leaves what cannot be changed any more as it is. */
async function end(tx: Tx, rows: readonly Row[], to: { state: string; of: string; now: Date }): Promise<void> {
  for (const row of rows) {
    const isOver = row.changeableUntil !== null && row.changeableUntil <= to.now;
    const data = { endedAt: to.now, ...(isOver ? {} : { state: to.state }) };
    await tx.liveCard.update({ where: { id: row.id }, data });
    if (!isOver) await insertJob(tx, row, to);
  }
}

async function insertJob(tx: Tx, row: Row, { of, now }: { of: string; now: Date }): Promise<void> {
  const { id: liveCardId, channel, handle, platform, corpId, userId } = row;
  const key = JSON.stringify(['close-card', liveCardId, of]);
  const event = JSON.stringify({
    channel,
    key,
    sender: { platform, corpId, userId },
    place: 'direct',
    happening: { kind: 'close-card', liveCardId },
    handle: JSON.parse(handle),
  });
  await tx.$executeRaw`
    INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "priority")
    VALUES (${newId()}, ${key}, ${channel}, 'waiting', ${event}, ${now}, '', ${now}, ${priorities.cosmetic})
    ON CONFLICT ("key") DO NOTHING`;
}

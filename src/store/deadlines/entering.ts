import type { Doer } from '../../core/audit.ts';
import { newId } from '../../core/ids.ts';
import { changeKindOf } from '../../domain/deadlines/content-rows.ts';
import { type ChangeKind, contentOf, type Deadline, type DeadlineContent } from '../../domain/deadlines/deadline.ts';
import type { DeadlineStepped, Deadlines } from '../../domain/deadlines/deadlines.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { deadlineFact, openKeyOf, toColumns, toDeadline } from './rows.ts';

/** What one step of an officer writes. */
interface Step {
  kind: ChangeKind;
  before: DeadlineContent | null;
  after: DeadlineContent | null;
  reason: string | null;
  announceAt: Date | null;
}

/** 截止事项 as staff enter, change and withdraw them. Of two officers the second finds what the first did. */
export function createEntering(deps: StoreDeps): Pick<Deadlines, 'enter' | 'change' | 'withdraw'> {
  return {
    enter: (doer, { content, announceAt, ladderFrom }) =>
      change<DeadlineStepped>(deps, doer, async (tx) => {
        const openKey = openKeyOf(content);
        const known = await tx.deadline.findUnique({ where: { openKey } });
        if (known) return { result: { is: 'known', deadline: toDeadline(known) }, alongside: null };
        const last = await tx.deadline.aggregate({ _max: { number: true } });
        // Two at once: the open key, or the number, lets one in; the other is tried again.
        const row = await tx.deadline.create({
          data: {
            id: newId(),
            number: (last._max.number ?? 0) + 1,
            ...toColumns(content),
            version: 1,
            openKey,
            ladderFrom,
            recordedById: doer.personId,
            recordedAt: doer.at,
          },
        });
        const deadline = toDeadline(row);
        await keep(tx, doer, deadline, { kind: 'ENTER', before: null, after: content, reason: null, announceAt });
        const audit = [deadlineFact('deadline.enter', row.id, { number: row.number, due: content.enterpriseDue.on })];
        return { result: { is: 'done', deadline }, alongside: { audit } };
      }),

    change: (doer, { id, version, content, reason, announceAt, ladderFrom }) =>
      change<DeadlineStepped>(deps, doer, async (tx) => {
        const held = await hold(tx, id, version);
        if (held.is === 'stale') return { result: held, alongside: null };
        const openKey = openKeyOf(content);
        const other = await tx.deadline.findUnique({ where: { openKey } });
        if (other && other.id !== id) return { result: { is: 'known', deadline: toDeadline(other) }, alongside: null };
        const row = await tx.deadline.update({ where: { id }, data: { ...toColumns(content), openKey, ladderFrom } });
        const deadline = toDeadline(row);
        const kind = changeKindOf(held.before, content);
        await keep(tx, doer, deadline, { kind, before: held.before, after: content, reason, announceAt });
        // Where nobody is told that it is another day now, what was promised says nothing wrong.
        if (kind === 'CHANGE' && announceAt !== null) await dropPlanned(tx, id);
        const due = { before: held.before.enterpriseDue.on, after: content.enterpriseDue.on };
        return {
          result: { is: 'done', deadline },
          alongside: { audit: [deadlineFact('deadline.change', id, { number: row.number, due })] },
        };
      }),

    withdraw: (doer, { id, version, reason, announceAt }) =>
      change<DeadlineStepped>(deps, doer, async (tx) => {
        const held = await hold(tx, id, version);
        if (held.is === 'stale') return { result: held, alongside: null };
        const row = await tx.deadline.update({ where: { id }, data: { state: 'WITHDRAWN', openKey: null } });
        const deadline = toDeadline(row);
        await keep(tx, doer, deadline, { kind: 'WITHDRAW', before: held.before, after: null, reason, announceAt });
        await dropPlanned(tx, id);
        const audit = [deadlineFact('deadline.withdraw', id, { number: row.number, reason })];
        return { result: { is: 'done', deadline }, alongside: { audit } };
      }),
  };
}

/** Moves the version on if it is the one that was seen and the deadline stands. */
async function hold(
  tx: Tx,
  id: string,
  version: number,
): Promise<{ is: 'stale'; deadline: Deadline } | { is: 'held'; before: Deadline }> {
  const { count } = await tx.deadline.updateMany({
    where: { id, version, state: 'ACTIVE' },
    data: { version: { increment: 1 } },
  });
  const deadline = toDeadline(await tx.deadline.findUniqueOrThrow({ where: { id } }));
  return count === 0 ? { is: 'stale', deadline } : { is: 'held', before: deadline };
}

async function keep(tx: Tx, doer: Doer, { id, version }: Deadline, step: Step): Promise<void> {
  const { kind, before, after, reason, announceAt } = step;
  await tx.deadlineChange.create({
    data: {
      id: newId(),
      deadlineId: id,
      version,
      kind,
      before: before && JSON.stringify(contentOf(before)),
      after: after && JSON.stringify(contentOf(after)),
      reason,
      announceAt,
      recordedById: doer.personId,
      recordedAt: doer.at,
    },
  });
}

/** What was promised of a day that is another by now does not go out any more, nor is it tried again. */
async function dropPlanned(tx: Tx, deadlineId: string): Promise<void> {
  await tx.reminder.updateMany({
    where: { subject: `deadline:${deadlineId}`, state: { in: ['PLANNED', 'SENDING'] } },
    data: { state: 'DROPPED', why: 'withdrawn' },
  });
}

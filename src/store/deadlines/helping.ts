import type { EnterpriseRef } from '../../core/actor.ts';
import type { AuditAction, Doer } from '../../core/audit.ts';
import { newId } from '../../core/ids.ts';
import type { Telling } from '../../domain/bindings.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Subject } from '../../domain/deadlines/deadline.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import type { HelpRequest } from '../../domain/deadlines/help.ts';
import { toNotices } from '../binding-rows.ts';
import { personsNow } from '../persons-now.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { enterpriseName, toHelp } from './rows.ts';

type Reading = Pick<Tx, 'helpRequest' | 'person'>;

/** 代办: who asked, who took it, by when. Of two agents the first. */
export function createHelping(
  deps: StoreDeps,
): Pick<Deadlines, 'askHelp' | 'findHelp' | 'openHelp' | 'takeHelp' | 'planHelp' | 'closeHelp'> {
  const { client } = deps;

  /** Moves a request on, if it is where it has to be for that. */
  const move = (
    doer: Doer,
    step: {
      where: { number: number } & Parameters<Tx['helpRequest']['updateMany']>[0]['where'];
      action: AuditAction;
      data: Parameters<Tx['helpRequest']['updateMany']>[0]['data'];
      tell(request: HelpRequest): readonly Telling[];
    },
  ) =>
    change<HelpRequest | null>(deps, doer, async (tx) => {
      const { where, action, data, tell } = step;
      const { count } = await tx.helpRequest.updateMany({ where, data });
      if (count === 0) return { result: null, alongside: null };
      const request = await read(tx, { number: where.number });
      if (!request) throw new Error('a request that was moved is not there');
      const about = { objectType: 'help', objectId: request.id, enterpriseId: request.enterprise.id };
      return {
        result: request,
        alongside: { audit: [{ action, result: 'allowed', ...about }], notices: tell(request).flatMap(toNotices) },
      };
    });

  return {
    askHelp: (doer, { tell, ...asked }) =>
      change<{ request: HelpRequest; isNew: boolean }>(deps, doer, async (tx) => {
        const { request, isNew } = await openHelpFor(tx, doer, asked);
        if (!isNew) return { result: { request, isNew }, alongside: null };
        const about = { objectType: 'help', objectId: request.id, enterpriseId: request.enterprise.id };
        return {
          result: { request, isNew },
          alongside: {
            audit: [{ action: 'help.ask', result: 'allowed', ...about }],
            notices: tell(request).flatMap(toNotices),
          },
        };
      }),
    findHelp: (number) => read(client, { number }),
    async openHelp(enterpriseId) {
      const rows = await client.helpRequest.findMany({
        where: { state: { not: 'CLOSED' }, ...(enterpriseId === undefined ? {} : { enterpriseId }) },
        orderBy: { number: 'asc' },
        include: enterpriseName,
      });
      const persons = await personsNow(
        client,
        rows.flatMap(({ askedById, agentId }) => [askedById, agentId]),
      );
      return rows.map((row) => toHelp(persons, row));
    },
    takeHelp: (doer, { number, dueOn, tell }) =>
      move(doer, {
        where: { number, state: 'OPEN' },
        action: 'help.take',
        data: { state: 'TAKEN', agentId: doer.personId, takenAt: doer.at, dueOn },
        tell,
      }),
    planHelp: (doer, { number, dueOn, tell }) =>
      move(doer, {
        where: { number, state: 'TAKEN', agentId: doer.personId },
        action: 'help.plan',
        data: { dueOn },
        tell,
      }),
    closeHelp: (doer, { number, note, tell }) =>
      move(doer, {
        where: { number, state: { in: ['OPEN', 'TAKEN'] } },
        action: 'help.close',
        data: { state: 'CLOSED', closedAt: doer.at, note, openKey: null },
        tell,
      }),
  };
}

/** Opens a request, or finds the one that is open for the same enterprise and matter: a deadline, or what it is called. */
export async function openHelpFor(
  tx: Tx,
  doer: Doer,
  asked: { subject: Subject | null; enterprise: EnterpriseRef; topic: string; acceptBy: CalendarDate },
): Promise<{ request: HelpRequest; isNew: boolean }> {
  const { subject, enterprise, topic, acceptBy } = asked;
  const openKey = `${enterprise.id} ${subject ?? topic.replaceAll(' ', '')}`;
  const known = await read(tx, { openKey });
  if (known) return { request: known, isNew: false };
  const last = await tx.helpRequest.aggregate({ _max: { number: true } });
  await tx.helpRequest.create({
    data: {
      id: newId(),
      number: (last._max.number ?? 0) + 1,
      enterpriseId: enterprise.id,
      subject,
      topic,
      openKey,
      state: 'OPEN',
      askedById: doer.personId ?? '',
      askedAt: doer.at,
      acceptBy,
    },
  });
  const request = await read(tx, { openKey });
  if (!request) throw new Error('a request that was made is not there');
  return { request, isNew: true };
}

async function read(tx: Reading, where: { number: number } | { openKey: string }): Promise<HelpRequest | null> {
  const row = await tx.helpRequest.findUnique({ where, include: enterpriseName });
  return row && toHelp(await personsNow(tx, [row.askedById, row.agentId]), row);
}

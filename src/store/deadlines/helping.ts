import type { AuditAction, Doer } from '../../core/audit.ts';
import type { Telling } from '../../domain/bindings.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import { type HelpRequest, helpSubject } from '../../domain/deadlines/help.ts';
import { toNotices } from '../binding-rows.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { findHelp, helpFact, openHelpFor, toRequests } from './help-rows.ts';
import { enterpriseName } from './rows.ts';

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
      /** What the cards about it say from then on; absent: they stay as they are */
      closes?: string;
      data: Parameters<Tx['helpRequest']['updateMany']>[0]['data'];
      tell(request: HelpRequest): readonly Telling[];
    },
  ) =>
    change<HelpRequest | null>(deps, doer, async (tx) => {
      const { where, action, closes, data, tell } = step;
      const { count } = await tx.helpRequest.updateMany({ where, data });
      if (count === 0) return { result: null, alongside: null };
      const request = await findHelp(tx, { number: where.number });
      if (!request) throw new Error('a request that was moved is not there');
      return {
        result: request,
        alongside: {
          audit: [helpFact(action, request)],
          notices: tell(request).flatMap(toNotices),
          closes: closes === undefined ? [] : [{ subject: helpSubject(request), state: closes }],
        },
      };
    });

  return {
    askHelp: (doer, { tell, ...asked }) =>
      change<{ request: HelpRequest; isNew: boolean }>(deps, doer, async (tx) => {
        const { request, isNew } = await openHelpFor(tx, doer, asked);
        if (!isNew) return { result: { request, isNew }, alongside: null };
        const alongside = { audit: [helpFact('help.ask', request)], notices: tell(request).flatMap(toNotices) };
        return { result: { request, isNew }, alongside };
      }),
    findHelp: (number) => findHelp(client, { number }),
    async openHelp(enterpriseId) {
      const rows = await client.helpRequest.findMany({
        where: { state: { not: 'CLOSED' }, ...(enterpriseId === undefined ? {} : { enterpriseId }) },
        orderBy: { number: 'asc' },
        include: enterpriseName,
      });
      return toRequests(client, rows);
    },
    takeHelp: (doer, { number, dueOn, tell }) =>
      move(doer, {
        where: { number, state: 'OPEN' },
        action: 'help.take',
        closes: '已受理',
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
        closes: '已办结',
        data: { state: 'CLOSED', closedAt: doer.at, note, openKey: null },
        tell,
      }),
  };
}

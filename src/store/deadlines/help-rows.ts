import type { EnterpriseRef } from '../../core/actor.ts';
import type { AuditAction, Doer } from '../../core/audit.ts';
import { newId } from '../../core/ids.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Subject } from '../../domain/deadlines/deadline.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import { endedText, type HelpRequest, helpSubject } from '../../domain/deadlines/help.ts';
import { answerKinds, endsLadder } from '../../domain/deadlines/reminders.ts';
import { toNotices } from '../binding-rows.ts';
import { personsNow } from '../persons-now.ts';
import type { Alongside } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { enterpriseName, type HelpRow, holdingOf, toHelp } from './rows.ts';

type Reading = Pick<Tx, 'helpRequest' | 'deadlineAnswer' | 'person'>;

/** Opens a request, or finds the one that is open for the same enterprise and matter: a deadline, or what it is called. */
export async function openHelpFor(
  tx: Tx,
  doer: Doer,
  asked: { subject: Subject | null; enterprise: EnterpriseRef; topic: string; acceptBy: CalendarDate },
): Promise<{ request: HelpRequest; isNew: boolean }> {
  const { subject, enterprise, topic, acceptBy } = asked;
  const openKey = openKeyOf(enterprise, subject ?? topic.replaceAll(' ', ''));
  const known = await findHelp(tx, { openKey });
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
  const request = await findHelp(tx, { openKey });
  if (!request) throw new Error('a request that was made is not there');
  return { request, isNew: true };
}

/**
 * What an answer does to the request for help about the same: HELP opens one. What ends the matter closes it where nobody has
 * taken it; who has taken it closes it.
 */
export async function answerHelp(
  tx: Tx,
  doer: Doer,
  answer: Parameters<Deadlines['answer']>[1],
): Promise<{ request: HelpRequest | null; alongside: Alongside | null }> {
  const { subject, enterprise, kind, help, tellClosed } = answer;
  if (help) {
    const { request, isNew } = await openHelpFor(tx, doer, { subject, enterprise, ...help });
    const notices = isNew ? help.tell(request).flatMap(toNotices) : [];
    return { request, alongside: isNew ? { audit: [helpFact('help.ask', request)], notices } : null };
  }
  const known = endsLadder.has(kind) ? await findHelp(tx, { openKey: openKeyOf(enterprise, subject) }) : null;
  if (!known) return { request: null, alongside: null };
  const { number } = known;
  const { count } = await tx.helpRequest.updateMany({
    where: { number, state: 'OPEN' },
    data: { state: 'CLOSED', closedAt: doer.at, note: endedText(kind), openKey: null },
  });
  const now = await findHelp(tx, { number });
  // The answer itself is not kept yet.
  const request = now && { ...now, ended: kind };
  if (!request || count === 0) return { request, alongside: null };
  const alongside = {
    audit: [helpFact('help.close', request)],
    closes: [{ subject: helpSubject(request), state: '已办结' }],
    notices: tellClosed ? tellClosed(request).flatMap(toNotices) : [],
  };
  return { request, alongside };
}

export const helpFact = (action: AuditAction, { id, enterprise }: HelpRequest) =>
  ({ action, result: 'allowed', objectType: 'help', objectId: id, enterpriseId: enterprise.id }) as const;

const openKeyOf = ({ id }: EnterpriseRef, matter: string) => `${id} ${matter}`;

export async function findHelp(
  tx: Reading,
  where: { number: number } | { openKey: string },
): Promise<HelpRequest | null> {
  const row = await tx.helpRequest.findUnique({ where, include: enterpriseName });
  return row && ((await toRequests(tx, [row]))[0] ?? null);
}

/** The rows with the persons as they are now, and with what has ended their matters. */
export async function toRequests(tx: Reading, rows: readonly HelpRow[]): Promise<HelpRequest[]> {
  const persons = await personsNow(
    tx,
    rows.flatMap(({ askedById, agentId }) => [askedById, agentId]),
  );
  const subjects = [...new Set(rows.flatMap(({ subject }) => subject ?? []))];
  const answers =
    subjects.length === 0 ? [] : await tx.deadlineAnswer.findMany({ where: { subject: { in: subjects } } });
  const holding = holdingOf(answers);
  return rows.map((row) => {
    const kind = answerKinds.find((one) => one === holding.get(`${row.subject} ${row.enterpriseId}`)?.kind);
    return toHelp(persons, row, kind !== undefined && endsLadder.has(kind) ? kind : null);
  });
}

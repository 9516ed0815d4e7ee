import { newId } from '../../core/ids.ts';
import { cardSubject } from '../../domain/deadlines/deadline.ts';
import type { Answered, Deadlines } from '../../domain/deadlines/deadlines.ts';
import { answeredState } from '../../domain/deadlines/reminders.ts';
import { personsNow } from '../persons-now.ts';
import { type Alongside, change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { answerHelp } from './help-rows.ts';
import { holdingOf, toAnswer, toDeadline } from './rows.ts';

/** What enterprises answer, append-only: the last one of an enterprise and a subject holds. */
export function createAnswering(deps: StoreDeps): Pick<Deadlines, 'answer' | 'answers'> {
  const { client } = deps;
  return {
    answer: (doer, answer) =>
      change<Answered>(deps, doer, async (tx) => {
        const { subject, enterprise, kind, reason } = answer;
        const withdrawn = await withdrawnDeadline(tx, subject);
        if (withdrawn) return { result: { is: 'withdrawn', deadline: withdrawn }, alongside: null };
        // Two answers at once: the number of the second is taken, and it is tried again behind the first.
        const last = await tx.deadlineAnswer.findFirst({
          where: { subject, enterpriseId: enterprise.id },
          orderBy: { seq: 'desc' },
        });
        const persons = await personsNow(tx, [last?.personId ?? null, doer.personId]);
        const before = last && toAnswer(persons, last);
        const { request, alongside: ofHelp } = await answerHelp(tx, doer, answer);
        if (before?.kind === kind && before.reason === reason && !ofHelp) {
          return { result: { is: 'done', answer: before, help: request, before }, alongside: null };
        }
        const row = await tx.deadlineAnswer.create({
          data: {
            id: newId(),
            subject,
            enterpriseId: enterprise.id,
            kind,
            reason,
            seq: (last?.seq ?? 0) + 1,
            personId: doer.personId,
            via: doer.channel,
            recordedAt: doer.at,
          },
        });
        const isStaffs = kind === 'EXEMPT' || kind === 'REOPENED';
        const about = { objectType: 'deadline', objectId: subject, enterpriseId: enterprise.id };
        const detail = { kind, before: before?.kind ?? null };
        const action = isStaffs ? ('deadline.exempt' as const) : ('deadline.answer' as const);
        const alongside: Alongside = {
          closes: [
            { subject: cardSubject(subject, enterprise.id), state: answeredState(kind) },
            ...(ofHelp?.closes ?? []),
          ],
          audit: [{ action, result: 'allowed', ...about, detail }, ...(ofHelp?.audit ?? [])],
          notices: ofHelp?.notices ?? [],
        };
        return { result: { is: 'done', answer: toAnswer(persons, row), help: request, before }, alongside };
      }),

    async answers(subjects, enterpriseId) {
      const rows = await client.deadlineAnswer.findMany({
        where: { subject: { in: [...subjects] }, ...(enterpriseId === undefined ? {} : { enterpriseId }) },
      });
      const holding = [...holdingOf(rows).values()];
      const persons = await personsNow(
        client,
        holding.map(({ personId }) => personId),
      );
      return holding.map((row) => toAnswer(persons, row));
    },
  };
}

async function withdrawnDeadline(tx: Tx, subject: string) {
  const [, id] = /^deadline:(\w+)$/u.exec(subject) ?? [];
  const row = id === undefined ? null : await tx.deadline.findUnique({ where: { id } });
  return row?.state === 'WITHDRAWN' ? toDeadline(row) : null;
}

import type { Doer } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { notAllowed, problemsOf, statusOf } from '../domain/application-state.ts';
import type { ApplicationRecord, Applications } from '../domain/applications.ts';
import { dateOf } from '../domain/calendar.ts';
import { closedStatuses, type Evidence, EvidenceSchema, type Move, moveRules } from '../domain/progress.ts';
import type { TechSmeValidTo } from '../domain/validity.ts';
import { applicationFact, entryTime, recordOf } from './application-rows.ts';
import { toNotices } from './binding-rows.ts';
import { type Recognition, recognise } from './recognise.ts';
import { change, type StoreDeps } from './store-deps.ts';

/** A step of an application, by compare-and-set on the number of steps that were seen: of two officers the first. */
export function createMoves(deps: StoreDeps & { techSmeValidTo: TechSmeValidTo }): Pick<Applications, 'move'> {
  return {
    move: (doer, { id, version, evidence: given, tell }) =>
      change<{ application: ApplicationRecord; isNew: boolean } | null>(deps, doer, async (tx) => {
        const { count } = await tx.application.updateMany({
          where: { id, version },
          data: { version: { increment: 1 } },
        });
        const before = await recordOf(tx, id);
        if (!before) return { result: null, alongside: null };
        if (count === 0) return { result: { application: before, isNew: false }, alongside: null };
        // What is refused from here on takes the count back with it.
        const evidence = checked(before, given, doer);
        const { to } = moveRules[evidence.move];
        const step = {
          id: newId(),
          status: to,
          effectiveOn: evidence.on,
          evidence: JSON.stringify(evidence),
          recordedById: doer.personId,
          recordedAt: entryTime(doer.at, before.steps),
        };
        const closed = closedStatuses.has(to);
        if (closed) await tx.application.update({ where: { id }, data: { openKey: null } });
        const made = isRecognition(evidence)
          ? await recognise(tx, { application: before, evidence, step, rule: deps.techSmeValidTo, doer })
          : null;
        if (!made) await tx.transition.create({ data: { ...step, applicationId: id } });
        const application = await recordOf(tx, id);
        if (!application) throw new Error('an application went away while it was moved');
        const detail = {
          number: application.number,
          move: evidence.move,
          from: statusOf(before),
          to,
          on: evidence.on,
          ...(made ? { qualificationId: made } : {}),
          ...('reason' in evidence ? { reason: evidence.reason } : {}),
        };
        return {
          result: { application, isNew: true },
          alongside: {
            audit: [applicationFact('application.move', application, detail)],
            notices: tell(application).flatMap(toNotices),
          },
        };
      }),
  };
}

function isRecognition(evidence: Evidence): evidence is Recognition {
  return evidence.move === 'recognise';
}

/** @throws UserError for what is not allowed, or not proven */
function checked(before: ApplicationRecord, given: Evidence, doer: Doer): Extract<Evidence, { move: Move }> {
  const read = EvidenceSchema.safeParse(given);
  if (!read.success) throw new UserError('填写的内容不完整或过长，请核对后重新提交。');
  const evidence = read.data;
  if (evidence.move === 'open' || evidence.move === 'revoke')
    throw new Error(`${evidence.move} is no step of an application`);
  const refused = notAllowed(before, evidence.move, doer.role);
  if (refused !== null) throw new UserError(refused);
  const today = dateOf(doer.at);
  // When an enterprise handed in is when it did so: it may be a matter of a deadline.
  if (doer.role === 'contact' && evidence.on !== today) {
    throw new UserError('企业自行办理的以当天日期为准，不能另填日期；如需更正请联系开发区科技局。');
  }
  const problems = problemsOf(before, evidence, today);
  if (problems.length > 0) throw new UserError(problems.join(''));
  return evidence;
}

import { dateOf } from '../../domain/calendar.ts';
import type { Project } from '../../domain/funds/facts.ts';
import type { Funds } from '../../domain/funds/funds.ts';
import { whyNotStatus } from '../../domain/funds/status-rules.ts';
import { toNotices } from '../binding-rows.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import { holdBatch } from './hold-batch.ts';
import { fundFact, refuseIf, refuseOther, tidyDocNo, tidyText } from './insert-entry.ts';
import { findProject, readPlace } from './place.ts';

/** Steps of a project: each is a row of its own, the present one follows from them. */
export function createFundStatuses(deps: StoreDeps): Pick<Funds, 'setStatus'> {
  return {
    setStatus: (doer, id, { projectId, status, on: effectiveOn, docNo: number, note, tell = () => [] }) =>
      change<{ project: Project; isNew: boolean }>(deps, doer, async (tx) => {
        await holdBatch(tx, { projectId });
        const place = await readPlace(tx, { projectId });
        if (!place.project) throw new Error(`no project ${projectId}`);
        const docNo = tidyDocNo(number);
        const row = { projectId, status, effectiveOn, docNo, note: tidyText(note) };
        const known = await tx.fundProjectStatus.findUnique({ where: { id } });
        if (known) {
          refuseOther(id, known, row);
          return { result: { project: place.project, isNew: false }, alongside: null };
        }
        refuseIf(whyNotStatus(place.project, place.entries, { status, on: effectiveOn, docNo }, dateOf(doer.at)));
        const by = { recordedById: doer.personId, recordedAt: doer.at };
        await tx.fundProjectStatus.create({ data: { id, ...row, ...by } });
        const project = await findProject(tx, projectId);
        if (!project) throw new Error(`no project ${projectId}`);
        const audit = [fundFact('fund.status', { object: 'fund-project', id: projectId, place, detail: { status } })];
        return {
          result: { project, isNew: true },
          alongside: { audit, notices: tell(project).flatMap(toNotices) },
        };
      }),
  };
}

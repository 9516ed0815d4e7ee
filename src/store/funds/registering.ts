import { newId } from '../../core/ids.ts';
import { dateOf } from '../../domain/calendar.ts';
import type { Batch, Project } from '../../domain/funds/facts.ts';
import type { Funds, NewProject } from '../../domain/funds/funds.ts';
import { keysOf } from '../../domain/funds/keys.ts';
import { allocationOf, approvalOf, whyNotBatch, whyNotProject } from '../../domain/funds/register-rules.ts';
import { noSums } from '../../domain/funds/sums.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { holdBatch } from './hold-batch.ts';
import {
  contentOf,
  type EntryContent,
  fundFact,
  insertEntry,
  refuseIf,
  refuseOther,
  tidyDocNo,
  tidyText,
} from './insert-entry.ts';
import { allocationsBy, findBatch, findProject, readPlace } from './place.ts';

/**
 * Batches with their 下达 and projects with their 批复: the entry that makes one has its id. Numbers are the next ones
 * under a unique key: of two at once the second is tried again.
 */
export function createFundRegister(deps: StoreDeps): Pick<Funds, 'addBatch' | 'addProject'> {
  return {
    addBatch: (doer, id, given) =>
      change<{ batch: Batch; isNew: boolean }>(deps, doer, async (tx) => {
        const wanted = { ...given, name: given.name.trim(), docNo: tidyDocNo(given.docNo) };
        const { name, level, category, year, surplusPolicy, trackSpending } = wanted;
        const row = { name, level, category, year, surplusPolicy, trackSpending };
        const content = contentOf(allocationOf(wanted));
        const known = await tx.fundBatch.findUnique({ where: { id } });
        if (known) {
          refuseOther(id, known, row);
          await refuseOtherEntry(tx, id, content);
          return { result: { batch: await mustFind(findBatch(tx, id)), isNew: false }, alongside: null };
        }
        const namesake = await tx.fundBatch.findUnique({ where: { name }, select: { number: true } });
        const { uses, holding } = await allocationsBy(tx, allocationOf(wanted));
        refuseIf(whyNotBatch(wanted, { batch: namesake?.number ?? null }, dateOf(doer.at), holding));
        const last = await tx.fundBatch.aggregate({ _max: { number: true } });
        const batch: Batch = { id, number: (last._max.number ?? 0) + 1, ...row };
        await tx.fundBatch.create({ data: { ...batch, recordedById: doer.personId, recordedAt: doer.at } });
        const place = { batch, totals: noSums, project: null, entries: [] };
        await insertEntry(tx, doer, { id, place, content, keys: keysOf(place, allocationOf(wanted), uses) });
        const audit = [fundFact('fund.batch', { object: 'fund-batch', id, place })];
        return { result: { batch, isNew: true }, alongside: { audit } };
      }),

    addProject: (doer, id, given) =>
      change<{ project: Project; isNew: boolean }>(deps, doer, async (tx) => {
        await holdBatch(tx, { batchId: given.batchId });
        const wanted = tidyProject(given);
        const row = rowOf(wanted);
        const content = contentOf(approvalOf(wanted));
        const known = await tx.fundProject.findUnique({ where: { id } });
        if (known) {
          refuseOther(id, known, row);
          await refuseOtherEntry(tx, id, content);
          return { result: { project: await mustFind(findProject(tx, id)), isNew: false }, alongside: null };
        }
        const { batch, totals } = await readPlace(tx, { batchId: wanted.batchId });
        const namesakes = await projectNamesakes(tx, wanted);
        refuseIf(whyNotProject(wanted, { batch, totals }, namesakes, dateOf(doer.at)));
        const last = await tx.fundProject.aggregate({ _max: { number: true } });
        const number = (last._max.number ?? 0) + 1;
        const enterprise = await tx.enterprise.findUniqueOrThrow({ where: { id: wanted.enterprise.id } });
        const by = { recordedById: doer.personId, recordedAt: doer.at };
        await tx.fundProject.create({ data: { id, number, ...row, isDemo: enterprise.isDemo, ...by } });
        const { effectiveOn, docNo } = wanted;
        const status = { id: newId(), projectId: id, status: 'APPROVED', effectiveOn, docNo };
        await tx.fundProjectStatus.create({ data: { ...status, ...by } });
        const project = await mustFind(findProject(tx, id));
        const place = { batch, totals, project, entries: [] };
        await insertEntry(tx, doer, { id, place, content, keys: keysOf(place, approvalOf(wanted)) });
        const audit = [fundFact('fund.project', { object: 'fund-project', id, place })];
        return { result: { project, isNew: true }, alongside: { audit } };
      }),
  };
}

async function refuseOtherEntry(tx: Tx, id: string, content: EntryContent): Promise<void> {
  refuseOther(id, await tx.fundEntry.findUniqueOrThrow({ where: { id } }), content);
}

async function mustFind<T>(found: Promise<T | null>): Promise<T> {
  const one = await found;
  if (one === null) throw new Error('what was just entered is not there');
  return one;
}

function tidyProject(given: NewProject): NewProject {
  return {
    ...given,
    name: given.name.trim(),
    code: tidyText(given.code, '项目编号'),
    leader: tidyText(given.leader, '项目负责人'),
    partner: tidyText(given.partner, '合作单位'),
    goal: tidyText(given.goal, '绩效目标'),
    docNo: tidyDocNo(given.docNo),
  };
}

function rowOf(wanted: NewProject) {
  const { batchId, enterprise, name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, selfRaised, goal } =
    wanted;
  return {
    batchId,
    enterpriseId: enterprise.id,
    name,
    code,
    leader,
    partner,
    startsOn,
    endsOn,
    acceptanceDueOn,
    selfRaised,
    goal,
  };
}

async function projectNamesakes(tx: Tx, { batchId, enterprise, name, code }: NewProject) {
  const select = { number: true } as const;
  const key = { batchId, enterpriseId: enterprise.id, name };
  const project = await tx.fundProject.findUnique({ where: { batchId_enterpriseId_name: key }, select });
  const sameCode = code === null ? null : await tx.fundProject.findUnique({ where: { code }, select });
  return { project: project?.number ?? null, code: sameCode?.number ?? null };
}

import { type CalendarDate, formatDate } from '../calendar.ts';
import { whyNotDay } from './day-rules.ts';
import type { EntryFact, Project } from './facts.ts';
import { liveOf } from './proposal.ts';
import { decisiveStatus, isReward, projectStatusAt } from './standing.ts';
import { projectLabel, projectStatusLabels, type StoredProjectStatus } from './terms.ts';
import { entryPhrase } from './wording.ts';

/** The one table of what may follow what; nothing else is allowed (domain.md C1, C3). */
const following: Readonly<Record<StoredProjectStatus, readonly StoredProjectStatus[]>> = {
  APPROVED: ['ACCEPT_APPLIED', 'TERMINATED', 'REVOKED'],
  ACCEPT_APPLIED: ['ACCEPTED', 'FAILED', 'TERMINATED', 'REVOKED'],
  FAILED: ['ACCEPT_APPLIED', 'TERMINATED', 'REVOKED'],
  ACCEPTED: ['CONCLUDED'],
  CONCLUDED: [],
  TERMINATED: [],
  REVOKED: [],
};
/** A reward has no acceptance: it is concluded as it is. */
const followingReward: readonly StoredProjectStatus[] = ['CONCLUDED', 'TERMINATED', 'REVOKED'];

const needsDocument: ReadonlySet<StoredProjectStatus> = new Set(['TERMINATED', 'REVOKED']);

/** What the status of a project may become, in the order in which it is offered. */
export function statusesAfter(project: Pick<Project, 'batch' | 'statuses'>): readonly StoredProjectStatus[] {
  const present = decisiveStatus(project)?.status ?? 'APPROVED';
  return present === 'APPROVED' && isReward(project.batch) ? followingReward : following[present];
}

export interface StatusProposal {
  status: StoredProjectStatus;
  on: CalendarDate;
  docNo: string | null;
}

/** Why the status of a project may not become this; null: it may. `entries`: all of the project. */
export function whyNotStatus(
  project: Project,
  entries: readonly EntryFact[],
  { status, on, docNo }: StatusProposal,
  today: CalendarDate,
): string | null {
  const present = decisiveStatus(project);
  const label = projectStatusLabels[status];
  const allowed = statusesAfter(project);
  if (!allowed.includes(status)) {
    const now = projectStatusLabels[projectStatusAt(project, today)];
    const next = allowed.map((one) => projectStatusLabels[one]).join('、');
    const reward = isReward(project.batch) ? '（奖励性资金，无需验收）' : '';
    const step = next === '' ? '该状态不再变更' : `可变更为：${next}`;
    return `项目 ${projectLabel(project.number)} 当前为“${now}”${reward}，不能变更为“${label}”；${step}。`;
  }
  const wrongDay = whyNotDay(on, today);
  if (wrongDay !== null) return wrongDay;
  if (present && on < present.effectiveOn) {
    return `“${label}”日期${formatDate(on)}早于“${projectStatusLabels[present.status]}”日期${formatDate(present.effectiveOn)}，请核对后重填。`;
  }
  if (!needsDocument.has(status)) return null;
  if (docNo === null) return `项目${label}须填写决定文号，请填写后再提交。`;
  const later = liveOf(entries).find(
    ({ type, effectiveOn }) => (type === 'APPROVE' || type === 'DISBURSE' || type === 'RECEIVE') && effectiveOn > on,
  );
  return later ? `${label}日期${formatDate(on)}之后还有${entryPhrase(later)}；请核对日期，或先冲销该笔记录。` : null;
}

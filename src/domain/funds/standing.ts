import { addYears, type CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { Batch, Project, ProjectStatusFact } from './facts.ts';
import { balanceOf, type Sums } from './sums.ts';
import { type ProjectStatus, rewardCategories, type StoredProjectStatus } from './terms.ts';

/** 奖励、后补助: paid for what was done, so there is no acceptance (domain.md C3). */
export function isReward({ category }: Pick<Batch, 'category'>): boolean {
  return rewardCategories.has(category);
}

/** The status that decides on a day: the latest effective one; of one day's, the one entered last. */
export function decisiveStatus({ statuses }: Pick<Project, 'statuses'>, on?: CalendarDate): ProjectStatusFact | null {
  let decisive: ProjectStatusFact | null = null;
  for (const fact of statuses) {
    if (on !== undefined && fact.effectiveOn > on) continue;
    const isLater =
      decisive === null ||
      fact.effectiveOn > decisive.effectiveOn ||
      (fact.effectiveOn === decisive.effectiveOn && fact.recordedAt >= decisive.recordedAt);
    if (isLater) decisive = fact;
  }
  return decisive;
}

/**
 * How a project stands at the end of a day. 实施中 and 到期待验收 follow from 实施期: its last day is still 实施中. Before its
 * first status it counts as 已立项: who asks leaves out what was not approved by then.
 */
export function projectStatusAt(project: Project, on: CalendarDate): ProjectStatus {
  const stored = decisiveStatus(project, on)?.status ?? 'APPROVED';
  if (stored !== 'APPROVED' || isReward(project.batch)) return stored;
  const { startsOn, endsOn, acceptanceDueOn } = project;
  const lastDay = endsOn ?? acceptanceDueOn;
  if (lastDay !== null && on > lastDay) return 'DUE';
  // With an end but no known beginning it runs since its approval.
  const isBegun = startsOn === null ? lastDay !== null : on >= startsOn;
  return isBegun ? 'RUNNING' : 'APPROVED';
}

const finished: ReadonlySet<ProjectStatus> = new Set<StoredProjectStatus>([
  'ACCEPTED',
  'CONCLUDED',
  'FAILED',
  'TERMINATED',
  'REVOKED',
]);

/** Whether what is left is 结余, no longer 结转 (domain.md C2). */
export function isFinished(status: ProjectStatus): boolean {
  return finished.has(status);
}

/** What becomes of 结余. */
export type SurplusFate =
  | { kind: 'KEEP' }
  /** 两年后收回; `isDue`: the day has come */
  | { kind: 'RECOVER_2Y'; on: CalendarDate; isDue: boolean }
  | { kind: 'RECOVER' };

export type Surplus = { kind: '结转'; fen: Fen } | { kind: '结余'; fen: Fen; fate: SurplusFate };

/**
 * What is left of a project on a day, and what becomes of it (domain.md C2, C3): the two are never added. Null for money
 * whose spending nobody follows: it has no balance.
 * @param sums of the project, as at that day
 */
export function surplusOf(project: Project, sums: Sums, on: CalendarDate): Surplus | null {
  if (!project.batch.trackSpending) return null;
  const fen = balanceOf(sums);
  const status = projectStatusAt(project, on);
  return isFinished(status) ? { kind: '结余', fen, fate: fateOf(project, status, on) } : { kind: '结转', fen };
}

function fateOf(project: Project, status: ProjectStatus, on: CalendarDate): SurplusFate {
  if (status !== 'ACCEPTED' && status !== 'CONCLUDED') return { kind: 'RECOVER' };
  switch (project.batch.surplusPolicy) {
    case 'KEEP_BY_UNIT':
      return { kind: 'KEEP' };
    case 'RECOVER_ALL':
      return { kind: 'RECOVER' };
    case 'RECOVER_2Y': {
      const due = addYears(passedOn(project, on), 2);
      return { kind: 'RECOVER_2Y', on: due, isDue: on >= due };
    }
  }
}

/** The day of the passed acceptance; of what is concluded without one, the day of that. */
function passedOn({ statuses }: Project, on: CalendarDate): CalendarDate {
  const days = statuses
    .filter(({ status, effectiveOn }) => (status === 'ACCEPTED' || status === 'CONCLUDED') && effectiveOn <= on)
    .map(({ effectiveOn }) => effectiveOn)
    .sort();
  return days[0] ?? on;
}

/** What of a project has to be given back on that day. */
export function toBeTakenBack(surplus: Surplus | null): Fen {
  if (surplus?.kind !== '结余' || surplus.fen <= 0n) return 0n;
  const { fate, fen } = surplus;
  return fate.kind === 'RECOVER' || (fate.kind === 'RECOVER_2Y' && fate.isDue) ? fen : 0n;
}

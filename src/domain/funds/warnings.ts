import { type CalendarDate, daysBetween, formatDate } from '../calendar.ts';
import { type Fen, formatRate } from '../money.ts';
import type { Project } from './facts.ts';
import { isFinished, isReward, projectStatusAt, surplusOf, toBeTakenBack } from './standing.ts';
import { balanceOf, type Sums } from './sums.ts';
import { exactAmount } from './wording.ts';

/** What staff should look at in a project (domain.md C3). */
export type Warning =
  /** 支出 > 到位: a 垫支, or what was reversed since */
  | { kind: 'overspent'; fen: Fen }
  /** `daysLeft` is negative once it is overdue. */
  | { kind: 'acceptance'; stage: 'in90' | 'in30' | 'overdue'; dueOn: CalendarDate; daysLeft: number }
  /** Less than half is spent when half of 实施期 has passed. */
  | { kind: 'slow'; spent: Fen; received: Fen }
  | { kind: 'take-back'; fen: Fen };

/** The days before the due day at which staff are reminded (domain.md C3). */
const [firstReminder, lastReminder] = [90, 30] as const;

/**
 * The warnings of a project on a day, the most pressing first.
 * @param sums of the project, as at that day
 */
export function warningsOf(project: Project, sums: Sums, on: CalendarDate): Warning[] {
  const warnings: Warning[] = [];
  if (project.batch.trackSpending && balanceOf(sums) < 0n) warnings.push({ kind: 'overspent', fen: -balanceOf(sums) });
  const fen = toBeTakenBack(surplusOf(project, sums, on));
  if (fen > 0n) warnings.push({ kind: 'take-back', fen });
  const acceptance = acceptanceWarning(project, on);
  if (acceptance) warnings.push(acceptance);
  if (isSlow(project, sums, on)) {
    warnings.push({ kind: 'slow', spent: sums.spent, received: sums.receivedTracked });
  }
  return warnings;
}

/** Until acceptance is applied for; a reward has none. */
function acceptanceWarning(project: Project, on: CalendarDate): Warning | null {
  const dueOn = project.acceptanceDueOn ?? project.endsOn;
  const status = projectStatusAt(project, on);
  if (dueOn === null || isReward(project.batch) || isFinished(status) || status === 'ACCEPT_APPLIED') return null;
  const daysLeft = daysBetween(on, dueOn);
  if (daysLeft > firstReminder) return null;
  const stage = daysLeft < 0 ? 'overdue' : daysLeft <= lastReminder ? 'in30' : 'in90';
  return { kind: 'acceptance', stage, dueOn, daysLeft };
}

/** Only where there is something received to be spent: a rate of nothing is no rate. */
function isSlow(project: Project, { spent, receivedTracked }: Sums, on: CalendarDate): boolean {
  const { startsOn, endsOn, batch } = project;
  if (startsOn === null || endsOn === null || !batch.trackSpending || isReward(batch)) return false;
  if (on < startsOn || isFinished(projectStatusAt(project, on)) || receivedTracked <= 0n) return false;
  // Whole days that lie behind us, of all days of 实施期 with its first and its last.
  const hasHalfPassed = 2 * daysBetween(startsOn, on) >= daysBetween(startsOn, endsOn) + 1;
  return hasHalfPassed && 2n * spent < receivedTracked;
}

/** One sentence without its full stop, for a list. */
export function warningText(warning: Warning): string {
  switch (warning.kind) {
    case 'overspent':
      return `支出大于到位${exactAmount(warning.fen)}，请核实是否为垫支`;
    case 'take-back':
      return `应收回${exactAmount(warning.fen)}`;
    case 'acceptance': {
      const { stage, dueOn, daysLeft } = warning;
      const due = `验收到期日为${formatDate(dueOn)}`;
      if (stage === 'overdue') return `${due}，已超期${-daysLeft}天，尚未申请验收`;
      return daysLeft === 0 ? `${due}，今天到期，尚未申请验收` : `${due}，剩余${daysLeft}天，尚未申请验收`;
    }
    case 'slow':
      return `实施期已过半，支出执行率${formatRate(warning.spent, warning.received)}，低于50%`;
  }
}

import type { Role } from '../core/actor.ts';
import { type ApplicationRecord, type ApplicationStep, applicationLabel } from './applications.ts';
import { type CalendarDate, daysBetween, formatDate, readDate } from './calendar.ts';
import { numberedTypes, readCertNo } from './cert-no.ts';
import { closedStatuses, type Evidence, type Move, moveRules, movesFrom } from './progress.ts';
import { levelLabels, type Status, statusLabels, typeFacts } from './qualification.ts';
import { hnteValidTo } from './validity.ts';

/** The step that an application is in: the last that holds. It has at least the one that opened it. */
export function presentStep({ steps }: Pick<ApplicationRecord, 'steps'>): ApplicationStep {
  const last = steps.at(-1);
  if (!last) throw new Error('an application without a step');
  return last;
}

export function statusOf(application: Pick<ApplicationRecord, 'steps'>): Status {
  return presentStep(application).status;
}

/** Nobody has decided on it yet. */
export function isOpen(application: Pick<ApplicationRecord, 'steps'>): boolean {
  return !closedStatuses.has(statusOf(application));
}

/** `国家级高新技术企业` */
export function subjectOf({ type, level }: Pick<ApplicationRecord, 'type' | 'level'>): string {
  return `${levelLabels[level]}${typeFacts[type].label}`;
}

/** `更新于2023年7月10日`, or that the day is not known. */
export function updatedOn({ effectiveOn, dateKnown }: ApplicationStep): string {
  return dateKnown ? `更新于${formatDate(effectiveOn)}` : '更新日期未登记';
}

/** Why a step is not possible now; null if the table of B2 allows it to this role. */
export function notAllowed(application: ApplicationRecord, move: Move, role: Role | 'system'): string | null {
  const status = statusOf(application);
  const allowed = movesFrom(status, role);
  if (allowed.includes(move)) return null;
  const { words, from } = moveRules[move];
  const now = `${applicationLabel(application.number)} 当前状态为“${statusLabels[status]}”`;
  const why = from.includes(status) ? `您的角色不能办理“${words[0]}”` : `不能办理“${words[0]}”`;
  return `${now}，${why}。${whatIsAllowed(status, allowed)}`;
}

function whatIsAllowed(status: Status, allowed: readonly Move[]): string {
  if (allowed.length > 0) return `现在可以办理：${allowed.map((move) => moveRules[move].words[0]).join('、')}。`;
  return closedStatuses.has(status) ? '该申报已办结，如需再次申报请重新发起。' : '请等候开发区科技局办理。';
}

/**
 * Everything that is wrong with what proves a step, beyond its form: days that the calendar has not or that lie ahead, days
 * in the wrong order, numbers. Whether the step is allowed at all is `notAllowed`.
 */
export function problemsOf(application: ApplicationRecord, evidence: Evidence, today: CalendarDate): string[] {
  const wrongDays = daysOf(evidence).filter((day) => readDate(day) !== day);
  if (wrongDays.length > 0) return wrongDays.map((day) => `日期“${day}”无效，请按 2023-12-31 的格式填写。`);
  return [...daysInOrder(application, evidence, today), ...recognitionProblems(application, evidence)];
}

function daysOf(evidence: Evidence): CalendarDate[] {
  return [
    evidence.on,
    ...('endsOn' in evidence ? [evidence.endsOn] : []),
    ...('validTo' in evidence && evidence.validTo !== null ? [evidence.validTo] : []),
  ];
}

/** Days that lie ahead, or before what they follow. */
export function daysInOrder(application: ApplicationRecord, evidence: Evidence, today: CalendarDate): string[] {
  const { on } = evidence;
  // Missing: that is said elsewhere.
  if (on === '') return [];
  const before = presentStep(application);
  const problems: string[] = [];
  if (on > today) problems.push(`日期${formatDate(on)}晚于今天，尚未发生的事项不能登记。`);
  if (on < before.effectiveOn) {
    const since = `“${statusLabels[before.status]}”（${before.dateKnown ? '' : '日期未登记，自'}${formatDate(before.effectiveOn)}${before.dateKnown ? '' : '起算'}）`;
    problems.push(`日期${formatDate(on)}早于上一步${since}，日期先后顺序不符，请核对。`);
  }
  if (evidence.move === 'publicise' && evidence.endsOn < on) {
    problems.push(`公示截止日${formatDate(evidence.endsOn)}早于公示开始日${formatDate(on)}，请核对。`);
  }
  if (evidence.move === 'recognise' && evidence.validTo !== null && evidence.validTo < on) {
    problems.push(`有效期止${formatDate(evidence.validTo)}早于发证（公告）日期${formatDate(on)}，请核对。`);
  }
  return problems;
}

function recognitionProblems({ type }: ApplicationRecord, evidence: Evidence): string[] {
  if (evidence.move !== 'recognise') return [];
  const end = type === 'HNTE' ? hnteValidTo(evidence.on) : null;
  // Three years to the day, or to the day before, as some certificates have it.
  const early = end === null || evidence.validTo === null ? 0 : daysBetween(evidence.validTo, end);
  if (end !== null && early !== 0 && early !== 1) {
    return [`高新技术企业证书有效期为发证之日起三年，应至${formatDate(end)}；有效期止可不填写。`];
  }
  const needed = numberedTypes[type];
  if (evidence.certNo === null) return needed === undefined ? [] : [`认定${typeFacts[type].label}必须填写${needed}。`];
  const read = readCertNo(type, evidence.certNo, evidence.on);
  return read.ok ? [] : [read.reason];
}

/** What is odd and may be right all the same: shown before it is confirmed and after. */
export function warningsOf({ type }: Pick<ApplicationRecord, 'type'>, evidence: Evidence): readonly string[] {
  if (evidence.move !== 'recognise' || evidence.certNo === null) return [];
  const read = readCertNo(type, evidence.certNo, evidence.on);
  return read.ok ? read.warnings : [];
}
